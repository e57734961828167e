"""待办: what waits for somebody, the most urgent first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

_SOME_DAY = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Todo:
    """One thing to do, in words, in the room (its module) where one does it.

    ``due_at`` None is due at no certain time. ``short`` is what waits in a word, and ``count`` how
    often, for the menu; "" for what others owe. ``board`` is the screen behind the room where one
    does it, "" for the room. ``term_id`` is the earlier term it is of, None for the current one.
    """

    room: str
    words: str
    due_at: datetime | None = None
    short: str = "待办"
    count: int = 1
    board: str = ""
    term_id: int | None = None

    @property
    def place(self) -> str:
        """The module where one does it."""
        return self.board or self.room


def by_urgency(todos: Sequence[Todo]) -> list[Todo]:
    """What was due longest ago first, what is due at no certain time last, in the order given."""
    return sorted(todos, key=lambda each: each.due_at or _SOME_DAY)


def by_room(todos: Sequence[Todo]) -> dict[str, dict[str, int]]:
    """How much waits in each room, by the word for it."""
    counts: dict[str, dict[str, int]] = {}
    for each in (todo for todo in todos if todo.short):
        of_room = counts.setdefault(each.room, {})
        of_room[each.short] = of_room.get(each.short, 0) + each.count
    return counts
