"""One unit: its 共性教案, versions and sessions, one's own plans and reflections (Z12-Z16)."""

from collections.abc import Callable
from dataclasses import dataclass

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.screens.prep_parts import Part, UnitRead, read_unit
from yanxiu_tui.screens.prep_session_acts import Done, SessionActs
from yanxiu_tui.screens.prep_session_form import SessionPlanner
from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.services import personal_plans, prep_sessions, reflections
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.personal_plans import PersonalPlanView
from yanxiu_tui.services.prep_sessions import SessionView, TakeUp
from yanxiu_tui.services.prep_units import UnitView
from yanxiu_tui.services.reflections import ReflectionView
from yanxiu_tui.widgets.kept_table import KeptTable, Row

_NARROW = {"内容": 22, "说明": 0, "情况": 12}
_WIDE = {"内容": 24, "说明": 0, "情况": 20}


@dataclass
class Offered(Message):
    """Activities of the group that might be this unit's."""

    found: list[TakeUp]


@dataclass
class Begun(Message):
    """One's own plan or reflection is there to be written."""

    view: PersonalPlanView | ReflectionView


class PrepUnitScreen(SessionActs, SessionPlanner, ListedRoom[Part]):
    """Everything that belongs to a unit, a line each; Enter opens it."""

    ROOM_NAME = "单元"
    CSS_PATH = "prep.tcss"
    HELP_TEXT = """\
一个单元的全部：共性教案、历次版本、每次备课的记录，
自己的教案和反思。
[b]回车[/b] 打开：写教案、边开会边记、比较两版
[b]F6[/b] 安排一次备课
[b]F8[/b] 认领：已经安排成研修活动的，算作这个单元的备课
[b]F5[/b] 在一次备课上，组长依次：开放签到、结束、签字；
   签了记录不能再改，再按一次，写明原因，可以撤回
[b]F9[/b] 打印集体备课记录（Word 文件）：参加、缺席从签到来"""
    BINDINGS = [
        Binding("f6", "session", "安排备课", id="session", tooltip="给这个单元安排一次备课"),
        Binding("f8", "take_up", "认领", id="take_up", tooltip="已安排的活动算作这个单元的"),
    ]

    def __init__(self, actor: Actor, unit_id: int) -> None:
        super().__init__(actor)
        self.unit_id = unit_id
        self.unit: UnitView | None = None
        self.running = True

    def body(self) -> ComposeResult:
        yield Static("", id="summary", markup=False)
        yield KeptTable(_NARROW, _WIDE)

    # Reading

    def read(self) -> None:
        """Read the unit again."""
        self.ask(lambda: read_unit(self.actor, self.unit_id), group="read", only_last=True)

    def on_unit_read(self, message: UnitRead) -> None:
        self.unit, self.found, self.running = message.unit, message.parts, not message.of_term
        self.query_one("#summary", Static).update(_summary(message.unit, message.of_term))
        self.query_one(KeptTable).show([_row(part) for part in self.found])
        self.refresh_bindings()

    @property
    def session(self) -> SessionView | None:
        """The session under the cursor."""
        thing = self.current.thing if self.current else None
        return thing if isinstance(thing, SessionView) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("session", "take_up"):
            may = self.unit is not None and self.unit.may_plan
            return may and (self.running or action == "take_up")
        return super().check_action(action, parameters)

    # Opening what stands under the cursor

    @on(DataTable.RowSelected)
    def open_part(self) -> None:
        """Open it; a new plan or reflection of one's own is begun first."""
        part = self.current
        if part is None:
            return
        match part.thing:
            case SessionView():
                self.app.push_screen(self.recording(part.thing))
            case PersonalPlanView() | ReflectionView():
                self.write(part.thing)
            case "plan":
                self.app.push_screen(self.shared_plan())
            case "versions":
                self.app.push_screen(self.versions())
            case "new_personal":
                self.begin_personal()
            case "new_reflection":
                self.begin(lambda: reflections.begin(self.actor, self.unit_id, clock.now()))

    def recording(self, session: SessionView) -> DeskRoom:
        from yanxiu_tui.screens.recording import RecordingScreen

        return RecordingScreen(self.actor, session.id)

    def shared_plan(self) -> DeskRoom:
        from yanxiu_tui.screens.shared_plan import SharedPlanScreen

        return SharedPlanScreen(self.actor, self.unit_id)

    def versions(self) -> DeskRoom:
        from yanxiu_tui.screens.plan_versions import PlanVersionsScreen

        return PlanVersionsScreen(self.actor, self.unit_id)

    def write(self, view: PersonalPlanView | ReflectionView) -> None:
        """Write one's own."""
        from yanxiu_tui.screens.writings import room_of

        self.app.push_screen(room_of(self.actor, view))

    def begin_personal(self) -> None:
        """Ask for which class, and make the plan."""

        def given(name: str | None) -> None:
            if name:
                self.begin(
                    lambda: personal_plans.begin(self.actor, self.unit_id, name, clock.now())
                )

        title = "从共性教案做自己的教案"
        self.app.push_screen(ReasonScreen(title, "给哪个班，如：七（2）班"), given)

    def begin(self, act: Callable[[], PersonalPlanView | ReflectionView]) -> None:
        self.ask(lambda: Begun(act()))

    def on_begun(self, message: Begun) -> None:
        self.write(message.view)

    # Sessions

    def action_session(self) -> None:
        if self.unit is not None:
            self.plan_session(self.unit)

    def action_take_up(self) -> None:
        unit = self.unit
        if unit is not None:
            self.ask(
                lambda: Offered(prep_sessions.to_take_up(self.actor, unit.group_id, unit.term_id))
            )

    def on_offered(self, message: Offered) -> None:
        if not message.found:
            self.say("没有等着认领的集体备课活动；要新安排，按 F6。", "plain")
            return

        def chosen(key: str | None) -> None:
            if key:
                self.ask(lambda: self.taken_up(int(key)))

        choices = [(str(each.activity_id), _offer(each)) for each in message.found]
        self.app.push_screen(ChooseScreen("哪次活动是备这个单元的", choices), chosen)

    def taken_up(self, activity_id: int) -> Message:
        """Ask the service; runs in the worker."""
        made = prep_sessions.take_up(self.actor, activity_id, self.unit_id, clock.now())
        return Done(f"「{made.title}」已算作「{made.unit_title}」的备课。")


def _summary(unit: UnitView, of_term: str) -> str:
    weeks = f"第 {unit.weeks} 周" if unit.weeks else ""
    speaker = f"中心发言人 {unit.keynote_name or '未排'}"
    gone = "已从计划里删去" if unit.dropped_at else ""
    parts = [of_term, unit.group_name, unit.title, weeks, speaker, gone]
    return "　".join(filter(None, parts))


def _row(part: Part) -> Row:
    cells = {
        "内容": Text(part.name, no_wrap=True, overflow="ellipsis"),
        "说明": Text(part.about, no_wrap=True, overflow="ellipsis"),
        "情况": Text(part.state, part.style),
    }
    return part.key, cells


def _offer(each: TakeUp) -> str:
    at = clock.local(each.starts_at)
    return f"{at:%m-%d %H:%M} {each.title} {each.presenter}"
