"""A room that follows what is recorded meanwhile, here or on another terminal."""

from dataclasses import dataclass

from textual.message import Message

from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.services import pulse

SECONDS = 2


@dataclass
class Beat(Message):
    """How far the record has come."""

    beat: tuple[int, int]


class LiveRoom(DeskRoom):
    """``read`` is called again whenever something was recorded since."""

    beat = (-1, -1)

    def read(self) -> None:
        """Read again what the room shows."""

    def on_mount(self) -> None:
        self.set_interval(SECONDS, self.listen)

    def listen(self) -> None:
        """Ask how far the record has come, while the room is looked at."""
        if self.is_current:
            self.ask(lambda: Beat(pulse.beat()), group="beat", only_last=True)

    def on_beat(self, message: Beat) -> None:
        if message.beat != self.beat:
            self.beat = message.beat
            self.read()
