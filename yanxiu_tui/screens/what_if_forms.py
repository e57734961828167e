"""What to try: another weight for one item, or another regulation."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from yanxiu_tui.regulation.files import named_source
from yanxiu_tui.regulation.loader import preset_names
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.items import AnyItem
from yanxiu_tui.rules.names import Named, fold_width, initials
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.rules.weights import weight
from yanxiu_tui.screens.form import FormScreen, row
from yanxiu_tui.services.what_if import other_regulation, other_weight
from yanxiu_tui.widgets.pick import Pick, named


@dataclass(frozen=True)
class Trial:
    """A regulation to try; ``source`` is its text when a whole one is tried, else ""."""

    words: str
    regulation: Regulation
    source: str = ""


@dataclass
class TrialReady(Message):
    """What was chosen can be tried."""

    trial: Trial


class _TrialForm(FormScreen[Trial]):
    YES = "试算（Ctrl+S）"

    def on_trial_ready(self, message: TrialReady) -> None:
        self.dismiss(message.trial)


class WeightScreen(_TrialForm):
    """An item and the points it should give."""

    FORM_NAME = "换一项的分值（只试算，不保存）"

    def __init__(self, term_id: int, items: Sequence[AnyItem]) -> None:
        super().__init__()
        self.term_id, self.items = term_id, items

    def fields(self) -> ComposeResult:
        yield row("项目", Pick(named([item.name for item in self.items]), id="item"))
        yield row("新分值", Input(id="points", compact=True))

    @property
    def chosen(self) -> AnyItem | None:
        """The item meant by what is typed."""
        meant = self.query_one("#item", Pick).meant()
        return next((item for item in self.items if meant and item.name == meant.name), None)

    def hint_for(self, field: Widget) -> str:
        item = self.chosen
        if field.id == "points" and item:
            what = "每次" if item.best is None else "满分"
            return f"「{item.name}」现在{what} {plain(weight(item))} 分，换成多少？"
        return "输入首字母，或用上下键选，回车到下一格。"

    def save(self) -> None:
        item = self.chosen
        if item is None:
            self.wrong("请选一项。", "item")
            return
        points = _number(self.query_one("#points", Input).value)
        if points is None:
            self.wrong("分值请写成数字，如 20。", "points")
            return
        self.busy = True

        def act() -> Message:
            tried = other_weight(self.term_id, item.id, points)
            before = plain(weight(item))
            words = f"「{item.name}」的分值从 {before} 换成 {plain(points)}"
            return TrialReady(Trial(words, tried))

        self.ask(act)

    def field_of(self, sentence: str) -> str:
        return "points" if "分值" in sentence else "item"


class RegulationScreen(_TrialForm):
    """A regulation that ships with the program, or a file."""

    FORM_NAME = "换一份制度（只试算，不保存）"

    def __init__(self) -> None:
        super().__init__()
        known = preset_names().items()
        self.presets = [Named(name, title, initials(title)) for title, name in known]

    def fields(self) -> ComposeResult:
        yield row("制度", Pick(self.presets, free=True, id="source"))

    def hint_for(self, field: Widget) -> str:
        return "选一份自带的制度，或写出制度文件（.toml）的完整路径。"

    def save(self) -> None:
        typed = self.query_one("#source", Pick)
        chosen = typed.chosen
        text = chosen.staff_no if chosen else typed.value.strip()
        if not text:
            self.wrong("请选一份制度，或写出文件的路径。", "source")
            return
        self.busy = True

        def act() -> Message:
            source = named_source(text)
            tried = other_regulation(source)
            return TrialReady(Trial(f"改用「{tried.title}」", tried, source))

        self.ask(act)

    def field_of(self, sentence: str) -> str:
        return "source"


def _number(typed: str) -> Decimal | None:
    try:
        number = Decimal(fold_width(typed).removesuffix("分").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
