"""我的差距: what the 制度 asks, how far one is, and the very records behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.gaps import GapsScreen
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.services import hours, quotas
from yanxiu_tui.services.hours import HoursView
from yanxiu_tui.services.measures.asking import Record
from yanxiu_tui.services.permission import Act, Actor, Scope, reach
from yanxiu_tui.services.quotas import Gap
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.gap_words import fields_of, name_of, row_of
from yanxiu_tui.widgets.kept_table import KeptTable

_NARROW = {"定额": 16, "进度": 12, "完成": 13, "还差": 7, "按进度": 8, "依据": 6}
_WIDE = {"定额": 20, "进度": 38, "完成": 15, "还差": 8, "按进度": 10, "依据": 0}


@dataclass
class GapsRead(Message):
    """The quotas and how far they are."""

    term: TermView
    found: Sequence[Gap]


@dataclass
class RecordsRead(Message):
    """What counts towards one of them; ``hours`` where it is the hours of the term."""

    gap: Gap
    records: Sequence[Record]
    hours: HoursView | None


class MyGapScreen(TermRoom, ListedRoom[Gap]):
    """A line a quota, with a bar; Enter shows the records and the clause."""

    ROOM_NAME = "我的差距"
    CSS_PATH = "my_gap.tcss"
    HELP_TEXT = """\
制度要求的每一项，完成了多少，还差多少。
[b]进度[/b]里竖线是今天应该到的地方；落后的写着[b]应有[/b]多少。
选中一项按[b]回车[/b]，看算进去的每一条记录和条文。
按周、按学月要求的，一周做得再多也只算一周的。
听课、反思等从各自的记录来；在「申报」里登记的，审核通过才算。
[b]F5[/b] 差距一览：组长看本组，教导处和校长看全校，谁落后了。
[b]Ctrl+T[/b] 看以前的学期：到学期末完成了多少。"""
    BINDINGS = [
        Binding("f5", "everybody", "差距一览", id="everybody", tooltip="看谁落后了"),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.term: TermView | None = None

    def body(self) -> ComposeResult:
        yield Static("", id="summary", markup=False)
        yield Static("这个学期没有规定您的定额，没有差距。", id="nothing", markup=False)
        yield KeptTable(_NARROW, _WIDE)

    def read(self) -> None:
        """Read the quotas of the term in hand."""

        def act() -> Message:
            term = self.term_in_hand()
            return GapsRead(term, quotas.my_gap(self.actor, term.id, clock.now()))

        self.ask(act, group="read", only_last=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "everybody":
            return reach(self.actor, Act.VIEW_RANKING) is not Scope.NONE
        return True

    def on_gaps_read(self, message: GapsRead) -> None:
        self.term, self.found = message.term, message.found
        self.query_one("#summary", Static).update(_summary(message))
        self.query_one("#nothing").display = not message.found
        self.query_one(KeptTable).display = bool(message.found)
        self.paint()

    def on_resize(self) -> None:
        self.paint()

    def paint(self) -> None:
        """Fill the table, the bars as wide as there is room for."""
        table = self.query_one(KeptTable)
        width = table.fitting(self.size.width)["进度"]
        table.show([row_of(gap, width) for gap in self.found])

    @on(DataTable.RowSelected)
    def action_details(self) -> None:
        """Read what counts towards the quota under the cursor."""
        gap, term = self.current, self.term
        if gap is None or term is None:
            return

        def act() -> Message:
            now, whole = clock.now(), gap.quota.measure == "training_hours" and not gap.quota.of
            view = hours.hours_of(self.actor, gap.whose_id, term.id, now) if whole else None
            found = quotas.records_of(self.actor, term.id, gap.quota.id, gap.whose_id, now)
            return RecordsRead(gap, found, view)

        self.ask(act, group="details", only_last=True)

    def on_records_read(self, message: RecordsRead) -> None:
        if self.is_active:
            until = "今天" if self.running else "学期末"
            fields = fields_of(message.gap, message.records, message.hours, until)
            self.app.push_screen(DetailsScreen(name_of(message.gap), fields))

    def action_everybody(self) -> None:
        screen = GapsScreen(self.actor)
        screen.term_id = self.term_id
        self.app.push_screen(screen)


def _summary(read: GapsRead) -> Text:
    """How many are done and how many are behind, at a glance."""
    found = read.found
    if not found:
        return Text(read.term.name, style="bold")
    done = sum(not gap.progress.short for gap in found)
    behind = sum(bool(gap.behind) for gap in found)
    words = Text(f"{read.term.name}  ", style="bold")
    words.append(f"共 {len(found)} 项，完成 {done} 项", style="not bold")
    if behind:
        return words.append(f"，落后 {behind} 项", style="bold yellow")
    return words.append("，都跟得上", style="bold green")
