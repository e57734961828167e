"""听课统计: a month as rows for a terminal, and as an A4 sheet to hand out (Z24), 宋体4号 (Z35)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from yanxiu_tui.clock import local
from yanxiu_tui.reports.hours import plain
from yanxiu_tui.reports.sheets import a4, put, save
from yanxiu_tui.rules.names import told_apart
from yanxiu_tui.services.observation_statistics import MonthLine, MonthStatistics

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_SIZE = 14  # 4号
_ROW = 24
_WIDTHS = {
    "序号": 7, "姓名": 13, "教研组": 15, "本月": 7, "集中": 7, "随机": 7, "申报": 7, "补录": 7,
    "冲突": 7, "累计": 7, "定额": 12, "还差": 8,
}  # fmt: skip


@dataclass(frozen=True)
class Letterhead:
    """What stands on the sheet: the school, and the office that counts."""

    school: str
    office: str


def headings() -> list[str]:
    """The columns of the table."""
    return list(_WIDTHS)


def rows(statistics: MonthStatistics) -> list[list[str]]:
    """A row a teacher; namesakes carry their staff number."""
    names = told_apart(statistics.lines)
    return [
        _cells(number, line, names[line.staff_no])
        for number, line in enumerate(statistics.lines, start=1)
    ]


def owed(line: MonthLine) -> str:
    """``11/15``, one for each quota on lessons heard."""
    return "，".join(f"{plain(each.done)}/{plain(each.need)}" for each in line.quotas)


def short(line: MonthLine) -> Decimal:
    """What is missing from the quota that most is missing from."""
    return max((each.short for each in line.quotas), default=Decimal(0))


def sentence(statistics: MonthStatistics) -> str:
    """What the month came to, in one line."""
    lines = statistics.lines
    heard = sum((line.month for line in lines), Decimal(0))
    none = sum(not line.month for line in lines)
    conflicts = sum(line.conflicts for line in lines)
    said = f"{len(lines)} 人共听课 {plain(heard)} 节，{none} 人没有听课"
    return f"{said}，{conflicts} 条记录有冲突" if conflicts else said


def title(statistics: MonthStatistics, letterhead: Letterhead) -> str:
    """The title of the sheet."""
    return f"{letterhead.school}{statistics.name}听课统计表"


def write_statistics(path: Path, statistics: MonthStatistics, letterhead: Letterhead) -> None:
    """The month as an A4 xlsx; Refused when the file cannot be written."""
    book, page = a4("听课统计", list(_WIDTHS.values()))
    _across(page, 1, title(statistics, letterhead), size=18, bold=True, across="center")
    page.row_dimensions[1].height = 44
    first, last = statistics.first, statistics.last
    span = f"{first.month}月{first.day}日至{last.month}月{last.day}日"
    _across(page, 2, f"{statistics.term_name}（{span}）：{sentence(statistics)}。")
    _one_row(page, 3, headings(), bold=True)
    page.print_title_rows = "3:3"
    for at, cells in enumerate(rows(statistics), start=4):
        _one_row(page, at, cells)
    below = 5 + len(statistics.lines)
    _across(page, below, f"{letterhead.office}　　{_when(statistics)}", across="right")
    save(book, path)


def _when(statistics: MonthStatistics) -> str:
    """When it was frozen and which version it is; else that it is not."""
    if statistics.frozen_at is None:
        return "未冻结，随记录变动"
    day = local(statistics.frozen_at)
    version = f"（第 {statistics.version} 版）" if statistics.version > 1 else ""
    return f"{day.year}年{day.month}月{day.day}日{version}"


def _cells(number: int, line: MonthLine, name: str) -> list[str]:
    counted = (line.concentrated, line.drop_in, line.claimed, line.late, line.conflicts)
    return [
        str(number),
        name,
        line.group_name,
        plain(line.month),
        *(plain(Decimal(each)) if each else "" for each in counted),
        plain(line.term),
        owed(line),
        plain(short(line)) if line.quotas else "",
    ]


def _one_row(page: "Worksheet", at: int, cells: Sequence[str], bold: bool = False) -> None:
    for column, text in enumerate(cells, start=1):
        put(page, at, column, text, size=_SIZE, bold=bold, across="center", fit="shrink",
            border=True)  # fmt: skip
    page.row_dimensions[at].height = _ROW


def _across(
    page: "Worksheet",
    at: int,
    text: str,
    *,
    size: int = _SIZE,
    bold: bool = False,
    across: str = "left",
) -> None:
    put(page, at, 1, text, size=size, bold=bold, across=across, fit="shrink")
    page.merge_cells(start_row=at, start_column=1, end_row=at, end_column=len(_WIDTHS))
    page.row_dimensions[at].height = _ROW
