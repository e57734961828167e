"""点名: the host calls one name after another, one key a name, in large type (Z31)."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import OptionList, Static

from yanxiu_tui import clock
from yanxiu_tui.regulation.schema import Attendance
from yanxiu_tui.rules.attendance import roll_name
from yanxiu_tui.screens.call_panel import CallPanel, NameList
from yanxiu_tui.screens.calling import NEVER, Roll, RollRead, clause_line, look, outcome
from yanxiu_tui.screens.room import DeskRoom, Refusal
from yanxiu_tui.services import pulse, roll_call
from yanxiu_tui.services.activities import ActivityView
from yanxiu_tui.services.attendance import Board
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.roll_call import Marked
from yanxiu_tui.widgets.meeting_head import MeetingHead


class RollCallScreen(DeskRoom):
    """One name at a time; what the list shows as current is what the next key marks."""

    ROOM_NAME = "点名"
    CSS_PATH = "roll_call.tcss"
    HELP_TEXT = """\
[b]点名[/b]：F5 开始，一个名字按一个键，名字自动往下走。
  1 或回车  到　　　0 或 2  不在　　　退格  撤销上一个
  下、右  先跳过　　上、左  回到前一个，可以改
  F9  全员点名：已签到的也点（请假的不点）
  F6  结束这次点名　　　F7  结束错了，接着点

已签到的老师算到，不用再点；点名当中签到的，名字自动离开。
没签到也没点到的，结束时算不在。
两次都不在、后来才到的记迟到；第二次在的算出勤（Z31）。

[b]Ctrl+T[/b] 突击点名：不点名时随时可以，次数不限，除请假的都点（Z25）。
签到了却不在的记“签到与点名不符”，请教导处核对；不记迟到，
不改已签到的出勤。没签到、点到的，算到了。没点到的不算不在。

