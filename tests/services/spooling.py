"""A terminal cut off from its server: the school there, the spool here, somebody who signs in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from db import spool as kept
from db.connection import connect
from db.models import Activity, AttendanceFact
from tests.builders import MACHINE, NOW, OPERATOR, PIN, an_activity
from tests.conftest import Maintenance, empty
from tests.server import Server
from tests.services.cast import Cast, a_cast
from yanxiu_tui.services import spool
from yanxiu_tui.services.activities import at_the_door
from yanxiu_tui.services.attendance import board
from yanxiu_tui.services.meeting import open_activity

MINUTE = timedelta(minutes=1)
BACK = NOW + 40 * MINUTE


def start(server, folder):
    """The program is started, or started anew."""
    kept.leave()
    spool.begin(server.url, folder)


def look(meeting):
    """The terminal reads what stands at the door."""
    spool.remember(at_the_door(NOW), board(meeting.id))


def note(meeting, staff_no="1001", after=1, pin=PIN):
    """Somebody signs in at this terminal while it is cut off."""
    at = NOW + after * MINUTE
    return spool.sign_in_or_note(meeting.id, staff_no, pin, at, "keyboard", MACHINE, False)


def kinds(teacher):
    facts = AttendanceFact.select().where(AttendanceFact.teacher == teacher)
    return [fact.kind for fact in facts.order_by(AttendanceFact.id)]


@contextmanager
def on_a_server(server: Server) -> Iterator[Cast]:
    """The school on the server; the spool that a terminal keeps meanwhile is left at the end."""
    opened = connect(server.url)
    yield a_cast()
    kept.leave()
    opened.close()
    with Maintenance(server.url) as cleaner:
        empty(cleaner)


def seen_meeting(cast: Cast, server: Server, folder: Path) -> Activity:
    """Open, and seen by this terminal."""
    found = an_activity(cast.term)
    open_activity(OPERATOR, found.id, NOW)
    start(server, folder)
    look(found)
    return found
