"""The one place where facts become standings."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from db.connection import held
from db.models import Activity, AttendanceFact, Attendee, Teacher
from yanxiu_tui.rules.attendance import FactKind, Status
from yanxiu_tui.rules.standings import Fact, Meeting, Standing, stand, there_at_calls
from yanxiu_tui.services.activities import find, regulation_for
from yanxiu_tui.services.permission import Actor

# How somebody signed in whose terminal was cut off from the server and handed it over later.
OFFLINE = "offline"


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


def at_calls(activity_id: int) -> dict[int, Mapping[int, bool]]:
    """At which calls that are over each teacher was, of whom any fact is known."""
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
