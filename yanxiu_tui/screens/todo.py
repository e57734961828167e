"""待办: everything that waits for somebody, the most urgent first; Enter goes where it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import DataTable, Static

from yanxiu_tui import clock
from yanxiu_tui.rules.todo import Todo
from yanxiu_tui.screens.live import LiveListedRoom
from yanxiu_tui.screens.rooms import room_of
from yanxiu_tui.services import todo
from yanxiu_tui.widgets.kept_table import KeptTable
from yanxiu_tui.widgets.todo_words import due_day, due_words

_NARROW = {"期限": 11, "要办的事": 0, "在哪里办": 10}
_WIDE = {"期限": 11, "截止": 19, "要办的事": 0, "在哪里办": 12}


@dataclass
class TodosRead(Message):
    """What waits at this instant."""

    todos: Sequence[Todo]
    now: datetime


class TodoScreen(LiveListedRoom[Todo]):
    """One row a thing to do."""

    ROOM_NAME = "待办"
    HELP_TEXT = """\
等着您办的事，最急的在前；没有期限的排在后面。
[b]回车[/b] 到办它的地方；办好回来，这里就少一项。"""

    def body(self) -> ComposeResult:
        yield Static("没有等着您办的事。", id="nothing")
        yield KeptTable(_NARROW, _WIDE)

    def on_mount(self) -> None:
        self.query_one("#nothing").display = False

    def read(self) -> None:
        def act() -> Message:
            now = clock.now()
            return TodosRead(todo.todos(self.actor, now), now)

        self.ask(act, group="read", only_last=True)

    def on_todos_read(self, message: TodosRead) -> None:
        self.found = message.todos
        table = self.query_one(KeptTable)
        table.show(
            [
                (f"{each} {self.found[:at].count(each)}", _cells(each, message.now))
                for at, each in enumerate(self.found)
            ]
        )
        table.display = bool(self.found)
        self.query_one("#nothing").display = not self.found

    @on(DataTable.RowSelected)
    def go(self) -> None:
        """Go where it is done."""
        if self.current:
            room = room_of(self.current.place)
            self.app.push_screen(room.open(self.actor, self.current.term_id))


def _cells(todo: Todo, now: datetime) -> dict[str, Text]:
    return {
        "期限": due_words(todo.due_at, now),
        "截止": Text(due_day(todo.due_at)),
        "要办的事": Text(todo.words),
        "在哪里办": Text(room_of(todo.place).name),
    }
