"""The one place where facts become standings, and where a meeting's sheet is read."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from peewee import JOIN, fn

from db.connection import held
from db.models import Activity, AttendanceFact, Attendee, Credential, Leave, Teacher
from yanxiu_tui.rules.attendance import (
    Departure,
    Fact,
    FactKind,
    Meeting,
    Standing,
    Status,
    Tally,
    is_surprise,
    stand,
    tally,
    there_at_calls,
)
from yanxiu_tui.services.activities import ActivityView, find, regulation_for, view_of
from yanxiu_tui.services.permission import Act, Actor, require

# How somebody signed in whose terminal was cut off from the server and handed it over later.
OFFLINE = "offline"


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
    lines = tuple(_lines(activity_id))
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
    return replace(found, there=_there(activity_id))


def record(
    activity_id: int, kind: FactKind, at: datetime, actor: Actor, means: str, **more: Any
) -> dict[str, Any]:
    """A row for AttendanceFact; ``recorded_at`` is ``at`` unless said otherwise."""
    return {
        "activity": activity_id,
        "teacher": more.get("teacher_id"),
        "kind": kind,
        "at": at,
        "recorded_at": more.get("recorded_at", at),
        "roll": more.get("roll", 0),
        "detail": more.get("detail", ""),
        "reason": more.get("reason", ""),
        "means": means,
        "machine": actor.machine,
        "recorded_by": actor.teacher_id,
        "late_entry": more.get("late_entry", False),
    }


# What an act on a roster's row looks at; reading no more keeps a sign-in quick.
_ROW = (
    Attendee.id,
    Attendee.activity,
    Attendee.leave,
    Attendee.leave_status,
    Attendee.status,
    Attendee.signed_in_at,
    Attendee.departure,
    Attendee.departed_at,
    Attendee.conflict,
    Attendee.by_hand,
    Teacher.id,
    Teacher.staff_no,
    Teacher.name,
)


def attendees(activity: Activity, teacher_ids: Collection[int] | None = None) -> list[Attendee]:
    """The roster's rows, or those of some teachers, held until this transaction ends."""
    query = Attendee.select(*_ROW).join(Teacher).where(Attendee.activity == activity)
    if teacher_ids is not None:
        query = query.where(Attendee.teacher.in_(list(teacher_ids)))
    return list(held(query.order_by(Attendee.id), Attendee))


# What the rule looks at.
_FACT = (
    AttendanceFact.id,
    AttendanceFact.kind,
    AttendanceFact.at,
    AttendanceFact.recorded_at,
    AttendanceFact.roll,
    AttendanceFact.detail,
    AttendanceFact.late_entry,
    AttendanceFact.teacher,
)


def derive(activity: Activity, rows: Sequence[Attendee]) -> dict[int, Standing]:
    """Derive standings again from the facts and store those that changed (set-based).

    Call it inside the transaction, with rows from ``attendees``.
    """
    facts = AttendanceFact.select(*_FACT).where(AttendanceFact.activity == activity)
    if len(rows) == 1:
        mine = AttendanceFact.teacher == rows[0].teacher_id
        facts = facts.where(mine | AttendanceFact.teacher.is_null())
    standings = _stand(activity, rows, facts.order_by(AttendanceFact.id))
    _store(rows, standings)
    return {row.teacher_id: standings[row.id] for row in rows}


def derive_across(
    meetings: Mapping[int, Activity], rows: Sequence[Attendee]
) -> dict[int, Standing]:
    """The same for rows of several meetings (by their ids): the standing of each row by its id."""
    facts = AttendanceFact.select(*_FACT, AttendanceFact.activity).where(
        AttendanceFact.activity.in_({row.activity_id for row in rows}),
        AttendanceFact.teacher.in_({row.teacher_id for row in rows})
        | AttendanceFact.teacher.is_null(),
    )
    facts_of: dict[int, list[AttendanceFact]] = defaultdict(list)
    for fact in facts.order_by(AttendanceFact.id):
        facts_of[fact.activity_id].append(fact)
    rows_of: dict[int, list[Attendee]] = defaultdict(list)
    for row in rows:
        rows_of[row.activity_id].append(row)
    standings: dict[int, Standing] = {}
    for each, theirs in rows_of.items():
        standings |= _stand(meetings[each], theirs, facts_of[each])
    _store(rows, standings)
    return standings


