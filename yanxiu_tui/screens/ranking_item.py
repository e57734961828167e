"""One item of one teacher: the very records, what the item gives, its measure and its clause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rich.text import Text
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.reports.ranking import given_of
from yanxiu_tui.rules.measures import MEASURES
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.rules.scoring import State
from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.services.explaining import ItemExplained, records
from yanxiu_tui.services.measures.asking import Record
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.persons import Staff
from yanxiu_tui.widgets.narrow import narrow

_MOST_ROWS = 500
_INDENT = " " * 6


@dataclass
class RecordsRead(Message):
    """The records behind the item."""

    found: Sequence[Record]


class ItemScreen(DeskRoom):
    """What the item is above, its records below."""

    ROOM_NAME = "得分记录"
    CSS_PATH = "ranking_item.tcss"
    HELP_TEXT = """\
这一项的得分、规定、依据的条文和每一条记录。
公假不算进出勤率（Z28）。
评价只列平均分，不列谁打了几分（D9）。
记录有错，请找教导处更正，得分随即重算。"""

    def __init__(
        self,
        actor: Actor,
        term_id: int,
        staff: Staff,
        item: ItemExplained,
        last: date,
        regulation: Regulation | None = None,
    ) -> None:
        super().__init__(actor)
        self.term_id, self.staff, self.item = term_id, staff, item
        self.last, self.regulation = last, regulation
        self.found: Sequence[Record] = ()

    def body(self) -> ComposeResult:
        yield Static("", id="about", markup=False)
        yield Static("", id="nothing", markup=False)
        yield DataTable(cursor_type="row", zebra_stripes=True)

    def on_mount(self) -> None:
        self.query_one(DataTable).focus()

        self.ask(lambda: RecordsRead(self.read()))

    def read(self) -> Sequence[Record]:
        """Read the records, in the worker."""
        return records(
            self.actor, self.term_id, self.staff.id, self.item.id, self.last, self.regulation
        )

    def on_records_read(self, message: RecordsRead) -> None:
        self.found = message.found
        self.query_one(DataTable).display = bool(self.found)
        self.query_one("#nothing").display = not self.found
        self.query_one("#nothing", Static).update("这一项还没有记录。")
        more = len(self.found) - _MOST_ROWS
        if more > 0:
            self.say(f"只列出最近的 {_MOST_ROWS} 条，另有 {more} 条更早的。", "plain")
        self.paint()

    def on_resize(self) -> None:
        self.paint()

    def paint(self) -> None:
        """Fill the table, as wide as the screen is."""
        about = _about(self.staff, self.item, self.size.width - 2)
        self.query_one("#about", Static).update(about)
        table = self.query_one(DataTable)
        kept = table.cursor_row
        table.clear(columns=True)
        detail = 30 if self.size.width >= 100 else 16
        widths = {"日期": 10, "内容": 0, "情况": detail, "数量": 6}
        widths["内容"] = self.size.width - sum(widths.values()) - 2 * len(widths) - 1
        for label, width in widths.items():
            side: Literal["left", "right"] = "right" if label == "数量" else "left"
            table.add_column(Text(label, justify=side), width=width)
        table.add_rows(
            (
                f"{each.day}",
                narrow(each.title, widths["内容"]),
                narrow(each.detail, widths["情况"]),
                Text(plain(each.amount), justify="right"),
            )
            for each in self.found[-_MOST_ROWS:]
        )
        table.move_cursor(row=kept)


def _about(staff: Staff, item: ItemExplained, width: int) -> Text:
    """The item in words: points, working, what it gives, measure, clause."""
    best = "" if item.best is None or item.state is not State.COUNTED else f"/{plain(item.best)}"
    measure = MEASURES[item.measure]
    lines = [
        ("得分", f"{given_of(item)}{best}    {item.working}"),
        ("规定", item.says),
        ("指标", f"{measure.title}：{measure.about}"),
        ("依据", f"{item.clause.id}「{item.clause.words}」"),
    ]
    said = Text().append(f"{staff.name}  {item.name}\n", style="bold")
    for label, words in lines:
        hanging = narrow(words, width - len(_INDENT)).plain.replace("\n", f"\n{_INDENT}")
        said.append(f"{label}  ", style="dim").append(f"{hanging}\n")
    said.rstrip()
    return said
