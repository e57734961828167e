"""早退 and 中途离场: who left before the end, and when (Z26)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.connection import transaction
from db.models import Activity, Attendee
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import CAME, Departure, FactKind, Status
from yanxiu_tui.rules.standings import Standing
from yanxiu_tui.services import trace
from yanxiu_tui.services.activities import State, hold, is_run_by
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.standings import attendees, derive, record

_MEANS = "roll_call"


@dataclass(frozen=True)
class Left:
    """How and when somebody left; both None once that was taken back."""

    teacher_id: int
    name: str
    status: Status
    departure: Departure | None
    departed_at: datetime | None


def mark_left(
    actor: Actor,
    activity_id: int,
    teacher_id: int,
    departure: Departure,
    at: datetime,
    now: datetime,
) -> Left:
    """Note that somebody left at ``at``; a later word replaces an earlier one."""
    with transaction():
        activity, row = _hold_row(actor, activity_id, teacher_id)
        _refuse_impossible(activity, row, at, now)
        fact = _fact(activity, row, actor, FactKind(departure.value), at, now)
        trace.write(
            actor, departure.value, "activity", activity_id, now,
            facts=[fact], teacher=teacher_id, at=at,
        )  # fmt: skip
        standing = derive(activity, [row])[teacher_id]
    return _left(row, standing)


def undo(actor: Actor, activity_id: int, teacher_id: int, now: datetime) -> Left:
    """Take back that somebody left."""
    with transaction():
        activity, row = _hold_row(actor, activity_id, teacher_id)
        if not row.departure:
            raise Refused("not_left", f"{row.teacher.name}老师没有离场记录，不用撤销。")
        fact = _fact(activity, row, actor, FactKind.LEFT_UNDONE, now, now)
        trace.write(
            actor, "undo_left", "activity", activity_id, now, facts=[fact], teacher=teacher_id
        )
        standing = derive(activity, [row])[teacher_id]
    return _left(row, standing)


def _hold_row(actor: Actor, activity_id: int, teacher_id: int) -> tuple[Activity, Attendee]:
    """Whoever calls the roll while it meets; once it is over, those who may correct."""
    activity = hold(activity_id)
    if activity.state == State.OPEN:
        run_by = is_run_by(activity, actor.teacher_id)
        require(actor, Act.CALL_ROLL, activity.group_id, run_by)
    elif activity.state in (State.ENDED, State.CLOSED):
        require(actor, Act.CORRECT_ATTENDANCE, activity.group_id)
    else:
        raise Refused("not_open", "活动还没有开始，不能记离场。")
    rows = attendees(activity, [teacher_id])
    if not rows:
        raise Refused("not_expected", "这位老师不在应到名单里。")
    return activity, rows[0]


def _refuse_impossible(activity: Activity, row: Attendee, at: datetime, now: datetime) -> None:
    name = row.teacher.name
    if row.status not in CAME:
        raise Refused("not_there", f"{name}老师没有到场，不能记离场。")
    if not activity.starts_at <= at <= (activity.ended_at or now):
        raise Refused("bad_time", "离场时间应在活动开始之后、散会之前，也不能晚于现在，请核对。")
    if row.signed_in_at and at < row.signed_in_at:
        raise Refused("bad_time", f"离场时间早于{name}老师的签到时间，请核对。")


def _fact(
    activity: Activity, row: Attendee, actor: Actor, kind: FactKind, at: datetime, now: datetime
) -> dict[str, Any]:
    return record(
        activity.id,
        kind,
        at,
        actor,
        _MEANS,
        teacher_id=row.teacher_id,
        recorded_at=now,
        late_entry=activity.state != State.OPEN,
    )


def _left(row: Attendee, standing: Standing) -> Left:
    return Left(
        row.teacher_id,
        row.teacher.name,
        standing.status,
        standing.departure,
        standing.departed_at,
    )
