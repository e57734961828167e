"""考核排名: pages, columns, scopes, order, finding somebody, the picture, the file."""

import pytest
from rich.cells import cell_len
from rich.text import Text
from textual.widgets import Static

from tests.screens.conftest import SIZES, settle, type_keys
from tests.screens.ranked import LEADER, TEACHER, a_crowd, about, open_ranking
from tests.services.ranked import SCORES, a_ranked_school
from yanxiu_tui.app import YanxiuApp
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.distribution import DistributionScreen
from yanxiu_tui.screens.ranking import RankingRead, RankingScreen
from yanxiu_tui.screens.ranking_comparison import ComparisonScreen
from yanxiu_tui.screens.ranking_explanation import ExplanationScreen, MyRankingScreen
from yanxiu_tui.screens.ranking_item import ItemScreen
from yanxiu_tui.screens.what_if import WhatIfScreen
from yanxiu_tui.widgets.ranking_table import RankingTable


@pytest.fixture
def app(sqlite_memory):
    """The program at the school of tests/services/ranked."""
    a_ranked_school()
    return YanxiuApp("示范中学")


def _rows(app):
    table = app.screen.query_one(RankingTable)
    return [[str(cell) for cell in table.get_row_at(row)] for row in range(table.row_count)]


def _names(app):
    return [row[1] for row in _rows(app)]


def _headings(app):
    table = app.screen.query_one(RankingTable)
    return [str(column.label).partition("\n")[0] for column in table.ordered_columns]


async def test_everybody_stands_in_order_with_score_and_grade(app):
    async with app.run_test(size=(120, 40)) as pilot:
        await open_ranking(app, pilot)
        assert _names(app) == list(SCORES)
        assert _rows(app)[1][:5] == ["2", "郑好", "数学组", " 89.33 暂", "良"]
        assert "全校，按名次" in about(app)
        assert "共 6 人" in about(app)
        assert "1 人暂定" in about(app)


async def test_the_item_columns_shift_beside_the_names(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_ranking(app, pilot)
        assert _headings(app)[:6] == ["名次", "姓名", "教研组", "得分", "等次", "出勤"]
        await type_keys(pilot, "", "right")
        assert _headings(app)[5] == "听课"
        await type_keys(pilot, "", *["right"] * 9)
        assert _headings(app)[-1] == "获奖"
        assert _rows(app)[0][-1] == "6"
        assert "各项得分 4-7/7" in about(app)
        await type_keys(pilot, "", *["ctrl+left"] * 9)
        assert _headings(app)[5] == "出勤"


async def test_typing_initials_jumps_to_the_person_and_enter_explains(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_ranking(app, pilot)
        await type_keys(pilot, "wy")
        assert app.screen.current.staff.name == "吴越"
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, ExplanationScreen)
        assert "吴越" in str(app.screen.query_one("#who", Static).content)
        await type_keys(pilot, "", "escape")
        assert app.screen.current.staff.name == "吴越"


async def test_somebody_who_is_not_there_is_not_explained(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_ranking(app, pilot)
        await type_keys(pilot, "qqq", "enter")
        assert isinstance(app.screen, RankingScreen)
        assert str(app.screen.query_one("#beside", Static).content) == "没有找到"


@pytest.mark.parametrize(
    ("typed", "names"),
    [("sxz", ["郑好", "吴越"]), ("qnjs", ["林远"]), ("ywxk", ["苏慧", "林远"])],
)
async def test_a_scope_is_chosen_by_initials(app, typed, names):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_ranking(app, pilot)
        await type_keys(pilot, "", "f3")
        assert isinstance(app.screen, ChooseScreen)
        await type_keys(pilot, typed, "enter")
        assert _names(app) == names


async def test_the_lines_are_put_in_order_of_a_column_and_back(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_ranking(app, pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "tk", "enter")
        assert _names(app) == ["苏慧", "周敏", "郑好", "吴越", "林远", "何静"]
        assert "按听课" in about(app)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "mc", "enter")
        assert _names(app) == list(SCORES)


async def test_the_column_sorted_by_comes_into_view(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_ranking(app, pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "jxfs", "enter")
        assert _headings(app)[5] == "教学反思"
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "hj", "enter")
        assert _headings(app)[-1] == "获奖"


async def test_a_heading_says_that_its_column_is_points(app):
    async with app.run_test(size=(120, 40)) as pilot:
        await open_ranking(app, pilot)
        table = app.screen.query_one(RankingTable)
        labels = [str(column.label) for column in table.ordered_columns]
        assert "听课\n满分15" in labels
        assert "迟到\n加减分" in labels


async def test_the_way_down_is_written_on_the_screen(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_ranking(app, pilot)
        beside = app.screen.query_one("#beside", Static)
        assert "回车 看得分说明" in str(beside.content)
        await type_keys(pilot, "wy")
        assert str(beside.content) == "吴越  回车 看得分说明"
        await type_keys(pilot, "", "enter")
        shown = {each.binding.description for each in app.screen.active_bindings.values()}
        assert "看记录" in shown


async def test_a_choice_can_be_left_alone(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_ranking(app, pilot)
        await type_keys(pilot, "", "f5", "down", "down", "escape")
        assert _names(app) == list(SCORES)


async def test_a_leader_sees_the_group_and_cannot_try_another_regulation(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_ranking(app, pilot, LEADER)
        assert _names(app) == ["苏慧", "林远", "周敏"]
        assert [row[0] for row in _rows(app)] == ["1", "3", "4"]
        assert "我负责的组" in about(app)
        assert not app.screen.check_action("what_if", ())


async def test_a_teacher_is_refused(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_ranking(app, pilot, TEACHER)
        assert _rows(app) == []
        assert "没有办理这件事的权限" in str(app.screen.query_one("StatusLine", Static).content)


async def test_the_distribution_counts_everybody_with_a_place(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_ranking(app, pilot)
        await type_keys(pilot, "", "f6")
        assert isinstance(app.screen, DistributionScreen)
        bars = str(app.screen.query_one("#bars", Static).content)
        assert bars.splitlines()[0].startswith("100 起 ")
        assert "2 人  良" in bars
        assert str(app.screen.query_one("#grades", Static).content) == (
            "优 1 人   良 3 人   中 1 人   差 1 人"
        )
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, RankingScreen)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_ranking_looks_like_this(app, snap_compare, size):
    async def show(pilot):
        await open_ranking(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_distribution_looks_like_this(app, snap_compare, size):
    async def show(pilot):
        await open_ranking(app, pilot)
        app.screen.on_ranking_read(RankingRead(a_crowd(300), [(1, "语文组")]))
        await settle(pilot)
        await type_keys(pilot, "", "f6")

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_choosing_a_scope_looks_like_this(app, snap_compare, size):
    async def show(pilot):
        await open_ranking(app, pilot)
        await type_keys(pilot, "", "f3")

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize(
    "screen",
    [
        RankingScreen,
        ExplanationScreen,
        MyRankingScreen,
        ItemScreen,
        WhatIfScreen,
        ComparisonScreen,
    ],
)
def test_the_help_has_a_sentence_a_line_that_fits_its_box(screen):
    lines = Text.from_markup(screen.HELP_TEXT).plain.splitlines()
    assert max(map(cell_len, lines)) <= 58
    assert len(lines) <= 13
