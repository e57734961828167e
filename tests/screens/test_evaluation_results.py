"""四级评价 (D9): averages read once a stage is closed, one's own and everybody's."""

import pytest

from db.models import Group, Term
from tests.builders import NOW
from tests.screens.conftest import SIZES, at_desk, in_last_term, settle, type_keys
from tests.screens.evaluating import (
    DEAN,
    HEAD,
    LEADER,
    TEACHER,
    a_term_under_way,
    actor_of,
    gives,
    open_list,
)
from tests.screens.seen import fields, rows, said, status
from tests.services.evaluating import closed, evaluated, opened
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.evaluation_results import ResultsScreen
from yanxiu_tui.services.evaluation_marks import NewMark, give_marks


@pytest.fixture
def term(school) -> Term:
    """The term, with 四级评价 in its regulation."""
    return evaluated(Term.get())


async def test_one_s_own_averages_come_with_closing_and_without_names(app, term):
    stage = opened(term, "teacher", "peer")
    gives(LEADER, stage, _1007="90 乐于助人")
    gives("1005", stage, _1007="85.5")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot)
        assert said(app, "#own") == ""
        closed(stage)
        await type_keys(pilot, "", "escape")
        await open_list(app, pilot)
        assert "教师      自评 未结束  互评 87.75" in said(app, "#own")
        await type_keys(pilot, "", "f9")
        assert fields(app)["互评评语"] == "乐于助人"
        assert "欧阳静怡" not in str(fields(app))


async def test_enter_on_a_closed_stage_shows_a_teacher_their_own_result(app, term):
    stage = opened(term, "teacher", "peer")
    gives(LEADER, stage, _1007="90")
    closed(stage)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot)
        await type_keys(pilot, "", "down", "enter")
        assert isinstance(app.screen, DetailsScreen)
        assert "互评 90.00" in fields(app)["教师"]


async def test_a_leader_sees_the_group_s_averages(app, term):
    stage = opened(term, "group", "principal")
    group = Group.get(name="语文组")
    give_marks(actor_of(HEAD), stage, [NewMark(group.id, "88")], NOW)
    closed(stage)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot, LEADER)
        assert "语文组    自评 未结束" in said(app, "#own")
        assert "导评 88.00" in said(app, "#own")


async def test_results_are_refused_before_and_shown_after_closing(app, term):
    stage = opened(term, "teacher", "peer")
    gives(LEADER, stage, _1007="90 乐于助人")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot, DEAN)
        await type_keys(pilot, "", "f8")
        assert isinstance(app.screen, ResultsScreen)
        assert "还没有结束的阶段" in status(app)
        assert rows(app) == []
        closed(stage)
        await type_keys(pilot, "", "escape")
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "wxm")
        found = {row[0]: row[1:] for row in rows(app)}
        assert found["王小明"] == ["未结束", "90.00 1人", "未结束", "未结束", "90.00"]
        assert found["王小敏"] == ["未结束", "无", "未结束", "未结束", "待定"]
        await type_keys(pilot, "", "enter")
        assert fields(app)["互评评语"] == "乐于助人"


async def test_a_teacher_who_opens_the_results_is_refused_by_the_service(app, term):
    closed(opened(term, "teacher", "peer"))
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, TEACHER)
        app.push_screen(ResultsScreen(actor_of(TEACHER), term.id, "teacher", "教师"))
        await settle(pilot)
        assert "没有办理这件事的权限" in status(app)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_results_look_like_this(app, term, snap_compare, size):
    closed(a_term_under_way(term))

    async def show(pilot):
        await open_list(app, pilot, DEAN)
        await type_keys(pilot, "", "f8")

    assert snap_compare(app, terminal_size=size, run_before=show)


async def test_last_terms_stages_and_results_are_looked_at(app, term, last_term):
    stage = opened(evaluated(last_term), "teacher", "peer")
    gives(TEACHER, stage, _1003="90 肯钻研")
    closed(stage)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot, LEADER)
        assert said(app, "#own") == ""
        await in_last_term(pilot)
        assert said(app, "#term").startswith("2025—2026学年第二学期")
        assert "互评 90.00" in said(app, "#own")
        await type_keys(pilot, "", "f9")
        assert "肯钻研" in str(fields(app))
