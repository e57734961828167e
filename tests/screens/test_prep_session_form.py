"""The form in which a session of 集体备课 is arranged: a day, hours and a speaker are enough."""

from datetime import date

import pytest
from textual.widgets import Input

from db.models import Activity, ExemptDays, PrepSession
from tests.screens.conftest import type_keys
from tests.screens.prep_school import (
    LEADER,
    NEXT,
    TEACHER,
    a_prep_group,
    a_session,
    a_whole_plan,
    actor_of,
    open_plan,
    planned,
)
from tests.screens.seen import rows, said, status, wrong
from yanxiu_tui.screens.prep_session_form import PrepSessionFormScreen, read_session_form
from yanxiu_tui.services import prep_groups
from yanxiu_tui.services.prep_units import UnitDraft


@pytest.fixture(autouse=True)
def group(school):
    return a_prep_group()


@pytest.fixture
def term_id(school) -> int:
    return school.term_id


async def test_the_first_session_asks_for_day_and_hours_only(app, group, term_id):
    planned(group, term_id, UnitDraft("第一单元", keynote_no=TEACHER))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot)
        await type_keys(pilot, "", "f6")
        assert isinstance(app.screen, PrepSessionFormScreen)
        await type_keys(pilot, "1021", "enter", *"1430", "enter", *"16:00", "ctrl+s")
        assert status(app) == "10-21 周三 14:30，备课组长办公室：「第一单元集体备课」已安排。"
        assert rows(app)[0][4] == "已安排"
    made = Activity.get_by_id(PrepSession.get().activity_id)
    assert (made.kind, made.presenter, made.host.staff_no) == ("集体备课", "买买提·艾力", LEADER)


async def test_the_next_session_is_settled_with_two_keys(app, group, term_id):
    (unit,) = planned(group, term_id, UnitDraft("第一单元", keynote_no=TEACHER))
    a_session(unit, recorder_no="1007")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot)
        await type_keys(pilot, "", "f6")
        await type_keys(pilot, "", "ctrl+s")
        assert status(app) == "10-21 周三 14:30，三楼小会议室：「第一单元集体备课」已安排。"
    assert Activity.get(starts_at=NEXT).recorder.staff_no == "1007"


@pytest.mark.parametrize(
    "name,typed,words",
    [
        ("day", "", "请填写日期"),
        ("day", "改天", "看不懂"),
        ("day", "1014", "已安排"),
        ("start", "25点", "看不懂"),
        ("end", "13:00", "结束时间"),
        ("keynote", "", "请选定中心发言人"),
        ("keynote", "张三", "从右边选定"),
        ("place", "", "请填写地点"),
        ("hours", "两", "不是数字"),
    ],
)
async def test_a_session_that_cannot_be_stays_typed_and_is_told(
    app, group, term_id, name, typed, words
):
    (unit,) = planned(group, term_id, UnitDraft("第一单元", keynote_no=TEACHER))
    a_session(unit)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot)
        await type_keys(pilot, "", "f6")
        app.screen.query_one(f"#{name}", Input).value = typed
        await type_keys(pilot, "", "ctrl+s")
        assert words in wrong(app)
        assert app.screen.focused.id == name
    assert PrepSession.select().count() == 1


async def test_the_day_typed_is_said_with_its_week_and_why_there_is_no_research_on_it(
    app, group, term_id
):
    planned(group, term_id, UnitDraft("第一单元"))
    ExemptDays.create(
        term=term_id, first=date(2026, 11, 4), last=date(2026, 11, 5), reason="运动会"
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await open_plan(app, pilot)
        await type_keys(pilot, "", "f6")
        await type_keys(pilot, "11-04")
        assert "周三，第 10 周" in said(app, "#hint")
        assert "这天是运动会" in said(app, "#hint")


def test_the_form_of_a_session_looks_as_it_should(app, group, term_id, snap_compare):
    a_whole_plan(group, term_id)

    async def run_before(pilot) -> None:
        await open_plan(app, pilot)
        await type_keys(pilot, "", "f6")

    assert snap_compare(app, terminal_size=(80, 24), run_before=run_before)


def test_those_of_the_group_are_offered_first_to_speak(group, term_id):
    (unit,) = planned(group, term_id, UnitDraft("第一单元"))
    here = [each.staff_no for each in prep_groups.people(group.id)]
    offered = [each.staff_no for each in read_session_form(actor_of(LEADER), unit).choices.people]
    assert offered[: len(here)] == here
    assert len(set(offered)) == len(offered) > len(here)
