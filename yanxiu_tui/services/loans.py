"""借阅: asked, approved by a 管理员, signed for and handed out, taken back (Z36)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from db.connection import held, transaction
from db.models import ArchiveItem, Loan, Teacher
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.loans import LOAN_STATE_NAMES, WAITING, LoanState, may_keep_until
from yanxiu_tui.services import school, trace
from yanxiu_tui.services.credentials import check_pin
from yanxiu_tui.services.loan_views import (
    LoanView,
    borrowable,
    in_reach,
    loans,
    my_loans,
    register,
    require_to_lend,
    to_do,
    unknown,
    view,
)
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.texts import clean

__all__ = [
    "LoanDraft", "LoanView", "approve", "ask", "borrowable", "extend", "hand_out", "loans",
    "my_loans", "refuse", "register", "take_back", "to_do", "view", "withdraw",
]  # fmt: skip


@dataclass(frozen=True)
class LoanDraft:
    """What is to be borrowed: something filed here (``item_id``), else a title and a number."""

    reason: str
    due_on: date
    item_id: int | None = None
    title: str = ""
    number: str = ""


def ask(actor: Actor, draft: LoanDraft, now: datetime) -> LoanView:
    """Ask to borrow something, once; a 管理员 then decides."""
    require(actor, Act.ASK_LOAN)
    reason = clean(draft.reason, "借阅事由", 200)
    number = clean(draft.number, "编号", 32, required=False)
    if draft.item_id is None:
        title = clean(draft.title, "借阅材料的名称", 128)
    else:
        title = _found(actor, draft.item_id).title
    _refuse_bad_day(draft.due_on, local(now).date(), now)
    made = Loan(
        item=draft.item_id, title=title, number=number, borrower=actor.teacher_id,
        reason=reason, due_on=draft.due_on, asked_at=now,
    )  # fmt: skip
    with transaction():
        _refuse_again(made)
        made.save()
        trace.write(actor, "ask_loan", "loan", made.id, now, item=draft.item_id)
    return view(actor, made.id, now)


def withdraw(actor: Actor, loan_id: int, now: datetime) -> LoanView:
    """Let it be, as long as it was not handed out: one's own."""
    with transaction():
        row = _hold(loan_id)
        if row.borrower_id != actor.teacher_id:
            raise Refused("not_yours", "只能撤回自己的借阅。")
        if row.state not in WAITING:
            raise _wrong_state(row, "不能撤回")
        _set(row, state=LoanState.WITHDRAWN)
        trace.write(actor, "withdraw_loan", "loan", row.id, now)
    return view(actor, loan_id, now)


def approve(actor: Actor, loan_id: int, now: datetime, opinion: str = "") -> LoanView:
    """Agree to lend; it goes out once the borrower signs for it."""
    return _decide(actor, loan_id, LoanState.APPROVED, opinion, now)


def refuse(actor: Actor, loan_id: int, opinion: str, now: datetime) -> LoanView:
    """Say no, and why."""
    clean(opinion, "不批准的理由", 200)
    return _decide(actor, loan_id, LoanState.REFUSED, opinion, now)


def hand_out(actor: Actor, loan_id: int, pin: str, now: datetime) -> LoanView:
    """Hand it to the borrower, who signs for it with their own PIN; never what is out already."""
    borrower = view(actor, loan_id, now).borrower_id
    require_to_lend(actor, borrower)
    # Before the transaction: a wrong guess is counted even though nothing else is kept.
    check_pin(Teacher.get_by_id(borrower), pin, now)
    with transaction():
        row = _hold_with_its_like(loan_id)
        if row.state != LoanState.APPROVED:
            raise _wrong_state(row, "不能借出")
        _refuse_past_due(row, now)
        _set(row, state=LoanState.OUT, lent_at=now, lent_by=actor.teacher_id)
        trace.write(actor, "lend", "loan", row.id, now, borrower=borrower)
    return view(actor, loan_id, now)


def extend(actor: Actor, loan_id: int, due_on: date, reason: str, now: datetime) -> LoanView:
    """Let the borrower keep it longer, once, and why."""
    reason = clean(reason, "延期的原因", 200)
    with transaction():
        row = _hold_to_lend(actor, loan_id)
        if row.state != LoanState.OUT:
            raise _wrong_state(row, "不用延期")
        if row.extended_from is not None:
            raise Refused("extended", "已经延期过一次，不能再延，请先归还再借。")
        if due_on <= row.due_on:
            raise Refused("bad_day", f"新的应还日期要晚于原来的 {row.due_on:%m月%d日}，请核对。")
        _refuse_bad_day(due_on, max(row.due_on, local(now).date()), now)
        _set(row, due_on=due_on, extended_from=row.due_on, extended_reason=reason)
        trace.write(
            actor, "extend_loan", "loan", row.id, now, before=row.due_on, after=due_on,
            reason=reason,
        )  # fmt: skip
    return view(actor, loan_id, now)


