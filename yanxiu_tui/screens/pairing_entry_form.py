"""记一条: what the two did, on which day; the other side signs it."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from yanxiu_tui import clock
from yanxiu_tui.rules.pairings import EntryKind
from yanxiu_tui.screens.form import FormScreen, row, today
from yanxiu_tui.screens.pairing_fields import paragraph
from yanxiu_tui.services import pairing_log, pairing_views
from yanxiu_tui.services.pairing_log import EntryDraft, EntryView
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.widgets.pick import Pick, named

_ELSEWHERE = "听课、公开课不用在这里记，有听课记录就自动算。"
_HINTS = {
    "kind": f"上下键选，回车选定。{_ELSEWHERE}",
    "title": "一句话，如：一起备《背影》。",
    "words": "经过、意见，可以不写。写完按 Ctrl+S。",
}
_DAY_HINT = "如 10-12，也可写 1012、昨天、今天。"
_FIELD_OF = {"类别": "kind", "日期": "day", "经过": "words"}


@dataclass
class EntryFormReady(Message):
    """What the form needs; ``other`` is the name of who will sign."""

    pairing_id: int
    other: str
    kinds: Sequence[EntryKind]


def read_form(actor: Actor, pairing_id: int) -> EntryFormReady:
    """Read it in a worker."""
    now = clock.now()
    view = pairing_views.pairing(actor, pairing_id, now)
    other = view.apprentice_name if actor.teacher_id == view.mentor_id else view.mentor_name
    return EntryFormReady(pairing_id, other, pairing_log.kinds(now))


@dataclass
class Logged(Message):
    """It stands in the log."""

    view: EntryView


class PairingEntryFormScreen(FormScreen[EntryView]):
    """Returns the entry, or None."""

    def __init__(self, actor: Actor, ready: EntryFormReady) -> None:
        super().__init__()
        self.actor, self.pairing_id = actor, ready.pairing_id
        self.kinds = {each.name: each.id for each in ready.kinds}
        self.FORM_NAME = f"师徒记录：由{ready.other}老师签认"

    def fields(self) -> ComposeResult:
        names = list(self.kinds)
        yield row("类别", Pick(named(names), next(iter(names), ""), id="kind"))
        yield row("日期", Input(f"{today():%m-%d}", id="day", compact=True))
        yield row("内容", Input(id="title", compact=True))
        yield paragraph("经过", "", "words")

    def hint_for(self, field: Widget) -> str:
        if field.id == "day":
            return self.told_day("day", _DAY_HINT)
        return _HINTS.get(field.id or "", "")

    def save(self) -> None:
        kind = self.query_one("#kind", Pick).meant()
        day = self.typed_day("day")
        if kind is None:
            self.wrong("请用上下键选定类别，按回车。", "kind")
            return
        if day is None:
            self.wrong("日期请写成 10-12 这样。", "day")
            return
        draft = EntryDraft(
            self.kinds[kind.name], day, self.query_one("#title", Input).value,
            self.query_one("#words", TextArea).text,
        )  # fmt: skip
        self.busy = True
        self.ask(lambda: Logged(pairing_log.add(self.actor, self.pairing_id, draft, clock.now())))

    def on_logged(self, message: Logged) -> None:
        self.dismiss(message.view)

    def field_of(self, sentence: str) -> str:
        return next((name for word, name in _FIELD_OF.items() if word in sentence), "title")
