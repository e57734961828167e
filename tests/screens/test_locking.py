"""F2 over a form or a question: the desk locks there, too, and asks before words typed are lost."""

from tests.screens.conftest import at_desk, settle, type_keys
from tests.screens.leaves import ME, open_leave
from yanxiu_tui.screens.confirm import ConfirmScreen, ReasonScreen
from yanxiu_tui.screens.leave_form import LeaveFormScreen
from yanxiu_tui.screens.login import LoginScreen
from yanxiu_tui.screens.sign_in import SignInScreen


async def _form(app, pilot) -> None:
    await open_leave(app, pilot, ME)
    await type_keys(pilot, "", "ctrl+n")
    assert isinstance(app.screen, LeaveFormScreen)


async def test_over_a_form_in_which_nothing_was_typed_the_desk_locks(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot)
        await type_keys(pilot, "", "f2")
        assert isinstance(app.screen, SignInScreen)
        assert app.actor is None


async def test_what_was_typed_in_a_form_is_asked_about_once_before_it_is_lost(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot)
        await type_keys(pilot, "sj", "f2", "f2")
        assert isinstance(app.screen, ConfirmScreen)
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, LeaveFormScreen)
        await type_keys(pilot, "", "f2", "left", "enter")
        assert isinstance(app.screen, SignInScreen)


async def test_a_reason_being_typed_is_asked_about_too(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, ME)
        app.push_screen(ReasonScreen("取消这次活动"))
        await type_keys(pilot, "tingdian", "f2")
        assert isinstance(app.screen, ConfirmScreen)


async def test_over_a_question_the_desk_locks(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, ME)
        await type_keys(pilot, "", "f1", "f2")
        assert isinstance(app.screen, SignInScreen)


async def test_where_nobody_is_at_the_desk_there_is_nothing_to_lock(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "", "f2", "f2")
        assert isinstance(app.screen, LoginScreen)
