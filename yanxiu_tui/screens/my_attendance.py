"""我的出勤: one's own term, meeting by meeting, and why each counts as it does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.attendance import STATUS_NAMES, Departure, Status
from yanxiu_tui.rules.calendar import WEEKDAYS
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.earlier import TermRoom
from yanxiu_tui.screens.explanation import explain
from yanxiu_tui.services import activities, attendance, attendance_history, school
from yanxiu_tui.services.activities import ActivityView
from yanxiu_tui.services.attendance import Board, Line
from yanxiu_tui.services.attendance_history import HistoryEntry
from yanxiu_tui.services.makeup import TaskView
from yanxiu_tui.services.my_attendance import MyAttendance, MyLine, my_attendance
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.standings import STYLES

_DEPARTURES = {Departure.LEFT_EARLY: "早退", Departure.LEFT_MIDWAY: "离场"}


@dataclass
class TermRead(Message):
    """A term of one's own attendance, and the activities it speaks of."""

    term: TermView
    mine: MyAttendance
    activities: Mapping[int, ActivityView]


@dataclass
class MeetingRead(Message):
    """What is on record of one meeting, and the regulation that judges it."""

    board: Board
    line: Line
    history: list[HistoryEntry]
    regulation: Regulation


class MyAttendanceScreen(TermRoom):
    """The figures of the term above, the meetings below; Enter explains one."""

    ROOM_NAME = "我的出勤"
    CSS_PATH = "my_attendance.tcss"
    HELP_TEXT = """\
本学期的出勤、学时和后补任务，最近的活动在上面。
选中一次活动按[b]回车[/b]，看那次的签到、点名记录和依据的条文。
[b]公假[/b]不计入出勤率，但要自行后补，补好后请组长或教导处确认（Z28）。
[b]Ctrl+T[/b] 看以前的学期。
[b]离场[/b]就是中途离场。记录有误，请找教导处更正，更正会留痕。"""

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.shown: TermRead | None = None

    def body(self) -> ComposeResult:
        yield Static("", id="figures", markup=False)
        yield Static("本学期还没有开过您要参加的活动。", id="nothing", markup=False)
        yield DataTable(cursor_type="row", zebra_stripes=True)

    def on_mount(self) -> None:
        self.query_one(DataTable).focus()
        self.say("选中一次活动按回车，看为什么这样记。", "plain")

    def on_screen_resume(self) -> None:
        self.read()

    def read(self) -> None:
        """Read the term in hand."""

        def act() -> Message:
            term = self.term_in_hand()
            mine = my_attendance(self.actor, term.id)
            return TermRead(term, mine, {each.id: each for each in activities.activities(term.id)})

        self.ask(act)

    def on_term_read(self, message: TermRead) -> None:
        self.shown = message
        self.query_one("#figures", Static).update(_figures(message.term, message.mine))
        self.query_one("#nothing").display = not message.mine.lines
        self.query_one(DataTable).display = bool(message.mine.lines)
        self.paint()

    def on_resize(self) -> None:
        self.paint()

    def paint(self) -> None:
        """Fill the table, as wide as the screen is, and leave the cursor where it was."""
        if self.shown is None:
            return
        table = self.query_one(DataTable)
        kept, wide = table.cursor_row, self.size.width >= 100
        makeups = {task.activity_id: task for task in self.shown.mine.makeups}
        table.clear(columns=True)
        for label, width in _columns(self.size.width, wide):
            table.add_column(label, width=width)
        for line in self.shown.mine.lines:
            activity = self.shown.activities[line.activity_id]
            makeup = makeups.get(line.activity_id)
            table.add_row(*_cells(line, activity, makeup, wide), key=str(line.activity_id))
        table.move_cursor(row=kept)

    @on(DataTable.RowSelected)
    def chosen(self, event: DataTable.RowSelected) -> None:
        """Ask what is on record of this meeting."""
        activity_id = int(str(event.row_key.value))

        def act() -> Message:
            board = attendance.board(activity_id)
            line = next(each for each in board.lines if each.teacher_id == self.actor.teacher_id)
            history = attendance_history.history(self.actor, activity_id, line.teacher_id)
            term = self.term_in_hand()
            return MeetingRead(board, line, history, school.regulation_of(term.regulation_id))

        self.ask(act, group="explain", only_last=True)

    def on_meeting_read(self, message: MeetingRead) -> None:
        board = message.board
        makeups = self.shown.mine.makeups if self.shown else ()
        makeup = next((task for task in makeups if task.activity_id == board.activity.id), None)
        fields = explain(board, message.line, message.history, message.regulation, makeup)
        self.app.push_screen(DetailsScreen(board.activity.title, fields))


def _figures(term: TermView, mine: MyAttendance) -> Text:
    """The term at a glance, in two lines."""
    tally = mine.tally
    left = [line.departure for line in mine.lines]
    early, midway = left.count(Departure.LEFT_EARLY), left.count(Departure.LEFT_MIDWAY)
    counts = [
        ("应到", tally.expected), ("实到", tally.present), ("迟到", tally.late),
        ("早退", early), ("缺席", tally.absent), ("公假", tally.official_leave),
        ("事假", tally.personal_leave), ("病假", tally.sick_leave),
    ]  # fmt: skip
    first = Text()
    for name, count in counts:
        first.append(f"{name} ").append(str(count), style="bold").append("   ")
    rate = "尚无" if mine.rate is None else f"{mine.rate:.1%}"
    owed = sum(task.done_at is None for task in mine.makeups)
    second = Text("出勤率 ").append(rate, style="bold").append("（公假不计入）   学时 ")
    second.append(plain(mine.hours), style="bold")
    if midway:
        second.append(f"   中途离场 {midway} 次")
    if owed:
        second.append(f"   待后补 {owed} 项", style="bold yellow")
    return Text("\n").join([Text(term.name, style="bold"), first, second])


def _columns(width: int, wide: bool) -> list[tuple[str, int]]:
    fixed = [("范围", 10), ("状态", 4), ("签到", 5), ("早退", 4), ("学时", 4), ("后补", 4)]
    day = 17 if wide else 5
    padding = 2 * (len(fixed) + 2) + 1
    rest = width - padding - day - sum(each for _, each in fixed)
    return [("日期", day), ("内容", max(rest, 16)), *fixed]


def _cells(
    line: MyLine, activity: ActivityView, makeup: TaskView | None, wide: bool
) -> list[str | Text]:
    at = clock.local(line.starts_at)
    day = f"{at:%m-%d} 周{WEEKDAYS[at.weekday()]} {at:%H:%M}" if wide else f"{at:%m-%d}"
    state = "" if makeup is None else "已补" if makeup.done_at else "待补"
    return [
        day,
        line.title,
        activity.scope_name,
        Text(STATUS_NAMES[line.status], style=STYLES[line.status]),
        _clock(line.signed_in_at),
        _DEPARTURES[line.departure] if line.departure else "",
        "" if line.status is Status.EXPECTED else plain(line.hours),
        Text(state, style="bold yellow" if state == "待补" else ""),
    ]


def _clock(instant: datetime | None) -> str:
    return f"{clock.local(instant):%H:%M}" if instant else ""
