"""A list that goes straight to the printer: title, a line under it, rows, who signs (§8, Z35)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from yanxiu_tui.reports.sheets import SIZE, a4, lines_of, put, put_across, put_row, save

_LINE, _LEAST = 19, 30  # points


@dataclass(frozen=True)
class Listing:
    """A list in 宋体4号: ``columns`` are headings with widths, those ``left`` hold sentences.

    ``foot`` stands below the list; ``across`` lays the page on its side.
    """

    sheet: str
    title: str
    under: str
    columns: Mapping[str, float]
    rows: Sequence[Sequence[str]]
    left: Collection[str] = ()
    foot: Sequence[str] = ()
    across: bool = False


def write(path: Path, listing: Listing) -> None:
    """The list as an A4 xlsx, one page wide; Refused when the file cannot be written."""
    book, page = a4(listing.sheet, list(listing.columns.values()), across=listing.across)
    last = len(listing.columns)
    put_across(page, 1, last, listing.title, size=18, bold=True, across="center", height=40)
    put_across(page, 2, last, listing.under, across="center")
    put_row(page, 3, list(listing.columns), bold=True)
    page.print_title_rows = "3:3"
    at = 3
    for at, cells in enumerate(listing.rows, start=4):
        lines = 1
        for column, (name, text) in enumerate(zip(listing.columns, cells, strict=True), start=1):
            side = "left" if name in listing.left else "center"
            put(page, at, column, text, size=SIZE, across=side, fit="wrap", border=True)
            lines = max(lines, lines_of(text, listing.columns[name]))
        page.row_dimensions[at].height = max(_LEAST, lines * _LINE + 8)
    for row, words in enumerate(listing.foot, start=at + 1):
        put_across(page, row, last, words, height=_LEAST)
    save(book, path)
