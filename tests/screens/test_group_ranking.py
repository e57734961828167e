"""各组排名: each kind, each point, the records behind it, and who may read them."""

import pytest
from textual.widgets import DataTable

from tests.builders import MACHINE
from tests.screens.conftest import SIZES, settle, type_keys
from tests.screens.seen import rows, said
from tests.services.ranked import SCHEME, adopt
from tests.services.ranked_groups import a_school_of_groups
from yanxiu_tui.app import YanxiuApp
from yanxiu_tui.screens.group_ranking import GroupItemScreen, GroupPointsScreen, GroupRankingScreen
from yanxiu_tui.screens.ranking import RankingScreen
from yanxiu_tui.services import credentials

DEAN, LEADER, TEACHER = "1004", "1003", "1001"


@pytest.fixture
def school(sqlite_memory):
    """The school of tests/services/ranked_groups."""
    return a_school_of_groups()


@pytest.fixture
def app(school):
    """The program at that school."""
    return YanxiuApp("示范中学")


async def _open(app, pilot, staff_no=DEAN):
    await settle(pilot)
    actor = credentials.actor_for(credentials.find_teacher(staff_no), MACHINE)
    app.push_screen(GroupRankingScreen(actor))
    await settle(pilot)


async def test_f9_opens_it_from_the_ranking_and_esc_comes_back(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        actor = credentials.actor_for(credentials.find_teacher(DEAN), MACHINE)
        app.push_screen(RankingScreen(actor))
        await settle(pilot)
        assert "F9 看各组" in said(app, "#beside")
        await type_keys(pilot, "", "f9")
        assert isinstance(app.screen, GroupRankingScreen)
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, RankingScreen)


async def test_the_research_groups_stand_in_order_with_a_column_an_item(app):
    async with app.run_test(size=(120, 40)) as pilot:
        await _open(app, pilot)
        assert rows(app) == [
            ["1", "语文组", " 78.24", "3", "25.37", "18.18", "16", "10", "缺项"],
            ["2", "数学组", " 58.87", "2", "22.33", "15", "10", "5", "缺项"],
        ]
        assert "教研组  共 2 组，截至 10-14" in said(app, "#about")


async def test_a_digit_shows_another_kind_of_group(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "2")
        assert [row[1] for row in rows(app)] == ["七年级语文"]
        await type_keys(pilot, "3")
        assert said(app, "#about").startswith("还没有可以排名的年级组")
        assert not app.screen.query_one(DataTable).display
        await type_keys(pilot, "1")
        assert [row[1] for row in rows(app)] == ["语文组", "数学组"]


async def test_enter_explains_a_group_item_by_item(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "down", "enter")
        assert isinstance(app.screen, GroupPointsScreen)
        assert said(app, "#who") == "数学组（教研组）  第 2/2 名  得分 58.87  截至 10月14日"
        assert said(app, "#sum") == (
            "成员得分 22.33 + 组出勤率 15 + 每周研修 10 + 组计划 5 + 缺项折算 6.54 = 58.87"
        )
        await type_keys(pilot, "", "escape")
        assert app.screen.query_one(DataTable).cursor_row == 1


async def test_an_item_shows_its_members_one_by_one(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "enter", "enter")
        assert isinstance(app.screen, GroupItemScreen)
        assert [row[1:] for row in rows(app)] == [
            ["苏慧", "第 1/6 名", "101"],
            ["林远", "第 3/6 名", "79.25"],
            ["周敏", "第 4/6 名", "76"],
            ["全校最高分", "平均分除以它", "101"],
        ]
        assert "Z19「评选优秀教研组」" in said(app, "#about")


async def test_an_item_shows_the_very_meetings(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "down", "enter", "down", "down", "enter")
        assert rows(app) == [["2026-09-03", "数学组研修 09-03", "集体备课", "1"]]


async def test_nobody_can_veto_a_group(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, "1005")
        await type_keys(pilot, "", "enter", "f9")
        assert isinstance(app.screen, GroupPointsScreen)


async def test_a_leader_sees_all_groups_and_the_records_of_the_own_one(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, LEADER)
        assert len(rows(app)) == 2
        await type_keys(pilot, "", "enter", "enter")
        assert len(rows(app)) == 4
        await type_keys(pilot, "", "escape", "escape", "down", "enter")
        await type_keys(pilot, "", "enter")
        assert rows(app) == []
        assert "没有办理这件事的权限" in said(app, "StatusLine")


async def test_a_teacher_is_refused(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, TEACHER)
        assert rows(app) == []
        assert "没有办理这件事的权限" in said(app, "StatusLine")


async def test_a_school_without_a_scheme_for_groups_is_told_so(app, school):
    adopt(school.cast, SCHEME)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        assert "还没有各组的评分细则" in said(app, "StatusLine")
        assert said(app, "#about") == ""


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_groups_look_like_this(app, snap_compare, size):
    async def show(pilot):
        await _open(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_a_group_explained_looks_like_this(app, snap_compare, size):
    async def show(pilot):
        await _open(app, pilot)
        await type_keys(pilot, "", "down", "enter")

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_members_behind_an_item_look_like_this(app, snap_compare, size):
    async def show(pilot):
        await _open(app, pilot)
        await type_keys(pilot, "", "enter", "enter")

    assert snap_compare(app, terminal_size=size, run_before=show)
