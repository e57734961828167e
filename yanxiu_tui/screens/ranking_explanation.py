"""Why somebody stands where they stand: each item, what it adds up to, how the place moved."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.reports.ranking import (
    adding_up,
    around,
    beside_places,
    given_of,
    heading,
    moved_by_month,
    plain,
)
from yanxiu_tui.rules.scoring import State
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.room import DeskRoom, Refusal
from yanxiu_tui.services import school, veto
from yanxiu_tui.services.explaining import Explanation, ItemExplained, explain
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.services.persons import Staff
from yanxiu_tui.services.ranking import MonthPlace, months
from yanxiu_tui.widgets.narrow import in_lines, narrow

_POINTS = 12
_NAME = {False: 16, True: 24}


@dataclass
class ExplanationRead(Message):
    """An explanation, and the veto that stands: its id, and its reason for those who may know."""

    found: Explanation
    veto_id: int | None
    veto_reason: str


@dataclass
class MonthsRead(Message):
    """How the place moved."""

    places: Sequence[MonthPlace]


@dataclass
class VetoDone(Message):
    """A veto was given or lifted."""

    sentence: str


class PointsScreen(DeskRoom):
    """A line an item; Enter shows its records and the clause.

    A screen says how to ``read`` the explanation, and which ``item_screen`` shows the records.
    """

    ROOM_NAME = "得分说明"
    CSS_PATH = "ranking_explanation.tcss"
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

    def read(self) -> Message:
        """Read the explanation, in the worker."""
        raise NotImplementedError

    def item_screen(self, one: Explanation, item: ItemExplained) -> DeskRoom:
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
        self.ask(self.read, group="read", only_last=True)

    def on_explanation_read(self, message: ExplanationRead) -> None:
        self.shown = message
        self.paint()
        self.refresh_bindings()

    def on_refusal(self, message: Refusal) -> None:
        super().on_refusal(message)
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
        self.query_one("#who", Static).update(_head(self.shown))
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

    # Acting

    def action_records(self) -> None:
        self.query_one(DataTable).action_select_cursor()

    @on(DataTable.RowSelected)
    def records(self, event: DataTable.RowSelected) -> None:
        """The records behind an item."""
        if self.shown is None:
            return
        one = self.shown.found
        item = next((each for each in one.items if each.id == event.row_key.value), None)
        if item is None:
            self.say("这一行是各项之外的加减，没有单独的记录。", "plain")
            return
        self.app.push_screen(self.item_screen(one, item))


class ExplanationScreen(PointsScreen):
    """A teacher's: how the place moved as well, and 一票否决."""

    HELP_TEXT = """\
每一项得了几分、满分几分、怎么算的（Z37）。
[b]回车[/b] 看这一项的每一条记录和依据的条文。
最下面把各项按顺序加起来，就是得分。
缺项不计和不适用的项目不占分，其余按比例折算。
待定的项目还没有结果。
上面一行是各学月末的名次。
一票否决由校长作出，要写理由（Z39）。"""
    BINDINGS = [
        Binding("f9", "give", "一票否决", id="give", tooltip="写明理由，一票否决这位老师"),
        Binding("f9", "lift", "撤销否决", id="lift", tooltip="写明理由，撤销一票否决"),
    ]

    def __init__(self, actor: Actor, term_id: int, teacher_id: int, last: date) -> None:
        super().__init__(actor)
        self.term_id, self.teacher_id, self.last = term_id, teacher_id, last
        self.places: Sequence[MonthPlace] = ()

    def read(self) -> Message:
        """Read the explanation, in the worker."""
        found = explain(self.actor, self.term_id, self.teacher_id, self.last)
        reason = veto.reason_for(self.actor, self.term_id, self.teacher_id)
        return ExplanationRead(found, veto.standing(self.term_id).get(self.teacher_id), reason)

    def item_screen(self, one: Explanation, item: ItemExplained) -> DeskRoom:
        from yanxiu_tui.screens.ranking_item import ItemScreen

        return ItemScreen(self.actor, self.term_id, one.staff, item, self.last)

    # How the place moved

    def on_explanation_read(self, message: ExplanationRead) -> None:
        # The handler of the class above is called as well, after this one.
        if self.shown is None:
            self.ask_months(message.found.staff)

    def ask_months(self, staff: Staff) -> None:
        """How the place moved takes as many rankings as there are 学月: asked for afterwards."""

        def act() -> Message:
            return MonthsRead(months(self.actor, self.term_id, staff, self.last))

        self.ask(act, group="months", only_last=True)

    def on_months_read(self, message: MonthsRead) -> None:
        self.places = message.places
        self.paint()

    def paint(self) -> None:
        """The line of the months as well, which a veto cuts short."""
        super().paint()
        said = moved_by_month(self.places, self.shown.found) if self.shown else ""
        line = self.query_one("#months", Static)
        line.update(f"名次：{said}" if said else "")
        line.display = bool(said)

    # 一票否决

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("give", "lift"):
            if self.shown is None or not allowed(self.actor, Act.VETO):
                return False
            return (self.shown.veto_id is not None) == (action == "lift")
        return True

    def action_give(self) -> None:
        if self.shown is None:
            return
        staff = self.shown.found.staff

        def decided(reason: str | None) -> None:
            if reason:
                self.ask(lambda: self.give(staff, reason))

        title = f"一票否决{staff.name}老师（Z39），本学期不排名次"
        self.app.push_screen(ReasonScreen(title, "理由（留痕，必填）"), decided)

    def give(self, staff: Staff, reason: str) -> Message:
        """Veto, in the worker."""
        given = veto.give(self.actor, self.term_id, staff.staff_no, reason, clock.now())
        held = f"本学期已评的{'、'.join(given.awards)}请到评优里撤销。" if given.awards else ""
        return VetoDone(f"已一票否决{staff.name}老师。{held}")

    def action_lift(self) -> None:
        if self.shown is None or self.shown.veto_id is None:
            return
        veto_id, name = self.shown.veto_id, self.shown.found.staff.name

        def decided(reason: str | None) -> None:
            if reason:
                self.ask(lambda: self.lift(veto_id, name, reason))

        title = f"撤销{name}老师的一票否决"
        self.app.push_screen(ReasonScreen(title, "理由（留痕，必填）"), decided)

    def lift(self, veto_id: int, name: str, reason: str) -> Message:
        """Lift the veto, in the worker."""
        veto.lift(self.actor, veto_id, reason, clock.now())
        return VetoDone(f"已撤销{name}老师的一票否决。")

    def on_veto_done(self, message: VetoDone) -> None:
        self.say(message.sentence)
        self.on_screen_resume()


class MyRankingScreen(ExplanationScreen):
    """One's own line; open to everybody."""

    ROOM_NAME = "我的考核"

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor, 0, actor.teacher_id or 0, date.min)

    def read(self) -> Message:
        """Find the term and today, then read as usual."""
        now = clock.now()
        self.term_id = school.current_term(now).id
        self.last = clock.local(now).date()
        return super().read()


def _head(shown: ExplanationRead) -> Text:
    head = Text(heading(shown.found), style="bold")
    if shown.veto_id is not None:
        reason = f"：{shown.veto_reason}" if shown.veto_reason else ""
        head.append(f"\n一票否决（Z39）{reason}", style="bold red")
    elif beside := beside_places(shown.found):
        head.append(f"\n{beside}", style="yellow")
    return head


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
