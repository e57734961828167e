"""The Textual app: it rests at 签到台, and lets people through to the desk behind a PIN."""

from typing import ClassVar

from textual.app import App
from textual.binding import Binding
from textual.events import Event, Key, MouseDown, MouseScrollDown, MouseScrollUp, Paste
from textual.timer import Timer

from yanxiu_tui.screens.sign_in import SignInScreen
from yanxiu_tui.services.permission import Actor

DESK_SECONDS = 120.0


class YanxiuApp(App[None]):
    """One terminal of one school."""

    TITLE = "校本研修"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar = [
        Binding("ctrl+q", "leave_program", "退出", show=False, priority=True),
    ]

    def __init__(self, school_name: str = "") -> None:
        super().__init__()
        self.school_name = school_name
        self.actor: Actor | None = None
        self.idle: Timer | None = None

    def on_mount(self) -> None:
        self.push_screen(SignInScreen())

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
        """Lock: forget who was here and rest at 签到台."""
        self.actor = None
        if self.idle:
            self.idle.stop()
        while len(self.screen_stack) > 2:
            self.pop_screen()

    def stay(self) -> None:
        """Somebody is there: begin the two minutes anew."""
        if self.idle:
            self.idle.stop()
        if self.actor is not None:
            self.idle = self.set_timer(DESK_SECONDS, self.action_rest)

    async def on_event(self, event: Event) -> None:
        if isinstance(event, Key | MouseDown | MouseScrollDown | MouseScrollUp | Paste):
            self.stay()
        await super().on_event(event)

    def action_leave_program(self) -> None:
        """Ask before the machine's resting screen is closed."""
        from yanxiu_tui.screens.confirm import ConfirmScreen

        def leave(sure: bool | None) -> None:
            if sure:
                self.exit()

        self.push_screen(ConfirmScreen("要退出签到台吗？退出后老师们不能在这里签到。"), leave)
