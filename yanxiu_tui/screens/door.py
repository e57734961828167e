"""What stands at the door: the meetings to sign in to, read for 签到台, or recalled without it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from textual.message import Message

from yanxiu_tui import clock
from yanxiu_tui.services import activities, attendance, pulse, spool
from yanxiu_tui.services.activities import ActivityView
from yanxiu_tui.services.attendance import Board
from yanxiu_tui.trouble import explain

# Terminals that share a database may differ by this much.
_TOLERATED = timedelta(minutes=1)


@dataclass
class DoorRead(Message):
    """What stands at the door: the meetings to choose from and the one shown.

    ``asked`` is the meeting it was read for, None for any. ``clock_back_from`` is the last record's
    time when the clock now stands before it. ``waiting`` says how many tries are to be handed over,
    ``trouble`` why none could be noted here.
    """

    meetings: Sequence[ActivityView]
    board: Board | None
    beat: tuple[int, int]
    asked: int | None = None
    clock_back_from: datetime | None = None
    waiting: int = 0
    trouble: str = ""


@dataclass
class CutOff(Message):
    """The server is away: what this terminal last saw, and how many tries wait here.

    ``asked`` is the meeting it was recalled for, None for any.
    """

    meetings: Sequence[ActivityView]
    board: Board | None
    asked: int | None
    waiting: int


def read_door(shown: int | None = None) -> DoorRead:
    """Read what stands at the door, the meeting ``shown`` if it is still there."""
    beat = pulse.beat()
    meetings = activities.at_the_door(clock.now())
    ids = [meeting.id for meeting in meetings]
    chosen = shown if shown in ids else next(iter(ids), None)
    board = attendance.board(chosen) if chosen is not None else None
    last = pulse.newest()
    back = last if last is not None and last > clock.now() + _TOLERATED else None
    return DoorRead(meetings, board, beat, shown, back, spool.waiting(), _remember(meetings, board))


def recall_door(shown: int | None = None) -> CutOff:
    """What stood at the door when it was last read."""
    seen = spool.recall()
    if seen is None:
        return CutOff((), None, shown, spool.waiting())
    chosen = shown if shown in seen.boards else next(iter(seen.boards), None)
    board = seen.boards[chosen] if chosen is not None else None
    return CutOff(seen.meetings, board, shown, spool.waiting())


def _remember(meetings: Sequence[ActivityView], board: Board | None) -> str:
    """Keep it for when the server is away; what hinders that hinders nobody now."""
    try:
        spool.remember(meetings, board)
    except Exception as error:
        if spool.is_cut_off(error):
            raise
        return f"服务器一旦断开，这台机器记不下签到。{explain(error)}"
    return ""
