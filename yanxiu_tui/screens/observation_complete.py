"""完成听课记录: the grade, and the score sheet where the school has one; both may be left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.names import fold_width
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.rules.observations import Observing
from yanxiu_tui.screens.form import FormScreen, row
from yanxiu_tui.services import observations
from yanxiu_tui.services.observations import ObservationView
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.widgets.pick import Pick, named

_UNGRADED = "不评"


@dataclass
class Completed(Message):
    """The record counts."""

    view: ObservationView


class ObservationCompleteScreen(FormScreen[ObservationView]):
    """Returns the record once it counts, or None."""

    FORM_NAME = "完成听课记录"
    YES = "完成（Ctrl+S）"

    def __init__(self, actor: Actor, view: ObservationView, rule: Observing) -> None:
        super().__init__()
        self.actor, self.view, self.rule = actor, view, rule

    def fields(self) -> ComposeResult:
        grades = [*self.rule.grades, _UNGRADED]
        kept = self.view.grade or (_UNGRADED if self.view.completed_at else "")
        yield row("等级", Pick(named(grades), kept, id="grade"))
        before = {each.id: plain(each.mark) for each in self.view.marks}
        for number, line in enumerate(self.rule.sheet):
            given = before.get(line.id, "")
            yield row(line.name[:4], Input(given, id=f"mark{number}", compact=True))
        if self.rule.sheet:
            yield Static("评分表可以不打，要打就打全。", classes="field")

    def hint_for(self, field: Widget) -> str:
        if field.id == "grade":
            return "上下键选，回车选定；可以不评。"
        if not isinstance(field, Input):
            return ""
        line = self.rule.sheet[int((field.id or "").removeprefix("mark"))]
        return f"{line.name}：0 到 {plain(line.full)} 分。\n已打 {plain(self.total())} 分。"

    def total(self) -> Decimal:
        """What the marks that can be read come to."""
        try:
            return sum(self.marks().values(), Decimal(0))
        except Refused:
            return Decimal(0)

    def marks(self) -> Mapping[str, Decimal]:
        """The marks by line; Refused, with the field as its reason, when one is no number."""
        found = {}
        for number, line in enumerate(self.rule.sheet):
            typed = fold_width(self.query_one(f"#mark{number}", Input).value)
            try:
                if typed:
                    found[line.id] = Decimal(typed)
            except InvalidOperation:
                raise Refused(f"mark{number}", f"「{line.name}」请写数字，如 8 或 8.5。") from None
        return found

    def save(self) -> None:
        meant = self.query_one("#grade", Pick).meant()
        try:
            if meant is None:
                raise Refused("grade", "请用上下键选定等级，按回车；不评就选「不评」。")
            marks = self.marks()
        except Refused as refusal:
            self.wrong(str(refusal), refusal.reason)
            return
        grade = "" if meant.name == _UNGRADED else meant.name
        self.busy = True
        self.ask(
            lambda: Completed(
                observations.complete(self.actor, self.view.id, grade, marks, clock.now())
            )
        )

    def on_completed(self, message: Completed) -> None:
        self.dismiss(message.view)

    def field_of(self, sentence: str) -> str:
        named_ = (
            f"mark{number}" for number, line in enumerate(self.rule.sheet) if line.name in sentence
        )
        return next(named_, "grade")
