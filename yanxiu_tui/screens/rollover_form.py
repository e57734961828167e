"""开新学期: name, first and last day, which 制度; told once more before it is begun."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from yanxiu_tui import clock
from yanxiu_tui.regulation.files import named_source
from yanxiu_tui.regulation.loader import load, preset_names
from yanxiu_tui.rules.calendar import WEEKDAYS, week_of_term
from yanxiu_tui.rules.rollover import TermDays
from yanxiu_tui.rules.typed import typed_date
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.form import FormScreen, row
from yanxiu_tui.services import rollover, rollover_views
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.rollover import Begun, TermDraft
from yanxiu_tui.services.rollover_series import WeeklySeries
from yanxiu_tui.services.rollover_views import Preparation
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.pick import Pick, Tick, named

SAME = "沿用现行制度"
_DAY_HINT = "如 2027-02-22，也可写 2-22。"
_HINTS = {
    "name": "学期的名称，不能和以前的相同。",
    "source": "沿用，或选一份自带的制度，\n或写出制度文件（.toml）的路径。",
    "reason": "换制度才填，如“教代会通过”，\n会留痕，人人可见。",
    "units": "只带单元名称，作计划的开头；\n教案、周次、主讲人不带。",
}
_FIELD_OF = {
    "名称": "name", "叫「": "name", "日期": "first", "结束": "last", "原因": "reason",
    "制度": "source", "文件": "source",
}  # fmt: skip


@dataclass
class DaysChanged(Message):
    """The prepared term has other days; so many meetings are called off."""

    off: int


@dataclass
class Read(Message):
    """The text of the regulation that was named; "" keeps the old one."""

    source: str
    title: str


@dataclass
class TermBegun(Message):
    """The next term is there."""

    done: Begun


class RolloverFormScreen(FormScreen[Begun]):
    """Returns what was begun, or None."""

    FORM_NAME = "开新学期"
    YES = "往下看（Ctrl+S）"

    def __init__(self, actor: Actor, found: Preparation, series: Sequence[WeeklySeries]) -> None:
        super().__init__()
        self.actor, self.found, self.series = actor, found, series
        self.presets = preset_names()

    def fields(self) -> ComposeResult:
        new = self.found.proposed
        yield row("名称", Input(new.name, id="name", compact=True))
        yield row("第一天", Input(str(new.starts_on), id="first", compact=True))
        yield row("最后一天", Input(str(new.ends_on), id="last", compact=True))
        if self.found.may_adopt:
            offered = named([SAME, *self.presets])
            yield row("制度", Pick(offered, SAME, free=True, id="source"))
            yield row("换的原因", Input(id="reason", compact=True))
        if self.found.units:
            label = f"带来{self.found.units_from}的 {self.found.units} 个单元名称"
            yield row("单元", Tick(label, False, id="units"))

    def hint_for(self, field: Widget) -> str:
        if field.id not in ("first", "last"):
            return _HINTS.get(field.id or "", "")
        first, last = self.day("first"), self.day("last")
        day = first if field.id == "first" else last
        if day is None:
            return _DAY_HINT
        said = f"{day} 周{WEEKDAYS[day.weekday()]}"
        if first and last and first < last:
            times = sum(rollover_views.new_days(self.series, first, last).values())
            said += f"\n共 {week_of_term(last, first)} 周，每周活动要排 {times} 次"
        return said

    def day(self, name: str) -> date | None:
        """The day in a field."""
        return typed_date(self.query_one(f"#{name}", Input).value, self.found.old.ends_on)

    def save(self) -> None:
        for name in ("first", "last"):
            if self.day(name) is None:
                self.wrong(f"日期请写成 {_DAY_HINT[1:11]} 这样。", name)
                return
        typed = self.query_one("#source", Pick).name_or_text() if self.found.may_adopt else SAME

        def act() -> Message:
            if typed in ("", SAME):
                return Read("", "")
            source = named_source(self.presets.get(typed, typed))
            return Read(source, load(source).title)

        self.busy = True
        self.ask(act)

    def on_read(self, message: Read) -> None:
        """Say once more what will be done; do it when that is wanted."""
        self.busy = False
        first, last = self.day("first"), self.day("last")
        if first is None or last is None:
            return
        reason = self.query_one("#reason", Input).value if self.found.may_adopt else ""
        ticked = [each.value for each in self.query("#units").results(Tick)]
        draft = TermDraft(
            self.query_one("#name", Input).value, first, last,
            tuple(each.key for each in self.series), message.source, reason, any(ticked),
        )  # fmt: skip

        def decided(sure: bool | None) -> None:
            if sure:
                self.busy = True
                self.ask(lambda: TermBegun(rollover.begin(self.actor, draft, clock.now())))

        term = replace(self.found.old, starts_on=first, ends_on=last)
        question = "\n".join(_told(draft, message.title, self.series, rollover.not_skipped(term)))
        self.app.push_screen(ConfirmScreen(question, "开新学期", "再想想", careful=True), decided)

    def on_term_begun(self, message: TermBegun) -> None:
        self.dismiss(message.done)

    def field_of(self, sentence: str) -> str:
        named_in = (name for word, name in _FIELD_OF.items() if word in sentence)
        return next((name for name in named_in if self.query(f"#{name}")), "name")


class TermDaysScreen(FormScreen[str]):
    """Other days for the term that is prepared; returns a sentence, or None."""

    FORM_NAME = "改新学期的名称、日期"

    def __init__(self, actor: Actor, term: TermView) -> None:
        super().__init__()
        self.actor, self.term = actor, term

    def fields(self) -> ComposeResult:
        yield row("名称", Input(self.term.name, id="name", compact=True))
        yield row("第一天", Input(str(self.term.starts_on), id="first", compact=True))
        yield row("最后一天", Input(str(self.term.ends_on), id="last", compact=True))

    def hint_for(self, field: Widget) -> str:
        if field.id == "name":
            return _HINTS["name"]
        return f"{_DAY_HINT}\n排在新日期以外的活动会取消，\n留有痕迹。"

    def save(self) -> None:
        first, last = (
            typed_date(self.query_one(f"#{name}", Input).value, self.term.starts_on)
            for name in ("first", "last")
        )
        if first is None or last is None:
            self.wrong(f"日期请写成 {_DAY_HINT[1:11]} 这样。", "first" if first is None else "last")
            return
        days = TermDays(self.query_one("#name", Input).value, first, last)
        self.busy = True
        self.ask(lambda: DaysChanged(rollover.change_days(self.actor, days, clock.now())))

    def on_days_changed(self, message: DaysChanged) -> None:
        off = f"，取消了 {message.off} 次日期以外的活动" if message.off else ""
        self.dismiss(f"已改好{off}。")

    def field_of(self, sentence: str) -> str:
        return next((name for word, name in _FIELD_OF.items() if word in sentence), "name")


def _told(
    draft: TermDraft, title: str, series: Sequence[WeeklySeries], not_skipped: str
) -> list[str]:
    times = sum(rollover_views.new_days(series, draft.starts_on, draft.ends_on).values())
    return [
        f"开「{draft.name}」：{draft.starts_on} 至 {draft.ends_on}。",
        f"制度：{f'采用「{title}」' if title else SAME}。",
        f"每周活动 {len(series)} 个，排 {times} 次，节假日跳过；组和组长照旧。",
        *([f"{not_skipped}。"] if not_skipped and times else []),
        "到第一天自动换过去，在那以前、以前的学期一切不变。",
    ]
