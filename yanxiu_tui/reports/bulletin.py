"""教案检查通报: a 学月's checks as rows for a terminal, and as an A4 sheet (Z17), 宋体4号 (Z35)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from yanxiu_tui.clock import local
from yanxiu_tui.reports.sheets import a4, put, save
from yanxiu_tui.services.bulletins import Bulletin, GroupLine, Tally

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_SIZE = 14  # 4号
_ROW = 24
_WIDTHS = {"组": 20, "组长": 12, "周检查": 9, "查人数": 9, "合格": 8, "需改进": 9, "缺": 7,
           "学月检查": 13}  # fmt: skip


@dataclass(frozen=True)
class Letterhead:
    """What stands on the sheet: the school, and the office that gives it out."""

    school: str
    office: str


def headings() -> list[str]:
    """The columns of the table."""
    return list(_WIDTHS)


def row(line: GroupLine) -> list[str]:
    """One group: weeks checked of those due, teachers checked of all, what was found."""
    return [
        line.group_name,
        line.leaders,
        f"{line.weeks_checked}/{line.weeks_due}",
        f"{line.teachers_checked}/{line.teachers}",
        *(str(count) for count in (line.weekly.good, line.weekly.improve, line.weekly.missing)),
        monthly(line),
    ]


def monthly(line: GroupLine) -> str:
    """What the 包组领导 found; 未检查 where nobody did."""
    if line.monthly == Tally():
        return "未检查"
    found = line.monthly
    return f"{found.good}/{found.improve}/{found.missing}"


def missing(bulletin: Bulletin) -> list[str]:
    """``语文组：林远（第 7 周）``, for every group where somebody lacked a plan."""
    return [
        f"{line.group_name}：{'、'.join(line.missing)}" for line in bulletin.lines if line.missing
    ]


def sentences(bulletin: Bulletin) -> list[str]:
    """What stands above and below the table."""
    due = sum(line.weeks_due for line in bulletin.lines)
    checked = sum(line.weeks_checked for line in bulletin.lines)
    lacking = missing(bulletin)
    return [
        f"{bulletin.first.month}月{bulletin.first.day}日至{bulletin.last.month}月"
        f"{bulletin.last.day}日，{len(bulletin.lines)} 个组应检查签字 {due} 组次，"
        f"实际 {checked} 组次。学月检查一栏是包组领导检查的合格/需改进/缺。",
        f"缺教案的：{'；'.join(lacking)}。" if lacking else "没有缺教案的。",
    ]


def title(bulletin: Bulletin, letterhead: Letterhead) -> str:
    """The title of the sheet."""
    return f"{letterhead.school}第 {bulletin.number} 学月教案检查通报"


def write_bulletin(path: Path, bulletin: Bulletin, letterhead: Letterhead) -> None:
    """The 通报 as an A4 xlsx; Refused when the file cannot be written."""
    book, page = a4("通报", list(_WIDTHS.values()))
    _across(page, 1, title(bulletin, letterhead), size=18, bold=True, across="center", height=44)
    _across(page, 2, bulletin.term_name, across="center", height=_ROW)
    told = sentences(bulletin)
    _across(page, 3, f"　　{told[0]}", height=_height(told[0]))
    _one_row(page, 4, headings(), bold=True)
    page.print_title_rows = "4:4"
    for at, line in enumerate(bulletin.lines, start=5):
        _one_row(page, at, row(line))
    below = 5 + len(bulletin.lines)
    _across(page, below, f"　　{told[1]}", height=_height(told[1]))
    frozen = bulletin.frozen_at
    day = local(frozen).date() if frozen else bulletin.last
    signed = (letterhead.office, f"{day.year}年{day.month}月{day.day}日")
    for at, words in enumerate(signed, start=below + 2):
        _across(page, at, words, across="right", height=_ROW)
    save(book, path)


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
    height: float,
    size: int = _SIZE,
    bold: bool = False,
    across: str = "left",
) -> None:
    put(page, at, 1, text, size=size, bold=bold, across=across, fit="shrink" if bold else "wrap")
    page.merge_cells(start_row=at, start_column=1, end_row=at, end_column=len(_WIDTHS))
    page.row_dimensions[at].height = height


def _height(text: str) -> float:
    """The height in points of a sentence that wraps across the table."""
    from wcwidth import wcswidth

    cells = sum(_WIDTHS.values()) * 10.5 / _SIZE - 1
    lines = math.ceil((wcswidth(text) + 4) / cells)
    return max(_ROW, lines * _SIZE * 1.4 + 4)
