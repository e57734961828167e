"""The one input of 签到台, which a scanner types into faster than anything answers."""

from textual.events import Key
from textual.message import Message
from textual.widgets import Input


class TypedInput(Input):
    """Gives its text away at Enter: what is typed next, however soon, stands apart from it."""

    class Turned(Message):
        """F3 was pressed: another meeting is meant by what is typed next."""

    async def on_key(self, event: Key) -> None:
        """Take these here: as bindings they go round by the program, and keys behind them pass."""
        if event.key == "enter":
            event.stop()
            await self.action_submit()
        elif event.key == "f3":
            event.stop()
            self.post_message(self.Turned())

    async def action_submit(self) -> None:
        self.post_message(self.Submitted(self, self.value))
        self.value = ""
