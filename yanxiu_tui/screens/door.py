"""What stands at the door: the meetings to sign in to, read for 签到台."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from textual.message import Message

from yanxiu_tui import clock
from yanxiu_tui.services import activities, attendance, pulse
from yanxiu_tui.services.activities import ActivityView
from yanxiu_tui.services.attendance import Board

# Terminals that share a database may differ by this much.
_TOLERATED = timedelta(minutes=1)


@dataclass
class DoorRead(Message):
    """What stands at the door: the meetings to choose from and the one shown.

    ``clock_back_from`` is the last record's time when the clock now stands before it.
    """

    meetings: Sequence[ActivityView]
    board: Board | None
    beat: tuple[int, int]
    clock_back_from: datetime | None = None


def read_door(shown: int | None = None) -> DoorRead:
    """Read what stands at the door, the meeting ``shown`` if it is still there."""
    beat = pulse.beat()
    meetings = activities.at_the_door(clock.now())
    ids = [meeting.id for meeting in meetings]
    chosen = shown if shown in ids else next(iter(ids), None)
    board = attendance.board(chosen) if chosen is not None else None
    last = pulse.newest()
    back = last if last is not None and last > clock.now() + _TOLERATED else None
    return DoorRead(meetings, board, beat, back)
