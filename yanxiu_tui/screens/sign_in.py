"""签到台, the screen the machine rests on: a name, a PIN, a greeting, and back to rest."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static

from yanxiu_tui import clock
from yanxiu_tui.memory import machine_name
from yanxiu_tui.rules.attendance import STATUS_NAMES, Status
from yanxiu_tui.rules.names import fold_width, rank
from yanxiu_tui.screens.door import DoorRead, read_door
from yanxiu_tui.screens.room import Refusal, Room
from yanxiu_tui.services import attendance, pulse, sign_in
from yanxiu_tui.services.activities import ActivityView
from yanxiu_tui.services.attendance import Board, Line
from yanxiu_tui.services.sign_in import SignedIn
from yanxiu_tui.widgets.candidates import Candidates
from yanxiu_tui.widgets.meeting_head import MeetingHead
from yanxiu_tui.widgets.standings import LEGEND, Standings
from yanxiu_tui.widgets.welcome import Welcome

MEANS = "keyboard"
GREETING_SECONDS = 2.0
ABANDONED_SECONDS = 30.0
ASK_NAME = "姓名首字母、姓名、工号，或刷工牌"


@dataclass
class Welcomed(Message):
    """Somebody has signed in; their name is already drawn large."""

    done: SignedIn
    drawn: list[str]


class SignInScreen(Room):
    """One input that takes everything; the focus never leaves it."""

    ROOM_NAME = "签到台"
    HELP_TEXT = (
        """\
[b]签到[/b]
1. 输入姓名首字母（如 wxm）、姓名或工号，也可以刷工牌；下面会列出候选人。
2. 有重名时用上下键选中自己，按回车。
3. 输入口令，按回车，看到自己的名字就签到好了。

[b]第一次使用[/b]：先输入教导处发的启用码，再设自己的口令。
[b]重复签到[/b]没有关系，以第一次为准。
[b]口令忘了[/b]：请教导处换发启用码。

