"""点名 as the tests see it: who is called, what is said, which marks hold."""

from db.models import Teacher
from tests.builders import MACHINE
from tests.screens.conftest import at_desk, type_keys
from yanxiu_tui.screens.call_panel import CallPanel, NameList
from yanxiu_tui.screens.roll_call import RollCallScreen
from yanxiu_tui.services import credentials
from yanxiu_tui.services.attendance import board
from yanxiu_tui.widgets.status_line import StatusLine

DEAN, HOST = "1002", "1005"
# The order of the sheet: 数学组 1002 1004 1006 1008, then 语文组 1001 1003 1005 1007.
FIRST, SECOND, THIRD = "林远", "刘䶮", "周敏"


def actor_of(staff_no):
    return credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)


def status_of(app):
    return str(app.screen.query_one(StatusLine).content)


def called_in(app):
    """The name in large type, or "" when nobody is called."""
    shown = app.screen.query_one(CallPanel).shown
    return shown[1].name if shown else ""


def listed_in(app):
    return [str(option.prompt) for option in app.screen.query_one(NameList).options]


def marks_in(meeting):
    """What holds in the last roll call, by name."""
    now = board(meeting.id)
    names = {line.teacher_id: line.name for line in now.lines}
    return {names[teacher]: there for teacher, there in now.rolls[-1].marks.items()}


async def opened(pilot, staff_no=DEAN):
    await at_desk(pilot, staff_no)
    await type_keys(pilot, "3")
    assert isinstance(pilot.app.screen, RollCallScreen)
