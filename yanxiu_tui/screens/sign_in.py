"""签到台, the screen the machine rests on: the meeting, the one input, and who has come."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from yanxiu_tui import clock
from yanxiu_tui.phone_child import PageState
from yanxiu_tui.screens.asking import ABANDONED_SECONDS, ASK_NAME, AskingRoom
from yanxiu_tui.screens.door import CutOff, DoorRead, read_door, recall_door
from yanxiu_tui.services import pulse, spool
from yanxiu_tui.services.activities import ActivityView
from yanxiu_tui.services.attendance import Board
from yanxiu_tui.services.spool import Delivery
from yanxiu_tui.widgets.candidates import Candidates
from yanxiu_tui.widgets.head import Head
from yanxiu_tui.widgets.key_line import KeyLine
from yanxiu_tui.widgets.meeting_head import MeetingHead
from yanxiu_tui.widgets.standings import LEGEND, Standings
from yanxiu_tui.widgets.status_line import StatusLine
from yanxiu_tui.widgets.typed_input import TypedInput
from yanxiu_tui.widgets.welcome import Welcome

if TYPE_CHECKING:
    from yanxiu_tui.screens.phone_panel import PhonePanel

# What another terminal signs in is seen within a second where several share the database.
READ_EVERY, READ_SHARED_EVERY = 1.0, 0.4
# A server that says nothing for so long is as good as away; what it would not take waits so long.
PATIENCE, NEXT_DELIVERY = 3.0, 30.0
_MOST_NAMED = 3


@dataclass
class HandedOver(Message):
    """What came of the tries noted while the server was away."""

    delivery: Delivery


class SignInScreen(AskingRoom):
    """The meeting, the one input, and who has come."""

    ROOM_NAME = "签到台"
    HELP_TEXT = (
        """\
[b]签到[/b]
1. 输入姓名首字母（如 wxm）、姓名或工号；下面会列出候选人。
2. 有重名时用上下键选中自己，按回车。
3. 输入口令，按回车，看到自己的名字就签到好了。

[b]刷工牌[/b]：对着扫码器一张一张刷；本校制度要口令的，再输口令。

[b]第一次使用[/b]：先输入教导处发的启用码，再设自己的口令。
[b]用手机[/b]：扫右边的二维码；第一次选姓名、输口令，以后一点就签到。F5 收起。
[b]重复签到[/b]没有关系，以第一次为准。
[b]口令忘了[/b]：请教导处换发启用码。
[b]连不上服务器[/b]：照样签到，先记在本机，恢复后自动补上，时间不变。

