"""加单元: what a unit is called, in which weeks it is taught, who speaks on it (Z12, Z13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.calendar import week_of_term
from yanxiu_tui.rules.names import Named, initials
from yanxiu_tui.rules.typed import typed_weeks
from yanxiu_tui.screens.form import FormScreen, row
from yanxiu_tui.services import prep_groups, prep_units
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.prep_units import UnitDraft, UnitView
from yanxiu_tui.services.school import TermView
from yanxiu_tui.widgets.pick import Pick, label_of

_HINTS = {
    "title": "单元、章或节，如：第一单元 四季之美。",
    "keynote": "谁做中心发言人；可以先空着，以后按 F5 一起排。\n输首字母或姓名，回车选定。",
}
_WEEKS_HINT = "校历上的第几周教，如 3 或 3-4；不定可以空着。"


@dataclass
class UnitFormReady(Message):
    """What the form offers; ``follows`` is the plan's last unit, ``changing`` the one to change."""

    term: TermView
    group_id: int
    people: Sequence[Named]
    follows: UnitView | None
    changing: UnitView | None


def read_unit_form(
    term: TermView, group_id: int, follows: UnitView | None, changing: UnitView | None
) -> UnitFormReady:
    """Read it in a worker: those of the group in that term, and whoever speaks on it already."""
    here = [
        Named(each.staff_no, each.name, each.initials)
        for each in prep_groups.members(group_id, term)
    ]
    number = changing.keynote_no if changing else ""
    if changing and number and all(each.staff_no != number for each in here):
        name = changing.keynote_name
        here.append(Named(number, name, initials(name)))
    return UnitFormReady(term, group_id, here, follows, changing)


@dataclass
class Kept(Message):
    """The unit is added or changed."""

    unit: UnitView


class PrepUnitFormScreen(FormScreen[UnitView]):
    """Returns the unit that was added or changed, or None."""

    def __init__(self, actor: Actor, ready: UnitFormReady) -> None:
        super().__init__()
        self.actor, self.choices, self.changing = actor, ready, ready.changing
        self.FORM_NAME = "修改单元" if ready.changing else "加单元"

    def fields(self) -> ComposeResult:
        unit = self.changing
        yield row("单元", Input(unit.title if unit else "", id="title", compact=True))
        yield row("周次", Input(self.weeks(), id="weeks", compact=True))
        keynote = next(
            (
                label_of(each)
                for each in self.choices.people
                if unit and each.staff_no == unit.keynote_no
            ),
            "",
        )
        yield row("发言人", Pick(self.choices.people, keynote, id="keynote"))

    def weeks(self) -> str:
        """The unit's weeks; for a new one those after the last unit's, as many as it has."""
        if self.changing:
            return self.changing.weeks
        last = self.choices.follows
        if last is None or last.first_week is None or last.last_week is None:
            return ""
        first, length = last.last_week + 1, last.last_week - last.first_week
        term = self.choices.term
        ends = week_of_term(term.ends_on, term.starts_on)
        if first > ends:
            return ""
        until = min(first + length, ends)
        return f"{first}-{until}" if until > first else f"{first}"

    def hint_for(self, field: Widget) -> str:
        if field.id != "weeks" or not isinstance(field, Input):
            return _HINTS.get(field.id or "", "")
        found = typed_weeks(field.value)
        if found is None:
            return _WEEKS_HINT
        starts_on = self.choices.term.starts_on
        monday = starts_on - timedelta(days=starts_on.weekday())
        first = monday + timedelta(weeks=found[0] - 1)
        friday = monday + timedelta(weeks=found[1] - 1, days=4)
        return f"{first:%m月%d日} 至 {friday:%m月%d日}"

    def save(self) -> None:
        self.send(self.read, lambda draft: Kept(self.keep(draft)))

    def keep(self, draft: UnitDraft) -> UnitView:
        """Ask the service; runs in the worker."""
        now = clock.now()
        if self.changing:
            return prep_units.change(self.actor, self.changing.id, draft, now)
        choices = self.choices
        return prep_units.add(self.actor, choices.group_id, choices.term.id, draft, now)

    def read(self) -> UnitDraft:
        """The fields as a draft; Refused, with the field as its reason, when one is unclear."""
        typed = self.query_one("#weeks", Input).value.strip()
        weeks = typed_weeks(typed) if typed else (None, None)
        if weeks is None:
            raise Refused("weeks", f"周次「{typed}」看不懂，请写成 3 或 3-4。")
        speaker = self.query_one("#keynote", Pick)
        meant = speaker.meant()
        if meant is None and speaker.value.strip():
            raise Refused("keynote", "发言人请用上下键从右边选定，按回车。")
        return UnitDraft(
            title=self.query_one("#title", Input).value,
            first_week=weeks[0],
            last_week=weeks[1],
            keynote_no=meant.staff_no if meant else "",
        )

    def on_kept(self, message: Kept) -> None:
        self.dismiss(message.unit)

    def field_of(self, sentence: str) -> str:
        return "weeks" if "周" in sentence else "title"
