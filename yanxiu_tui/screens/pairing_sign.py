"""签字: the very words, and one's own PIN under them (§8)."""

from dataclasses import dataclass

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from yanxiu_tui import clock
from yanxiu_tui.rules.pairing_agreements import SIGNER_NAMES, Signer
from yanxiu_tui.screens.room import Caller, Refusal
from yanxiu_tui.services import pairings
from yanxiu_tui.services.pairing_views import AddendumView, PairingView
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.widgets.agreement_words import addendum, agreement_of, title_of


@dataclass
class Signed(Message):
    """The signature is on record."""

    view: PairingView


class PairingSignScreen(Caller, ModalScreen[PairingView | None]):
    """Returns the pair as it stands once it is signed, or None; ``added``: an addendum instead."""

    CSS_PATH = "pairing_sign.tcss"
    BINDINGS = [
        Binding("escape", "dismiss(None)", "先不签", id="cancel"),
        Binding("up", "scroll(-3)", show=False),
        Binding("down", "scroll(3)", show=False),
        Binding("pageup", "scroll(-8)", show=False),
        Binding("pagedown", "scroll(8)", show=False),
    ]

    def __init__(self, actor: Actor, view: PairingView, added: AddendumView | None = None) -> None:
        super().__init__()
        self.actor, self.view, self.added = actor, view, added
        self.busy = False

    def compose(self) -> ComposeResult:
        side = SIGNER_NAMES[Signer(self.added.may_sign if self.added else self.view.may_sign)]
        what = f"补充协议（{self.added.number}）" if self.added else "协议"
        with Vertical(classes="box"):
            yield Static(
                f"{title_of(self.view)}：以{side}身份签{what}", classes="title", markup=False
            )
            with VerticalScroll(can_focus=False):
                yield Static(self.words(), markup=False)
            yield Static(
                f"{self.actor.name}老师，看过以上内容，同意就输口令签字。签了不能再改。",
                classes="asked",
                markup=False,
            )
            yield Input(password=True, id="pin", placeholder="自己的口令")
            yield Static("", classes="wrong", markup=False)
            yield Static("上下键看全文，回车签字，Esc 先不签", classes="field")

    def words(self) -> Text:
        """The words that are signed."""
        if self.added is None:
            return agreement_of(self.view)
        said = Text()
        addendum(said, self.added)
        return said

    def action_scroll(self, lines: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    @on(Input.Submitted)
    def given(self, event: Input.Submitted) -> None:
        pin = event.value
        if not pin or self.busy:
            return
        added = self.added
        seen = added.digest if added else self.view.digest
        addendum_id = added.id if added else None
        self.busy = True
        self.ask(
            lambda: Signed(
                pairings.sign(self.actor, self.view.id, pin, clock.now(), addendum_id, seen)
            )
        )

    def on_signed(self, message: Signed) -> None:
        self.dismiss(message.view)

    def on_refusal(self, message: Refusal) -> None:
        self.busy = False
        self.query_one("#pin", Input).value = ""
        self.query_one(".wrong", Static).update(message.sentence)
