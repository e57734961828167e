"""Another 制度 adopted: from a file or one that ships, after it is said what it would do."""

import pytest
from textual.widgets import Input

from db.models import EvaluationStage, RegulationVersion, Term
from tests.builders import NOW
from tests.screens.conftest import SIZES, settle, type_keys
from tests.screens.regulating import (
    CHANGED,
    DEAN,
    TITLE,
    ZHANGHONG,
    a_file,
    adopt,
    fill_in,
    open_regulation,
    parts,
)
from tests.screens.seen import said, status
from tests.services.frozen_school import SOURCE
from yanxiu_tui.regulation.loader import PRESETS, preset_source
from yanxiu_tui.screens.adoption import AdoptionScreen
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.regulation import RegulationScreen

DADONG = preset_source("dadong")
# What comes before its scheme.
UNSCORED = SOURCE.split("[scoring]")[0]


@pytest.fixture
def changed(tmp_path):
    """A file as an office might have changed it, in an editor that marks UTF-8."""
    return a_file(tmp_path / "改过.toml", CHANGED)


@pytest.fixture
def mistaken(tmp_path):
    """A file with a mistake in its first quota."""
    return a_file(tmp_path / "有错.toml", ZHANGHONG.replace("least = 15", "least = -15", 1))


async def test_a_file_with_a_reason_is_adopted_and_shown(app, changed):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_regulation(pilot)
        await adopt(pilot, changed, "教代会通过")
        assert isinstance(app.screen, RegulationScreen)
        assert f"已采用「{TITLE}」，从现在起执行。" in status(app)
        assert "苏慧采用（现行）：教代会通过" in said(app, "#version")
        assert "18 节" in parts(app)
    assert Term.get().regulation.source == CHANGED


async def test_one_that_ships_with_the_program_is_chosen_by_its_initials(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_regulation(pilot)
        await type_keys(pilot, "", "f7")
        await type_keys(pilot, "pfxx", "enter")
        await type_keys(pilot, "", *"reason")
        await type_keys(pilot, "", "ctrl+s", "left", "enter")
        assert said(app, "#version").startswith("2026—2027学年第一学期  坪坊小学")
    assert Term.get().regulation.source == preset_source("pingfang")


async def test_the_form_says_how_many_there_are_to_choose_from(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_regulation(pilot)
        await type_keys(pilot, "", "f7")
        assert f"共 {len(PRESETS)} 项，上下键翻。" in said(app, "#hint")
        await type_keys(pilot, "pfxx")
        assert "上下键翻" not in said(app, "#hint")


async def test_a_mistake_is_said_by_its_place_and_what_was_typed_stays(app, mistaken):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_regulation(pilot)
        await fill_in(pilot, mistaken, "教代会通过")
        assert isinstance(app.screen, AdoptionScreen)
        assert "quotas[" in said(app, ".wrong")
        assert "least" in said(app, ".wrong")
        assert app.screen.query_one("#source", Input).value == str(mistaken)
        assert app.screen.query_one("#reason", Input).value == "教代会通过"
        assert app.screen.focused.id == "source"
    assert RegulationVersion.select().count() == 1


async def test_mended_it_is_adopted_from_the_same_form(app, mistaken):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_regulation(pilot)
        await fill_in(pilot, mistaken, "教代会通过")
        a_file(mistaken, CHANGED)
        await type_keys(pilot, "", "ctrl+s", "left", "enter")
        assert isinstance(app.screen, RegulationScreen)
    assert Term.get().regulation.source == CHANGED


async def test_what_it_would_do_is_said_and_enter_adopts_nothing(app, changed):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_regulation(pilot)
        await fill_in(pilot, changed, "教代会通过")
        assert isinstance(app.screen, ConfirmScreen)
        assert "全学期按新制度重新计分：" in app.screen.question
        assert "人上升" in app.screen.question
        assert "已经冻结的排名，仍按原来的制度" in app.screen.question
        assert "四级评价" not in app.screen.question
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, AdoptionScreen)
        assert app.screen.query_one("#reason", Input).value == "教代会通过"
    assert RegulationVersion.select().count() == 1


async def test_an_evaluation_that_would_end_is_named(app):
    term = Term.get()
    term.regulation.source = DADONG
    term.regulation.save()
    EvaluationStage.create(term=term, subject="teacher", stage="principal", opened_at=NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_regulation(pilot)
        await fill_in(pilot, "zhanghong", "教代会通过")
        assert "四级评价将不再计分（教师校长导评正在进行）" in app.screen.question


async def test_a_regulation_without_a_scheme_is_said_to_score_nothing(app, tmp_path):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_regulation(pilot)
        await fill_in(pilot, a_file(tmp_path / "无.toml", UNSCORED), "教代会通过")
        assert "采用后不再计分、排名" in app.screen.question
        await type_keys(pilot, "", "left", "enter")
        await fill_in(pilot, "zhanghong", "教代会通过")
        assert "现行制度没有教师的评分细则；采用后全学期按新制度" in app.screen.question


@pytest.mark.parametrize(
    ("source", "reason", "words", "field"),
    [
        ("", "教代会通过", "请写出文件的路径", "source"),
        ("没有.toml", "教代会通过", "读不了文件", "source"),
        ("zhanghong", "教代会通过", "完全相同", "source"),
        ("pingfang", " ", "原因", "reason"),
    ],
    ids=["nothing chosen", "no such file", "the one in force", "no reason"],
)
async def test_what_is_missing_is_said_and_nothing_adopted(app, source, reason, words, field):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_regulation(pilot)
        await fill_in(pilot, source, reason)
        assert words in said(app, ".wrong")
        assert app.screen.focused.id == field
    assert RegulationVersion.select().count() == 1


async def test_whoever_comes_to_the_form_without_the_right_is_refused(app, changed):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_regulation(pilot, DEAN)
        app.push_screen(AdoptionScreen(app.actor, app.screen.read.term))
        await settle(pilot)
        app.screen.query_one("#source", Input).value = str(changed)
        app.screen.query_one("#reason", Input).value = "教代会通过"
        await type_keys(pilot, "", "ctrl+s")
        assert "没有办理这件事的权限" in said(app, ".wrong")
    assert RegulationVersion.select().count() == 1


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_form_looks_like_this(app, snap_compare, size):
    async def show(pilot):
        await open_regulation(pilot)
        await type_keys(pilot, "", "f7")

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_question_looks_like_this(app, changed, snap_compare, size):
    async def show(pilot):
        await open_regulation(pilot)
        await fill_in(pilot, changed, "教代会通过")

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_a_mistake_looks_like_this(app, mistaken, monkeypatch, snap_compare, size):
    monkeypatch.chdir(mistaken.parent)

    async def show(pilot):
        await open_regulation(pilot)
        await fill_in(pilot, mistaken.name, "教代会通过")

    assert snap_compare(app, terminal_size=size, run_before=show)
