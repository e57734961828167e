"""One teacher under the regulation in force and under one that is tried, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui.reports.ranking import around, given_of, heading
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.rules.scoring import State
from yanxiu_tui.screens.points import sum_fitting
from yanxiu_tui.screens.ranking_item import ItemScreen
from yanxiu_tui.screens.room import DeskRoom, Refusal
from yanxiu_tui.screens.what_if_forms import Trial
from yanxiu_tui.services.explaining import Explanation, ItemExplained, explain
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.persons import Staff
from yanxiu_tui.widgets.narrow import narrow

_ZERO = Decimal(0)
_INDENT = " " * 6


@dataclass
class BothRead(Message):
    """The two explanations."""

    present: Explanation
    tried: Explanation


class ComparisonScreen(DeskRoom):
    """A line an item: what it gives now, what it would give, and how."""

    ROOM_NAME = "试算对照"
    CSS_PATH = "ranking_comparison.tcss"
    HELP_TEXT = """\
同一位老师，同样的记录，两份制度各得几分。
[b]回车[/b] 看这一项的记录。
“无”是那一份制度里没有这一项。
最下面把两边的各项按顺序加起来，就是得分。"""

    def __init__(self, actor: Actor, term_id: int, staff: Staff, last: date, trial: Trial) -> None:
        super().__init__(actor)
        self.term_id, self.staff, self.last, self.trial = term_id, staff, last, trial
        self.both: BothRead | None = None

    def body(self) -> ComposeResult:
        yield Static(f"试算：{self.trial.words}", id="trial", markup=False)
        yield Static("正在计算……", id="heads", markup=False)
        yield DataTable(cursor_type="row", zebra_stripes=True)
        yield Static("", id="sums", markup=False)

    def on_mount(self) -> None:
        self.query_one(DataTable).focus()

        def act() -> Message:
            whose = (self.actor, self.term_id, self.staff.id, self.last)
            return BothRead(explain(*whose), explain(*whose, self.trial.regulation))

        self.ask(act)

    def on_refusal(self, message: Refusal) -> None:
        self.query_one("#heads", Static).update("")

    def on_both_read(self, message: BothRead) -> None:
        self.both = message
        present, tried = message.present, message.tried
        heads = Text(f"现行  {heading(present)}\n").append(f"试算  {heading(tried)}", style="bold")
        self.query_one("#heads", Static).update(heads)
        self.paint()

    def on_resize(self) -> None:
        self.paint()

    def paint(self) -> None:
        """Fill the table, as wide as the screen is."""
        if self.both is None:
            return
        sums = (
            sum_fitting(one, self.size.width - 8) for one in (self.both.present, self.both.tried)
        )
        present, tried = (each.replace("\n", f"\n{_INDENT}") for each in sums)
        self.query_one("#sums", Static).update(f"现行  {present}\n试算  {tried}")
        table = self.query_one(DataTable)
        kept = table.cursor_row
        wide = self.size.width >= 100
        widths = {"项目": 24, "现行": 12, "试算": 12, "差": 8}
        rest = self.size.width - sum(widths.values()) - 2 * (len(widths) + 1) - 1
        table.clear(columns=True)
        for label, width in widths.items():
            table.add_column(_right(label) if label != "项目" else Text(label), width=width)
        if wide:
            table.add_column("试算怎么算的", width=rest)
        for item_id, cells in _rows(self.both.present, self.both.tried, rest):
            table.add_row(*cells[: len(table.columns)], key=item_id, height=None)
        table.move_cursor(row=kept)

    @on(DataTable.RowSelected)
    def records(self, event: DataTable.RowSelected) -> None:
        """The records behind an item of the tried regulation."""
        items = self.both.tried.items if self.both else ()
        item = next((each for each in items if each.id == event.row_key.value), None)
        if item:
            screen = ItemScreen(
                self.actor, self.term_id, self.staff, item, self.last, self.trial.regulation
            )
            self.app.push_screen(screen)


def _rows(
    present: Explanation, tried: Explanation, width: int
) -> Iterator[tuple[str | None, list[Text]]]:
    """Each row with the item's id; what stands around the items has none."""
    old = {item.id: item for item in present.items}
    new = {item.id: item for item in tried.items}
    for item_id in dict.fromkeys([*new, *old]):
        before, after = old.get(item_id), new.get(item_id)
        either = after or before
        assert either is not None
        was, now = (each.points if each else _ZERO for each in (before, after))
        how = narrow(after.working if after else "试算的制度没有这一项", width)
        name = Text(either.name, no_wrap=True)
        yield item_id, [name, _points(before), _points(after), _difference(was, now), how]
    beside = [{name: points for name, points, _ in around(one)} for one in (present, tried)]
    for title in dict.fromkeys([*beside[0], *beside[1]]):
        was, now = (each.get(title, _ZERO) for each in beside)
        yield None, _line(Text(title, "dim"), was, now)
    yield None, _line(Text("合计", "bold"), present.score, tried.score)


def _line(name: Text, was: Decimal, now: Decimal) -> list[Text]:
    return [name, _right(plain(was)), _right(plain(now)), _difference(was, now), Text("")]


def _points(item: ItemExplained | None) -> Text:
    if item is None:
        return _right("无", "dim")
    if item.state is not State.COUNTED:
        return _right(given_of(item), "dim")
    best = "" if item.best is None else f"/{plain(item.best)}"
    return _right(f"{plain(item.points)}{best}")


def _difference(was: Decimal, now: Decimal) -> Text:
    if was == now:
        return _right("")
    sign = "+" if now > was else ""
    return _right(f"{sign}{plain(now - was)}", "bold green" if now > was else "bold red")


def _right(words: str, style: str = "") -> Text:
    return Text(words, style=style, justify="right")
