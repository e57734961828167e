"""听课: what one has heard, who heard oneself, and for those who look after it everybody's."""

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
from yanxiu_tui.screens.observation_acts import ObservationActs
from yanxiu_tui.screens.observation_form import (
    ObservationChoices,
    ObservationFormScreen,
    read_choices,
)
from yanxiu_tui.services import observation_views, quotas
from yanxiu_tui.services.observation_conflicts import Conflict
from yanxiu_tui.services.observation_views import ObservationRecord, ObservationState
from yanxiu_tui.services.observations import ObservationView
from yanxiu_tui.services.permission import Act, Actor, Scope, reach
from yanxiu_tui.services.quotas import Gap
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.kept_table import KeptTable
from yanxiu_tui.widgets.observation_words import (
    ALL,
    MINE,
    NARROW,
    OF_ME,
    WIDE,
    conflict_fields,
    fields_of,
    quota_words,
    row_of,
    signs_of,
    title_of,
)

_NAMES = {MINE: "我听的", OF_ME: "听我的", ALL: "全部"}
_NOTHING = {
    MINE: "这个学期还没有听课记录。",
    OF_ME: "这个学期还没有老师完成听您课的记录。",
    ALL: "这个学期还没有听课记录。",
}
_HOW = "要记一节，按 Ctrl+N。"


@dataclass
class ListRead(Message):
    """A list, one's own quotas, and how much waits to be confirmed."""

    term: TermView
    which: str
    found: Sequence[ObservationView]
    skipped: int
    gaps: Sequence[Gap]
    waiting: int
    conflicts: Sequence[Conflict]


@dataclass
class FormReady(Message):
    """What the form needs is read."""

    choices: ObservationChoices


@dataclass
class InFull(Message):
    """One record with its texts."""

    view: ObservationView
    record: ObservationRecord


