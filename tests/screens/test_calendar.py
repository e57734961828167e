"""停研日: the school's own days off beside the public ones, and the weeks of the term."""

from datetime import date

import pytest
from textual.widgets import DataTable, Input

from db.models import ExemptDays, Teacher, Term, Trace
from tests.builders import NOW, OPERATOR
from tests.screens.conftest import SIZES, settle, type_keys
from tests.screens.seen import said, status
from yanxiu_tui import services
from yanxiu_tui.rules import calendar
from yanxiu_tui.screens.calendar import CalendarScreen
from yanxiu_tui.services import credentials
from yanxiu_tui.services.school import add_exempt_days


@pytest.fixture(autouse=True)
def published(monkeypatch):
    """Holidays are published up to 2026, whatever is known by the time the tests run."""
    known = calendar.public_holiday
    monkeypatch.setattr(
        services.school, "public_holiday", lambda day: known(day) if day.year < 2027 else ""
    )


@pytest.fixture(autouse=True)
def examinations(school):
    """The middle of November is kept free."""
    _add(school, date(2026, 11, 9), date(2026, 11, 13), "期中考试")


def _add(meeting, first, last, reason):
    add_exempt_days(OPERATOR, meeting.term_id, first, last, reason, NOW)


async def _enter(pilot, staff_no="1002"):
    """Open the room as this teacher."""
    await settle(pilot)
    actor = credentials.actor_for(Teacher.get(staff_no=staff_no), "测试机")
    pilot.app.push_screen(CalendarScreen(actor))
    await settle(pilot)


def _rows(app):
    table = app.screen.query_one(DataTable)
    return [" ".join(str(cell) for cell in table.get_row_at(row)) for row in range(table.row_count)]


async def test_own_and_public_days_off_stand_in_one_list_in_order(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        assert _rows(app) == [
            "2026-09-25 周五 2026-09-27 周日 3 中秋 节假日",
            "2026-10-01 周四 2026-10-07 周三 7 国庆节 节假日",
            "2026-11-09 周一 2026-11-13 周五 5 期中考试 学校自定",
        ]


async def test_the_term_its_weeks_and_the_years_unpublished_are_told(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        assert "2026-09-01 至 2027-01-20　共 21 周，现在第 7 周" in said(app, "#term")
        assert "2027 年的节假日还没有公布" in said(app, "#term")
        assert "11 11-09至11-15 停" in said(app, "#weeks")
        assert "12 11-16至11-22 停" not in said(app, "#weeks")


async def test_days_are_added_with_short_dates(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "", "ctrl+n")
        await type_keys(pilot, "1023", "enter", "enter")
        await type_keys(pilot, "运动会", "enter")
        assert "2026-10-23 周五 2026-10-23 周五 1 运动会 学校自定" in _rows(app)
        assert "已添加停研日：2026-10-23，运动会" in status(app)


async def test_the_days_off_of_the_next_term_are_added_once_it_is_prepared(app):
    now = Term.get()
    new = Term.create(name="新", starts_on="2027-02-22", ends_on="2027-07-09",
                      regulation=now.regulation)  # fmt: skip
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "", "ctrl+t")
        await type_keys(pilot, "", "up", "enter")
        assert "2027 年的节假日还没有公布" in said(app, "#term")
        await type_keys(pilot, "", "ctrl+n")
        await type_keys(pilot, "2027-04-05", "enter", "enter")
        await type_keys(pilot, "清明节", "enter")
        assert ExemptDays.get(ExemptDays.reason == "清明节").term == new


async def test_activities_already_planned_on_those_days_are_pointed_out(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "", "ctrl+n")
        await type_keys(pilot, "明天", "enter", "enter")
        await type_keys(pilot, "运动会", "enter")
        assert "已安排的 1 次活动没有改动" in status(app)


@pytest.mark.parametrize(
    ("first", "last", "why", "sentence"),
    [
        ("", "", "运动会", "请填写从哪天开始"),
        ("某天", "", "运动会", "「某天」不是日期"),
        ("11-20", "11-19", "运动会", "结束日期早于开始日期"),
        ("2027-03-01", "", "运动会", "应在本学期"),
        ("11-20", "", "", "请填写停研原因"),
    ],
)
async def test_what_cannot_be_is_said_and_what_was_typed_stays(app, first, last, why, sentence):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "", "ctrl+n")
        for name, value in (("first", first), ("last", last), ("why", why)):
            app.screen.query_one(f"#{name}", Input).value = value
        await type_keys(pilot, "", "ctrl+s")
        assert sentence in said(app, ".wrong")
        assert app.screen.query_one("#why", Input).value == why
        assert ExemptDays.select().count() == 1


async def test_the_school_s_own_days_are_removed_after_a_question(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "", "down", "down", "delete")
        assert ExemptDays.select().count() == 1
        await type_keys(pilot, "", "enter")
        assert ExemptDays.select().count() == 0
        assert "已删除停研日：2026-11-09 至 2026-11-13，期中考试" in status(app)
        assert Trace.select().where(Trace.act == "remove_exempt_days").count() == 1


async def test_a_public_holiday_cannot_be_removed(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "", "delete")
        assert "中秋是节假日，按国家安排，不能删除" in status(app)


async def test_who_may_not_edit_the_calendar_is_refused_in_words(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot, "1003")
        await type_keys(pilot, "", "down", "down", "delete")
        await type_keys(pilot, "", "enter")
        assert "没有办理这件事的权限" in status(app)
        assert ExemptDays.select().count() == 1


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_it_looks_like_this(app, school, snap_compare, size):
    _add(school, date(2026, 12, 28), date(2027, 1, 8), "期末复习与元旦假期，考试安排另行通知")
    assert snap_compare(app, terminal_size=size, run_before=_enter)
