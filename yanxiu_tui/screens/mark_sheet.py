"""A table of names steered from a score and a comment under it; Enter keeps and goes on."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import DataTable, Input, Static

from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.screens.searched import MOVES, ListTable
from yanxiu_tui.services.permission import Actor


class MarkSheet(DeskRoom):
    """One to be marked after the other, by ``lines``; ``at`` is whose fields are shown.

    ``complained`` while the status line says what is wrong with the score in them.
    """

    CSS_PATH = "mark_sheet.tcss"
    BINDINGS = [*MOVES]
    COMMENT = "评语"
    UNKEPT = "光标上的成绩还没有保存，现在离开就作废了。要离开吗？"
    lines: Mapping[int, object]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.at: int | None = None
        self.complained = False

    def body(self) -> ComposeResult:
        yield Static("", id="about", markup=False)
        yield Static("", id="nothing", markup=False)
        yield ListTable(cursor_type="row", zebra_stripes=True)
        with Vertical(id="form"):
            yield Static("", id="who", markup=False)
            with Horizontal():
                yield Static("分数", classes="label")
                yield Input(id="score", compact=True, max_length=8)
                yield Static(self.COMMENT, classes="label")
                yield Input(id="comment", compact=True, max_length=200)

    # What each screen says of its own

    @property
    def may_mark(self) -> bool:
        """Whether marks may be entered here now."""
        raise NotImplementedError

    def kept(self, who: int) -> tuple[str, str]:
        """The score and the comment that stand, as one would type them."""
        raise NotImplementedError

    def whose(self, who: int) -> str:
        """Whose mark is in the fields."""
        raise NotImplementedError

    def row(self, who: int) -> Sequence[Text]:
        """Somebody's cells."""
        raise NotImplementedError

    def following(self, row: int) -> int | None:
        """Who comes after this row, once it is kept."""
        raise NotImplementedError

    def keep(self, then: int | None) -> None:
        """Send what was typed on its way and go to ``then``; nothing typed is nothing kept."""
        raise NotImplementedError

    def paint(self) -> None:
        """Lay out the table for the width there is, and fill it."""
        raise NotImplementedError

    # The table

    def on_mount(self) -> None:
        self.query_one("#form").display = False

    def on_resize(self) -> None:
        self.paint()
        self.show_row()

    def show_lines(self, nothing: str) -> None:
        """Show what was read, and the fields where one may mark; ``nothing`` if it is empty."""
        self.query_one("#nothing", Static).update(nothing)
        self.query_one("#nothing").display = not self.lines
        self.query_one("#form").display = self.may_mark and bool(self.lines)
        self.paint()

    def fill(self, columns: Iterable[tuple[str, int]]) -> None:
        """Put everybody into columns of these widths."""
        table = self.query_one(ListTable)
        table.clear(columns=True)
        for heading, width in columns:
            table.add_column(heading, width=width, key=heading)
        for who in self.lines:
            table.add_row(*self.row(who), key=str(who))
        table.display = bool(self.lines)

    # Going from one to another

    def point(self, who: int | None) -> None:
        """Put somebody into the fields, ready to be typed over."""
        self.at = who
        if self.complained:
            self.say("", "plain")
        if who is None or who not in self.lines:
            return
        self.show_row()
        self.query_one("#who", Static).update(self.whose(who))
        score, comment = self.query_one("#score", Input), self.query_one("#comment", Input)
        score.value, comment.value = self.kept(who)
        if self.may_mark:
            score.focus()
            score.select_all()
        self.refresh_bindings()

    @property
    def place(self) -> int | None:
        """The row of whoever is in the fields."""
        order = list(self.lines)
        return order.index(self.at) if self.at is not None and self.at in order else None

    def show_row(self) -> None:
        """Put the cursor on whoever is in the fields."""
        if self.place is not None:
            self.query_one(ListTable).move_cursor(row=self.place)

    @on(DataTable.RowHighlighted)
    def clicked(self) -> None:
        """Somebody was chosen with the mouse: keep what was typed, and go there."""
        row = self.query_one(ListTable).cursor_row
        if row < len(self.lines) and self.place not in (None, row):
            self.keep(list(self.lines)[row])

    def action_move(self, by: int) -> None:
        if self.place is not None:
            row = max(0, min(self.place + by, len(self.lines) - 1))
            self.keep(list(self.lines)[row])

    @on(Input.Submitted)
    def entered(self) -> None:
        """Keep what was typed and go to the next."""
        if self.place is not None:
            self.keep(self.following(self.place))

    # What is typed

    @property
    def typed(self) -> tuple[str, str]:
        """The score and the comment in the fields."""
        return self.query_one("#score", Input).value, self.query_one("#comment", Input).value

    def say(self, sentence: str, kind: str = "done") -> None:
        super().say(sentence, kind)
        self.complained = False

    def changed(self) -> bool:
        """Whether the fields say something else than what is kept."""
        if self.at is None or self.place is None or not self.may_mark:
            return False
        return self.typed != self.kept(self.at)

    def type_again(self, sentence: str) -> None:
        """Say what is wrong with the score, and stay there."""
        self.say(sentence, "wrong")
        self.complained = True
        self.query_one("#score", Input).focus()
        self.query_one("#score", Input).select_all()
        self.show_row()

    # Leaving

    def action_back(self) -> None:
        self.leave(super().action_back)

    async def action_lock(self) -> None:
        self.leave(self.app.action_rest)  # type: ignore[attr-defined]

    def unkept(self) -> bool:
        """Whether something typed would be lost."""
        return self.changed()

    def leave(self, go: Callable[[], None]) -> None:
        """Ask first when something typed would be lost."""

        def left(sure: bool | None) -> None:
            if sure:
                go()

        if self.unkept():
            self.app.push_screen(ConfirmScreen(self.UNKEPT, "离开", "回去", careful=True), left)
        else:
            go()
