"""登记证书: number, result and a note; the 学时 come from the records (P12, D8)."""

from dataclasses import dataclass
from datetime import datetime

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from yanxiu_tui import clock
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.screens.form import FormScreen, row
from yanxiu_tui.services import certificates
from yanxiu_tui.services.certificates import (
    RESULTS,
    CertificateLine,
    CertificatePage,
    CertificateView,
    Entry,
)
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.widgets.pick import Pick, named

_HINTS = {
    "number": "本人证书上的编号；以前登记过的已经填好，没有可以不填。",
    "result": "上下键选，回车选定；也可以写别的。",
    "note": "按记录还没有达到的，要写明为什么登记。",
    "reason": "为什么更正，留痕。",
}
_FIELD_OF = {"编号": "number", "结果": "result", "更正的原因": "reason", "原因": "note"}


@dataclass
class Entered(Message):
    """It is entered, or put right."""

    view: CertificateView


class CertificateFormScreen(FormScreen[CertificateView]):
    """Returns the entry, or None; one that stands already is put right, with a reason."""

    def __init__(self, actor: Actor, page: CertificatePage, line: CertificateLine) -> None:
        super().__init__()
        self.actor, self.page, self.line = actor, page, line
        self.correcting = line.certificate is not None
        self.FORM_NAME = f"{'更正' if self.correcting else '登记'}：{line.staff.name}"

    def fields(self) -> ComposeResult:
        made = self.line.certificate
        yield row("证书编号", Input(self.line.number, id="number", compact=True))
        result = made.result if made else RESULTS[0]
        yield row("结果", Pick(named(RESULTS), result, free=True, id="result"))
        yield row("备注", Input(made.note if made else "", id="note", compact=True))
        if self.correcting:
            yield row("更正原因", Input(id="reason", compact=True))

    def on_mount(self) -> None:
        said = [f"{self.page.year_name}  {plain(self.line.hours)} 学时"]
        said += [f"达到：{each}" for each in self.line.met]
        said += [f"未达到：{each}" for each in self.line.lacks]
        said.append(f"{self.page.clause.id}「{self.page.clause.words}」")
        self.query_one("#about", Static).update("\n".join(said))

    def hint_for(self, field: Widget) -> str:
        return _HINTS.get(field.id or "", "")

    def save(self) -> None:
        entry = Entry(*(self.query_one(f"#{name}", Input).value for name in
                        ("number", "result", "note")))  # fmt: skip
        reason = self.query_one("#reason", Input).value if self.correcting else ""
        self.busy = True
        self.ask(lambda: Entered(self.enter(entry, reason, clock.now())))

    def enter(self, entry: Entry, reason: str, now: datetime) -> CertificateView:
        """Ask the service; runs in the worker."""
        made = self.line.certificate
        if made is not None:
            return certificates.correct(self.actor, made.id, entry, reason, now)
        return certificates.enter(self.actor, self.line.staff.staff_no, self.page.year, entry, now)

    def on_entered(self, message: Entered) -> None:
        self.dismiss(message.view)

    def field_of(self, sentence: str) -> str:
        return next((name for word, name in _FIELD_OF.items() if word in sentence), "number")
