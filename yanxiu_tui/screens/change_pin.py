"""修改口令: the old PIN, then a new one, twice (Z25)."""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Button, Input, Static

from yanxiu_tui import clock
from yanxiu_tui.rules.pin import LONGEST, SHORTEST
from yanxiu_tui.screens.room import DeskRoom, Refusal
from yanxiu_tui.services import credentials

_OLD, _NEW, _AGAIN = "#old", "#new", "#again"


@dataclass
class PinFits(Message):
    """The new PIN is strong enough."""


@dataclass
class PinChanged(Message):
    """The new PIN holds from now on."""


class ChangePinScreen(DeskRoom):
    """Three fields; a weak PIN is said as soon as it has been typed."""

    ROOM_NAME = "修改口令"
    CSS_PATH = "change_pin.tcss"
    HELP_TEXT = f"""\
先输现在的口令，再把新口令输两遍，每输完一项按回车。
新口令是 {SHORTEST} 至 {LONGEST} 位数字；连号、叠号、自己的工号、生日和电话号码不能用。
口令代表本人签到，一律不准代签（Z25），请不要告诉别人。
现在的口令想不起来，请教导处换发启用码。"""
    BINDINGS = [
        Binding("ctrl+s", "save", "改口令", id="save", tooltip="换成新口令"),
    ]

    def body(self) -> ComposeResult:
        with VerticalScroll(id="change", can_focus=False):
            yield Static("现在的口令", classes="field")
            yield Input(id="old", password=True)
            yield Static(
                f"新口令（{SHORTEST} 至 {LONGEST} 位数字，不用连号和生日）", classes="field"
            )
            yield Input(id="new", password=True)
            yield Static("再输一遍新口令", classes="field")
            yield Input(id="again", password=True)
            with Horizontal(classes="buttons"):
                yield Button("改口令", variant="primary", id="yes")
                yield Button("返回（Esc）", id="no")

    def on_mount(self) -> None:
        self.asking = _OLD
        self.query_one(_OLD, Input).focus()

    @on(Input.Submitted)
    def next_field(self, event: Input.Submitted) -> None:
        if event.input.id == "again":
            self.action_save()
            return
        self.focus_next(Input)
        if event.input.id == "new":
            self.check_strength(event.value)

    @on(Button.Pressed, "#yes")
    def pressed_yes(self) -> None:
        self.action_save()

    @on(Button.Pressed, "#no")
    def pressed_no(self) -> None:
        self.action_back()

    def check_strength(self, pin: str) -> None:
        """Say at once when this PIN will not do; the focus comes back to it then."""
        self.asking = _NEW

        def act() -> Message:
            credentials.refuse_weak(self.actor.staff_no, pin)
            return PinFits()

        self.ask(act)

    def on_pin_fits(self) -> None:
        self.say("")

    def action_save(self) -> None:
        """Change the PIN when both entries agree."""
        old, pin, again = (self.query_one(name, Input).value for name in (_OLD, _NEW, _AGAIN))
        if pin != again:
            self.asking = _NEW
            self.post_message(Refusal("两次输入的新口令不一样，请重新输入。"))
            return
        self.asking = _OLD

        def act() -> Message:
            credentials.change_pin(self.actor, old, pin, clock.now())
            return PinChanged()

        self.ask(act)

    def on_pin_changed(self) -> None:
        self.empty(_OLD, _NEW, _AGAIN)
        self.query_one(_OLD, Input).focus()
        self.say("口令已改好，从现在起用新口令。")

    def on_refusal(self, message: Refusal) -> None:
        self.empty(*((_NEW, _AGAIN) if self.asking == _NEW else (_OLD,)))
        self.query_one(self.asking, Input).focus()

    def empty(self, *fields: str) -> None:
        """Clear these fields."""
        for name in fields:
            self.query_one(name, Input).value = ""
