"""请假条 as people see them, and who may see or decide which (Z29, Z30)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from peewee import JOIN

from db.models import Leave, LeaveEvidence, RegulationVersion, Teacher, Term
from yanxiu_tui.clock import day_bounds
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.loader import pinned
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.attendance import Status
from yanxiu_tui.rules.leave import LEAVE_STATE_NAMES, STANDING, LeaveState, owed
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.rules.typed import EARLIEST, LATEST
from yanxiu_tui.services import deciding, school
from yanxiu_tui.services.groups import research_groups
from yanxiu_tui.services.permission import Act, Actor, allowed, require


@dataclass(frozen=True)
class LeaveView:
    """One 请假条. ``evidence`` and ``owed`` are names; ``owed_kinds`` the IDs of those owed.

    ``reason`` and ``opinion`` are "" for all but the person, the office and whoever may decide
    (Z30), and papers have no name for anybody else. ``decided_by`` is a name, "" while undecided;
    ``counts_as`` is what an approved one makes of a meeting.
    """

    id: int
    teacher_id: int
    staff_no: str
    teacher_name: str
    group_name: str
    kind: str
    kind_name: str
    counts_as: Status | None
    reason: str = field(repr=False)
    starts_at: datetime
    ends_at: datetime
    cover: str
    emergency: bool
    state: LeaveState
    state_name: str
    evidence: tuple[str, ...] = field(repr=False)
    owed: tuple[str, ...] = field(repr=False)
    owed_kinds: tuple[str, ...] = field(repr=False)
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    opinion: str = field(repr=False)
    returned_at: datetime | None

    @property
    def owing(self) -> bool:
        """Whether papers are still to be brought."""
        return bool(self.owed) and self.state in STANDING

    @property
    def unsettled(self) -> bool:
        """Whether something is still to be done about it: to decide on it, or to bring papers."""
        return self.owing or self.state is LeaveState.ASKED


def leaves(
    actor: Actor, term_id: int | None = None, states: Collection[LeaveState] = ()
) -> list[LeaveView]:
    """Everybody's leave, or what falls in a term or stands in some states; the latest first."""
    require(actor, Act.VIEW_LEAVE)
    query = _read()
    if states:
        query = query.where(Leave.state.in_([str(state) for state in states]))
    if term_id is not None:
        first, last = _bounds(term_id)
        query = query.where(Leave.starts_at < last, Leave.ends_at > first)
    return _views(actor, list(query))


def my_leaves(actor: Actor, term_id: int, unsettled: bool = False) -> list[LeaveView]:
    """One's own leave that falls in a term, the latest first; with what is ``unsettled`` of any."""
    require(actor, Act.ASK_LEAVE)
    first, last = _bounds(term_id)
    found = _views(actor, list(_read().where(Leave.teacher == actor.teacher_id)))
    return [
        each
        for each in found
        if (each.starts_at < last and each.ends_at > first) or (unsettled and each.unsettled)
    ]


def view(actor: Actor, leave_id: int) -> LeaveView:
    """One leave after an act upon it, as this person may see it."""
    rows = list(_read().where(Leave.id == leave_id))
    own = bool(rows) and rows[0].teacher_id == actor.teacher_id
    require(actor, Act.ASK_LEAVE if own else Act.VIEW_LEAVE)
    if not rows:
        raise Refused("unknown_leave", "没有这张请假条，请核对后再选。")
    return _views(actor, rows)[0]


def holders() -> set[int]:
    """The active teachers whose office lets them decide on leave (Z29)."""
    return deciding.holders(Act.DECIDE_LEAVE)


def may_decide(actor: Actor, teacher_id: int, deciders: Collection[int]) -> bool:
    """Whether this person may decide on that teacher's leave; never on their own.

    Where nobody else may (the head's own leave), a 副校长 stands in.
    """
    act = Act.DECIDE_LEAVE
    return deciding.may_decide(actor, act, teacher_id, deciders, Role.VICE_PRINCIPAL)


