"""The ranking as an A4 xlsx: one sheet of figures, one that explains every point (Z35)."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yanxiu_tui.reports import ranking as words
from yanxiu_tui.reports.sheets import a4, put, save
from yanxiu_tui.rules.names import told_apart
from yanxiu_tui.rules.scoring import State
from yanxiu_tui.services.explaining import Explanation
from yanxiu_tui.services.ranking import RankingView, RankLine

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_FIXED = (("名次", 6), ("姓名", 11), ("教研组", 13), ("得分", 10), ("等次", 10))
_ITEM_WIDTH = 11
_EXPLAINED = (
    ("名次", 6), ("姓名", 11), ("项目", 16), ("得分", 10), ("满分", 7), ("怎么算的", 40),
    ("条款", 44),
)  # fmt: skip


def write_ranking(
    path: Path,
    school: str,
    view: RankingView,
    explanations: Sequence[Explanation],
    whose: str = "",
) -> None:
    """Write both sheets, in order of place; Refused when the file cannot be written.

    ``whose`` lines these are stands in the titles; "" for the whole school's.
    """
    items = [(item.name, _ITEM_WIDTH) for item in view.scheme.items]
    columns = [*_FIXED, *items]
    book, figures = a4("考核排名", [float(width) for _, width in columns])
    _landscape(figures)
    explained = _like(book, figures, "得分说明", [float(width) for _, width in _EXPLAINED])
    names = told_apart(line.staff for line in view.lines)
    title, scope = f"{school}校本研修考核", f"（{whose}）" if whose else ""
    under = f"{view.term.name}，截至 {view.last}，共 {len(view.lines)} 人"
    if len(view.lines) < view.of:
        under += f"，名次是全校 {view.of} 人中的"
    _head(figures, f"{title}排名{scope}", under, [name for name, _ in columns])
    for row, line in enumerate(view.lines, start=4):
        _row(figures, row, _figures(line, names[line.staff.staff_no]))
    _head(explained, f"{title}得分说明{scope}", under, [name for name, _ in _EXPLAINED])
    row = 4
    for one in explanations:
        row = _explain(explained, row, one, names[one.staff.staff_no])
    save(book, path)


def _figures(line: RankLine, name: str) -> list[str | int | Decimal]:
    """One teacher's place and score, and the points of every item."""
    result = line.ranked.result
    return [
        line.ranked.place or "",
        name,
        line.staff.research_group,
        result.score,
        f"{line.ranked.grade}{'（暂）' if result.pending else ''}",
        *(
            given.points if given.state is State.COUNTED else words.points_of(given)
            for given in result.items
        ),
    ]


def _explain(page: "Worksheet", row: int, one: Explanation, name: str) -> int:
    """One teacher's items and the line that adds them up; returns the next row."""
    who: list[str | int | Decimal] = [one.place or "", name]
    for item in one.items:
        given = item.points if item.state is State.COUNTED else words.given_of(item)
        best = "" if item.best is None else item.best
        clause = f"{item.clause.id}「{item.clause.words}」"
        _row(page, row, [*who, item.name, given, best, item.working, clause])
        row += 1
    for title, points, why in words.around(one):
        _row(page, row, [*who, title, points, "", why, ""])
        row += 1
    _row(page, row, [*who, "合计", one.score, "", words.adding_up(one), one.grade], bold=True)
    return row + 1


def _head(page: "Worksheet", title: str, under: str, headings: Sequence[str]) -> None:
    last = len(headings)
    put(page, 1, 1, title, size=18, bold=True, across="center", fit="shrink")
    put(page, 2, 1, under, across="center")
    for row in (1, 2):
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
    for column, name in enumerate(headings, start=1):
        put(page, 3, column, name, bold=True, across="center", fit="wrap", border=True)
    page.print_title_rows = "3:3"
    page.freeze_panes = "C4"


def _row(
    page: "Worksheet", row: int, cells: Sequence[str | int | Decimal], bold: bool = False
) -> None:
    for column, value in enumerate(cells, start=1):
        if isinstance(value, Decimal):
            cell: Any = put(page, row, column, "", size=11, bold=bold, across="right", border=True)
            cell.value, cell.number_format = value + 0, "0.00"
        else:
            put(page, row, column, value, size=11, bold=bold, fit="wrap", border=True)


def _landscape(page: "Worksheet") -> None:
    page.page_setup.orientation = page.ORIENTATION_LANDSCAPE


def _like(book: "Workbook", page: "Worksheet", title: str, widths: Sequence[float]) -> "Worksheet":
    """Another page set up as the first one is."""
    from openpyxl.utils import get_column_letter

    made = book.copy_worksheet(page)
    made.title = title
    made.oddFooter.center.text = page.oddFooter.center.text
    made.sheet_view.showGridLines = False
    for column, width in enumerate(widths, start=1):
        made.column_dimensions[get_column_letter(column)].width = width
    return made
