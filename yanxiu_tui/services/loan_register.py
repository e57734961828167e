"""借阅登记 as a paper form: its rows in the words of the form (DOMAIN §8)."""

from collections.abc import Sequence
from datetime import datetime

from yanxiu_tui.clock import local
from yanxiu_tui.services.loan_views import LoanView


def lines(views: Sequence[LoanView]) -> list[tuple[str, ...]]:
    """借阅人, 部门, 名称编号, 事由, 借出, 应还, 归还, 批准, 备注."""
    return [
        (
            each.borrower,
            each.group_name,
            " ".join(filter(None, (each.title, each.number))),
            each.reason,
            _day(each.lent_at),
            f"{each.due_on:%Y-%m-%d}",
            _day(each.back_at),
            each.decided_by,
            "；".join(filter(None, (_extended(each), each.note))),
        )
        for each in views
    ]


def _extended(view: LoanView) -> str:
    if view.extended_from is None:
        return ""
    return f"延期，原定 {view.extended_from:%Y-%m-%d}"


def _day(at: datetime | None) -> str:
    return f"{local(at):%Y-%m-%d}" if at else ""
