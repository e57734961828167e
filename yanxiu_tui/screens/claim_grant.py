"""通过一份申报: the 学时 that are credited for it, and an opinion."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from yanxiu_tui.rules.names import fold_width
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.services.claims import ClaimView
from yanxiu_tui.widgets.claim_words import title_of


@dataclass(frozen=True)
class Given:
    """The 学时 credited, and the opinion ("" for none)."""

    hours: Decimal
    opinion: str


class ClaimGrantScreen(ModalScreen[Given | None]):
    """Begins with the hours asked; Enter goes on, and grants at the end."""

    BINDINGS = [
        Binding("escape", "dismiss(None)", "取消", id="cancel"),
        Binding("ctrl+s", "grant", "通过", id="grant"),
    ]

    def __init__(self, view: ClaimView) -> None:
        super().__init__()
        self.view = view

    def compose(self) -> ComposeResult:
        asked = plain(self.view.hours_asked)
        with Vertical(classes="box"):
            yield Static(f"通过{title_of(self.view)}", classes="title", markup=False)
            yield Static(f"认定学时（申报 {asked}）", classes="field")
            yield Input(asked, id="hours")
            yield Static("审核意见（可以不写）", classes="field")
            yield Input(id="opinion")
            yield Static("", classes="wrong", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("通过（Ctrl+S）", variant="primary", id="yes")
                yield Button("取消（Esc）", id="no")

    def on_mount(self) -> None:
        self.query_one("#hours", Input).focus()

    @on(Input.Submitted, "#hours")
    def go_on(self) -> None:
        self.query_one("#opinion").focus()

    @on(Input.Submitted, "#opinion")
    @on(Button.Pressed, "#yes")
    def action_grant(self) -> None:
        """Return what was given, once the hours are a number."""
        field = self.query_one("#hours", Input)
        try:
            hours = Decimal(fold_width(field.value) or 0)
        except InvalidOperation:
            self.query_one(".wrong", Static).update("学时请写数字，如 2 或 1.5。")
            field.focus()
            return
        self.dismiss(Given(hours, self.query_one("#opinion", Input).value.strip()))

    @on(Button.Pressed, "#no")
    def cancelled(self) -> None:
        self.dismiss(None)
