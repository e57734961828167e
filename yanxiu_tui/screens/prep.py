"""备课: a group's units for the term, who speaks, what is prepared and how far (Z10, Z12, Z13)."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.rules.calendar import week_of_term
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.confirm import ConfirmScreen, ReasonScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.screens.prep_keynotes import KeynotePlanner
from yanxiu_tui.screens.prep_session_form import SessionPlanner
from yanxiu_tui.screens.prep_unit_form import (
    PrepUnitFormScreen,
    UnitFormReady,
    read_unit_form,
)
from yanxiu_tui.services import prep_sessions, prep_units
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.prep_sessions import SessionView
from yanxiu_tui.services.prep_units import GroupView, PlanOfTerm, UnitView
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.kept_table import KeptTable
from yanxiu_tui.widgets.prep_words import (
    heading_of,
    is_now,
    row_of,
    run_of,
    silent_of,
)

_NARROW = {"周次": 5, "本周": 4, "单元": 0, "发言人": 10, "备课": 6, "教案": 4, "版本": 4}
_WIDE = {
    "序号": 4, "周次": 6, "本周": 4, "单元": 0, "发言人": 12, "备课": 8, "教案": 6, "版本": 4,
}  # fmt: skip
_NOBODYS = "您还没有编进备课组或教研组，请找教导处核对名册。由您主持、记录的备课按 F9。"
_NO_UNITS = "这个学期还没有单元。"
_CHANGES = ("new", "change", "keynotes", "session", "drop", "move")
_NEEDS_UNIT = ("change", "keynotes", "session", "drop", "move")


@dataclass
class PlanRead(Message):
    """The groups one may choose from, and the plan of one; None where there is no group."""

    groups: Sequence[GroupView]
    term: TermView
    plan: PlanOfTerm | None


@dataclass
class Done(Message):
    """An act is done; the sentence says which, "" where it shows by itself."""

    sentence: str


@dataclass
class RunRead(Message):
    """The sessions one hosts or records."""

    found: Sequence[SessionView]


class PrepScreen(TermRoom, KeynotePlanner, SessionPlanner, ListedRoom[UnitView]):
    """A table of units; the lines above say how many are prepared and who has yet to speak."""

    ROOM_NAME = "备课"
    CSS_PATH = "prep.tcss"
    HELP_TEXT = """\
备课组一学期的单元：哪几周教，谁做中心发言人，备过几次课，
教案写了几节。覆盖是开过备课会的单元占几成。
[b]Ctrl+N[/b] 加单元（章、节）；[b]Ctrl+E[/b] 修改
[b]Delete[/b] 从计划里删去，写过的、备过的都还在
[b]回车[/b] 打开单元：共性教案、备课记录、版本、自己的教案和反思
[b]F5[/b] 排中心发言人：大家轮过一遍才有第二次，以前讲得少的先来；
   先看一看，同意了再排定，随时可以改
