"""The one input of 签到台, which a scanner types into faster than anything answers."""

from textual.events import Key
from textual.widgets import Input


class TypedInput(Input):
    """Gives its text away at Enter: what is typed next, however soon, stands apart from it."""

    async def on_key(self, event: Key) -> None:
        """Take Enter here: as a binding it goes round by the program, and keys behind it pass."""
        if event.key == "enter":
            event.stop()
            await self.action_submit()

    async def action_submit(self) -> None:
        self.post_message(self.Submitted(self, self.value))
        self.value = ""
