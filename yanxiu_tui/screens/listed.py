"""A room that lists what it reads: one table, read anew each time the room is entered."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from textual import on
from textual.events import Key
from textual.widgets import DataTable

from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.widgets.kept_table import KeptTable, Row

Found = TypeVar("Found")


class ListedRoom(DeskRoom, Generic[Found]):
    """``found`` stands in the table row by row; a room says how to ``read`` it.

    ``ACTS`` are what may be done with a row: its key, its action, and what it does in words.
    """

    ACTS: Sequence[tuple[str, str, str]] = ()

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

    def on_key(self, event: Key) -> None:
        """Say so where a key of this room does nothing for the row pointed at, or does not now."""
        named = self._bindings.key_to_bindings.get(event.key)
        if named and event.key not in self.active_bindings:
            of_row = self.current is not None and event.key in {key for key, _, _ in self.ACTS}
            where = "这一行" if of_row else "您现在"
            words = "、".join(each.description for each in named)
            self.say(f"{where}不能办「{words}」。", "wrong")

    def on_screen_resume(self) -> None:
        self.read()

    def read(self) -> None:
        """Read again what is listed."""

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Fill the table; where there is none, ``#nothing`` stands in its place."""
        self.query_one("#nothing").display = not rows
        table = self.query_one(KeptTable)
        table.display = bool(rows)
        table.show(rows)
        self.refresh_bindings()

    @on(DataTable.RowHighlighted)
    def pointed_at(self) -> None:
        self.refresh_bindings()

    def may(self, action: str, view: Found) -> bool:
        """Whether this person may do this with that; the service has the last word."""
        return True

    def may_here(self, action: str) -> bool:
        """The same of what stands under the cursor, of an action that needs a row."""
        if action not in {name for _, name, _ in self.ACTS}:
            return True
        return self.current is not None and self.may(action, self.current)

    def acts_on(self, view: Found) -> dict[str, str]:
        """The keys that act on this, with what they do in words."""
        return {key: words for key, action, words in self.ACTS if self.may(action, view)}

    async def act_chosen(self, key: str | None) -> None:
        """Do what was chosen while it was read in full."""
        if key:
            await self.run_action({key: action for key, action, _ in self.ACTS}[key])
