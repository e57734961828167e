"""What granted leave does to the rosters of the meetings it touches (Z28–Z30)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.connection import held
from db.models import Activity, Attendee, Leave, Membership, RegulationVersion, Teacher, Term
from yanxiu_tui.regulation.schema import LeaveKind, Regulation
from yanxiu_tui.rules.leave import GRANTED, STANDING, LeaveState, Span, covers
from yanxiu_tui.services import school
from yanxiu_tui.services.activities import JUDGED_BY, State, regulation_for
from yanxiu_tui.services.makeup import settle_across
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.regulation import in_force_at
from yanxiu_tui.services.standings import attendees, derive_across

_BATCH = 40
_TOUCHED = [str(state) for state in State if state is not State.CANCELLED]


@dataclass(frozen=True)
class CoveredMeeting:
    """A meeting in the time of a leave, at which its teacher is expected."""

    title: str
    starts_at: datetime


def leaves_covering(
    activity: Activity, teacher_ids: Collection[int] | None = None
) -> dict[int, Leave]:
    """The granted leave that covers this meeting, for each teacher (or of these) who has one."""
    granted = _leaves_by_teacher([activity], teacher_ids)
    chosen = {each: _chosen(activity, leaves) for each, leaves in granted.items()}
    return {each: leave for each, leave in chosen.items() if leave}


def leaves_asked(activity: Activity) -> set[int]:
    """The teachers whose leave over this meeting nobody has decided on yet."""
    asked = _overlapping([activity]).where(Leave.state == LeaveState.ASKED)
    return {leave.teacher_id for leave in asked}


def leave_status(activity: Activity, leave: Leave | None) -> str:
    """The standing the leave gives at this meeting, "" for none.

    A kind the meeting's term does not know counts as it did when the leave was asked for.
    """
    if leave is None:
        return ""
    kind = regulation_for(activity).leave_kind(leave.kind) or kind_asked(leave)
    return str(kind.status) if kind else ""


def kind_asked(leave: Leave) -> LeaveKind | None:
    """The kind as the regulation had it when the leave was asked for."""
    return regulation_asked(leave).leave_kind(leave.kind)


def regulation_asked(leave: Leave) -> Regulation:
    """The regulation under which the leave was asked for."""
    term = school.current_term(leave.asked_at)
    return in_force_at(term.id, leave.asked_at)


def meetings_covered(actor: Actor, leave_id: int) -> list[CoveredMeeting]:
    """The meetings a leave counts for, or would if granted, in order of time.

    Those whose roster names the teacher, and planned ones of the school or of a group of theirs.
    """
    leave = Leave.get_by_id(leave_id)
    require(actor, Act.ASK_LEAVE if leave.teacher_id == actor.teacher_id else Act.VIEW_LEAVE)
    named = Attendee.select(Attendee.activity).where(Attendee.teacher == leave.teacher_id)
    groups = Membership.select(Membership.group).where(Membership.teacher == leave.teacher_id)
    invited = Activity.group.is_null() | Activity.group.in_(groups)
    query = Activity.select().where(
        Activity.starts_at < leave.ends_at,
        Activity.ends_at > leave.starts_at,
        Activity.id.in_(named) | ((Activity.state == State.PLANNED) & invited),
    )
    return [
        CoveredMeeting(row.title, row.starts_at)
        for row in query.order_by(Activity.starts_at, Activity.id)
        if leave.state in STANDING and _covered(row, leave)
    ]


def hold_meetings(leave: Leave) -> list[Activity]:
    """Hold every meeting in the leave's time, by ascending id; do so before holding a leave.

    Planned ones too, so that none is opened (and its roster frozen) meanwhile.
    """
    query = (
        Activity.select(Activity, Term.id, RegulationVersion.source)
        .join(Term)
        .join(RegulationVersion, on=JUDGED_BY, attr="regulation")
        .where(
            Activity.state.in_(_TOUCHED),
            Activity.starts_at < leave.ends_at,
            Activity.ends_at > leave.starts_at,
        )
        .order_by(Activity.id)
    )
    return list(held(query, Activity))


def cover(meetings: Sequence[Activity], teacher_id: int) -> int:
    """Give the teacher's rows in these held meetings the leave that covers them now, or none.

    Derives the rows that changed again, and returns how many there were.
    """
    query = Attendee.select(Attendee, Teacher).join(Teacher)
    mine = query.where(
        Attendee.teacher == teacher_id, Attendee.activity.in_([each.id for each in meetings])
    )
    return _cover(meetings, list(held(mine.order_by(Attendee.id), Attendee)))


def cover_everybody(activity: Activity) -> int:
    """The same for the whole roster of one held meeting, after its time changed."""
    return _cover([activity], attendees(activity))


def _cover(meetings: Sequence[Activity], rows: Sequence[Attendee]) -> int:
    by_id = {activity.id: activity for activity in meetings}
    changed = _give(by_id, rows)
    if not changed:
        return 0
    settle_across(by_id, changed, derive_across(by_id, changed))
    return len(changed)


def _give(meetings: Mapping[int, Activity], rows: Sequence[Attendee]) -> list[Attendee]:
    """Store which leave each row has now; the rows where that is another than before."""
    if not rows:
        return []
    granted = _leaves_by_teacher(meetings.values(), {row.teacher_id for row in rows})
    changed = []
    for row in rows:
        activity = meetings[row.activity_id]
        leave = _chosen(activity, granted.get(row.teacher_id, ()))
        status = leave_status(activity, leave)
        if (row.leave_id, row.leave_status) != (leave and leave.id, status):
            row.leave, row.leave_status = leave, status
            changed.append(row)
    free = [row.id for row in changed if row.leave is None]
    if free:
        Attendee.update(leave=None, leave_status="").where(Attendee.id.in_(free)).execute()
    away = [row for row in changed if row.leave is not None]
    if away:
        Attendee.bulk_update(away, [Attendee.leave, Attendee.leave_status], batch_size=_BATCH)
    return changed


def _leaves_by_teacher(
    meetings: Collection[Activity], teacher_ids: Collection[int] | None
) -> dict[int, list[Leave]]:
    """The granted leaves about the time of these meetings, of everybody or of some."""
    query = _overlapping(meetings).where(Leave.state.in_([str(state) for state in GRANTED]))
    if teacher_ids is not None:
        query = query.where(Leave.teacher.in_(list(teacher_ids)))
    found: dict[int, list[Leave]] = defaultdict(list)
    for leave in query:
        found[leave.teacher_id].append(leave)
    return found


def _overlapping(meetings: Collection[Activity]) -> Any:
    first = min(activity.starts_at for activity in meetings)
    last = max(activity.ends_at for activity in meetings)
    return Leave.select().where(Leave.starts_at < last, Leave.ends_at > first)


def _chosen(activity: Activity, leaves: Collection[Leave]) -> Leave | None:
    """Of several that cover the meeting, one that covers its start, then the first asked for."""

    def rank(leave: Leave) -> tuple[bool, int]:
        return not Span(leave.starts_at, leave.ends_at).holds(activity.starts_at), leave.id

    return min((leave for leave in leaves if _covered(activity, leave)), key=rank, default=None)


def _covered(activity: Activity, leave: Leave) -> bool:
    return covers(
        Span(leave.starts_at, leave.ends_at),
        Span(activity.starts_at, activity.ends_at),
        leave.returned_at,
    )
