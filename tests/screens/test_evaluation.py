"""四级评价 (D9): the stages, who sees which, opened and closed by the office."""

import pytest

from db.models import EvaluationStage, Term
from tests.screens.conftest import SIZES, in_last_term, type_keys
from tests.screens.evaluating import (
    DEAN,
    HEAD,
    LEADER,
    TEACHER,
    a_term_under_way,
    gives,
    keys,
    open_list,
    teacher,
)
from tests.screens.seen import fields, rows, said, status
from tests.services.evaluating import closed, evaluated, opened, unevaluated
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.evaluation import EvaluationScreen
from yanxiu_tui.screens.evaluation_marks import MarkingScreen


@pytest.fixture
def term(school) -> Term:
    """The term, with 四级评价 in its regulation."""
    return evaluated(Term.get())


# What everybody sees


async def test_a_teacher_sees_only_the_stages_they_mark_in(app, term):
    opened(term, "teacher", "peer")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot)
        assert rows(app) == [
            ["教师", "自评", "10%", "未开放", "要评 1", ""],
            ["教师", "互评", "30%", "进行中", "已评 0/3", "10-14 开放"],
        ]
        assert "我还有 3 项要评" in said(app, "#term")
        assert keys(app) == set()


async def test_a_school_without_evaluation_says_so(app, school):
    unevaluated(Term.get())
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot)
        assert said(app, "#nothing") == "本校制度没有规定四级评价。"
        await type_keys(pilot, "", "enter", "f5", "f6", "f8", "f9")
        assert isinstance(app.screen, EvaluationScreen)


async def test_enter_opens_the_marking_of_an_open_stage_only(app, term):
    opened(term, "teacher", "peer")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot)
        await type_keys(pilot, "", "up", "enter")
        assert "教师自评还没有开放" in status(app)
        await type_keys(pilot, "", "down", "enter")
        assert isinstance(app.screen, MarkingScreen)
        await type_keys(pilot, "90", "enter")
        await type_keys(pilot, "", "escape")
        assert rows(app)[1][4] == "已评 1/3"
        assert "我还有 2 项要评" in said(app, "#term")


# What the office does


async def test_the_office_opens_a_stage(app, term):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot, DEAN)
        assert len(rows(app)) == 12
        assert keys(app) == {"f5", "f8"}
        await type_keys(pilot, "", "down", "f5")
        assert "共要评 24 项" in app.screen.question
        await type_keys(pilot, "", "enter")
        assert status(app) == "教师互评已开放。"
        assert rows(app)[1][3] == "进行中"
        assert keys(app) == {"f6", "f7", "f8"}
    assert EvaluationStage.get().opened_by_id == teacher(DEAN).id


async def test_the_office_sees_how_many_are_handed_in_and_who_is_not_done(app, term):
    stage = opened(term, "teacher", "peer")
    gives(TEACHER, stage, _1003="90", _1005="80")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot, DEAN)
        assert rows(app)[1][5] == "2/24"
        await type_keys(pilot, "", "f7")
        assert "8 人还没评完" in app.screen.title_text
        assert "王小明 2/3" in fields(app)["语文组"]
        assert "林远 0/3" in fields(app)["数学组"]


async def test_closing_says_what_is_missing_and_enter_alone_closes_nothing(app, term):
    opened(term, "teacher", "peer")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot, DEAN)
        await type_keys(pilot, "", "f6")
        assert "还有 24 项没有评" in app.screen.question
        await type_keys(pilot, "", "enter")
        assert rows(app)[1][3] == "进行中"
        await type_keys(pilot, "", "f6")
        await type_keys(pilot, "", "shift+tab", "enter")
        assert status(app) == "教师互评已结束。"
        assert rows(app)[1][3] == "已结束"


async def test_reopening_needs_a_reason(app, term):
    closed(opened(term, "teacher", "self"))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot, DEAN)
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, ReasonScreen)
        await type_keys(pilot, "漏了两位", "enter")
        assert status(app) == "教师自评已重新开放，结果暂时收起。"
    assert EvaluationStage.get().closed_at is None


async def test_the_principal_sees_but_does_not_open(app, term):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot, HEAD)
        assert keys(app) == {"f8"}
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, EvaluationScreen)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_office_s_list_looks_like_this(app, term, snap_compare, size):
    a_term_under_way(term)

    async def show(pilot):
        await open_list(app, pilot, DEAN)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_a_leader_s_list_looks_like_this(app, term, snap_compare, size):
    a_term_under_way(term)

    async def show(pilot):
        await open_list(app, pilot, LEADER)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_who_is_not_done_looks_like_this(app, term, snap_compare, size):
    a_term_under_way(term)

    async def show(pilot):
        await open_list(app, pilot, DEAN)
        await type_keys(pilot, "", "f7")

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_a_school_without_evaluation_looks_like_this(app, school, snap_compare, size):
    unevaluated(Term.get())

    async def show(pilot):
        await open_list(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)


async def test_a_term_without_evaluation_leaves_nothing_of_another_on_the_screen(
    app, term, last_term
):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot, DEAN)
        assert len(rows(app)) == 12
        unevaluated(last_term)
        await in_last_term(pilot)
        assert "没有规定四级评价" in said(app, "#nothing")
        assert (keys(app), said(app, "#term")) == (set(), "")
