"""What granted leave does to the rosters of the meetings it touches (Z28–Z30)."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from db.connection import held
from db.models import Activity, Attendee, Leave, RegulationVersion, Teacher, Term
from yanxiu_tui.regulation.schema import LeaveKind, Regulation
from yanxiu_tui.rules.leave import GRANTED, Span, covers
from yanxiu_tui.services import school
from yanxiu_tui.services.activities import State, regulation_for
from yanxiu_tui.services.attendance import derive
from yanxiu_tui.services.makeup import settle

_TOUCHED = [str(state) for state in State if state is not State.CANCELLED]


def leaves_covering(
    activity: Activity, teacher_ids: Collection[int] | None = None
) -> dict[int, Leave]:
    """The granted leave that covers this meeting, for each teacher (or of these) who has one."""
    query = _granted(activity.starts_at, activity.ends_at)
    if teacher_ids is not None:
        query = query.where(Leave.teacher.in_(list(teacher_ids)))
    return {leave.teacher_id: leave for leave in query if _covered(activity, leave)}


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
    return school.regulation_of(school.current_term(leave.asked_at).regulation_id)


def hold_meetings(leave: Leave) -> list[Activity]:
    """Hold every meeting in the leave's time, by ascending id; do so before holding a leave.

    Planned ones too, so that none is opened (and its roster frozen) meanwhile.
    """
    query = (
        Activity.select(Activity, Term.id, RegulationVersion.source)
        .join(Term)
        .join(RegulationVersion)
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
    rows = {row.activity_id: row for row in held(mine.order_by(Attendee.id), Attendee)}
    met = [activity for activity in meetings if activity.id in rows]
    changed = _give(met, rows, teacher_id)
    for activity in changed:
        row = [rows[activity.id]]
        settle(activity, row, derive(activity, row))
    return len(changed)


def _give(
    meetings: Sequence[Activity], rows: dict[int, Attendee], teacher_id: int
) -> list[Activity]:
    """Store which leave each row has now; the meetings where that is another than before."""
    if not meetings:
        return []
    first = min(activity.starts_at for activity in meetings)
    last = max(activity.ends_at for activity in meetings)
    leaves = list(_granted(first, last).where(Leave.teacher == teacher_id))
    changed = []
    columns: dict[tuple[int | None, str], list[int]] = defaultdict(list)
    for activity in meetings:
        row = rows[activity.id]
        leave = next((each for each in reversed(leaves) if _covered(activity, each)), None)
        status = leave_status(activity, leave)
        if (row.leave_id, row.leave_status) != (leave and leave.id, status):
            row.leave, row.leave_status = leave, status
            columns[row.leave_id, status].append(row.id)
            changed.append(activity)
    for (leave_id, status), ids in columns.items():
        Attendee.update(leave=leave_id, leave_status=status).where(Attendee.id.in_(ids)).execute()
    return changed


def _granted(start, end):  # type: ignore[no-untyped-def]
    return (
        Leave.select()
        .where(
            Leave.state.in_([str(state) for state in GRANTED]),
            Leave.starts_at < end,
            Leave.ends_at > start,
        )
        .order_by(Leave.id)
    )


def _covered(activity: Activity, leave: Leave) -> bool:
    return covers(
        Span(leave.starts_at, leave.ends_at),
        Span(activity.starts_at, activity.ends_at),
        leave.returned_at,
    )
