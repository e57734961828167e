"""我的出勤: a term of meetings as one teacher attended them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from db.models import Activity, Attendee, MakeupTask
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import CAME, Departure, Status, Tally, tally
from yanxiu_tui.services.makeup import TaskView, read, view_of
from yanxiu_tui.services.permission import Actor


@dataclass(frozen=True)
class MyLine:
    """One meeting; ``hours`` are the 学时 it gave, once it is ``over``, to those who came."""

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
    """One's own attendance of a term, in two queries."""
    if actor.teacher_id is None:
        raise Refused("no_teacher", "操作员没有自己的出勤记录，请用教师工号进入。")
    lines = tuple(_line(row) for row in _rows(actor.teacher_id, term_id))
    counted = tally(line.status for line in lines if line.over)
    owed = read().where(MakeupTask.teacher == actor.teacher_id, Activity.term == term_id)
    return MyAttendance(
        lines=lines,
        tally=counted,
        rate=counted.rate,
        hours=sum((line.hours for line in lines), Decimal(0)),
        makeups=tuple(view_of(row) for row in owed),
    )


def _rows(teacher_id: int, term_id: int) -> list[Attendee]:
    query = (
        Attendee.select(Attendee, Activity)
        .join(Activity)
        .where(Attendee.teacher == teacher_id, Activity.term == term_id)
        .order_by(Activity.starts_at.desc(), Activity.id.desc())
    )
    return list(query)


def _line(row: Attendee) -> MyLine:
    status = Status(row.status)
    over = row.activity.ended_at is not None
    return MyLine(
        activity_id=row.activity_id,
        starts_at=row.activity.starts_at,
        title=row.activity.title,
        status=status,
        signed_in_at=row.signed_in_at,
        departure=Departure(row.departure) if row.departure else None,
        hours=row.activity.hours if over and status in CAME else Decimal(0),
        over=over,
    )
