"""One person's data as a workbook: what there is on the first sheet, then a sheet a subject."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yanxiu_tui.clock import local
from yanxiu_tui.reports.personal_words import CODED, CODES, COLUMNS, OF_COLUMN
from yanxiu_tui.reports.sheets import a4, put, save
from yanxiu_tui.services.personal_data import CopiedTable, PersonalCopy
from yanxiu_tui.services.personal_rows import KeptPart

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

# Excel holds 32,767 characters in a cell.
_LONGEST = 32_000
_WIDTHS = [16.0, 24.0, 8.0, 26.0, 34.0, 44.0]
_COLUMN = 18.0
_MOST_COLUMNS = 40


def write(path: Path, copy: PersonalCopy) -> None:
    """Write all of it; a whole file or none."""
    book, page = a4("总表", _WIDTHS)
    _put_summary(page, copy)
    for name, tables in copy.tables.items():
        if any(table.rows for table in tables):
            sheet = book.create_sheet(name)
            for number in range(1, _MOST_COLUMNS + 1):
                sheet.column_dimensions[sheet.cell(1, number).column_letter].width = _COLUMN
            at = 1
            for table in tables:
                at = _put_table(sheet, at, table)
    save(book, path)


def _put_summary(page: "Worksheet", copy: PersonalCopy) -> None:
    kept = copy.kept
    made = f"{local(copy.made_at):%Y-%m-%d %H:%M}"
    put(page, 1, 1, f"{kept.name}（{kept.staff_no}）的个人资料，{made} 导出", size=14, bold=True)
    headings = ("类别", "内容", "条数", "从何时到何时", "除本人外谁看得到", "留多久")
    _put_line(page, 2, headings, bold=True)
    at = 3
    for section in kept.sections:
        for part in section.parts:
            cells = (section.name, part.words, part.count, span(part))
            _put_line(page, at, (*cells, section.seen_by, section.kept_for))
            at += 1


def span(part: KeptPart) -> str:
    """``2026-09-01 至 2026-10-14``, or "" where no day is known."""
    return f"{part.first} 至 {part.last}" if part.first else ""


def _put_table(page: "Worksheet", at: int, table: CopiedTable) -> int:
    """The rows under their headings; the first line after them."""
    if not table.rows:
        return at
    put(page, at, 1, f"{table.words}（{len(table.rows)} 条）", bold=True)
    columns = list(table.rows[0])
    _put_line(page, at + 1, [COLUMNS[column] for column in columns], bold=True)
    at += 2
    for row in table.rows:
        at = _put_row(page, at, row)
    return at + 1


def _put_row(page: "Worksheet", at: int, row: Mapping[str, Any]) -> int:
    """One row; what is longer than a cell may be goes on beneath."""
    cells = [said(column, value) for column, value in row.items()]
    while any(cells):
        _put_line(page, at, [cell[:_LONGEST] for cell in cells])
        cells = [cell[_LONGEST:] for cell in cells]
        at += 1
    return at


def said(column: str, value: Any) -> str:
    """A value in words, as the school's clock has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{local(value):%Y-%m-%d %H:%M:%S}"
    if column in OF_COLUMN:
        return OF_COLUMN[column].get(value, value)
    return CODES.get(value, value) if column in CODED else str(value)


def _put_line(page: "Worksheet", at: int, cells: Any, bold: bool = False) -> None:
    for number, cell in enumerate(cells, start=1):
        put(page, at, number, cell, bold=bold)
