"""学时登记表: everybody's 学时 as rows for a terminal, and each one's form as paper (DOMAIN §8)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from yanxiu_tui.reports.sheets import a4, put, save
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.services.hours import HoursRegister
from yanxiu_tui.services.hours_records import HoursEntry, HoursForm

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

# Heading and width; together they fill an A4 page between its margins.
_COLUMNS = {
    "年度": 6.5, "名称": 25, "类型": 12, "主办": 13, "起止": 12.5,
    "申报学时": 9.5, "认定学时": 9.5, "审核": 9,
}  # fmt: skip
_WIDTHS = list(_COLUMNS.values())
_LEFT = ("名称", "主办")
# In points, as is all of this: an A4 page between its margins, not filled to the last.
_PAGE = 740
_TITLE, _ROW, _LINE, _SEAL = 36, 24, 15, 40
# So many rows at least go along with the seal below them to another page.
_TOGETHER = 3


@dataclass(frozen=True)
class Letterhead:
    """What stands on each form: the school, the term, the office that credits the hours."""

    school: str
    term: str
    office: str


def table(register: HoursRegister) -> tuple[list[str], list[list[str]]]:
    """Everybody's 学时 by 研修项目: headings and rows for a terminal."""
    headings = ["工号", "姓名", "教研组", *register.projects, "合计", "定额", "周期累计"]
    rows = [
        [
            line.staff.staff_no,
            line.staff.name,
            line.staff.research_group,
            *(plain(hours) for hours in line.by_project),
            plain(line.total),
            plain(register.per_term) if register.per_term else "",
            plain(line.cycle_total),
        ]
        for line in register.lines
    ]
    return headings, rows


def write_forms(path: Path, forms: Sequence[HoursForm], letterhead: Letterhead) -> None:
    """The forms as an A4 xlsx, each beginning a page of its own; Refused if unwritable."""
    book, page = a4("学时登记表", _WIDTHS)
    row = 1
    for number, form in enumerate(forms):
        if number:
            _turn(page, row)
        row = _write(page, row, form, letterhead)
    save(book, path)


def _write(page: "Worksheet", row: int, form: HoursForm, letterhead: Letterhead) -> int:
    """One form from this row on; the first row after it."""
    last = len(_WIDTHS)
    _across(page, row, 1, last, f"{letterhead.school}教师学时登记表", size=18, bold=True)
    page.row_dimensions[row].height = _TITLE
    who = f"姓名：{form.staff.name}　　工号：{form.staff.staff_no}"
    _across(page, row + 1, 1, 4, who)
    group = form.staff.research_group or "未编组"
    _across(page, row + 1, 5, last, f"{group}　　{letterhead.term}")
    page.row_dimensions[row + 1].height = _ROW
    row = _headings(page, row + 2)
    rows = [_cells(entry) for entry in form.entries]
    heights = [_height(cells) for cells in rows]
    turns = _turns(heights)
    for at, (cells, height) in enumerate(zip(rows, heights, strict=True)):
        if at in turns:
            _turn(page, row)
            row = _headings(page, row)
        _one_row(page, row, cells, height)
        row += 1
    _total(page, row, form)
    _across(page, row + 1, 1, 4, f"{letterhead.office}审核：")
    _across(page, row + 1, 5, last, "（校章）　　　　年　　月　　日")
    page.row_dimensions[row + 1].height = _SEAL
    return row + 2


def _turns(heights: Sequence[float]) -> set[int]:
    """Before which rows another page begins; the last rows, the total and the seal are one."""
    end = sum(heights[-_TOGETHER:]) + _ROW + _SEAL
    turns, used = set(), float(_TITLE + 2 * _ROW)
    for at, height in enumerate([*heights[:-_TOGETHER], end]):
        if used + height > _PAGE:
            turns.add(at)
            used = _ROW
        used += height
    return turns


def _turn(page: "Worksheet", row: int) -> None:
    """Begin another page with this row."""
    from openpyxl.worksheet.pagebreak import Break

    page.row_breaks.append(Break(id=row - 1))


def _headings(page: "Worksheet", row: int) -> int:
    """The first row after them."""
    for column, name in enumerate(_COLUMNS, start=1):
        put(page, row, column, name, bold=True, across="center", border=True)
    page.row_dimensions[row].height = _ROW
    return row + 1


def _cells(entry: HoursEntry) -> tuple[str, ...]:
    return (
        str(entry.last.year), entry.title, entry.kind, entry.organiser,
        _span(entry.first, entry.last), plain(entry.asked), plain(entry.granted), entry.checked,
    )  # fmt: skip


def _height(cells: Sequence[str]) -> float:
    lines = max(map(_lines, cells, _WIDTHS))
    return max(_ROW, lines * _LINE + 6)


def _one_row(page: "Worksheet", row: int, cells: Sequence[str], height: float) -> None:
    for column, (name, text) in enumerate(zip(_COLUMNS, cells, strict=True), start=1):
        across = "left" if name in _LEFT else "center"
        put(page, row, column, text, size=11, across=across, fit="wrap", border=True)
    page.row_dimensions[row].height = height


def _total(page: "Worksheet", row: int, form: HoursForm) -> None:
    for column in range(1, len(_WIDTHS) + 1):
        put(page, row, column, "", border=True)
    put(page, row, 2, f"合计 {len(form.entries)} 项", bold=True, border=True)
    put(page, row, 6, plain(form.asked), bold=True, across="center", border=True)
    put(page, row, 7, plain(form.total), bold=True, across="center", border=True)
    page.row_dimensions[row].height = _ROW


def _across(
    page: "Worksheet",
    row: int,
    first: int,
    last: int,
    text: str,
    *,
    size: int = 12,
    bold: bool = False,
) -> None:
    put(page, row, first, text, size=size, bold=bold, across="center" if bold else "left")
    page.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)


def _span(first: date, last: date) -> str:
    return f"{first:%m-%d}" if first == last else f"{first:%m-%d}至{last:%m-%d}"


def _lines(text: str, width: float) -> int:
    from wcwidth import wcswidth

    return math.ceil(max(wcswidth(text), 1) / (width - 1))
