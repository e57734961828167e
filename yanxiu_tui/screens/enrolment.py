"""A teacher's first time: the code from the office, then a PIN of their own, twice."""

from dataclasses import dataclass, field

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from yanxiu_tui import clock
from yanxiu_tui.memory import machine_name
from yanxiu_tui.rules.pin import LONGEST, SHORTEST
from yanxiu_tui.screens.room import Caller, Refusal
from yanxiu_tui.services import credentials


@dataclass
class Enrolled(Message):
    """The PIN is set."""

    pin: str = field(repr=False)


class EnrolmentScreen(Caller, ModalScreen[tuple[str, str] | None]):
    """Returns the staff number and the new PIN, or None."""

    BINDINGS = [Binding("escape", "dismiss(None)", "返回", id="close")]

    def __init__(self, staff_no: str, name: str) -> None:
        super().__init__()
        self.staff_no, self.teacher = staff_no, name

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(f"{self.teacher}老师，第一次使用请设置口令", classes="title", markup=False)
            yield Static("启用码（教导处发的 8 位数字，中间空格可不输）", classes="field")
            yield Input(id="code", compact=True)
            yield Static(
                f"自己的口令（{SHORTEST} 至 {LONGEST} 位数字，不用连号和生日）", classes="field"
            )
            yield Input(id="pin", password=True, compact=True)
            yield Static("再输一遍口令", classes="field")
            yield Input(id="again", password=True, compact=True)
            yield Static("", classes="wrong", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("设好口令", variant="primary", id="yes")
                yield Button("返回（Esc）", id="no")

    @on(Input.Submitted)
    def next_field(self, event: Input.Submitted) -> None:
        if event.input.id == "again":
            self.finish()
        else:
            self.focus_next(Input)

    @on(Button.Pressed)
    def pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "yes":
            self.finish()
        else:
            self.dismiss(None)

    def finish(self) -> None:
        """Set the PIN when both entries agree."""
        code, pin, again = (
            self.query_one(f"#{name}", Input).value for name in ("code", "pin", "again")
        )
        if pin != again:
            self.wrong("两次输入的口令不一样，请重新输入。", "#pin")
            return

        def act() -> Message:
            credentials.enrol(self.staff_no, code, pin, clock.now(), machine_name())
            return Enrolled(pin)

        self.ask(act)

    def on_enrolled(self, message: Enrolled) -> None:
        self.dismiss((self.staff_no, message.pin))

    def on_refusal(self, message: Refusal) -> None:
        self.wrong(message.sentence, "#code" if "启用码" in message.sentence else "#pin")

    def wrong(self, sentence: str, field: str) -> None:
        """Say what is wrong and go to the field that can mend it."""
        self.query_one(".wrong", Static).update(sentence)
        for name in ("#pin", "#again"):
            self.query_one(name, Input).value = ""
        self.query_one(field, Input).focus()
