"""排中心发言人: looked at first, then so it is; by hand in the unit any time (Z13)."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.message import Message

from yanxiu_tui import clock
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.services import prep_keynotes
from yanxiu_tui.services.prep_keynotes import Proposal
from yanxiu_tui.widgets.prep_words import proposed_fields


@dataclass
class Proposed(Message):
    """Who might speak on the units of a group's plan that nobody speaks on yet."""

    group_id: int
    term_id: int
    found: Sequence[Proposal]


@dataclass
class Given(Message):
    """So many units have somebody who speaks on them."""

    number: int


class KeynotePlanner(DeskRoom):
    """A room that lets people speak in turn; it says how to ``read`` again."""

    def read(self) -> None:
        """Read again what is listed."""

    def plan_keynotes(self, group_id: int, term_id: int) -> None:
        """Ask who is to speak next."""

        def act() -> Message:
            found = prep_keynotes.propose(self.actor, group_id, term_id)
            return Proposed(group_id, term_id, found)

        self.ask(act)

    def on_proposed(self, message: Proposed) -> None:
        if not message.found:
            self.say("每个单元都有中心发言人了；要换人，按 Ctrl+E 修改单元。", "plain")
            return

        def answered(key: str | None) -> None:
            if key:
                self.accept(message)

        title = "轮流做中心发言人：照这样排定吗？以后随时可以改。"
        screen = DetailsScreen(title, proposed_fields(message.found), {"f5": "照此排定"})
        self.app.push_screen(screen, answered)

    def accept(self, proposed: Proposed) -> None:
        """Let them speak."""
        group_id, term_id = proposed.group_id, proposed.term_id
        chosen = {each.unit_id: each.teacher_id for each in proposed.found}

        def act() -> Message:
            return Given(prep_keynotes.accept(self.actor, group_id, term_id, chosen, clock.now()))

        self.ask(act)

    def on_given(self, message: Given) -> None:
        self.say(f"已排定 {message.number} 个单元的中心发言人。")
        self.read()
