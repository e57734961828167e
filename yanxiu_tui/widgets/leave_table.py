"""请假条 in a table that keeps its place and fits the width there is."""

from collections.abc import Sequence

from rich.text import Text
from textual.events import Resize
from textual.widgets import DataTable

from yanxiu_tui.rules.leave import LeaveState
from yanxiu_tui.services.leave import LeaveView
from yanxiu_tui.widgets.leave_words import papers_of, span_of

MOST_ROWS = 500
_STYLES = {
    LeaveState.ASKED: "bold yellow",
    LeaveState.APPROVED: "green",
    LeaveState.REFUSED: "red",
    LeaveState.WITHDRAWN: "dim",
    LeaveState.RETURNED: "dim",
    LeaveState.REVOKED: "red",
}
# Heading and width; the one of width 0 takes what is left.
MINE = {"类别": 6, "起止": 26, "事由": 0, "状态": 6, "证明": 6, "审批": 8}
OTHERS = {"姓名": 11, "教研组": 0, "类别": 6, "起止": 26, "状态": 6, "证明": 6}
OTHERS_WIDE = {
    "姓名": 18, "教研组": 12, "类别": 6, "起止": 26, "课务安排": 0, "状态": 6, "证明": 6, "审批": 8,
}  # fmt: skip
_WIDE_FROM = 100


class LeaveTable(DataTable[Text]):
    """Leave, one a row; ``columns`` are shown, and ``wide`` instead from 100 cells on."""

    def __init__(self, columns: dict[str, int], wide: dict[str, int] | None = None) -> None:
        super().__init__(cursor_type="row", zebra_stripes=True)
        self.columns_narrow, self.columns_wide = columns, wide or columns
        self.shown: Sequence[LeaveView] = ()
        self.painted_at = 0

    @property
    def current(self) -> LeaveView | None:
        """The leave under the cursor."""
        return self.shown[self.cursor_row] if self.shown else None

    def show(self, found: Sequence[LeaveView]) -> None:
        """Paint these, at most 500; the cursor stays with its leave if that is still there."""
        kept = self.current.id if self.current else None
        self.shown = found[:MOST_ROWS]
        self.paint()
        ids = [each.id for each in self.shown]
        self.move_cursor(row=ids.index(kept) if kept in ids else 0)

    def on_resize(self, event: Resize) -> None:
        if event.size.width != self.painted_at:
            place = self.cursor_row
            self.paint()
            self.move_cursor(row=place)

    def paint(self) -> None:
        """Lay the columns out for the width there is, and fill them."""
        self.painted_at = self.size.width
        wide = self.painted_at >= _WIDE_FROM
        columns = self.columns_wide if wide else self.columns_narrow
        taken = sum(columns.values()) + 2 * len(columns) + 1
        self.clear(columns=True)
        for heading, width in columns.items():
            self.add_column(heading, width=width or max(8, self.painted_at - taken))
        for each in self.shown:
            cells = _cells(each)
            self.add_row(*(cells[heading] for heading in columns), key=str(each.id))


def _cells(view: LeaveView) -> dict[str, Text]:
    papers = papers_of(view)
    return {
        "姓名": Text(view.teacher_name),
        "教研组": Text(view.group_name),
        "类别": Text(view.kind_name),
        "起止": Text(span_of(view)),
        "事由": Text(view.reason),
        "课务安排": Text(view.cover),
        "状态": Text(view.state_name, style=_STYLES[view.state]),
        "证明": Text(papers, style="yellow" if view.owed else ""),
        "审批": Text(view.decided_by),
    }
