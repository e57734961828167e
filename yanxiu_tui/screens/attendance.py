"""考勤表: a meeting's sheet, why each line is as it is, and what the office may do about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.widgets import Static

from yanxiu_tui import clock
from yanxiu_tui.reports.attendance import Letterhead, write_blank, write_sheet
from yanxiu_tui.rules.attendance import STATUS_NAMES
from yanxiu_tui.rules.names import Named
from yanxiu_tui.screens.attendee import AttendeeRoom
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.sheet import AWAY, FILTERS, NOTHING_READ, columns, file_for, rows
from yanxiu_tui.services import attendance, corrections, people
from yanxiu_tui.services.attendance import Board
from yanxiu_tui.services.expected import expected
from yanxiu_tui.services.permission import Act, Actor
from yanxiu_tui.widgets.meeting_head import MeetingHead

_HINTS = ("回车 经过、更正", "F7 全部到场", "F8 签到核查", "Ctrl+B 空白表", "Ctrl+A 加人")


@dataclass
class StaffRead(Message):
    """Everybody who could be added to the roster."""

    staff: Sequence[Named]


class AttendanceScreen(AttendeeRoom):
    """One sheet; Enter tells how a line came about and offers what may be done with it."""

    ROOM_NAME = "考勤表"
    CSS_PATH = ["searched.tcss", "attendance.tcss"]
    HELP_TEXT = """\
一次活动的签到表，和签到、点名、请假同时更新。
输入首字母找人，上下键选，[b]回车[/b]看他这次的经过；在那里可以
  更正（写原因，留痕，Z25）、撤销更正、记早退或中途离场。

[b]F3[/b] 换一次活动　　[b]F6[/b] 只看未到、不符、迟到、请假……
[b]F7[/b] 全部到场：没到的都记出勤，请假的、更正过的不动
[b]F8[/b] 签到核查：可能的代签，被拒的签到
[b]F9[/b] 打印签到表　　[b]Ctrl+B[/b] 空白签到表，停电时手签
[b]Ctrl+E[/b] 补录手签的纸表　　[b]Ctrl+A[/b] 把漏掉的老师补入名单

