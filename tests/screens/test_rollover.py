"""新学期: what is open first, the series chosen, the term begun, the grades before they go up."""

from datetime import UTC, date, datetime

import pytest
from textual.widgets import Input, Static

from db.models import Activity, Objection, Ranking, Teacher, Term
from tests.builders import MACHINE, NOW, OPERATOR, a_group, an_activity
from tests.screens.conftest import SIZES, settle, type_keys
from tests.screens.seen import rows
from yanxiu_tui import clock
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.promotion import PromotionScreen
from yanxiu_tui.screens.published import PublishedScreen
from yanxiu_tui.screens.rollover import RolloverScreen
from yanxiu_tui.services import credentials, promotion, rollover
from yanxiu_tui.services.rollover import TermDraft
from yanxiu_tui.widgets.status_line import StatusLine


def _actor(staff_no):
    return credentials.actor_for(credentials.find_teacher(staff_no), MACHINE)


@pytest.fixture
def term(school):
    """The term with two weekly series."""
    found = Term.get()
    an_activity(found, series="a" * 36, title="周三研修")
    an_activity(found, series="b" * 36, title="语文备课", group=a_group("语文组"))
    return found


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
async def test_what_is_open_comes_first_and_leads_to_the_room(app, term, size):
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        app.push_screen(RolloverScreen(_actor("1002")))
        await settle(pilot)
        assert "接下来：2026—2027学年第二学期" in str(
            app.screen.query_one("#about", Static).content
        )
        assert [row[1] for row in rows(app)] == [
            "公示与评优", "公示与评优", "上交", "研修活动",
        ]  # fmt: skip
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, PublishedScreen)


async def test_an_objection_without_an_answer_is_said_to_wait_where_it_is_answered(app, term):
    ranking = Ranking.create(
        term=term, regulation=term.regulation, subject="teacher", version=1,
        until=term.ends_on, digest="0" * 64, frozen_at=NOW,
    )  # fmt: skip
    Objection.create(ranking=ranking, teacher=Teacher.get(), words="我没有迟到", at=NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.push_screen(RolloverScreen(_actor("1002")))
        await settle(pilot)
        assert ["1 条异议还没有答复", "公示与评优"] in rows(app)


async def test_the_term_is_begun_with_the_chosen_series_after_it_was_told(app, term):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.push_screen(RolloverScreen(_actor("1001")))
        await settle(pilot)
        await type_keys(pilot, "", "f3", "down", "enter")
        assert [row[0] for row in rows(app)] == ["是", "否"]
        await type_keys(pilot, "", "f5")
        app.screen.query_one("#first", Input).value = "1月5日"
        await type_keys(pilot, "", "ctrl+s")
        await type_keys(pilot, "", "left", "enter")
        assert "结束以后开始" in str(app.screen.query_one(".wrong", Static).content)
        app.screen.query_one("#first", Input).value = "2-22"
        app.screen.query_one("#source", Input).value = "坪坊"
        await type_keys(pilot, "", "ctrl+s")
        assert "制度：采用「坪坊小学校本研修管理制度」" in app.screen.question
        await type_keys(pilot, "", "escape")
        app.screen.query_one("#source", Input).value = "没有.toml"
        await type_keys(pilot, "", "ctrl+s")
        assert app.focused.id == "source"
        app.screen.query_one("#source", Input).value = "沿用现行制度"
        await type_keys(pilot, "", "ctrl+s")
        assert isinstance(app.screen, ConfirmScreen)
        assert "每周活动 1 个，排 20 次" in app.screen.question
        await type_keys(pilot, "", "left", "enter")
        assert "已开好" in str(app.screen.query_one(StatusLine).content)
        new = Term.get(Term.name == "2026—2027学年第二学期")
        titles = {row.title for row in Activity.select().where(Activity.term == new)}
        assert titles == {"周三研修"}
        await type_keys(pilot, "", "f5")
        app.screen.query_one("#last", Input).value = "7-2"
        await type_keys(pilot, "", "ctrl+s")
        assert "取消了 1 次" in str(app.screen.query_one(StatusLine).content)


@pytest.fixture
def autumn(term, monkeypatch):
    """A moment in the next school year, with two teachers to go up."""
    now = datetime(2027, 9, 6, 2, 0, tzinfo=UTC)
    Teacher.update(grade="七年级").where(Teacher.staff_no == "1004").execute()
    Teacher.update(grade="八年级").where(Teacher.staff_no == "1006").execute()
    Term.create(name="新", starts_on="2027-09-01", ends_on="2028-01-20", regulation=term.regulation)
    monkeypatch.setattr(clock, "now", lambda: now)
    return now


async def test_everybodys_new_grade_is_shown_before_they_go_up(app, autumn):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.push_screen(PromotionScreen(_actor("1002")))
        await settle(pilot)
        assert [row[3:5] for row in rows(app)] == [
            ["七年级", "八年级"],
            ["八年级", "七年级（毕业）"],
        ]
        await type_keys(pilot, "", "f6")
        assert rows(app)[1][4] == "八年级（毕业）"
        await type_keys(pilot, "", "f5", "enter")
        assert {row.grade for row in Teacher.select()} == {"", "七年级", "八年级"}
        await type_keys(pilot, "", "f5", "left", "enter")
        assert {row.grade for row in Teacher.select()} == {"", "八年级"}


async def test_where_another_terminal_was_first_nobody_is_shown_to_go_up_any_more(app, autumn):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.push_screen(PromotionScreen(_actor("1002")))
        await settle(pilot)
        promotion.promote(_actor("1002"), True, autumn)
        await type_keys(pilot, "", "f5", "left", "enter")
        assert "已经升过级" in str(app.screen.query_one(StatusLine).content)
        assert rows(app) == []


async def test_what_the_term_before_left_is_done_on_that_term(app, term, monkeypatch):
    spring = rollover.begin(
        OPERATOR, TermDraft("春季学期", date(2027, 2, 22), date(2027, 7, 9)), NOW
    ).term
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 3, 8, 2, 0, tzinfo=UTC))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.push_screen(RolloverScreen(_actor("1002")))
        await settle(pilot)
        assert rows(app)[0][0].startswith("2026—2027学年第一学期：教师排名还没有冻结")
        await type_keys(pilot, "", "enter", "f8", "f5")
        assert app.screen.query_one("#last", Input).value == "2027-01-20"
        await type_keys(pilot, "", "escape")
        await type_keys(pilot, "", "ctrl+t")
        await type_keys(pilot, "cj", "enter")
        assert app.screen.term_id is None
        assert app.screen.term == spring
