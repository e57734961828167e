"""成长档案一览: everybody's archive, how complete, what is missing, and the term's check (P5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input, Static

from yanxiu_tui import clock
from yanxiu_tui.rules.archives import percent
from yanxiu_tui.rules.names import rank, told_apart
from yanxiu_tui.screens.archive_check import ArchiveCheckScreen
from yanxiu_tui.screens.archives import ArchivesScreen
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.searched import MOST_ROWS, SearchedRoom
from yanxiu_tui.services import archive_checks, archives
from yanxiu_tui.services.archive_checks import Pass
from yanxiu_tui.services.archives import Checked, GrowthLine
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.archive_words import checked_words, overview_summary

_WIDE_FROM = 100
_EVERYBODY = "全部"


@dataclass
class OverviewRead(Message):
    """Everybody's archives are looked over; whether the term is still open to the check."""

    term: TermView
    found: Sequence[GrowthLine]
    checking: bool


@dataclass
class GroupsRead(Message):
    """The groups one may look at."""

    groups: Sequence[tuple[int, str]]


@dataclass
class AllChecked(Message):
    """Everybody left has been checked."""

    done: Pass


class ArchivesOverviewScreen(SearchedRoom, TermRoom):
    """One row a teacher; Enter opens the archive."""

    ROOM_NAME = "成长档案一览"
    HELP_TEXT = """\
每位老师的成长档案有几成，缺哪几类。输入首字母、姓名或工号找人，[b]回车[/b]看这一份档案。
[b]F7[/b] 只看一个组。
[b]F6[/b] 检查光标上的一份：缺什么由程序写下，可以写意见；与程序算的不一样要写为什么。
[b]F8[/b] 其余全部检查：还没检查的都按程序算的写下；要一份一份看的先按 F6。
制度有这一项的（坪坊 P5），检查的结果记进「个人档案完善」，算进考核。自己的由别人检查。
[b]Ctrl+T[/b] 看以前学期的；上学期没检查完的，开学三十天内还可以检查。"""
    BINDINGS = [
        Binding("f7", "group", "看一个组", id="group", tooltip="只看一个组的"),
        Binding("f6", "check", "检查", id="check", tooltip="检查光标上的一份"),
        Binding("f8", "check_all", "全部检查", id="check_all", tooltip="还没检查的都检查"),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.term: TermView | None = None
        self.lines: Sequence[GrowthLine] | None = None
        self.group_id: int | None = None
        self.checking = False

    def body(self) -> ComposeResult:
        yield from self.search()

    def on_mount(self) -> None:
        self.query_one("#typed", Input).focus()

    def on_screen_resume(self) -> None:
        self.read()

    def read(self) -> None:
        """Read everybody's of the term in hand again."""
        group_id = self.group_id

        def act() -> Message:
            term, now = self.term_in_hand(), clock.now()
            found = archives.growth_overview(self.actor, term.id, now, group_id)
            return OverviewRead(term, found, archive_checks.is_open(term.id, now))

        self.ask(act, group="read", only_last=True)

    def on_overview_read(self, message: OverviewRead) -> None:
        self.term, self.lines, self.checking = message.term, message.found, message.checking
        beside = self.headed(message.term, overview_summary(message.found))
        self.query_one("#beside", Static).update(beside)
        self.paint()
        self.refresh_bindings()

    def paint(self) -> None:
        if self.lines is None:
            return
        typed = self.query_one("#typed", Input).value.strip()
        people = [each.staff for each in self.lines]
        found = rank(typed, people, MOST_ROWS) if typed else people[:MOST_ROWS]
        names, by_id = told_apart(people), {each.staff.id: each for each in self.lines}
        wide = self.size.width >= _WIDE_FROM
        columns = [("姓名", 12), *([("教研组", 12)] if wide else []), ("完整", 4), ("检查", 4)]
        opinion = [("意见", 24)] if wide else []
        taken = sum(width for _, width in (*columns, *opinion))
        taken += 2 * (len(columns) + len(opinion) + 1) + 1
        columns += [("缺什么", max(20, self.size.width - taken)), *opinion]
        rows = ((each.id, _cells(by_id[each.id], names[each.staff_no], wide)) for each in found)
        self.fill(columns, rows, "没有找到，请核对后再输。" if people else "没有您能看的成长档案。")

    @property
    def line(self) -> GrowthLine | None:
        """The line under the cursor."""
        current = self.current
        found = (each for each in self.lines or () if each.staff.id == current)
        return next(found, None)

    def taken(self, teacher_id: int) -> None:
        screen = ArchivesScreen(self.actor, teacher_id)
        screen.term_id = self.term_id
        self.app.push_screen(screen)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("check", "check_all"):
            may = self.checking and allowed(self.actor, Act.CHECK_ARCHIVES)
            return may and bool(self.lines)
        return True

    # One group

    def action_group(self) -> None:
        self.ask(lambda: GroupsRead(archives.groups_seen(self.actor)))

    def on_groups_read(self, message: GroupsRead) -> None:
        choices = [("", _EVERYBODY), *((str(number), name) for number, name in message.groups)]

        def chosen(key: str | None) -> None:
            if key is not None:
                self.group_id = int(key) if key else None
                self.read()

        self.app.push_screen(ChooseScreen("看哪个组", choices, str(self.group_id or "")), chosen)

    # The check

    def action_check(self) -> None:
        term, line = self.term, self.line
        if term is None or line is None:
            return

        def checked(found: Checked | None) -> None:
            if found is not None:
                self.say(f"{line.staff.name}老师的档案已检查：{checked_words(found)}。")

        self.app.push_screen(ArchiveCheckScreen(self.actor, term.id, line), checked)

    def action_check_all(self) -> None:
        if self.term is None:
            return
        term_id = self.term.id
        open_ = [
            each
            for each in self.lines or ()
            if each.checked is None and each.staff.id != self.actor.teacher_id
        ]
        if not open_:
            self.say("都检查过了。", "plain")
            return

        def act() -> Message:
            return AllChecked(archive_checks.check_all(self.actor, term_id, clock.now()))

        question = "全校还没检查的成长档案，都按程序算的写下检查结果？自己的留给别人检查。"
        self.once_sure(question, lambda: self.ask(act), "全部检查", careful=True)

    def on_all_checked(self, message: AllChecked) -> None:
        done = message.done
        left = done.checked - done.complete
        self.say(f"检查了 {done.checked} 份：齐全 {done.complete} 份，不全 {left} 份。")
        self.read()


def _cells(line: GrowthLine, name: str, wide: bool) -> list[str | Text]:
    style = "green" if line.complete else "bold yellow"
    cells: list[str | Text] = [name]
    if wide:
        cells.append(line.staff.research_group)
    cells += [Text(percent(line.completeness), style=style), checked_words(line.checked)]
    cells.append("、".join(line.lacking))
    if wide:
        cells.append(line.checked.opinion if line.checked else "")
    return cells
