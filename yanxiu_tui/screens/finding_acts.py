"""已整改: said of a finding, and taken back, in every room that lists findings (D4)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.binding import Binding
from textual.message import Message

from yanxiu_tui import clock
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.listed import Found, ListedRoom
from yanxiu_tui.services import inspection_mending
from yanxiu_tui.services.inspections import FindingView


@dataclass
class Done(Message):
    """An act is done; the sentence says which."""

    sentence: str


class FindingActs(ListedRoom[Found]):
    """The keys of a list of findings, perhaps of other things, too."""

    ACTS: Sequence[tuple[str, str, str]] = (
        ("ctrl+y", "mend", "已整改"),
        ("ctrl+r", "take_back", "没改好"),
    )
    BINDINGS = [
        Binding("ctrl+y", "mend", "已整改", id="mend", tooltip="整改好了，写做了什么"),
        Binding("ctrl+r", "take_back", "没改好", id="take_back", tooltip="标错了、没改好，退回"),
    ]

    @property
    def finding(self) -> FindingView | None:
        """The finding under the cursor."""
        return self.current if isinstance(self.current, FindingView) else None

    def may(self, action: str, view: Found) -> bool:
        """Whether it may be marked, or taken back; the service has the last word."""
        if not isinstance(view, FindingView) or not view.mendable:
            return False
        return action == ("mend" if view.mended is None else "take_back")

    def action_mend(self) -> None:
        label, done = "做了什么，一句话（必填）", "已标：{}的这一条已整改。"
        self.ask_why("已整改", label, inspection_mending.mend, done)

    def action_take_back(self) -> None:
        label, done = "哪里还没改好（必填，留痕）", "已退回：{}的这一条仍是未整改。"
        self.ask_why("没改好", label, inspection_mending.take_back, done)

    def ask_why(self, what: str, label: str, act: Callable[..., FindingView], done: str) -> None:
        """Ask for a sentence, then do it; ``done`` says so, with whose it is in its braces."""
        view = self.finding
        if view is None:
            return

        def given(words: str | None) -> None:
            if words is not None:
                self.ask(lambda: acted(words))

        def acted(words: str) -> Message:
            return Done(done.format(act(self.actor, view.id, words, clock.now()).whose))

        title = f"{what}：{view.whose}，{view.words}"
        self.app.push_screen(ReasonScreen(title, label), given)

    def on_done(self, message: Done) -> None:
        self.say(message.sentence)
        self.read()
