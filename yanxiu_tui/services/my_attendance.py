"""我的出勤: a term of meetings as one teacher attended them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from db.models import Activity, Attendee, MakeupTask, RegulationVersion, Term
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.loader import pinned
from yanxiu_tui.regulation.terms import Hours
from yanxiu_tui.rules.attendance import CAME, Departure, Status
from yanxiu_tui.rules.attendance_tally import Tally, tally
from yanxiu_tui.services.makeup import TaskView, read, view_of
from yanxiu_tui.services.measures import hours as measured
from yanxiu_tui.services.measures.asking import exact
from yanxiu_tui.services.measures.sources import one
from yanxiu_tui.services.permission import Actor


@dataclass(frozen=True)
class MyLine:
    """One meeting; ``hours`` are the 学时 it gave, once it is ``over``, by how it was attended.

    Late, left early or made up, it gives the share that the regulation says (P1).
    """

    activity_id: int
    starts_at: datetime
    title: str
    status: Status
    signed_in_at: datetime | None
    departure: Departure | None
    hours: Decimal
    over: bool


@dataclass(frozen=True)
class MyAttendance:
    """The latest meeting first. The tally counts meetings that are over."""

    lines: tuple[MyLine, ...]
    tally: Tally
    rate: float | None
    hours: Decimal
    makeups: tuple[TaskView, ...]


def my_attendance(actor: Actor, term_id: int) -> MyAttendance:
    """One's own attendance of a term, in three queries."""
    if actor.teacher_id is None:
        raise Refused("no_teacher", "操作员没有自己的出勤记录，请用教师工号进入。")
    rule = _rule(term_id)
    query = read().where(MakeupTask.teacher == actor.teacher_id, Activity.term == term_id)
    makeups = tuple(view_of(row) for row in query)
    made_up = {task.activity_id for task in makeups if task.done_at}
    rows = _rows(actor.teacher_id, term_id, rule)
    lines = tuple(_line(row, row.activity_id in made_up, rule) for row in rows)
    counted = tally(line.status for line in lines if line.over)
    return MyAttendance(
        lines=lines,
        tally=counted,
        rate=counted.rate,
        hours=sum((line.hours for line in lines), Decimal(0)),
        makeups=makeups,
    )


def _rule(term_id: int) -> Hours:
    term = Term.select(Term, RegulationVersion).join(RegulationVersion).where(Term.id == term_id)
    return pinned(term.get().regulation.source).hours


def _rows(teacher_id: int, term_id: int, rule: Hours) -> list[Attendee]:
    came = Attendee.status.in_(sorted(CAME)) & Activity.ended_at.is_null(False)
    earned: Any = one(came, measured.earned(rule))
    query = (
        Attendee.select(Attendee, Activity, earned.alias("earned"))
        .join(Activity)
        .where(Attendee.teacher == teacher_id, Activity.term == term_id)
        .order_by(Activity.starts_at.desc(), Activity.id.desc())
    )
    return list(query)


def _line(row: Attendee, made_up: bool, rule: Hours) -> MyLine:
    return MyLine(
        activity_id=row.activity_id,
        starts_at=row.activity.starts_at,
        title=row.activity.title,
        status=Status(row.status),
        signed_in_at=row.signed_in_at,
        departure=Departure(row.departure) if row.departure else None,
        hours=_hours(row, made_up, rule),
        over=row.activity.ended_at is not None,
    )


def _hours(row: Attendee, made_up: bool, rule: Hours) -> Decimal:
    if made_up and Status(row.status) not in CAME:
        return exact(row.activity.hours * rule.made_up)
    return exact(row.earned)