[b]早退、中途离场[/b]：F8，选人，填时间（Z26）。
记错了也按 F8，选这个人，再撤销。"""
    BINDINGS = [
        Binding("f3", "next_meeting", "换活动", id="next_meeting", tooltip="换一个进行中的活动"),
        Binding("f5", "start", "开始点名", id="start", tooltip="开始下一次点名"),
        Binding("f6", "finish", "结束点名", id="finish", tooltip="结束这次点名"),
        Binding("f7", "resume", "接着点", id="resume", tooltip="上一次点名结束错了，接着点"),
        Binding("f8", "departure", "早退离场", id="departure", tooltip="记早退、中途离场"),
        Binding("ctrl+t", "surprise", "突击点名", show=False, id="surprise", tooltip="查代签"),
        Binding("f9", "everybody", "全员", id="everybody", tooltip="已签到的也点，或只点没到的"),
        Binding("1,１,enter", "mark(True)", "到", id="there", show=False),
        Binding("0,2,０,２", "mark(False)", "不在", id="not_there", show=False),
        Binding("backspace", "mark(None)", "撤销", id="undo", show=False),
        Binding("down,right", "step(1)", "跳过", id="skip", show=False),
        Binding("up,left", "step(-1)", "前一个", id="previous", show=False),
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.meetings: Sequence[ActivityView] = ()
        self.board: Board | None = None
        self.rule: Attendance | None = None
        self.beat = NEVER
        self.shown: int | None = None
        self.everybody = False
        self.current: int | None = None
        self.keys: deque[bool | None] = deque()
        self.busy = False
        self.ending = False

    def body(self) -> ComposeResult:
        yield MeetingHead()
        yield Static("", id="clause", markup=False)
        with Horizontal(id="main"):
            yield CallPanel()
            yield NameList(id="names", compact=True)

    def on_mount(self) -> None:
        self.call_after_refresh(self.read)
        self.set_interval(1, lambda: self.follow(self.read))

    # The meeting

    @property
    def roll(self) -> Roll | None:
        """The roll call under way."""
        states = self.board.rolls if self.board else ()
        if self.board is None or not states or states[-1].ended_at is not None:
            return None
        return Roll(self.board, states[-1], self.everybody)

    def read(self) -> None:
        """Read the meeting again if anything was recorded since, here or on another terminal."""
        actor, shown, beat = self.actor, self.shown, self.beat

        def act() -> Message:
            if pulse.beat() == beat:
                return RollRead(shown, self.meetings, self.board, self.rule, beat)
            return look(actor, shown)

        if self.is_current and not self.busy:
            self.ask(act, group="read", only_last=True)

    def do(self, deed: Callable[[int], RollRead]) -> None:
        """Do something to the meeting shown, one thing at a time."""
        if self.shown is not None:
            shown, self.busy = self.shown, True
            self.ask(lambda: deed(shown), group="deed")

    def on_roll_read(self, message: RollRead) -> None:
        if message.said:
            self.busy = False
            self.say(message.said)
        if message.asked == self.shown and message.beat >= self.beat:
            changed = message.beat != self.beat or message.board is not self.board
            self.meetings, self.board, self.rule = message.meetings, message.board, message.rule
            self.beat = message.beat
            self.shown = self.board.activity.id if self.board else None
            self.turn(message.marked)
            if changed:
                self.paint()
        if message.said:
            self.mark_next()

    def on_refusal(self, message: Refusal) -> None:
        self.busy = False
        self.keys.clear()
        self.ending = False
        self.beat = NEVER

    def action_next_meeting(self) -> None:
        ids = [meeting.id for meeting in self.meetings]
        if self.shown in ids and not self.busy:
            self.shown = ids[(ids.index(self.shown) + 1) % len(ids)]
            self.beat, self.current = NEVER, None
            self.read()

    # One key a name

    def action_mark(self, there: bool | None) -> None:
        if self.roll is None:
            self.say("现在没有在点名，请先按 F5 开始。", "wrong")
            return
        self.keys.append(there)
        if not self.busy:
            self.mark_next()

    def mark_next(self) -> None:
        """Turn the next key pressed into a mark; keys pressed meanwhile wait their turn."""
        while self.keys and not self.busy:
            there = self.keys.popleft()
            teacher_id = self.roll.meant(there, self.current) if self.roll else None
            if teacher_id is not None:
                self.mark(teacher_id, there)
            elif there is None:
                self.say("没有可以撤销的了。", "plain")
            else:
                self.say("都点过了，按 F6 结束。", "plain")
        if self.ending and not self.busy:
            self.action_finish()

    def mark(self, teacher_id: int, there: bool | None) -> None:
        """Mark somebody in a worker; the answer is the meeting as it stands then."""
        actor = self.actor

        def deed(shown: int) -> RollRead:
            done = roll_call.mark(actor, shown, teacher_id, there, clock.now())
            word = {True: "到", False: "不在", None: "已撤销"}[there]
            return replace(look(actor, shown), said=f"{done.name}：{word}", marked=done)

        self.do(deed)

    def turn(self, marked: Marked | None = None) -> None:
        """Call the name whose turn it is."""
        self.current = self.roll.turned(self.current, marked) if self.roll else None

    def action_step(self, by: int) -> None:
        if self.roll and not self.busy:
            self.current = self.roll.beside(self.current, by)
            self.paint()

    @on(OptionList.OptionSelected, "#names")
    def picked(self, event: OptionList.OptionSelected) -> None:
        """A click turns to a name; it marks nobody."""
        if self.roll and not self.busy:
            self.current = int(str(event.option.id))
            self.paint()

    def action_everybody(self) -> None:
        self.everybody = not self.everybody
        self.turn()
        self.paint()
        self.say("全员点名：已签到的也点。" if self.everybody else "只点还没到的。", "plain")

    # Beginning and ending

    def action_start(self) -> None:
        self.begin(roll_call.start_roll, "开始")

    def action_surprise(self) -> None:
        self.begin(roll_call.start_surprise, "开始")

    def action_resume(self) -> None:
        self.begin(roll_call.resume_roll, "接着点")

    def begin(self, act: Callable[[Actor, int, datetime], Board], word: str) -> None:
        """Start or take up a roll call, from its first name that is left."""
        actor = self.actor

        def deed(shown: int) -> RollRead:
            number = act(actor, shown, clock.now()).rolls[-1].number
            return replace(look(actor, shown), said=f"{roll_name(number)}{word}。")

        if not self.busy:
            self.current = None
            self.do(deed)

    def action_finish(self) -> None:
        roll = self.roll
        # Pressed while the last mark is being kept: it waits its turn, like a mark.
        self.ending = self.busy
        if roll is None or self.busy:
            return
        if not roll.left():
            self.finish(True)
            return
        from yanxiu_tui.screens.confirm import ConfirmScreen

        self.app.push_screen(ConfirmScreen(roll.before_end(), "结束", "接着点"), self.finish)

    def finish(self, sure: bool | None) -> None:
        """End the roll call under way."""
        actor = self.actor

        def deed(shown: int) -> RollRead:
            board = roll_call.finish_roll(actor, shown, clock.now())
            return replace(look(actor, shown), said=outcome(board))

        if sure:
            self.do(deed)

    # 早退, 中途离场

    def action_departure(self) -> None:
        from yanxiu_tui.screens.departure import ask_who_left

        if self.board:
            ask_who_left(self, self.board, self.departed)

    def departed(self, said: str | None) -> None:
        """Say what was recorded."""
        if said:
            self.say(said)
            self.read()

    # What is shown

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        board, roll = self.board, self.roll
        match action:
            case "next_meeting":
                return len(self.meetings) > 1
            case "start":
                most = self.rule.roll_calls if self.rule else 0
                return board is not None and roll is None and len(board.regular) < most
            case "surprise":
                return board is not None and roll is None
            case "finish":
                return roll is not None
            case "everybody":
                return roll is not None and not roll.state.surprise
            case "resume":
                return board is not None and bool(board.rolls) and roll is None
            case "departure":
                return board is not None
        return True

    def paint(self) -> None:
        """Show the meeting, the name being called and how far the roll has come."""
        self.query_one(MeetingHead).display = self.board is not None
        self.query_one(MeetingHead).show(self.board, len(self.meetings))
        clause = clause_line(self.rule, self.roll) if self.rule else ""
        self.query_one("#clause", Static).update(clause)
        self.query_one(NameList).show(self.board, self.roll, self.current)
        if self.beat != NEVER:
            self.query_one(CallPanel).show(self.board, self.rule, self.roll, self.current)
        self.refresh_bindings()
