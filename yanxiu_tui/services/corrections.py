"""更正: by those allowed, with a reason, the old value kept and shown (Z25)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.connection import transaction
from db.models import Activity, Attendee
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import STATUS_NAMES, FactKind, Status
from yanxiu_tui.services import trace
from yanxiu_tui.services.activities import STATE_NAMES, State, hold
from yanxiu_tui.services.attendance_history import HistoryEntry, history
from yanxiu_tui.services.covering import leave_status, leaves_asked, leaves_covering
from yanxiu_tui.services.credentials import find_teacher
from yanxiu_tui.services.groups import research_groups
from yanxiu_tui.services.makeup import settle
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.standings import attendees, derive, record
from yanxiu_tui.services.texts import clean

__all__ = [
    "Corrected", "HistoryEntry", "add_to_roster", "correct", "history", "mark_all_present",
    "withdraw",
]  # fmt: skip

_MEANS = "correction"
_MET = (State.OPEN, State.ENDED, State.CLOSED)


@dataclass(frozen=True)
class Corrected:
    """What a correction, or its withdrawal, made of somebody."""

    teacher_id: int
    name: str
    before: Status
    after: Status


def correct(
    actor: Actor, activity_id: int, teacher_id: int, status: Status, reason: str, now: datetime
) -> Corrected:
    """Set somebody's standing by hand; it then outweighs every sign-in, call and leave."""
    reason = clean(reason, "更正的原因", 200)
    if status is Status.EXPECTED:
        raise Refused("bad_status", "不能更正为「未到」；要恢复原来的结果，请撤销更正。")
    with transaction():
        activity, row = _hold_row(actor, activity_id, teacher_id)
        before = Status(row.status)
        if before is status:
            raise Refused("same_status", f"{row.teacher.name}老师已经是{STATUS_NAMES[status]}。")
        facts = _facts(actor, activity, [row], FactKind.CORRECTED, status, reason, now)
        trace.write(
            actor, "correct", "activity", activity_id, now,
            facts=facts, teacher=teacher_id, before=before, after=status,
        )  # fmt: skip
        after = _derive_one(activity, row)
    return Corrected(teacher_id, row.teacher.name, before, after)


def withdraw(
    actor: Actor, activity_id: int, teacher_id: int, reason: str, now: datetime
) -> Corrected:
    """Take a correction back: the standing is again what the facts say."""
    reason = clean(reason, "撤销更正的原因", 200)
    with transaction():
        activity, row = _hold_row(actor, activity_id, teacher_id)
        before = Status(row.status)
        if not row.by_hand:
            raise Refused("not_corrected", f"{row.teacher.name}老师的考勤没有更正过，不用撤销。")
        facts = _facts(actor, activity, [row], FactKind.CORRECTION_WITHDRAWN, "", reason, now)
        trace.write(
            actor, "withdraw_correction", "activity", activity_id, now,
            facts=facts, teacher=teacher_id, before=before,
        )  # fmt: skip
        after = _derive_one(activity, row)
    return Corrected(teacher_id, row.teacher.name, before, after)


def mark_all_present(actor: Actor, activity_id: int, reason: str, now: datetime) -> int:
    """Set everyone not yet there (or absent) present, and say how many they were.

    Leave, also one that still waits to be decided, lateness and what was set by hand are never
    touched.
    """
    reason = clean(reason, "全部记为出勤的原因", 200)
    with transaction():
        activity = _hold_met(actor, activity_id)
        asking = leaves_asked(activity)
        rows = [
            row
            for row in attendees(activity)
            if _may_be_marked(row) and row.teacher_id not in asking
        ]
        if rows:
            kind = FactKind.CORRECTED
            facts = _facts(actor, activity, rows, kind, Status.PRESENT, reason, now)
            trace.write(
                actor, "mark_all_present", "activity", activity_id, now,
                facts=facts, count=len(rows),
            )  # fmt: skip
            settle(activity, rows, derive(activity, rows))
    return len(rows)


def add_to_roster(
    actor: Actor, activity_id: int, staff_no: str, reason: str, now: datetime
) -> Corrected:
    """Add somebody the frozen roster missed, with any leave that covers the meeting."""
    reason = clean(reason, "补入名单的原因", 200)
    teacher = find_teacher(staff_no)
    with transaction():
        activity = _hold_met(actor, activity_id)
        if attendees(activity, [teacher.id]):
            raise Refused("already_expected", f"{teacher.name}老师已经在应到名单里。")
        leave = leaves_covering(activity, [teacher.id]).get(teacher.id)
        Attendee.create(
            activity=activity,
            teacher=teacher,
            group_name=research_groups([teacher.id]).get(teacher.id, ""),
            leave=leave,
            leave_status=leave_status(activity, leave),
        )
        after = _derive_one(activity, attendees(activity, [teacher.id])[0])
        trace.write(
            actor, "add_to_roster", "activity", activity_id, now,
            teacher=teacher.id, reason=reason,
        )  # fmt: skip
    return Corrected(teacher.id, teacher.name, Status.EXPECTED, after)


def _hold_met(actor: Actor, activity_id: int) -> Activity:
    """A meeting whose roster is frozen, held for a correction."""
    activity = hold(activity_id)
    require(actor, Act.CORRECT_ATTENDANCE, activity.group_id)
    if activity.state not in _MET:
        state = STATE_NAMES[State(activity.state)]
        raise Refused("not_met", f"这次活动{state}，还没有可以更正的考勤。")
    return activity


def _hold_row(actor: Actor, activity_id: int, teacher_id: int) -> tuple[Activity, Attendee]:
    activity = _hold_met(actor, activity_id)
    rows = attendees(activity, [teacher_id])
    if not rows:
        raise Refused("not_expected", "这位老师不在应到名单里，需要时请先补入名单。")
    return activity, rows[0]


def _derive_one(activity: Activity, row: Attendee) -> Status:
    standings = derive(activity, [row])
    settle(activity, [row], standings)
    return standings[row.teacher_id].status


def _may_be_marked(row: Attendee) -> bool:
    undecided = row.status in (Status.EXPECTED, Status.ABSENT)
    return undecided and not row.leave_status and not row.by_hand


def _facts(
    actor: Actor,
    activity: Activity,
    rows: Iterable[Attendee],
    kind: FactKind,
    status: str,
    reason: str,
    now: datetime,
) -> list[dict[str, Any]]:
    """One fact a person, each with the status it found."""
    return [
        {
            **record(activity.id, kind, now, actor, _MEANS, teacher_id=row.teacher_id),
            "detail": str(status),
            "before": row.status,
            "reason": reason,
        }
        for row in rows
    ]
