"""请假: one's own 请假条, what they still owe, and writing a new one (Z28-Z30)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.leave import LeaveState
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.leave_form import LeaveChoices, LeaveFormScreen, read_choices
from yanxiu_tui.screens.leave_printing import print_slip
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.services import leave, school
from yanxiu_tui.services.leave import LeaveView
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.kept_table import KeptTable
from yanxiu_tui.widgets.leave_words import MINE, fields_of, owed_of, row_of, span_of

_OWED_SHOWN = 3
_STATES = {"withdraw": LeaveState.ASKED, "come_back": LeaveState.APPROVED}


@dataclass
class MyLeavesRead(Message):
    """One's own leave of the term, and the regulation it follows."""

    term: TermView
    found: Sequence[LeaveView]
    regulation: Regulation


@dataclass
class FormReady(Message):
    """What the form needs is read."""

    choices: LeaveChoices


@dataclass
class Done(Message):
    """An act is done; the sentence says which."""

    sentence: str


class LeaveScreen(TermRoom, ListedRoom[LeaveView]):
    """A table of one's own leave; the footer shows what may be done with the one pointed at."""

    ROOM_NAME = "请假"
    AHEAD = True
    CSS_PATH = "leave.tcss"
    HELP_TEXT = """\
[b]Ctrl+N[/b] 申请请假：选类别，右边会显示条文和要交的证明。
[b]回车[/b] 看一次请假的全部内容和审批意见。
[b]Delete[/b] 撤回还没审批的；[b]F5[/b] 销假，此后开始的活动不再算请假；[b]F9[/b] 存成 Word 请假条。
[b]Ctrl+T[/b] 看别的学期的请假；待批的、还欠证明的，不管哪个学期都列在本学期里。

证明交教导处登记，没有交齐会一直提示。急诊等特殊情况可以先批准、证明后补（Z30）。
请了假又来参加的，按到算。教导处和副校长可以替老师申请。"""
    ACTS = (("f5", "come_back", "销假"), ("delete", "withdraw", "撤回"), ("f9", "print", "打印"))
    BINDINGS = [
        Binding("ctrl+n", "new", "申请请假", id="new", tooltip="请公假、事假、病假、产假"),
        Binding("f5", "come_back", "销假", id="come_back", tooltip="提前回来了，假到此为止"),
        Binding("delete", "withdraw", "撤回", id="withdraw", tooltip="撤回还没审批的申请"),
        Binding("f9", "print", "打印", id="print", tooltip="请假条存成 Word 文件"),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.regulation: Regulation | None = None

    def body(self) -> ComposeResult:
        yield Static("", id="term", markup=False)
        yield Static("", id="owed", markup=False)
        yield Static("这个学期没有请过假。要请假，按 Ctrl+N 申请。", id="nothing", markup=False)
        yield KeptTable(MINE)

    # Reading

    def read(self) -> None:
        """Read one's own leave of the term again; with the current, what is unsettled of any."""

        def act() -> Message:
            term = self.term_in_hand()
            found = leave.my_leaves(self.actor, term.id, unsettled=self.running)
            return MyLeavesRead(term, found, school.regulation_of(term.regulation_id))

        self.ask(act, group="read", only_last=True)

    def on_my_leaves_read(self, message: MyLeavesRead) -> None:
        self.found, self.regulation = message.found, message.regulation
        heading = self.query_one("#term", Static)
        heading.update(message.term.name)
        heading.display = not self.running
        office = message.regulation.office
        owing = [(view, owed_of(view, office)) for view in message.found]
        lines = [f"{view.kind_name}（{span_of(view)}）{owed}" for view, owed in owing if owed]
        notice = self.query_one("#owed", Static)
        notice.update("\n".join(lines[:_OWED_SHOWN]))
        notice.display = bool(lines)
        self.show_rows([row_of(view) for view in message.found])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.may_here(action)

    def may(self, action: str, view: LeaveView) -> bool:
        """Whether this may be done with that leave; the service has the last word."""
        return view.state is _STATES.get(action, view.state)

    # Acting

    def action_new(self) -> None:
        self.ask(lambda: FormReady(read_choices(self.actor, clock.now())))

    def on_form_ready(self, message: FormReady) -> None:
        self.app.push_screen(LeaveFormScreen(self.actor, message.choices), self.asked)

    def asked(self, view: LeaveView | None) -> None:
        """Say what was asked for, and what is still to be brought."""
        if view is None:
            return
        whose = "" if view.teacher_id == self.actor.teacher_id else f"{view.teacher_name}老师的"
        owed = owed_of(view, self.regulation.office if self.regulation else "教导处")
        self.say(f"已提交{whose}{view.kind_name}申请，等待审批。{owed}")

    @on(DataTable.RowSelected)
    def action_details(self) -> None:
        """Show the leave in full."""
        view, regulation = self.current, self.regulation
        if view is None or regulation is None:
            return
        title = f"{view.kind_name}（{span_of(view)}）"
        screen = DetailsScreen(title, fields_of(view, regulation), self.acts_on(view))
        self.app.push_screen(screen, self.act_chosen)

    def action_withdraw(self) -> None:
        view = self.current
        if view:
            self.sure(f"撤回{view.kind_name}（{span_of(view)}）？", "撤回", leave.withdraw, view)

    def action_come_back(self) -> None:
        view = self.current
        if view:
            question = f"现在销假？{view.kind_name}（{span_of(view)}）到此为止，此后的活动要参加。"
            self.sure(question, "销假", leave.come_back, view)

    def action_print(self) -> None:
        view = self.current
        if view:
            self.ask(lambda: Done(print_slip(self.actor, view)))

    def sure(
        self,
        question: str,
        yes: str,
        act: Callable[[Actor, int, datetime], LeaveView],
        view: LeaveView,
    ) -> None:
        """Ask, then do it and say so."""

        def work() -> Message:
            done = act(self.actor, view.id, clock.now())
            return Done(f"{done.kind_name}（{span_of(done)}）已{yes}。")

        self.once_sure(question, lambda: self.ask(work), yes)

    def on_done(self, message: Done) -> None:
        self.say(message.sentence)
        self.read()
