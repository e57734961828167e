"""The form of an activity: planned with initials and short dates, and no faster way to be wrong."""

from datetime import timedelta

import pytest
from textual.widgets import Input, OptionList, Static

from db.models import Activity
from tests.builders import NOW
from tests.screens.activities import CHINESE_LEADER, fill_form, open_activities, titles, typed_in
from tests.screens.conftest import SIZES, settle, type_keys
from tests.screens.seen import fields, status, wrong
from yanxiu_tui.screens.activity_form import ActivityFormScreen


async def test_an_activity_is_planned_with_initials_and_short_dates(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_activities(pilot)
        await type_keys(pilot, "", "ctrl+n")
        await type_keys(pilot, "大单元教学设计", "enter")
        for typed in ("1021", "1430", "1630", "ly", "dmt", "jtbk", "yw", "", "zm"):
            await type_keys(pilot, typed, "enter")
        await type_keys(pilot, "1.5", "ctrl+s")
        made = Activity.get(title="大单元教学设计")
        assert (made.starts_at, made.ends_at) == (
            NOW + timedelta(days=7),
            NOW + timedelta(days=7, hours=2),
        )
        assert (made.presenter, made.place, made.kind) == ("林远", "多媒体教室", "集体备课")
        assert (made.group.name, made.host.name, made.recorder.name) == ("语文组", "林远", "周敏")
        assert float(made.hours) == 1.5
        assert "已保存" in status(app)
        assert app.screen.current.id == made.id


async def test_an_outside_expert_may_present_and_a_new_place_may_be_named(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_activities(pilot)
        await fill_form(pilot, presenter="高教授", place="三号楼报告厅")
        await type_keys(pilot, "", "ctrl+s")
        made = Activity.get(title="大单元教学设计")
        assert (made.presenter, made.place) == ("高教授", "三号楼报告厅")


async def test_the_four_fixed_things_cannot_be_empty_and_what_was_typed_stays(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_activities(pilot)
        await fill_form(pilot, place=" ")
        await type_keys(pilot, "", "ctrl+s")
        assert "请填写地点" in wrong(app)
        assert "Z8" in wrong(app)
        assert typed_in(app, "title") == "大单元教学设计"
        assert app.screen.query_one("#place").has_focus
        assert not Activity.select().where(Activity.title == "大单元教学设计").exists()


async def test_a_service_s_refusal_stands_in_the_form_at_the_field_it_speaks_of(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_activities(pilot)
        await fill_form(pilot, end="13:30")
        await type_keys(pilot, "", "ctrl+s")
        assert "结束时间应晚于开始时间" in wrong(app)
        assert app.screen.query_one("#end").has_focus
        assert typed_in(app, "kind") == "校本培训"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("day", "某天", "日期「某天」看不懂"),
        ("start", "25:00", "开始时间「25:00」看不懂"),
        ("hours", "两", "学时「两」不是数字"),
        ("kind", "喝茶", "类型「喝茶」请用上下键"),
        ("host", "wxm", "主持人「wxm」请用上下键"),
        ("until", "以后", "每周到「以后」看不懂"),
    ],
)
async def test_what_cannot_be_read_is_said_and_nothing_is_planned(app, field, typed, sentence):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_activities(pilot)
        await fill_form(pilot, **{field: typed})
        await type_keys(pilot, "", "ctrl+s")
        assert sentence in wrong(app)
        assert Activity.select().count() == 2


async def test_a_holiday_is_pointed_out_while_the_date_is_typed(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_activities(pilot)
        await type_keys(pilot, "", "ctrl+n")
        await type_keys(pilot, "", "tab")
        await type_keys(pilot, "10-1")
        hint = str(app.screen.query_one("#hint", Static).content)
        assert "2026-10-01 周四，第 5 周" in hint
        assert "国庆节" in hint


async def test_a_weekly_series_tells_which_days_it_has_and_which_it_skips(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_activities(pilot)
        await fill_form(pilot, day="9-24", until="10-15")
        await type_keys(pilot, "", "ctrl+s")
        assert fields(app) == {
            "已安排 3 次": "9月24日、10月8日、10月15日",
            "跳过 1 次": "10月1日（国庆节）",
        }
        await type_keys(pilot, "", "escape")
        assert len(titles(app)) == 5


async def test_a_planned_activity_is_changed_in_the_same_form(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_activities(pilot)
        await type_keys(pilot, "", "down", "enter")
        assert isinstance(app.screen, ActivityFormScreen)
        assert (typed_in(app, "title"), typed_in(app, "day")) == ("数学组备课", "2026-10-15")
        app.screen.query_one("#place", Input).value = "图书馆"
        await type_keys(pilot, "", "ctrl+s")
        assert Activity.get(title="数学组备课").place == "图书馆"


async def test_once_open_an_activity_keeps_its_start_and_scope(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_activities(pilot)
        await type_keys(pilot, "", "enter")
        greyed = {each.id for each in app.screen.query(".row > *") if each.disabled}
        assert greyed == {"day", "start", "scope", "large"}


async def test_a_leader_plans_for_their_own_group_only(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_activities(pilot, CHINESE_LEADER)
        await type_keys(pilot, "", "ctrl+n")
        app.screen.query_one("#scope").focus()
        await settle(pilot)
        options = app.screen.query_one("#candidates", OptionList)
        assert [str(each.prompt) for each in options.options] == ["语文组"]


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_form_looks_like_this(app, snap_compare, size):
    async def fill(pilot):
        await open_activities(pilot)
        await fill_form(pilot)
        pilot.app.screen.query_one("#recorder").focus()
        await type_keys(pilot, "w")

    assert snap_compare(app, terminal_size=size, run_before=fill)
