"""``yanxiu out-studies``: entered for several, decided, settled, cancelled, each with a PIN."""

import json
from datetime import date

import pytest

from db.models import Leave, OutStudy, RegulationVersion, Term
from tests.builders import NOW, PIN
from tests.services.cast import a_cast
from yanxiu_tui.services import manuscripts, out_studies


@pytest.fixture
def cast(memory):
    return a_cast("pingfang")


def _enter(yanxiu, *staff_nos):
    return yanxiu(
        "out-studies", "enter", *staff_nos, "--title", "省骨干教师培训", "--place", "省城",
        "--from", "10-14", "--as", 1004, unseen=(PIN,),
    )  # fmt: skip


def test_a_notice_is_entered_approved_reported_and_settled(yanxiu, cast):
    said = _enter(yanxiu, 1001, 1002).out.splitlines()
    assert said[0] == ("待批准：编号 1，苏慧，「省骨干教师培训」，2026-10-14 至 2026-10-14。")
    assert len(said) == 2
    done = yanxiu("out-studies", "approve", 1, "--cap", 800, unseen=(PIN,))
    assert done.out.startswith("待汇报：编号 1")
    assert Leave.get().state == "approved"
    report = out_studies.begin_report(cast.teacher, 1, NOW)
    manuscripts.write(cast.teacher, report, "gained", "好", 0, NOW)
    out_studies.hand_in(cast.teacher, 1, NOW)
    paid = yanxiu("out-studies", "settle", 1, "--cost", 1200, "--as", 1004, unseen=(PIN,))
    assert paid.out.endswith("，报销 800 元，认定 6 学时。\n")
    rows = json.loads(yanxiu("out-studies", "list", "--format", "json").out)
    assert [(row["姓名"], row["状态"], row["汇报"]) for row in rows] == [
        ("林远", "待批准", ""), ("苏慧", "已核销", "按时"),
    ]  # fmt: skip


def test_several_are_approved_at_once(yanxiu, cast):
    _enter(yanxiu, 1001, 1002)
    said = yanxiu("out-studies", "approve", 1, 2, "--cap", 800, unseen=(PIN,)).out.splitlines()
    assert [line.split("，")[0] for line in said] == ["待汇报：编号 1", "待汇报：编号 2"]


def test_a_notice_is_put_right_for_all_it_sends(yanxiu, cast):
    _enter(yanxiu, 1001, 1002)
    office = ("--as", 1004)
    said = yanxiu("out-studies", "change", 1, "--title", "省学科带头人培训", *office, unseen=(PIN,))
    assert [line.split("，")[2] for line in said.out.splitlines()] == ["「省学科带头人培训」"] * 2
    only = ("--send", 1002, "--to", "10-15")
    assert "至 2026-10-15" in yanxiu("out-studies", "change", 2, *only, *office, unseen=(PIN,)).out
    yanxiu("out-studies", "approve", 2, unseen=(PIN,))
    late = yanxiu("out-studies", "change", 2, "--from", "10-13", *office, unseen=(PIN,))
    assert (late.code, "日期请用「改期」" in late.err) == (1, True)
    assert OutStudy.get_by_id(1).state == "cancelled"


def test_refused_and_cancelled_it_says_so(yanxiu, cast):
    _enter(yanxiu, 1001, 1002)
    no = ("--opinion", "课紧")
    assert "未批准" in yanxiu("out-studies", "refuse", 1, *no, unseen=(PIN,)).out
    off = ("--reason", "改为线上", "--as", 1004)
    assert "已取消" in yanxiu("out-studies", "cancel", 2, *off, unseen=(PIN,)).out
    assert "没有记录" in yanxiu("out-studies", "list", "--overdue").out
    wrong = yanxiu("out-studies", "settle", 1, "--cost", "很多", "--as", 1004)
    assert (wrong.code, "不是数" in wrong.err) == (2, True)


def test_the_list_may_be_of_an_earlier_term(yanxiu, cast):
    spring = Term.create(
        name="上学期",
        starts_on=date(2026, 2, 23),
        ends_on=date(2026, 7, 10),
        regulation=RegulationVersion.get(),
    )
    _enter(yanxiu, 1001)
    OutStudy.update(term=spring, state="cancelled").execute()
    assert "没有记录" in yanxiu("out-studies", "list").out
    assert "省骨干教师培训" in yanxiu("out-studies", "list", "--term", "上").out
