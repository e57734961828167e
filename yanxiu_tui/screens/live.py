"""A room that follows what is recorded meanwhile, here or on another terminal."""

from dataclasses import dataclass

from textual import on
from textual.events import Key
from textual.message import Message

from yanxiu_tui.screens.listed import Found, ListedRoom
from yanxiu_tui.screens.room import DeskRoom, Refusal
from yanxiu_tui.services import pulse
from yanxiu_tui.widgets.kept_table import KeptTable

SECONDS = 2
_GROUP = "beat"
_SLIPPED = "光标上的那一行刚换过，请看清再按一次。"


@dataclass
class Beat(Message):
    """How far the record has come."""

    beat: tuple[int, int]


class LiveRoom(DeskRoom):
    """``read`` is called again whenever something was recorded since."""

    beat = (-1, -1)
    lost = False
    following = False

    def read(self) -> None:
        """Read again what the room shows."""

    def on_mount(self) -> None:
        self.set_interval(SECONDS, self.listen)

    def listen(self) -> None:
        """Ask how far the record has come, while nothing stands before the room.

        What is read in full there stays what its keys act on.
        """
        if self.is_active:
            self.follow(lambda: self.ask(lambda: Beat(pulse.beat()), group=_GROUP), _GROUP)

    def on_refusal(self, message: Refusal) -> None:
        """Remember it, beside what every room says of it."""
        self.lost = self.lost or message.group == _GROUP

    def on_beat(self, message: Beat) -> None:
        if self.lost:
            self.lost = False
            self.say("恢复了，请接着办。")
            self.read()
        if message.beat != self.beat:
            self.beat = message.beat
            self.following = True
            self.read()


class LiveListedRoom(LiveRoom, ListedRoom[Found]):
    """One that lists: where the row pointed at is gone, the first key that acts only says so."""

    slipped = False

    @on(KeptTable.Slipped)
    def another_row(self) -> None:
        """Remember that another row came under the cursor, unless by what one did oneself."""
        self.slipped = self.following

    def on_key(self, event: Key) -> None:
        if self.slipped and event.key in {key for key, _, _ in self.ACTS}:
            event.stop()
            event.prevent_default()
            self.say(_SLIPPED, "wrong")
        self.following = self.slipped = False

    async def act_chosen(self, key: str | None) -> None:
        if key and self.slipped:
            self.say(_SLIPPED, "wrong")
            self.slipped = False
        else:
            await super().act_chosen(key)
