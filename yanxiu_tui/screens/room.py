"""What every screen shares: the head line, the status line, and the way to call a service."""

from collections.abc import Callable
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.screen import Screen
from textual.worker import active_worker, get_current_worker

from yanxiu_tui.errors import Refused
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.trouble import explain
from yanxiu_tui.widgets.head import Head
from yanxiu_tui.widgets.key_line import KeyLine
from yanxiu_tui.widgets.status_line import StatusLine


@dataclass
class Refusal(Message):
    """A service said no; the sentence is fit to show. ``group`` is the one it was asked in."""

    sentence: str
    group: str = ""


class Caller:
    """For screens and modals: run a service in a worker thread, hear of it by message."""

    def ask(
        self, act: Callable[[], Message], group: str = "default", only_last: bool = False
    ) -> None:
        """Run ``act`` in a worker; the message it returns is posted here, a refusal as Refusal.

        ``only_last`` drops earlier calls of the same group that are still under way.
        """

        def work() -> None:
            try:
                message = act()
            except Refused as refusal:
                message = Refusal(str(refusal), group)
            except Exception as error:
                message = Refusal(explain(error), group)
            if not get_current_worker().is_cancelled:
                self.post_message(message)  # type: ignore[attr-defined]
            # Else this thread remembers the screen, and a PIN typed there, until its next call.
            active_worker.set(None)  # type: ignore[arg-type]

        self.run_worker(work, thread=True, group=group, exclusive=only_last)  # type: ignore[attr-defined]

    def follow(self, read: Callable[[], None], group: str = "read") -> None:
        """Read again by and by, but hear a slow server out first: asked anew each time, it would
        never be."""
        if not self.at_work(group):
            read()

    def at_work(self, group: str) -> bool:
        """Whether a worker of this screen and group is still under way."""
        mine = (each for each in self.workers if each.node is self and each.group == group)  # type: ignore[attr-defined]
        return any(not each.is_finished for each in mine)

    def once_sure(
        self,
        question: str,
        act: Callable[[], object],
        yes: str = "确定",
        careful: bool = False,
    ) -> None:
        """Ask first, and act on a yes; ``careful`` puts Enter on what changes nothing."""
        from yanxiu_tui.screens.confirm import ConfirmScreen

        def decided(sure: bool | None) -> None:
            if sure:
                act()

        self.app.push_screen(ConfirmScreen(question, yes, careful=careful), decided)  # type: ignore[attr-defined]


class Room(Caller, Screen[None]):
    """A screen of the program. Put its content between ``head`` and ``foot`` in ``compose``.

    ``HELP_TEXT`` is what F1 shows: what the screen is for and what the keys do. ``IDLE_SECONDS``
    without a key lock the desk; ``in_trouble`` holds that back.
    """

    IDLE_SECONDS: float | None = None
    HELP_TEXT = ""
    ROOM_NAME = ""

    def __init__(self, actor: Actor | None = None) -> None:
        super().__init__()
        self.actor = actor

    def compose(self) -> ComposeResult:
        yield Head(self.ROOM_NAME, self.actor.name if self.actor else "")
        yield from self.body()
        yield StatusLine()
        yield KeyLine(show_command_palette=False)

    def body(self) -> ComposeResult:
        """The screen's own widgets."""
        yield from ()

    @property
    def in_trouble(self) -> bool:
        """Whether something typed here could not be kept."""
        return False

    def say(self, sentence: str, kind: str = "done") -> None:
        """Show a sentence in the status line; ``kind`` is done, wrong or plain."""
        self.query_one(StatusLine).say(sentence, kind)

    def on_refusal(self, message: Refusal) -> None:
        self.say(message.sentence, "wrong")


class DeskRoom(Room):
    """A screen behind the PIN: Esc goes back, F2 locks the desk and rests at 签到台."""

    BINDINGS = [
        Binding("escape", "back", "返回", id="back", tooltip="回到上一个屏幕"),
        Binding("f2", "lock", "锁定", id="lock", tooltip="离开工作台，回到签到台"),
    ]
    actor: Actor

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)

    def action_back(self) -> None:
        self.app.pop_screen()

    async def action_lock(self) -> None:
        await self.app.run_action("rest")
