"""The Textual app: it rests at 签到台, and lets people through to the desk behind a PIN."""

import os
import sys
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.events import Event, Key, MouseDown, MouseScrollDown, MouseScrollUp, Paste, Resize
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.timer import Timer

from yanxiu_tui.phone_child import PageState, PhoneChild
from yanxiu_tui.screens.backing_up import BackedUp, back_up
from yanxiu_tui.screens.door import CutOff, DoorRead
from yanxiu_tui.screens.room import Room
from yanxiu_tui.screens.sign_in import SignInScreen
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.trouble import explain
from yanxiu_tui.widgets.wrapping import break_as_chinese

if TYPE_CHECKING:
    from yanxiu_tui.services.phone_pages import Place

DESK_SECONDS = 120.0
# Long after the first paint; then often enough to see that it is another day.
BACKUP_AFTER, BACKUP_EVERY = 10.0, 600.0


class YanxiuApp(App[None]):
    """One terminal of one school."""

    TITLE = "校本研修"
    ENABLE_COMMAND_PALETTE = False  # Its English one; ours opens with F4.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    CSS_PATH = [
        "app.tcss",
        "screens/sign_in.tcss",
    ]  # Textual reads no CSS_PATH of a default screen.
    BINDINGS: ClassVar = [
        Binding("f1", "help", "帮助", id="help", tooltip="这个屏幕怎么用", priority=True),
        Binding(
            "f4,ctrl+p",
            "find_command",
            "找功能",
            key_display="f4",
            id="find",
            tooltip="按名字或首字母找功能",
        ),
        Binding("ctrl+q", "leave_program", "退出", show=False, priority=True),
        Binding("f2", "lock_over", "锁定", show=False, priority=True),
    ]

    phone_page: reactive[PageState] = reactive(PageState(), init=False)

    def __init__(
        self,
        school_name: str = "",
        door: DoorRead | CutOff | None = None,
        phone_child: PhoneChild | None = None,
    ) -> None:
        super().__init__()
        break_as_chinese()
        self.school_name = school_name
        self.door = door
        self.phone_child = phone_child
        self.actor: Actor | None = None
        self.idle: Timer | None = None
        self.backup_trouble = ""
        # An old Windows console draws box characters two cells wide.
        self.set_class(sys.platform == "win32" and "WT_SESSION" not in os.environ, "-ascii")

    def _print_error_renderables(self) -> None:
        """Instead of Textual's traceback: one sentence, the details in a file."""
        if self._exception is not None and self._exit_renderables:
            self._exit_renderables = [Text(explain(self._exception))]
        super()._print_error_renderables()

    def get_key_display(self, binding: Binding) -> str:
        """Keys as they stand on the keyboard: F1, ESC, ^N."""
        return super().get_key_display(binding).upper()

    def get_default_screen(self) -> SignInScreen:
        return SignInScreen(self.door)

    def on_mount(self) -> None:
        # A room gives its own time from the moment it is entered.
        self.screen_change_signal.subscribe(self, lambda _: self.stay())
        self.set_timer(BACKUP_AFTER, self.back_up)
        self.set_interval(BACKUP_EVERY, self.back_up)
        # First the screen; phones have time.
        self.call_after_refresh(self.serve_phones)

    def serve_phones(self, place: "Place | None" = None) -> None:
        """Serve the page for phones there, or as the command line or the office says."""
        if self.phone_child:
            served = self.phone_child.keep(place, self.hear_of_page)
            self.run_worker(served, group="phone_page", exclusive=True)

    def hear_of_page(self, state: PageState) -> None:
        """What became of the page, for every screen that shows it."""
        self.phone_page = state

    def back_up(self) -> None:
        """Make today's backup unless there is or will be one, behind whatever people do."""
        if not any(each.group == "backup" and not each.is_finished for each in self.workers):
            self.run_worker(lambda: self.post_message(back_up()), thread=True, group="backup")

    def on_backed_up(self, message: BackedUp) -> None:
        """Say at every look why there is no backup of today, unless somebody is being asked."""
        self.backup_trouble = message.trouble
        # There is no screen when the program is just closing.
        for screen in self.screen_stack[-1:]:
            if message.trouble and isinstance(screen, SignInScreen) and screen.at_rest:
                screen.say(message.trouble, "wrong")

    def action_enter_desk(self) -> None:
        """F2: ask who it is, then open the desk with what they may do."""
        from yanxiu_tui.screens.login import LoginScreen

        self.push_screen(LoginScreen(), self.open_desk)

    def open_desk(self, actor: Actor | None) -> None:
        """Open the desk for somebody whose PIN was right."""
        if actor is None:
            return
        from yanxiu_tui.screens.desk import DeskScreen

        self.actor = actor
        self.push_screen(DeskScreen(actor))
        self.stay()

    def action_rest(self) -> None:
        """Lock: forget who was here, with what they copied and were told, and rest at 签到台."""
        self.actor = None
        if self.clipboard:
            self.copy_to_clipboard("")
        self.clear_notifications()
        if self.idle:
            self.idle.stop()
        gone = [self.pop_screen() for _ in self.screen_stack[1:]]
        self.call_later(self.forget, gone)

    async def forget(self, gone: list[AwaitComplete]) -> None:
        """Once the screens are gone, let nothing hold on to them."""
        from yanxiu_tui.screens.forgetting import forget_the_gone

        for each in gone:
            await each
        forget_the_gone(self)

    def copy_to_clipboard(self, text: str) -> None:
        """What is typed unseen, as a PIN is, goes nowhere the next person can paste it from."""
        if not getattr(self.focused, "password", False):
            super().copy_to_clipboard(text)

    def stay(self) -> None:
        """Somebody is there: begin the two minutes anew, or what the room gives."""
        if self.idle:
            self.idle.stop()
        if self.actor is not None:
            self.idle = self.set_timer((self.room.IDLE_SECONDS or DESK_SECONDS) * 5 / 6, self.warn)

    @property
    def room(self) -> Room:
        """The room one is in, perhaps beneath a question."""
        return next(each for each in reversed(self.screen_stack) if isinstance(each, Room))

    def warn(self) -> None:
        """Say that the desk will lock, while there is time to save what was typed."""
        self.idle = self.set_timer(DESK_SECONDS / 6, self.lock_idle)
        self.room.say("快要自动锁定了，没有保存的会丢失；按任意键继续。", "wrong")

    def lock_idle(self) -> None:
        """Nobody is there: lock, unless something typed would be lost."""
        if any(isinstance(each, Room) and each.in_trouble for each in self.screen_stack):
            self.stay()
        else:
            self.action_rest()

    async def on_event(self, event: Event) -> None:
        if isinstance(event, Key | MouseDown | MouseScrollDown | MouseScrollUp | Paste):
            self.stay()
        await super().on_event(event)
        if isinstance(event, Resize):
            self.call_after_refresh(self.follow_cursor)

    def follow_cursor(self) -> None:
        """Let the input method's window stand by the cursor again after the layout changed."""
        # Only what is typed in has one.
        offset = getattr(self.focused, "cursor_screen_offset", None)
        if offset is not None:
            self.cursor_position = offset

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A room has a key of its own to lock; over a form or a question it is the program's."""
        if action == "lock_over":
            return self.actor is not None and isinstance(self.screen, ModalScreen)
        return True

    async def action_lock_over(self) -> None:
        """F2 over a form or a question: lock as the room beneath does; ask before what is typed
        there is lost."""
        from yanxiu_tui.screens.confirm import ConfirmScreen, LineScreen
        from yanxiu_tui.screens.form import FormScreen

        async def lock(sure: bool | None) -> None:
            if sure:
                await self.run_action("lock", self.room)

        asked = isinstance(self.screen, ConfirmScreen)
        forms = [each for each in self.screen_stack if isinstance(each, FormScreen | LineScreen)]
        if not any(each.changed for each in forms):
            if asked:
                # No is the answer: else the room, too, might ask above it, time after time.
                await self.screen.dismiss(False)
            await lock(True)
        elif not asked:
            question = "填的还没有保存，锁定就没有了。要锁定吗？"
            self.push_screen(ConfirmScreen(question, "锁定", "接着填", careful=True), lock)

    def action_help(self) -> None:
        """F1: the help of this screen; over a question, that of the screen beneath."""
        from yanxiu_tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.room.ROOM_NAME, self.room.HELP_TEXT))

    def action_find_command(self) -> None:
        """F4: the palette, unless a question is open."""
        from yanxiu_tui.screens.palette import open_palette

        if not isinstance(self.screen, ModalScreen):
            self.push_screen(open_palette())

    def action_leave_program(self) -> None:
        """Ask before the machine's resting screen is closed."""
        from yanxiu_tui.screens.confirm import ConfirmScreen

        question = "要退出签到台吗？退出后老师们不能在这里签到。"

        def leave(sure: bool | None) -> None:
            if sure:
                self.exit()

        self.push_screen(ConfirmScreen(question, "退出", "不退出", careful=True), leave)
