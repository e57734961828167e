"""The office's roster: shown first, imported after a question, its faults named by their place."""

from pathlib import Path

import pytest
from textual.widgets import Button, Input

from db.models import Teacher
from tests.screens.conftest import SIZES, type_keys
from tests.screens.roster import open_roster
from tests.screens.seen import rows, said, status
from yanxiu_tui.screens.roster_import import RosterImportScreen
from yanxiu_tui.screens.teachers import TeachersScreen

DATA = Path(__file__).parents[1] / "data"


async def _import(pilot, path):
    """Ask for this file to be imported."""
    await type_keys(pilot, "", "ctrl+o")
    pilot.app.screen.query_one("#path", Input).value = str(path)
    await type_keys(pilot, "", "enter")


async def test_a_roster_is_shown_first_and_imported_after_a_confirmation(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot)
        await _import(pilot, f"'{DATA / 'roster_office.xlsx'}'")
        assert "新增" in said(app, "#told")
        assert "不再列出" in said(app, "#told")
        assert Teacher.select().count() == 8
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, TeachersScreen)
        assert "已导入：新增" in status(app)
        assert Teacher.select().count() == len(rows(app)) > 8


async def test_every_fault_is_named_by_sheet_row_and_column_and_nothing_can_be_imported(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot)
        await _import(pilot, DATA / "roster_faults.xlsx")
        told = said(app, "#told")
        assert "教师 第3行 B列（姓名）：没有填写。" in told
        assert f"有 {len(told.splitlines()) - 2} 处要改" in told
        assert app.screen.query_one("#yes", Button).disabled
        await type_keys(pilot, "", "ctrl+s")
        assert isinstance(app.screen, RosterImportScreen)
        assert Teacher.select().count() == 8


async def test_a_file_that_is_not_there_is_said_and_the_path_stays(app, tmp_path):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot)
        await _import(pilot, tmp_path / "没有.xlsx")
        assert "找不到文件" in said(app, ".wrong")
        assert "没有.xlsx" in app.screen.query_one("#path", Input).value


async def test_what_is_no_path_is_said_and_may_be_typed_again(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot)
        await _import(pilot, "~nobody-of-that-name/名册.xlsx")
        assert "请核对路径" in said(app, ".wrong")


async def test_another_path_forgets_what_was_read(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot)
        await _import(pilot, DATA / "roster_office.xlsx")
        app.screen.query_one("#path", Input).value = "别的.xlsx"
        await type_keys(pilot, "", "ctrl+s")
        assert isinstance(app.screen, RosterImportScreen)
        assert Teacher.select().count() == 8


async def test_who_may_not_import_is_refused_in_words(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot, "1003")
        await _import(pilot, DATA / "roster_office.xlsx")
        assert "没有办理这件事的权限" in said(app, ".wrong")


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_faults_look_like_this(app, snap_compare, size, monkeypatch):
    monkeypatch.chdir(DATA)

    async def faults(pilot):
        await open_roster(pilot)
        await _import(pilot, "roster_faults.xlsx")

    assert snap_compare(app, terminal_size=size, run_before=faults)
