"""A few sentences that are kept, such as an objection and its answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Key
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Button, Static, TextArea

from yanxiu_tui.screens.room import Caller, Refusal


@dataclass
class Kept(Message):
    """The words are on record; the sentence says so."""

    sentence: str


class WordsScreen(Caller, ModalScreen[str | None]):
    """Returns what was done, in a sentence, or None.

    ``ways`` maps a key (``f5``) to what it does with the words. ``act`` gets the words and the key,
    in a worker; what was typed stays when it is refused.
    """

    CSS_PATH = "kept_words.tcss"
    BINDINGS = [Binding("escape", "dismiss(None)", "取消", id="cancel")]

    def __init__(
        self,
        title: str,
        about: str,
        ways: Mapping[str, str],
        act: Callable[[str, str], str],
    ) -> None:
        super().__init__()
        self.title_text, self.about, self.ways, self.act = title, about, ways, act

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(self.title_text, classes="title", markup=False)
            with VerticalScroll(id="about", can_focus=False):
                yield Static(self.about, markup=False)
            yield TextArea(id="words", tab_behavior="focus", soft_wrap=True)
            yield Static("", classes="wrong", markup=False)
            with Horizontal(classes="buttons"):
                for key, way in self.ways.items():
                    label = f"{way}（{_named(key)}）"
                    yield Button(label, variant="primary", id=key.replace("+", "-"))
                yield Button("取消（Esc）", id="no")

    def on_mount(self) -> None:
        self.query_one(TextArea).focus()

    async def on_key(self, event: Key) -> None:
        if event.key in self.ways:
            event.stop()
            self.keep(event.key)

    @on(Button.Pressed)
    def pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "no":
            self.dismiss(None)
        else:
            self.keep(str(event.button.id).replace("-", "+"))

    def keep(self, key: str) -> None:
        """Do it; the service decides whether it may be."""
        words = self.query_one(TextArea).text
        self.ask(lambda: Kept(self.act(words, key)), only_last=True)

    def on_kept(self, message: Kept) -> None:
        self.dismiss(message.sentence)

    def on_refusal(self, message: Refusal) -> None:
        self.query_one(".wrong", Static).update(message.sentence)
        self.query_one(TextArea).focus()


def _named(key: str) -> str:
    return "+".join(part.capitalize() for part in key.split("+"))
