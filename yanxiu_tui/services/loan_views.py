"""借阅登记 as people see it, and who lends to whom (Z36)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN

from db.models import ArchiveItem, Loan, Teacher, Term
from yanxiu_tui.clock import day_bounds, end_of, local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.loans import LOAN_STATE_NAMES, LoanState, days_overdue
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.rules.todo import Todo
from yanxiu_tui.services import deciding
from yanxiu_tui.services.groups import research_groups
from yanxiu_tui.services.permission import Act, Actor, Scope, allowed, reach, require

ROOM = "loans"
_STAND_INS = (Role.PRINCIPAL, Role.VICE_PRINCIPAL)
_LIVE = (LoanState.ASKED, LoanState.APPROVED, LoanState.OUT)
_LENT = (LoanState.OUT, LoanState.BACK)
_SOON = 2


@dataclass(frozen=True)
class LoanView:
    """One line of the 借阅登记. Names are "" for what has not happened; ``overdue`` is in days.

    ``number`` is what the borrower wrote, else the number of what is filed here.
    """

    id: int
    item_id: int | None
    title: str
    number: str
    borrower_id: int
    borrower: str
    staff_no: str
    group_name: str
    reason: str
    due_on: date
    extended_from: date | None
    extended_reason: str
    overdue: int
    state: LoanState
    state_name: str
    asked_at: datetime
    decided_at: datetime | None
    decided_by: str
    opinion: str
    lent_at: datetime | None
    lent_by: str
    back_at: datetime | None
    received_by: str
    note: str
    where_kept: str


def my_loans(actor: Actor, now: datetime) -> list[LoanView]:
    """What one has asked for and borrowed, what is out first, then the latest."""
    require(actor, Act.ASK_LOAN)
    return _sorted(_views(_read().where(Loan.borrower == actor.teacher_id), now))


def loans(actor: Actor, now: datetime, limit: int = 500) -> list[LoanView]:
    """Everybody's: what waits to be decided first, then what is overdue, then the latest."""
    require(actor, Act.VIEW_LOANS)
    live = Loan.state.in_([str(state) for state in _LIVE])
    query = _read().order_by(None).order_by(live.desc(), Loan.id.desc())
    return _sorted(_views(query.limit(limit), now))


def register(actor: Actor, term_id: int, now: datetime) -> list[LoanView]:
    """借阅登记: what was still out when a term began, and went out until the next, in order."""
    require(actor, Act.VIEW_LOANS)
    term = Term.get_by_id(term_id)
    first = day_bounds(term.starts_on)[0]
    after = Term.select().where(Term.starts_on > term.starts_on).order_by(Term.starts_on).first()
    lent = Loan.state.in_([str(state) for state in _LENT])
    query = _read().where(lent, Loan.back_at.is_null() | (Loan.back_at >= first))
    if after is not None:
        query = query.where(Loan.lent_at < day_bounds(after.starts_on)[0])
    return _views(query.order_by(None).order_by(Loan.lent_at, Loan.id), now)


def view(actor: Actor, loan_id: int, now: datetime) -> LoanView:
    """One loan; Refused when there is none that this person may see."""
    row = Loan.get_or_none(Loan.id == loan_id)
    if row is None or row.borrower_id != actor.teacher_id:
        require(actor, Act.VIEW_LOANS)
    if row is None:
        raise unknown(loan_id)
    return _views(_read().where(Loan.id == loan_id), now)[0]


def unknown(loan_id: int) -> Refused:
    """The refusal of a number that no loan has."""
    return Refused("no_loan", f"没有编号为 {loan_id} 的借阅，请核对。")


def borrowable(actor: Actor, limit: int = 500) -> list[tuple[int, str]]:
    """What is filed by hand on paper and one may ask for: the school's, and one's own; by number.

    Those who lend may name everybody's.
    """
    require(actor, Act.ASK_LOAN)
    query = ArchiveItem.select(ArchiveItem.id, ArchiveItem.title).where(in_reach(actor))
    rows = query.order_by(ArchiveItem.id.desc()).limit(limit)
    return [(row.id, row.title) for row in rows]


def in_reach(actor: Actor) -> Any:
    """Which archive items this person may ask for, as a condition on ArchiveItem."""
    there = ArchiveItem.removed_at.is_null() & (ArchiveItem.medium != "file")
    if allowed(actor, Act.LEND):
        return there
    return there & (ArchiveItem.teacher.is_null() | (ArchiveItem.teacher == actor.teacher_id))


def lenders() -> set[int]:
    """The active teachers whose office makes them 管理员 of the archives."""
    return deciding.holders(Act.LEND)


def may_lend(actor: Actor, borrower_id: int, lending: Collection[int]) -> bool:
    """Whether this person may lend to that one; never to themselves.

    Where nobody else in the office may, a 校长 or 副校长 does.
    """
    return deciding.may_decide(actor, Act.LEND, borrower_id, lending, *_STAND_INS)


