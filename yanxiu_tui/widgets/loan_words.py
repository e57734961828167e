"""借阅 in words, for every screen that shows one."""

from datetime import datetime

from rich.text import Text

from yanxiu_tui import clock
from yanxiu_tui.rules.loans import LoanState
from yanxiu_tui.services.loans import LoanView
from yanxiu_tui.widgets.kept_table import Row

_STYLES = {
    LoanState.ASKED: "bold yellow",
    LoanState.APPROVED: "yellow",
    LoanState.OUT: "green",
    LoanState.REFUSED: "red",
    LoanState.WITHDRAWN: "dim",
    LoanState.BACK: "dim",
}
_LATE = "bold red"


def title_of(view: LoanView) -> str:
    """Whose loan, and of what."""
    return f"{view.borrower}老师借的「{view.title}」"


def standing_of(view: LoanView) -> Text:
    """Where it stands, and how long it is overdue."""
    if view.overdue:
        return Text(f"过期{view.overdue}天", style=_LATE)
    return Text(view.state_name, style=_STYLES[view.state])


def row_of(view: LoanView) -> Row:
    """One row of a table of loans."""
    cells = {
        "借阅人": view.borrower,
        "教研组": view.group_name,
        "名称": view.title,
        "编号": view.number,
        "事由": view.reason,
        "借出": _day(view.lent_at),
        "归还": _day(view.back_at),
        "批准": view.decided_by,
    }
    texts = {heading: Text(words) for heading, words in cells.items()}
    texts["应还"] = Text(f"{view.due_on:%m-%d}", style=_LATE if view.overdue else "")
    texts["状态"] = standing_of(view)
    return str(view.id), texts


def fields_of(view: LoanView) -> list[tuple[str, str]]:
    """One loan in full."""
    due = f"{view.due_on:%Y-%m-%d}"
    if view.extended_from:
        due += f"（原定 {view.extended_from:%m-%d}，延期：{view.extended_reason}）"
    if view.overdue:
        due += f"，已过期 {view.overdue} 天"
    optional = (
        ("编号", view.number),
        ("存放", view.where_kept),
        ("事由", view.reason),
        ("申请", _when(view.asked_at)),
        ("应还", due),
        ("审批", _by(view.decided_by, view.decided_at, view.opinion)),
        ("借出", _by(view.lent_by, view.lent_at, "本人凭口令签字领取")),
        ("归还", _by(view.received_by, view.back_at, view.note)),
    )
    who = " ".join(filter(None, (view.borrower, view.staff_no, view.group_name)))
    return [
        ("借阅人", who),
        ("名称", view.title),
        *((label, words) for label, words in optional if words),
        ("状态", view.state_name),
    ]


def _by(name: str, at: datetime | None, words: str) -> str:
    if at is None:
        return ""
    return "，".join(filter(None, (name or "操作员", _when(at), words)))


def _day(at: datetime | None) -> str:
    return f"{clock.local(at):%m-%d}" if at else ""


def _when(at: datetime) -> str:
    return f"{clock.local(at):%m-%d %H:%M}"
