"""Small rosters as an office would hand them in, made for one test each."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from yanxiu_tui.roster.check import read_roster
from yanxiu_tui.roster.model import Reading

TODAY = date(2026, 9, 1)
Rows = Sequence[Sequence[Any]]


def workbook(path: Path, *sheets: tuple[str, Rows], merged: Sequence[str] = ()) -> Path:
    """Write sheets of rows to ``path``; ``merged`` ranges belong to the first sheet."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    for each in merged:
        book.worksheets[0].merge_cells(each)
    book.save(path)
    return path


def read(tmp_path: Path, *rows: Sequence[Any], merged: Sequence[str] = ()) -> Reading:
    """Read a workbook of one sheet, 花名册, with these rows."""
    return read_roster(workbook(tmp_path / "r.xlsx", ("花名册", rows), merged=merged), TODAY)


def faults(reading: Reading) -> list[tuple[int, str]]:
    """The places of the faults: row and column letter."""
    return [(fault.row, fault.letter) for fault in reading.faults]
