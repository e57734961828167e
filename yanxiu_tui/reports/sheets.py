"""An xlsx that goes straight to an A4 printer: cells, page, and a file that is whole or absent."""

import math
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from yanxiu_tui.errors import Refused
from yanxiu_tui.reports.tables import risky

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

FONT = "宋体"
SIZE = 14  # 4号
ROW = 24
# What no XML file may hold.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Letterhead:
    """What stands on the sheet: the school, and the office that gives it out."""

    school: str
    office: str


class Saved(Protocol):
    """A workbook, or any other paper that can be written to a file."""

    def save(self, path: Any, /) -> None: ...


def a4(
    title: str, widths: Sequence[float], *, across: bool = False
) -> "tuple[Workbook, Worksheet]":
    """A workbook with one A4 page setup: upright, or ``across``; numbered at the foot.

    Equal side margins leave room to bind a sheet printed on both sides (Z35).
    """
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.page import PageMargins

    book = Workbook()
    page = book.active
    page.title = title
    for number, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.page_setup.paperSize = page.PAPERSIZE_A4
    upright, lying = page.ORIENTATION_PORTRAIT, page.ORIENTATION_LANDSCAPE
    page.page_setup.orientation = lying if across else upright
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins = PageMargins(
        left=0.7, right=0.7, top=0.6, bottom=0.7, header=0.3, footer=0.35
    )
    page.print_options.horizontalCentered = True
    page.oddFooter.center.text = "第 &P 页 / 共 &N 页"
    page.sheet_view.showGridLines = False
    return book, page


def put(
    page: "Worksheet",
    row: int,
    column: int,
    value: str | int,
    *,
    size: int = 12,
    bold: bool = False,
    across: str = "left",
    fit: str = "",
    border: bool = False,
    indent: int = 0,
) -> "Cell":
    """Write one cell. ``fit`` is ``wrap`` or ``shrink``; text never becomes a formula."""
    from openpyxl.styles import Alignment, Border, Font, Side

    cell = page.cell(row, column)
    if isinstance(value, str):
        _put_text(cell, value)
    else:
        cell.value = value
    cell.font = Font(name=FONT, size=size, bold=bold)
    cell.alignment = Alignment(
        horizontal=across,
        vertical="center",
        wrap_text=fit == "wrap",
        shrink_to_fit=fit == "shrink",
        indent=indent,
    )
    if border:
        line = Side(style="thin")
        cell.border = Border(left=line, right=line, top=line, bottom=line)
    return cell


def put_row(page: "Worksheet", at: int, cells: Sequence[str], bold: bool = False) -> None:
    """Write one row of a table, each cell in a box."""
    for column, text in enumerate(cells, start=1):
        put(
            page, at, column, text, size=SIZE, bold=bold, across="center", fit="shrink", border=True
        )
    page.row_dimensions[at].height = ROW


def put_across(
    page: "Worksheet",
    at: int,
    columns: int,
    text: str,
    *,
    height: float = ROW,
    size: int = SIZE,
    bold: bool = False,
    across: str = "left",
) -> None:
    """Write a line across all the columns: a title in bold shrinks to fit, a sentence wraps."""
    put(page, at, 1, text, size=size, bold=bold, across=across, fit="shrink" if bold else "wrap")
    page.merge_cells(start_row=at, start_column=1, end_row=at, end_column=columns)
    page.row_dimensions[at].height = height


def legal(text: str) -> str:
    """The text without what an XML file may not hold."""
    return _ILLEGAL.sub("", text)


def height_of(text: str, width: float) -> float:
    """The height in points of a sentence that wraps across columns of this width together."""
    from wcwidth import wcswidth

    cells = width * 10.5 / SIZE - 1
    lines = math.ceil((wcswidth(text) + 4) / cells)
    return max(ROW, lines * SIZE * 1.4 + 4)


def lines_of(text: str, width: float) -> int:
    """How many lines a text of SIZE takes in a column so many digits wide."""
    from wcwidth import wcswidth

    return math.ceil(max(wcswidth(text), 1) / (width * 10.5 / SIZE - 1))


def refuse_unwritable(path: Path) -> None:
    """Raise Refused when a file could not be put here, before anything is done for it."""
    try:
        fit = path.parent.is_dir() and os.access(path.parent, os.W_OK) and not path.is_dir()
    except ValueError:
        fit = False  # No file can have such a name.
    if not fit:
        raise _unwritable(path)


def save(book: Saved, path: Path) -> None:
    """Write the paper beside its place and then move it there: never half a file."""
    refuse_unwritable(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        book.save(beside)
        beside.replace(path)
    except (OSError, ValueError) as error:
        raise _unwritable(path) from error
    finally:
        with suppress(OSError, ValueError):
            beside.unlink(missing_ok=True)


def _put_text(cell: Any, text: str) -> None:
    """Text as text: openpyxl would make a formula of ``=`` and an error of ``#N/A``."""
    cell.value = legal(text)
    cell.data_type = "s"
    # Stays text even when somebody edits the cell.
    cell.quotePrefix = risky(cell.value)


def _unwritable(path: Path) -> Refused:
    return Refused(
        "cannot_write",
        f"文件「{path}」写不进去，请检查文件夹是否存在、能否写入，文件是否正被别的程序打开。",
    )
