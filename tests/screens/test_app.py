"""The app itself: an old console, a palette in Chinese, help everywhere, a second way out."""

import asyncio

import pytest
from textual.command import CommandPalette
from textual.widgets import Input, OptionList

from tests.screens.conftest import at_desk, settle, type_keys, until
from yanxiu_tui.app import YanxiuApp
from yanxiu_tui.screens.change_pin import ChangePinScreen
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.help import HelpScreen
from yanxiu_tui.screens.palette import ScreenCommands


def _offered(app) -> list[str]:
    options = app.screen.query_one(OptionList).options
    return [str(option.prompt).split("\n")[0] for option in options]


async def test_f4_finds_a_room_by_its_pinyin_initials(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1002")
        await type_keys(pilot, "", "f4")
        await type_keys(pilot, "xgkl")
        await until(pilot, lambda: _offered(app) == ["修改口令"])
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, ChangePinScreen)


async def test_enter_right_after_a_word_means_that_word_however_slow_the_search(app, monkeypatch):
    search = ScreenCommands.search

    async def slowly(self, query):
        await asyncio.sleep(0.2)
        async for hit in search(self, query):
            yield hit

    monkeypatch.setattr(ScreenCommands, "search", slowly)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1002")
        await type_keys(pilot, "", "f4")
        await pilot.press(*"xgkl", "enter")
        await until(pilot, lambda: isinstance(app.screen, ChangePinScreen))


async def test_the_palette_speaks_chinese_when_nothing_is_found(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "", "f4")
        assert isinstance(app.screen, CommandPalette)
        await type_keys(pilot, "zzzz")
        await until(pilot, lambda: _offered(app) == ["没有找到这个功能"])


async def test_f1_helps_on_a_question_too(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "", "f2")
        await type_keys(pilot, "", "f1")
        assert isinstance(app.screen, HelpScreen)


@pytest.mark.parametrize("key", ["ctrl+q", "f10"])
async def test_both_ways_out_ask_first(app, key):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "", key)
        assert isinstance(app.screen, ConfirmScreen)
        await type_keys(pilot, "", "escape")
        assert app.is_running


async def test_after_a_resize_the_input_method_s_window_still_follows_the_cursor(app):
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert app.cursor_position == app.screen.query_one("#typed", Input).cursor_screen_offset


async def test_an_old_windows_console_gets_plain_borders(school, monkeypatch):
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.delenv("WT_SESSION", raising=False)
    app = YanxiuApp("示范中学")
    monkeypatch.undo()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert app.screen.query_one("#typed", Input).styles.border_top[0] == "ascii"
