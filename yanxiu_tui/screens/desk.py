"""工作台: everyone sees what they may do, and what waits for them."""

from dataclasses import dataclass

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from yanxiu_tui import clock
from yanxiu_tui.rules.roles import ROLE_NAMES, Role
from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.screens.rooms import RoomEntry, rooms_for
from yanxiu_tui.services import desk
from yanxiu_tui.services.desk import Waiting
from yanxiu_tui.services.permission import Actor

# The room in which something waits, what it is, and the words beside the room.
_DUE = (
    ("leave_decisions", "leave_decisions", "{} 张待批"),
    ("my_attendance", "makeups", "{} 项待后补"),
    ("claim_decisions", "claim_decisions", "{} 份待审"),
    ("evaluation", "evaluation", "{} 项要评"),
    ("published", "objections", "{} 条异议待答"),
)
# Rooms further down have no digit of their own.
_DIGITS = 10


@dataclass
class WaitingRead(Message):
    """What waits for the person at the desk."""

    waiting: Waiting


class DeskScreen(DeskRoom):
    """A menu; a digit or Enter opens a room."""

    ROOM_NAME = "工作台"
    CSS_PATH = "desk.tcss"
    HELP_TEXT = """\
按数字或用上下键加回车进入；没有数字的，按 F4 输首字母最快（如 khpm 找考核排名）。
做完按 F2 锁定。两分钟不动会自动锁定，回到签到台。"""
    BINDINGS = [
        Binding("escape", "stay", show=False),
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
            yield OptionList(id="rooms")

    def on_mount(self) -> None:
        self.list_rooms(Waiting())
        self.query_one("#rooms", OptionList).focus()

    def on_screen_resume(self) -> None:
        self.ask(lambda: WaitingRead(desk.waiting(self.actor, clock.now())))

    def greeting(self) -> str:
        """Who this is, in words the school uses."""
        roles = [ROLE_NAMES[role] for role in Role if role in self.actor.roles]
        return f"{self.actor.name}老师，您好（{'、'.join(roles)}）"

    def on_waiting_read(self, message: WaitingRead) -> None:
        self.rooms = rooms_for(self.actor, message.waiting.hosts)
        self.list_rooms(message.waiting)

    def list_rooms(self, waiting: Waiting) -> None:
        """Paint the menu, what waits beside its room."""
        due = {
            module: words.format(count)
            for module, subject, words in _DUE
            if (count := waiting.counts.get(subject))
        }
        options = self.query_one("#rooms", OptionList)
        kept = options.highlighted or 0
        options.set_options(
            Option(_entry(number, room, due.get(room.module, "")))
            for number, room in enumerate(self.rooms, start=1)
        )
        options.highlighted = min(kept, len(self.rooms) - 1)

    @on(OptionList.OptionSelected, "#rooms")
    def picked(self, event: OptionList.OptionSelected) -> None:
        self.action_open(event.option_index + 1)

    def action_stay(self) -> None:
        """One Esc too many does not lock anybody out."""
        self.say("做完了按 F2 锁定。", "plain")

    def action_open(self, number: int) -> None:
        if number <= len(self.rooms):
            self.app.push_screen(self.rooms[number - 1].open(self.actor))


def _entry(number: int, room: RoomEntry, due: str) -> Text:
    digit = str(number % 10) if number <= _DIGITS else " "
    name = Text(f" {digit}  {room.name}", style="bold")
    name.append(" " * max(2, 18 - name.cell_len))
    name.append(room.purpose, style="dim")
    if due:
        name.append(f"  {due}", style="bold yellow")
    return name