def take_back(actor: Actor, loan_id: int, now: datetime, note: str = "") -> LoanView:
    """Take it back; the note says what was found of it, such as a page missing."""
    note = clean(note, "备注", 200, required=False)
    with transaction():
        row = _hold_to_lend(actor, loan_id)
        if row.state != LoanState.OUT:
            raise _wrong_state(row, "不用归还")
        _set(row, state=LoanState.BACK, back_at=now, received_by=actor.teacher_id, note=note)
        trace.write(actor, "take_back_loan", "loan", row.id, now, note=note)
    return view(actor, loan_id, now)


def _decide(actor: Actor, loan_id: int, state: LoanState, opinion: str, now: datetime) -> LoanView:
    opinion = clean(opinion, "审批意见", 200, required=False)
    with transaction():
        row = _hold_to_lend(actor, loan_id)
        if row.state != LoanState.ASKED:
            raise _wrong_state(row, "不能再审批")
        if state is LoanState.APPROVED:
            _refuse_past_due(row, now)
        _set(row, state=state, decided_at=now, decided_by=actor.teacher_id, opinion=opinion)
        act = "approve_loan" if state is LoanState.APPROVED else "refuse_loan"
        trace.write(actor, act, "loan", row.id, now)
    return view(actor, loan_id, now)


def _refuse_again(row: Loan) -> None:
    """Refused where the borrower, who is held, waits for the same thing or has it."""
    held(Teacher.select(Teacher.id).where(Teacher.id == row.borrower_id), Teacher).get()
    same = _same(row) if row.item_id or row.number else Loan.title == row.title
    standing = Loan.state.in_([*WAITING, LoanState.OUT])
    found = Loan.get_or_none(Loan.borrower == row.borrower_id, standing, same)
    if found is None:
        return
    if found.state == LoanState.OUT:
        raise Refused("asked", f"您已经借了「{found.title}」，还没有还；要多借几天，请管理员延期。")
    state = LOAN_STATE_NAMES[LoanState(found.state)]
    raise Refused("asked", f"您已经申请借阅「{found.title}」，{state}，不用再申请。")


def _found(actor: Actor, item_id: int) -> ArchiveItem:
    found = ArchiveItem.get_or_none((ArchiveItem.id == item_id) & in_reach(actor))
    if found is None:
        raise Refused("no_item", "档案里没有这份可以借的材料，请核对后再选。")
    return found


def _refuse_bad_day(due_on: date, lent_on: date, now: datetime) -> None:
    rule = school.regulation_of(school.current_term(now).regulation_id).archives
    last = may_keep_until(lent_on, rule.loan_days)
    if due_on < lent_on:
        raise Refused("bad_day", "应还日期不能早于今天，请核对。")
    if due_on > last:
        clause = f"（{rule.lending.id}）" if rule.lending else ""
        raise Refused(
            "too_long",
            f"一次最多借 {rule.loan_days} 天{clause}，应还日期最晚 {last:%m月%d日}，请核对。",
        )


def _refuse_past_due(row: Loan, now: datetime) -> None:
    if row.due_on < local(now).date():
        raise Refused(
            "past_due", f"应还日期 {row.due_on:%m月%d日} 已经过了，请借阅人撤回后重新申请。"
        )


def _hold(loan_id: int) -> Loan:
    found = held(Loan.select().where(Loan.id == loan_id), Loan).first()
    if found is None:
        raise unknown(loan_id)
    row: Loan = found
    return row


def _hold_to_lend(actor: Actor, loan_id: int) -> Loan:
    row = _hold(loan_id)
    require_to_lend(actor, row.borrower_id)
    return row


def _hold_with_its_like(loan_id: int) -> Loan:
    """The loan, held together with the thing and every loan of it; Refused while one is out.

    Held in one order, so that two who hand it out at once wait for each other.
    """
    asked = Loan.get_by_id(loan_id)
    _refuse_gone(asked)
    rows = list(held(Loan.select().where(_same(asked)).order_by(Loan.id), Loan))
    out = next((row for row in rows if row.state == LoanState.OUT and row.id != loan_id), None)
    if out is not None:
        who = Teacher.get_by_id(out.borrower_id).name
        raise Refused(
            "lent_out",
            f"「{out.title}」已借给{who}老师，应于 {out.due_on:%m月%d日} 归还，还没有还。",
        )
    return next(row for row in rows if row.id == loan_id)


def _refuse_gone(row: Loan) -> None:
    """Refused where it was taken out of the archive since it was asked for; holds it."""
    items = ArchiveItem.select().where(ArchiveItem.id == row.item_id)
    item = held(items, ArchiveItem).first()
    if item is not None and item.removed_at is not None:
        raise Refused("no_item", f"「{row.title}」已经移出档案，不能再借，请借阅人撤回。")


def _same(row: Loan) -> Any:
    """What is the same thing: the same item, or the same number written by hand."""
    if row.item_id is not None:
        return Loan.item == row.item_id
    if row.number:
        return Loan.item.is_null() & (Loan.number == row.number)
    return Loan.id == row.id


def _set(row: Loan, **values: object) -> None:
    Loan.update(**values).where(Loan.id == row.id).execute()


def _wrong_state(row: Loan, so: str) -> Refused:
    return Refused("wrong_state", f"这份借阅{LOAN_STATE_NAMES[LoanState(row.state)]}，{so}。")
