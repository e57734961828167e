"""``yanxiu term``: the terms, what the old one owes, the next one begun, grades gone up."""

import csv
import io
from datetime import UTC, datetime

import pytest

from db.models import Activity, Term
from tests.builders import NOW, an_activity
from tests.services.cast import a_cast
from yanxiu_tui.services import school


@pytest.fixture
def cast(memory):
    found = a_cast()
    an_activity(found.term, series="a" * 36, title="周三研修")
    return found


def test_the_next_term_is_begun_as_it_usually_is_and_listed(yanxiu, cast):
    said = yanxiu("term", "begin")
    assert (said.code, "已开好，2027-02-22 起自动换过去；排了 20 次活动" in said.out) == (0, True)
    assert "教师排名还没有冻结" in said.err
    assert Activity.select().where(Activity.title == "周三研修").count() == 21
    rows = list(csv.DictReader(io.StringIO(yanxiu("term", "list", "--format", "csv").out)))
    assert [(row["学期"], row["备注"]) for row in rows] == [
        ("2026—2027学年第一学期", "现在"), ("2026—2027学年第二学期", "已开好"),
    ]  # fmt: skip
    said = yanxiu("term", "begin")
    assert (said.code, "已经开好" in said.err) == (1, True)


def test_what_holidays_are_not_published_yet_is_said_as_no_series_skips_them(
    yanxiu, cast, monkeypatch
):
    monkeypatch.setattr(school, "public_holiday", lambda day: "元旦" if day.year < 2027 else "")
    said = yanxiu("term", "begin").out
    assert "2027 年的节假日还没有公布，落在假日的请到“研修活动”里取消" in said


def test_what_comes_is_told_before_it_is_begun(yanxiu, cast):
    told = yanxiu("term", "prepare").out
    for words in ("排名还没有冻结", "2027-02-22 至 2027-07-09", "周三 14:30-16:30 全校 周三研修"):
        assert words in told
    assert Term.select().count() == 1


def test_dates_and_another_regulation_are_taken_as_they_are_said(yanxiu, cast):
    words = ("term", "begin", "--name", "春季学期", "--from", "2027-03-01", "--to", "2027-07-02",
             "--regulation", "dadong", "--no-series")  # fmt: skip
    said = yanxiu(*words)
    assert (said.code, "采用的原因" in said.err) == (1, True)
    assert yanxiu(*words, "--reason", "教代会通过").code == 0
    spring = Term.get(Term.name == "春季学期")
    assert spring.regulation.name == "dadong"
    assert not Activity.select().where(Activity.term == spring).exists()


def test_grades_go_up_only_when_it_is_time(yanxiu, cast, at):
    said = yanxiu("term", "promote")
    assert (said.code, "开始以后才能升级" in said.err) == (1, True)
    at(datetime(2027, 9, 6, tzinfo=UTC))
    assert yanxiu("term", "promote", "--yes").code == 1
    assert NOW


def test_an_earlier_term_is_named_to_look_at_it_and_to_freeze_it_late(yanxiu, cast, at):
    yanxiu("term", "begin", "--no-series")
    at(datetime(2027, 3, 8, tzinfo=UTC))
    assert "第一学期：教师排名还没有冻结" in yanxiu("term", "prepare").out
    assert "周三研修" not in yanxiu("activities", "list").out
    assert "周三研修" in yanxiu("activities", "list", "--term", "第一学期").out
    assert yanxiu("hours", "--term", "第一学期").code == 0
    frozen = yanxiu("rankings", "freeze", "教师", "--term", "第一学期")
    assert (frozen.code, "截至 2027-01-20" in frozen.out) == (0, True)
    assert "教师" in yanxiu("rankings", "list", "--term", "第一学期").out
    assert "没有记录" in yanxiu("rankings", "list").out
