"""修改口令: the old PIN, and a new one twice."""

import pytest
from textual.widgets import Input

from db.models import Teacher
from tests.builders import MACHINE, NOW, PIN
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from tests.screens.seen import status
from yanxiu_tui.errors import Refused
from yanxiu_tui.screens.change_pin import ChangePinScreen
from yanxiu_tui.services import credentials


def _field(app, name) -> Input:
    return app.screen.query_one(f"#{name}", Input)


async def _open(app, pilot) -> None:
    await at_desk(pilot, "1003")
    teacher = Teacher.get(staff_no="1003")
    app.push_screen(ChangePinScreen(credentials.actor_for(teacher, MACHINE)))
    await settle(pilot)


async def _change(pilot, *typed) -> None:
    for each in typed:
        await type_keys(pilot, each, "enter")


async def test_the_new_pin_holds_and_the_old_one_no_longer(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await _change(pilot, PIN, "8064", "8064")
        assert "口令已改好" in status(app)
    assert credentials.enter("1003", "8064", NOW, MACHINE).name == "欧阳静怡"
    with pytest.raises(Refused):
        credentials.enter("1003", PIN, NOW, MACHINE)


async def test_full_width_digits_are_the_same_pin(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await _change(pilot, PIN, "８０６４", "８０６４")
    assert credentials.enter("1003", "8064", NOW, MACHINE)


async def test_a_wrong_old_pin_is_said_and_the_new_one_need_not_be_typed_again(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await _change(pilot, "1111", "8064", "8064")
        assert "口令不对" in status(app)
        assert _field(app, "old").has_focus
        assert _field(app, "old").value == ""
        await type_keys(pilot, PIN, "ctrl+s")
        assert "口令已改好" in status(app)


async def test_a_weak_pin_is_said_before_it_is_typed_twice(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await _change(pilot, PIN, "1234")
        assert "太容易猜到" in status(app)
        assert _field(app, "new").has_focus
        assert _field(app, "old").value == PIN


async def test_two_different_entries_are_asked_for_again(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await _change(pilot, PIN, "8064", "8065")
        assert "不一样" in status(app)
        assert _field(app, "new").has_focus
    assert credentials.enter("1003", PIN, NOW, MACHINE)


async def test_the_buttons_do_what_the_keys_do(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await _change(pilot, PIN, "8064")
        await type_keys(pilot, "8064")
        await pilot.click("#yes")
        await settle(pilot)
        assert "口令已改好" in status(app)
        await pilot.click("#no")
        assert not isinstance(app.screen, ChangePinScreen)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_a_refused_pin_looks_like_this(app, snap_compare, size):
    async def refuse(pilot):
        await _open(app, pilot)
        await _change(pilot, PIN, "1234")

    assert snap_compare(app, terminal_size=size, run_before=refuse)
