"""登记证明: which of the papers still owed have been handed in."""

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

_ALL = "all"


class EvidenceScreen(ModalScreen[tuple[str, ...] | None]):
    """Returns the IDs of the papers that were handed in, or None. ``owed`` maps IDs to names."""

    BINDINGS = [Binding("escape", "dismiss(None)", "取消", id="cancel")]

    def __init__(self, title: str, owed: Mapping[str, str]) -> None:
        super().__init__()
        self.title_text, self.owed = title, owed

    def compose(self) -> ComposeResult:
        options = [Option(f"收到{name}", id=paper) for paper, name in self.owed.items()]
        if len(options) > 1:
            options.insert(0, Option("全部收到", id=_ALL))
        with Vertical(classes="box"):
            yield Static(self.title_text, classes="title", markup=False)
            yield OptionList(*options, compact=True, markup=False)
            yield Static("上下键选，回车登记，Esc 取消", classes="field")

    @on(OptionList.OptionSelected)
    def picked(self, event: OptionList.OptionSelected) -> None:
        paper = str(event.option.id)
        self.dismiss(tuple(self.owed) if paper == _ALL else (paper,))
