"""研修活动: the term's activities, run and closed with the keyboard alone."""

from datetime import date, timedelta

import pytest
from textual.widgets import Static

from db.models import Activity, ActivityDocument, Term
from tests.builders import NOW, OPERATOR, an_activity
from tests.screens.activities import CHINESE_LEADER, HOST, open_activities, text_of, titles
from tests.screens.conftest import SIZES, settle, type_keys
from tests.screens.seen import fields, status, wrong
from yanxiu_tui.screens.activity_filter import FilterScreen
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.documents import DocumentsScreen
from yanxiu_tui.services.meeting import end_activity


async def test_which_week_it_is_is_told_of_the_term_that_runs_and_of_no_other(app, school):
    Term.create(name="新", starts_on="2027-02-22", ends_on="2027-07-09",
                regulation=Term.get().regulation)  # fmt: skip
    async with app.run_test(size=(80, 24)) as pilot:
        await open_activities(pilot)
        assert "第 7 周" in str(app.screen.query_one("#heading", Static).content)
        await type_keys(pilot, "", "ctrl+t")
        await type_keys(pilot, "", "up", "enter")
        assert str(app.screen.query_one("#heading", Static).content).startswith("新　全部 0 次")


async def test_the_cursor_begins_on_today_s_activity(app, school):
    an_activity(school.term, title="上周的活动", starts_at=NOW - timedelta(days=7))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_activities(pilot)
        assert titles(app) == ["上周的活动", "新课标下的单元整体教学", "数学组备课"]
        assert app.screen.current.title == "新课标下的单元整体教学"


async def test_a_group_leader_follows_the_school_s_and_their_own_group_s(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_activities(pilot, CHINESE_LEADER)
        assert titles(app) == ["新课标下的单元整体教学"]


async def test_f5_opens_for_signing_in_after_a_question(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_activities(pilot)
        await type_keys(pilot, "", "down", "f5")
        assert isinstance(app.screen, ConfirmScreen)
        assert Activity.get(title="数学组备课").state == "planned"
        await type_keys(pilot, "", "enter")
        assert Activity.get(title="数学组备课").state == "open"
        assert "应到 4 人" in status(app)


async def test_f6_closes_and_f7_reopens_with_a_reason(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_activities(pilot)
        await type_keys(pilot, "", "f6")
        await type_keys(pilot, "", "enter")
        assert Activity.get_by_id(school.id).state == "closed"
        await type_keys(pilot, "", "home", "up", "up", "f7")
        await type_keys(pilot, "漏了补录", "enter")
        assert Activity.get_by_id(school.id).state == "open"
        assert "重新开放" in status(app)


async def test_a_large_one_without_papers_may_end_and_closes_once_they_are_in(app, school):
    Activity.update(large=True).where(Activity.id == school.id).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_activities(pilot)
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
        assert "已登记活动方案、简报、总结" in status(app)
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
        await open_activities(pilot)
        await type_keys(pilot, "", "f8")
        assert isinstance(app.screen, DocumentsScreen)
        assert "有活动方案，有简报，有总结（Z8）" in text_of(app)
        assert text_of(app).count("必交，还没有交") == 3
        await type_keys(pilot, "", "ctrl+s")
        assert "请先写明" in wrong(app)


async def test_delete_calls_off_with_a_reason_that_can_be_read_afterwards(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_activities(pilot)
        await type_keys(pilot, "", "down", "delete")
        await type_keys(pilot, "与月考冲突", "enter")
        assert Activity.get(title="数学组备课").state == "cancelled"
        await type_keys(pilot, "", "down", "enter")
        assert "林远  取消：与月考冲突" in fields(app)["经过"]


async def test_what_happened_at_a_closed_one_can_be_read(app, school):
    end_activity(OPERATOR, school.id, NOW + timedelta(hours=2))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_activities(pilot)
        await type_keys(pilot, "", "enter")
        said = fields(app)
        assert said["状态"] == "已散会"
        assert "应到 8" in said["出勤"]
        assert "操作员  开放签到" in said["经过"]


async def test_what_one_may_not_do_is_refused_in_words(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_activities(pilot, CHINESE_LEADER)
        await type_keys(pilot, "", "f6")
        await type_keys(pilot, "", "enter")
        assert "没有办理这件事的权限" in status(app)
        assert Activity.get_by_id(school.id).state == "open"


async def test_a_host_may_run_a_meeting_but_plans_none(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_activities(pilot, HOST)
        await type_keys(pilot, "", "ctrl+n")
        assert "没有办理这件事的权限" in status(app)
        await type_keys(pilot, "", "f6")
        await type_keys(pilot, "", "enter")
        assert Activity.get_by_id(school.id).state == "closed"


async def test_a_key_that_does_nothing_for_this_activity_or_for_none_says_so(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_activities(pilot)
        await type_keys(pilot, "", "down", "f6")
        assert status(app) == "这一行不能办「结束」。"
        await type_keys(pilot, "", "f7")
        assert status(app) == "这一行不能办「重开」。"
        Activity.update(term=_last_term()).execute()
        app.screen.read()
        await settle(pilot)
        await type_keys(pilot, "", "f5")
        assert status(app) == "您现在不能办「开放」。"


async def test_the_filter_shows_one_group_s(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_activities(pilot)
        await type_keys(pilot, "", "f3")
        assert isinstance(app.screen, FilterScreen)
        await type_keys(pilot, "", "end", "enter")
        assert titles(app) == ["数学组备课"]


async def test_an_empty_term_says_what_to_do(app):
    Activity.update(term=_last_term()).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_activities(pilot)
        assert "按 Ctrl+N 新建一次" in text_of(app)


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
    assert snap_compare(app, terminal_size=size, run_before=open_activities)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_papers_look_like_this(app, school, snap_compare, size):
    Activity.update(large=True).where(Activity.id == school.id).execute()

    async def papers(pilot):
        await open_activities(pilot)
        await type_keys(pilot, "", "f8")

    assert snap_compare(app, terminal_size=size, run_before=papers)