def _there(activity_id: int) -> dict[int, Mapping[int, bool]]:
    """At which calls each teacher was, of whom any fact is known."""
    activity = find(activity_id)
    facts = AttendanceFact.select(*_FACT).where(AttendanceFact.activity == activity)
    by_teacher, meeting = _sort_facts(activity, facts.order_by(AttendanceFact.id))
    rule = regulation_for(activity).attendance.rule()
    return {who: there_at_calls(told, meeting, rule) for who, told in by_teacher.items()}


def _stand(
    activity: Activity, rows: Sequence[Attendee], facts: Iterable[AttendanceFact]
) -> dict[int, Standing]:
    """How the facts of a meeting, oldest first, make each of these rows stand, by row id."""
    by_teacher, meeting = _sort_facts(activity, facts)
    rule = regulation_for(activity).attendance.rule()
    return {
        row.id: stand(
            by_teacher[row.teacher_id],
            meeting,
            rule,
            Status(row.leave_status) if row.leave_status else None,
        )
        for row in rows
    }


def _store(rows: Sequence[Attendee], standings: Mapping[int, Standing]) -> None:
    """Write the standings that are not what the rows say, one statement for equal changes."""
    changes: dict[tuple[tuple[str, Any], ...], list[int]] = defaultdict(list)
    for row in rows:
        changes[_difference(row, standings[row.id])].append(row.id)
    for difference, ids in changes.items():
        if difference:
            Attendee.update(**dict(difference)).where(Attendee.id.in_(ids)).execute()


def _difference(attendee: Attendee, standing: Standing) -> tuple[tuple[str, Any], ...]:
    """The columns in which the stored row is not what the facts say now, with the new values."""
    new = {
        "status": str(standing.status),
        "signed_in_at": standing.signed_in_at,
        "departure": str(standing.departure or ""),
        "departed_at": standing.departed_at,
        "conflict": standing.conflict,
        "by_hand": standing.by_hand,
    }
    return tuple((name, value) for name, value in new.items() if getattr(attendee, name) != value)


def _sort_facts(
    activity: Activity, facts: Iterable[AttendanceFact]
) -> tuple[dict[int, list[Fact]], Meeting]:
    """The facts of each teacher, and what the meeting's own facts say of its roll calls."""
    by_teacher: dict[int, list[Fact]] = defaultdict(list)
    ended: dict[int, datetime] = {}
    order: dict[int, int] = {}
    for row in facts:
        kind = FactKind(row.kind)
        # What was entered afterwards says itself when it was.
        place = row.id if row.recorded_at == row.at else 0
        if kind is FactKind.ROLL_ENDED:
            ended[row.roll], order[row.roll] = row.at, place
        elif kind is FactKind.ROLL_STARTED:
            ended.pop(row.roll, None)
        else:
            by_teacher[row.teacher_id].append(
                Fact(kind, row.at, row.roll, row.detail, row.late_entry, place)
            )
    return by_teacher, Meeting(activity.starts_at, activity.ended_at is not None, ended, order)


def _lines(activity_id: int) -> Iterable[Line]:
    handed_over = AttendanceFact.select(AttendanceFact.id).where(
        AttendanceFact.activity == Attendee.activity,
        AttendanceFact.teacher == Attendee.teacher,
        AttendanceFact.at == Attendee.signed_in_at,
        AttendanceFact.means == OFFLINE,
        AttendanceFact.kind != FactKind.REFUSED,
    )
    query = (
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
    for row in query.objects():
        yield Line(
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
