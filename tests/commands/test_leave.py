"""``yanxiu leave``: asked for, proved, decided, ended, each with the right person's PIN."""

import json
from datetime import date

import pytest

from db.models import Leave, LeaveEvidence, RegulationVersion, Term
from tests.builders import PIN
from tests.reports.test_word import words_of
from tests.services.cast import a_cast

ASK = (
    "leave", "ask", "1001", "--kind", "事假", "--from", "2026-10-14", "--to", "2026-10-14",
    "--reason", "家中有事", "--pin-stdin",
)  # fmt: skip


@pytest.fixture
def cast(memory):
    """A school whose head is 1005, whose dean is 1004; 苏慧 is 1001."""
    return a_cast()


@pytest.fixture
def leave(yanxiu, cast):
    """A 事假 of 苏慧 that the office wrote down, its slip not yet handed in."""
    yanxiu(*ASK, "--as", "1004", stdin=PIN)
    return Leave.get()


def _hand_in(yanxiu, leave, paper="请假条"):
    return yanxiu("leave", "evidence", leave.id, paper, "--as", "1004", "--pin-stdin", stdin=PIN)


def test_one_asks_for_oneself_with_ones_own_pin(yanxiu, cast):
    said = yanxiu(*ASK, stdin=PIN)
    assert said.out == (
        "已填请假条：编号 1，苏慧，事假，2026-10-14 00:00 至 2026-10-14 24:00，待批。\n"
    )
    assert Leave.get().asked_by.staff_no == "1001"


def test_the_office_asks_for_another_and_says_what_it_was_handed(yanxiu, cast):
    said = yanxiu(*ASK, "--as", "1004", "--evidence", "请假条", stdin=PIN)
    assert "尚缺" not in said.out
    assert (Leave.get().asked_by.staff_no, LeaveEvidence.get().kind) == ("1004", "slip")


def test_a_wrong_pin_asks_for_nothing(yanxiu, cast):
    assert yanxiu(*ASK, stdin="0000").code == 1
    assert not Leave.select().exists()


def test_a_kind_the_school_does_not_have_is_refused_with_those_it_has(yanxiu, cast):
    said = yanxiu(*ASK, "--kind", "年假", stdin=PIN)
    assert said.code == 1
    assert "事假（personal）" in said.err


def test_hours_may_be_given(yanxiu, cast):
    said = yanxiu(
        *ASK, "--from", "2026-10-14 14:00", "--to", "2026/10/14 17:00", "--kind", "official",
        stdin=PIN,
    )  # fmt: skip
    assert "2026-10-14 14:00 至 2026-10-14 17:00" in said.out


def test_the_list_needs_no_pin_and_keeps_reasons_private(yanxiu, leave):
    said = yanxiu("leave", "list", "--format", "json")
    (row,) = json.loads(said.out)
    assert (row["姓名"], row["类别"], row["状态"], row["尚缺"]) == (
        "苏慧", "事假", "待批", "1 份证明",
    )  # fmt: skip
    assert "家中有事" not in said.out


def test_the_list_may_be_of_an_earlier_term(yanxiu, cast):
    Term.create(
        name="上学期",
        starts_on=date(2026, 2, 23),
        ends_on=date(2026, 7, 10),
        regulation=RegulationVersion.get(),
    )
    yanxiu(*ASK, "--from", "2026-05-12", "--to", "2026-05-12", stdin=PIN)
    assert "没有记录" in yanxiu("leave", "list").out
    assert "2026-05-12" in yanxiu("leave", "list", "--term", "上").out


def test_the_head_approves_with_their_own_pin_asked_for_by_name(yanxiu, leave):
    assert "已登记证明" in _hand_in(yanxiu, leave).out
    said = yanxiu("leave", "approve", leave.id, unseen=(PIN,))
    assert said.out.startswith("已批准：编号 1，苏慧，事假")
    assert Leave.get().decided_by.staff_no == "1005"


def test_without_its_paper_a_leave_is_not_approved(yanxiu, leave):
    said = yanxiu("leave", "approve", leave.id, "--pin-stdin", stdin=PIN)
    assert said.code == 1
    assert "还缺请假条" in said.err


def test_somebody_else_may_not_approve(yanxiu, leave):
    said = yanxiu("leave", "approve", leave.id, "--as", "1002", "--pin-stdin", stdin=PIN)
    assert said.code == 1
    assert "没有办理这件事的权限" in said.err


def test_refusing_needs_an_opinion(yanxiu, leave):
    assert yanxiu("leave", "refuse", leave.id, "--pin-stdin", stdin=PIN).code == 2
    said = yanxiu("leave", "refuse", leave.id, "--opinion", "课务未安排", "--pin-stdin", stdin=PIN)
    assert said.out.startswith("未批准：")
    assert Leave.get().opinion == "课务未安排"


def test_the_head_takes_back_what_was_granted_wrongly(yanxiu, leave):
    _hand_in(yanxiu, leave)
    yanxiu("leave", "approve", leave.id, "--pin-stdin", stdin=PIN)
    assert yanxiu("leave", "revoke", leave.id, "--pin-stdin", stdin=PIN).code == 2
    said = yanxiu("leave", "revoke", leave.id, "--reason", "批错了人", unseen=(PIN,))
    assert said.out.startswith("已撤销批准：编号 1，苏慧，事假")
    assert (Leave.get().state, Leave.get().opinion) == ("revoked", "批错了人")


@pytest.mark.parametrize(
    "days", [("--from", "0001-01-01"), ("--to", "9999-12-31")], ids=["long ago", "far away"]
)
def test_days_no_school_speaks_of_are_refused_in_words(yanxiu, cast, days):
    said = yanxiu(*ASK, *days, stdin=PIN)
    assert said.code == 2
    assert "2000 至 2100 年" in said.err


def test_coming_back_is_done_by_the_person_unless_said_otherwise(yanxiu, leave):
    _hand_in(yanxiu, leave)
    yanxiu("leave", "approve", leave.id, "--pin-stdin", stdin=PIN)
    said = yanxiu("leave", "back", leave.id, "--pin-stdin", stdin=PIN)
    assert said.out.startswith("已销假：")
    assert Leave.get().state == "returned"


def test_a_leave_that_is_not_there_is_told(yanxiu, cast):
    assert "没有编号为 9 的请假" in yanxiu("leave", "back", 9).err
    assert yanxiu("leave", "back", "x").code == 2


def test_the_slip_is_printed_with_its_reason_for_the_person_the_office_and_the_approver(
    yanxiu, leave, tmp_path
):
    for staff_no in ("1001", "1004", "1005"):
        path = tmp_path / f"{staff_no}.docx"
        said = yanxiu("leave", "slip", leave.id, path, "--as", staff_no, "--pin-stdin", stdin=PIN)
        assert said.out == f"苏慧的请假条已存为 {path}。\n"
        assert {"家中有事", "事假", "尚缺：请假条"} <= set(words_of(path))


def test_the_operator_prints_it_without_the_reason_and_nobody_else_prints_it(
    yanxiu, leave, tmp_path
):
    said = yanxiu("leave", "slip", leave.id, tmp_path / "条.docx")
    assert said.out.endswith("事由只有本人、教导处和审批人能打印（--as），已空着。\n")
    assert not {"家中有事", "尚缺：请假条"} & set(words_of(tmp_path / "条.docx"))
    other = tmp_path / "别人.docx"
    said = yanxiu("leave", "slip", leave.id, other, "--as", "1002", "--pin-stdin", stdin=PIN)
    assert (said.code, other.exists()) == (1, False)
