"""Any room that lists: a key that acts on rows is always answered."""

import pkgutil
from importlib import import_module

from tests.screens.conftest import at_desk, settle, type_keys
from tests.screens.hearing import OBSERVER, actor_of, completed
from tests.screens.leaves import asked_for, open_leave
from tests.screens.seen import status
from yanxiu_tui import screens
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.screens.observations import ObservationsScreen


async def test_a_key_that_the_row_does_not_allow_is_answered_with_what_it_would_do(app):
    asked_for()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_leave(app, pilot)
        await type_keys(pilot, "", "f5")
        assert status(app) == "这一行不能办「销假」。"
        await type_keys(pilot, "", "delete")
        assert isinstance(app.screen, ConfirmScreen)


async def test_where_nothing_is_listed_a_key_is_answered_without_a_row_to_speak_of(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_leave(app, pilot)
        await type_keys(pilot, "", "f5")
        assert status(app) == "您现在不能办「销假」。"


async def test_a_key_that_is_not_of_the_row_is_answered_where_it_does_nothing_now(app):
    completed()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, OBSERVER)
        app.push_screen(ObservationsScreen(actor_of(OBSERVER)))
        await settle(pilot)
        await type_keys(pilot, "", "f5")
        assert status(app) == "您现在不能办「冲突」。"
        await type_keys(pilot, "", "f8")
        assert status(app) == "您现在不能办「全部确认」。"
        await type_keys(pilot, "", "f6")
        assert status(app) == "这一行不能办「确认」。"


def test_every_key_that_is_said_to_act_on_a_row_is_bound_to_do_so():
    for module in pkgutil.iter_modules(screens.__path__):
        import_module(f"{screens.__name__}.{module.name}")
    rooms = [each for each in _rooms(ListedRoom) if not each.__subclasses__()]
    assert sum(bool(room.ACTS) for room in rooms) > 15
    for room in rooms:
        bound = {
            (binding.key, binding.action)
            for each in room.__mro__
            for binding in vars(each).get("BINDINGS", ())
        }
        assert {(key, action) for key, action, _ in room.ACTS} <= bound, room


def _rooms(of):
    for each in of.__subclasses__():
        yield each
        yield from _rooms(each)
