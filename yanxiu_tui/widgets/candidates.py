"""The people a typed text may mean, under the input that it is typed into."""

from collections.abc import Callable, Sequence

from textual.widgets import OptionList
from textual.widgets.option_list import Option

from yanxiu_tui.rules.names import Found


class Candidates(OptionList, can_focus=False):
    """Hidden while empty; the arrows move in it though the focus stays in the input."""

    DEFAULT_CSS = """
    Candidates { display: none; height: auto; }
    """

    def __init__(self) -> None:
        super().__init__(id="candidates", compact=True, markup=False)

    def offer(self, people: Sequence[Found], label: Callable[[Found], str]) -> None:
        """Show these people, the likeliest picked out."""
        self.set_options(Option(label(each), id=each.staff_no) for each in people)
        self.display = bool(people)
        if people:
            self.highlighted = 0

    def step(self, step: int) -> None:
        """Pick out the next or the one before."""
        if self.display and self.highlighted is not None:
            self.highlighted = (self.highlighted + step) % self.option_count

    @property
    def picked_out(self) -> str | None:
        """The staff number picked out; None while nobody is shown."""
        if not self.display or self.highlighted is None:
            return None
        return self.get_option_at_index(self.highlighted).id
