"""启用码: slips to cut apart on A4, one for each teacher."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from yanxiu_tui.clock import local
from yanxiu_tui.reports.sheets import a4, put, save
from yanxiu_tui.services.enrolment_codes import EnrolmentCode

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

HOW_TO = "在签到台输入姓名或工号，\n按提示输入启用码，再设自己的口令。"
_ACROSS = 2
_SLIPS_DOWN = 6
# Points: who it is for, the code, how to use it, until when.
_HEIGHTS = (30, 36, 30, 22)
_WIDTHS = [21.5, 21.5]


def grouped(code: str) -> str:
    """The code in groups of four, as it is read aloud."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def write_slips(
    path: Path, codes: Sequence[EnrolmentCode], school: str, valid_until: datetime
) -> None:
    """The codes as an A4 xlsx of slips, two across and six down a page; Refused if unwritable."""
    from openpyxl.worksheet.pagebreak import Break

    book, page = a4("启用码", _WIDTHS * _ACROSS)
    until = f"{school}　{local(valid_until):%Y-%m-%d} 前有效，只能用一次"
    down = len(_HEIGHTS)
    for number, code in enumerate(codes):
        line, place = divmod(number, _ACROSS)
        _slip(page, line * down + 1, place * len(_WIDTHS) + 1, code, until)
        if place == 0 and line and line % _SLIPS_DOWN == 0:
            page.row_breaks.append(Break(id=line * down))
    save(book, path)


def _slip(page: "Worksheet", row: int, column: int, code: EnrolmentCode, until: str) -> None:
    """One slip: two columns wide, four rows high, dashed where it is cut."""
    put(page, row, column, code.name, size=14, bold=True, fit="shrink", indent=1)
    number = f"工号 {code.staff_no}"
    put(page, row, column + 1, number, across="right", fit="shrink", indent=1)
    put(page, row + 1, column, grouped(code.code), size=22, bold=True, across="center")
    put(page, row + 2, column, HOW_TO, size=10, fit="wrap", indent=1)
    put(page, row + 3, column, until, size=10, fit="shrink", indent=1)
    for offset in (1, 2, 3):
        page.merge_cells(
            start_row=row + offset, start_column=column, end_row=row + offset, end_column=column + 1
        )
    for offset, height in enumerate(_HEIGHTS):
        page.row_dimensions[row + offset].height = height
    _cut_lines(page, row, column)


def _cut_lines(page: "Worksheet", row: int, column: int) -> None:
    from openpyxl.styles import Border, Side

    dashed, none = Side(style="dashed"), Side()
    last = len(_HEIGHTS) - 1
    for offset in range(len(_HEIGHTS)):
        for side in (0, 1):
            page.cell(row + offset, column + side).border = Border(
                left=none if side else dashed,
                right=dashed if side else none,
                top=dashed if offset == 0 else none,
                bottom=dashed if offset == last else none,
            )
