"""点名: the regulation's calls and surprise ones, one mark a name, at one with the sign-ins."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import fn

from db.connection import transaction
from db.models import Activity, AttendanceFact
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import FIRST_SURPRISE, FactKind, Status
from yanxiu_tui.services import trace
from yanxiu_tui.services.activities import State, hold, is_run_by, regulation_for
from yanxiu_tui.services.attendance import Board, RollState, board, latest_rolls
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.standings import attendees, derive, record

_MEANS = "roll_call"


@dataclass(frozen=True)
class Marked:
    """What a mark made of somebody."""

    teacher_id: int
    name: str
    there: bool | None
    status: Status


def start_roll(actor: Actor, activity_id: int, now: datetime) -> Board:
    """Begin the next roll call of the regulation's number (Z31); one at a time."""
    with transaction():
        activity = _hold_to_call(actor, activity_id)
        made = sum(not roll.surprise for roll in _all_ended(activity))
        most = regulation_for(activity).attendance.roll_calls
        if made >= most:
            raise Refused("rolls_done", f"{most} 次点名都已完成，还可以突击点名。")
        _start(activity, actor, now, made + 1)
    return board(activity_id)


def start_surprise(actor: Actor, activity_id: int, now: datetime) -> Board:
    """Begin a surprise call (Z25), as often as the host likes, but not during another call."""
    with transaction():
        activity = _hold_to_call(actor, activity_id)
        made = sum(roll.surprise for roll in _all_ended(activity))
        _start(activity, actor, now, FIRST_SURPRISE + made)
    return board(activity_id)


def mark(
    actor: Actor, activity_id: int, teacher_id: int, there: bool | None, now: datetime
) -> Marked:
    """Mark somebody there or not in the roll call under way; None takes the mark back."""
    kinds = {
        True: FactKind.ROLL_PRESENT,
        False: FactKind.ROLL_ABSENT,
        None: FactKind.ROLL_UNDONE,
    }
    with transaction():
        activity = _hold_to_call(actor, activity_id)
        number = _running(activity)
        rows = attendees(activity, [teacher_id])
        if not rows:
            raise Refused("not_expected", "这位老师不在应到名单里。")
        fact = _fact(activity, kinds[there], actor, now, number, teacher_id)
        trace.write(
            actor, "mark_roll", "activity", activity.id, now,
            facts=[fact], teacher=teacher_id, there=there,
        )  # fmt: skip
        standing = derive(activity, rows)[teacher_id]
    return Marked(teacher_id, rows[0].teacher.name, there, standing.status)


def finish_roll(actor: Actor, activity_id: int, now: datetime) -> Board:
    """End the roll call under way; those neither signed in nor marked were not there."""
    with transaction():
        activity = _hold_to_call(actor, activity_id)
        number = _running(activity)
        rows = attendees(activity)
        fact = _fact(activity, FactKind.ROLL_ENDED, actor, now, number)
        trace.write(actor, "finish_roll", "activity", activity.id, now, facts=[fact], roll=number)
        derive(activity, rows)
    return board(activity_id)


def resume_roll(actor: Actor, activity_id: int, now: datetime) -> Board:
    """Take up the last roll call again, when it was ended by mistake.

    Not once somebody has signed in since: they came after it, and would no longer be late. A
    surprise call makes nobody late, so that it may always be taken up.
    """
    with transaction():
        activity = _hold_to_call(actor, activity_id)
        rolls = latest_rolls(activity.id)
        if not rolls or rolls[-1].ended_at is None:
            raise Refused("no_roll", "没有可以继续的点名。")
        since = AttendanceFact.select().where(
            AttendanceFact.activity == activity,
            AttendanceFact.kind.in_([FactKind.SIGN_IN, FactKind.SIGN_IN_AGAIN]),
            (AttendanceFact.at > rolls[-1].ended_at) | _written_since(activity, rolls[-1].number),
        )
        if not rolls[-1].surprise and since.exists():
            raise Refused(
                "signed_since", "点名结束后已有老师签到，不能再继续；记错的请在考勤表里更正。"
            )
        rows, number = attendees(activity), rolls[-1].number
        fact = _fact(activity, FactKind.ROLL_STARTED, actor, now, number)
        trace.write(actor, "resume_roll", "activity", activity.id, now, facts=[fact], roll=number)
        derive(activity, rows)
    return board(activity_id)


def _written_since(activity: Activity, number: int) -> Any:
    """What was written as it happened once that call was over, whatever the clock said."""
    ended = AttendanceFact.select(fn.MAX(AttendanceFact.id)).where(
        AttendanceFact.activity == activity,
        AttendanceFact.kind == FactKind.ROLL_ENDED,
        AttendanceFact.roll == number,
    )
    return (AttendanceFact.id > ended) & (AttendanceFact.recorded_at == AttendanceFact.at)


def _hold_to_call(actor: Actor, activity_id: int) -> Activity:
    activity = hold(activity_id)
    require(actor, Act.CALL_ROLL, activity.group_id, is_run_by(activity, actor.teacher_id))
    if activity.state != State.OPEN:
        raise Refused("not_open", "活动不在进行中，不能点名。")
    return activity


def _all_ended(activity: Activity) -> list[RollState]:
    """The calls made so far; Refused while one is under way."""
    rolls = latest_rolls(activity.id)
    if any(roll.ended_at is None for roll in rolls):
        raise Refused("roll_running", "上一次点名还没有结束，请先结束它。")
    return rolls


def _start(activity: Activity, actor: Actor, now: datetime, number: int) -> None:
    fact = _fact(activity, FactKind.ROLL_STARTED, actor, now, number)
    trace.write(actor, "start_roll", "activity", activity.id, now, facts=[fact], roll=number)


def _running(activity: Activity) -> int:
    running = [roll.number for roll in latest_rolls(activity.id) if roll.ended_at is None]
    if not running:
        raise Refused("no_roll", "现在没有在点名，请先开始点名。")
    return running[0]


def _fact(
    activity: Activity,
    kind: FactKind,
    actor: Actor,
    now: datetime,
    number: int,
    teacher_id: int | None = None,
) -> dict[str, Any]:
    return record(activity.id, kind, now, actor, _MEANS, roll=number, teacher_id=teacher_id)
