"""The name being called, as large as there is room for, and the list of names beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.align import Align
from rich.console import Group
from rich.text import Text
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from yanxiu_tui import clock
from yanxiu_tui.regulation.schema import Attendance
from yanxiu_tui.rules.attendance import CAME, STATUS_NAMES, roll_name
from yanxiu_tui.screens.calling import Roll, awaited
from yanxiu_tui.screens.room import Caller
from yanxiu_tui.services.attendance import Board, Line

_MARKS = {True: ("到", "bold green"), False: ("不在", "bold red")}
_MARK_WIDTH = 5
_AHEAD = 3
_WORDS_ROWS = 6
_SURPRISE = "按 Ctrl+T 突击点名，签到了的也点，查有没有代签"


class NameList(OptionList, can_focus=False):
    """The names of a roll call with their marks, or between two calls those not signed in."""

    def show(self, board: Board | None, roll: Roll | None, current: int | None) -> None:
        """Paint the names; ``current`` is the teacher whose name is called."""
        if roll is not None:
            lines = roll.calls(current)
            self.border_title = f"已点 {len(roll.state.marks)}，剩 {roll.left()}"
        else:
            lines = [line for line in board.lines if awaited(line)] if board else []
            self.border_title = f"没签到 {len(lines)} 位"
        self.set_options(Option(_entry(line, roll), id=str(line.teacher_id)) for line in lines)
        ids = [line.teacher_id for line in lines]
        self.highlighted = ids.index(current) if current in ids else None


class CallPanel(Caller, Static):
    """One name in large type with what the host may press, or words."""

    DEFAULT_CSS = """
    CallPanel { width: 1fr; height: 1fr; content-align: center middle; text-align: center; }
    """

    @dataclass
    class Drawn(Message):
        """Names drawn in large type for a panel of this size."""

        room: tuple[int, int]
        names: dict[str, list[str]]

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self.shown: tuple[Roll, Line] | None = None
        self.drawn: dict[tuple[str, tuple[int, int]], list[str]] = {}

    def show(
        self, board: Board | None, rule: Attendance | None, roll: Roll | None, current: int | None
    ) -> None:
        """The name of the ``current`` teacher, or what there is to do instead of calling."""
        lines = board.lines if board else ()
        line = next((line for line in lines if line.teacher_id == current), None)
        if roll is not None and line is not None:
            self.call(roll, line)
            return
        self.shown = None
        head, *words = _instead(board, rule, roll)
        text = Text(justify="center").append(f"{head}\n", "bold")
        self.update(text.append("".join(f"\n{word}" for word in words)))

    def call(self, roll: Roll, line: Line) -> None:
        """Show one name, spaced out until it is drawn large."""
        self.shown = roll, line
        room = (self.size.width - 2, self.size.height - _WORDS_ROWS)
        drawn = self.drawn.get((line.name, room))
        self.update(_called(roll, line, drawn or ["　".join(line.name)]))
        if drawn is None:
            self.draw(roll, line, room)

    def draw(self, roll: Roll, line: Line, room: tuple[int, int]) -> None:
        """Draw this name and the next few in a worker."""
        calls = roll.calls(line.teacher_id)
        start = calls.index(line)
        names = [each.name for each in calls[start : start + _AHEAD]]

        def act() -> Message:
            from yanxiu_tui.widgets.big_type import enlarge

            return self.Drawn(room, {name: enlarge(name, *room) for name in names})

        self.ask(act)

    def on_call_panel_drawn(self, message: Drawn) -> None:
        self.drawn |= {(name, message.room): drawn for name, drawn in message.names.items()}
        if self.shown and self.shown[1].name in message.names:
            self.call(*self.shown)

    def on_resize(self) -> None:
        if self.shown:
            self.call(*self.shown)


def _called(roll: Roll, line: Line, drawn: Sequence[str]) -> Group:
    calls = roll.calls(line.teacher_id)
    place = f"{roll.name}　第 {calls.index(line) + 1} 位，共 {len(calls)} 位"
    return Group(
        Text(place, style="bold yellow", justify="center"),
        Text(),
        Align.center(Text("\n".join(drawn), no_wrap=True, style="bold")),
        Text(),
        _about(roll, line),
        Text("1 或回车 到    0 或 2 不在    退格 撤销", style="dim", justify="center"),
    )


def _about(roll: Roll, line: Line) -> Text:
    text = Text(f"{line.group_name or '未编组'}  {line.staff_no}  ", justify="center")
    mark = roll.mark(line)
    if mark is not None:
        word, style = _MARKS[mark]
        return text.append(f"已点：{word}", style)
    if line.signed_in_at and line.status in CAME:
        return text.append(f"{clock.local(line.signed_in_at):%H:%M} 已签到", "bold green")
    if line.conflict:
        return text.append("签到了，上次点名不在", "bold yellow")
    return text.append(STATUS_NAMES[line.status], "dim")


def _instead(board: Board | None, rule: Attendance | None, roll: Roll | None) -> list[str]:
    """Words for when no name is called: a heading, and what to do."""
    if board is None or rule is None:
        return ["现在没有您可以点名的活动", "活动开放签到后，主持人、组长和教导处可以点名。"]
    if roll is not None:
        there = sum(roll.state.marks.values())
        away = len(roll.state.marks) - there
        return [
            "都点过了" if roll.state.marks else "都已签到，没有要点的",
            f"点到 {there} 位，不在 {away} 位",
            "按 F6 结束，按上键回头改" + ("" if roll.state.surprise else "，F9 全员点名"),
        ]
    made = len(board.regular)
    if made < rule.roll_calls:
        return [roll_name(made + 1), "按 F5 开始，已签到的不用再点", _SURPRISE]
    return [f"{rule.roll_calls} 次点名都已完成", "结束错了可以按 F7 接着点", _SURPRISE]


def _entry(line: Line, roll: Roll | None) -> Text:
    """One name in the list; before it the mark, or between two calls the standing, in a word."""
    mark = roll.mark(line) if roll else None
    word, style = _MARKS[mark] if mark is not None else ("", "")
    if roll is None:
        word, style = _MARKS[True] if line.status in CAME else ("未到", "dim")
    text = Text(no_wrap=True).append(word, style)
    text.append(" " * (_MARK_WIDTH - text.cell_len))
    text.append(line.name, "dim" if mark is not None else "")
    return text.append(f"  {line.group_name}", "dim")
