"""What the asking at 签到台 keeps in mind, and what its workers answer."""

from dataclasses import dataclass, field

from textual.message import Message

from yanxiu_tui.services.attendance import Board, Line
from yanxiu_tui.services.sign_in import SignedIn
from yanxiu_tui.services.spool import Noted

KEYBOARD = "keyboard"


@dataclass(frozen=True)
class Asked:
    """Whose PIN is asked for, and how they said who they are."""

    line: Line
    means: str


@dataclass(frozen=True)
class Entry:
    """What was typed up to Enter, whom it picked out, and whose PIN was asked for just then."""

    text: str = field(repr=False)
    picked_out: str | None = None
    asked: Asked | None = None


@dataclass
class Welcomed(Message):
    """Somebody has signed in, or was noted; their name is already drawn large."""

    done: SignedIn | Noted
    drawn: list[str]


@dataclass
class Named(Message):
    """Somebody is expected at this meeting; their PIN must follow.

    ``crowded`` says that more badges were scanned in one run with theirs.
    """

    staff_no: str
    board: Board
    means: str = KEYBOARD
    crowded: bool = False
