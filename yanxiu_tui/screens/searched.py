"""A room with one list and one input: typing narrows the list, the arrows move in it."""

from collections.abc import Iterable, Sequence

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import DataTable, Input, Static

from yanxiu_tui.rules.names import rank
from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.services.attendance import Line

MOST_ROWS = 500
Cells = Sequence[str | Text]
# The arrows move in the list while the input has the keys.
MOVES = [
    Binding("up", "move(-1)", show=False, priority=True),
    Binding("down", "move(1)", show=False, priority=True),
    Binding("pageup", "move(-10)", show=False, priority=True),
    Binding("pagedown", "move(10)", show=False, priority=True),
]


class ListTable(DataTable[str | Text], can_focus=False):
    """A table steered from the input beside it, so that the focus never leaves that."""


class SearchedRoom(DeskRoom):
    """Enter, or a click on the row under the cursor, takes that row."""

    CSS_PATH = ["searched.tcss"]
    BINDINGS = [*MOVES]

    def search(self) -> ComposeResult:
        """The input with a word beside it, the list, and words for when it is empty."""
        with Horizontal(id="search"):
            yield Input(id="typed", placeholder="输入姓名首字母、姓名或工号找人", compact=True)
            yield Static("", id="beside", markup=False)
        yield Static("", id="nothing", markup=False)
        yield ListTable(cursor_type="row", zebra_stripes=True)

    @property
    def current(self) -> int | None:
        """The teacher under the cursor."""
        table = self.query_one(ListTable)
        if not table.row_count:
            return None
        return int(str(table.ordered_rows[table.cursor_row].key.value))

    def found(self, lines: Sequence[Line]) -> list[Line]:
        """The lines the typed text may mean, likeliest first; all of them while it is empty."""
        typed = self.query_one("#typed", Input).value.strip()
        return rank(typed, lines, MOST_ROWS) if typed else list(lines[:MOST_ROWS])

    def fill(
        self, columns: Iterable[tuple[str, int]], rows: Iterable[tuple[int, Cells]], nothing: str
    ) -> None:
        """Show these rows, the cursor where it was; ``nothing`` is said when there are none."""
        table = self.query_one(ListTable)
        kept, place = self.current, table.cursor_row
        table.clear(columns=True)
        for heading, width in columns:
            table.add_column(heading, width=width)
        ids = []
        for teacher_id, cells in rows:
            table.add_row(*cells, key=str(teacher_id))
            ids.append(teacher_id)
        table.move_cursor(row=ids.index(kept) if kept in ids else min(place, len(ids) - 1))
        table.display = bool(ids)
        self.query_one("#nothing", Static).update(nothing)
        self.query_one("#nothing").display = not ids

    def action_move(self, by: int) -> None:
        table = self.query_one(ListTable)
        table.move_cursor(row=max(0, min(table.cursor_row + by, table.row_count - 1)))

    @on(Input.Submitted, "#typed")
    @on(DataTable.RowSelected)
    def take(self) -> None:
        """Act on the row under the cursor."""
        current = self.current
        if current is not None:
            self.query_one("#typed", Input).value = ""
            self.taken(current)

    def taken(self, teacher_id: int) -> None:
        """What Enter does with a row."""

    @on(Input.Changed, "#typed")
    def typing(self, event: Input.Changed) -> None:
        self.paint()
        if event.value:
            self.query_one(ListTable).move_cursor(row=0)

    def on_resize(self) -> None:
        self.paint()

    def paint(self) -> None:
        """Show what has been read."""
