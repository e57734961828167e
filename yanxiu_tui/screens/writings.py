"""教案与反思: one's own plans for one's classes, reflections and narratives (Z15, Z16, P6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.screens.reflection import Handed, ReflectionScreen, handed_in, said_of
from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.screens.writing_form import (
    PERSONAL,
    Writing,
    WritingChoices,
    WritingFormScreen,
    read_choices,
)
from yanxiu_tui.services import personal_plans, plan_checks, reflections
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.personal_plans import PersonalPlanView
from yanxiu_tui.services.prep_groups import GroupView
from yanxiu_tui.services.reflections import ReflectionView
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.kept_table import KeptTable, Row, as_cells

_NARROW = {"日期": 5, "种类": 10, "单元或题目": 0, "班级": 10, "状态": 16}
_WIDE = {"日期": 10, "种类": 10, "单元或题目": 0, "备课组": 18, "班级": 12, "状态": 20}


@dataclass
class WritingsRead(Message):
    """One's own of the term, or a group's; and the groups that may be looked at."""

    term: TermView
    found: Sequence[Writing]
    groups: Sequence[GroupView]


@dataclass
class ChoicesRead(Message):
    """What the form needs is read."""

    choices: WritingChoices


class WritingsScreen(TermRoom, ListedRoom[Writing]):
    """A table of what one wrote; Enter opens it, and it is kept as one types."""

    ROOM_NAME = "教案与反思"
    CSS_PATH = "writings.tcss"
    HELP_TEXT = """\
一学期自己写的：个性化教案、教后反思、教育叙事。
[b]Ctrl+N[/b] 新写一篇：
   个性化教案从共性教案来，只写补充和调整（Z15）
   教后反思五个方面都可以不写，长短不限（Z16）
   教育叙事不用选单元（P6）
[b]回车[/b] 接着写、看；写了就存，不用按保存
[b]F5[/b] 交：反思和叙事交了才算数，从交的那天算
[b]F9[/b] 收回：交了还想改，收回再写
[b]F3[/b] 看谁的：组长、包组领导、教导处可以看老师们的
[b]Ctrl+T[/b] 看以前学期写的；新写的进本学期

