"""外出学习 arranged: asked for or entered from a notice, decided, moved, cancelled (P8).

An approved trip brings its own 公假 with it: nobody asks for that twice.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from db.connection import transaction
from db.models import Leave, OutStudy, Teacher
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.leave import Span
from yanxiu_tui.rules.out_study import OutStudyState
from yanxiu_tui.services import official_leave, trace
from yanxiu_tui.services.credentials import find_teacher
from yanxiu_tui.services.out_study_drafts import (
    STANDING,
    OutStudyDraft,
    checked,
    hold_people,
    make,
    refuse_bad_days,
    refuse_overlap,
    term_of,
)
from yanxiu_tui.services.out_study_notices import Notice, change_notice, notice
from yanxiu_tui.services.out_study_reports import (
    begin_report,
    hand_in,
    keep_materials,
    pass_on,
    settle,
    take_back,
    take_materials_out,
)
from yanxiu_tui.services.out_study_rows import (
    changed_meanwhile,
    find,
    hold,
    refuse_bad_money,
    span_of,
    wrong_state,
)
from yanxiu_tui.services.out_study_todo import to_do
from yanxiu_tui.services.out_study_views import (
    OutStudyView,
    my_trips,
    require_to_decide,
    trips,
    view,
)
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.texts import clean

__all__ = [
    "Notice", "OutStudyDraft", "OutStudyView", "approve", "approve_together", "ask",
    "begin_report", "cancel", "change_days", "change_notice", "enter", "hand_in",
    "keep_materials", "my_trips", "notice", "pass_on", "refuse", "settle", "take_back",
    "take_materials_out", "to_do", "trips", "view",
]  # fmt: skip


def ask(actor: Actor, draft: OutStudyDraft, now: datetime) -> OutStudyView:
    """Ask to go oneself; it then waits to be decided."""
    require(actor, Act.ASK_OUT_STUDY)
    draft = checked(draft)
    with transaction():
        (made,) = make(actor, [Teacher.get_by_id(actor.teacher_id)], draft, now)
    return view(actor, made.id, now)


def enter(
    actor: Actor, draft: OutStudyDraft, staff_nos: Sequence[str], now: datetime
) -> list[OutStudyView]:
    """Enter one notice for everybody it sends, all of them or none; each waits to be decided."""
    require(actor, Act.ENTER_OUT_STUDY)
    draft = checked(draft)
    sent = [find_teacher(each) for each in dict.fromkeys(staff_nos)]
    if not sent:
        raise Refused("nobody", "请选派谁去，至少一位老师。")
    with transaction():
        made = make(actor, sent, draft, now)
    return [view(actor, each.id, now) for each in made]


def approve(
    actor: Actor, trip_id: int, cap: Decimal | None, opinion: str, now: datetime
) -> OutStudyView:
    """Let somebody go; ``cap`` is the most that is reimbursed, in 元 (None: no limit).

    Meetings within the trip count it as 公假 at once, and what is missed is made up (Z28).
    """
    return approve_together(actor, [trip_id], cap, opinion, now)[0]


def approve_together(
    actor: Actor, trip_ids: Sequence[int], cap: Decimal | None, opinion: str, now: datetime
) -> list[OutStudyView]:
    """Let all of these go, or none, as ``approve`` does; ``cap`` is for each."""
    opinion = clean(opinion, "审批意见", 200, required=False)
    refuse_bad_money(cap)
    ids = sorted(set(trip_ids))
    if not ids:
        raise Refused("nothing", "请选要批准的外出学习，至少一次。")
    with transaction():
        spans = {each: span_of(find(each)) for each in ids}
        meetings = official_leave.meetings_in(*spans.values())
        for each, span in spans.items():
            trip = hold(each)
            require_to_decide(actor, trip.teacher_id)
            if trip.state != OutStudyState.ASKED:
                raise wrong_state(trip, "不能再审批")
            if span_of(trip) != span:
                raise changed_meanwhile()
            leave = official_leave.grant(actor, trip, meetings, span, now)
            _decide(actor, trip, OutStudyState.APPROVED, opinion, now, cap=cap, leave=leave)
            trace.write(actor, "approve_out_study", "out_study", each, now, cap=cap)
    return [view(actor, each, now) for each in ids]


def refuse(actor: Actor, trip_id: int, opinion: str, now: datetime) -> OutStudyView:
    """Say no, and why."""
    opinion = clean(opinion, "不批准的理由", 200)
    with transaction():
        trip = hold(trip_id)
        require_to_decide(actor, trip.teacher_id)
        if trip.state != OutStudyState.ASKED:
            raise wrong_state(trip, "不能再审批")
        _decide(actor, trip, OutStudyState.REFUSED, opinion, now)
        trace.write(actor, "refuse_out_study", "out_study", trip_id, now)
    return view(actor, trip_id, now)


def change_days(
    actor: Actor, trip_id: int, first: date, last: date, reason: str, now: datetime
) -> OutStudyView:
    """Put it on other days, and why; approved already, it waits to be approved anew.

    Its 公假 counts no more until then. The reason stands as the opinion until somebody decides.
    """
    reason = f"改期：{clean(reason, '改期的原因', 200)}"
    refuse_bad_days(first, last)
    with transaction():
        trip = _hold_to_change(actor, trip_id, reason, now)
        hold_people([trip.teacher_id])
        refuse_overlap(trip.teacher_id, first, last, but=trip_id)
        changed = OutStudy.update(
            term=term_of(first).id, first=first, last=last, state=OutStudyState.ASKED, leave=None,
            decided_at=None, decided_by=None, opinion=reason,
        )  # fmt: skip
        changed.where(OutStudy.id == trip_id).execute()
        # Why stands with the trip: it may tell of an illness, and a trace is for ever.
        trace.write(
            actor, "move_out_study", "out_study", trip_id, now,
            before=[trip.first, trip.last], after=[first, last],
        )  # fmt: skip
    return view(actor, trip_id, now)


def cancel(actor: Actor, trip_id: int, reason: str, now: datetime) -> OutStudyView:
    """Nobody goes, and why; one's own, or the office anybody's. Its 公假 counts no more.

    The reason stands as the opinion, before the one it was approved with.
    """
    reason = clean(reason, "取消的原因", 200)
    with transaction():
        trip = _hold_to_change(actor, trip_id, f"外出学习已取消：{reason}", now)
        opinion = f"{reason}（原审批意见：{trip.opinion}）" if trip.opinion else reason
        OutStudy.update(state=OutStudyState.CANCELLED, opinion=opinion).where(
            OutStudy.id == trip_id
        ).execute()
        trace.write(actor, "cancel_out_study", "out_study", trip_id, now)
    return view(actor, trip_id, now)


def _hold_to_change(actor: Actor, trip_id: int, reason: str, now: datetime) -> OutStudy:
    """A trip that is still to be reported on, held, its 公假 taken back."""
    before = find(trip_id)
    given = Leave.get_or_none(Leave.id == before.leave_id)
    meetings = official_leave.meetings_in(Span(given.starts_at, given.ends_at)) if given else []
    trip = hold(trip_id)
    own = trip.teacher_id == actor.teacher_id
    require(actor, Act.ASK_OUT_STUDY if own else Act.ENTER_OUT_STUDY)
    if trip.state not in STANDING:
        raise wrong_state(trip, "不能再改")
    if trip.reported_at is not None:
        raise Refused("reported", "已经交了外出学习汇报，不能再改期或取消。")
    if trip.leave_id != before.leave_id:
        raise changed_meanwhile()
    if given:
        official_leave.take_back(actor, given.id, meetings, reason, now)
    return trip


def _decide(
    actor: Actor,
    trip: OutStudy,
    state: OutStudyState,
    opinion: str,
    now: datetime,
    **more: object,
) -> None:
    decided = OutStudy.update(
        state=state, decided_at=now, decided_by=actor.teacher_id, opinion=opinion, **more
    )
    decided.where(OutStudy.id == trip.id).execute()
