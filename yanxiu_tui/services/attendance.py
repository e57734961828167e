"""A meeting as the room sees it: its sheet, its roll calls, its figures (Z27)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from peewee import JOIN, fn

from db.models import AttendanceFact, Attendee, Credential, Leave, Teacher
from yanxiu_tui.rules.attendance import Departure, FactKind, Status, is_surprise
from yanxiu_tui.rules.attendance_tally import Tally, tally
from yanxiu_tui.services.activities import ActivityView, find, view_of
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.standings import OFFLINE, at_calls


@dataclass(frozen=True)
class Line:
    """One expected teacher on a sheet.

    ``offline`` says that the sign-in that counts was noted while the server was away.
    """

    teacher_id: int
    staff_no: str
    name: str
    initials: str
    group_name: str
    status: Status
    leave_kind: str
    signed_in_at: datetime | None
    departure: Departure | None
    departed_at: datetime | None
    conflict: bool
    by_hand: bool
    late_entry: bool
    has_pin: bool
    offline: bool = False


@dataclass(frozen=True)
class RollState:
    """One roll call: when it began and ended, and who was marked there (True) or not (False).

    ``last_at`` is when something last happened in it, ``marked_at`` when each mark was made.
    """

    number: int
    started_at: datetime
    ended_at: datetime | None
    last_at: datetime
    marks: dict[int, bool]
    marked_at: dict[int, datetime] = field(default_factory=dict)

    @property
    def surprise(self) -> bool:
        """Whether it is one beside those of the regulation."""
        return is_surprise(self.number)

    def denies(self, line: Line) -> bool:
        """Whether somebody had signed in and was then marked not there."""
        away = self.marks.get(line.teacher_id) is False
        signed = line.signed_in_at
        return away and signed is not None and signed <= self.marked_at[line.teacher_id]


@dataclass(frozen=True)
class Board:
    """A meeting as the whole room may see it: lines by group, then staff number, calls by time.

    ``there`` says for each teacher (by id) at which of the calls that are over they were, as their
    standing has it; only a ``sheet`` has it.
    """

    activity: ActivityView
    lines: tuple[Line, ...]
    rolls: tuple[RollState, ...]
    tally: Tally
    there: Mapping[int, Mapping[int, bool]] = field(default_factory=dict)

    @property
    def regular(self) -> tuple[RollState, ...]:
        """The calls that the regulation asks for, without the surprise ones."""
        return tuple(roll for roll in self.rolls if not roll.surprise)


def board(activity_id: int) -> Board:
    """Read a meeting: three queries, however many are expected."""
    activity = view_of(find(activity_id))
    lines = tuple(_line(row) for row in _roster(activity_id))
    return Board(
        activity=activity,
        lines=lines,
        rolls=tuple(latest_rolls(activity_id)),
        tally=tally(line.status for line in lines),
    )


def sheet(actor: Actor, activity_id: int) -> Board:
    """The sign-in sheet, for those who may see it (Z27)."""
    found = board(activity_id)
    activity = found.activity
    require(actor, Act.VIEW_SHEET, activity.group_id, activity.is_run_by(actor.teacher_id))
    return replace(found, there=at_calls(activity_id))


def _roster(activity_id: int) -> Iterable[Any]:
    """Everybody expected, with all that their line tells; one query."""
    handed_over = AttendanceFact.select(AttendanceFact.id).where(
        AttendanceFact.activity == Attendee.activity,
        AttendanceFact.teacher == Attendee.teacher,
        AttendanceFact.at == Attendee.signed_in_at,
        AttendanceFact.means == OFFLINE,
        AttendanceFact.kind != FactKind.REFUSED,
    )
    query: Any = (
        Attendee.select(
            Attendee,
            Teacher.staff_no,
            Teacher.name,
            Teacher.initials,
            Leave.kind.alias("leave_kind"),
            Credential.pin_hash,
            fn.EXISTS(handed_over).alias("offline"),
        )
        .join(Teacher)
        .join(Credential, JOIN.LEFT_OUTER)
        .switch(Attendee)
        .join(Leave, JOIN.LEFT_OUTER)
        .where(Attendee.activity == activity_id)
        .order_by(Attendee.group_name, Teacher.staff_no)
    )
    return list(query.objects())


def _line(row: Any) -> Line:
    return Line(
        teacher_id=row.teacher_id,
        staff_no=row.staff_no,
        name=row.name,
        initials=row.initials,
        group_name=row.group_name,
        status=Status(row.status),
        leave_kind=row.leave_kind or "",
        signed_in_at=row.signed_in_at,
        departure=Departure(row.departure) if row.departure else None,
        departed_at=row.departed_at,
        conflict=row.conflict,
        by_hand=row.by_hand,
        late_entry=row.late_entry,
        has_pin=bool(row.pin_hash),
        offline=bool(row.offline),
    )


def latest_rolls(activity_id: int) -> list[RollState]:
    """The meeting's roll calls as they began, with the mark that holds for each person now."""
    facts = (
        AttendanceFact.select()
        .where(AttendanceFact.activity == activity_id, AttendanceFact.roll > 0)
        .order_by(AttendanceFact.id)
    )
    states: dict[int, RollState] = {}
    for fact in facts:
        states[fact.roll] = _roll_after(states.get(fact.roll), FactKind(fact.kind), fact)
    return list(states.values())


def _roll_after(state: RollState | None, kind: FactKind, fact: AttendanceFact) -> RollState:
    if state is None or kind is FactKind.ROLL_STARTED:
        marks, marked_at = (state.marks, state.marked_at) if state else ({}, {})
        return RollState(fact.roll, fact.at, None, fact.at, marks, marked_at)
    if kind is FactKind.ROLL_ENDED:
        return replace(state, ended_at=fact.at, last_at=fact.at)
    marks = {key: there for key, there in state.marks.items() if key != fact.teacher_id}
    if kind is not FactKind.ROLL_UNDONE:
        marks[fact.teacher_id] = kind is FactKind.ROLL_PRESENT
    marked_at = state.marked_at | {fact.teacher_id: fact.at}
    return replace(state, marks=marks, marked_at=marked_at, last_at=fact.at)
