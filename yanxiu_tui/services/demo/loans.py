"""What was borrowed from the archives: brought back, out, out too long, asked for."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from db.models import Loan
from yanxiu_tui.clock import local
from yanxiu_tui.rules.loans import LoanState
from yanxiu_tui.services.demo.people import Person
from yanxiu_tui.services.demo.rows import inserted, trace

# What, its number, why, how many days ago it went, for how many days, and whether it came back.
_LOANS = (
    ("去年的校本研修计划和总结", "研-2024-01", "写本组计划参考", 40, 14, True),
    ("优秀教案汇编", "研-2023-07", "集体备课参考", 25, 14, True),
    ("校级课题研究资料", "研-2024-05", "写课题中期报告", 6, 14, False),
    ("公开课录像光盘", "研-2022-11", "带徒弟看课", 17, 14, False),
)
_ASKED = ("教学反思汇编", "研-2023-09", "写反思参考")


def write_loans(staff: Sequence[Person], now: datetime) -> list[dict[str, Any]]:
    """A register of a few lines; the traces that they would have left."""
    dean, clerk = staff[2], staff[3]
    borrowers = staff[-6:]
    rows = [
        _row(borrower, dean if borrower is clerk else clerk, loan, now)
        for borrower, loan in zip(borrowers, _LOANS, strict=False)
    ]
    title, number, reason = _ASKED
    today, asked = local(now).date(), now - timedelta(hours=2)
    rows.append(
        rows[0]
        | {
            "title": title, "number": number, "reason": reason, "borrower": borrowers[-1].id,
            "due_on": today + timedelta(days=14), "state": LoanState.ASKED, "asked_at": asked,
            "decided_at": None, "decided_by": None, "lent_at": None, "lent_by": None,
            "back_at": None, "received_by": None,
        }
    )  # fmt: skip
    return [
        each
        for row, loan_id in zip(rows, inserted(Loan, rows), strict=True)
        for each in _traces(row, loan_id)
    ]


def _traces(row: dict[str, Any], loan_id: int) -> list[dict[str, Any]]:
    acts = (
        ("borrower", "ask_loan", "asked_at"),
        ("decided_by", "approve_loan", "decided_at"),
        ("lent_by", "lend", "lent_at"),
        ("received_by", "take_back_loan", "back_at"),
    )
    return [
        trace(row[who], act, "loan", loan_id, row[when]) for who, act, when in acts if row[when]
    ]


def _row(borrower: Person, lender: Person, loan: Sequence[Any], now: datetime) -> dict[str, Any]:
    title, number, reason, ago, length, back = loan
    lent = now - timedelta(days=ago)
    returned = lent + timedelta(days=length - 2) if back else None
    return {
        "title": title,
        "number": number,
        "borrower": borrower.id,
        "reason": reason,
        "due_on": local(lent).date() + timedelta(days=length),
        "state": LoanState.BACK if back else LoanState.OUT,
        "asked_at": lent - timedelta(hours=5),
        "decided_at": lent - timedelta(hours=4),
        "decided_by": lender.id,
        "lent_at": lent,
        "lent_by": lender.id,
        "back_at": returned,
        "received_by": lender.id if back else None,
    }
