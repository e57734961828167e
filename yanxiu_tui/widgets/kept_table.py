"""A table that keeps its place when it is filled again and fits the width there is."""

from collections.abc import Mapping, Sequence

from rich.text import Text
from textual.binding import Binding
from textual.events import Resize
from textual.message import Message
from textual.widgets import DataTable

MOST_ROWS = 500
_WIDE_FROM, _LEAST_SHARE = 100, 14
Row = tuple[str, Mapping[str, Text]]


def as_cells(words: Mapping[str, str], style: str = "") -> dict[str, Text]:
    """Words by heading as the cells of a row."""
    return {heading: Text(each, style) for heading, each in words.items()}


class KeptTable(DataTable[Text]):
    """Rows by key, each a cell for every heading.

    ``narrow`` says which headings are shown and how wide, those of width 0 share what is left.
    ``wide`` says it from 100 cells on, if as much as seven characters is left for each. Home and
    End go to the first and the last row.
    """

    BINDINGS = [
        Binding("home", "scroll_top", show=False),
        Binding("end", "scroll_bottom", show=False),
    ]

    class Slipped(Message):
        """The row under the cursor is gone: another has come under it."""

    def __init__(
        self, narrow: Mapping[str, int], wide: Mapping[str, int] | None = None, id: str = ""
    ) -> None:
        super().__init__(cursor_type="row", zebra_stripes=True, id=id or None)
        self.narrow, self.wide = narrow, wide or narrow
        self.shown: Sequence[Row] = ()
        self.painted_at = 0

    @property
    def current(self) -> int | None:
        """The number of the row under the cursor among those shown; None while there is none."""
        return self.cursor_row if self.shown else None

    def show(self, rows: Sequence[Row]) -> None:
        """Paint these, at most 500; the cursor stays with its row if that is still there."""
        kept = self.shown[self.cursor_row][0] if self.shown else ""
        place = self.cursor_row
        self.shown = rows[:MOST_ROWS]
        self.paint()
        keys = [key for key, _ in self.shown]
        if kept and kept not in keys:
            self.post_message(self.Slipped())
        self.move_cursor(row=keys.index(kept) if kept in keys else min(place, len(keys) - 1))

    def fitting(self, width: int) -> Mapping[str, int]:
        """Which headings are shown in so many cells, and how wide."""
        roomy = width >= _WIDE_FROM and _share(self.wide, width) >= _LEAST_SHARE
        return self.wide if roomy else self.narrow

    def on_show(self) -> None:
        """One that was hidden while it was empty has lost the keys: it takes them back."""
        if self.screen.focused is None:
            self.focus()

    def on_resize(self, event: Resize) -> None:
        if event.size.width != self.painted_at:
            place = self.cursor_row
            self.paint()
            self.move_cursor(row=place)

    def paint(self) -> None:
        """Lay the columns out for the width there is, and fill them."""
        self.painted_at = self.size.width
        columns = self.fitting(self.painted_at)
        share = _share(columns, self.painted_at)
        self.clear(columns=True)
        for heading, width in columns.items():
            self.add_column(heading, width=width or max(8, share))
        for key, cells in self.shown:
            self.add_row(*(_cut_off(cells[heading]) for heading in columns), key=key)


def _cut_off(cell: Text) -> Text:
    """The same, with an ellipsis where there is no room for all of it."""
    cell.no_wrap, cell.overflow = True, "ellipsis"
    return cell


def _share(columns: Mapping[str, int], width: int) -> int:
    """What each of those of width 0 gets."""
    left = width - sum(columns.values()) - 2 * len(columns) - 1
    return left // max(1, list(columns.values()).count(0))
