"""考勤表 as the tests see it: opened, its lines, and a meeting that much has happened at."""

from datetime import datetime, timedelta

import pytest
from textual.widgets import Static

from db.models import Attendee, Teacher
from tests.builders import MACHINE, NOW, PIN
from tests.screens.conftest import at_desk, type_keys
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import Departure, Status
from yanxiu_tui.screens.attendance import AttendanceScreen
from yanxiu_tui.screens.searched import ListTable
from yanxiu_tui.services import credentials, departures, roll_call
from yanxiu_tui.services.corrections import correct
from yanxiu_tui.services.sign_in import sign_in

DEAN, LEADER = "1002", "1003"


def actor_of(staff_no):
    return credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)


def text_of(app):
    """Everything static on the screen that is on top."""
    return "\n".join(str(each.render()) for each in app.screen.query(Static))


def row_of(app, name):
    """The cells of a teacher's line, or None when it is not shown."""
    table = app.screen.query_one(ListTable)
    rows = ([str(cell) for cell in table.get_row_at(at)] for at in range(table.row_count))
    return next((row for row in rows if name in row), None)


def names(app):
    table = app.screen.query_one(ListTable)
    return [str(table.get_row_at(at)[1]) for at in range(table.row_count)]


def standing_of(staff_no):
    return Attendee.get(teacher=Teacher.get(staff_no=staff_no))


async def open_sheet(pilot, staff_no=DEAN):
    await at_desk(pilot, staff_no)
    await type_keys(pilot, "4")
    assert isinstance(pilot.app.screen, AttendanceScreen)


def after(*steps):
    """Open the sheet and press keys, step by step, before the picture is taken."""

    async def press(pilot):
        await open_sheet(pilot)
        for typed, *keys in steps:
            await type_keys(pilot, typed, *keys)

    return press


def much_happens(school) -> datetime:
    """A first roll, signed in, called, contradicted, corrected, gone early; the time it is then."""
    for staff_no in ("1001", "1002", "1003", "1006"):
        sign_in(school.id, staff_no, PIN, NOW, "keyboard", MACHINE)
    with pytest.raises(Refused):
        sign_in(school.id, "1007", "0000", NOW, "keyboard", MACHINE)
    dean = actor_of(DEAN)
    roll_call.start_roll(dean, school.id, NOW)
    roll_call.mark(dean, school.id, Teacher.get(staff_no="1003").id, False, NOW)
    roll_call.mark(dean, school.id, Teacher.get(staff_no="1005").id, True, NOW)
    roll_call.finish_roll(dean, school.id, NOW)
    later = NOW + timedelta(hours=1, minutes=50)
    gone = Teacher.get(staff_no="1006").id
    departures.mark_left(dean, school.id, gone, Departure.LEFT_EARLY, later, later)
    correct(dean, school.id, Teacher.get(staff_no="1008").id, Status.PRESENT, "带学生比赛", later)
    return later
