"""The key line: what the keys do in the field one is in."""

from textual.app import App
from textual.binding import Binding
from textual.widgets import Button
from textual.widgets._footer import FooterKey

from tests.screens.conftest import settle
from yanxiu_tui.widgets.key_line import KeyLine


class Plan(Button):
    BINDINGS = [Binding("f9", "keep", "存为一版")]


class Remark(Button):
    BINDINGS = [Binding("f5", "adopt", "采纳")]


class Desk(App[None]):
    ENABLE_COMMAND_PALETTE = False

    def compose(self):
        yield from (Plan(), Plan(), Remark(), KeyLine(show_command_palette=False))


async def test_it_is_laid_out_again_only_if_other_keys_count():
    app = Desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        first = list(app.query(FooterKey))
        assert [key.description for key in first] == ["存为一版"]
        await pilot.press("tab")
        await settle(pilot)
        assert app.focused is app.query(Plan)[1]
        assert list(app.query(FooterKey)) == first
        await pilot.press("tab")
        await settle(pilot)
        assert [key.description for key in app.query(FooterKey)] == ["采纳"]


class Crowded(App[None]):
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [
        Binding("f2", "lock", "锁定"),
        Binding("f4", "find", "找功能"),
        *(Binding(f"f{number}", f"do_{number}", "登记成绩") for number in (3, 5, 6, 7, 8)),
    ]

    def compose(self):
        yield KeyLine(show_command_palette=False)


async def test_no_key_is_cut_off_where_there_is_little_room():
    app = Crowded()
    async with app.run_test(size=(90, 24)) as pilot:
        for width, keys, close in ((90, 7, False), (78, 7, True), (68, 6, True), (60, 5, True)):
            await pilot.resize_terminal(width, 24)
            await settle(pilot)
            shown = list(app.query(FooterKey))
            assert (len(shown), app.query_one(KeyLine).compact) == (keys, close), width
            assert shown[-1].region.right <= width + 1
        await pilot.resize_terminal(90, 24)
        await settle(pilot)
        assert len(app.query(FooterKey)) == 7
