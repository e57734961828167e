"""借阅登记: what was lent, to whom, until when (DOMAIN §8, Z36), 宋体4号, an A4 page across."""

from collections.abc import Sequence
from pathlib import Path

from yanxiu_tui.reports.sheets import SIZE, a4, lines_of, put, put_across, put_row, save

# Heading and width; together they fill an A4 page laid across between its margins.
_COLUMNS = {
    "借阅人": 12, "部门": 16, "名称编号": 26, "事由": 18, "借出": 14, "应还": 14, "归还": 14,
    "批准": 12, "备注": 14,
}  # fmt: skip
HEADINGS = tuple(_COLUMNS)
_LEFT = ("名称编号", "事由", "备注")
_EMPTY_ROWS = 6  # to write in by hand
_LINE = 19  # points


def write(path: Path, rows: Sequence[Sequence[str]], school: str, under: str = "") -> None:
    """The register as an A4 xlsx; a row has the words of HEADINGS. Refused when unwritable.

    ``under`` stands below the title: the term, the office that keeps it.
    """
    widths = list(_COLUMNS.values())
    book, page = a4("借阅登记", widths, across=True)
    last = len(widths)
    title = f"{school}校本研修档案借阅登记"
    put_across(page, 1, last, title, size=18, bold=True, across="center", height=40)
    put_across(page, 2, last, under, across="center")
    put_row(page, 3, HEADINGS, bold=True)
    page.print_title_rows = "3:3"
    empty = [("",) * last] * (_EMPTY_ROWS if len(rows) < _EMPTY_ROWS else 0)
    for at, cells in enumerate([*rows, *empty], start=4):
        lines = 1
        for column, (name, text) in enumerate(zip(_COLUMNS, cells, strict=True), start=1):
            side = "left" if name in _LEFT else "center"
            put(page, at, column, text, size=SIZE, across=side, fit="wrap", border=True)
            lines = max(lines, lines_of(text, _COLUMNS[name]))
        page.row_dimensions[at].height = max(30, lines * _LINE + 8)
    save(book, path)
