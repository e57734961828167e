"""教师名册: who teaches here, who has a PIN and a badge; codes, and the office's roster."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input, Static

from yanxiu_tui import clock
from yanxiu_tui.roster.changes import ImportPlan
from yanxiu_tui.rules.names import rank
from yanxiu_tui.screens import badge_acts
from yanxiu_tui.screens.code_acts import CodeActs
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.roster_import import RosterImportScreen, summary
from yanxiu_tui.screens.searched import MOST_ROWS, SearchedRoom
from yanxiu_tui.services import people, teachers
from yanxiu_tui.services.permission import Act, Actor, Scope, reach
from yanxiu_tui.services.teachers import TeacherRow

_WIDTHS = {
    "工号": 8, "姓名": 11, "学科": 10, "年级": 8, "教研组": 8, "职务": 0, "口令": 4, "工牌": 4,
}  # fmt: skip
_LEAST_POSTS = 8


@dataclass(frozen=True)
class Listed:
    """A teacher as the list shows them and as a search finds them."""

    row: TeacherRow
    initials: str

    @property
    def staff_no(self) -> str:
        return self.row.staff_no

    @property
    def name(self) -> str:
        return self.row.name


@dataclass
class RosterRead(Message):
    """Everybody this person may see."""

    found: Sequence[Listed]


@dataclass
class Moved(Message):
    """Somebody left the school, or came back."""

    sentence: str


def read_roster_for(actor: Actor) -> list[Listed]:
    """The whole roster, or that of the groups somebody leads."""
    if reach(actor, Act.VIEW_ROSTER) is Scope.OWN_GROUP:
        rows = [row for group in sorted(actor.leads) for row in teachers.teachers(actor, group)]
    else:
        rows = teachers.teachers(actor)
    initials = {each.staff_no: each.initials for each in people.everybody()}
    once = {row.staff_no: row for row in rows}
    return [Listed(row, initials.get(row.staff_no, "")) for row in once.values()]


class TeachersScreen(SearchedRoom, CodeActs):
    """Typing narrows the list; the keys act on the teacher under the cursor."""

    ROOM_NAME = "教师名册"
    CSS_PATH = [*SearchedRoom.CSS_PATH, "teachers.tcss"]
    HELP_TEXT = """\
输入姓名首字母、姓名或工号找人，上下键移动，回车看一位老师的详情。
[b]F5[/b] 给所有还没设口令的老师发启用码，存成可裁开的 A4 纸条（xlsx）
[b]F6[/b] 给光标上的老师发启用码：只显示一次，14 天内有效；旧的启用码作废
[b]F7[/b] 口令输错太多被锁定时解锁
[b]F8[/b] 工牌：给没有的老师发，或给光标上的老师换发，存成可裁开的 A4 卡片（Word）；挂失
[b]Delete[/b] 给光标上的老师办离岗（写原因），以后的活动不再应到，以前的记录不变；
　　　 已经离岗的，办返岗
[b]F9[/b] 看程序里留着光标上的老师的什么，存一份（教导处）
[b]Ctrl+O[/b] 导入教导处的花名册（xlsx 或 csv），先看改动，确认后才写入

