"""新写一篇: which kind, of which unit, for which class; what it says is written afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from yanxiu_tui import clock
from yanxiu_tui.screens.form import FormScreen, row
from yanxiu_tui.services import own_units, personal_plans, reflections
from yanxiu_tui.services.own_units import OwnUnit
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.personal_plans import PersonalPlanView
from yanxiu_tui.services.reflections import ReflectionView
from yanxiu_tui.widgets.pick import Pick, label_of, named

PERSONAL, REFLECTION, NARRATIVE = "个性化教案", "教后反思", "教育叙事"
Writing = PersonalPlanView | ReflectionView
_ABOUT = {
    PERSONAL: "从共性教案最新的一版开始，您只写补充和调整（Z15）。",
    REFLECTION: "教完一个单元写一篇，长短不限（Z16）。",
    NARRATIVE: "自己的教育故事，不用选单元（P6）。",
}


@dataclass(frozen=True)
class WritingChoices:
    """What the form offers; read once before it opens."""

    units: Sequence[OwnUnit]
    classes: Sequence[str]


def read_choices(actor: Actor) -> WritingChoices:
    """Read it in a worker."""
    units = own_units.own_units(actor, clock.now())
    return WritingChoices(units, own_units.own_classes(actor))


@dataclass
class Begun(Message):
    """It is begun."""

    view: Writing


class WritingFormScreen(FormScreen[Writing]):
    """Returns what was begun, or None."""

    FORM_NAME = "新写一篇"
    YES = "开始写（Ctrl+S）"

    def __init__(self, actor: Actor, choices: WritingChoices) -> None:
        super().__init__()
        self.actor = actor
        several = len({each.group_name for each in choices.units}) > 1
        self.units = {_label(each, several): each for each in choices.units}
        self.known_classes = choices.classes

    def fields(self) -> ComposeResult:
        labels = list(self.units)
        kinds = [PERSONAL, REFLECTION, NARRATIVE] if labels else [NARRATIVE]
        yield row("种类", Pick(named(kinds), kinds[0], id="kind"))
        yield row("单元", Pick(named(labels), next(iter(labels), ""), id="unit"))
        yield row("班级", Pick(named(self.known_classes), free=True, id="class"))
        yield row("题目", Input(id="title", compact=True))

    def on_mount(self) -> None:
        self.show_kind()

    @property
    def kind(self) -> str:
        """The kind that stands in its field; "" while it is none."""
        meant = self.query_one("#kind", Pick).meant()
        return meant.name if meant else ""

    @on(Input.Changed, "#kind")
    def show_kind(self) -> None:
        """Show only the fields that this kind has a use for."""
        used = {
            "unit": self.kind in (PERSONAL, REFLECTION),
            "class": self.kind == PERSONAL,
            "title": self.kind == NARRATIVE,
        }
        for name, use in used.items():
            parent = self.query_one(f"#{name}").parent
            assert isinstance(parent, Widget)
            parent.display = use

    def hint_for(self, field: Widget) -> str:
        match field.id:
            case "kind":
                return _ABOUT.get(self.kind, "上下键选，回车选定。")
            case "unit":
                return "上下键选，回车选定；正在上的单元排在前面。"
            case "class":
                return "哪个班用，如：七（1）班。"
            case "title":
                return "写个题目，如：那个不说话的孩子。"
        return ""

    def save(self) -> None:
        kind, unit = self.kind, self.query_one("#unit", Pick).meant()
        typed, title = self.query_one("#class", Pick).value, self.query_one("#title", Input).value
        if not kind:
            self.wrong("请选定种类，上下键选，按回车。", "kind")
            return
        if kind != NARRATIVE and unit is None:
            self.wrong("请选定单元，上下键选，按回车。", "unit")
            return
        self.busy = True
        unit_id = self.units[label_of(unit)].id if unit else 0
        self.ask(lambda: Begun(begin(self.actor, kind, unit_id, typed, title)))

    def on_begun(self, message: Begun) -> None:
        self.dismiss(message.view)

    def field_of(self, sentence: str) -> str:
        if "题目" in sentence:
            return "title"
        return "class" if self.kind == PERSONAL else "kind"


def begin(actor: Actor, kind: str, unit_id: int, class_name: str, title: str) -> Writing:
    """Begin it; runs in the worker."""
    if kind == PERSONAL:
        return personal_plans.begin(actor, unit_id, class_name, clock.now())
    if kind == REFLECTION:
        return reflections.begin(actor, unit_id, clock.now())
    return reflections.begin_narrative(actor, title, clock.now())


def _label(unit: OwnUnit, several: bool) -> str:
    """``第一单元 散文  7-8周``; the group only where there are units of several."""
    return "  ".join(filter(None, (unit.title, unit.weeks, unit.group_name if several else "")))