[b]F6[/b] 安排备课：就是一次研修活动，签到、请假、学时都照常
[b]F7[/b]、[b]F8[/b] 上移、下移；[b]F3[/b] 换一个组
[b]F9[/b] 打开由自己主持或记录的备课，别的组的也在
[b]Ctrl+T[/b] 看以前学期的单元、教案和记录"""
    BINDINGS = [
        Binding("ctrl+n", "new", "加单元", id="new", tooltip="在计划末尾加一个单元"),
        Binding("ctrl+e", "change", "修改", id="change", tooltip="改名称、周次、发言人"),
        Binding("f3", "group", "换组", show=False, id="group", tooltip="看另一个组的计划"),
        Binding("f5", "keynotes", "排发言", id="keynotes", tooltip="轮流做中心发言人"),
        Binding("f6", "session", "排备课", id="session", tooltip="给这个单元安排一次备课"),
        Binding("f7", "move(-1)", "上移", show=False, id="up", tooltip="往前挪一个单元"),
        Binding("f8", "move(1)", "下移", show=False, id="down", tooltip="往后挪一个单元"),
        Binding("f9", "run", "我的记录", show=False, id="run", tooltip="自己主持或记录的备课"),
        Binding("delete", "drop", "删去", id="drop", tooltip="从计划里删去，记录还在"),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.groups: Sequence[GroupView] = ()
        self.chosen: int | None = None
        self.term: TermView | None = None
        self.plan: PlanOfTerm | None = None

    def body(self) -> ComposeResult:
        yield Static("", id="summary", markup=False)
        yield Static("", id="warning", markup=False)
        yield Static("", id="nothing", markup=False)
        yield KeptTable(_NARROW, _WIDE)
        yield Static("", id="silent", markup=False)

    # Reading

    def read(self) -> None:
        """Read the plan of the group last chosen, else of one's first."""
        chosen = self.chosen

        def act() -> Message:
            term = self.term_in_hand()
            groups = prep_units.my_groups(self.actor)
            ids = [group.id for group in groups]
            shown = chosen if chosen in ids else next(iter(ids), None)
            plan = prep_units.plan_of_term(self.actor, shown, term.id) if shown else None
            return PlanRead(groups, term, plan)

        self.ask(act, group="read", only_last=True)

    def go_to_term(self, term_id: int | None) -> None:
        self.found = ()
        super().go_to_term(term_id)

    def on_plan_read(self, message: PlanRead) -> None:
        self.groups, self.term, self.plan = message.groups, message.term, message.plan
        first = not self.found
        self.found = message.plan.units if message.plan else ()
        self.paint()
        if first:
            self.go_to_this_week()
        self.refresh_bindings()

    @property
    def week(self) -> int:
        """The week of the term that today is in; 0 in another than the running one."""
        if self.term is None or not self.running:
            return 0
        return week_of_term(clock.local(clock.now()).date(), self.term.starts_on)

    def paint(self) -> None:
        """Show the plan, or say why there is none."""
        plan, table = self.plan, self.query_one(KeptTable)
        table.display = bool(self.found)
        table.show([row_of(unit, self.week) for unit in self.found])
        nothing = _NOBODYS
        if plan is not None:
            nothing = _NO_UNITS + ("按 Ctrl+N 加一个。" if plan.may_plan else "由组长来定。")
        self.query_one("#nothing", Static).update(nothing)
        self.query_one("#nothing").display = not self.found
        heading = heading_of(plan, self.week, len(self.groups)) if plan else ""
        heading = self.headed(self.term, heading) if self.term else heading
        self.query_one("#summary", Static).update(heading)
        self.tell("#warning", f"提醒：{plan.warning}" if plan and plan.warning else "")
        self.tell("#silent", silent_of(plan) if plan and plan.units else "")

    def tell(self, where: str, words: str) -> None:
        """A line that takes no room while there is nothing to say."""
        self.query_one(where, Static).update(words)
        self.query_one(where).display = bool(words)

    def go_to_this_week(self) -> None:
        """Begin at the unit that is being taught."""
        at = next((at for at, unit in enumerate(self.found) if is_now(unit, self.week)), 0)
        self.query_one(KeptTable).move_cursor(row=at)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in _CHANGES:
            may = self.plan is not None and self.plan.may_plan
            may = may and (self.running or action != "session")
            return may and (action not in _NEEDS_UNIT or self.current is not None)
        return action != "group" or len(self.groups) > 1

    # Going on from here

    @on(DataTable.RowSelected)
    def open_unit(self) -> None:
        """Open the unit under the cursor."""
        from yanxiu_tui.screens.prep_unit import PrepUnitScreen

        if self.current:
            self.app.push_screen(PrepUnitScreen(self.actor, self.current.id))

    def action_group(self) -> None:
        def chosen(key: str | None) -> None:
            if key:
                self.chosen, self.found = int(key), ()
                self.read()

        choices = [(str(group.id), group.name) for group in self.groups]
        shown = str(self.plan.group.id) if self.plan else ""
        self.app.push_screen(ChooseScreen("看哪个组的计划", choices, shown), chosen)

    # Changing the plan

    def action_new(self) -> None:
        self.ask_for_form(None)

    def action_change(self) -> None:
        self.ask_for_form(self.current)

    def ask_for_form(self, changing: UnitView | None) -> None:
        """Read what the form needs; it opens once that is here."""
        plan, term = self.plan, self.term
        if plan is None or term is None:
            return
        last = plan.units[-1] if plan.units else None
        self.ask(lambda: read_unit_form(term, plan.group.id, last, changing))

    def on_unit_form_ready(self, message: UnitFormReady) -> None:
        self.app.push_screen(PrepUnitFormScreen(self.actor, message), self.kept)

    def kept(self, unit: UnitView | None) -> None:
        """Say what was added or changed."""
        if unit is not None:
            self.say(f"「{unit.title}」已保存。")

    def action_move(self, step: int) -> None:
        unit = self.current
        if unit is not None:
            self.ask(lambda: _did(prep_units.move(self.actor, unit.id, step, clock.now())))

    def action_drop(self) -> None:
        unit = self.current
        if unit is None:
            return

        def answered(answer: bool | str | None) -> None:
            if answer:
                reason = answer if isinstance(answer, str) else ""
                said = f"「{unit.title}」已从计划里删去。"
                now = clock.now()
                self.ask(lambda: _did(prep_units.drop(self.actor, unit.id, now, reason), said))

        if unit.sessions:
            title = f"「{unit.title}」已有 {unit.sessions} 次备课，要删去吗？"
            self.app.push_screen(ReasonScreen(title), answered)
        else:
            question = f"删去「{unit.title}」吗？写好的教案还查得到，不能再写。"
            self.app.push_screen(ConfirmScreen(question, "删去", careful=True), answered)

    def on_done(self, message: Done) -> None:
        if message.sentence:
            self.say(message.sentence)
        self.read()

    # Who speaks, and when

    def action_keynotes(self) -> None:
        if self.plan is not None and self.term is not None:
            self.plan_keynotes(self.plan.group.id, self.term.id)

    def action_session(self) -> None:
        if self.current is not None:
            self.plan_session(self.current)

    # Recording a session, perhaps another group's

    def action_run(self) -> None:
        term = self.term
        if term is not None:
            now = clock.now()
            self.ask(lambda: RunRead(prep_sessions.run_by_me(self.actor, term.id, now)))

    def on_run_read(self, message: RunRead) -> None:
        if not message.found:
            self.say("没有由您主持或记录的备课。", "plain")
            return

        def chosen(key: str | None) -> None:
            from yanxiu_tui.screens.recording import RecordingScreen

            if key:
                self.app.push_screen(RecordingScreen(self.actor, int(key)))

        choices = [(str(each.id), run_of(each)) for each in message.found]
        self.app.push_screen(ChooseScreen("打开哪次备课的记录", choices), chosen)


def _did(_: object, sentence: str = "") -> Message:
    """What is said once an act of no further interest is done."""
    return Done(sentence)
