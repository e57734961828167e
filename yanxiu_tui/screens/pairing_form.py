"""拟定师徒结对协议: who with whom, until when, what for, and what both owe (§8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.names import Named
from yanxiu_tui.rules.pairings import PairQuota
from yanxiu_tui.rules.typed import typed_date
from yanxiu_tui.screens.confirm import ConfirmScreen
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
from yanxiu_tui.services import pairing_drafts, pairings, people
from yanxiu_tui.services.pairings import PairingDraft, PairingView
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.widgets.pick import Pick, label_of, named

_HINTS = {
    "mentor": "谁当师傅。输首字母、姓名或工号，回车选定。",
    "apprentice": "谁当徒弟。输首字母、姓名或工号，回车选定。",
    "subject": "结对的学科，如：语文。",
    "aims": "培养目标，从制度的样本来，\n可以按这一对改。\nTab 到下一项。",
    "mentor_duties": "师傅做什么，可以改。\nTab 到下一项。",
    "apprentice_duties": "徒弟做什么，可以改。\nTab 到下一项。",
}
_FIELD_OF = {
    "师傅职责": "mentor_duties", "徒弟职责": "apprentice_duties", "培养目标": "aims",
    "学科": "subject", "到期日期": "last", "开始日期": "first", "期限不能": "last",
    "选徒弟": "apprentice", "选定徒弟": "apprentice", "徒弟的工号": "apprentice",
    "拜一位": "apprentice",
}  # fmt: skip


@dataclass(frozen=True)
class PairingChoices:
    """What the form offers; ``taught`` is each one's subject, ``quotas`` the regulation's."""

    people: Sequence[Named]
    taught: Mapping[str, str]
    quotas: Sequence[PairQuota]


@dataclass
class PairingFormReady(Message):
    """What the form needs is read; ``pairing_id`` is that of the draft to change, 0 for a new."""

    choices: PairingChoices
    draft: PairingDraft
    pairing_id: int = 0


def read_form(
    actor: Actor, mentor_no: str = "", apprentice_no: str = "", like: int = 0, anew: bool = False
) -> PairingFormReady:
    """Read it in a worker: the template for these two, or the agreement ``like`` which it is.

    ``anew`` makes another like it instead of changing it.
    """
    now = clock.now()
    draft = (
        pairings.draft_of(actor, like)
        if like
        else pairings.template(actor, now, mentor_no, apprentice_no)
    )
    choices = PairingChoices(
        people.everybody(), pairing_drafts.taught(), pairing_drafts.rule(now).quotas
    )
    return PairingFormReady(choices, draft, 0 if anew else like)


@dataclass
class Doubted(Message):
    """What ought to be thought over before this is kept."""

    draft: PairingDraft
    said: Sequence[str]


@dataclass
class Kept(Message):
    """The draft is on record."""

    view: PairingView


class PairingFormScreen(FormScreen[PairingView]):
    """Returns the pair as it is drafted or changed, or None."""

    CSS_PATH = ["form.tcss", "pairing_form.tcss"]  # type: ignore[assignment]

    def __init__(self, actor: Actor, ready: PairingFormReady) -> None:
        super().__init__()
        self.actor, self.choices, self.draft = actor, ready.choices, ready.draft
        self.pairing_id, self.proposed = ready.pairing_id, ""
        self.quotas = merged(ready.choices.quotas, ready.draft.quotas)
        self.FORM_NAME = "改师徒结对协议" if self.pairing_id else "拟定师徒结对协议"
        self.YES = "保存（Ctrl+S）" if self.pairing_id else "拟定（Ctrl+S）"

    def fields(self) -> ComposeResult:
        draft, everybody = self.draft, self.choices.people
        yield row("师傅", Pick(everybody, self.label(draft.mentor_no), id="mentor"))
        yield row("徒弟", Pick(everybody, self.label(draft.apprentice_no), id="apprentice"))
        subjects = named(sorted(set(self.choices.taught.values())))
        yield row("学科", Pick(subjects, draft.subject, free=True, id="subject"))
        yield row("开始", Input(f"{draft.first}", id="first", compact=True))
        yield row("到期", Input(f"{draft.last}", id="last", compact=True))
        yield paragraph("培养目标", draft.aims, "aims")
        yield paragraph("师傅职责", draft.mentor_duties, "mentor_duties")
        yield paragraph("徒弟职责", draft.apprentice_duties, "apprentice_duties")
        yield Static("每学期至少多少，写 0 就是不要求：", classes="field")
        yield from quota_rows(self.quotas)

    def label(self, staff_no: str) -> str:
        """Somebody as the fields have them."""
        found = (label_of(each) for each in self.choices.people if each.staff_no == staff_no)
        return next(found, "")

    @on(Input.Changed, "#apprentice")
    def remember(self) -> None:
        """The subject goes with the apprentice, unless it was typed otherwise."""
        chosen = self.query_one("#apprentice", Pick).chosen
        subject = self.query_one("#subject", Pick)
        if chosen is not None and subject.value in ("", self.proposed):
            self.proposed = subject.value = self.choices.taught.get(chosen.staff_no, "")

    def hint_for(self, field: Widget) -> str:
        if field.id in ("first", "last") and isinstance(field, Input):
            return day_hint(field.value)
        return _HINTS.get(field.id or "", QUOTA_HINT)

    # Keeping

    def save(self) -> None:
        self.send(self.read, self.considered)

    def considered(self, draft: PairingDraft) -> Message:
        """Keep it, or say what ought to be thought over first; runs in the worker."""
        said = pairings.warnings(self.actor, draft, clock.now())
        return Doubted(draft, said) if said else self.keep(draft)

    def keep(self, draft: PairingDraft) -> Message:
        """Ask the service; runs in the worker."""
        now = clock.now()
        if self.pairing_id:
            return Kept(pairings.change(self.actor, self.pairing_id, draft, now))
        return Kept(pairings.draft(self.actor, draft, now))

    def on_doubted(self, message: Doubted) -> None:
        def decided(sure: bool | None) -> None:
            self.busy = bool(sure)
            if sure:
                self.ask(lambda: self.keep(message.draft))

        question = "\n".join([*message.said, "", "仍要这样结对吗？"])
        self.app.push_screen(ConfirmScreen(question, "仍要", "再想想", careful=True), decided)

    def on_kept(self, message: Kept) -> None:
        self.dismiss(message.view)

    # Reading the fields

    def read(self) -> PairingDraft:
        """The fields as a draft; Refused, with the field as its reason, when one cannot be read."""
        return PairingDraft(
            mentor_no=self.person("mentor", "师傅"),
            apprentice_no=self.person("apprentice", "徒弟"),
            subject=self.query_one("#subject", Input).value,
            first=self.day("first", "开始"),
            last=self.day("last", "到期"),
            aims=self.query_one("#aims", TextArea).text,
            mentor_duties=self.query_one("#mentor_duties", TextArea).text,
            apprentice_duties=self.query_one("#apprentice_duties", TextArea).text,
            quotas=read_quotas(self, self.quotas),
        )

    def person(self, name: str, label: str) -> str:
        meant = self.query_one(f"#{name}", Pick).meant()
        if meant is None:
            raise Refused(name, f"请用上下键从右边选定{label}，按回车。")
        return meant.staff_no

    def day(self, name: str, label: str) -> date:
        today = clock.local(clock.now()).date()
        found = typed_date(self.query_one(f"#{name}", Input).value, today)
        if found is None:
            raise Refused(name, f"{label}日期请写成 2027-08-31 这样。")
        return found

    def field_of(self, sentence: str) -> str:
        found = (name for word, name in _FIELD_OF.items() if word in sentence)
        return quota_field(self.quotas, sentence) or next(found, "mentor")
