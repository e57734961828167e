"""One record in full: its fields in words, and the keys that act on it."""

from collections.abc import Mapping, Sequence

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Static

Field = tuple[str, str]


class DetailsScreen(ModalScreen[str | None]):
    """Shows fields; returns the key of the act that was chosen, or None.

    ``acts`` maps a key such as ``f5`` to what it does, in words.
    """

    CSS_PATH = "details.tcss"
    BINDINGS = [Binding("escape,enter", "dismiss(None)", "返回", id="close")]

    def __init__(
        self, title: str, fields: Sequence[Field], acts: Mapping[str, str] | None = None
    ) -> None:
        super().__init__()
        self.title_text, self.fields, self.acts = title, fields, acts or {}

    def compose(self) -> ComposeResult:
        hints = [f"{key.title()} {word}" for key, word in self.acts.items()]
        with Vertical(classes="box"):
            yield Static(self.title_text, classes="title", markup=False)
            with VerticalScroll(classes="details"):
                yield Static(_table(self.fields))
            yield Static("   ".join([*hints, "Esc 返回"]), classes="field", markup=False)

    def on_key(self, event: Key) -> None:
        if event.key in self.acts:
            event.stop()
            self.dismiss(event.key)


def _table(fields: Sequence[Field]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for label, words in fields:
        table.add_row(Text(label), Text(words))
    return table
