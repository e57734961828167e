"""Any room that lists: a key that acts on rows is always answered."""

from tests.screens.conftest import type_keys
from tests.screens.leaves import asked_for, open_leave
from tests.screens.seen import status
from yanxiu_tui.screens.confirm import ConfirmScreen


async def test_a_key_that_the_row_does_not_allow_is_answered_with_what_it_would_do(app):
    asked_for()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_leave(app, pilot)
        await type_keys(pilot, "", "f5")
        assert status(app) == "这一行不能办「销假」。"
        await type_keys(pilot, "", "delete")
        assert isinstance(app.screen, ConfirmScreen)


async def test_where_nothing_is_listed_there_is_no_row_to_speak_of(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_leave(app, pilot)
        await type_keys(pilot, "", "f5")
        assert "这一行" not in status(app)
