"""借出: the borrower signs for it with their own PIN (Z36)."""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from yanxiu_tui import clock
from yanxiu_tui.screens.room import Caller, Refusal
from yanxiu_tui.services import loans
from yanxiu_tui.services.loans import LoanView
from yanxiu_tui.services.permission import Actor


@dataclass
class HandedOut(Message):
    """It is signed for and out."""

    view: LoanView


class HandOutScreen(Caller, ModalScreen[LoanView | None]):
    """Returns the loan once it is out, or None."""

    BINDINGS = [Binding("escape", "dismiss(None)", "先不借", id="cancel")]

    def __init__(self, actor: Actor, view: LoanView) -> None:
        super().__init__()
        self.actor, self.view = actor, view
        self.busy = False

    def compose(self) -> ComposeResult:
        view = self.view
        what = " ".join(filter(None, (f"「{view.title}」", view.number)))
        said = (
            f"{view.borrower}老师领取{what}，{view.due_on:%m月%d日} 以前归还。\n"
            "请借阅人本人输口令，就是签字。"
        )
        with Vertical(classes="box"):
            yield Static("签字领取", classes="title", markup=False)
            yield Static(said, markup=False)
            yield Input(password=True, id="pin", placeholder=f"{view.borrower}老师的口令")
            yield Static("", classes="wrong", markup=False)
            yield Static("回车签字，Esc 先不借", classes="field")

    @on(Input.Submitted)
    def given(self, event: Input.Submitted) -> None:
        pin = event.value
        if pin and not self.busy:
            self.busy = True
            self.ask(lambda: HandedOut(loans.hand_out(self.actor, self.view.id, pin, clock.now())))

    def on_handed_out(self, message: HandedOut) -> None:
        self.dismiss(message.view)

    def on_refusal(self, message: Refusal) -> None:
        self.busy = False
        self.query_one("#pin", Input).value = ""
        self.query_one(".wrong", Static).update(message.sentence)
