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
