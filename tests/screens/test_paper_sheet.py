"""补录: a sheet signed on paper goes in at one stroke, and every line says so."""

from datetime import timedelta

import pytest
from textual.widgets import Input, Static

from db.models import AttendanceFact, Attendee, Teacher
from tests.builders import MACHINE, NOW, PIN
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from tests.screens.seen import status
from yanxiu_tui import clock
from yanxiu_tui.screens.attendance import AttendanceScreen
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.paper_sheet import PaperSheetScreen
from yanxiu_tui.screens.searched import ListTable
from yanxiu_tui.screens.sign_in import SignInScreen
from yanxiu_tui.services import credentials
from yanxiu_tui.services.sign_in import sign_in


@pytest.fixture(autouse=True)
def an_hour_later(school, monkeypatch):
    """The paper is entered during the meeting; 苏慧 had signed in at the machine."""
    sign_in(school.id, "1001", PIN, NOW, "keyboard", MACHINE)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1))


def _rows(app):
    table = app.screen.query_one(ListTable)
    return [[str(cell) for cell in table.get_row_at(at)] for at in range(table.row_count)]


def _entered():
    facts = AttendanceFact.select().where(AttendanceFact.late_entry)
    return {fact.teacher.name: clock.local(fact.at).strftime("%H:%M") for fact in facts}


async def _open(pilot, staff_no="1002"):
    await at_desk(pilot, staff_no)
    await type_keys(pilot, "4")
    await type_keys(pilot, "", "ctrl+e")
    assert isinstance(pilot.app.screen, PaperSheetScreen)


async def test_names_are_noted_by_initials_and_kept_in_one_act(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "oyjy", "enter")
        await type_keys(pilot, "1008", "enter")
        assert _entered() == {}
        await type_keys(pilot, "", "ctrl+s")
        assert status(app) == "已补录 2 位，每行都注明了补录。"
        assert _entered() == {"欧阳静怡": "14:30", "王小敏": "14:30"}
        assert Attendee.get(teacher=Teacher.get(staff_no="1008")).late_entry


async def test_those_who_signed_in_at_the_machine_are_not_listed(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        assert len(_rows(app)) == 7
        assert not any("苏慧" in row for row in _rows(app))


async def test_enter_again_takes_a_name_back(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "zm", "enter")
        await type_keys(pilot, "zm", "enter")
        assert status(app) == "周敏：取消"
        await type_keys(pilot, "", "ctrl+s")
        assert "还没有一行" in status(app)


async def test_a_changed_time_holds_for_the_names_that_follow(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "zm", "enter")
        await type_keys(pilot, "", "f5")
        app.screen.query_one("#at", Input).value = ""
        await type_keys(pilot, "1450", "enter")
        await type_keys(pilot, "1008", "enter")
        await type_keys(pilot, "", "ctrl+s")
        assert _entered() == {"周敏": "14:30", "王小敏": "14:50"}


async def test_a_time_that_is_none_is_said_and_changes_nothing(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "99", "enter")
        assert "时间请写成" in status(app)
        assert app.screen.at == NOW


async def test_all_may_be_noted_at_once_but_for_those_on_leave_and_oneself(app):
    Attendee.update(status="sick_leave", leave_status="sick_leave").where(
        Attendee.teacher == Teacher.get(staff_no="1004")
    ).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f7")
        await type_keys(pilot, "zm", "enter")
        await type_keys(pilot, "", "ctrl+s")
        assert set(_entered()) == {"欧阳静怡", "买买提·艾力", "王小明", "王小敏"}


async def test_one_s_own_line_is_left_to_somebody_else(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "ly", "enter")
        assert status(app) == "自己的一行请教导处或别的组长补录。"
        assert app.screen.signed == {}


async def test_a_refused_sheet_keeps_what_was_noted(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f5")
        app.screen.query_one("#at", Input).value = "23:50"
        await type_keys(pilot, "", "enter")
        await type_keys(pilot, "zm", "enter")
        await type_keys(pilot, "", "ctrl+s")
        assert "时间不对" in status(app)
        assert len(app.screen.signed) == 1
        assert _entered() == {}


async def test_leaving_with_something_not_kept_is_asked_first(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "zm", "enter")
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, ConfirmScreen)
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, PaperSheetScreen)
        await type_keys(pilot, "", "f2")
        await type_keys(pilot, "", "shift+tab", "enter")
        assert isinstance(app.screen, SignInScreen)


async def test_back_at_the_sheet_the_lines_say_so(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "1008", "enter")
        await type_keys(pilot, "", "ctrl+s")
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, AttendanceScreen)
        await type_keys(pilot, "1008")
        assert _rows(app)[0][6:] == ["出勤", "补录"]


async def test_when_everybody_signed_in_that_is_said(app, school):
    for staff_no in range(1002, 1009):
        if staff_no != 1004:
            sign_in(school.id, str(staff_no), PIN, NOW, "keyboard", MACHINE)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "enter")
        await type_keys(pilot, "", "ctrl+s")
        assert "没有要补录的" in str(app.screen.query_one("#nothing", Static).content)


async def test_somebody_without_the_right_is_refused(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        host = credentials.actor_for(Teacher.get(staff_no="1005"), MACHINE)
        app.push_screen(PaperSheetScreen(host, school.id))
        await settle(pilot)
        await type_keys(pilot, "zm", "enter")
        await type_keys(pilot, "", "ctrl+s")
        assert "没有办理这件事的权限" in status(app)
        assert _entered() == {}


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_entering_a_paper_sheet_looks_like_this(app, snap_compare, size):
    async def note(pilot):
        await _open(pilot)
        await type_keys(pilot, "zm", "enter")
        await type_keys(pilot, "1005", "enter")

    assert snap_compare(app, terminal_size=size, run_before=note)
