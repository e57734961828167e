"""Adding days without 研修: from, to, and why."""

from dataclasses import dataclass
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from yanxiu_tui import clock
from yanxiu_tui.rules.calendar import Exempt
from yanxiu_tui.rules.typed import typed_date
from yanxiu_tui.screens.room import Caller, Refusal
from yanxiu_tui.services import school
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.school import TermView


@dataclass
class Added(Message):
    """The days are kept free now."""

    days: Exempt


class ExemptDaysScreen(Caller, ModalScreen[Exempt | None]):
    """Returns the days that were added, or None."""

    BINDINGS = [
        Binding("escape", "dismiss(None)", "取消", id="cancel"),
        Binding("ctrl+s", "save", "保存", id="save"),
    ]

    def __init__(self, actor: Actor, term: TermView) -> None:
        super().__init__()
        self.actor, self.term = actor, term

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static("添加停研日", classes="title")
            yield Static("从哪天（如 11-09 或 2026-11-09）")
            yield Input(id="first")
            yield Static("到哪天（只有一天可不填）", classes="field")
            yield Input(id="last")
            yield Static("原因（如：期中考试、运动会）", classes="field")
            yield Input(id="why")
            yield Static("", classes="wrong", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("保存（Ctrl+S）", variant="primary", id="yes")
                yield Button("取消（Esc）", id="no")

    @on(Input.Submitted)
    def next_field(self, event: Input.Submitted) -> None:
        if event.input.id == "why":
            self.action_save()
        else:
            self.focus_next(Input)

    @on(Button.Pressed)
    def pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "yes":
            self.action_save()
        else:
            self.dismiss(None)

    def action_save(self) -> None:
        """Add the days; the service decides whether it may be."""
        first = self.day("first")
        last = self.day("last") if self.typed("last") else first
        if first is None or last is None:
            return
        reason = self.typed("why")

        def act() -> Message:
            school.add_exempt_days(self.actor, self.term.id, first, last, reason, clock.now())
            return Added(Exempt(first, last, reason))

        self.ask(act)

    def typed(self, name: str) -> str:
        """What stands in a field."""
        return self.query_one(f"#{name}", Input).value.strip()

    def day(self, name: str) -> date | None:
        """The day in a field; None, and said so, when it is none."""
        typed = self.typed(name)
        day = typed_date(typed, clock.local(clock.now()).date())
        if day is None:
            said = f"「{typed}」不是日期" if typed else "请填写从哪天开始"
            self.wrong(f"{said}，可以写成 11-09 或 2026-11-09。", name)
        return day

    def on_added(self, message: Added) -> None:
        self.dismiss(message.days)

    def on_refusal(self, message: Refusal) -> None:
        self.wrong(message.sentence, "why" if "原因" in message.sentence else "first")

    def wrong(self, sentence: str, name: str) -> None:
        """Say what is wrong and go to the field that can mend it; what was typed stays."""
        self.query_one(".wrong", Static).update(sentence)
        self.query_one(f"#{name}", Input).focus()
