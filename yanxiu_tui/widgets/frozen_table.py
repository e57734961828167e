"""A frozen ranking in a table, two hundred lines a page, one's own line picked out."""

from rich.text import Text
from textual.binding import Binding
from textual.events import Resize
from textual.message import Message
from textual.widgets import DataTable

from yanxiu_tui.services.frozen_views import TEACHER, FrozenLine, FrozenView

PAGE = 200
_WIDEST = 32
# Heading and width; the one of width 0 takes what is left, as far as it is any use.
_TEACHERS = {"名次": 4, "姓名": 20, "教研组": 0, "得分": 8, "等次": 10}
_GROUPS = {"名次": 4, "组": 0, "得分": 8, "等次": 10}


class FrozenTable(DataTable[Text]):
    """Left and right turn the page."""

    BINDINGS = [
        Binding("left", "turn(-1)", "上一页", show=False),
        Binding("right", "turn(1)", "下一页", show=False),
    ]

    class Turned(Message):
        """Another page is shown."""

    def __init__(self) -> None:
        super().__init__(cursor_type="row", zebra_stripes=True)
        self.view: FrozenView | None = None
        self.me: int | None = None
        self.page = 0
        self.painted_at = 0

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-len(self.view.lines) // PAGE)) if self.view else 1

    @property
    def current(self) -> FrozenLine | None:
        """The line under the cursor."""
        at = self.page * PAGE + self.cursor_row
        return self.view.lines[at] if self.view and at < len(self.view.lines) else None

    def show(self, view: FrozenView, me: int | None) -> None:
        """Show a ranking; the cursor goes to the line of ``me``, a teacher's ID, if it is there."""
        same = self.view is not None and self.view.ranking.id == view.ranking.id
        at = self.page * PAGE + self.cursor_row if same else self._own(view, me)
        self.view = view
        self.me = me if view.ranking.subject == TEACHER else None
        self.page, row = divmod(min(at, max(0, len(view.lines) - 1)), PAGE)
        self.paint()
        self.move_cursor(row=row)

    def _own(self, view: FrozenView, me: int | None) -> int:
        if view.ranking.subject != TEACHER:
            return 0
        return next((at for at, line in enumerate(view.lines) if line.whose == me), 0)

    def action_turn(self, by: int) -> None:
        page = min(max(self.page + by, 0), self.pages - 1)
        if page != self.page:
            self.page = page
            self.paint()
            self.move_cursor(row=0)
            self.post_message(self.Turned())

    def on_resize(self, event: Resize) -> None:
        if event.size.width != self.painted_at and self.view:
            row = self.cursor_row
            self.paint()
            self.move_cursor(row=row)

    def paint(self) -> None:
        """Lay the columns out for the width there is, and fill them with this page."""
        if self.view is None:
            return
        self.painted_at = self.size.width
        columns = _TEACHERS if self.view.ranking.subject == TEACHER else _GROUPS
        taken = sum(columns.values()) + 2 * len(columns) + 1
        self.clear(columns=True)
        for heading, width in columns.items():
            rest = min(_WIDEST, max(10, self.painted_at - taken))
            self.add_column(heading, width=width or rest)
        first = self.page * PAGE
        self.add_rows(self._cells(line) for line in self.view.lines[first : first + PAGE])

    def _cells(self, line: FrozenLine) -> list[Text]:
        mine = self.me is not None and line.whose == self.me
        place = "" if line.place is None else str(line.place)
        score = "" if line.score is None or line.place is None else f"{line.score}"
        name = f"{line.name}（本人）" if mine else line.name
        who = [name, line.group_name] if line.staff_no else [name]
        style = "bold yellow" if mine else ""
        return [Text(each, style, no_wrap=True) for each in (place, *who, score, line.grade)]
