"""历年评优: every award decided, by term, by who got it, by award (Z19, Z38, D10, D11)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.services import award_history, school
from yanxiu_tui.services.award_history import PastAward
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.widgets.kept_table import MOST_ROWS, KeptTable, Row, as_cells

_NARROW = {"获奖": 14, "奖项": 20, "学期": 0, "评定": 10}
_WIDE = {"获奖": 16, "工号": 8, "奖项": 22, "学期": 24, "理由": 0, "评定": 10}
BY_TERM = "按学期"
_ORDERS: Mapping[str, Callable[[list[PastAward]], list[PastAward]]] = {
    BY_TERM: list,
    "按获奖人和组": award_history.by_holder,
    "按奖项": award_history.by_award,
}


@dataclass
class HistoryRead(Message):
    """Every award that stands."""

    found: list[PastAward]


@dataclass
class Written(Message):
    """The list stands in a file."""

    path: str


class AwardHistoryScreen(ListedRoom[PastAward]):
    """An award a row."""

    ROOM_NAME = "历年评优"
    CSS_PATH = "award_history.tcss"
    HELP_TEXT = """\
各学期评定、没有撤销的奖项，大家都能看。
[b]F3[/b] 换顺序：按学期、按获奖人和组（得奖多的在前）、按奖项。
[b]回车[/b] 看评定的理由；[b]F9[/b] 存成 xlsx。
每个人的也在个人成长档案里。"""
    BINDINGS = [
        Binding("f3", "next_order", "换顺序", id="next_order", tooltip="按学期、获奖人、奖项"),
        Binding("f9", "print", "存xlsx", id="print", tooltip="存成可打印的表"),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.order = BY_TERM
        self.all: list[PastAward] = []

    def body(self) -> ComposeResult:
        yield Static("", id="summary", markup=False)
        yield Static("还没有评定过奖项。", id="nothing", markup=False)
        yield KeptTable(_NARROW, _WIDE)

    def read(self) -> None:
        """Read them all."""
        self.ask(lambda: HistoryRead(award_history.history()), group="read", only_last=True)

    def on_history_read(self, message: HistoryRead) -> None:
        self.all = message.found
        self.paint()

    def paint(self) -> None:
        """Show them in the order chosen."""
        self.found = _ORDERS[self.order](self.all)
        said = Text()
        for each in _ORDERS:
            shown = each == self.order
            said.append(f"【{each}】" if shown else f" {each} ", "bold" if shown else "dim")
        holders = {(award.staff_no, award.who) for award in self.all}
        said.append(f"  {len(self.all)} 项，{len(holders)} 个人和组")
        if len(self.all) > MOST_ROWS:
            said.append(f"，先列出 {MOST_ROWS} 项，全部见 F9", "yellow")
        self.query_one("#summary", Static).update(said)
        me = self.actor.staff_no
        self.show_rows([_row(number, each, me) for number, each in enumerate(self.found)])

    def action_next_order(self) -> None:
        orders = list(_ORDERS)
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        self.paint()

    @on(DataTable.RowSelected)
    def read_in_full(self) -> None:
        """Show one in full."""
        award = self.current
        if award is None:
            return
        fields = [
            ("奖项", award.name), ("获奖", f"{award.who} {award.staff_no}".rstrip()),
            ("学期", award.term), ("理由", award.reason), ("评定", f"{award.decided_on}"),
        ]  # fmt: skip
        self.app.push_screen(DetailsScreen(award.name, fields))

    def action_print(self) -> None:
        found = list(self.found)
        self.ask(lambda: Written(_written(found)))

    def on_written(self, message: Written) -> None:
        self.say(f"已存为 {message.path}。")


def _row(number: int, award: PastAward, staff_no: str) -> Row:
    cells = {
        "获奖": award.who,
        "工号": award.staff_no,
        "奖项": award.name,
        "学期": award.term,
        "理由": award.reason,
        "评定": f"{award.decided_on}",
    }
    mine = award.staff_no == staff_no != ""
    return str(number), as_cells(cells, "bold yellow" if mine else "")


def _written(found: Sequence[PastAward]) -> str:
    from yanxiu_tui.reports.award_history import write_history
    from yanxiu_tui.screens.paper_files import new_file

    path = new_file("历年评优", "xlsx")
    write_history(path, found, school.school_name())
    return str(path)
