"""A room that shows one term: the current one, or at Ctrl+T another."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.binding import Binding
from textual.message import Message

from yanxiu_tui import clock
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.services import school
from yanxiu_tui.services.school import TermView


@dataclass
class TermsRead(Message):
    """The terms there are to choose from."""

    found: Sequence[TermView]
    current: TermView
    shown: TermView


class TermRoom(DeskRoom):
    """``term_in_hand`` is what to read; with ``AHEAD`` a term that is only prepared, too.

    ``term_id`` is None for the current term, so that the room goes along when the next begins.
    """

    AHEAD = False
    BINDINGS = [
        Binding(
            "ctrl+t", "choose_term", "学期", id="choose_term", show=False, tooltip="看别的学期"
        ),
    ]
    term_id: int | None = None

    def term_in_hand(self) -> TermView:
        """The term that was chosen, else the current one; called in a worker."""
        return school.term_view(self.term_id) if self.term_id else school.current_term(clock.now())

    @property
    def running(self) -> bool:
        """Whether the current term is shown: what is new belongs to no other."""
        return self.term_id is None

    def headed(self, term: TermView, words: str) -> str:
        """What a head says, with the name of the term before it where that is not the current."""
        return words if self.running else f"{term.name}：{words}"

    def read(self) -> None:
        """Read what the room shows."""

    def go_to_term(self, term_id: int | None) -> None:
        """Show that term from its beginning; what was done in another is no longer said."""
        self.term_id = term_id
        self.say("", "plain")
        self.read()

    def action_choose_term(self) -> None:
        def act() -> Message:
            current, shown = school.current_term(clock.now()), self.term_in_hand()
            found = [
                each
                for each in reversed(school.terms())
                if self.AHEAD or each.starts_on <= current.starts_on
            ]
            return TermsRead(found, current, shown)

        self.ask(act, group="terms")

    def on_terms_read(self, message: TermsRead) -> None:
        if not self.is_active:
            return
        choices = [
            (str(each.id), f"{each.name}  {each.starts_on} 至 {each.ends_on}")
            for each in message.found
        ]

        def chosen(key: str | None) -> None:
            if key is not None:
                self.go_to_term(int(key) if key != str(message.current.id) else None)

        screen = ChooseScreen("看哪个学期", choices, str(message.shown.id))
        self.app.push_screen(screen, chosen)
