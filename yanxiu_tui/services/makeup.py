"""后补: what a leave leaves to be made up, and who confirms that it was (Z28)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, chunked

from db.connection import transaction
from db.models import Activity, Attendee, Leave, MakeupTask, Membership, Teacher
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.attendance import LEAVES, Status
from yanxiu_tui.rules.standings import Standing
from yanxiu_tui.services import trace
from yanxiu_tui.services.activities import hold, regulation_for
from yanxiu_tui.services.permission import Act, Actor, Scope, allowed, reach, require
from yanxiu_tui.services.texts import clean

_BATCH = 100


@dataclass(frozen=True)
class TaskView:
    """What one teacher has to make up; ``done_at`` is None while it is owed."""

    teacher_id: int
    staff_no: str
    teacher_name: str
    activity_id: int
    title: str
    starts_at: datetime
    done_at: datetime | None
    note: str
    confirmed_by: str


def tasks(actor: Actor, teacher_id: int | None = None) -> list[TaskView]:
    """One's own tasks, another's, or (None) all that this person may confirm."""
    query = read()
    if teacher_id is not None:
        query = query.where(MakeupTask.teacher == teacher_id)
    if teacher_id is None or teacher_id != actor.teacher_id:
        query = query.where(_within_reach(actor))
    return [view_of(row) for row in query]


def confirm(actor: Actor, teacher_id: int, activity_id: int, note: str, now: datetime) -> TaskView:
    """Confirm that a colleague made up what was missed, and how; nobody confirms their own."""
    note = clean(note, "补学情况", 200)
    if teacher_id == actor.teacher_id:
        raise Refused("own_makeup", "自己的补学要请组长或教导处确认。")
    mine = (MakeupTask.teacher == teacher_id) & (MakeupTask.activity == activity_id)
    with transaction():
        task = read().where(mine).first()
        if task is None:
            raise Refused("no_makeup", "这位老师没有这次活动的后补任务。")
        _require_to_confirm(actor, task)
        # Whoever settles the meeting's tasks holds it before the chain of traces; so here.
        hold(activity_id, share=True)
        done = MakeupTask.update(done_at=now, note=note, confirmed_by=actor.teacher_id)
        if not done.where(MakeupTask.id == task.id, MakeupTask.done_at.is_null()).execute():
            raise Refused("made_up", f"{task.teacher.name}老师的这次补学已经确认过了。")
        trace.write(actor, "confirm_makeup", "activity", activity_id, now, teacher=teacher_id)
        return view_of(read().where(mine).get())


def settle(activity: Activity, rows: Sequence[Attendee], standings: dict[int, Standing]) -> None:
    """Once a meeting is over, leave a task to all whose leave asks for it, and only to them.

    「培训内容自行后补」. A task that was done stays, whatever is corrected afterwards.
    """
    by_row = {row.id: standings[row.teacher_id] for row in rows}
    settle_across({activity.id: activity}, rows, by_row)


def settle_across(
    meetings: Mapping[int, Activity], rows: Sequence[Attendee], standings: Mapping[int, Standing]
) -> None:
    """The same for rows of several meetings, with the standing of each row by its id."""
    over = [row for row in rows if meetings[row.activity_id].ended_at is not None]
    if not over:
        return
    kinds = _leave_kinds(over)
    asking = {
        (row.teacher_id, row.activity_id)
        for row in over
        if _asks(
            regulation_for(meetings[row.activity_id]),
            kinds.get(row.leave_id, ""),
            standings[row.id].status,
        )
    }
    owed = _owed_by(over)
    dropped = [task_id for pair, task_id in owed.items() if pair not in asking]
    if dropped:
        gone = MakeupTask.delete().where(MakeupTask.id.in_(dropped), MakeupTask.done_at.is_null())
        gone.execute()
    made = [
        {"teacher": teacher, "activity": activity}
        for teacher, activity in sorted(asking - owed.keys())
    ]
    for batch in chunked(made, _BATCH):
        MakeupTask.insert_many(batch).on_conflict_ignore().execute()


def read() -> Any:
    """The tasks with their teacher, activity and confirmer, the newest meeting first."""
    confirmer = Teacher.alias()
    return (
        MakeupTask.select(MakeupTask, Teacher, Activity, confirmer)
        .join(Teacher, on=MakeupTask.teacher)
        .switch(MakeupTask)
        .join(Activity)
        .switch(MakeupTask)
        .join(confirmer, JOIN.LEFT_OUTER, on=MakeupTask.confirmed_by, attr="confirmed_by")
        .order_by(Activity.starts_at.desc(), Teacher.staff_no)
    )


def view_of(row: MakeupTask) -> TaskView:
    """The task as people see it; the row comes from ``read``."""
    return TaskView(
        teacher_id=row.teacher_id,
        staff_no=row.teacher.staff_no,
        teacher_name=row.teacher.name,
        activity_id=row.activity_id,
        title=row.activity.title,
        starts_at=row.activity.starts_at,
        done_at=row.done_at,
        note=row.note,
        confirmed_by=row.confirmed_by.name if row.confirmed_by else "",
    )


def _require_to_confirm(actor: Actor, task: MakeupTask) -> None:
    """The office, or whoever leads the group that met or a group the teacher belongs to."""
    memberships = Membership.select().where(Membership.teacher == task.teacher_id)
    groups = {task.activity.group_id, *(each.group_id for each in memberships)}
    if not any(allowed(actor, Act.CONFIRM_MAKEUP, group) for group in groups):
        require(actor, Act.CONFIRM_MAKEUP)


def _within_reach(actor: Actor) -> Any:
    """The same for many tasks at once, as a condition."""
    if reach(actor, Act.CONFIRM_MAKEUP) is not Scope.OWN_GROUP:
        require(actor, Act.CONFIRM_MAKEUP)
        return MakeupTask.id.is_null(False)
    led = list(actor.leads)
    members = Membership.select(Membership.teacher).where(Membership.group.in_(led))
    return Activity.group.in_(led) | MakeupTask.teacher.in_(members)


def _owed_by(rows: Sequence[Attendee]) -> dict[tuple[int, int], int]:
    """The tasks not yet done at these people's meetings: their ids by teacher and activity."""
    query = MakeupTask.select(MakeupTask.id, MakeupTask.teacher, MakeupTask.activity).where(
        MakeupTask.teacher.in_({row.teacher_id for row in rows}),
        MakeupTask.activity.in_({row.activity_id for row in rows}),
        MakeupTask.done_at.is_null(),
    )
    pairs = {(row.teacher_id, row.activity_id) for row in rows}
    owed = {(task.teacher_id, task.activity_id): task.id for task in query}
    return {pair: task_id for pair, task_id in owed.items() if pair in pairs}


def _leave_kinds(rows: Sequence[Attendee]) -> dict[int, str]:
    ids = {row.leave_id for row in rows if row.leave_id}
    if not ids:
        return {}
    return {
        leave.id: leave.kind
        for leave in Leave.select(Leave.id, Leave.kind).where(Leave.id.in_(ids))
    }


def _asks(regulation: Regulation, kind_id: str, status: Status) -> bool:
    """Whether this standing is to be made up; set by hand without a slip, its class decides."""
    if status not in LEAVES:
        return False
    kind = regulation.leave_kind(kind_id)
    if kind is not None and kind.status is status:
        return kind.makeup
    return any(each.makeup for each in regulation.leave if each.status is status)
