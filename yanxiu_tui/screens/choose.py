"""Which of these? Typing narrows the list, Enter takes the one picked out."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from yanxiu_tui.rules.names import Named, initials, rank
from yanxiu_tui.widgets.candidates import Candidates


class ChooseScreen(ModalScreen[str | None]):
    """Returns the key of what was chosen, or None; ``choices`` are keys with their labels."""

    CSS_PATH = "choose.tcss"
    BINDINGS = [
        Binding("escape", "dismiss(None)", "取消", id="cancel"),
        Binding("up", "choose(-1)", show=False, priority=True),
        Binding("down", "choose(1)", show=False, priority=True),
    ]

    def __init__(self, title: str, choices: Sequence[tuple[str, str]], chosen: str = "") -> None:
        super().__init__()
        self.title_text, self.chosen = title, chosen
        self.choices = [Named(key, label, initials(label)) for key, label in choices]

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(self.title_text, classes="title", markup=False)
            yield Input(id="typed", placeholder="输首字母或名称", compact=True)
            yield Candidates()
            yield Static("上下键选，回车确定，Esc 取消", classes="field")

    def on_mount(self) -> None:
        self.offer(self.choices)
        keys = [each.staff_no for each in self.choices]
        if self.chosen in keys:
            self.query_one(Candidates).highlighted = keys.index(self.chosen)
        self.query_one("#typed", Input).focus()

    def offer(self, choices: Sequence[Named]) -> None:
        """Show these."""
        self.query_one(Candidates).offer(choices, lambda each: each.name)

    @on(Input.Changed)
    def typing(self, event: Input.Changed) -> None:
        if event.value.strip():
            self.offer(rank(event.value, self.choices, len(self.choices)))
        elif event.input.has_focus:
            self.offer(self.choices)

    def action_choose(self, step: int) -> None:
        self.query_one(Candidates).step(step)

    @on(Input.Submitted)
    def submitted(self) -> None:
        picked_out = self.query_one(Candidates).picked_out
        if picked_out is not None:
            self.dismiss(picked_out)

    @on(OptionList.OptionSelected)
    def picked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)
