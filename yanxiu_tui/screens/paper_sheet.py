"""补录: enter a sheet that was signed on paper, all of it in one act (Z25)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import LEAVES, STATUS_NAMES
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.hours import hour_of, on_the_day
from yanxiu_tui.screens.searched import SearchedRoom
from yanxiu_tui.services import attendance, paper_sheet
from yanxiu_tui.services.attendance import Board, Line
from yanxiu_tui.services.paper_sheet import OWN_LINE, PaperRow
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.widgets.meeting_head import where_and_when
from yanxiu_tui.widgets.standings import STYLES

_COLUMNS = (("工号", 10), ("姓名", 12), ("教研组", 16), ("现在", 6), ("纸上签到", 10))


@dataclass
class PaperRead(Message):
    """The meeting, and what was entered just now."""

    board: Board
    said: str = ""


class PaperSheetScreen(SearchedRoom):
    """Those who have not signed in; Enter notes one as signed on paper, again takes it back."""

    ROOM_NAME = "补录签到表"
    CSS_PATH = ["searched.tcss", "paper_sheet.tcss"]
    HELP_TEXT = """\
把手签的纸表录进来，每一行都注明“补录”（Z25）。

1. 输入首字母找到一位，按[b]回车[/b]记下；再按一次取消。
2. 时间按上面的“纸上签到时间”；按 [b]F5[/b] 改，管后面记的。
3. [b]F7[/b] 把还没记的都记上（请假的除外），再把没来的取消。
4. 按 [b]Ctrl+S[/b] 一次存下。没存就离开，记的都作废。

已在签到台签到的老师不用补录，以签到台为准。
自己的一行请教导处或别的组长补录。"""
    BINDINGS = [
        Binding("ctrl+s", "save", "存下", id="save", priority=True, tooltip="一次存下全部"),
        Binding("f5", "change_time", "改时间", id="change_time", tooltip="纸上签到的时间"),
        Binding("f7", "all", "全记上", id="all", tooltip="还没记的都记上，请假的除外"),
    ]

    def __init__(self, actor: Actor, activity_id: int) -> None:
        super().__init__(actor)
        self.activity_id = activity_id
        self.board: Board | None = None
        self.signed: dict[int, datetime] = {}
        self.at: datetime | None = None

    def body(self) -> ComposeResult:
        yield Static("", id="meeting", markup=False)
        with Horizontal(id="time"):
            yield Static("纸上签到时间（F5 改）", id="label")
            yield Input(id="at", compact=True)
        yield from self.search()

    def on_mount(self) -> None:
        self.query_one("#typed").focus()
        self.read()

    def read(self) -> None:
        """Read who has not signed in."""
        self.ask(lambda: PaperRead(attendance.sheet(self.actor, self.activity_id)))

    def on_paper_read(self, message: PaperRead) -> None:
        activity = message.board.activity
        if self.board is None:
            self.at = activity.starts_at
            self.query_one("#at", Input).value = hour_of(activity.starts_at)
        self.board = message.board
        if message.said:
            self.signed = {}
            self.say(message.said)
        heading = Text(activity.title, style="bold").append(f"\n{where_and_when(activity)}", "dim")
        self.query_one("#meeting", Static).update(heading)
        self.paint()

    # Who signed, and when

    def unsigned(self) -> list[Line]:
        """Those who have not signed in at the machine."""
        lines = self.board.lines if self.board else ()
        return [line for line in lines if line.signed_in_at is None]

    def taken(self, teacher_id: int) -> None:
        if self.at is None:
            return
        line = next(line for line in self.unsigned() if line.teacher_id == teacher_id)
        if teacher_id == self.actor.teacher_id:
            self.say(OWN_LINE, "wrong")
        elif self.signed.pop(teacher_id, None):
            self.say(f"{line.name}：取消", "plain")
        else:
            self.signed[teacher_id] = self.at
            self.say(f"{line.name}：纸上签到 {hour_of(self.at)}，还没存", "plain")
        self.paint()

    def action_all(self) -> None:
        if self.at is None:
            return
        for line in self.unsigned():
            if line.status not in LEAVES and line.teacher_id != self.actor.teacher_id:
                self.signed.setdefault(line.teacher_id, self.at)
        self.say(f"记上了 {len(self.signed)} 位，请把没来的取消，再按 Ctrl+S 存下。", "plain")
        self.paint()

    def action_change_time(self) -> None:
        self.query_one("#at", Input).focus()

    @on(Input.Submitted, "#at")
    def time_changed(self) -> None:
        """Note those that follow at this time."""
        if self.board is None:
            return
        field = self.query_one("#at", Input)
        try:
            self.at = on_the_day(field.value, self.board.activity.starts_at)
        except Refused as refusal:
            self.say(str(refusal), "wrong")
            return
        field.value = hour_of(self.at)
        self.query_one("#typed").focus()
        self.say(f"后面记的按 {hour_of(self.at)} 签到。", "plain")

    # What is shown

    def paint(self) -> None:
        lines = self.unsigned()
        rows = [(line.teacher_id, self.cells(line)) for line in self.found(lines)]
        nothing = "没有找到这位老师。" if lines else "名单上的老师都签到了，没有要补录的。"
        self.fill(_COLUMNS, rows, nothing if self.board else "")
        self.query_one("#beside", Static).update(f"已记 {len(self.signed)}，共 {len(lines)} 位")

    def cells(self, line: Line) -> list[str | Text]:
        """One row: who, how they stand now, and when they signed on paper."""
        at = self.signed.get(line.teacher_id)
        return [
            Text(line.staff_no, no_wrap=True),
            Text(line.name, no_wrap=True),
            Text(line.group_name, no_wrap=True),
            Text(STATUS_NAMES[line.status], STYLES[line.status]),
            Text(f"{hour_of(at)} 到", "bold green") if at else "",
        ]

    # Keeping it, or not

    def action_save(self) -> None:
        lines = {line.teacher_id: line.staff_no for line in self.unsigned()}
        signed = [PaperRow(lines[each], at) for each, at in self.signed.items() if each in lines]
        actor, activity_id = self.actor, self.activity_id

        def act() -> Message:
            count = paper_sheet.enter(actor, activity_id, signed, clock.now())
            said = f"已补录 {count} 位，每行都注明了补录。"
            return PaperRead(attendance.sheet(actor, activity_id), said)

        self.ask(act, group="save")

    def action_back(self) -> None:
        self.leave(super().action_back)

    async def action_lock(self) -> None:
        self.leave(self.app.action_rest)  # type: ignore[attr-defined]

    def leave(self, go: Callable[[], None]) -> None:
        """Ask first when something is not kept yet."""
        if not self.signed:
            go()
            return

        def left(sure: bool | None) -> None:
            if sure:
                go()

        question = f"记上的 {len(self.signed)} 位还没存，现在离开就作废了。要离开吗？"
        self.app.push_screen(ConfirmScreen(question, "离开", "回去存", careful=True), left)