def to_decide(actor: Actor) -> list[datetime]:
    """When each leave begins that waits for this person to decide."""
    if not allowed(actor, Act.VIEW_LEAVE):
        return []
    waiting = Leave.select(Leave.teacher, Leave.starts_at).where(Leave.state == LeaveState.ASKED)
    deciders = holders()
    return [each.starts_at for each in waiting if may_decide(actor, each.teacher_id, deciders)]


def require_to_decide(actor: Actor, teacher_id: int) -> None:
    """Raise Refused unless ``may_decide``."""
    if teacher_id == actor.teacher_id:
        raise Refused("own_leave", "自己的请假要由他人审批。")
    if not may_decide(actor, teacher_id, holders()):
        require(actor, Act.DECIDE_LEAVE)


def _bounds(term_id: int) -> tuple[datetime, datetime]:
    """From the first instant of a term until the next begins: its holidays are its own.

    Before the first term there is no beginning, behind the last no end: all leave is in some term.
    """
    known = school.terms()
    begins = [EARLIEST, *(each.starts_on for each in known[1:]), LATEST]
    at = known.index(school.term_view(term_id))
    return day_bounds(begins[at])[0], day_bounds(begins[at + 1])[0]


def _read() -> Any:
    decider = Teacher.alias()
    return (
        Leave.select(Leave, Teacher, decider)
        .join(Teacher, on=Leave.teacher)
        .switch(Leave)
        .join(decider, JOIN.LEFT_OUTER, on=Leave.decided_by, attr="decided_by")
        .order_by(Leave.starts_at.desc(), Leave.id.desc())
    )


def _views(actor: Actor, rows: Sequence[Leave]) -> list[LeaveView]:
    """Five queries, however many there are."""
    groups = research_groups({row.teacher_id for row in rows})
    papers: dict[int, list[str]] = defaultdict(list)
    held = LeaveEvidence.select().where(LeaveEvidence.leave.in_([row.id for row in rows]))
    for paper in held.order_by(LeaveEvidence.id):
        papers[paper.leave_id].append(paper.kind)
    terms = list(
        Term.select(Term, RegulationVersion).join(RegulationVersion).order_by(Term.starts_on)
    )
    deciders = holders()
    return [
        _view(
            row,
            groups.get(row.teacher_id, ""),
            papers[row.id],
            pinned(school.term_at(row.asked_at, terms).regulation.source),
            _may_see_reason(actor, row, deciders),
        )
        for row in rows
    ]


def _view(
    row: Leave, group_name: str, papers: Sequence[str], regulation: Regulation, open_reason: bool
) -> LeaveView:
    kind = regulation.leave_kind(row.kind)
    state = LeaveState(row.state)
    missing = owed(kind.evidence, papers) if kind else ()
    return LeaveView(
        id=row.id,
        teacher_id=row.teacher_id,
        staff_no=row.teacher.staff_no,
        teacher_name=row.teacher.name,
        group_name=group_name,
        kind=row.kind,
        kind_name=kind.name if kind else row.kind,
        counts_as=kind.status if kind else None,
        reason=row.reason if open_reason else "",
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        cover=row.cover,
        emergency=row.emergency,
        state=state,
        state_name=LEAVE_STATE_NAMES[state],
        evidence=_called(papers, regulation, open_reason),
        owed=_called(missing, regulation, open_reason),
        owed_kinds=missing,
        asked_at=row.asked_at,
        decided_by=row.decided_by.name if row.decided_by else "",
        decided_at=row.decided_at,
        opinion=row.opinion if open_reason else "",
        returned_at=row.returned_at,
    )


def _called(papers: Sequence[str], regulation: Regulation, told: bool) -> tuple[str, ...]:
    """The names of these papers; whom it does not concern learns only how many."""
    if papers and not told:
        return (f"{len(papers)} 份证明",)
    return tuple(regulation.evidence_names.get(paper, paper) for paper in papers)


def _may_see_reason(actor: Actor, row: Leave, deciders: Collection[int]) -> bool:
    mine = row.teacher_id == actor.teacher_id
    office = allowed(actor, Act.RECEIVE_EVIDENCE)
    return mine or office or may_decide(actor, row.teacher_id, deciders)
