"""F1: what this screen is for, and what its keys do."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static


class HelpScreen(ModalScreen[None]):
    """The help of one screen; any of the usual keys closes it."""

    BINDINGS = [
        Binding("escape,f1,enter,q", "dismiss(None)", "关闭", id="close"),
    ]

    def __init__(self, room: str, text: str) -> None:
        super().__init__()
        self.room, self.text = room, text

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(f"{self.room} · 帮助", classes="title", markup=False)
            with VerticalScroll():
                yield Static(self.text)
            yield Static("按 Esc 关闭", classes="field")
