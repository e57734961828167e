"""签到台 under any keys: it goes on resting, and nobody is signed in who did not prove it."""

import random

from textual.events import Paste
from textual.widgets import Input

from db.models import AttendanceFact
from tests.screens.conftest import settle, type_keys
from tests.wild import DIGITS, ODD_WORDS
from yanxiu_tui.screens.sign_in import SignInScreen

SHORT = [word for word in ODD_WORDS if 0 < len(word) <= 12]
KEYS = ["escape", "backspace", "up", "down", "tab", "home", "delete", "pagedown", "ctrl+a", "enter",
        "ctrl+k", "ctrl+u", "shift+tab", "f3"]  # fmt: skip


def _signed_in():
    return AttendanceFact.select().where(AttendanceFact.kind.startswith("sign_in")).count()


def _at_rest(app):
    return isinstance(app.screen, SignInScreen) and app.focused is app.screen.query_one("#typed")


async def test_any_text_pasted_as_a_name(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for word in ODD_WORDS[::2]:
            app.screen.query_one("#typed", Input).post_message(Paste(word))
            await type_keys(pilot, "", "enter")
            assert _at_rest(app), word
            await pilot.press("escape")
        assert _signed_in() == 0
        await type_keys(pilot, "1001", "enter")
        await type_keys(pilot, "7391", "enter")
        assert _signed_in() == 1


async def test_any_keys_typed_one_after_another(app):
    draw = random.Random(7)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for _ in range(20):
            word = draw.choice(SHORT) if draw.random() < 0.6 else "".join(draw.choices(DIGITS, k=6))
            await type_keys(pilot, word, *draw.choices(KEYS, k=3), "escape")
            assert _at_rest(app), word
        assert _signed_in() == 0


async def test_any_text_as_a_pin(app):
    draw = random.Random(11)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for word in draw.sample(SHORT, 12):
            await type_keys(pilot, "1005", "enter")
            app.screen.query_one("#typed", Input).post_message(Paste(word))
            await type_keys(pilot, "", "enter")
            assert _at_rest(app), word
            await type_keys(pilot, "", "escape")
        assert _signed_in() == 0
