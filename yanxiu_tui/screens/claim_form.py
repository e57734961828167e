"""填申报: what was done, when, how much of it, and the 学时 asked for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.terms import ClaimKind
from yanxiu_tui.rules.names import Named, fold_width
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.screens.form import row, today
from yanxiu_tui.screens.kind_form import KindForm
from yanxiu_tui.services import claim_views, claims, people, school
from yanxiu_tui.services.claims import ClaimDraft, ClaimView
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.widgets.claim_words import about_kind
from yanxiu_tui.widgets.pick import Pick, named

_HINTS = {
    "person": "替谁登记。输首字母、姓名或工号，回车选定。",
    "kind": "上下键选，回车选定；也可输首字母，如 tk 找听课。",
    "title": "写清是什么，如：听张老师《背影》。",
    "group": "代表哪个组，上下键选。",
    "level": "上下键选，回车选定。",
    "organiser": "谁主办的，如：县教师进修学校；没有可以不填。",
    "kept": "材料放在哪里，如：档案柜三；没有可以不填。",
}
_DAY_HINT = "如 10-12，也可写 1012、昨天、今天。只做一天的，结束不用填。"
_FIELD_OF = {
    "没有这类": "kind", "由教导处登记": "kind", "组长": "group", "级别": "level",
    "结束日期": "last", "本学期": "first", "数量": "amount", "学时": "hours", "主办": "organiser",
    "存放": "kept", "工号": "person", "自己的请走": "person",
}  # fmt: skip


@dataclass(frozen=True)
class ClaimChoices:
    """What the form offers; read once before it opens. ``people`` is empty for one's own."""

    regulation: Regulation
    groups: Mapping[str, int]
    people: Sequence[Named]

    def kinds(self, leads: bool) -> list[ClaimKind]:
        """Everything for the office; one's own, with what a leader claims, for the others.

        What has a deadline is handed in elsewhere.
        """
        own = {"teacher", "leader"} if leads else {"teacher"}
        claimed = [kind for kind in self.regulation.claims if not kind.handed_in]
        return [kind for kind in claimed if self.people or kind.by in own]


def read_choices(actor: Actor, for_others: bool) -> ClaimChoices:
    """Read it in a worker."""
    term = school.current_term(clock.now())
    return ClaimChoices(
        regulation=school.regulation_of(term.regulation_id),
        groups=claim_views.groups_to_hand_in_for(actor),
        people=people.everybody() if for_others else (),
    )


@dataclass
class Entered(Message):
    """The claim is on record."""

    view: ClaimView


class ClaimFormScreen(KindForm[ClaimView, ClaimKind]):
    """Returns the claim that was entered, or None; with ``people`` to choose from, for another."""

    def __init__(self, actor: Actor, choices: ClaimChoices) -> None:
        super().__init__()
        self.actor, self.choices = actor, choices
        self.kinds = {kind.name: kind for kind in choices.kinds(bool(actor.leads))}
        self.FORM_NAME = "代为登记（登记了就算通过）" if choices.people else "填申报"
        self.YES = "登记（Ctrl+S）" if choices.people else "提交（Ctrl+S）"

    def fields(self) -> ComposeResult:
        groups = list(self.choices.groups)
        if self.choices.people:
            yield row("姓名", Pick(self.choices.people, id="person"))
        yield row("类别", Pick(named(list(self.kinds)), id="kind"))
        yield row("名称", Input(id="title", compact=True))
        yield row("代表", Pick(named(groups), groups[0] if len(groups) == 1 else "", id="group"))
        yield row("开始", Input(f"{today():%Y-%m-%d}", id="first", compact=True))
        yield row("结束", Input(id="last", compact=True))
        yield row("数量", Input("1", id="amount", compact=True))
        yield row("级别", Pick([], id="level"))
        yield row("学时", Input(id="hours", compact=True))
        yield row("主办", Input(id="organiser", compact=True))
        yield row("存放", Input(id="kept", compact=True))

    # What the kind of claim asks for

    def show_kind(self, kind: ClaimKind | None) -> None:
        """Show what a kind is, and only the fields that it has a use for."""
        self.query_one("#about", Static).update(about_kind(kind) if kind else "")
        shown = {
            "group": bool(kind and kind.by == "leader"),
            "level": bool(kind and kind.levels),
            "hours": bool(kind and kind.hours),
        }
        for name, use in shown.items():
            _row_of(self.query_one(f"#{name}")).display = use
        self.query_one("#level", Pick).candidates = named(kind.levels if kind else [])

    def hint_for(self, field: Widget) -> str:
        kind = self.kind
        if field.id in ("first", "last"):
            return self.told_day(field.id, _DAY_HINT)
        if field.id == "amount":
            return f"多少{kind.unit}，写数字。" if kind else "写数字。"
        if field.id == "hours":
            most = kind.most_hours if kind else None
            limit = f"，每学期最多认定 {plain(most)}" if most else ""
            return f"申报多少学时，写数字，如 2 或 1.5{limit}。"
        return _HINTS.get(field.id or "", "")

    # Handing in

    def save(self) -> None:
        self.send(lambda: (self.read(), self.person()), lambda found: Entered(self.enter(*found)))

    def enter(self, draft: ClaimDraft, staff_no: str) -> ClaimView:
        """Ask the service; runs in the worker."""
        if staff_no:
            return claims.enter_for(self.actor, staff_no, draft, clock.now())
        return claims.claim(self.actor, draft, clock.now())

    def read(self) -> ClaimDraft:
        """The fields as a draft; Refused, with the field as its reason, when one cannot be read."""
        kind = self.kind
        if kind is None:
            raise Refused("kind", "请选定类别，上下键选，按回车。")
        first = self.day("first", "开始")
        level = self.query_one("#level", Pick).meant() if kind.levels else None
        return ClaimDraft(
            kind=kind.id,
            title=self.text("title"),
            first=first,
            last=self.day("last", "结束") if self.text("last") else first,
            amount=self.number("amount", "数量"),
            level=level.name if level else "",
            hours=self.number("hours", "学时") if kind.hours else Decimal(0),
            organiser=self.text("organiser"),
            where_kept=self.text("kept"),
            group_id=self.group() if kind.by == "leader" else None,
        )

    def person(self) -> str:
        """The staff number of whoever it is entered for; "" for oneself."""
        if not self.choices.people:
            return ""
        meant = self.query_one("#person", Pick).meant()
        if meant is None:
            raise Refused("person", "请用上下键从右边选定姓名，按回车。")
        return meant.staff_no

    def group(self) -> int:
        meant = self.query_one("#group", Pick).meant()
        if meant is None:
            raise Refused("group", "请用上下键从右边选定代表哪个组，按回车。")
        return self.choices.groups[meant.name]

    def day(self, name: str, label: str) -> date:
        found = self.typed_day(name)
        if found is None:
            raise Refused(name, f"{label}日期请写成 10-12 这样。")
        return found

    def number(self, name: str, label: str) -> Decimal:
        typed = fold_width(self.text(name))
        try:
            return Decimal(typed or 0)
        except InvalidOperation:
            raise Refused(name, f"{label}请写数字，如 2 或 1.5。") from None

    def on_entered(self, message: Entered) -> None:
        self.dismiss(message.view)

    def field_of(self, sentence: str) -> str:
        found = (name for word, name in _FIELD_OF.items() if word in sentence)
        name = next(found, "title")
        return name if self.query(f"#{name}") else "title"


def _row_of(field: Widget) -> Widget:
    row_ = field.parent
    assert isinstance(row_, Widget)
    return row_
