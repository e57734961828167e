"""签到台: anyone in a hurry signs in with the keyboard alone."""

from datetime import timedelta

import peewee
import pytest
from textual.widgets import Input, OptionList, Static

from db.models import AttendanceFact, Credential, Teacher
from tests.builders import NOW, PIN
from tests.screens.conftest import SIZES, settle, type_keys, until
from tests.screens.seen import status
from yanxiu_tui import clock
from yanxiu_tui.rules.attendance import FactKind
from yanxiu_tui.screens import asking
from yanxiu_tui.screens.enrolment import EnrolmentScreen
from yanxiu_tui.screens.login import LoginScreen
from yanxiu_tui.services import credentials, enrolment_codes, pulse
from yanxiu_tui.widgets.welcome import Welcome


def _sign_ins() -> list[str]:
    facts = AttendanceFact.select().where(AttendanceFact.kind == FactKind.SIGN_IN)
    return [fact.teacher.staff_no for fact in facts]


async def test_number_enter_pin_enter_signs_in(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "1001", "enter")
        await type_keys(pilot, PIN, "enter")
        assert _sign_ins() == ["1001"]
        assert app.screen.query_one(Welcome).display
        assert "苏慧：已签到" in status(app)


async def test_pinyin_initials_and_the_name_itself_find_the_teacher(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for typed, found in (("oyjy", "欧阳静怡"), ("苏慧", "苏慧"), ("１００５", "买买提·艾力")):
            await type_keys(pilot, typed)
            option = app.screen.query_one(OptionList).get_option_at_index(0)
            assert found in str(option.prompt)
            await type_keys(pilot, "", "escape")


async def test_of_two_with_the_same_initials_the_arrow_picks(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "wxm", "down", "enter")
        await type_keys(pilot, PIN, "enter")
        assert _sign_ins() == ["1008"]


async def test_a_wrong_pin_says_so_and_the_next_try_works(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "1001", "enter")
        await type_keys(pilot, "9999", "enter")
        assert "口令不对" in status(app)
        await type_keys(pilot, PIN, "enter")
        assert _sign_ins() == ["1001"]


async def test_while_one_teacher_waits_the_next_signs_in(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "1001", "enter")
        for _ in range(3):
            await type_keys(pilot, "9999", "enter")
        assert "秒后再试" in status(app)
        await type_keys(pilot, "", "escape")
        await type_keys(pilot, "1002", "enter")
        await type_keys(pilot, PIN, "enter")
        assert _sign_ins() == ["1002"]


async def test_signing_in_again_is_told_kindly(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for _ in range(2):
            await type_keys(pilot, "1001", "enter")
            await type_keys(pilot, PIN, "enter")
        assert _sign_ins() == ["1001"]
        assert "已经签到" in status(app)


async def test_what_one_teacher_was_told_is_not_left_for_the_next(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "1001", "enter")
        await type_keys(pilot, "9999", "enter")
        await type_keys(pilot, "", "escape")
        assert status(app) == ""


async def test_after_a_while_the_greeting_gives_way(app, monkeypatch):
    monkeypatch.setattr(asking, "GREETING_SECONDS", 0.05)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        shown = []
        app.screen.watch(app.screen, "greeting", lambda now: shown.append(now), init=False)
        await type_keys(pilot, "1001", "enter")
        await type_keys(pilot, PIN, "enter")
        await until(pilot, lambda: shown == [True, False])
        assert not app.screen.query_one(Welcome).display


async def test_the_greeting_goes_as_soon_as_the_next_teacher_types(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "1001", "enter")
        await type_keys(pilot, PIN, "enter")
        await type_keys(pilot, "w")
        assert not app.screen.query_one(Welcome).display
        assert app.screen.query_one("#typed", Input).value == "w"


async def test_somebody_without_a_pin_enrols_with_the_office_s_code_and_is_signed_in(app):
    dean = credentials.actor_for(Teacher.get(staff_no="1002"), "测试机")
    (code,) = enrolment_codes.issue_codes(dean, NOW, ["1004"])
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "1004", "enter")
        assert isinstance(app.screen, EnrolmentScreen)
        await type_keys(pilot, code.code, "enter")
        await type_keys(pilot, "8064", "enter")
        await type_keys(pilot, "8064", "enter")
        assert Credential.get(teacher=Teacher.get(staff_no="1004")).pin_hash
        assert _sign_ins() == ["1004"]


async def test_a_weak_pin_is_refused_in_words(app):
    dean = credentials.actor_for(Teacher.get(staff_no="1002"), "测试机")
    (code,) = enrolment_codes.issue_codes(dean, NOW, ["1004"])
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "1004", "enter")
        await type_keys(pilot, code.code, "enter")
        await type_keys(pilot, "1234", "enter")
        await type_keys(pilot, "1234", "enter")
        assert "太容易猜到" in str(app.screen.query_one(".wrong", Static).content)


async def test_nobody_by_that_name_is_said_and_the_attempt_kept(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "8888", "enter")
        assert "没有找到" in status(app)
        assert AttendanceFact.get(kind=FactKind.REFUSED).detail == "unknown_teacher"


async def test_a_clock_that_has_gone_back_is_said(app, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW - timedelta(hours=3))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "请先校准时间" in status(app)


async def test_a_read_that_fails_takes_nothing_from_who_is_typing(app, monkeypatch):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "1001", "enter")
        await type_keys(pilot, PIN)
        with monkeypatch.context() as server:
            server.setattr(pulse, "beat", _away)
            app.screen.read()
            await settle(pilot)
        assert "请稍后再试" in status(app)
        await type_keys(pilot, "", "enter")
        assert _sign_ins() == ["1001"]


def _away():
    raise peewee.OperationalError("the server is away")


async def test_f2_asks_who_it_is_and_escape_comes_back(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "", "f2")
        assert isinstance(app.screen, LoginScreen)
        await type_keys(pilot, "", "escape")
        assert app.screen.query_one("#typed", Input).has_focus


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_at_rest_it_looks_like_this(app, snap_compare, size):
    assert snap_compare(app, terminal_size=size, run_before=settle)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_after_signing_in_it_looks_like_this(app, snap_compare, size):
    async def sign_in(pilot):
        await settle(pilot)
        await type_keys(pilot, "1003", "enter")
        await type_keys(pilot, PIN, "enter")

    assert snap_compare(app, terminal_size=size, run_before=sign_in)