口令由老师本人用启用码设置，谁也查不到；忘了就换发启用码（Z25 一律不准代签）。"""
    BINDINGS = [
        Binding("ctrl+o", "take_in", "导入", id="import", tooltip="导入教导处的花名册"),
        Binding("f6", "issue", "发码", id="issue", tooltip="给光标上的老师发启用码"),
        Binding("f7", "unlock", "解锁", id="unlock", tooltip="口令输错太多时解锁"),
        Binding("f8", "badges", "工牌", id="badges", tooltip="发工牌、换发、挂失"),
        Binding("f9", "personal_data", "资料", id="personal_data", show=False),
        # Rare, so not in the footer, which is full; the help names them, and an import F5.
        Binding("f5", "issue_all", "全发", id="issue_all", show=False),
        Binding("delete", "move_person", "离岗", id="left", show=False, priority=True),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.everybody: Sequence[Listed] | None = None

    def body(self) -> ComposeResult:
        yield from self.search()

    def on_mount(self) -> None:
        self.query_one("#typed", Input).focus()
        self.read()

    def read(self) -> None:
        """Read the roster."""
        self.ask(lambda: RosterRead(read_roster_for(self.actor)), group="read", only_last=True)

    def on_roster_read(self, message: RosterRead) -> None:
        self.everybody = message.found
        active = [each.row for each in message.found if each.row.active]
        without = sum(not row.has_pin for row in active)
        self.query_one("#beside", Static).update(f"在岗 {len(active)} 人，未设口令 {without} 人")
        self.paint()

    def paint(self) -> None:
        """Show the teachers the typed text may mean, at most 500; a row's key is its place."""
        if self.everybody is None:
            return
        typed = self.query_one("#typed", Input).value.strip()
        found = rank(typed, self.everybody, MOST_ROWS) if typed else self.everybody[:MOST_ROWS]
        places = {each.staff_no: place for place, each in enumerate(self.everybody)}
        nothing = "没有找到这位老师，请换个写法。"
        if not self.everybody:
            nothing = "名册还是空的，按 Ctrl+O 导入教导处的花名册。"
        rows = ((places[each.staff_no], _cells(each.row)) for each in found)
        self.fill(_columns(self.size.width), rows, nothing)

    @property
    def rows(self) -> list[TeacherRow]:
        """Everybody of the list."""
        return [each.row for each in self.everybody or ()]

    @property
    def row(self) -> TeacherRow | None:
        """The teacher under the cursor, as the list has them."""
        return self.chosen.row if self.chosen else None

    @property
    def chosen(self) -> Listed | None:
        """The teacher under the cursor."""
        place = self.current
        return self.everybody[place] if self.everybody and place is not None else None

    def taken(self, teacher_id: int) -> None:
        """Show one teacher in full, with what can be done for them."""
        listed = self.everybody[teacher_id] if self.everybody else None
        if listed is None:
            return
        row = listed.row
        words = zip(_WIDTHS, (cell.plain for cell in _cells(row)), strict=True)
        fields = [(label, said) for label, said in (*words, ("性别", row.sex)) if said]

        def act(key: str | None) -> None:
            if key == "f6":
                self.issue_to(row)
            elif key == "f7":
                self.unlock_for(row)
            elif key == "f8":
                self.badges_of(listed)
            elif key == "f9":
                self.show_data_of(listed)
            elif key == "delete":
                self.move_person(listed)

        acts = {"f6": "发启用码", "f7": "解锁口令", "f8": "工牌", "delete": "离岗"}
        if not row.active:
            acts = {"delete": "返岗"}
        if reach(self.actor, Act.VIEW_PERSONAL_DATA):
            acts["f9"] = "个人资料"
        self.app.push_screen(DetailsScreen(row.name, fields, acts), act)

    # Badges

    def action_badges(self) -> None:
        if self.everybody:
            self.badges_of(self.chosen)

    def badges_of(self, listed: Listed | None) -> None:
        """Ask what to do about badges, this teacher's or everybody's."""
        badge_acts.ask_what(self, self.rows, listed.row if listed else None)

    def on_badges_done(self, message: badge_acts.BadgesDone) -> None:
        self.say(message.sentence)
        self.read()

    # Personal data

    def action_personal_data(self) -> None:
        if self.chosen is not None:
            self.show_data_of(self.chosen)

    def show_data_of(self, listed: Listed) -> None:
        """Go and see what is kept on this teacher."""
        from yanxiu_tui.screens.personal_data import PersonalDataScreen

        self.app.push_screen(PersonalDataScreen(self.actor, listed.staff_no))

    # Leaving and coming back

    def action_move_person(self) -> None:
        if self.chosen is not None:
            self.move_person(self.chosen)

    def move_person(self, listed: Listed) -> None:
        """Ask for the reason, then mark somebody left, or back again."""
        leaves = listed.row.active

        def given(reason: str | None) -> None:
            if reason is None:
                return

            def act() -> Message:
                mark = teachers.mark_left if leaves else teachers.mark_returned
                one = mark(self.actor, listed.staff_no, reason, clock.now())
                done = "已离岗，以前的记录不变。" if leaves else "已返岗，口令照旧。"
                return Moved(f"{one.name}老师{done}")

            self.ask(act)

        title = f"{listed.name}老师（{listed.staff_no}）{'离岗' if leaves else '返岗'}"
        self.app.push_screen(ReasonScreen(title), given)

    def on_moved(self, message: Moved) -> None:
        self.say(message.sentence)
        self.read()

    # The office's roster

    def action_take_in(self) -> None:
        self.app.push_screen(RosterImportScreen(self.actor), self.taken_in)

    def taken_in(self, plan: ImportPlan | None) -> None:
        """Say what came in, and show it."""
        if plan is not None:
            more = "按 F5 给新老师发启用码。" if plan.added else ""
            self.say(f"已导入：{summary(plan)}{more}")
            self.read()


def _columns(width: int) -> list[tuple[str, int]]:
    """The headings with their widths; 职务 takes what is left."""
    taken = sum(_WIDTHS.values()) + 2 * len(_WIDTHS) + 2
    rest = max(_LEAST_POSTS, width - taken)
    return [(name, each or rest) for name, each in _WIDTHS.items()]


def _cells(row: TeacherRow) -> list[Text]:
    pin = Text("已设") if row.has_pin else Text("未设", "bold yellow")
    if not row.active:
        pin = Text("离开")
    values = (
        row.staff_no, row.name, row.subject, row.grade, row.research_group, row.posts,
    )  # fmt: skip
    style = "" if row.active else "dim"
    cells = [Text(value, style, no_wrap=True, overflow="crop") for value in values]
    return [*cells, pin, Text("有" if row.has_badge else "无", style)]
