"""制度: reading it with its clauses, its versions, a file of it, and adopting another one."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from textual.widgets import Input, Static

from db.models import EvaluationStage, RegulationVersion, Term
from tests.builders import NOW
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from tests.services.frozen_school import SOURCE
from yanxiu_tui.regulation.loader import PRESETS, load, preset_source
from yanxiu_tui.screens.adoption import AdoptionScreen
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.regulation import RegulationScreen
from yanxiu_tui.services import regulation

PRINCIPAL, DEAN, TEACHER = "1001", "1002", "1007"
ZHANGHONG = preset_source("zhanghong")
# The 听课 of the preset, from twenty lessons to eighteen.
CHANGED = ZHANGHONG.replace("least = 15", "least = 18", 1)
DADONG = preset_source("dadong")
# What comes before its scheme.
UNSCORED = SOURCE.split("[scoring]")[0]
TITLE = load(ZHANGHONG).title


@pytest.fixture(autouse=True)
def documents(tmp_path, monkeypatch):
    """Where people keep their documents."""
    folder = tmp_path / "文档"
    folder.mkdir()
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: folder)
    return folder


@pytest.fixture
def changed(tmp_path):
    """A file as an office might have changed it, in an editor that marks UTF-8."""
    return _file(tmp_path / "改过.toml", CHANGED)


@pytest.fixture
def mistaken(tmp_path):
    """A file with a mistake in its first quota."""
    return _file(tmp_path / "有错.toml", ZHANGHONG.replace("least = 15", "least = -15", 1))


def _file(path, source):
    path.write_text(source, encoding="utf-8-sig")
    return path


async def _open(pilot, staff_no=PRINCIPAL):
    pilot.app.animation_level = "none"
    await at_desk(pilot, staff_no)
    pilot.app.push_screen(RegulationScreen(pilot.app.actor))
    await settle(pilot)


async def _fill(pilot, source, reason):
    """Open the form, fill it in and save it."""
    await type_keys(pilot, "", "f7")
    assert isinstance(pilot.app.screen, AdoptionScreen)
    pilot.app.screen.query_one("#source", Input).value = str(source)
    pilot.app.screen.query_one("#reason", Input).value = reason
    await type_keys(pilot, "", "ctrl+s")


async def _adopt(pilot, source, reason):
    """Fill in the form, read what it would do and adopt it all the same."""
    await _fill(pilot, source, reason)
    await type_keys(pilot, "", "left", "enter")


def _words(app, name):
    return str(app.screen.query_one(name, Static).content)


def _said(app):
    console = Console(width=400, file=StringIO())
    console.print(app.screen.query_one("#said", Static).content)
    return console.file.getvalue()


def _status(app):
    return _words(app, "StatusLine")


async def test_every_part_is_said_in_words_with_its_clauses(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot, TEACHER)
        assert _words(app, "#version").startswith(f"2026—2027学年第一学期  {TITLE}")
        assert "操作员采用（现行）：建校" in _words(app, "#version")
        said = _said(app)
        for part in ("【请假】", "【定额】", "【教师计分】", "【教研组计分】", "【评优】"):
            assert part in said
        assert "    Z31「培训学习两次点名后未到者，记迟到一次」" in said


async def test_the_keys_scroll_it(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot, TEACHER)
        await type_keys(pilot, "", "pagedown")
        assert app.screen.query_one("#words").scroll_y > 0
        await type_keys(pilot, "", "home")
        assert app.screen.query_one("#words").scroll_y == 0


async def test_it_is_written_once_as_a_file_and_says_where(app, documents):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot, DEAN)
        await type_keys(pilot, "", "f6")
        (written,) = documents.iterdir()
        assert written.name == "制度_zhanghong_第1版.toml"
        assert str(written) in _status(app)
        assert written.read_text(encoding="utf-8") == ZHANGHONG


async def test_what_is_there_already_is_never_written_over(app, documents):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot, DEAN)
        await type_keys(pilot, "", "f6")
        (written,) = documents.iterdir()
        written.write_text("改了一半", encoding="utf-8")
        await type_keys(pilot, "", "f6")
        assert "已经有了" in _status(app)
        assert written.read_text(encoding="utf-8") == "改了一半"


async def test_without_a_folder_of_documents_it_is_written_at_home(app, tmp_path, monkeypatch):
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path / "没有")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot, DEAN)
        await type_keys(pilot, "", "f6")
    assert (tmp_path / "制度_zhanghong_第1版.toml").is_file()


async def test_a_file_with_a_reason_is_adopted_and_shown(app, changed):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await _adopt(pilot, changed, "教代会通过")
        assert isinstance(app.screen, RegulationScreen)
        assert f"已采用「{TITLE}」，从现在起执行。" in _status(app)
        assert "苏慧采用（现行）：教代会通过" in _words(app, "#version")
        assert "18 节" in _said(app)
    assert Term.get().regulation.source == CHANGED


async def test_one_that_ships_with_the_program_is_chosen_by_its_initials(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f7")
        await type_keys(pilot, "pfxx", "enter")
        await type_keys(pilot, "", *"reason")
        await type_keys(pilot, "", "ctrl+s", "left", "enter")
        assert _words(app, "#version").startswith("2026—2027学年第一学期  坪坊小学")
    assert Term.get().regulation.source == preset_source("pingfang")


async def test_the_form_says_how_many_there_are_to_choose_from(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f7")
        assert f"共 {len(PRESETS)} 项，上下键翻。" in _words(app, "#hint")
        await type_keys(pilot, "pfxx")
        assert "上下键翻" not in _words(app, "#hint")


async def test_a_mistake_is_said_by_its_place_and_what_was_typed_stays(app, mistaken):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await _fill(pilot, mistaken, "教代会通过")
        assert isinstance(app.screen, AdoptionScreen)
        assert "quotas[" in _words(app, ".wrong")
        assert "least" in _words(app, ".wrong")
        assert app.screen.query_one("#source", Input).value == str(mistaken)
        assert app.screen.query_one("#reason", Input).value == "教代会通过"
        assert app.screen.focused.id == "source"
    assert RegulationVersion.select().count() == 1


async def test_mended_it_is_adopted_from_the_same_form(app, mistaken):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await _fill(pilot, mistaken, "教代会通过")
        _file(mistaken, CHANGED)
        await type_keys(pilot, "", "ctrl+s", "left", "enter")
        assert isinstance(app.screen, RegulationScreen)
    assert Term.get().regulation.source == CHANGED


async def test_what_it_would_do_is_said_and_enter_adopts_nothing(app, changed):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await _fill(pilot, changed, "教代会通过")
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
        await _open(pilot)
        await _fill(pilot, "zhanghong", "教代会通过")
        assert "四级评价将不再计分（教师校长导评正在进行）" in app.screen.question


async def test_a_regulation_without_a_scheme_is_said_to_score_nothing(app, tmp_path):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await _fill(pilot, _file(tmp_path / "无.toml", UNSCORED), "教代会通过")
        assert "采用后不再计分、排名" in app.screen.question
        await type_keys(pilot, "", "left", "enter")
        await _fill(pilot, "zhanghong", "教代会通过")
        assert "现行制度没有教师的评分细则；采用后全学期按新制度" in app.screen.question


@pytest.mark.parametrize(
    ("source", "reason", "said", "field"),
    [
        ("", "教代会通过", "请写出文件的路径", "source"),
        ("没有.toml", "教代会通过", "读不了文件", "source"),
        ("zhanghong", "教代会通过", "完全相同", "source"),
        ("pingfang", " ", "原因", "reason"),
    ],
    ids=["nothing chosen", "no such file", "the one in force", "no reason"],
)
async def test_what_is_missing_is_said_and_nothing_adopted(app, source, reason, said, field):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await _fill(pilot, source, reason)
        assert said in _words(app, ".wrong")
        assert app.screen.focused.id == field
    assert RegulationVersion.select().count() == 1


async def test_earlier_versions_can_be_read_again_and_written(app, changed, documents):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await _adopt(pilot, changed, "教代会通过")
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, ChooseScreen)
        await type_keys(pilot, "", "up", "enter")
        assert "（已被新版代替）：建校" in _words(app, "#version")
        assert "18 节" not in _said(app)
        await type_keys(pilot, "", "f6")
    assert [path.name for path in documents.iterdir()] == ["制度_zhanghong_第1版.toml"]


async def test_a_teacher_and_the_dean_are_not_offered_another_one(app):
    async with app.run_test(size=(80, 24)) as pilot:
        for staff_no in (TEACHER, DEAN):
            await _open(pilot, staff_no)
            assert not app.screen.check_action("adopt", ())
            await type_keys(pilot, "", "f7")
            assert isinstance(app.screen, RegulationScreen)
            await app.run_action("rest")


async def test_whoever_comes_to_the_form_without_the_right_is_refused(app, changed):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot, DEAN)
        app.push_screen(AdoptionScreen(app.actor, app.screen.read.term))
        await settle(pilot)
        app.screen.query_one("#source", Input).value = str(changed)
        app.screen.query_one("#reason", Input).value = "教代会通过"
        await type_keys(pilot, "", "ctrl+s")
        assert "没有办理这件事的权限" in _words(app, ".wrong")
    assert RegulationVersion.select().count() == 1


async def test_a_file_that_cannot_be_read_in_words_is_refused_in_one_sentence(app, monkeypatch):
    monkeypatch.setattr(regulation, "source_of", lambda _: "这不是制度")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        assert "第 1 行" in _status(app)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_regulation_looks_like_this(app, snap_compare, size):
    async def show(pilot):
        await _open(pilot)
        await type_keys(pilot, "", "pagedown")

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_versions_look_like_this(app, changed, snap_compare, size):
    async def show(pilot):
        await _open(pilot)
        await _adopt(pilot, changed, "教代会通过，第二学月起执行")
        await type_keys(pilot, "", "f5")

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_form_looks_like_this(app, snap_compare, size):
    async def show(pilot):
        await _open(pilot)
        await type_keys(pilot, "", "f7")

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_question_looks_like_this(app, changed, snap_compare, size):
    async def show(pilot):
        await _open(pilot)
        await _fill(pilot, changed, "教代会通过")

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_a_mistake_looks_like_this(app, mistaken, monkeypatch, snap_compare, size):
    monkeypatch.chdir(mistaken.parent)

    async def show(pilot):
        await _open(pilot)
        await _fill(pilot, mistaken.name, "教代会通过")

    assert snap_compare(app, terminal_size=size, run_before=show)
