"""断网: a terminal cut off from the server goes on signing people in, and hands it over later.

Nothing of this exists where the database is on this machine. What is noted carries a number of its
own, the very one the sign-in would have had, so that the server takes each but once.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from peewee import JOIN, IntegrityError

from db import spool
from db.connection import is_shared
from db.errors import server_away
from db.migrate import latest
from db.models import AttendanceFact, Teacher
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import FactKind
from yanxiu_tui.services import credentials, phone_codes, sealed_pins, sign_in
from yanxiu_tui.services.activities import ActivityView, State
from yanxiu_tui.services.attendance import Board, Line, board
from yanxiu_tui.services.attendance_history import REASON_NAMES
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.school import school_name
from yanxiu_tui.services.sign_in import Attempt, SignedIn
from yanxiu_tui.services.standings import OFFLINE
from yanxiu_tui.trouble import keep_details

_SCHOOL = "school"


@dataclass(frozen=True)
class Noted:
    """What a teacher is told whose try was noted here; it is checked once the server is back."""

    name: str
    title: str
    at: datetime


@dataclass(frozen=True)
class Delivered:
    """What came of one try: ``refused`` says why it did not sign the teacher in, "" if it did."""

    name: str
    at: datetime
    refused: str


@dataclass(frozen=True)
class Delivery:
    """What was handed over, in order of time, and how many tries still wait here."""

    outcomes: tuple[Delivered, ...]
    left: int

    @property
    def conflicts(self) -> tuple[Delivered, ...]:
        """Those that signed nobody in; they stand in 签到核查."""
        return tuple(each for each in self.outcomes if each.refused)


@dataclass(frozen=True)
class Recalled:
    """What this terminal last saw: the school, and the meetings at the door with their sheets."""

    school_name: str
    public_key: bytes
    version: str
    meetings: tuple[ActivityView, ...] = ()
    boards: Mapping[int, Board] = field(default_factory=dict)


def begin(url: str, folder: Path) -> None:
    """Keep a spool in this folder, if the database at ``url`` is one that others share."""
    if is_shared(url):
        spool.use(url, folder)


def in_use() -> bool:
    """Whether this terminal keeps one."""
    return spool.in_use()


def is_cut_off(error: BaseException) -> bool:
    """Whether this means that the terminal must do without the server for now."""
    return spool.in_use() and server_away(error)


def waiting() -> int:
    """How many tries wait to be handed over."""
    return spool.waiting() if spool.in_use() else 0


# What was last seen


def remember(meetings: Sequence[ActivityView], shown: Board | None) -> None:
    """Keep what stands at the door, with the sheet shown and those of the other open meetings.

    A roster is frozen when its meeting opens, so another's is read once.
    """
    if not spool.in_use():
        return
    import msgspec

    known = spool.seen()
    boards = {_key(shown.activity.id): shown} if shown else {}
    for meeting in meetings:
        key = _key(meeting.id)
        if meeting.state is State.OPEN and key not in known and key not in boards:
            boards[key] = board(meeting.id)
    school = Recalled(
        school_name(), sealed_pins.public_key(phone_codes.secret()), latest(), tuple(meetings)
    )
    said = {_SCHOOL: school} | {key: _public(each) for key, each in boards.items()}
    written = {key: msgspec.json.encode(each) for key, each in said.items()}
    spool.see(written, keep=[_key(meeting.id) for meeting in meetings])


def recall() -> Recalled | None:
    """What was last seen; None when nothing was, or an older version of this program saw it."""
    import msgspec

    known = spool.seen() if spool.in_use() else {}
    if _SCHOOL not in known:
        return None
    try:
        school = msgspec.json.decode(known[_SCHOOL], type=Recalled)
        keys = {meeting.id: _key(meeting.id) for meeting in school.meetings}
        boards = {
            each: msgspec.json.decode(known[key], type=Board)
            for each, key in keys.items()
            if key in known
        }
    except msgspec.MsgspecError:
        return None
    return replace(school, boards=boards) if school.version == latest() else None


def _key(activity_id: int) -> str:
    return f"board {activity_id}"


def _public(seen: Board) -> Board:
    """The sheet without the kinds of leave, which nobody at the door asks for."""
    return replace(seen, lines=tuple(replace(line, leave_kind="") for line in seen.lines))


# Signing in


def sign_in_or_note(
    activity_id: int | None, staff_no: str, pin: str, now: datetime, means: str, machine: str,
    reachable: bool = True,
) -> SignedIn | Noted:  # fmt: skip
    """Sign in where the teacher is expected; with the server away, note it here instead.

    Whatever came of a try whose answer was lost, its number tells the server later.
    """
    attempt = Attempt(uuid4().hex)
    if reachable:
        try:
            found = sign_in.where_expected(staff_no, now, means, machine, activity_id)
            return sign_in.sign_in(found, staff_no, pin, now, means, machine, attempt)
        except Exception as error:
            if not is_cut_off(error):
                raise
    return _note(attempt, activity_id, staff_no, pin, now, machine)


def _note(
    attempt: Attempt, activity_id: int | None, staff_no: str, pin: str, at: datetime, machine: str
) -> Noted:
    school = recall()
    if school is None or activity_id is None or activity_id not in school.boards:
        raise Refused("no_snapshot", "连不上服务器，本机也没有这次活动的名单，请用纸质签到表。")
    seen = school.boards[activity_id]
    line = _line(seen, staff_no)
    if seen.activity.state is not State.OPEN:
        raise Refused("not_open_yet", "连不上服务器，断网前还没有开放签到，请稍候或用纸质签到表。")
    about = _about(attempt.id, activity_id, staff_no, at)
    sealed = sealed_pins.seal(school.public_key, pin, about)
    spool.note(
        attempt=attempt.id, activity=activity_id, staff_no=staff_no, at=at, machine=machine,
        pin=sealed,
    )  # fmt: skip
    return Noted(line.name, seen.activity.title, at)


def _line(seen: Board, staff_no: str) -> Line:
    for line in seen.lines:
        if line.staff_no == staff_no:
            return line
    raise Refused("not_expected", "连不上服务器，断网时只能签名单上的老师，请稍后再试。")


def _about(attempt: str, activity_id: int, staff_no: str, at: datetime) -> str:
    """What a PIN is sealed together with: it is no good for anything else."""
    return f"{attempt} {activity_id} {staff_no} {at.timestamp()}"


# Handing over


def deliver(now: datetime) -> Delivery:
    """Hand over what was noted, in order of its true time; each is kept once, come what may.

    What does not sign anybody in is kept as a refused try with its reason. What cannot be handed
    over now stays here.
    """
    outcomes = []
    for note in spool.notes() if spool.in_use() else []:
        try:
            outcome = _hand_over(note, now)
        except Exception as error:
            if server_away(error):
                break
            # It stays here, and keeps no other from being handed over.
            keep_details(error)
            continue
        spool.drop(note.attempt)
        outcomes.append(outcome)
    return Delivery(tuple(outcomes), waiting())


def _hand_over(note: Any, now: datetime) -> Delivered:
    """Have the server take one try, unless it has it already, and say what came of it."""
    fact = _kept(note.attempt)
    if fact is None:
        # Another program on this machine may be handing over the same one at this moment.
        with suppress(Refused, IntegrityError):
            _send(note, now)
        fact = _kept(note.attempt)
    if fact is None:
        raise LookupError(f"the server did not take {note.attempt}")
    name = fact.teacher.name if fact.teacher else note.staff_no
    refused = REASON_NAMES.get(fact.detail, fact.detail) if fact.kind == FactKind.REFUSED else ""
    return Delivered(name, note.at, refused)


def _kept(attempt: str) -> AttendanceFact | None:
    query = AttendanceFact.select(AttendanceFact, Teacher).join(Teacher, JOIN.LEFT_OUTER)
    return query.where(AttendanceFact.attempt == attempt).first()


def _send(note: Any, now: datetime) -> None:
    attempt = Attempt(note.attempt, delivered_at=now)
    try:
        actor = _proved(note)
    except Refused as refusal:
        sign_in.note_refusal(
            note.activity, note.staff_no, refusal.reason, note.at, OFFLINE, note.machine,
            attempt=attempt,
        )  # fmt: skip
        raise
    sign_in.record_sign_in(note.activity, actor, note.at, OFFLINE, attempt=attempt)


def _proved(note: Any) -> Actor:
    """Whose PIN it is, checked as it would have been then: guesses wait by their true times."""
    about = _about(note.attempt, note.activity, note.staff_no, note.at)
    pin = sealed_pins.unseal(phone_codes.secret(), note.pin, about)
    if pin is None:
        raise Refused("unreadable", "断网时记下的打不开。")
    teacher = Teacher.get_or_none(Teacher.staff_no == note.staff_no)
    if teacher and teacher.left_at:
        raise Refused("teacher_left", f"{teacher.name}老师已经离岗。")
    return credentials.enter(note.staff_no, pin, note.at, note.machine)
