"""工作台: everyone sees what they may do, and what waits for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.events import DescendantFocus
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from yanxiu_tui import clock
from yanxiu_tui.rules.roles import ROLE_NAMES, Role
from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.screens.rooms import Part, RoomEntry, rooms_for
from yanxiu_tui.services import desk
from yanxiu_tui.services.desk import Waiting
from yanxiu_tui.services.permission import Act, Actor, reach
from yanxiu_tui.widgets.pairing_words import my_pair_words

# The room in which something waits, what it is, and the words beside the room.
_DUE = (
    ("leave_decisions", "leave_decisions", "{} 张待批"),
    ("my_attendance", "makeups", "{} 项待后补"),
    ("prep", "unsigned_sessions", "{} 次待签字"),
    ("observations", "observations", "{} 节待确认"),
    ("pairings", "pairings", "{} 项待签"),
    ("pairings", "pairing_assessments", "{} 对待考核"),
    ("claim_decisions", "claim_decisions", "{} 份待审"),
    ("evaluation", "evaluation", "{} 项要评"),
    ("published", "objections", "{} 条异议待答"),
)
# Rooms further down have no digit of their own.
_DIGITS = 10
_COLUMNS = {"left": (Part.MEETINGS, Part.LESSONS), "right": (Part.REVIEW, Part.SCHOOL)}


@dataclass
class WaitingRead(Message):
    """What waits for the person at the desk."""

    waiting: Waiting


class DeskScreen(DeskRoom):
    """A menu in two columns; a digit or Enter opens a room."""

    ROOM_NAME = "工作台"
    CSS_PATH = "desk.tcss"
    HELP_TEXT = """\
按数字，或用上下左右键加回车进入；没有数字的，按 F4 输首字母最快（如 khpm 找考核排名）。
做完按 F2 锁定。两分钟不动会自动锁定，回到签到台。"""
    BINDINGS = [
        Binding("escape", "stay", show=False),
        Binding("left", "across('left')", show=False),
        Binding("right", "across('right')", show=False),
        *[
            Binding(str(digit % 10), f"open({digit})", show=False)
            for digit in range(1, _DIGITS + 1)
        ],
    ]

    def __init__(self, actor: Actor) -> None:
        super().__init__(actor)
        self.rooms: list[RoomEntry] = rooms_for(actor)

    def body(self) -> ComposeResult:
        with Vertical(id="desk"):
            yield Static(self.greeting(), id="greeting", markup=False)
            yield Static("", id="pairs", markup=False)
            with Horizontal(id="rooms"):
                yield OptionList(id="left")
                yield OptionList(id="right")
            yield Static("", id="purpose", markup=False)

    def on_mount(self) -> None:
        self.list_rooms(Waiting())
        self.query_one("#left", OptionList).focus()
        trouble: str = self.app.backup_trouble  # type: ignore[attr-defined]
        if trouble and reach(self.actor, Act.VERIFY_AUDIT):
            self.say(trouble, "wrong")

    def on_screen_resume(self) -> None:
        self.ask(lambda: WaitingRead(desk.waiting(self.actor, clock.now())))

    def greeting(self) -> str:
        """Who this is, in words the school uses."""
        roles = [ROLE_NAMES[role] for role in Role if role in self.actor.roles]
        return f"{self.actor.name}老师，您好（{'、'.join(roles)}）"

    def on_waiting_read(self, message: WaitingRead) -> None:
        self.rooms = rooms_for(self.actor, message.waiting.hosts)
        self.list_rooms(message.waiting)
        pairs = self.query_one("#pairs", Static)
        pairs.update(Text("\n").join(my_pair_words(each) for each in message.waiting.pairs))
        pairs.display = bool(message.waiting.pairs)

    def list_rooms(self, waiting: Waiting) -> None:
        """Paint the menu, what waits beside its room."""
        due: dict[str, str] = {}
        for module, subject, words in _DUE:
            if count := waiting.counts.get(subject):
                due[module] = "，".join(filter(None, (due.get(module), words.format(count))))
        numbered = list(enumerate(self.rooms, start=1))
        for column, parts in _COLUMNS.items():
            options = self.query_one(f"#{column}", OptionList)
            kept = options.highlighted
            options.set_options(_options([each for each in numbered if each[1].part in parts], due))
            options.highlighted = min(kept or 1, options.option_count - 1)

    @on(OptionList.OptionHighlighted)
    @on(DescendantFocus)
    def point(self) -> None:
        """Say what one does in the room pointed at."""
        options = self.focused
        if isinstance(options, OptionList) and options.highlighted is not None:
            number = options.get_option_at_index(options.highlighted).id
            purpose = self.rooms[int(number) - 1].purpose if number else ""
            self.query_one("#purpose", Static).update(purpose)

    @on(OptionList.OptionSelected)
    def picked(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            self.action_open(int(event.option_id))

    def action_across(self, column: str) -> None:
        """To the other column, at the same height."""
        other = self.query_one(f"#{column}", OptionList)
        if self.focused is other or not isinstance(self.focused, OptionList):
            return
        at = min(self.focused.highlighted or 1, other.option_count - 1)
        other.focus()
        other.highlighted = at if not other.get_option_at_index(at).disabled else at + 1

    def action_stay(self) -> None:
        """One Esc too many does not lock anybody out."""
        self.say("做完了按 F2 锁定。", "plain")

    def action_open(self, number: int) -> None:
        if number <= len(self.rooms):
            self.app.push_screen(self.rooms[number - 1].open(self.actor))


def _options(rooms: Sequence[tuple[int, RoomEntry]], due: dict[str, str]) -> list[Option]:
    """The rooms of a column under the names of their parts."""
    options = []
    for part, entries in groupby(rooms, key=lambda each: each[1].part):
        options.append(Option(Text(part.value, style="bold underline"), disabled=True))
        options += [
            Option(_entry(number, room, due.get(room.module, "")), id=str(number))
            for number, room in entries
        ]
    return options


def _entry(number: int, room: RoomEntry, due: str) -> Text:
    digit = str(number % 10) if number <= _DIGITS else " "
    name = Text(f" {digit}  {room.name}", style="bold")
    if due:
        name.append(f"  {due}", style="bold yellow")
    return name
