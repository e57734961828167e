"""申请借阅, and keeping something longer (Z36)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.archives import Archives
from yanxiu_tui.rules.names import Named, initials
from yanxiu_tui.screens.form import FormScreen, row, today
from yanxiu_tui.services import loans, school
from yanxiu_tui.services.loans import LoanDraft, LoanView
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.widgets.loan_words import title_of
from yanxiu_tui.widgets.pick import Pick

_HINTS = {
    "what": "登记在档案里的，输首字母或几个字，上下键选定；不在里面的，直接写名称。",
    "number": "材料上写的编号；选了档案里的可以不填。",
    "reason": "写一句话，为什么借。",
}
_DAY_HINT = "如 10-28，也可写 1028、明天。"
_FIELD_OF = {"应还": "due", "天": "due", "编号": "number", "事由": "reason", "原因": "reason"}


@dataclass(frozen=True)
class LoanChoices:
    """What the form offers; read once before it opens."""

    items: Sequence[Named]
    rule: Archives


def read_choices(actor: Actor) -> LoanChoices:
    """Read it in a worker."""
    term = school.current_term(clock.now())
    items = [Named(f"档案{id}", title, initials(title)) for id, title in loans.borrowable(actor)]
    return LoanChoices(items, school.regulation_of(term.regulation_id).archives)


@dataclass
class Asked(Message):
    """The loan is on record."""

    view: LoanView


class _Dated(FormScreen[LoanView]):
    """A form with a day it is due."""

    def hint_for(self, field: Widget) -> str:
        if field.id == "due":
            return self.told_day("due", _DAY_HINT)
        return _HINTS.get(field.id or "", "")

    def due(self) -> date:
        """The day in its field; Refused when it is none."""
        found = self.typed_day("due")
        if found is None:
            raise Refused("due", "应还日期请写成 10-28 这样。")
        return found

    def on_asked(self, message: Asked) -> None:
        self.dismiss(message.view)

    def field_of(self, sentence: str) -> str:
        found = (name for word, name in _FIELD_OF.items() if word in sentence)
        name = next(found, "reason")
        return name if self.query(f"#{name}") else "reason"


class LoanFormScreen(_Dated):
    """Returns the loan that was asked for, or None."""

    FORM_NAME = "申请借阅"
    YES = "提交（Ctrl+S）"

    def __init__(self, actor: Actor, choices: LoanChoices) -> None:
        super().__init__()
        self.actor, self.choices = actor, choices

    def fields(self) -> ComposeResult:
        due = today() + timedelta(days=self.choices.rule.loan_days)
        yield row("名称", Pick(self.choices.items, free=True, id="what"))
        yield row("编号", Input(id="number", compact=True))
        yield row("事由", Input(id="reason", compact=True))
        yield row("应还", Input(f"{due:%Y-%m-%d}", id="due", compact=True))

    def on_mount(self) -> None:
        rule = self.choices.rule
        clause = rule.lending or rule.clause
        said = (
            f"{clause.id}「{clause.words}」\n一次最多借 {rule.loan_days} 天，管理员同意后签字领取。"
        )
        self.query_one("#about").update(said)  # type: ignore[attr-defined]

    def filed(self) -> Named | None:
        """What is meant of the archive: what was chosen, or the only one of just this name."""
        picked = self.query_one("#what", Pick)
        called = [each for each in self.choices.items if each.name == self.text("what")]
        return picked.chosen or (called[0] if len(called) == 1 else None)

    def save(self) -> None:
        self.send(self.read, lambda draft: Asked(loans.ask(self.actor, draft, clock.now())))

    def read(self) -> LoanDraft:
        """The fields as a draft; Refused, with the field as its reason, when one cannot be read."""
        if not self.text("what"):
            raise Refused("what", "请选定或写明要借的材料。")
        chosen = self.filed()
        return LoanDraft(
            reason=self.text("reason"),
            due_on=self.due(),
            item_id=int(chosen.staff_no.removeprefix("档案")) if chosen else None,
            title="" if chosen else self.text("what"),
            number=self.text("number"),
        )


class ExtendScreen(_Dated):
    """Returns the loan with its new day, or None."""

    def __init__(self, actor: Actor, view: LoanView, rule_days: int) -> None:
        super().__init__()
        self.actor, self.view, self.rule_days = actor, view, rule_days
        self.FORM_NAME = f"延期：{title_of(view)}"

    def fields(self) -> ComposeResult:
        due = self.view.due_on + timedelta(days=self.rule_days)
        yield row("新应还", Input(f"{due:%Y-%m-%d}", id="due", compact=True))
        yield row("原因", Input(id="reason", compact=True))

    def save(self) -> None:
        id, reason = self.view.id, self.text("reason")
        self.send(
            self.due, lambda due: Asked(loans.extend(self.actor, id, due, reason, clock.now()))
        )
