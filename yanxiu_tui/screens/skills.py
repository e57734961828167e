"""业务考核: the tests of 基本功 and 教材教法, one's own and the school's (P10, P11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.listed import ListedRoom
from yanxiu_tui.screens.skill_form import SkillFormReady, SkillFormScreen, read_form
from yanxiu_tui.services import skills
from yanxiu_tui.services.permission import Act, Actor, Scope, allowed, reach
from yanxiu_tui.services.skills import MyTest, SkillTestPage, SkillTestView
from yanxiu_tui.widgets.kept_table import KeptTable
from yanxiu_tui.widgets.skill_words import (
    MY_NARROW,
    MY_WIDE,
    NARROW,
    WIDE,
    my_fields,
    my_row,
    row_of,
)

MINE, ALL = "mine", "all"
_COLUMNS = {MINE: (MY_NARROW, MY_WIDE), ALL: (NARROW, WIDE)}
_NOTHING = {
    MINE: "没有要您参加的考核。要您参加的，教导处安排以后列在这里。",
    ALL: "还没有安排过考核。",
}


@dataclass
class TestsRead(Message):
    """A list of tests; ``mine`` are one's own by number."""

    which: str
    found: Sequence[SkillTestView]
    mine: Mapping[int, MyTest] = field(default_factory=dict)


@dataclass
class Withdrawn(Message):
    """A test that was set by mistake is taken back."""

    title: str


class SkillsScreen(ListedRoom[SkillTestView]):
    """One table, two lists for those who see more than their own.

    ``which`` is the list that is asked for, ``listed`` the one that stands in the table.
    """

    ROOM_NAME = "业务考核"
    CSS_PATH = "skills.tcss"
    HELP_TEXT = """\
基本功、教材教法的考核：谁要参加、成绩、评语、补考。
[b]回车[/b] 打开一次考核；自己的，结束后看成绩和评语。
[b]F3[/b] 换表：我的考核、全校（组长看本组，结束后才有成绩）。

教导处：
[b]Ctrl+N[/b] 安排。谁要参加按本校制度定（如 40 岁以下），
   安排的那天就定下；年龄不详的另外列出，由教导处定。
[b]Delete[/b] 撤销安排错的（写原因，留痕）。

不合格的重新考核，再不合格算考核不合格（P11）。
结束后成绩自动记入计分和成长档案，不用另外申报。"""
    ACTS = (("delete", "withdraw", "撤销"),)
    BINDINGS = [
        Binding("ctrl+n", "new", "安排", id="new", tooltip="安排一次考核"),
        Binding("f3", "next_list", "换表", id="next_list", tooltip="我的考核、全校"),
        Binding("delete", "withdraw", "撤销", id="withdraw", tooltip="撤销安排错的考核"),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        scope = reach(actor, Act.VIEW_SKILLS)
        self.names = {MINE: "我的考核"}
        if scope is not Scope.NONE:
            self.names[ALL] = "全校" if scope is Scope.SCHOOL else "本组"
        self.which = ALL if scope is Scope.SCHOOL else MINE
        self.listed = self.which
        self.mine: Mapping[int, MyTest] = {}

    def body(self) -> ComposeResult:
        yield Static("", id="summary", markup=False)
        yield Static("", id="nothing", markup=False)
        yield KeptTable(*_COLUMNS[self.which])

    # Reading

    def read(self) -> None:
        """Read the list that is shown."""
        which, actor = self.which, self.actor

        def act() -> Message:
            if which == ALL:
                return TestsRead(which, skills.tests(actor))
            mine = {each.view.id: each for each in skills.mine(actor)}
            return TestsRead(which, [each.view for each in mine.values()], mine)

        self.ask(act, group="read", only_last=True)

    def on_tests_read(self, message: TestsRead) -> None:
        self.found, self.mine, self.listed = message.found, message.mine, message.which
        self.query_one("#summary", Static).update(self.summary())
        nothing = self.query_one("#nothing", Static)
        begin = "要安排，按 Ctrl+N。" if allowed(self.actor, Act.RUN_SKILLS) else ""
        nothing.update(_NOTHING[message.which] + (begin if message.which == ALL else ""))
        nothing.display = not message.found
        table = self.query_one(KeptTable)
        table.display = bool(message.found)
        self.paint()
        self.refresh_bindings()

    def paint(self) -> None:
        """Fill the table."""
        table = self.query_one(KeptTable)
        table.narrow, table.wide = _COLUMNS[self.listed]
        own = self.listed == MINE
        table.show([my_row(self.mine[view.id]) if own else row_of(view) for view in self.found])

    def summary(self) -> Text:
        """Which lists there are, the one shown in brackets, and what is still open."""
        said = Text()
        for each, name in self.names.items():
            shown = each == self.which
            said.append(f"【{name}】" if shown else f" {name} ", "bold" if shown else "dim")
        still_open = sum(view.closed_at is None for view in self.found)
        said.append(f"  {len(self.found)} 次考核")
        if still_open:
            said.append(f"，{still_open} 次没有结束", "bold yellow")
        return said

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "new":
                return allowed(self.actor, Act.RUN_SKILLS)
            case "next_list":
                return len(self.names) > 1
            case "withdraw":
                still_open = self.current is not None and self.current.closed_at is None
                return still_open and self.listed == ALL and allowed(self.actor, Act.RUN_SKILLS)
        return True

    # Acting

    def action_next_list(self) -> None:
        lists = list(self.names)
        self.which = lists[(lists.index(self.which) + 1) % len(lists)]
        self.read()

    @on(DataTable.RowSelected)
    def open_test(self) -> None:
        """Open the test's own page, or one's own result."""
        view = self.current
        if view is None:
            return
        if self.listed == MINE:
            self.app.push_screen(DetailsScreen(view.title, my_fields(self.mine[view.id])))
        else:
            self.open(view.id)

    def open(self, test_id: int) -> None:
        from yanxiu_tui.screens.skill_test import SkillTestScreen

        self.app.push_screen(SkillTestScreen(self.actor, test_id))

    def action_new(self) -> None:
        self.ask(read_form)

    def on_skill_form_ready(self, message: SkillFormReady) -> None:
        def kept(page: SkillTestPage | None) -> None:
            if page is not None:
                self.which = ALL
                self.open(page.view.id)

        if not message.kinds:
            self.say("本校制度没有写业务考核，请先在「制度」里写明（skills）。", "wrong")
            return
        self.app.push_screen(SkillFormScreen(self.actor, message), kept)

    def action_withdraw(self) -> None:
        view = self.current
        if view is None:
            return

        def given(reason: str | None) -> None:
            if reason:
                self.ask(lambda: self.withdrawn(view, reason))

        self.app.push_screen(ReasonScreen(f"撤销考核「{view.title}」"), given)

    def withdrawn(self, view: SkillTestView, reason: str) -> Message:
        """Ask the service; runs in the worker."""
        skills.withdraw(self.actor, view.id, reason, clock.now())
        return Withdrawn(view.title)

    def on_withdrawn(self, message: Withdrawn) -> None:
        self.say(f"「{message.title}」已撤销。")
        self.read()
