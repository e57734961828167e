"""点名 as the host sees it: which meeting, who is still to be called, in what order."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.message import Message

from yanxiu_tui import clock
from yanxiu_tui.regulation.schema import Attendance
from yanxiu_tui.rules.attendance import CAME, LEAVES, roll_name
from yanxiu_tui.services import activities, attendance, pulse
from yanxiu_tui.services.activities import ActivityView, State
from yanxiu_tui.services.attendance import Board, Line, RollState
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.services.roll_call import Marked

NEVER = (-1, -1)


@dataclass
class RollRead(Message):
    """The meetings this host may call, the one asked for, and what has just been done to it."""

    asked: int | None
    meetings: Sequence[ActivityView]
    board: Board | None
    rule: Attendance | None
    beat: tuple[int, int]
    said: str = ""
    marked: Marked | None = None


def look(actor: Actor, shown: int | None) -> RollRead:
    """The open meetings this person may call, and the one shown as it stands now."""
    beat = pulse.beat()
    meetings = [each for each in activities.at_the_door(clock.now()) if _may_call(actor, each)]
    ids = [meeting.id for meeting in meetings]
    chosen = shown if shown in ids else next(iter(ids), None)
    if chosen is None:
        return RollRead(shown, meetings, None, None, beat)
    board = attendance.board(chosen)
    rule = activities.regulation_for(activities.find(chosen)).attendance
    return RollRead(shown, meetings, board, rule, beat)


def _may_call(actor: Actor, meeting: ActivityView) -> bool:
    hosting = meeting.is_run_by(actor.teacher_id)
    return meeting.state is State.OPEN and allowed(actor, Act.CALL_ROLL, meeting.group_id, hosting)


@dataclass(frozen=True)
class Roll:
    """The roll call under way, over the meeting as it stands; ``everybody`` for a strict one.

    A surprise call is always strict: those who signed in are whom it asks after (Z25).
    """

    board: Board
    state: RollState
    everybody: bool

    @property
    def name(self) -> str:
        """第一次点名, 第一次突击点名…"""
        return roll_name(self.state.number)

    def mark(self, line: Line) -> bool | None:
        """What was marked for somebody in this roll call."""
        return self.state.marks.get(line.teacher_id)

    def calls(self, kept: int | None = None) -> list[Line]:
        """Those called: already marked, still to call, and the one whose name is shown now."""
        return [
            line
            for line in self.board.lines
            if self.mark(line) is not None or self.to_call(line) or line.teacher_id == kept
        ]

    def to_call(self, line: Line) -> bool:
        """Whether the name is still to be called. Those on leave are not, strict or not."""
        if self.mark(line) is not None:
            return False
        strict = self.everybody or self.state.surprise
        return awaited(line) or (strict and line.status not in LEAVES)

    def left(self) -> int:
        """How many names are still to be called."""
        return sum(self.to_call(line) for line in self.board.lines)

    def next_after(self, teacher_id: int | None) -> int | None:
        """Whose name comes after this one in the order of the sheet; None when all are called."""
        ids = [line.teacher_id for line in self.board.lines]
        start = ids.index(teacher_id) + 1 if teacher_id in ids else 0
        ahead = [*self.board.lines[start:], *self.board.lines[:start]]
        return next((line.teacher_id for line in ahead if self.to_call(line)), None)

    def turned(self, current: int | None, marked: Marked | None) -> int | None:
        """Whose name is called now: after a mark the next, after an undo that very name again."""
        if marked is None:
            return self.next_after(None) if current is None else current
        return marked.teacher_id if marked.there is None else self.next_after(marked.teacher_id)

    def beside(self, current: int | None, by: int) -> int | None:
        """The name so many places from the one called now, the last where none is."""
        ids = [line.teacher_id for line in self.calls(current)]
        if not ids:
            return None
        place = ids.index(current) + by if current in ids else len(ids) - 1
        return ids[max(0, min(place, len(ids) - 1))]

    def meant(self, there: bool | None, current: int | None) -> int | None:
        """Whom a key marks: whose name is called; one that undoes, whoever was marked last."""
        return next(reversed(self.state.marks), None) if there is None else current

    def before_end(self) -> str:
        """What to ask before it is ended with names left."""
        unsaid = "没点到的不算不在" if self.state.surprise else "没签到的算不在"
        return f"还有 {self.left()} 位没点到，{unsaid}。结束{self.name}吗？"


def awaited(line: Line) -> bool:
    """Whether somebody has yet to show that they are here: signing in did, a leave excuses."""
    if line.status in LEAVES:
        return False
    return line.signed_in_at is None or line.status not in CAME


def clause_line(rule: Attendance, roll: Roll | None) -> str:
    """What the regulation says of roll calls and lateness, or what a surprise call is for."""
    if roll is not None and roll.state.surprise:
        return "突击点名：签到了却不在的请教导处核对（Z25），不记迟到，不改出勤"
    words = f"（{rule.clause.id}「{rule.clause.words}」）"
    if rule.late_by == "roll_calls":
        return f"制度：点名 {rule.roll_calls} 次{words}"
    if rule.late_by == "minutes":
        return f"制度：开始 {rule.late_after_minutes} 分钟后到的记迟到{words}，点名可点可不点"
    return f"制度：不记迟到{words}，点名可点可不点"


def outcome(board: Board) -> str:
    """What a call that has just ended came to."""
    last = board.rolls[-1]
    if not last.surprise:
        return f"{roll_name(last.number)}结束，还有 {board.tally.waiting} 位未到。"
    denied = sum(last.denies(line) for line in board.lines)
    return f"{roll_name(last.number)}结束，签到了却不在的 {denied} 位。"
