"""A room that lists what it reads: one table, read anew each time the room is entered."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from textual.widgets import DataTable

from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.services.permission import Actor

Found = TypeVar("Found")


class ListedRoom(DeskRoom, Generic[Found]):
    """``found`` stands in the table row by row; a room says how to ``read`` it."""

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.found: Sequence[Found] = ()

    @property
    def current(self) -> Found | None:
        """What stands under the cursor."""
        at = self.query_one(DataTable).cursor_row
        return self.found[at] if 0 <= at < len(self.found) else None

    def on_mount(self) -> None:
        self.query_one(DataTable).focus()

    def on_screen_resume(self) -> None:
        self.read()

    def read(self) -> None:
        """Read again what is listed."""