class ObservationsScreen(TermRoom, ObservationActs):
    """One table, three lists: F3 goes from one to the next."""

    ROOM_NAME = "听课"
    CSS_PATH = "observations.tcss"
    HELP_TEXT = """\
[b]Ctrl+N[/b] 记听课：选执教老师，写课题，其余大多已经填好，马上开始写。
[b]回车[/b] 接着写在写的；完成的看全部内容。[b]F3[/b] 换表：我听的、听我的
（组长、教导处还有全部）。[b]F9[/b] 打印听课记录表（Word）。
[b]听我的[/b]：[b]F6[/b] 确认，[b]F7[/b] 写回应（写了就不能改），[b]F8[/b] 全部确认。
[b]Ctrl+Z[/b] 改回：执教还没确认的，改回再写。[b]Delete[/b] 作废记错的。
写了教学过程和评语并完成的才算一节（Z22），过了期限的记[b]补录[/b]。
[b]Ctrl+T[/b] 看以前学期的；要记新的一节，先换回本学期。
同一节课说法不一的记着[b]冲突[/b]；全部里按 [b]F5[/b] 看是哪两条，左右键翻页。"""
    BINDINGS = [
        Binding("ctrl+n", "new", "记听课", id="new", tooltip="记一节听的课"),
        Binding("f3", "next_list", "换表", id="next_list", tooltip="我听的、听我的、全部"),
        Binding("f5", "conflicts", "冲突", id="conflicts", tooltip="看说法不一的记录"),
        Binding("f6", "confirm", "确认", id="confirm", tooltip="确认这位老师听了我的课"),
        Binding("f7", "answer", "回应", id="answer", tooltip="写几句回应，只能写一次"),
        Binding("f8", "confirm_all", "全部确认", id="confirm_all", tooltip="待确认的都确认"),
        Binding("f9", "print", "打印", id="print", tooltip="存成可打印的听课记录表"),
        Binding("ctrl+z", "undo", "改回", id="undo", tooltip="完成的改回在写，作废的改回有效"),
        Binding("delete", "void", "作废", id="void", tooltip="记错了，作废，要写原因"),
        Binding("left", "turn(-1)", show=False),
        Binding("right", "turn(1)", show=False),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        everybodys = reach(actor, Act.VIEW_OBSERVATIONS) is not Scope.NONE
        self.lists = [MINE, OF_ME, *([ALL] if everybodys else [])]
        self.which, self.skipped = MINE, 0
        self.pairs: Sequence[Conflict] = ()

    def body(self) -> ComposeResult:
        yield Static("", id="quotas", markup=False)
        yield Static("", id="summary", markup=False)
        yield Static("", id="nothing", markup=False)
        yield KeptTable(NARROW[MINE], WIDE[MINE])

    # Reading

    def read(self) -> None:
        """Read the list that is shown, and how far one is."""
        which, skipped, actor = self.which, self.skipped, self.actor

        def act() -> Message:
            now, term = clock.now(), self.term_in_hand()
            listed = {
                MINE: observation_views.mine,
                OF_ME: observation_views.of_me,
                ALL: observation_views.observations,
            }[which]
            return ListRead(
                term,
                which,
                listed(actor, term.id, offset=skipped),
                skipped,
                quotas.my_gap(actor, term.id, now),
                observation_views.to_confirm(actor),
                observation_views.conflicts(actor, term.id) if which == ALL else (),
            )

        self.ask(act, group="read", only_last=True)

    def go_to_term(self, term_id: int | None) -> None:
        self.skipped = 0
        super().go_to_term(term_id)

    def on_list_read(self, message: ListRead) -> None:
        if not message.found and message.skipped:
            self.skipped = max(0, message.skipped - observation_views.MOST)
            self.read()
            return
        self.found, self.pairs = message.found, message.conflicts
        until = "今天" if self.running else "学期末"
        self.query_one("#quotas", Static).update(quota_words(message.gaps, until))
        self.query_one("#summary", Static).update(self.summary(message))
        nothing = self.query_one("#nothing", Static)
        how = _HOW if self.running and message.which == MINE else ""
        nothing.update(_NOTHING[message.which] + how)
        table = self.query_one(KeptTable)
        table.narrow, table.wide = NARROW[message.which], WIDE[message.which]
        self.show_rows([row_of(view) for view in message.found])

    def summary(self, message: ListRead) -> Text:
        """Which lists there are, the one shown in brackets, and what is to be done in it."""
        said = Text(self.headed(message.term, ""))
        for each in self.lists:
            name = f"【{_NAMES[each]}】" if each == message.which else f" {_NAMES[each]} "
            said.append(name, style="bold" if each == message.which else "dim")
        if message.waiting:
            said.append(f"  待我确认 {message.waiting} 节", style="bold yellow")
        if message.which == ALL:
            first = message.skipped
            more = len(message.found) == observation_views.MOST
            if first or more:
                said.append(f"  第 {first + 1} 至 {first + len(message.found)} 条，左右键翻页")
            if message.conflicts:
                said.append(f"  冲突 {len(message.conflicts)} 处", style="bold red")
        elif any(signs_of(view).plain.endswith("冲突") for view in message.found):
            said.append("  有冲突的请按回车看，核对日期、节次", style="bold red")
        return said

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "conflicts":
            return bool(self.pairs)
        if action == "confirm_all":
            return bool(self.waiting())
        if action == "new":
            return self.running
        return self.may_here(action)

    # Going about

    def action_next_list(self) -> None:
        at = self.lists.index(self.which)
        self.which, self.skipped = self.lists[(at + 1) % len(self.lists)], 0
        self.read()

    def action_turn(self, by: int) -> None:
        most = observation_views.MOST
        if self.which != ALL or (by > 0 and len(self.found) < most):
            return
        skipped = max(0, self.skipped + by * most)
        if skipped != self.skipped:
            self.skipped = skipped
            self.read()

    def action_conflicts(self) -> None:
        title = f"冲突：{len(self.pairs)} 处，两条记录说的不能都对"
        self.app.push_screen(DetailsScreen(title, conflict_fields(self.pairs)))

    def action_new(self) -> None:
        self.ask(lambda: FormReady(read_choices(self.actor, self.term_in_hand())))

    def on_form_ready(self, message: FormReady) -> None:
        self.app.push_screen(ObservationFormScreen(self.actor, message.choices), self.write)

    def write(self, view: ObservationView | None) -> None:
        """Write the record; it is listed with one's own."""
        if view is not None:
            self.which, self.skipped = MINE, 0
            from yanxiu_tui.screens.observation import ObservationRoom

            self.app.push_screen(ObservationRoom(self.actor, view))

    @on(DataTable.RowSelected)
    def action_details(self) -> None:
        """Write on in one's own; show any other in full."""
        view = self.current
        if view is None:
            return
        mine = view.observer_id == self.actor.teacher_id
        if mine and view.state is ObservationState.WRITING:
            self.write(view)
            return
        self.ask(lambda: InFull(view, observation_views.record(self.actor, view.id)))

    def on_in_full(self, message: InFull) -> None:
        if self.is_active and self.current == message.view:
            view = message.view
            fields = fields_of(view, message.record)
            screen = DetailsScreen(title_of(view), fields, self.acts_on(view))
            self.app.push_screen(screen, self.act_chosen)
