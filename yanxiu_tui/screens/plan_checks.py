"""教案检查: the week's or the 学月's plans of a group, signed in one pass (Z17)."""

from collections.abc import Callable
from dataclasses import dataclass

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.rules.plan_checks import Finding
from yanxiu_tui.screens.check_sheet import (
    NARROW,
    WIDE,
    Mark,
    SheetRead,
    begin_from,
    heading,
    hint_of,
    look,
    name_of,
    nothing_of,
    rows,
    usual_span,
)
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.confirm import ConfirmScreen, ReasonScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.services import plan_checks
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.services.personal_plans import PersonalPlanView
from yanxiu_tui.services.plan_checks import Line, Sheet
from yanxiu_tui.services.school_weeks import MONTH, WEEK
from yanxiu_tui.widgets.kept_table import KeptTable

_FINDINGS: dict[str, Finding | None] = {"none": None, **{str(each): each for each in Finding}}


@dataclass
class Signed(Message):
    """The sheet is signed."""

    sentence: str


class PlanChecksScreen(TermRoom):
    """One sheet at a time; marks are kept here until F5 signs all of them."""

    ROOM_NAME = "教案检查"
    CSS_PATH = "plan_checks.tcss"
    HELP_TEXT = """\
教研组长、备课组长每周检查签字，包组领导每学月检查（Z17）。
有个性化教案的先算合格，该有没有的先算缺；本周没有安排单元的先不查。
[b]1[/b] 合格  [b]2[/b] 需改进  [b]3[/b] 缺  [b]0[/b] 不查：标光标所在的一行
[b]F9[/b] 写意见（可不写）    [b]回车[/b] 看这位老师的教案
[b]F5[/b] 签字：整张一次签完；再签一次以后一次为准，以前的留底
[b]F3[/b] 换组  [b]F6[/b] 周、学月  [b]左右键[/b] 前后一周（学月）
[b]F7[/b] 通报  [b]F8[/b] 包组领导（教导处、校长）
[b]Ctrl+T[/b] 看以前学期的：教案、检查结果和签字，不再签
自己的教案不能自己签，由包组领导检查，所以不在自己的表里。"""
    BINDINGS = [
        Binding("f5", "sign", "签字", id="sign", tooltip="整张一次签完"),
        Binding("f9", "words", "意见", id="words", tooltip="给这一行写意见"),
        Binding("f3", "group", "换组", id="group", tooltip="看别的组"),
        Binding("f6", "span", "周/学月", id="span", tooltip="每周检查，或每学月检查"),
        Binding("f7", "bulletin", "通报", id="bulletin", tooltip="这个学月的检查通报"),
        Binding("f8", "supervision", "包组", id="supervision", tooltip="谁是哪个组的包组领导"),
        Binding("1", "mark('good')", "合格", show=False, id="good"),
        Binding("2", "mark('improve')", "需改进", show=False, id="improve"),
        Binding("3", "mark('missing')", "缺", show=False, id="missing"),
        Binding("0", "mark('none')", "不查", show=False, id="none"),
        Binding("left", "turn(-1)", show=False, priority=True),
        Binding("right", "turn(1)", show=False, priority=True),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.span = usual_span(actor)
        self.group_id: int | None = None
        self.number: int | None = None
        self.seen: SheetRead | None = None
        self.marks: dict[int, Mark] = {}
        self.began_from: dict[int, Mark] = {}

    def body(self) -> ComposeResult:
        yield Static("", id="about", markup=False)
        yield Static("", id="nothing", markup=False)
        yield KeptTable(NARROW, WIDE)
        yield Static("", id="hint", markup=False)

    # Reading and painting

    def on_mount(self) -> None:
        self.query_one(KeptTable).focus()
        self.read()

    def read(self) -> None:
        """Read the sheet in hand again."""
        span, group_id, number = self.span, self.group_id, self.number

        def act() -> Message:
            return look(self.actor, self.term_in_hand(), span, group_id, number)

        self.ask(act, group="read", only_last=True)

    def on_sheet_read(self, message: SheetRead) -> None:
        self.seen, sheet = message, message.sheet
        if sheet is not None:
            self.group_id, self.number = sheet.group.id, sheet.period.number
            self.marks = begin_from(sheet)
            self.began_from = dict(self.marks)
            self.query_one("#hint", Static).update(hint_of(sheet))
        nothing = self.query_one("#nothing", Static)
        nothing.update(nothing_of(message))
        nothing.display = not (sheet and sheet.lines)
        for shown in (self.query_one(KeptTable), self.query_one("#hint")):
            shown.display = bool(sheet and sheet.lines)
        self.paint()
        self.refresh_bindings()

    def on_resize(self) -> None:
        self.paint()

    def paint(self) -> None:
        """Show the sheet with the marks as they are now."""
        sheet = self.sheet
        about = self.query_one("#about", Static)
        term = self.headed(self.seen.term, "") if self.seen else ""
        about.update(Text(term, "bold").append(heading(sheet, self.marks) if sheet else ""))
        if sheet is not None:
            wide = self.size.width >= 100
            self.query_one(KeptTable).show(rows(sheet, self.marks, wide))

    @property
    def sheet(self) -> Sheet | None:
        """The sheet in hand."""
        return self.seen.sheet if self.seen else None

    @property
    def current(self) -> Line | None:
        """Whose row the cursor is on."""
        at = self.query_one(KeptTable).current
        return self.sheet.lines[at] if self.sheet and at is not None else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "sign" | "words" | "mark":
                return bool(self.sheet and self.sheet.may_sign and self.sheet.lines)
            case "group":
                return bool(self.seen and len(self.seen.groups) > 1)
            case "supervision":
                return allowed(self.actor, Act.ASSIGN_SUPERVISION)
        return True

    # Going to another sheet

    def action_group(self) -> None:
        groups = self.seen.groups if self.seen else ()
        choices = [(str(each.id), f"{each.name}（{each.kind_name}）") for each in groups]

        def chosen(key: str | None) -> None:
            if key is not None:
                self.go(int(key), self.span, self.number)

        screen = ChooseScreen("看哪个组的教案", choices, str(self.group_id))
        self.app.push_screen(screen, chosen)

    def action_span(self) -> None:
        self.go(self.group_id, WEEK if self.span == MONTH else MONTH, None)

    def action_turn(self, step: int) -> None:
        numbers = [each.number for each in self.seen.periods] if self.seen else []
        if self.number in numbers:
            at = numbers.index(self.number) + step
            if 0 <= at < len(numbers):
                self.go(self.group_id, self.span, numbers[at])
            else:
                self.say("后面的还没有到。" if step > 0 else "前面没有了。", "plain")

    def go(self, group_id: int | None, span: str, number: int | None) -> None:
        """Show another sheet, once what was marked here may go."""

        def act() -> None:
            self.group_id, self.span, self.number = group_id, span, number
            self.say("", "plain")
            self.read()

        self.leave(act)

    def go_to_term(self, term_id: int | None) -> None:
        def act() -> None:
            self.number = None
            TermRoom.go_to_term(self, term_id)

        self.leave(act)

    def leave(self, go: Callable[[], object]) -> None:
        """Ask first where marks would be lost."""
        if self.marks == self.began_from:
            go()
            return

        def decided(sure: bool | None) -> None:
            if sure:
                go()

        question = "标的结果还没有签字，离开就作废了。要离开吗？"
        self.app.push_screen(ConfirmScreen(question, "离开", "回去", careful=True), decided)

    def action_back(self) -> None:
        self.leave(super().action_back)

    async def action_lock(self) -> None:
        self.leave(self.app.action_rest)  # type: ignore[attr-defined]

    # Marking and signing

    def action_mark(self, name: str) -> None:
        line = self.current
        if line is not None:
            self.marks[line.teacher_id] = (_FINDINGS[name], self.marks[line.teacher_id][1])
            self.paint()
            table = self.query_one(KeptTable)
            table.move_cursor(row=table.cursor_row + 1)

    def action_words(self) -> None:
        line = self.current
        if line is None:
            return
        finding, words = self.marks[line.teacher_id]

        def written(text: str | None) -> None:
            if text is not None:
                self.marks[line.teacher_id] = (finding, text)
                self.paint()

        title = f"{line.name}：检查意见"
        self.app.push_screen(ReasonScreen(title, "意见（随签字存档）", words), written)

    def action_sign(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        findings = {
            who: (finding, words) for who, (finding, words) in self.marks.items() if finding
        }

        def act() -> Message:
            count = plan_checks.sign(
                self.actor, sheet.group.id, sheet.term_id, sheet.span, sheet.period.number,
                findings, clock.now(),
            )  # fmt: skip
            return Signed(f"{sheet.group.name}{name_of(sheet)}已签字，共 {count} 人。")

        self.ask(act, group="sign")

    def on_signed(self, message: Signed) -> None:
        self.marks = self.began_from
        self.say(message.sentence)
        self.read()

    # What else there is

    @on(DataTable.RowSelected)
    def plans(self) -> None:
        """Read the plans of whoever the cursor is on."""
        line = self.current
        if line is None:
            return
        plans = {str(plan.id): plan for plan in line.due.plans}
        if not plans:
            self.say(f"{line.name}老师这段时间没有个性化教案；共性教案请到“备课”里看。", "plain")
        elif len(plans) == 1:
            self.open(line.due.plans[0])
        else:
            choices = [(key, plan.title) for key, plan in plans.items()]
            screen = ChooseScreen(f"看{line.name}老师的哪一份", choices)
            self.app.push_screen(screen, lambda key: self.open(plans[key]) if key else None)

    def open(self, plan: PersonalPlanView) -> None:
        """Open one plan to read."""
        from yanxiu_tui.screens.personal_plan import PersonalPlanScreen

        self.app.push_screen(PersonalPlanScreen(self.actor, plan))

    def action_bulletin(self) -> None:
        from yanxiu_tui.screens.bulletin import BulletinScreen

        screen = BulletinScreen(self.actor)
        screen.term_id = self.term_id
        self.app.push_screen(screen)

    def action_supervision(self) -> None:
        from yanxiu_tui.screens.supervision import SupervisionScreen

        self.app.push_screen(SupervisionScreen(self.actor))
