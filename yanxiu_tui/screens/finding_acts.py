"""已整改: said of a finding, and taken back, in every room that lists findings (D4)."""

from collections.abc import Callable
from dataclasses import dataclass

from textual.binding import Binding
from textual.message import Message

from yanxiu_tui import clock
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.services import inspection_mending
from yanxiu_tui.services.inspections import FindingView

_MEND, _TAKE_BACK = "ctrl+y", "ctrl+r"
_ACTIONS = {_MEND: "mend", _TAKE_BACK: "take_back"}


@dataclass
class Done(Message):
    """An act is done; the sentence says which."""

    sentence: str


class FindingActs(DeskRoom):
    """The keys of a list of findings, which says which is the ``finding`` pointed at."""

    BINDINGS = [
        Binding(_MEND, "mend", "已整改", id="mend", tooltip="整改好了，写做了什么"),
        Binding(_TAKE_BACK, "take_back", "没改好", id="take_back", tooltip="标错了、没改好，退回"),
    ]

    @property
    def finding(self) -> FindingView | None:
        """The finding under the cursor."""
        raise NotImplementedError

    def read(self) -> None:
        """Read the list again."""
        raise NotImplementedError

    def may_mend(self, action: str) -> bool | None:
        """Whether this key does something with the finding pointed at; None for another's key."""
        if action not in _ACTIONS.values():
            return None
        keys = self.acts_on(self.finding) if self.finding else {}
        return any(_ACTIONS[key] == action for key in keys)

    def acts_on(self, view: FindingView) -> dict[str, str]:
        """The key that acts on it, in words."""
        if not view.mendable:
            return {}
        return {_TAKE_BACK: "没改好"} if view.mended else {_MEND: "已整改"}

    async def act_chosen(self, key: str | None) -> None:
        """Do what was chosen while it was read in full."""
        if key:
            await self.run_action(_ACTIONS[key])

    def action_mend(self) -> None:
        self.ask_why("已整改", "做了什么，一句话（必填）", inspection_mending.mend, "已标为已整改")

    def action_take_back(self) -> None:
        label = "哪里还没改好（必填，留痕）"
        self.ask_why("没改好", label, inspection_mending.take_back, "已退回，仍是未整改")

    def ask_why(self, what: str, label: str, act: Callable[..., FindingView], done: str) -> None:
        """Ask for a sentence, then do it."""
        view = self.finding
        if view is None:
            return

        def given(words: str | None) -> None:
            if words is not None:
                self.ask(lambda: acted(words))

        def acted(words: str) -> Message:
            return Done(f"{act(self.actor, view.id, words, clock.now()).whose}{done}。")

        title = f"{what}：{view.whose}，{view.words}"
        self.app.push_screen(ReasonScreen(title, label), given)

    def on_done(self, message: Done) -> None:
        self.say(message.sentence)
        self.read()
