"""借阅 as arithmetic: where a loan stands, until when one may keep it, when it is overdue (Z36)."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum


class LoanState(StrEnum):
    """Where a line of the 借阅登记 stands."""

    ASKED = "asked"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"
    OUT = "out"
    BACK = "back"


LOAN_STATE_NAMES: Mapping[LoanState, str] = {
    LoanState.ASKED: "待批准",
    LoanState.REFUSED: "未批准",
    LoanState.WITHDRAWN: "已撤回",
    LoanState.APPROVED: "待领取",
    LoanState.OUT: "借出",
    LoanState.BACK: "已归还",
}
# Still to be handed out: the borrower may take it back.
WAITING = frozenset({LoanState.ASKED, LoanState.APPROVED})


def may_keep_until(day: date, most_days: int) -> date:
    """The last day that something lent on ``day`` may be kept."""
    return day + timedelta(days=most_days)


def days_overdue(state: LoanState, due_on: date, today: date) -> int:
    """How many days ago it should have come back; 0 on the day it is due, and once it is back."""
    return max(0, (today - due_on).days) if state is LoanState.OUT else 0
