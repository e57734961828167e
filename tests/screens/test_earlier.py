"""A room that shows one term: at Ctrl+T another."""

from tests.builders import MACHINE
from tests.screens.conftest import in_last_term, settle
from tests.screens.seen import status
from yanxiu_tui.screens.archives import ArchivesScreen
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


async def test_what_was_done_is_no_longer_said_once_another_term_is_looked_at(app, last_term):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        actor = credentials.actor_for(credentials.find_teacher("1005"), MACHINE)
        app.push_screen(ArchivesScreen(actor))
        await settle(pilot)
        app.screen.say("「论文」已添加。")
        await in_last_term(pilot)
        assert status(app) == ""
