"""研修活动: the term's activities, planned, run and closed with the keyboard alone."""

from datetime import date, timedelta

import pytest
from textual.widgets import Input, OptionList, Static

from db.models import Activity, ActivityDocument, Teacher, Term
from tests.builders import NOW, OPERATOR, an_activity
from tests.screens.conftest import SIZES, settle, type_keys
from yanxiu_tui.screens.activities import ActivitiesScreen
from yanxiu_tui.screens.activity_filter import FilterScreen
from yanxiu_tui.screens.activity_form import ActivityFormScreen
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.documents import DocumentsScreen
from yanxiu_tui.services import credentials
from yanxiu_tui.services.meeting import end_activity
from yanxiu_tui.widgets.activity_table import ActivityTable
from yanxiu_tui.widgets.status_line import StatusLine

DEAN, CHINESE_LEADER, HOST = "1002", "1003", "1005"
FILLED = {
    "title": "大单元教学设计",
    "day": "1021",
    "start": "1430",
    "end": "1630",
    "presenter": "林远",
    "place": "多媒体教室",
    "kind": "校本培训",
}


async def _enter(pilot, staff_no=DEAN):
    """Open the room as this teacher."""
    await settle(pilot)
    actor = credentials.actor_for(Teacher.get(staff_no=staff_no), "测试机")
    pilot.app.push_screen(ActivitiesScreen(actor))
    await settle(pilot)


async def _fill(pilot, **values):
    """Open an empty form and fill it in; values replace those of FILLED."""
    await type_keys(pilot, "", "ctrl+n")
    for name, value in {**FILLED, **values}.items():
        pilot.app.screen.query_one(f"#{name}", Input).value = value


def _status(app):
    return str(app.screen.query_one(StatusLine).content)


def _wrong(app):
    return str(app.screen.query_one(".wrong", Static).content)


def _text(app):
    return "\n".join(str(each.content) for each in app.screen.query(Static))


def _fields(app):
    """What a details screen says, by label."""
    assert isinstance(app.screen, DetailsScreen)
    return dict(app.screen.fields)


def _titles(app):
    return [each.title for each in app.screen.query_one(ActivityTable).shown]


def _typed(app, name):
    return app.screen.query_one(f"#{name}", Input).value


async def test_which_week_it_is_is_told_of_the_term_that_runs_and_of_no_other(app, school):
    Term.create(name="新", starts_on="2027-02-22", ends_on="2027-07-09",
                regulation=Term.get().regulation)  # fmt: skip
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        assert "第 7 周" in str(app.screen.query_one("#heading", Static).content)
        await type_keys(pilot, "", "ctrl+t")
        await type_keys(pilot, "", "up", "enter")
        assert str(app.screen.query_one("#heading", Static).content).startswith("新　全部 0 次")


async def test_the_cursor_begins_on_today_s_activity(app, school):
    an_activity(school.term, title="上周的活动", starts_at=NOW - timedelta(days=7))
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        assert _titles(app) == ["上周的活动", "新课标下的单元整体教学", "数学组备课"]
        assert app.screen.current.title == "新课标下的单元整体教学"


async def test_a_group_leader_follows_the_school_s_and_their_own_group_s(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot, CHINESE_LEADER)
        assert _titles(app) == ["新课标下的单元整体教学"]


