"""A room that shows one term: at Ctrl+T another."""

from tests.builders import MACHINE
from tests.screens.conftest import settle
from yanxiu_tui.screens.claims import ClaimsScreen
from yanxiu_tui.services import credentials


async def test_pressed_twice_it_asks_once_which_term(app, last_term):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        room = ClaimsScreen(credentials.actor_for(credentials.find_teacher("1005"), MACHINE))
        app.push_screen(room)
        await settle(pilot)
        room.action_choose_term()
        room.action_choose_term()
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen is room
