"""请假: asked for, proved by papers, decided by the head, ended by 销假 (Z28–Z30)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from db.connection import held, transaction
from db.models import Leave, LeaveEvidence, OutStudy, Teacher
from yanxiu_tui.clock import day_bounds, ending, local
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.schema import LeaveKind, Regulation
from yanxiu_tui.rules.leave import (
    LEAVE_STATE_NAMES,
    LONGEST,
    STANDING,
    LeaveState,
    Span,
    away_during,
    may_approve,
    owed,
)
from yanxiu_tui.rules.typed import EARLIEST, LATEST
from yanxiu_tui.services import school, trace
from yanxiu_tui.services.covering import cover, hold_meetings, regulation_asked
from yanxiu_tui.services.credentials import find_teacher
from yanxiu_tui.services.leave_views import (
    LeaveView,
    leaves,
    my_leaves,
    require_to_decide,
    view,
)
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.texts import clean

__all__ = [
    "LeaveDraft", "LeaveState", "LeaveView", "approve", "ask", "come_back", "leaves", "my_leaves",
    "receive_evidence", "refuse", "refuse_overlap", "revoke", "withdraw",
]  # fmt: skip


@dataclass(frozen=True)
class LeaveDraft:
    """What a 请假条 says. ``kind`` and ``evidence`` are IDs of the regulation.

    ``evidence`` names papers handed in with it; only the office can say so. One's own request is
    itself what the regulation's ``evidence_by_asking`` names.
    """

    staff_no: str
    kind: str
    reason: str = field(repr=False)
    starts_at: datetime
    ends_at: datetime
    cover: str = ""
    emergency: bool = False
    evidence: Sequence[str] = field(default=(), repr=False)


def ask(actor: Actor, draft: LeaveDraft, now: datetime) -> LeaveView:
    """Ask for leave, for oneself or (the office) for another; it then waits to be decided."""
    teacher = find_teacher(draft.staff_no)
    _require_for(actor, teacher.id)
    if draft.evidence:
        require(actor, Act.RECEIVE_EVIDENCE)
    regulation = school.regulation_of(school.current_term(now).regulation_id)
    kind = _known_kind(regulation, draft.kind)
    for paper in draft.evidence:
        _refuse_unknown_paper(regulation, paper)
    span = _checked_span(draft)
    reason = clean(draft.reason, "请假事由", 200)
    arranged = clean(draft.cover, "课务安排", 200, required=False)
    with transaction():
        refuse_overlap(teacher, span)
        asked = Leave.create(
            teacher=teacher,
            kind=kind.id,
            reason=reason,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            cover=arranged,
            emergency=draft.emergency,
            asked_at=now,
            asked_by=actor.teacher_id,
        )
        written = _written_here(kind, regulation) if actor.teacher_id == teacher.id else []
        for paper in dict.fromkeys((*draft.evidence, *written)):
            _keep_paper(actor, asked, paper, now)
        trace.write(actor, "ask_leave", "leave", asked.id, now, teacher=teacher.id)
    return view(actor, asked.id)


def receive_evidence(actor: Actor, leave_id: int, kind: str, now: datetime) -> LeaveView:
    """Register a paper the office was handed; after an emergency it may come late (Z30)."""
    require(actor, Act.RECEIVE_EVIDENCE)
    with transaction():
        leave = _hold(leave_id)
        if leave.state not in STANDING:
            raise _wrong_state(leave, "不用再交证明")
        _refuse_unknown_paper(regulation_asked(leave), kind)
        if kind in _papers(leave):
            raise Refused("already_received", "这份证明已经收过，不用再登记。")
        _keep_paper(actor, leave, kind, now)
        trace.write(actor, "receive_evidence", "leave", leave.id, now)
    return view(actor, leave_id)


def approve(actor: Actor, leave_id: int, now: datetime, opinion: str = "") -> LeaveView:
    """Grant a leave, once its papers are there or an emergency lets them follow (Z29, Z30).

    Nobody approves their own; where no other person may decide (the head's own leave), a 副校长
    does. Meetings it overlaps that were opened before now count it at once.
    """
    opinion = clean(opinion, "审批意见", 200, required=False)
    with transaction():
        meetings = hold_meetings(_find(leave_id))
        leave = _hold_to_decide(actor, leave_id)
        _refuse_without_papers(leave)
        _decide(actor, leave, LeaveState.APPROVED, opinion, now)
        changed = cover(meetings, leave.teacher_id)
        trace.write(actor, "approve_leave", "leave", leave.id, now, meetings=changed)
    return view(actor, leave_id)


def refuse(actor: Actor, leave_id: int, opinion: str, now: datetime) -> LeaveView:
    """Say no to a leave, and why."""
    opinion = clean(opinion, "不批准的理由", 200)
    with transaction():
        leave = _hold_to_decide(actor, leave_id)
        _decide(actor, leave, LeaveState.REFUSED, opinion, now)
        trace.write(actor, "refuse_leave", "leave", leave.id, now)
    return view(actor, leave_id)


def revoke(actor: Actor, leave_id: int, reason: str, now: datetime) -> LeaveView:
    """Take back a leave that was granted wrongly, and why; its meetings count without it again.

    The reason stands as the opinion, before the one it was granted with.
    """
    reason = clean(reason, "撤销批准的原因", 200)
    with transaction():
        meetings = hold_meetings(_find(leave_id))
        leave = _hold(leave_id)
        require_to_decide(actor, leave.teacher_id)
        if leave.state != LeaveState.APPROVED:
            raise _wrong_state(leave, "没有可以撤销的批准")
        if OutStudy.select().where(OutStudy.leave == leave).exists():
            raise Refused("of_a_trip", "这是外出学习的公假，请到「外出学习」里取消，这里会跟着改。")
        opinion = f"{reason}（原审批意见：{leave.opinion}）" if leave.opinion else reason
        _decide(actor, leave, LeaveState.REVOKED, opinion, now)
        changed = cover(meetings, leave.teacher_id)
        trace.write(actor, "revoke_leave", "leave", leave.id, now, meetings=changed)
    return view(actor, leave_id)


def withdraw(actor: Actor, leave_id: int, now: datetime) -> LeaveView:
    """Take back a leave nobody has decided on yet: one's own, or the office another's."""
    with transaction():
        leave = _hold(leave_id)
        _require_for(actor, leave.teacher_id)
        if leave.state != LeaveState.ASKED:
            raise _wrong_state(leave, "不能撤回")
        Leave.update(state=LeaveState.WITHDRAWN).where(Leave.id == leave.id).execute()
        trace.write(actor, "withdraw_leave", "leave", leave.id, now)
    return view(actor, leave_id)


def come_back(actor: Actor, leave_id: int, now: datetime) -> LeaveView:
    """销假: meetings that start from now on are no longer covered."""
    with transaction():
        meetings = hold_meetings(_find(leave_id))
        leave = _hold(leave_id)
        _require_for(actor, leave.teacher_id)
        if leave.state != LeaveState.APPROVED:
            raise _wrong_state(leave, "不用销假")
        returned = Leave.update(state=LeaveState.RETURNED, returned_at=now)
        returned.where(Leave.id == leave.id).execute()
        changed = cover(meetings, leave.teacher_id)
        trace.write(actor, "come_back", "leave", leave.id, now, meetings=changed)
    return view(actor, leave_id)


def _require_for(actor: Actor, teacher_id: int) -> None:
    own = teacher_id == actor.teacher_id
    require(actor, Act.ASK_LEAVE if own else Act.ASK_LEAVE_FOR_OTHERS)


def _written_here(kind: LeaveKind, regulation: Regulation) -> list[str]:
    """Of the papers this kind needs, those that one's own request at the terminal stands for."""
    return [paper for paper in kind.evidence if paper in regulation.evidence_by_asking]


def _known_kind(regulation: Regulation, kind_id: str) -> LeaveKind:
    kind = regulation.leave_kind(kind_id)
    if kind is None:
        names = "、".join(f"{each.name}（{each.id}）" for each in regulation.leave)
        raise Refused("unknown_kind", f"本校没有这种假，可选：{names}。")
    return kind


def _refuse_unknown_paper(regulation: Regulation, paper: str) -> None:
    names = regulation.evidence_names
    if paper not in names:
        known = "、".join(f"{name}（{each}）" for each, name in names.items())
        raise Refused("unknown_evidence", f"没有这种证明，可选：{known}。")


def _checked_span(draft: LeaveDraft) -> Span:
    if draft.ends_at <= draft.starts_at:
        raise Refused("bad_time", "请假的结束时间应晚于开始时间，请核对。")
    if draft.ends_at - draft.starts_at > LONGEST:
        raise Refused("too_long", f"一张请假条最长 {LONGEST.days} 天，请核对起止时间。")
    if draft.starts_at < day_bounds(EARLIEST)[0] or draft.ends_at > day_bounds(LATEST)[1]:
        raise Refused(
            "bad_time", f"请假应在 {EARLIEST.year} 年至 {LATEST.year} 年之间，请核对起止时间。"
        )
    return Span(draft.starts_at, draft.ends_at)


def refuse_overlap(teacher: Teacher, span: Span) -> None:
    """Refuse a second leave in the same time; holds the teacher, so that two do not slip in."""
    held(Teacher.select().where(Teacher.id == teacher.id), Teacher).get()
    standing = Leave.select().where(
        Leave.teacher == teacher,
        Leave.state.in_([str(state) for state in STANDING]),
        Leave.starts_at < span.ends_at,
        Leave.ends_at > span.starts_at,
    )
    for other in standing.order_by(Leave.starts_at):
        away = away_during(Span(other.starts_at, other.ends_at), other.returned_at)
        if away.overlaps(span):
            raise Refused(
                "overlap",
                f"{teacher.name}老师在 {_when(away.starts_at)} 至 {_until(away.ends_at)} 已有"
                f"请假（{_state_name(other)}），时间重叠，请核对。",
            )


def _find(leave_id: int) -> Leave:
    found = Leave.get_or_none(Leave.id == leave_id)
    if found is None:
        raise Refused("no_leave", f"没有编号为 {leave_id} 的请假，请核对。")
    return found


def _hold(leave_id: int) -> Leave:
    """The leave, held until the transaction ends; meetings are held before it, never after."""
    _find(leave_id)
    row: Leave = held(Leave.select().where(Leave.id == leave_id), Leave).get()
    return row


def _hold_to_decide(actor: Actor, leave_id: int) -> Leave:
    leave = _hold(leave_id)
    require_to_decide(actor, leave.teacher_id)
    if leave.state != LeaveState.ASKED:
        raise _wrong_state(leave, "不能再审批")
    return leave


def _decide(actor: Actor, leave: Leave, state: LeaveState, opinion: str, now: datetime) -> None:
    decided = Leave.update(
        state=state, decided_at=now, decided_by=actor.teacher_id, opinion=opinion
    )
    decided.where(Leave.id == leave.id).execute()


def _refuse_without_papers(leave: Leave) -> None:
    regulation = regulation_asked(leave)
    kind = _known_kind(regulation, leave.kind)
    missing = owed(kind.evidence, _papers(leave))
    if not may_approve(missing, leave.emergency, kind.emergency_may_follow):
        names = "、".join(regulation.evidence_names[paper] for paper in missing)
        raise Refused(
            "evidence_missing", f"{kind.name}还缺{names}，交齐后才能批准（{kind.clause.id}）。"
        )


def _papers(leave: Leave) -> set[str]:
    return {row.kind for row in LeaveEvidence.select().where(LeaveEvidence.leave == leave)}


def _keep_paper(actor: Actor, leave: Leave, paper: str, now: datetime) -> None:
    LeaveEvidence.create(leave=leave, kind=paper, received_at=now, received_by=actor.teacher_id)


def _wrong_state(leave: Leave, so: str) -> Refused:
    return Refused("wrong_state", f"这张请假条{_state_name(leave)}，{so}。")


def _state_name(leave: Leave) -> str:
    return LEAVE_STATE_NAMES[LeaveState(leave.state)]


def _when(instant: datetime) -> str:
    shown = local(instant)
    return f"{shown.month}月{shown.day}日 {shown:%H:%M}"


def _until(instant: datetime) -> str:
    day, hour = ending(instant)
    return f"{day.month}月{day.day}日 {hour}"