async def test_an_activity_is_planned_with_initials_and_short_dates(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
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
        assert "已保存" in _status(app)
        assert app.screen.current.id == made.id


async def test_an_outside_expert_may_present_and_a_new_place_may_be_named(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await _fill(pilot, presenter="高教授", place="三号楼报告厅")
        await type_keys(pilot, "", "ctrl+s")
        made = Activity.get(title="大单元教学设计")
        assert (made.presenter, made.place) == ("高教授", "三号楼报告厅")


async def test_the_four_fixed_things_cannot_be_empty_and_what_was_typed_stays(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await _fill(pilot, place=" ")
        await type_keys(pilot, "", "ctrl+s")
        assert "请填写地点" in _wrong(app)
        assert "Z8" in _wrong(app)
        assert _typed(app, "title") == "大单元教学设计"
        assert app.screen.query_one("#place").has_focus
        assert not Activity.select().where(Activity.title == "大单元教学设计").exists()


async def test_a_service_s_refusal_stands_in_the_form_at_the_field_it_speaks_of(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await _fill(pilot, end="13:30")
        await type_keys(pilot, "", "ctrl+s")
        assert "结束时间应晚于开始时间" in _wrong(app)
        assert app.screen.query_one("#end").has_focus
        assert _typed(app, "kind") == "校本培训"


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
        await _enter(pilot)
        await _fill(pilot, **{field: typed})
        await type_keys(pilot, "", "ctrl+s")
        assert sentence in _wrong(app)
        assert Activity.select().count() == 2


async def test_a_holiday_is_pointed_out_while_the_date_is_typed(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "", "ctrl+n")
        await type_keys(pilot, "", "tab")
        await type_keys(pilot, "10-1")
        hint = str(app.screen.query_one("#hint", Static).content)
        assert "2026-10-01 周四，第 5 周" in hint
        assert "国庆节" in hint


async def test_a_weekly_series_tells_which_days_it_has_and_which_it_skips(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await _fill(pilot, day="9-24", until="10-15")
        await type_keys(pilot, "", "ctrl+s")
        assert _fields(app) == {
            "已安排 3 次": "9月24日、10月8日、10月15日",
            "跳过 1 次": "10月1日（国庆节）",
        }
        await type_keys(pilot, "", "escape")
        assert len(_titles(app)) == 5


async def test_a_planned_activity_is_changed_in_the_same_form(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "", "down", "enter")
        assert isinstance(app.screen, ActivityFormScreen)
        assert (_typed(app, "title"), _typed(app, "day")) == ("数学组备课", "2026-10-15")
        app.screen.query_one("#place", Input).value = "图书馆"
        await type_keys(pilot, "", "ctrl+s")
        assert Activity.get(title="数学组备课").place == "图书馆"


async def test_once_open_an_activity_keeps_its_start_and_scope(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "", "enter")
        greyed = {each.id for each in app.screen.query(".row > *") if each.disabled}
        assert greyed == {"day", "start", "scope", "large"}


async def test_f5_opens_for_signing_in_after_a_question(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "", "down", "f5")
        assert isinstance(app.screen, ConfirmScreen)
        assert Activity.get(title="数学组备课").state == "planned"
        await type_keys(pilot, "", "enter")
        assert Activity.get(title="数学组备课").state == "open"
        assert "应到 4 人" in _status(app)


async def test_f6_closes_and_f7_reopens_with_a_reason(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "", "f6")
        await type_keys(pilot, "", "enter")
        assert Activity.get_by_id(school.id).state == "closed"
        await type_keys(pilot, "", "home", "up", "up", "f7")
        await type_keys(pilot, "漏了补录", "enter")
        assert Activity.get_by_id(school.id).state == "open"
        assert "重新开放" in _status(app)


async def test_a_large_one_without_papers_may_end_and_closes_once_they_are_in(app, school):
    Activity.update(large=True).where(Activity.id == school.id).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "", "f6")
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, ConfirmScreen)
        assert "还缺活动方案、简报、总结" in app.screen.question
        await type_keys(pilot, "", "enter")
        assert Activity.get_by_id(school.id).state == "ended"

        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "方案.docx", "enter")
        await type_keys(pilot, "简报.docx", "enter")
        await type_keys(pilot, "柜 3", "ctrl+s")
        assert "已登记活动方案、简报、总结" in _status(app)
        assert {each.where_kept for each in ActivityDocument.select()} == {
            "方案.docx",
            "简报.docx",
            "柜 3",
        }
        await type_keys(pilot, "", "f6")
        await type_keys(pilot, "", "enter")
        assert Activity.get_by_id(school.id).state == "closed"


async def test_the_papers_asked_for_are_those_of_the_regulation(app, school):
    Activity.update(large=True).where(Activity.id == school.id).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "", "f8")
        assert isinstance(app.screen, DocumentsScreen)
        assert "有活动方案，有简报，有总结（Z8）" in _text(app)
        assert _text(app).count("必交，还没有交") == 3
        await type_keys(pilot, "", "ctrl+s")
        assert "请先写明" in _wrong(app)


async def test_delete_calls_off_with_a_reason_that_can_be_read_afterwards(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "", "down", "delete")
        await type_keys(pilot, "与月考冲突", "enter")
        assert Activity.get(title="数学组备课").state == "cancelled"
        await type_keys(pilot, "", "down", "enter")
        assert "林远  取消：与月考冲突" in _fields(app)["经过"]


async def test_what_happened_at_a_closed_one_can_be_read(app, school):
    end_activity(OPERATOR, school.id, NOW + timedelta(hours=2))
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "", "enter")
        fields = _fields(app)
        assert fields["状态"] == "已散会"
        assert "应到 8" in fields["出勤"]
        assert "操作员  开放签到" in fields["经过"]