写什么都是老师自己的话，程序不会替人写。"""
    ACTS = (("f5", "hand_in", "交"), ("f9", "take_back", "收回"))
    BINDINGS = [
        Binding("ctrl+n", "new", "新写", id="new", tooltip="个性化教案、教后反思、教育叙事"),
        Binding("f5", "hand_in", "交", id="hand_in", tooltip="交这一篇，交了才算数"),
        Binding("f9", "take_back", "收回", id="take_back", tooltip="收回再写"),
        Binding("f3", "whose", "看谁的", id="whose", tooltip="自己的，或您带的组的"),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.group_id: int | None = None
        self.groups: Sequence[GroupView] = ()

    def body(self) -> ComposeResult:
        yield Static("", id="summary", markup=False)
        yield Static("", id="nothing", markup=False)
        yield KeptTable(_NARROW, _WIDE)

    # Reading

    def read(self) -> None:
        group_id = self.group_id

        def act() -> Message:
            return look(self.actor, self.term_in_hand(), group_id)

        self.ask(act, group="read", only_last=True)

    def on_writings_read(self, message: WritingsRead) -> None:
        self.found, self.groups = message.found, message.groups
        own = self.group_id is None
        head = self.headed(message.term, self.summary())
        self.query_one("#summary", Static).update(head)
        how = "要写，按 Ctrl+N。" if self.running else ""
        nothing = f"这个学期还没有写过。{how}" if own else "这个组还没有可以看的。"
        self.query_one("#nothing", Static).update(nothing)
        self.show_rows([_row(each, own) for each in self.found])

    def summary(self) -> str:
        """Whose these are, and how many."""
        plans = sum(isinstance(each, PersonalPlanView) for each in self.found)
        others = [each for each in self.found if isinstance(each, ReflectionView)]
        waiting = sum(each.handed_on is None for each in others)
        named = next((each.name for each in self.groups if each.id == self.group_id), "")
        whose = f"{named}   " if named else ""
        unhanded = f"，未交 {waiting} 篇" if waiting else ""
        return f"{whose}个性化教案 {plans} 份   反思和叙事 {len(others)} 篇{unhanded}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        view = self.current
        if action == "new":
            return self.running
        if action == "whose":
            return bool(self.groups)
        if action not in ("hand_in", "take_back"):
            return True
        if not isinstance(view, ReflectionView) or view.teacher_id != self.actor.teacher_id:
            return False
        return (view.handed_on is None) == (action == "hand_in")

    # What one may do here

    def action_whose(self) -> None:
        choices = [("", "我的"), *((str(each.id), each.name) for each in self.groups)]

        def chosen(key: str | None) -> None:
            if key is not None:
                self.group_id = int(key) if key else None
                self.read()

        self.app.push_screen(ChooseScreen("看谁的", choices, str(self.group_id or "")), chosen)

    def action_new(self) -> None:
        self.ask(lambda: ChoicesRead(read_choices(self.actor)))

    def on_choices_read(self, message: ChoicesRead) -> None:
        self.app.push_screen(WritingFormScreen(self.actor, message.choices), self.begun)

    def begun(self, view: Writing | None) -> None:
        """Write it at once."""
        if view is not None:
            self.app.push_screen(room_of(self.actor, view))

    @on(DataTable.RowSelected)
    def write(self) -> None:
        """Open the one under the cursor."""
        self.begun(self.current)

    def action_hand_in(self) -> None:
        view = self.current
        if isinstance(view, ReflectionView):
            at = view.id
            self.ask(lambda: Handed(reflections.hand_in(self.actor, at, clock.now())))

    def action_take_back(self) -> None:
        view = self.current
        if isinstance(view, ReflectionView):
            at = view.id
            self.ask(lambda: Handed(reflections.take_back(self.actor, at, clock.now())))

    def on_handed(self, message: Handed) -> None:
        self.say(said_of(message.view))
        self.read()


def look(actor: Actor, term: TermView, group_id: int | None) -> WritingsRead:
    """Read one's own, or what a group one looks after has made; called in a worker."""
    found: list[Writing] = []
    if group_id is None:
        found += [*personal_plans.mine(actor, term.id), *reflections.mine(actor, term.id)]
    else:
        found += personal_plans.of_group(actor, group_id, term.id)
        found += reflections.of_group(actor, group_id, term.id)
    found.sort(key=_day, reverse=True)
    return WritingsRead(term, found, plan_checks.groups(actor))


def room_of(actor: Actor, view: Writing) -> DeskRoom:
    """The room in which this is written, or read by others."""
    if isinstance(view, ReflectionView):
        return ReflectionScreen(actor, view)
    from yanxiu_tui.screens.personal_plan import PersonalPlanScreen

    return PersonalPlanScreen(actor, view)


def _day(view: Writing) -> date:
    """The day it was last written in."""
    if view.edited_at is not None:
        return clock.local(view.edited_at).date()
    return view.day if isinstance(view, ReflectionView) else date.min


def _row(view: Writing, own: bool) -> Row:
    day = _day(view)
    if isinstance(view, ReflectionView):
        kind, what, whose, state = view.kind_name, view.title, "", handed_in(view)
        style = "" if view.handed_on else "yellow"
    else:
        kind, what, whose = PERSONAL, view.unit_title, view.class_name
        state = f"第 {view.version} 版，有新版" if view.outdated else f"依据第 {view.version} 版"
        style = "yellow" if view.outdated else ""
    cells = {
        "日期": f"{day:%m-%d}",
        "种类": kind,
        "单元或题目": what if own else f"{view.teacher_name}  {what}",
        "备课组": view.group_name,
        "班级": whose,
    }
    return f"{kind}{view.id}", {**as_cells(cells), **as_cells({"状态": state}, style)}