def require_to_lend(actor: Actor, borrower_id: int) -> None:
    """Raise Refused unless ``may_lend``."""
    if borrower_id == actor.teacher_id:
        raise Refused("own_loan", "自己的借阅要由别的管理员办理。")
    if not may_lend(actor, borrower_id, lenders()):
        require(actor, Act.LEND)


def to_do(actor: Actor, now: datetime) -> list[Todo]:
    """What one has to fetch or bring back; for the office, what waits and what is overdue."""
    if actor.teacher_id is None:
        return []
    return [*_mine(actor, now), *_offices(actor, now)]


def _mine(actor: Actor, now: datetime) -> list[Todo]:
    mine = Loan.select(Loan.title, Loan.state, Loan.due_on).where(
        Loan.borrower == actor.teacher_id, Loan.state.in_((LoanState.APPROVED, LoanState.OUT))
    )
    today, found = local(now).date(), []
    for row in mine.order_by(Loan.due_on, Loan.id):
        if row.state == LoanState.APPROVED:
            found.append(Todo(ROOM, f"借阅「{row.title}」已批准，请去签字领取"))
        elif (row.due_on - today).days <= _SOON:
            late = days_overdue(LoanState.OUT, row.due_on, today)
            words = f"归还「{row.title}」" + (f"，已过期 {late} 天" if late else "")
            found.append(Todo(ROOM, words, end_of(row.due_on)))
    return found


def _offices(actor: Actor, now: datetime) -> list[Todo]:
    if reach(actor, Act.VIEW_LOANS) is not Scope.SCHOOL:
        return []
    today = local(now).date()
    rows = list(
        Loan.select(Loan.borrower, Loan.state, Loan.due_on).where(
            (Loan.state == LoanState.ASKED)
            | ((Loan.state == LoanState.OUT) & (Loan.due_on < today))
        )
    )
    lending = lenders() if rows else set()
    ours = [row for row in rows if may_lend(actor, row.borrower_id, lending)]
    asked = sum(row.state == LoanState.ASKED for row in ours)
    late = [row.due_on for row in ours if row.state == LoanState.OUT]
    found = [Todo(ROOM, f"审批 {asked} 份借阅申请")] if asked else []
    if late:
        words = f"催还 {len(late)} 份过期的借阅"
        found.append(Todo(ROOM, words, end_of(min(late))))
    return found


def _read() -> Any:
    decider, lender, receiver = Teacher.alias(), Teacher.alias(), Teacher.alias()
    return (
        Loan.select(Loan, ArchiveItem, Teacher, decider, lender, receiver)
        .join(ArchiveItem, JOIN.LEFT_OUTER)
        .switch(Loan)
        .join(Teacher, on=Loan.borrower)
        .switch(Loan)
        .join(decider, JOIN.LEFT_OUTER, on=Loan.decided_by, attr="decided_by")
        .switch(Loan)
        .join(lender, JOIN.LEFT_OUTER, on=Loan.lent_by, attr="lent_by")
        .switch(Loan)
        .join(receiver, JOIN.LEFT_OUTER, on=Loan.received_by, attr="received_by")
        .order_by(Loan.id.desc())
    )


def _views(query: Any, now: datetime) -> list[LoanView]:
    """Two queries, however many there are."""
    rows = list(query)
    groups = research_groups({row.borrower_id for row in rows})
    today = local(now).date()
    return [_view(row, groups.get(row.borrower_id, ""), today) for row in rows]


def _view(row: Any, group_name: str, today: date) -> LoanView:
    state = LoanState(row.state)
    return LoanView(
        id=row.id,
        item_id=row.item_id,
        title=row.title,
        number=row.number or (f"档案{row.item_id}" if row.item_id else ""),
        borrower_id=row.borrower_id,
        borrower=row.borrower.name,
        staff_no=row.borrower.staff_no,
        group_name=group_name,
        reason=row.reason,
        due_on=row.due_on,
        extended_from=row.extended_from,
        extended_reason=row.extended_reason,
        overdue=days_overdue(state, row.due_on, today),
        state=state,
        state_name=LOAN_STATE_NAMES[state],
        asked_at=row.asked_at,
        decided_at=row.decided_at,
        decided_by=_name(row.decided_by),
        opinion=row.opinion,
        lent_at=row.lent_at,
        lent_by=_name(row.lent_by),
        back_at=row.back_at,
        received_by=_name(row.received_by),
        note=row.note,
        where_kept=row.item.where_kept if row.item_id else "",
    )


def _name(person: Teacher | None) -> str:
    return str(person.name) if person else ""


def _sorted(views: Sequence[LoanView]) -> list[LoanView]:
    """What waits, in the order it came; what is out, the longest due first; the rest as it was."""

    def place(each: LoanView) -> tuple[int, int]:
        if each.state is LoanState.ASKED:
            return 0, each.id
        if each.state is LoanState.OUT:
            return (1 if each.overdue else 3), each.due_on.toordinal()
        return (2 if each.state is LoanState.APPROVED else 4), -each.id

    return sorted(views, key=place)
