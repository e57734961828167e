"""Whom do you mean? Initials, a name or a staff number, and Enter."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from yanxiu_tui.rules.names import Findable, rank
from yanxiu_tui.widgets.candidates import Candidates

_SHOWN = 6


class FindScreen(ModalScreen[str | None]):
    """Returns the staff number of the person found, or None."""

    BINDINGS = [
        Binding("escape", "dismiss(None)", "取消", id="cancel"),
        Binding("up", "choose(-1)", show=False, priority=True),
        Binding("down", "choose(1)", show=False, priority=True),
    ]

    def __init__(self, title: str, people: Sequence[Findable]) -> None:
        super().__init__()
        self.title_text, self.people = title, people

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(self.title_text, classes="title", markup=False)
            yield Static("姓名首字母、姓名或工号", markup=False)
            yield Input(id="typed", select_on_focus=False)
            yield Candidates()
            yield Static("", classes="wrong", markup=False)
            yield Static("上下键选，回车确定，Esc 取消", classes="field")

    def on_mount(self) -> None:
        self.query_one("#typed", Input).focus()

    @on(Input.Changed)
    def typing(self, event: Input.Changed) -> None:
        self.query_one(".wrong", Static).update("")
        found = rank(event.value, self.people, limit=_SHOWN)
        self.query_one(Candidates).offer(found, lambda each: f"{each.name}  {each.staff_no}")

    def action_choose(self, step: int) -> None:
        self.query_one(Candidates).step(step)

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        picked_out = self.query_one(Candidates).picked_out
        if picked_out is not None:
            self.dismiss(picked_out)
        elif event.value:
            self.query_one(".wrong", Static).update("没有找到这位老师，请核对后再输。")

    @on(OptionList.OptionSelected)
    def picked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)