[b]名单上的字[/b]："""
        + LEGEND
    )
    BINDINGS = [
        Binding("f2", "desk", "工作台", id="desk", tooltip="点名、请假、我的出勤"),
        Binding(
            "f3", "next_meeting", "换活动", id="next_meeting", tooltip="同时有几个活动时换一个"
        ),
        Binding("f5", "phones", "二维码", id="phones", tooltip="显示或收起手机签到的二维码"),
        Binding("escape", "start_over", "重来", id="start_over", tooltip="清空，重新输入"),
        Binding("pageup", "scroll(-1)", "名单", show=False),
        Binding("pagedown", "scroll(1)", "翻名单", key_display="PgDn", id="scroll"),
        Binding("up", "choose(-1)", show=False, priority=True),
        Binding("down", "choose(1)", show=False, priority=True),
        Binding("f10", "quit_program", "退出", id="quit", tooltip="关闭程序"),
    ]

    def __init__(self, door: DoorRead | CutOff | None = None) -> None:
        super().__init__()
        self.door = door
        self.meetings: Sequence[ActivityView] = ()
        self.beat: tuple[int, int] = (-1, -1)
        self.phones: PhonePanel | None = None
        # By the machine's own clock, in seconds: the last question, and when to hand over again.
        self.asked_at = self.deliver_from = 0.0

    def compose(self) -> ComposeResult:
        yield Head(self.ROOM_NAME)
        with Horizontal(id="floor"), Vertical(id="keyboard"):
            yield from self.body()
            yield StatusLine()
        yield KeyLine(show_command_palette=False)

    def body(self) -> ComposeResult:
        yield MeetingHead()
        with Vertical(id="ask"):
            yield Static(ASK_NAME, id="asked", markup=False)
            yield TypedInput(id="typed", select_on_focus=False)
        with Horizontal(id="main"):
            yield Candidates()
            yield Standings()
            yield Welcome()

    def on_mount(self) -> None:
        self.query_one("#typed", Input).focus()
        if isinstance(self.door, CutOff):
            self.on_cut_off(self.door)
        elif self.door:
            self.on_door_read(self.door)
        self.set_interval(READ_SHARED_EVERY if spool.in_use() else READ_EVERY, self.look)
        self.watch(self.app, "phone_page", self.hear_of_phones)

    def on_screen_resume(self) -> None:
        self.action_start_over()
        self.read()

    # What stands at the door

    def look(self) -> None:
        """Read again by and by; recall what was last seen while the server says nothing."""
        shown = self.shown
        if not self.at_work("read"):
            self.read()
        elif spool.in_use() and time.monotonic() - self.asked_at > PATIENCE:
            self.ask(lambda: recall_door(shown), group="recall", only_last=True)

    def read(self) -> None:
        """Read the meeting again if anything was recorded since, here or on another terminal."""
        shown, beat, meetings, board = self.shown, self.beat, self.meetings, self.board

        def act() -> Message:
            try:
                if pulse.beat() == beat:
                    return DoorRead(meetings, board, beat, shown, waiting=spool.waiting())
                return read_door(shown)
            except Exception as error:
                if not spool.is_cut_off(error):
                    raise
                return recall_door(shown)

        if self.is_current or self.cut_off:
            self.asked_at = time.monotonic()
            self.ask(act, group="read", only_last=True)

    def on_door_read(self, message: DoorRead) -> None:
        if message.asked != self.shown:
            return
        changed = message.beat != self.beat
        self.cut_off = False
        self.meetings, self.board, self.beat = message.meetings, message.board, message.beat
        self.shown = self.board.activity.id if self.board else None
        if changed:
            self.query_one(MeetingHead).show(self.board, len(self.meetings))
            self.query_one(Standings).show(self.board.lines if self.board else ())
            if self.phones:
                self.phones.show(self.board.activity if self.board else None)
            self.refresh_bindings()
        if message.clock_back_from:
            last = clock.local(message.clock_back_from)
            self.say(f"电脑时钟比最后一次记录（{last:%m-%d %H:%M}）还早，请先校准时间。", "wrong")
        if message.trouble:
            self.say(message.trouble, "wrong")
        if message.waiting:
            self.hand_over()

    # Cut off from the server

    def on_cut_off(self, message: CutOff) -> None:
        """Go on with what was last seen, and say so."""
        if message.asked != self.shown:
            return
        if self.busy and not self.cut_off:
            self.say("服务器没有回应，请稍等几秒；还没有回答就按 Esc 重来一次。", "wrong")
        self.cut_off, self.beat = True, (-1, -1)
        if self.board is None or self.board.activity.id != self.shown:
            self.meetings, self.board = message.meetings, message.board
            self.shown = self.board.activity.id if self.board else None
            self.query_one(Standings).show(self.people)
        told = f"连不上服务器，先记在本机，恢复后自动补上（{message.waiting} 条）"
        self.query_one(MeetingHead).show(self.board, len(self.meetings), told)
        self.refresh_bindings()

    def hand_over(self) -> None:
        """Hand over what was noted, now that the server is back."""
        if not self.at_work("hand_over") and time.monotonic() >= self.deliver_from:
            self.ask(lambda: HandedOver(spool.deliver(clock.now())), group="hand_over")

    def on_handed_over(self, message: HandedOver) -> None:
        delivery = message.delivery
        if delivery.left:
            self.deliver_from = time.monotonic() + NEXT_DELIVERY
        if words := _told(delivery):
            self.tell(words, "wrong" if delivery.conflicts else "done")
            self.rest_later(ABANDONED_SECONDS)

    def turn_to(self, board: Board) -> None:
        super().turn_to(board)
        self.beat = (-1, -1)
        self.read()

    @on(TypedInput.Turned)
    def action_next_meeting(self) -> None:
        ids = [meeting.id for meeting in self.meetings]
        if self.shown in ids:
            self.shown = ids[(ids.index(self.shown) + 1) % len(ids)]
            self.beat = (-1, -1)
            self.read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "next_meeting":
            return len(self.meetings) > 1
        if action == "phones":
            return bool(self.phones and self.phones.on_offer)
        return True

    def action_phones(self) -> None:
        if self.phones:
            self.phones.fold()

    def hear_of_phones(self, state: PageState) -> None:
        """Make room for phones, once they are wanted."""
        if state.wanted and self.phones is None:
            from yanxiu_tui.screens.phone_panel import PhonePanel, PhoneTrouble

            self.phones = PhonePanel(self.board.activity if self.board else None)
            self.query_one("#floor").mount(self.phones)
            self.query_one("#keyboard").mount(PhoneTrouble(), after=0)

    def action_scroll(self, direction: int) -> None:
        standings = self.query_one(Standings)
        standings.scroll_page_down() if direction > 0 else standings.scroll_page_up()

    def action_desk(self) -> None:
        self.app.action_enter_desk()  # type: ignore[attr-defined]

    async def action_quit_program(self) -> None:
        await self.app.run_action("leave_program")


def _told(delivery: Delivery) -> str:
    """What came of the tries that were noted; who was not signed in, and why."""
    taken = len(delivery.outcomes) - len(delivery.conflicts)
    said = [f"断网时记下的 {taken} 条已补上。"] if taken else []
    for each in delivery.conflicts[:_MOST_NAMED]:
        said.append(f"{each.name} {clock.local(each.at):%H:%M} 没签上：{each.refused}。")
    if len(delivery.conflicts) > _MOST_NAMED:
        said.append(f"没签上的共 {len(delivery.conflicts)} 条。")
    if delivery.conflicts:
        said.append("都列在签到核查里。")
    if delivery.left:
        said.append(f"{delivery.left} 条还没有补上，留在本机，稍后再试。")
    return "".join(said)
