"""出师: the backbone level the apprentice reached, if any, and a few words (P9)."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from yanxiu_tui import clock
from yanxiu_tui.screens.form import FormScreen, row
from yanxiu_tui.services import pairing_drafts, pairings
from yanxiu_tui.services.pairing_views import PairingView
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.widgets.agreement_words import title_of
from yanxiu_tui.widgets.pick import Pick, named


@dataclass
class LevelsRead(Message):
    """The pair, and the backbone levels this school has."""

    view: PairingView
    levels: Sequence[str]


def read_levels(view: PairingView) -> LevelsRead:
    """Read them in a worker."""
    return LevelsRead(view, pairing_drafts.levels())


@dataclass
class Graduated(Message):
    """The apprentice is done."""

    view: PairingView


class PairingGraduateScreen(FormScreen[PairingView]):
    """Returns the pair as it ended, or None."""

    YES = "出师（Ctrl+S）"

    def __init__(self, actor: Actor, ready: LevelsRead) -> None:
        super().__init__()
        self.actor, self.view, self.levels = actor, ready.view, ready.levels
        self.FORM_NAME = f"出师：{title_of(ready.view)}"

    def fields(self) -> ComposeResult:
        yield row("升为", Pick(named(self.levels), free=True, id="level"))
        yield row("意见", Input(id="words", compact=True))

    def hint_for(self, field: Widget) -> str:
        if field.id == "level":
            return "徒弟成了哪一级骨干教师，如：县级；没有就留空。写了，师傅算带出一位骨干。"
        return "一句话，可以不填。"

    def save(self) -> None:
        level = self.query_one("#level", Input).value
        words = self.query_one("#words", Input).value
        self.busy = True
        self.ask(
            lambda: Graduated(
                pairings.graduate(self.actor, self.view.id, clock.now(), level, words)
            )
        )

    def on_graduated(self, message: Graduated) -> None:
        self.dismiss(message.view)

    def field_of(self, sentence: str) -> str:
        return "words" if "意见" in sentence else "level"
