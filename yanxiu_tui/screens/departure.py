"""早退 or 中途离场: how one person left, and when (Z26)."""

from collections.abc import Callable
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList, Static

from yanxiu_tui import clock
from yanxiu_tui.rules.attendance import DEPARTURE_NAMES, Departure
from yanxiu_tui.screens.hours import hour_of, on_the_day
from yanxiu_tui.screens.room import Caller, DeskRoom, Refusal
from yanxiu_tui.services import departures
from yanxiu_tui.services.activities import ActivityView
from yanxiu_tui.services.attendance import Board, Line
from yanxiu_tui.services.permission import Actor

_WAYS = tuple(Departure)


@dataclass
class DepartureKept(Message):
    """It is recorded, or taken back."""

    said: str


def ask_who_left(room: DeskRoom, board: Board, then: Callable[[str | None], None]) -> None:
    """Ask who left a meeting, then how and when; ``then`` hears what was recorded, in words."""
    from yanxiu_tui.screens.find import FindScreen

    def found(staff_no: str | None) -> None:
        line = next((line for line in board.lines if line.staff_no == staff_no), None)
        if line:
            room.app.push_screen(DepartureScreen(room.actor, board.activity, line), then)

    room.app.push_screen(FindScreen("早退、中途离场", board.lines), found)


class DepartureScreen(Caller, ModalScreen[str | None]):
    """Returns what was recorded, in words, or None."""

    BINDINGS = [
        Binding("escape", "dismiss(None)", "取消", id="cancel"),
        Binding("ctrl+s", "save", "确定", id="save", priority=True),
        Binding("ctrl+z", "take_back", "撤销", id="take_back", priority=True),
    ]

    def __init__(self, actor: Actor, meeting: ActivityView, line: Line) -> None:
        super().__init__()
        self.actor, self.meeting, self.line = actor, meeting, line

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(f"{self.line.name}：早退或中途离场", classes="title", markup=False)
            yield Static(self.standing(), markup=False)
            yield Static("哪一种（上下键选，回车）", classes="field")
            yield OptionList(*(DEPARTURE_NAMES[way] for way in _WAYS), id="way", compact=True)
            yield Static("几点离开（如 16:20）", classes="field")
            yield Input(hour_of(self.line.departed_at or clock.now()), id="at")
            yield Static("", classes="wrong", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("确定", variant="primary", id="yes")
                if self.line.departure:
                    yield Button("撤销（Ctrl+Z）", id="back")
                yield Button("取消（Esc）", id="no")

    def on_mount(self) -> None:
        ways = self.query_one("#way", OptionList)
        ways.highlighted = _WAYS.index(self.line.departure) if self.line.departure else 0
        ways.focus()

    def standing(self) -> str:
        """What is recorded of this person so far."""
        said = [self.line.group_name or self.line.staff_no]
        if self.line.signed_in_at:
            said.append(f"{hour_of(self.line.signed_in_at)} 签到")
        if self.line.departure and self.line.departed_at:
            left = DEPARTURE_NAMES[self.line.departure]
            said.append(f"已记{left} {hour_of(self.line.departed_at)}")
        return "  ".join(said)

    @on(OptionList.OptionSelected)
    def next_field(self, event: OptionList.OptionSelected) -> None:
        self.query_one("#at", Input).focus()

    @on(Button.Pressed)
    def pressed(self, event: Button.Pressed) -> None:
        match event.button.id:
            case "yes":
                self.action_save()
            case "back":
                self.action_take_back()
            case _:
                self.dismiss(None)

    @on(Input.Submitted)
    def action_save(self) -> None:
        way = _WAYS[self.query_one("#way", OptionList).highlighted or 0]
        typed = self.query_one("#at", Input).value

        def act() -> str:
            at = on_the_day(typed, self.meeting.starts_at)
            departures.mark_left(
                self.actor, self.meeting.id, self.line.teacher_id, way, at, clock.now()
            )
            return f"{self.line.name}：{DEPARTURE_NAMES[way]} {hour_of(at)}"

        self.keep(act)

    def action_take_back(self) -> None:
        if not self.line.departure:
            return

        def act() -> str:
            departures.undo(self.actor, self.meeting.id, self.line.teacher_id, clock.now())
            return f"{self.line.name}：已撤销早退、离场记录"

        self.keep(act)

    def keep(self, act: Callable[[], str]) -> None:
        """Record it in a worker; a refusal keeps what was typed."""
        self.ask(lambda: DepartureKept(act()))

    def on_departure_kept(self, message: DepartureKept) -> None:
        self.dismiss(message.said)

    def on_refusal(self, message: Refusal) -> None:
        self.query_one(".wrong", Static).update(message.sentence)
