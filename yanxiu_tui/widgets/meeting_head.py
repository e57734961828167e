"""What is on: the meeting, its place and presenter, the roll calls, and the counts."""

from rich.text import Text
from textual.widgets import Static

from yanxiu_tui import clock
from yanxiu_tui.rules.attendance import roll_name
from yanxiu_tui.rules.attendance_tally import Tally
from yanxiu_tui.rules.calendar import WEEKDAYS
from yanxiu_tui.services.activities import STATE_NAMES, ActivityView, State
from yanxiu_tui.services.attendance import Board
from yanxiu_tui.widgets.narrow import in_lines

# Before it is known how much room there is.
_ROOMY = 100


class MeetingHead(Static):
    """Three lines about a meeting, and a fourth where something is amiss."""

    DEFAULT_CSS = """
    MeetingHead { height: auto; padding: 0 2; background: $surface; }
    """

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self.shown: tuple[Board | None, int, str] | None = None

    def show(self, board: Board | None, others: int = 1, amiss: str = "") -> None:
        """Paint a meeting; ``others`` says how many are open at this hour."""
        self.shown = (board, others, amiss)
        self.paint(board, others, amiss)

    def on_resize(self) -> None:
        if self.shown:
            self.paint(*self.shown)

    def paint(self, board: Board | None, others: int, amiss: str) -> None:
        """Lay the lines out for the width there is; more than three where it is little."""
        warning = [Text(amiss, style="bold red")] if amiss else []
        if board is None:
            nothing = Text("还没有安排活动。组长和教导处可按 F2 进入工作台安排。", style="bold")
            self.update(Text("\n").join(warning or [nothing]))
            return
        activity = board.activity
        title = Text(activity.title, style="bold")
        if others > 1:
            title.append(f"   （共有 {others} 个活动，F3 换）", style="dim")
        width = self.size.width or _ROOMY
        place = in_lines([f"{part}  " for part in _where_and_when(activity)], width)
        about = [title, Text(place), progress(board, width)]
        self.update(Text("\n").join([*about, *warning]))


def where_and_when(activity: ActivityView) -> str:
    """Place, presenter, time and whose it is, in one line."""
    return "  ".join(_where_and_when(activity))


def _where_and_when(activity: ActivityView) -> tuple[str, ...]:
    start, end = clock.local(activity.starts_at), clock.local(activity.ends_at)
    day = f"{start.month}月{start.day}日 星期{WEEKDAYS[start.weekday()]}"
    hours = f"{day} {start:%H:%M}-{end:%H:%M}"
    return activity.place, f"主讲 {activity.presenter}", hours, activity.scope_name


def progress(board: Board, width: int = _ROOMY) -> Text:
    """Where the roll calls stand, and the live counts; in two lines where one is too long."""
    line = Text(_stage(board), style="bold yellow")
    if not board.lines:
        return line
    roomy = line.cell_len + 3 + counts(board.tally).cell_len <= width
    gap, between = ("   ", "   ") if roomy else (" ", "\n")
    return line.append(between).append_text(counts(board.tally, gap))


def counts(tally: Tally, gap: str = "   ") -> Text:
    """应到, 实到, 请假, 迟到, 未到 (or 缺席 once it is over)."""
    figures = [
        ("应到", tally.expected),
        ("实到", tally.present),
        ("请假", tally.on_leave),
        ("迟到", tally.late),
    ]
    figures.append(("缺席", tally.absent) if tally.absent else ("未到", tally.waiting))
    line = Text()
    for name, figure in figures:
        line.append(f"{name} ").append(f"{figure}", style="bold").append(gap)
    line.rstrip()
    return line


def _stage(board: Board) -> str:
    if board.activity.state is not State.OPEN:
        return (
            "还没有开放签到"
            if board.activity.state is State.PLANNED
            else STATE_NAMES[board.activity.state]
        )
    if not board.rolls:
        return "签到中，尚未点名"
    last = board.rolls[-1]
    if last.ended_at is None:
        return f"{roll_name(last.number)}进行中"
    # How far the regulation's calls have come tells who will be late.
    return f"{roll_name([*board.rolls, *board.regular][-1].number)}已完成"
