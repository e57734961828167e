"""Signing in by phone at 签到台: the QR beside everything else, and one line where it cannot be."""

from datetime import timedelta

import pytest
from textual.widgets import Input, Static

from db.models import Activity, AttendanceFact, Phone, School, Teacher
from tests.builders import MACHINE, NOW, PIN
from tests.screens.conftest import SIZES, settle, type_keys
from yanxiu_tui import clock
from yanxiu_tui.phone_child import PageState
from yanxiu_tui.rules.attendance import FactKind
from yanxiu_tui.screens.phone_panel import PhonePanel, PhoneTrouble
from yanxiu_tui.services import credentials, phone_codes, sign_in
from yanxiu_tui.services.sign_in import Origin
from yanxiu_tui.widgets.qr import Qr

SECRET = "5a" * 32
SERVED = PageState(wanted=True, served_at="http://192.168.1.20:8731")
TAKEN = PageState(wanted=True, trouble="端口 8731 已经有别的程序在用，请换一个。")


@pytest.fixture(autouse=True)
def known_secret(school):
    """The same codes in every picture."""
    School.update(secret=SECRET).execute()


async def _serve(pilot, state=SERVED):
    """The child has said what became of the page."""
    await settle(pilot)
    pilot.app.hear_of_page(state)
    await settle(pilot)


def _shown(app):
    return any(panel.display for panel in app.screen.query(PhonePanel))


def _words(app):
    return str(app.screen.query_one(PhonePanel).query_one(Static).content)


def _signs_in_by_phone(staff_no, meeting):
    owner = credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)
    phone = Phone.create(
        key=staff_no * 8, teacher=owner.teacher_id, registered_at=NOW, address="192.168.1.77"
    )
    sign_in.record_sign_in(meeting.id, owner, NOW, "phone", Origin("192.168.1.77", phone.id))


async def test_the_qr_stands_there_once_the_page_is_served(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert not _shown(app)
        await _serve(pilot)
        assert _shown(app)
        assert app.screen.query_one(Qr).scale == 1


async def test_the_same_stands_there_in_digits_with_the_seconds_that_are_left(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _serve(pilot)
        typed = phone_codes.codes(SECRET, school.id, NOW).typed
        assert f"输入 {typed[:3]} {typed[3:6]} {typed[6:]}" in _words(app)
        assert "或打开 192.168.1.20:8731" in _words(app)
        assert "15 秒后换码" in _words(app)


async def test_the_code_changes_with_the_time_and_nothing_is_read_for_it(app, school, monkeypatch):
    async with app.run_test(size=(80, 24)) as pilot:
        await _serve(pilot)
        panel, before = app.screen.query_one(PhonePanel), app.screen.query_one(Qr).modules
        with monkeypatch.context() as later:
            later.setattr(clock, "now", lambda: NOW + timedelta(seconds=14))
            later.setattr(phone_codes, "secret", None)
            panel.tick()
            assert (app.screen.query_one(Qr).modules, " 1 秒" in _words(app)) == (before, True)
            later.setattr(clock, "now", lambda: NOW + timedelta(seconds=15))
            panel.tick()
            assert app.screen.query_one(Qr).modules != before


async def test_the_keyboard_signs_in_as_before_beside_it(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _serve(pilot)
        await type_keys(pilot, "1001", "enter")
        await type_keys(pilot, PIN, "enter")
        facts = AttendanceFact.select().where(AttendanceFact.kind == FactKind.SIGN_IN)
        assert [fact.means for fact in facts] == ["keyboard"]
        assert app.screen.query_one("#typed", Input).has_focus


async def test_f5_hides_it_and_shows_it_and_the_input_keeps_the_keys(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _serve(pilot)
        for shown in (False, True):
            await type_keys(pilot, "", "f5")
            assert _shown(app) is shown
            assert app.screen.query_one("#typed", Input).has_focus


async def test_who_signs_in_by_phone_is_named_there(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _serve(pilot)
        for staff_no in ("1002", "1003"):
            _signs_in_by_phone(staff_no, school)
        app.screen.read()
        await settle(pilot)
        assert "刚签到：欧阳静怡、林远" in _words(app)


YESTERDAY = {"starts_at": NOW - timedelta(days=2), "ends_at": NOW - timedelta(days=1)}


@pytest.mark.parametrize("change", [{"state": "ended"}, YESTERDAY], ids=["over", "not today"])
async def test_a_meeting_that_takes_no_sign_ins_shows_none(app, school, change):
    Activity.update(**change).where(Activity.id == school.id).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await _serve(pilot)
        assert not _shown(app)
        assert app.screen.check_action("phones", ()) is False


async def test_where_the_page_cannot_be_served_one_line_says_why(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _serve(pilot, TAKEN)
        trouble = app.screen.query_one(PhoneTrouble)
        assert str(trouble.content) == f"手机签到：{TAKEN.trouble}"
        assert not _shown(app)
        await _serve(pilot)
        assert not trouble.display


async def test_where_it_is_not_wanted_nothing_is_said(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert not app.screen.query(PhoneTrouble)


async def test_in_a_window_too_narrow_for_both_the_keyboard_keeps_the_floor(app):
    async with app.run_test(size=(60, 20)) as pilot:
        await _serve(pilot)
        assert not _shown(app)
        await pilot.resize_terminal(80, 24)
        await pilot.pause(1.1)
        assert _shown(app)
        await pilot.resize_terminal(60, 20)
        await pilot.pause(1.1)
        assert not _shown(app)


async def test_an_old_console_too_small_for_spaces_says_so_and_shows_the_digits(app):
    app.set_class(True, "-ascii")
    async with app.run_test(size=(80, 24)) as pilot:
        await _serve(pilot)
        assert not app.screen.query_one(Qr).display
        assert "请放大窗口" in _words(app)
        assert "192.168.1.20:8731" in _words(app)
        await pilot.resize_terminal(120, 40)
        await settle(pilot)
        assert app.screen.query_one(Qr).scale == 2


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_qr_looks_like_this(app, school, snap_compare, size):
    async def served(pilot):
        _signs_in_by_phone("1002", school)
        await _serve(pilot)

    assert snap_compare(app, terminal_size=size, run_before=served)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_greeting_beside_it_looks_like_this(app, snap_compare, size):
    async def sign_in(pilot):
        await _serve(pilot)
        await type_keys(pilot, "1003", "enter")
        await type_keys(pilot, PIN, "enter")

    assert snap_compare(app, terminal_size=size, run_before=sign_in)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_trouble_looks_like_this(app, snap_compare, size):
    async def troubled(pilot):
        await _serve(pilot, TAKEN)

    assert snap_compare(app, terminal_size=size, run_before=troubled)
