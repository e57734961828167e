"""试算: another weight, another regulation, who moves, one teacher compared, adopting."""

import pytest
from textual.widgets import DataTable, Input

from db.models import RegulationVersion, Term
from tests.builders import MACHINE
from tests.screens.conftest import SIZES, settle, type_keys
from tests.screens.seen import said
from tests.services.ranked import HEAVIER, a_ranked_school
from yanxiu_tui.app import YanxiuApp
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.ranking_comparison import ComparisonScreen
from yanxiu_tui.screens.ranking_item import ItemScreen
from yanxiu_tui.screens.what_if import WhatIfScreen
from yanxiu_tui.screens.what_if_forms import RegulationScreen, WeightScreen
from yanxiu_tui.services import credentials

DEAN, PRINCIPAL = "1004", "1005"


@pytest.fixture
def app(sqlite_memory):
    """The program at the school of tests/services/ranked."""
    a_ranked_school()
    return YanxiuApp("示范中学")


@pytest.fixture
def heavier(tmp_path):
    """A regulation file in which 听课 weighs three times as much."""
    path = tmp_path / "试用.toml"
    path.write_text(HEAVIER, encoding="utf-8-sig")
    return path


async def _open(app, pilot, staff_no=DEAN):
    await settle(pilot)
    actor = credentials.actor_for(credentials.find_teacher(staff_no), MACHINE)
    app.push_screen(WhatIfScreen(actor))
    await settle(pilot)


async def _weigh(app, pilot, item, points):
    await type_keys(pilot, "", "f3")
    await type_keys(pilot, item, "enter")
    await type_keys(pilot, points, "ctrl+s")


async def _try_file(app, pilot, path):
    await type_keys(pilot, "", "f5")
    app.screen.query_one("#source", Input).value = str(path)
    await type_keys(pilot, "", "ctrl+s")


def _rows(app):
    table = app.screen.query_one(DataTable)
    return [[str(cell) for cell in table.get_row_at(row)] for row in range(table.row_count)]


async def test_another_weight_shows_who_moves_most_first(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await _weigh(app, pilot, "tk", "45")
        assert said(app, "#tried") == "试算：「听课」的分值从 15 换成 45"
        assert _rows(app)[:2] == [
            ["周敏", "升 1", "4", "3", "76.00", "107.71", "良", "优"],
            ["林远", "降 1", "3", "4", "79.25", "89.00", "良", "良"],
        ]
        assert said(app, "#summary").startswith(
            "满分合计 100 → 130，等次线没有变。1 人上升，1 人下降，4 人不变；进入「优」："
        )
    assert RegulationVersion.select().count() == 2


async def test_a_file_shows_who_moves_and_nothing_is_stored(app, heavier):
    before = Term.get().regulation_id
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await _try_file(app, pilot, heavier)
        assert said(app, "#tried") == "试算：改用「示范中学校本研修考核办法」"
        assert said(app, "#summary") == "1 人上升，1 人下降，4 人不变；进入「优」：郑好。"
    assert Term.get().regulation_id == before


async def test_a_preset_is_picked_by_initials(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "zh", "enter", "ctrl+s")
        assert isinstance(app.screen, WhatIfScreen)
        assert "张洪中学" in said(app, "#tried")
        assert len(_rows(app)) >= 6


@pytest.mark.parametrize(
    ("typed", "sentence"), [("", "请选一份制度"), ("/没有/a.toml", "读不了文件")]
)
async def test_a_wrong_file_is_said_in_the_form_and_kept(app, typed, sentence):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await _try_file(app, pilot, typed)
        assert isinstance(app.screen, RegulationScreen)
        assert sentence in said(app, ".wrong")
        assert app.screen.query_one("#source", Input).value == typed


@pytest.mark.parametrize(
    ("item", "points", "sentence"),
    [("", "5", "请选一项"), ("tk", "多", "写成数字"), ("tk", "0", "分值应大于 0")],
)
async def test_a_wrong_weight_is_said_in_the_form(app, item, points, sentence):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await _weigh(app, pilot, item, points)
        assert isinstance(app.screen, WeightScreen)
        assert sentence in said(app, ".wrong")


async def test_the_form_says_what_the_item_weighs_now(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "f3")
        await type_keys(pilot, "tk", "enter")
        assert said(app, "#hint") == "「听课」现在满分 15 分，换成多少？"


async def test_enter_compares_one_teacher_under_both_down_to_the_records(app, heavier):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await _try_file(app, pilot, heavier)
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, ComparisonScreen)
        rows = {row[0]: row[1:4] for row in _rows(app)}
        assert rows["听课"] == ["15/15", "45/45", "+30"]
        assert rows["出勤"] == ["15/20", "15/20", ""]
        assert rows["合计"] == ["76", "87", "+11"]
        assert said(app, "#heads").splitlines()[1].startswith("试算  周敏（语文组）  第 3/6 名")
        assert said(app, "#sums").endswith("= 87.00")
        await type_keys(pilot, "", "down", "enter")
        assert isinstance(app.screen, ItemScreen)
        assert "45/45" in said(app, "#about")


async def test_the_principal_adopts_a_whole_regulation_with_a_reason(app, heavier):
    before = Term.get().regulation_id
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, PRINCIPAL)
        await _try_file(app, pilot, heavier)
        await type_keys(pilot, "", "f8")
        assert isinstance(app.screen, ReasonScreen)
        app.screen.query_one("#reason", Input).value = "教代会通过"
        await type_keys(pilot, "", "enter")
        assert "已采用「示范中学校本研修考核办法」" in said(app, "StatusLine")
    assert Term.get().regulation_id != before
    assert Term.get().regulation.source == HEAVIER


async def test_a_weight_alone_is_not_adopted_nor_by_the_dean(app, heavier):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, PRINCIPAL)
        await _weigh(app, pilot, "tk", "45")
        assert not app.screen.check_action("adopt", ())
        app.pop_screen()
        await _open(app, pilot, DEAN)
        await _try_file(app, pilot, heavier)
        assert not app.screen.check_action("adopt", ())


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_a_trial_looks_like_this(app, heavier, snap_compare, size):
    async def show(pilot):
        await _open(app, pilot, PRINCIPAL)
        await _try_file(app, pilot, heavier)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_choosing_a_weight_looks_like_this(app, snap_compare, size):
    async def show(pilot):
        await _open(app, pilot)
        await type_keys(pilot, "", "f3")
        await type_keys(pilot, "tk", "enter")

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_a_comparison_looks_like_this(app, heavier, snap_compare, size):
    async def show(pilot):
        await _open(app, pilot)
        await _try_file(app, pilot, heavier)
        await type_keys(pilot, "", "enter")

    assert snap_compare(app, terminal_size=size, run_before=show)