[b]名单上的字[/b]："""
        + LEGEND
    )
    BINDINGS = [
        Binding("f2", "desk", "工作台", id="desk", tooltip="点名、请假、我的出勤"),
        Binding(
            "f3", "next_meeting", "换活动", id="next_meeting", tooltip="同时有几个活动时换一个"
        ),
        Binding("escape", "start_over", "重来", id="start_over", tooltip="清空，重新输入"),
        Binding("pageup", "scroll(-1)", "名单", show=False),
        Binding("pagedown", "scroll(1)", "翻名单", key_display="PgDn", id="scroll"),
        Binding("up", "choose(-1)", show=False, priority=True),
        Binding("down", "choose(1)", show=False, priority=True),
        Binding("f10", "quit_program", "退出", id="quit", tooltip="关闭程序"),
    ]

    greeting = reactive(False, init=False)

    def __init__(self, door: DoorRead | None = None) -> None:
        super().__init__()
        self.door = door
        self.meetings: Sequence[ActivityView] = ()
        self.board: Board | None = None
        self.shown: int | None = None
        self.beat: tuple[int, int] = (-1, -1)
        self.chosen: Line | None = None
        self.busy = False
        self.resting: Timer | None = None

    def body(self) -> ComposeResult:
        yield MeetingHead()
        with Vertical(id="ask"):
            yield Static(ASK_NAME, id="asked", markup=False)
            yield Input(id="typed", select_on_focus=False)
        with Horizontal(id="main"):
            yield Candidates()
            yield Standings()
            yield Welcome()

    def on_mount(self) -> None:
        self.query_one("#typed", Input).focus()
        if self.door:
            self.on_door_read(self.door)
        self.set_interval(1, self.read)

    def on_screen_resume(self) -> None:
        self.action_start_over()
        self.read()

    # What stands at the door

    def watch_greeting(self, greeting: bool) -> None:
        """The greeting has the whole floor while it lasts."""
        self.query_one(Welcome).display = greeting
        self.query_one(Standings).display = not greeting

    def read(self) -> None:
        """Read the meeting again if anything was recorded since, here or on another terminal."""
        shown, beat = self.shown, self.beat

        def act() -> Message:
            if pulse.beat() == beat:
                return DoorRead(self.meetings, self.board, beat)
            return read_door(shown)

        reading = any(not each.is_finished for each in self.workers if each.group == "read")
        if self.is_current and not reading:
            self.ask(act, group="read")

    def on_door_read(self, message: DoorRead) -> None:
        changed = message.beat != self.beat
        self.meetings, self.board, self.beat = message.meetings, message.board, message.beat
        self.shown = self.board.activity.id if self.board else None
        if changed:
            self.query_one(MeetingHead).show(self.board, len(self.meetings))
            self.query_one(Standings).show(self.board.lines if self.board else ())
            self.refresh_bindings()
        if message.clock_back_from:
            last = clock.local(message.clock_back_from)
            self.say(f"电脑时钟比最后一次记录（{last:%m-%d %H:%M}）还早，请先校准时间。", "wrong")

    def action_next_meeting(self) -> None:
        ids = [meeting.id for meeting in self.meetings]
        if self.shown in ids:
            self.shown = ids[(ids.index(self.shown) + 1) % len(ids)]
            self.beat = (-1, -1)
            self.read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "next_meeting":
            return len(self.meetings) > 1
        return True

    # A name, then a PIN

    @on(Input.Changed, "#typed")
    def typing(self, event: Input.Changed) -> None:
        if event.value:
            self.rest_later(ABANDONED_SECONDS)
            self.greeting = False
        if self.chosen is None:
            self.offer(event.value)

    def offer(self, typed: str) -> None:
        """Show whom the typed text may mean."""
        found = rank(typed, self.board.lines) if self.board else []
        self.query_one(Candidates).offer(
            found, lambda line: f"{line.staff_no}  {line.name}  {line.group_name}"
        )

    def action_choose(self, step: int) -> None:
        self.query_one(Candidates).step(step)

    @on(OptionList.OptionSelected, "#candidates")
    def picked(self, event: OptionList.OptionSelected) -> None:
        self.choose(str(event.option.id))

    @on(Input.Submitted, "#typed")
    def submitted(self, event: Input.Submitted) -> None:
        if self.busy:
            return
        if self.chosen is not None:
            self.try_pin(self.chosen, event.value)
            return
        picked_out = self.query_one(Candidates).picked_out
        if picked_out is not None:
            self.choose(picked_out)
        elif fold_width(event.value):
            self.look_elsewhere(fold_width(event.value))

    def choose(self, staff_no: str) -> None:
        """Turn to one person of the list: ask for the PIN, or for the enrolment code."""
        lines = self.board.lines if self.board else ()
        line = next((line for line in lines if line.staff_no == staff_no), None)
        if line is None:
            return
        if not line.has_pin:
            self.enrol(line)
            return
        self.chosen = line
        self.ask_for(
            f"{line.name}老师（{line.group_name or line.staff_no}），请输入口令", secret=True
        )

    def ask_for(self, question: str, secret: bool) -> None:
        """Put a question above the input and empty it."""
        self.query_one("#asked", Static).update(question)
        field = self.query_one("#typed", Input)
        field.password = secret
        field.value = ""
        field.focus()
        self.query_one(Candidates).display = False

    def try_pin(self, line: Line, pin: str) -> None:
        """Check the PIN and sign in; argon2 takes its time in the worker."""
        if not pin:
            return
        self.busy = True
        self.say("正在核对……", "plain")
        activity_id, width, height = self.shown, self.size.width - 4, self.size.height - 14

        def act() -> Message:
            from yanxiu_tui.widgets.big_type import enlarge

            now, machine = clock.now(), machine_name()
            found = sign_in.where_expected(line.staff_no, now, MEANS, machine, activity_id)
            done = sign_in.sign_in(found, line.staff_no, pin, now, MEANS, machine)
            return Welcomed(done, enlarge(done.name, width, height))

        self.ask(act, group="sign_in")

    def on_welcomed(self, message: Welcomed) -> None:
        done = message.done
        at = f"{clock.local(done.at):%H:%M}"
        self.action_start_over()
        kind, word = "present", f"已签到　{at}"
        if not done.first:
            kind, word = "again", f"您 {at} 已经签到，不用再签"
        elif done.status is Status.LATE:
            kind, word = "late", f"已签到　{at}　（{STATUS_NAMES[done.status]}）"
        self.query_one(Welcome).greet(message.drawn, word, done.title, kind)
        self.greeting = True
        self.say(f"{done.name}：{word}")
        self.rest_later(GREETING_SECONDS)
        self.read()

    def on_refusal(self, message: Refusal) -> None:
        if message.group == "read":
            self.say(message.sentence, "wrong")
            return
        self.busy = False
        self.query_one("#typed", Input).value = ""
        super().on_refusal(message)

    def look_elsewhere(self, staff_no: str) -> None:
        """Nobody here by that name: say why, and keep the attempt when it was a staff number."""
        activity_id = self.shown

        def act() -> Message:
            now, machine = clock.now(), machine_name()
            found = sign_in.where_expected(staff_no, now, MEANS, machine, activity_id)
            return Redirected(staff_no, attendance.board(found))

        self.ask(act, group="sign_in")

    def on_redirected(self, message: "Redirected") -> None:
        self.shown, self.board = message.board.activity.id, message.board
        self.beat = (-1, -1)
        self.read()
        self.choose(message.staff_no)

    # The first time

    def enrol(self, line: Line) -> None:
        """Let somebody without a PIN choose one with the code from the office."""
        from yanxiu_tui.screens.enrolment import EnrolmentScreen

        self.action_start_over()
        self.app.push_screen(EnrolmentScreen(line.staff_no, line.name), self.enrolled)

    def enrolled(self, chosen: tuple[str, str] | None) -> None:
        """Go on to sign in with the PIN just chosen."""
        lines = self.board.lines if self.board else ()
        line = next((line for line in lines if chosen and line.staff_no == chosen[0]), None)
        if chosen and line:
            self.try_pin(line, chosen[1])

    # Rest

    def rest_later(self, seconds: float) -> None:
        """Go back to rest when nothing has been typed for so long."""
        if self.resting:
            self.resting.stop()
        self.resting = self.set_timer(seconds, self.action_start_over)

    def action_start_over(self) -> None:
        self.chosen, self.busy, self.greeting = None, False, False
        self.say("", "plain")
        self.ask_for(ASK_NAME, secret=False)

    def action_scroll(self, direction: int) -> None:
        standings = self.query_one(Standings)
        standings.scroll_page_down() if direction > 0 else standings.scroll_page_up()

    def action_desk(self) -> None:
        self.app.action_enter_desk()  # type: ignore[attr-defined]

    async def action_quit_program(self) -> None:
        await self.app.run_action("leave_program")


@dataclass
class Redirected(Message):
    """The teacher belongs to another open meeting, which is shown now."""

    staff_no: str
    board: Board
