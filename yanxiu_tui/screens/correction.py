"""更正 one line of a sheet: what it should be, and why (Z25)."""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList, Static

from yanxiu_tui import clock
from yanxiu_tui.rules.attendance import STATUS_NAMES, Status
from yanxiu_tui.screens.room import Caller, Refusal
from yanxiu_tui.services import corrections
from yanxiu_tui.services.attendance import Line
from yanxiu_tui.services.corrections import Corrected
from yanxiu_tui.services.permission import Actor


@dataclass
class CorrectionKept(Message):
    """It is corrected."""

    done: Corrected


class CorrectionScreen(Caller, ModalScreen[Corrected | None]):
    """Returns what the correction made of somebody, or None; what was typed stays if refused."""

    BINDINGS = [
        Binding("escape", "dismiss(None)", "取消", id="cancel"),
        Binding("ctrl+s", "save", "更正", id="save", priority=True),
    ]

    def __init__(self, actor: Actor, activity_id: int, line: Line) -> None:
        super().__init__()
        self.actor, self.activity_id, self.line = actor, activity_id, line
        self.choices = [status for status in Status if status not in (Status.EXPECTED, line.status)]

    def compose(self) -> ComposeResult:
        now = STATUS_NAMES[self.line.status]
        with Vertical(classes="box"):
            yield Static(f"{self.line.name}：现在是{now}", classes="title", markup=False)
            yield Static("", id="chosen")
            yield OptionList(*(STATUS_NAMES[status] for status in self.choices), compact=True)
            yield Static("原因（留痕，必填）", classes="field")
            yield Input(id="reason")
            yield Static("", classes="wrong", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("更正", variant="primary", id="yes")
                yield Button("取消（Esc）", id="no")

    def on_mount(self) -> None:
        self.query_one(OptionList).highlighted = 0
        self.query_one(OptionList).focus()

    @on(OptionList.OptionHighlighted)
    def choosing(self, event: OptionList.OptionHighlighted) -> None:
        chosen = STATUS_NAMES[self.choices[event.option_index]]
        self.query_one("#chosen", Static).update(f"更正为：{chosen}（上下键选，回车）")

    @on(OptionList.OptionSelected)
    def next_field(self) -> None:
        self.query_one("#reason", Input).focus()

    @on(Button.Pressed, "#no")
    def cancelled(self) -> None:
        self.dismiss(None)

    @on(Input.Submitted)
    @on(Button.Pressed, "#yes")
    def action_save(self) -> None:
        status = self.choices[self.query_one(OptionList).highlighted or 0]
        reason = self.query_one("#reason", Input).value
        actor, activity_id, teacher_id = self.actor, self.activity_id, self.line.teacher_id
        self.ask(
            lambda: CorrectionKept(
                corrections.correct(actor, activity_id, teacher_id, status, reason, clock.now())
            )
        )

    def on_correction_kept(self, message: CorrectionKept) -> None:
        self.dismiss(message.done)

    def on_refusal(self, message: Refusal) -> None:
        self.query_one(".wrong", Static).update(message.sentence)
