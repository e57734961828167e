"""An xlsx workbook as sheets of cells: merged cells spread, formulas by their kept values."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from yanxiu_tui.errors import Refused
from yanxiu_tui.roster.model import EMPTY, Cell, Sheet
from yanxiu_tui.roster.values import shown

MAX_ROWS = 20_000
_LAST_ROW = 1_048_576
_WIDTH = 200
# Excel's own Chinese formats 年月, which openpyxl does not know.
_YEAR_AND_MONTH = {27, 36, 50, 52, 57}
_NO_VALUE = "是公式，没有存下算出的值，请在 Excel 或 WPS 里打开后保存，或粘贴为数值。"
_MERGE = re.compile(
    rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"'
)

Rows = Mapping[int, tuple[Cell, ...]]


def read_workbook(name: str, data: bytes) -> list[Sheet]:
    """Read every worksheet; Refused when the file is damaged or too long."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _read(data)
        except Refused:
            raise
        except Exception as error:
            # A damaged workbook fails in openpyxl, zipfile or the XML parser in any way at all.
            raise Refused(
                "damaged", f"「{name}」已损坏或读不出来，请用 Excel 或 WPS 打开，另存后再导入。"
            ) from error


def _read(data: bytes) -> list[Sheet]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True)
    sheets = [_cells(sheet) for sheet in book.worksheets]
    if any(
        cell.problem.endswith(_NO_VALUE) for rows in sheets for row in rows.values() for cell in row
    ):
        kept = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = [
            _with_values(rows, _cells(sheet))
            for rows, sheet in zip(sheets, kept.worksheets, strict=True)
        ]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [
            Sheet(
                sheet.title,
                _spread(rows, archive.read(sheet._worksheet_path)),
                hidden=sheet.sheet_state != "visible",
            )
            for sheet, rows in zip(book.worksheets, sheets, strict=True)
        ]


def _cells(sheet: Any) -> Rows:
    """The rows that hold something, by number; the size a file claims for itself is often wrong."""
    sheet.reset_dimensions()
    rows = {}
    for number, row in enumerate(sheet.iter_rows(max_col=_WIDTH), 1):
        if number > _LAST_ROW:
            break
        cells = [_cell(cell) for cell in row]
        while cells and cells[-1].blank:
            cells.pop()
        if cells:
            rows[number] = tuple(cells)
        if len(rows) > MAX_ROWS:
            raise Refused("too_big", f"「{sheet.title}」超过 {MAX_ROWS} 行，不像一所学校的花名册。")
    return rows


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return EMPTY
    if cell.data_type == "f":
        formula = str(getattr(value, "text", value))
        return Cell(problem=f"「{shown(formula)}」{_NO_VALUE}")
    if cell.data_type == "e":
        return Cell(problem=f"单元格是错误值 {value}，请改正。")
    if isinstance(value, str):
        from openpyxl.utils.escape import unescape

        return Cell(unescape(value) if "_x" in value else value)
    return Cell(_as_shown(value, cell))


def _as_shown(value: Any, cell: Any) -> Any:
    """A number or date as its format shows it, where the format says more than the value."""
    shown = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", str(cell.number_format).split(";")[0]).lower()
    if isinstance(value, datetime):
        return value if "d" in shown or "h" in shown else _to_the_month(value, "m" in shown)
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and re.fullmatch("0{2,}", shown):
        return str(value).zfill(len(shown))
    if isinstance(value, (int, float)):
        if cell.style_array.numFmtId in _YEAR_AND_MONTH and 1 <= value < 2_958_466:
            from openpyxl.utils.datetime import from_excel

            return _to_the_month(from_excel(value, cell.parent.parent.epoch), True)
        if re.match(r"0\.00(?!0)", shown):
            return f"{value:.2f}"
    return value


def _to_the_month(value: datetime, month: bool) -> str:
    return f"{value.year}-{value.month:02}" if month else str(value.year)


def _with_values(rows: Rows, kept: Rows) -> Rows:
    """Each formula replaced by the value Excel kept for it, where it kept one."""

    def value(number: int, column: int, cell: Cell) -> Cell:
        row = kept.get(number, ())
        if not cell.problem.endswith(_NO_VALUE) or column >= len(row) or row[column] is EMPTY:
            return cell
        return row[column]

    return {
        number: tuple(value(number, column, cell) for column, cell in enumerate(row))
        for number, row in rows.items()
    }


def _spread(rows: Rows, xml: bytes) -> Rows:
    """Give the value of a cell merged downwards to each row it spans (its first column only)."""
    wide = {number: list(row) for number, row in rows.items()}
    last = max(wide, default=0)
    for column, top, bottom in _downward_merges(xml):
        if top not in wide or column >= len(wide[top]) or wide[top][column].blank:
            continue
        source = wide[top][column]
        for number in range(top + 1, min(bottom, last) + 1):
            row = wide.get(number)
            if row is None:
                continue
            row.extend([EMPTY] * (column + 1 - len(row)))
            if row[column].blank:
                row[column] = Cell(source.value, True, source.problem)
    return {number: tuple(row) for number, row in wide.items()}


def _downward_merges(xml: bytes) -> Iterator[tuple[int, int, int]]:
    from openpyxl.utils import column_index_from_string

    for first, top, _, bottom in _MERGE.findall(xml):
        column = column_index_from_string(first.decode()) - 1
        if int(bottom) > int(top) and column < _WIDTH:
            yield column, int(top), int(bottom)
