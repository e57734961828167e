"""工作台: everyone sees what they may do, and what waits for them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import DescendantFocus
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from yanxiu_tui import clock
from yanxiu_tui.rules.roles import ROLE_NAMES, Role
from yanxiu_tui.rules.todo import Todo, by_room
from yanxiu_tui.screens.live import LiveRoom
from yanxiu_tui.screens.rooms import Part, RoomEntry, room_of, rooms_for
from yanxiu_tui.services import desk
from yanxiu_tui.services.desk import Waiting
from yanxiu_tui.services.permission import Act, Actor, reach
from yanxiu_tui.widgets.pairing_words import my_pair_words
from yanxiu_tui.widgets.todo_words import due_day, due_words

# Rooms further down have no digit of their own.
_DIGITS = 10
# A window as high as this has air between the parts, and shows more of what waits.
_HIGH = 32
_FEW, _MANY = 8, 20
# Beside a room stand the two most urgent kinds; a third would be cut off in a narrow window.
_BESIDE = 2
_COLUMNS = {
    "left": (Part.MEETINGS, Part.LESSONS),
    "middle": (Part.REVIEW, Part.PAPERS),
    "right": (Part.SCHOOL,),
}
_TODO = "todo-"


@dataclass
class WaitingRead(Message):
    """What waits for the person at the desk."""

    waiting: Waiting


class DeskScreen(LiveRoom):
    """A menu in three columns; a digit or Enter opens a room, Enter what waits in its room."""

    ROOM_NAME = "工作台"
    CSS_PATH = "desk.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (80, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (_HIGH, "-high")]
    HELP_TEXT = """\