async def test_what_one_may_not_do_is_refused_in_words(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot, CHINESE_LEADER)
        await type_keys(pilot, "", "f6")
        await type_keys(pilot, "", "enter")
        assert "没有办理这件事的权限" in _status(app)
        assert Activity.get_by_id(school.id).state == "open"


async def test_a_host_may_run_a_meeting_but_plans_none(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot, HOST)
        await type_keys(pilot, "", "ctrl+n")
        assert "没有办理这件事的权限" in _status(app)
        await type_keys(pilot, "", "f6")
        await type_keys(pilot, "", "enter")
        assert Activity.get_by_id(school.id).state == "closed"


async def test_a_leader_plans_for_their_own_group_only(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot, CHINESE_LEADER)
        await type_keys(pilot, "", "ctrl+n")
        app.screen.query_one("#scope").focus()
        await settle(pilot)
        options = app.screen.query_one("#candidates", OptionList)
        assert [str(each.prompt) for each in options.options] == ["语文组"]


async def test_the_filter_shows_one_group_s(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "", "f3")
        assert isinstance(app.screen, FilterScreen)
        await type_keys(pilot, "", "end", "enter")
        assert _titles(app) == ["数学组备课"]


async def test_an_empty_term_says_what_to_do(app):
    Activity.update(term=_last_term()).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        assert "按 Ctrl+N 新建一次" in _text(app)


def _last_term():
    held = Term.get()
    return Term.create(
        name="上学期",
        starts_on=date(2026, 3, 1),
        ends_on=date(2026, 7, 10),
        regulation=held.regulation,
    )


def _rich_term(school):
    """A term with every state, a large one, and long and rare names."""
    term = school.term
    an_activity(
        term, title="基于大单元教学的课堂提问设计与追问：实践与思考", presenter="买买提·艾力",
        starts_at=NOW - timedelta(days=7), ends_at=NOW - timedelta(days=6), state="closed",
        large=True,
    )  # fmt: skip
    an_activity(
        term, title="刘䶮老师示范课展示与评议", kind="教学展示", state="ended", large=True,
        starts_at=NOW - timedelta(days=2), ends_at=NOW - timedelta(days=1),
    )  # fmt: skip
    an_activity(
        term, title="说课与磨课", kind="说课", state="cancelled",
        starts_at=NOW + timedelta(days=2), ends_at=NOW + timedelta(days=3),
    )  # fmt: skip


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_term_looks_like_this(app, school, snap_compare, size):
    _rich_term(school)
    assert snap_compare(app, terminal_size=size, run_before=_enter)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_form_looks_like_this(app, snap_compare, size):
    async def fill(pilot):
        await _enter(pilot)
        await _fill(pilot)
        pilot.app.screen.query_one("#recorder").focus()
        await type_keys(pilot, "w")

    assert snap_compare(app, terminal_size=size, run_before=fill)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_papers_look_like_this(app, school, snap_compare, size):
    Activity.update(large=True).where(Activity.id == school.id).execute()

    async def papers(pilot):
        await _enter(pilot)
        await type_keys(pilot, "", "f8")

    assert snap_compare(app, terminal_size=size, run_before=papers)