签到与点名不符：签了到，点名却不在，按 F8 查代签（Z25）。"""
    BINDINGS = [
        Binding("f3", "choose_meeting", "活动", id="choose_meeting", tooltip="换一次活动"),
        Binding("f6", "filter", "筛选", id="filter", tooltip="只看未到、不符、迟到、请假等"),
        Binding("f7", "all_present", "全部到场", show=False, id="all_present"),
        Binding("f8", "proxy_sign_in", "签到核查", show=False, id="proxy_sign_in"),
        Binding("f9", "print_sheet", "打印", id="print", tooltip="签到表存成可打印的文件"),
        Binding("ctrl+b", "print_blank", "空白表", show=False, id="blank"),
        Binding(
            "ctrl+e", "enter_paper", "补录", id="paper", priority=True, tooltip="补录手签的纸表"
        ),
        Binding("ctrl+a", "add", "加人", show=False, id="add", priority=True),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.filter = 0

    def body(self) -> ComposeResult:
        yield MeetingHead()
        yield from self.search()
        yield Static("   ".join(_HINTS), id="hints")

    # What is shown

    def paint(self) -> None:
        """Show the meeting, and of its lines those that the filter and the typed text let by."""
        board, letterhead = self.sheet.board, self.sheet.letterhead
        self.query_one(MeetingHead).display = board is not None
        if board is None or letterhead is None:
            words = "本学期还没有您可以查看的活动。" if self.sheet is not NOTHING_READ else ""
            self.fill((), (), words)
            return
        self.query_one(MeetingHead).show(board)
        name, passes = FILTERS[self.filter]
        lines = [line for line in self.found(board.lines) if passes(line)]
        cells = rows(board, letterhead)
        shown = [(line.teacher_id, cells[line.teacher_id]) for line in lines]
        self.fill(columns(letterhead, self.size.width), shown, self.nothing(name))
        self.query_one("#beside", Static).update(f"{name} {len(lines)} 人")

    def nothing(self, filtered: str) -> str:
        """What to say when no line is shown."""
        if self.sheet.board and not self.sheet.board.lines:
            return "活动开放签到时才定应到名单。现在可以按 Ctrl+B 打印空白签到表。"
        if self.filter:
            return f"没有“{filtered}”的老师。按 F6 换一种。"
        return "没有找到这位老师。漏掉的老师可以按 Ctrl+A 补入名单。"

    def action_filter(self) -> None:
        self.filter = (self.filter + 1) % len(FILTERS)
        self.paint()
        self.say(f"看{FILTERS[self.filter][0]}。", "plain")

    def action_choose_meeting(self) -> None:
        from yanxiu_tui.screens.choose_meeting import ChooseMeetingScreen

        if self.sheet.meetings:
            screen = ChooseMeetingScreen(self.sheet.meetings, self.wanted)
            self.app.push_screen(screen, self.turn_to)

    def turn_to(self, activity_id: int | None) -> None:
        """Show the sheet of another meeting, all of it."""
        if activity_id is not None:
            self.wanted, self.filter = activity_id, 0
            self.read()

    # The whole sheet

    def action_all_present(self) -> None:
        lines = self.sheet.board.lines if self.sheet.board else ()
        away = sum(line.status in AWAY and not line.by_hand for line in lines)
        if not self.may(Act.CORRECT_ATTENDANCE):
            return
        if not away:
            self.say("没有未到的老师，不用记。", "plain")
            return
        question = f"把没到的 {away} 位都记为出勤？请假的、更正过的不动。"
        self.app.push_screen(ReasonScreen(question), self.mark_all_present)

    def mark_all_present(self, reason: str | None) -> None:
        """Set those not there present, saying why."""
        actor = self.actor

        def act(activity_id: int) -> str:
            count = corrections.mark_all_present(actor, activity_id, reason or "", clock.now())
            return f"已把 {count} 位记为出勤，请假的、更正过的没有动。"

        if reason:
            self.do(act)

    def action_proxy_sign_in(self) -> None:
        from yanxiu_tui.screens.proxy_sign_in import ProxySignInScreen

        board = self.sheet.board
        if board and self.may(Act.CHECK_PROXY):
            self.app.push_screen(ProxySignInScreen(self.actor, board.activity.id))

    def action_add(self) -> None:
        lines = self.sheet.board.lines if self.sheet.board else ()
        here = {line.staff_no for line in lines}

        def act() -> Message:
            return StaffRead([each for each in people.everybody() if each.staff_no not in here])

        if self.may(Act.CORRECT_ATTENDANCE):
            self.ask(act)

    def on_staff_read(self, message: StaffRead) -> None:
        from yanxiu_tui.screens.find import FindScreen

        self.app.push_screen(FindScreen("补入应到名单", message.staff), self.add_whom)

    def add_whom(self, staff_no: str | None) -> None:
        """Ask why somebody is added to the roster."""
        if staff_no:
            asked = ReasonScreen(f"把 {staff_no} 补入这次的应到名单")
            self.app.push_screen(asked, partial(self.add, staff_no))

    def add(self, staff_no: str, reason: str | None) -> None:
        """Add somebody to the roster, saying why."""
        actor = self.actor

        def act(activity_id: int) -> str:
            done = corrections.add_to_roster(
                actor, activity_id, staff_no, reason or "", clock.now()
            )
            return f"{done.name}：已补入名单，{STATUS_NAMES[done.after]}"

        if reason:
            self.do(act)

    # Paper

    def action_enter_paper(self) -> None:
        from yanxiu_tui.screens.paper_sheet import PaperSheetScreen

        board = self.sheet.board
        if board is None or not self.may(Act.ENTER_PAPER):
            return
        if not board.lines:
            self.say("活动还没有开放过签到，没有可以补录的名单。", "wrong")
            return
        self.app.push_screen(PaperSheetScreen(self.actor, board.activity.id))

    def action_print_sheet(self) -> None:
        if self.sheet.board and not self.sheet.board.lines:
            self.say("活动还没有开放过签到；空白签到表请按 Ctrl+B。", "wrong")
            return

        def write(board: Board, letterhead: Letterhead) -> Path:
            path = file_for("签到表", board.activity)
            write_sheet(path, board, letterhead)
            return path

        self.print_out(write)

    def action_print_blank(self) -> None:
        actor = self.actor

        def write(board: Board, letterhead: Letterhead) -> Path:
            path = file_for("空白签到表", board.activity)
            people = board.lines or expected(actor, board.activity.id)
            write_blank(path, board.activity, people, letterhead)
            return path

        self.print_out(write)

    def print_out(self, write: Callable[[Board, Letterhead], Path]) -> None:
        """Write a file of the sheet as it stands now, and say where it is."""
        actor, letterhead = self.actor, self.sheet.letterhead
        if letterhead:
            self.do(lambda shown: f"已存为 {write(attendance.sheet(actor, shown), letterhead)}")