按数字，或用上下左右键加回车进入；没有数字的，按 F4 输首字母最快（如 khpm 找考核排名）。
「待办」里最急的在前，回车就到办它的地方；[b]F5[/b] 看全部待办。
做完按 F2 锁定。两分钟不动会自动锁定，回到签到台。"""
    BINDINGS = [
        Binding("escape", "stay", show=False),
        Binding("left", "across(-1)", show=False),
        Binding("right", "across(1)", show=False),
        Binding("f5", "todo", "全部待办", id="todo", tooltip="等着您办的事，最急的在前"),
        *[
            Binding(str(digit % 10), f"open({digit})", show=False)
            for digit in range(1, _DIGITS + 1)
        ],
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.rooms: list[RoomEntry] = rooms_for(actor)
        self.todos: Sequence[Todo] = ()
        self.heading = "待办"

    def body(self) -> ComposeResult:
        with Vertical(id="desk"):
            yield Static(self.greeting(), id="greeting", markup=False)
            yield Static("", id="pairs", markup=False)
            with Horizontal(id="rooms"):
                for column in _COLUMNS:
                    yield OptionList(id=column)
            yield Static("", id="purpose", markup=False)

    def on_mount(self) -> None:
        self.list_rooms()
        self.query_one("#left", OptionList).focus()
        trouble: str = self.app.backup_trouble  # type: ignore[attr-defined]
        if trouble and reach(self.actor, Act.VERIFY_AUDIT):
            self.say(trouble, "wrong")

    def on_screen_resume(self) -> None:
        self.read()

    def read(self) -> None:
        """Read again what waits."""

        def act() -> Message:
            return WaitingRead(desk.waiting(self.actor, clock.now()))

        self.ask(act, group="read", only_last=True)

    def greeting(self) -> str:
        """Who this is, in words the school uses."""
        roles = [ROLE_NAMES[role] for role in Role if role in self.actor.roles]
        return f"{self.actor.name}老师，您好（{'、'.join(roles)}）"

    def on_waiting_read(self, message: WaitingRead) -> None:
        self.rooms = rooms_for(self.actor, message.waiting.hosts)
        self.todos = message.waiting.todos
        self.heading = f"待办 {len(self.todos)} 项" if self.todos else "待办 没有"
        self.list_rooms()
        pairs = self.query_one("#pairs", Static)
        pairs.update(Text("\n").join(my_pair_words(each) for each in message.waiting.pairs))
        pairs.display = bool(message.waiting.pairs)

    def list_rooms(self) -> None:
        """Paint the menu, what waits beside its room and, the most urgent first, above all."""
        due = {
            room: " ".join(f"{short}{count}" for short, count in [*counts.items()][:_BESIDE])
            for room, counts in by_room(self.todos).items()
        }
        numbered = enumerate(self.rooms, start=1)
        of_part = {part: [*each] for part, each in groupby(numbered, lambda each: each[1].part)}
        for column, parts in _COLUMNS.items():
            options = self.query_one(f"#{column}", OptionList)
            kept = options.highlighted
            shown = [self.todo_options()] if column == "right" else []
            shown += [_options(part, of_part[part], due) for part in parts if part in of_part]
            options.set_options(self.apart(shown))
            options.highlighted = _near(options, kept or 0)

    @property
    def high(self) -> bool:
        """Whether there are lines to spare."""
        return self.size.height >= _HIGH

    def apart(self, parts: Iterable[Iterable[Option]]) -> Iterator[Option | None]:
        """One part after another, with a line between where there are lines to spare."""
        for number, part in enumerate(parts):
            if number and self.high:
                yield None
            yield from part

    def on_resize(self) -> None:
        self.list_rooms()

    def todo_options(self) -> Iterator[Option]:
        """What is most urgent, under a heading that opens the whole list."""
        heading = Content.styled(self.heading, "bold underline $text-accent")
        yield Option(heading, id=str(len(self.rooms)))
        now, shown = clock.now(), self.todos[: _MANY if self.high else _FEW]
        dues = [due_words(each.due_at, now) for each in shown]
        width = max((due.cell_len for due in dues), default=0)
        for at, (each, due) in enumerate(zip(shown, dues, strict=True)):
            if due:
                due.pad_right(width - due.cell_len + 1)
            yield Option(Text.assemble(due, each.words), id=f"{_TODO}{at}")

    @on(OptionList.OptionHighlighted)
    @on(DescendantFocus)
    def point(self) -> None:
        """Say what one does in the room pointed at, or what waits and where one does it."""
        options = self.focused
        if not isinstance(options, OptionList) or options.highlighted is None:
            return
        chosen = options.get_option_at_index(options.highlighted).id or ""
        if chosen.startswith(_TODO):
            todo = self.todos[int(chosen.removeprefix(_TODO))]
            where = f"在「{room_of(todo.place).name}」里办"
            said = "  ".join(filter(None, (todo.words, due_day(todo.due_at), where)))
        else:
            said = self.rooms[int(chosen) - 1].purpose if chosen else ""
        self.query_one("#purpose", Static).update(said)

    @on(OptionList.OptionSelected)
    def picked(self, event: OptionList.OptionSelected) -> None:
        chosen = event.option_id or ""
        if chosen.startswith(_TODO):
            todo = self.todos[int(chosen.removeprefix(_TODO))]
            self.enter(room_of(todo.place), todo.term_id)
        elif chosen:
            self.action_open(int(chosen))

    def action_across(self, step: int) -> None:
        """To the next column, at the same height."""
        lists = list(self.query(OptionList))
        if self.focused not in lists:
            return
        here = lists.index(self.focused)
        there = min(max(here + step, 0), len(lists) - 1)
        if there == here:
            return
        self.set_focus(lists[there])
        lists[there].highlighted = _near(lists[there], lists[here].highlighted or 0)

    def action_stay(self) -> None:
        """One Esc too many does not lock anybody out."""
        self.say("做完了按 F2 锁定。", "plain")

    def action_open(self, number: int) -> None:
        if number <= len(self.rooms):
            self.enter(self.rooms[number - 1])

    def action_todo(self) -> None:
        self.enter(room_of("todo"))

    def enter(self, room: RoomEntry, term_id: int | None = None) -> None:
        """Open a room, on that term."""
        self.app.push_screen(room.open(self.actor, term_id))


def _options(
    part: Part, rooms: Iterable[tuple[int, RoomEntry]], due: Mapping[str, str]
) -> Iterator[Option]:
    """The rooms of a part under its name."""
    yield Option(Text(part.value, style="bold underline"), disabled=True)
    for number, room in rooms:
        yield Option(_entry(number, room, due.get(room.module, "")), id=str(number))


def _entry(number: int, room: RoomEntry, due: str) -> Text:
    digit = str(number % 10) if number <= _DIGITS else " "
    name = Text(f"{digit} {room.name}", style="bold")
    if due:
        name.append(f" {due}", style="bold yellow")
    return name


def _near(options: OptionList, at: int) -> int:
    """This place in the list, or the one below where the name of a part stands there."""
    at = min(at, options.option_count - 1)
    return at + options.get_option_at_index(at).disabled
