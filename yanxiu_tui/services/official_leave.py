"""公假 that comes with a trip the school approved: nobody asks for it twice (Z28, P8)."""

from collections.abc import Sequence
from datetime import datetime

from db.connection import held
from db.models import Activity, Leave, LeaveEvidence, OutStudy, Teacher
from yanxiu_tui.rules.attendance import Status
from yanxiu_tui.rules.leave import GRANTED, LeaveState, Span
from yanxiu_tui.services import school, trace
from yanxiu_tui.services.covering import cover, hold_meetings
from yanxiu_tui.services.leave import refuse_overlap
from yanxiu_tui.services.permission import Actor


def meetings_in(*spans: Span) -> list[Activity]:
    """Hold every meeting in the time from the first of these to the last, before any leave."""
    return hold_meetings(
        Leave(
            starts_at=min(each.starts_at for each in spans),
            ends_at=max(each.ends_at for each in spans),
        )
    )


def grant(
    actor: Actor, trip: OutStudy, meetings: Sequence[Activity], span: Span, now: datetime
) -> Leave | None:
    """The approved 公假 for the days of a trip; its notice is the paper the kind needs.

    None where the school has no such leave. Called within the owner's transaction.
    """
    regulation = school.regulation_of(school.current_term(now).regulation_id)
    kinds = (kind for kind in regulation.leave if kind.status is Status.OFFICIAL_LEAVE)
    kind = next(kinds, None)
    if kind is None:
        return None
    refuse_overlap(Teacher.get_by_id(trip.teacher_id), span)
    made = Leave.create(
        teacher=trip.teacher_id, kind=kind.id, reason=_reason(trip.title),
        starts_at=span.starts_at, ends_at=span.ends_at, state=LeaveState.APPROVED,
        asked_at=now, asked_by=trip.asked_by_id, decided_at=now, decided_by=actor.teacher_id,
    )  # fmt: skip
    for paper in kind.evidence:
        LeaveEvidence.create(leave=made, kind=paper, received_at=now, received_by=trip.asked_by_id)
    changed = cover(meetings, trip.teacher_id)
    trace.write(actor, "approve_leave", "leave", made.id, now, out_study=trip.id, meetings=changed)
    return made


def retitle(leave_ids: Sequence[int], title: str) -> None:
    """Say what these are for in other words; called within the owner's transaction."""
    Leave.update(reason=_reason(title)).where(Leave.id.in_(list(leave_ids))).execute()


def take_back(
    actor: Actor, leave_id: int, meetings: Sequence[Activity], reason: str, now: datetime
) -> None:
    """Let the leave of a trip count no more; called within the owner's transaction."""
    row = held(Leave.select().where(Leave.id == leave_id), Leave).get()
    if row.state not in GRANTED:
        return
    revoked = Leave.update(
        state=LeaveState.REVOKED, decided_at=now, decided_by=actor.teacher_id, opinion=reason
    )
    revoked.where(Leave.id == leave_id).execute()
    changed = cover(meetings, row.teacher_id)
    trace.write(actor, "revoke_leave", "leave", leave_id, now, meetings=changed)


def _reason(title: str) -> str:
    return f"外出学习：{title}"
