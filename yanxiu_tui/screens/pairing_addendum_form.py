"""拟补充协议: what of a signed agreement is to be otherwise, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.pairings import PairQuota
from yanxiu_tui.rules.typed import typed_date
from yanxiu_tui.screens.form import FormScreen, row
from yanxiu_tui.screens.pairing_fields import (
    QUOTA_HINT,
    day_hint,
    merged,
    paragraph,
    quota_field,
    quota_rows,
    read_quotas,
)
from yanxiu_tui.services import pairing_addenda, pairing_drafts
from yanxiu_tui.services.pairing_addenda import AddendumDraft
from yanxiu_tui.services.pairing_views import PairingView
from yanxiu_tui.services.permission import Actor


@dataclass
class AddendumFormReady(Message):
    """The pair, and the quotas the regulation knows."""

    view: PairingView
    quotas: Sequence[PairQuota]


def read_form(view: PairingView) -> AddendumFormReady:
    """Read it in a worker."""
    return AddendumFormReady(view, pairing_drafts.rule(clock.now()).quotas)


@dataclass
class Drafted(Message):
    """The addendum waits for both sides."""

    view: PairingView


class AddendumFormScreen(FormScreen[PairingView]):
    """Returns the pair with its addendum, or None; what is left as it was is not changed."""

    FORM_NAME = "拟补充协议"
    YES = "拟定（Ctrl+S）"
    CSS_PATH = ["form.tcss", "pairing_form.tcss"]  # type: ignore[assignment]

    def __init__(self, actor: Actor, ready: AddendumFormReady) -> None:
        super().__init__()
        self.actor, self.view = actor, ready.view
        self.quotas = merged(ready.quotas, ready.view.quotas)

    def fields(self) -> ComposeResult:
        yield paragraph("补充内容", "", "words")
        yield row("到期", Input(f"{self.view.last}", id="last", compact=True))
        yield Static("每学期至少多少，写 0 就是不要求：", classes="field")
        yield from quota_rows(self.quotas)

    def hint_for(self, field: Widget) -> str:
        if field.id == "words":
            return "写清改什么、为什么。\n到期和次数不改就留着。\n双方签字以后生效。"
        if field.id == "last" and isinstance(field, Input):
            return day_hint(field.value)
        return QUOTA_HINT

    def save(self) -> None:
        try:
            change = self.read()
        except Refused as refusal:
            self.wrong(str(refusal), refusal.reason)
            return
        self.busy = True
        self.ask(
            lambda: Drafted(pairing_addenda.draft(self.actor, self.view.id, change, clock.now()))
        )

    def read(self) -> AddendumDraft:
        """The fields as a draft; Refused, with the field as its reason, when one cannot be read."""
        last = typed_date(self.query_one("#last", Input).value, clock.local(clock.now()).date())
        if last is None:
            raise Refused("last", "到期日期请写成 2027-08-31 这样。")
        quotas = read_quotas(self, self.quotas)
        same = tuple(each for each in quotas if each.least) == self.view.quotas
        return AddendumDraft(
            words=self.query_one("#words", TextArea).text,
            last=None if last == self.view.last else last,
            quotas=None if same else quotas,
        )

    def on_drafted(self, message: Drafted) -> None:
        self.dismiss(message.view)

    def field_of(self, sentence: str) -> str:
        dated = any(word in sentence for word in ("到期", "期限", "徒弟"))
        return quota_field(self.quotas, sentence) or ("last" if dated else "words")
