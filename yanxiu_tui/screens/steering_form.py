"""记一次: a meeting of the steering group or an inspection, and who was there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input
from textual.widgets.input import Selection

from yanxiu_tui import clock
from yanxiu_tui.rules.names import Named, rank, single_words
from yanxiu_tui.rules.steering import INSPECTION, MEETING, Phase
from yanxiu_tui.screens.form import FormScreen, row, today
from yanxiu_tui.services import people, planning, steering, steering_views
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.school import TermView
from yanxiu_tui.services.steering import RecordDraft
from yanxiu_tui.services.steering_views import RecordView
from yanxiu_tui.widgets.pick import Pick, label_of, named

OTHER, LOOKED = "其他会议", "督查"
_BETWEEN = r"\s、，,;；"
_APART = re.compile(rf"[{_BETWEEN}]+")
_HINTS = {
    "kind": "上下键选，回车选定。",
    "title": "如：期中校本研修工作会。",
    "place": "会议室、教室等，可以不写。",
    "chair": "主持人的姓名首字母、姓名或工号。",
}
_FIELD_OF = {"日期": "day", "地点": "place", "到会": "present", "专门会议": "kind", "工号": "chair"}


@dataclass
class FormReady(Message):
    """What the form needs; ``record`` is what is to be changed, None for a new one.

    ``due`` is what the form calls that which is due next, ``last`` the latest there was in this
    term: the place and who presides are often the same again.
    """

    term: TermView
    record: RecordView | None
    last: RecordView | None
    due: str
    phases: Sequence[Phase]
    people: Sequence[Named]
    places: Sequence[str]


def read_form(actor: Actor, record: RecordView | None, term: TermView) -> FormReady:
    """Read it in a worker; whoever has left since the term began may have been there."""
    phases = steering.rule(term).meetings
    board = steering_views.board(actor, term.id)
    names = [each.name if each.phase else LOOKED for each in board.owed if not each.begun]
    due = names[0] if names else OTHER
    last = next(iter(board.records), None)
    here = people.everybody(since=term.starts_on)
    return FormReady(term, record, last, due, phases, here, planning.places())


@dataclass
class Kept(Message):
    """It is kept; the sentence says so."""

    sentence: str
    record_id: int


class SteeringFormScreen(FormScreen[Kept]):
    """Returns what was kept, or None."""

    def __init__(self, actor: Actor, ready: FormReady) -> None:
        super().__init__()
        self.actor, self.ready = actor, ready
        self.FORM_NAME = "记一次会议或督查" if ready.record is None else "修改"
        self.kinds = {phase.name: (MEETING, phase.id) for phase in ready.phases}
        self.kinds |= {OTHER: (MEETING, ""), LOOKED: (INSPECTION, "")}

    def fields(self) -> ComposeResult:
        kept = self.ready.record
        kind = self.ready.due if kept is None else self.kind_of(kept)
        offered = [
            name for name, (what, _) in self.kinds.items() if kept is None or what == kept.kind
        ]
        known = {each.staff_no: each for each in self.ready.people}
        like = kept or self.ready.last
        chair = known.get(like.chair_no) if like else None
        words = single_words(self.ready.people)
        there = "、".join(words.get(number, name) for number, name in kept.present) if kept else ""
        yield row("类别", Pick(named(offered), kind, id="kind"))
        yield row("标题", Input(kept.title if kept else "", id="title", compact=True))
        day = kept.day if kept else min(today(), self.ready.term.ends_on)
        yield row("日期", Input(str(day), id="day", compact=True))
        places = named(self.ready.places)
        yield row("地点", Pick(places, like.place if like else "", free=True, id="place"))
        chosen = label_of(chair) if chair else ""
        yield row("主持人", Pick(self.ready.people, chosen, id="chair"))
        yield row("到会", Input(there, id="present", compact=True))

    def kind_of(self, record: RecordView) -> str:
        """What the form calls the kind of a record."""
        wanted = (record.kind, record.phase)
        return next((name for name, what in self.kinds.items() if what == wanted), OTHER)

    def hint_for(self, field: Widget) -> str:
        if field.id == "day":
            return self.told_day("day", "如 10-12，也可写 今天、昨天。")
        if field.id == "present":
            return "姓名首字母，空格隔开，如 wxm ly。\n" + "、".join(
                person.name if person else f"「{token}」？" for token, person in self.present()
            )
        return _HINTS.get(field.id or "", "")

    def present(self) -> list[tuple[str, Named | None]]:
        """Whom each word of the field means; None where it is nobody, or more than one."""
        text = self.query_one("#present", Input).value
        return [(token, self.meant(token)) for token in _APART.split(text) if token]

    def meant(self, token: str) -> Named | None:
        """The one person that a word means."""
        word = token.lower()
        exact = [
            each
            for each in self.ready.people
            if word in (each.staff_no, each.name, *each.initials.split())
        ]
        found = exact or rank(token, self.ready.people, 2)
        return found[0] if len(found) == 1 else None

    def save(self) -> None:
        kind, day = self.query_one("#kind", Pick).meant(), self.typed_day("day")
        unknown = [token for token, person in self.present() if person is None]
        if kind is None:
            self.wrong("请用上下键选定类别，按回车。", "kind")
        elif day is None:
            self.wrong("日期请写成 10-12 这样。", "day")
        elif unknown:
            self.wrong(f"「{unknown[0]}」认不出是谁，或不止一位，请写姓名或工号。", "present")
            self.mark(unknown[0])
        else:
            self.keep(*self.kinds[kind.name], day)

    def mark(self, word: str) -> None:
        """Only this one of those who came is to be typed anew."""
        field = self.query_one("#present", Input)
        at = re.search(rf"(?<![^{_BETWEEN}]){re.escape(word)}(?![^{_BETWEEN}])", field.value)
        if at:
            field.selection = Selection(*at.span())

    def keep(self, kind: str, phase: str, day: date) -> None:
        """Ask the service to keep it."""
        typed = self.query_one("#chair", Pick)
        chair = typed.meant()
        if chair is None and typed.value.strip():
            self.wrong("没有找到这位主持人，请用上下键选定。", "chair")
            return
        draft = RecordDraft(
            kind, self.query_one("#title", Input).value or self.query_one("#kind", Pick).value,
            day, self.query_one("#place", Pick).value, chair.staff_no if chair else "",
            tuple(each.staff_no for _, each in self.present() if each), phase,
        )  # fmt: skip
        record = self.ready.record

        def act() -> Message:
            if record is None:
                made = steering.keep(self.actor, draft, clock.now(), self.ready.term.id)
                return Kept("已记下，按回车写记录。", made)
            steering.change(self.actor, record.id, draft, clock.now())
            return Kept("已改好。", record.id)

        self.busy = True
        self.ask(act)

    def on_kept(self, message: Kept) -> None:
        self.dismiss(message)

    def field_of(self, sentence: str) -> str:
        return next((name for word, name in _FIELD_OF.items() if word in sentence), "title")
