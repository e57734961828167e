"""得分说明: a line an item, of a teacher or of a group, and what they add up to."""

import re
from dataclasses import dataclass

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui.reports.ranking import adding_up, around, beside_places, given_of, heading
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.rules.scoring import State
from yanxiu_tui.screens.room import DeskRoom, Refusal
from yanxiu_tui.services.explaining import Explanation, ItemExplained
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.narrow import in_lines, narrow

_POINTS = 12
_NAME = {False: 16, True: 24}


@dataclass
class ExplanationRead(Message):
    """An explanation, and the veto that stands: its id, and its reason for those who may know."""

    term: TermView
    found: Explanation
    veto_id: int | None
    veto_reason: str


class PointsScreen(DeskRoom):
    """A line an item; Enter shows its records and the clause.

    A screen says how to come by the ``explanation``, and which ``item_screen`` shows the records.
    """

    ROOM_NAME = "得分说明"
    CSS_PATH = "points.tcss"
    BINDINGS = [
        Binding(
            "enter",
            "records",
            "看记录",
            priority=True,
            key_display="回车",
            id="records",
            tooltip="这一项的每一条记录和依据的条文",
        ),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.shown: ExplanationRead | None = None

    def explanation(self) -> Message:
        """Read the explanation, in the worker."""
        raise NotImplementedError

    def item_screen(self, shown: ExplanationRead, item: ItemExplained) -> DeskRoom:
        """The screen of an item's records."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        yield Static("正在计算……", id="who", markup=False)
        yield Static("", id="months", markup=False)
        yield DataTable(cursor_type="row", zebra_stripes=True)
        yield Static("", id="sum", markup=False)

    # Reading

    def on_mount(self) -> None:
        self.query_one(DataTable).focus()

    def on_screen_resume(self) -> None:
        self.read()

    def read(self) -> None:
        """Read the explanation again."""
        self.ask(self.explanation, group="read", only_last=True)

    def on_explanation_read(self, message: ExplanationRead) -> None:
        self.shown = message
        self.paint()
        self.refresh_bindings()

    def on_refusal(self, message: Refusal) -> None:
        if self.shown is None:
            self.query_one("#who", Static).update("")

    # Painting

    def on_resize(self) -> None:
        self.paint()

    def paint(self) -> None:
        """Fill the table, as wide as the screen is, the cursor where it was."""
        if self.shown is None:
            return
        one = self.shown.found
        self.query_one("#who", Static).update(self.head(self.shown))
        self.query_one("#sum", Static).update(sum_fitting(one, self.size.width - 2))
        table = self.query_one(DataTable)
        kept = table.cursor_row
        wide = self.size.width >= 100
        widths = (_NAME[wide], _POINTS)
        rest = self.size.width - sum(widths) - 2 * 3 - 1
        table.clear(columns=True)
        for label, width in zip(("项目", "得分/满分", "怎么算的"), (*widths, rest), strict=True):
            table.add_column(label, width=width)
        for item in one.items:
            table.add_row(
                Text(item.name, no_wrap=True), _points(item), narrow(item.working, rest),
                key=item.id, height=None,
            )  # fmt: skip
        for name, points, why in around(one):
            table.add_row(
                Text(name, "dim"), Text(plain(points), "dim"), narrow(why, rest, "dim"), height=None
            )
        table.move_cursor(row=kept)

    def head(self, shown: ExplanationRead) -> Text:
        """Who stands where, and what is to be known beside it."""
        head = Text(heading(shown.found), style="bold")
        if shown.veto_id is not None:
            reason = f"：{shown.veto_reason}" if shown.veto_reason else ""
            head.append(f"\n一票否决（Z39）{reason}", style="bold red")
        elif beside := beside_places(shown.found):
            head.append(f"\n{beside}", style="yellow")
        return head

    # Acting

    def action_records(self) -> None:
        self.query_one(DataTable).action_select_cursor()

    @on(DataTable.RowSelected)
    def records(self, event: DataTable.RowSelected) -> None:
        """The records behind an item."""
        if self.shown is None:
            return
        items = self.shown.found.items
        item = next((each for each in items if each.id == event.row_key.value), None)
        if item is None:
            self.say("这一行是各项之外的加减，没有单独的记录。", "plain")
            return
        self.app.push_screen(self.item_screen(self.shown, item))


def sum_fitting(one: Explanation, width: int) -> str:
    """The sum in at most two lines; where the names do not fit, in the order of the list."""
    for named in (True, False):
        said = in_lines(re.split(r"(?<= )(?=[-+=] )", adding_up(one, named)), width)
        if said.count("\n") < 2:
            break
    return said


def _points(item: ItemExplained) -> Text:
    if item.state is not State.COUNTED:
        return Text(given_of(item), style="dim" if item.state is State.NOT_FOR else "yellow")
    best = "" if item.best is None else f"/{plain(item.best)}"
    return Text(plain(item.points), style="bold").append(best, style="dim")
