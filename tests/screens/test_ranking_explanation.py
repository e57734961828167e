"""得分说明: each item and what it adds up to, the records, the months, 一票否决."""

from datetime import timedelta

import pytest
from rich.cells import cell_len
from textual.widgets import DataTable, Input

from db.models import Award, Veto
from tests.builders import MACHINE, NOW
from tests.screens.conftest import SIZES, settle, type_keys
from tests.screens.seen import said
from tests.services.ranked import SCHEME, TODAY, a_ranked_school, adopt, principal_of
from yanxiu_tui.app import YanxiuApp
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.points import sum_fitting
from yanxiu_tui.screens.ranking_explanation import ExplanationScreen
from yanxiu_tui.screens.ranking_item import ItemScreen
from yanxiu_tui.services import credentials, veto
from yanxiu_tui.services.explaining import explain


@pytest.fixture
def school(sqlite_memory):
    """The school of tests/services/ranked."""
    return a_ranked_school()


@pytest.fixture
def app(school):
    """The program at that school."""
    return YanxiuApp("示范中学")


def _actor(staff_no):
    return credentials.actor_for(credentials.find_teacher(staff_no), MACHINE)


async def _open(app, pilot, school, name="苏慧", staff_no="1004"):
    await settle(pilot)
    screen = ExplanationScreen(_actor(staff_no), school.term_id, school.id_of(name), TODAY)
    app.push_screen(screen)
    await settle(pilot)


def _rows(app):
    table = app.screen.query_one(DataTable)
    return [[str(cell) for cell in table.get_row_at(row)] for row in range(table.row_count)]


def _said(app):
    return said(app, "StatusLine")


async def test_the_head_says_place_score_and_grade(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, school)
        assert said(app, "#who") == (
            "苏慧（语文组）  第 1/6 名  得分 101.00  等次 优  截至 10月14日"
        )


async def test_each_item_says_points_best_and_how(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, school, "何静")
        rows = {row[0]: row[1:] for row in _rows(app)}
        assert rows["出勤"] == ["缺项不计", "没有数据，缺项不计"]
        assert rows["教学反思"][0] == "10/10"
        assert rows["青年教师汇报课"][0] == "不适用"
        assert rows["缺项折算"][0] == "30"


async def test_the_last_line_visibly_adds_up(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, school)
        assert said(app, "#sum") == (
            "出勤 20 + 听课 15 + 教学反思 10 + 四级评价 27 + 获奖 6 + 缺项折算 24"
            "\n- 附加分封顶 1 = 101.00"
        )


async def test_no_cell_holds_a_sign_some_consoles_draw_wide(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, school, "吴越")
        cells = "".join(cell for row in _rows(app) for cell in row)
        assert "缺 2 节 乘 3 分" in cells
        assert not set("×÷→—…“”·") & set(cells)


async def test_the_months_arrive_after_the_first_paint(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, school)
        assert said(app, "#months") == "名次：第1学月 4 → 今天 1/6，比第1学月升 3 名"


async def test_enter_shows_the_very_records_the_measure_and_the_clause(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, school)
        await type_keys(pilot, "", "down", "enter")
        assert isinstance(app.screen, ItemScreen)
        assert [(row[0], row[3]) for row in _rows(app)] == [
            ("2026-09-10", "3"),
            ("2026-10-10", "2"),
        ]
        about = said(app, "#about")
        for part in ("15/15", "每缺 1 节扣 3 分", "听别人的课", "Z21「其他教师不少于15节」"):
            assert part in about
        await type_keys(pilot, "", "escape")
        assert app.screen.query_one(DataTable).cursor_row == 1


async def test_an_item_without_records_says_so(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, school)
        await type_keys(pilot, "", *["down"] * 3, "enter")
        assert said(app, "#nothing") == "这一项还没有记录。"
        assert not app.screen.query_one(DataTable).display


async def test_what_stands_around_the_items_has_no_records(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, school)
        await type_keys(pilot, "", *["down"] * 7, "enter")
        assert isinstance(app.screen, ExplanationScreen)
        assert "没有单独的记录" in _said(app)


