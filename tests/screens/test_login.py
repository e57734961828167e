"""The door of 工作台: opened with a PIN, and nobody leaves it open behind them."""

from threading import Event

import pytest
from textual.widgets import Input, Static

from tests.builders import NOW, OPERATOR, PIN
from tests.screens.conftest import at_desk, burst, settle, type_keys, until
from yanxiu_tui import app as program
from yanxiu_tui.errors import Refused
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.desk import DeskScreen
from yanxiu_tui.screens.enrolment import EnrolmentScreen
from yanxiu_tui.screens.login import LoginScreen
from yanxiu_tui.screens.sign_in import SignInScreen
from yanxiu_tui.services import credentials, enrolment_codes, people

pytestmark = pytest.mark.usefixtures("alone")


async def test_the_desk_is_locked_with_one_key(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        await type_keys(pilot, "", "f2")
        assert isinstance(app.screen, SignInScreen)
        assert app.actor is None


async def test_one_esc_too_many_locks_nobody_out(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, DeskScreen)


async def test_a_dean_without_a_pin_enrols_at_the_desk_s_door(app):

    (code,) = enrolment_codes.issue_codes(OPERATOR, NOW, ["1004"])
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "", "f2")
        await type_keys(pilot, "1004", "enter")
        assert isinstance(app.screen, EnrolmentScreen)
        await type_keys(pilot, code.code, "enter")
        await type_keys(pilot, "8064", "enter")
        await type_keys(pilot, "8064", "enter")
        assert isinstance(app.screen, DeskScreen)
        assert app.actor.staff_no == "1004"


async def test_number_and_pin_in_one_burst_open_the_desk(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "", "f2")
        burst(pilot, "1007", PIN)
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))


async def test_a_number_entered_before_it_is_known_who_there_is_counts_once_it_is(app, monkeypatch):
    go, everybody = Event(), people.everybody
    monkeypatch.setattr(people, "everybody", lambda: go.wait(60) and everybody())
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("f2", *"1007", "enter", *PIN, "enter")
        go.set()
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))


async def test_a_pin_typed_before_the_server_answers_is_not_seen_nor_lost(app, monkeypatch):
    go, has_pin = Event(), credentials.has_pin
    monkeypatch.setattr(credentials, "has_pin", lambda who: go.wait(60) and has_pin(who))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "", "f2")
        await pilot.press(*"1007", "enter", *PIN)
        assert app.screen.query_one("#typed", Input).password
        go.set()
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, DeskScreen)


async def test_f2_locks_from_any_room(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        await type_keys(pilot, "1", "f2")
        assert isinstance(app.screen, SignInScreen)
        assert app.actor is None


async def test_left_alone_it_locks_itself(app, monkeypatch):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        monkeypatch.setattr(program, "DESK_SECONDS", 0.1)
        await type_keys(pilot, "1")
        await until(pilot, lambda: isinstance(app.screen, SignInScreen))
        assert app.actor is None


async def test_left_alone_over_an_open_question_it_locks_too(app, monkeypatch):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        app.push_screen(ConfirmScreen("要撤回吗？"))
        monkeypatch.setattr(program, "DESK_SECONDS", 0.1)
        await type_keys(pilot, "", "tab")
        await until(pilot, lambda: isinstance(app.screen, SignInScreen))
        assert app.actor is None


async def test_every_key_begins_the_two_minutes_anew(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        before = app.idle
        await type_keys(pilot, "", "down")
        assert app.idle is not before
        assert isinstance(app.screen, DeskScreen)


async def test_two_minutes_are_two_minutes(app):
    assert program.DESK_SECONDS == 120


async def test_who_comes_next_is_asked_for_a_pin_again(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1002")
        await type_keys(pilot, "", "f2")
        await type_keys(pilot, "", "f2")
        assert isinstance(app.screen, LoginScreen)


async def test_a_wrong_pin_does_not_open_the_desk(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "", "f2")
        await type_keys(pilot, "1002", "enter")
        await type_keys(pilot, "9999", "enter")
        assert isinstance(app.screen, LoginScreen)
        assert "口令不对" in str(app.screen.query_one(".wrong", Static).content)
        await type_keys(pilot, "7391", "enter")
        assert isinstance(app.screen, DeskScreen)


async def test_while_the_server_is_away_nobody_is_called_unknown(app, monkeypatch):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        with monkeypatch.context() as cut:
            cut.setattr(people, "everybody", _gone)
            await type_keys(pilot, "", "f2")
            await type_keys(pilot, "1007", "enter")
            assert "连不上服务器" in str(app.screen.query_one(".wrong", Static).content)
        await type_keys(pilot, "1007", "enter", "enter")
        await type_keys(pilot, "7391", "enter")
        assert isinstance(app.screen, DeskScreen)


def _gone():
    raise Refused("gone", "连不上服务器")


async def test_initials_are_enough_to_come_to_the_desk(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "", "f2")
        await type_keys(pilot, "oyjy", "enter")
        await type_keys(pilot, "7391", "enter")
        greeting = str(app.screen.query_one("#greeting", Static).content)
        assert greeting == "欧阳静怡老师，您好（教研组长、教师）"
