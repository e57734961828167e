"""请假条: one leave as the paper form has it (DOMAIN §8), 宋体4号 (Z35)."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from yanxiu_tui.clock import ending, local
from yanxiu_tui.reports.word import WIDTH, Cell, grid, line, paper, row, write
from yanxiu_tui.rules.calendar import WEEKDAYS
from yanxiu_tui.rules.leave import GRANTED, LeaveState

if TYPE_CHECKING:
    from docx.table import Table

    from yanxiu_tui.services.leave_slips import LeaveSlip
    from yanxiu_tui.services.leave_views import LeaveView

_LABEL = 3.0
_HALVES = [_LABEL, WIDTH / 2 - _LABEL] * 2
_ROOM = 1.6  # centimetres, to write in by hand what is not filled in


def write_slip(path: Path, slip: "LeaveSlip") -> None:
    """The form as a Word file; Refused when it cannot be written or stands there already."""
    leave = slip.leave
    made = paper("请假条", f"{slip.school}（编号 {leave.id}，{leave.state_name}）")
    table = grid(made, _HALVES)
    _pair(table, "姓名", f"{leave.teacher_name}（{leave.staff_no}）", "教研组", leave.group_name)
    kind = f"{leave.kind_name}（特殊情况，证明后补）" if leave.emergency else leave.kind_name
    meetings = "\n".join(f"{_when(each.starts_at)}　{each.title}" for each in slip.meetings)
    for name, words in (
        ("类别", kind),
        ("事由", leave.reason),
        ("起止", f"{_when(leave.starts_at)}至\n{_until(leave.ends_at)}"),
        ("活动", meetings),
        ("证明", _papers(leave) if slip.tells else ""),
        ("课务安排", leave.cover),
    ):
        _line(table, name, words)
    _decision(table, leave)
    line(made, "")
    line(made, "请假人签名：　　　　　　　　　审批人签名：")
    write(made, path)


def _decision(table: "Table", leave: "LeaveView") -> None:
    decided = leave.decided_at
    _pair(table, "审批人", leave.decided_by, "时间", _when(decided) if decided else "")
    _line(table, "意见", _opinion(leave))
    _line(table, "销假", _when(leave.returned_at) if leave.returned_at else "")


def _opinion(leave: "LeaveView") -> str:
    """What was decided, and in which words as far as they may be told."""
    said = {LeaveState.REFUSED: "不同意", LeaveState.REVOKED: "撤销批准"}
    if leave.state in GRANTED:
        return leave.opinion or "同意"
    return "：".join(filter(None, (said.get(leave.state, ""), leave.opinion)))


def _papers(leave: "LeaveView") -> str:
    owed = f"尚缺：{'、'.join(leave.owed)}" if leave.owed else ""
    return "；".join(filter(None, ("、".join(leave.evidence), owed)))


def _line(table: "Table", name: str, words: str) -> None:
    row(table, [Cell(name, label=True), Cell(words, len(_HALVES) - 1)], least=_ROOM)


def _pair(table: "Table", name: str, words: str, other: str, others: str) -> None:
    row(table, [Cell(name, label=True), Cell(words), Cell(other, label=True), Cell(others)])


def _when(at: datetime) -> str:
    shown = local(at)
    return f"{_day(shown.date())}{shown:%H:%M}"


def _until(at: datetime) -> str:
    day, hour = ending(at)
    return f"{_day(day)}{hour}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"