async def test_the_principal_vetoes_with_a_reason_and_takes_it_back(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, school, "吴越", "1005")
        await type_keys(pilot, "", "f9")
        assert isinstance(app.screen, ReasonScreen)
        app.screen.query_one("#reason", Input).value = "体罚学生"
        await type_keys(pilot, "", "enter")
        assert _said(app) == "已一票否决吴越老师。"
        assert "一票否决（Z39）：体罚学生" in said(app, "#who")
        assert "吴越（数学组）  不排名次（一票否决）  得分 61.00  截至" in said(app, "#who")
        assert said(app, "#months") == "名次：第1学月 6"
        await type_keys(pilot, "", "f9")
        app.screen.query_one("#reason", Input).value = "查无此事"
        await type_keys(pilot, "", "enter")
        assert _said(app) == "已撤销吴越老师的一票否决。"
        assert "一票否决" not in said(app, "#who")
        assert "今天 5/6" in said(app, "#months")
    assert Veto.get().lifted_reason == "查无此事"


async def test_of_whom_too_little_was_expected_no_place_is_said(app, school):
    adopt(school.cast, SCHEME.replace("full = 100\n", "full = 100\nleast_expected = 1\n", 1))
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, school, "何静")
        head, below = said(app, "#who").splitlines()
        assert head == "何静  不排名次（应到不足，未计分）  得分 40.00  截至 10月14日"
        assert below == "不计的项目不占分，其余按比例折算，多出 30 分；得分只供参考。"


async def test_fifteen_items_and_their_sum_stand_on_the_smallest_screen(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, school)
        table = app.screen.query_one(DataTable)
        assert table.size.height - table.header_height >= 15
        assert len(said(app, "#sum").splitlines()) == 2


def test_a_sum_too_long_with_names_goes_without_them(school):
    one = explain(school.dean, school.term_id, school.id_of("苏慧"), TODAY)
    assert sum_fitting(one, 40) == "20 + 15 + 10 + 27 + 6 + 24 - 1 = 101.00"


async def test_words_hang_under_their_own_beginning(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, school)
        await type_keys(pilot, "", "enter")
        lines = said(app, "#about").splitlines()[1:]
        assert {line.partition("  ")[0].strip() for line in lines} == {
            "得分",
            "规定",
            "指标",
            "依据",
            "",
        }
        assert max(map(cell_len, lines)) <= 78
        assert "实到 除以 应到" in said(app, "#about")


async def test_the_awards_held_are_named_when_a_veto_is_given(app, school):
    Award.create(
        term=school.term_id, award="any", name="先进个人", teacher=school.id_of("吴越"),
        decided_at=NOW,
    )  # fmt: skip
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, school, "吴越", "1005")
        await type_keys(pilot, "", "f9")
        app.screen.query_one("#reason", Input).value = "体罚学生"
        await type_keys(pilot, "", "enter")
        assert _said(app) == "已一票否决吴越老师。本学期已评的先进个人请到评优里撤销。"


async def test_nobody_else_is_offered_a_veto(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, school, "吴越", "1004")
        await type_keys(pilot, "", "f9")
        assert isinstance(app.screen, ExplanationScreen)
        assert Veto.select().count() == 0


async def test_a_leader_knows_of_a_veto_but_not_why(app, school):
    before = NOW - timedelta(hours=1)
    veto.give(principal_of(school), school.term_id, "1001", "师德失范", before)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, school, "苏慧", "1003")
        assert "一票否决（Z39）" in said(app, "#who")
        assert "师德失范" not in said(app, "#who")


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_an_explanation_looks_like_this(app, school, snap_compare, size):
    async def show(pilot):
        await _open(app, pilot, school, "吴越", "1005")

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_records_of_an_item_look_like_this(app, school, snap_compare, size):
    async def show(pilot):
        await _open(app, pilot, school)
        await type_keys(pilot, "", "enter")

    assert snap_compare(app, terminal_size=size, run_before=show)
