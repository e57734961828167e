"""A meeting's course: open with a frozen roster, end, close, reopen with a reason."""

from datetime import datetime

from peewee import chunked

from db.connection import transaction
from db.models import Activity, Attendee
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import FactKind, Status
from yanxiu_tui.services import trace
from yanxiu_tui.services.activities import (
    STATE_NAMES,
    ActivityView,
    State,
    activity,
    hold,
    is_run_by,
    regulation_for,
)
from yanxiu_tui.services.attendance import latest_rolls
from yanxiu_tui.services.covering import leave_status, leaves_covering
from yanxiu_tui.services.documents import missing_documents
from yanxiu_tui.services.expected import who_belongs
from yanxiu_tui.services.makeup import settle
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.standings import attendees, derive, record
from yanxiu_tui.services.texts import clean

_BATCH = 50


def open_activity(actor: Actor, activity_id: int, now: datetime) -> ActivityView:
    """Open for signing in and freeze the roster: who belongs today is expected, come what may."""
    with transaction():
        row = _hold_to_run(actor, activity_id)
        if row.state != State.PLANNED:
            raise Refused(
                "not_planned", f"这次活动{STATE_NAMES[State(row.state)]}，不能再开放签到。"
            )
        expected = _freeze_roster(row)
        if not expected:
            raise Refused("nobody", "应到名单是空的，请先导入教师名册。")
        Activity.update(state=State.OPEN, opened_at=now, regulation=row.term.regulation).where(
            Activity.id == row.id
        ).execute()
        trace.write(actor, "open_activity", "activity", row.id, now, expected=expected)
    return activity(activity_id)


def end_activity(actor: Actor, activity_id: int, now: datetime) -> ActivityView:
    """散会: signing in stops and every standing is final; a large one may still owe papers."""
    with transaction():
        row = _hold_to_run(actor, activity_id)
        if row.state != State.OPEN:
            raise Refused("not_open", "这次活动不在进行中。")
        _end(row, actor, now, State.ENDED)
        trace.write(actor, "end_activity", "activity", row.id, now)
    return activity(activity_id)


def close_activity(actor: Actor, activity_id: int, now: datetime) -> ActivityView:
    """Close for good. A large activity is refused until its papers are there (Z8, T4)."""
    with transaction():
        row = _hold_to_run(actor, activity_id)
        if row.state not in (State.OPEN, State.ENDED):
            raise Refused("not_open", "这次活动不在进行中，不用结束。")
        missing = missing_documents(row)
        if missing:
            clause = regulation_for(row).large_activity.clause
            raise Refused(
                "papers_missing",
                f"大型活动还缺{'、'.join(missing)}，交齐后才能结束（{clause.id}）；可以先散会。",
            )
        if row.state == State.OPEN:
            _end(row, actor, now, State.CLOSED)
        Activity.update(state=State.CLOSED, closed_at=now).where(Activity.id == row.id).execute()
        trace.write(actor, "close_activity", "activity", row.id, now)
    return activity(activity_id)


def reopen_activity(actor: Actor, activity_id: int, reason: str, now: datetime) -> ActivityView:
    """Open an ended meeting again, saying why; the roster stays as it was frozen."""
    reason = clean(reason, "重新开放的原因", 200)
    with transaction():
        row = hold(activity_id)
        require(actor, Act.REOPEN_ACTIVITY, row.group_id)
        if row.state not in (State.ENDED, State.CLOSED):
            raise Refused("not_closed", "这次活动还没有结束，不用重新开放。")
        row.ended_at = None
        Activity.update(state=State.OPEN, ended_at=None, closed_at=None).where(
            Activity.id == row.id
        ).execute()
        derive(row, attendees(row))
        trace.write(actor, "reopen_activity", "activity", row.id, now, reason=reason)
    return activity(activity_id)


def _hold_to_run(actor: Actor, activity_id: int) -> Activity:
    row = hold(activity_id)
    require(actor, Act.RUN_ACTIVITY, row.group_id, is_run_by(row, actor.teacher_id))
    return row


def _end(row: Activity, actor: Actor, now: datetime, state: State) -> None:
    row.ended_at = now
    Activity.update(state=state, ended_at=now).where(Activity.id == row.id).execute()
    _end_running_roll(row, actor, now)
    rows = attendees(row)
    settle(row, rows, derive(row, rows))


def _freeze_roster(row: Activity) -> int:
    """Write down who is expected, with the group they are in today and any approved leave."""
    leaves = leaves_covering(row)
    rows = []
    for person in who_belongs(row):
        leave = leaves.get(person.teacher_id)
        status = leave_status(row, leave)
        rows.append(
            {
                "activity": row.id,
                "teacher": person.teacher_id,
                "group_name": person.group_name,
                "leave": leave.id if leave else None,
                "leave_status": status,
                "status": status or Status.EXPECTED,
            }
        )
    for batch in chunked(rows, _BATCH):
        Attendee.insert_many(batch).execute()
    return len(rows)


def _end_running_roll(row: Activity, actor: Actor, now: datetime) -> None:
    """A roll call nobody ended was over with its last mark."""
    for roll in latest_rolls(row.id):
        if roll.ended_at is None:
            fact = record(row.id, FactKind.ROLL_ENDED, roll.last_at, actor, "roll_call",
                          roll=roll.number, recorded_at=now)  # fmt: skip
            trace.write(
                actor, "finish_roll", "activity", row.id, now, facts=[fact], roll=roll.number
            )
