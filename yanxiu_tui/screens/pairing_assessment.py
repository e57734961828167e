"""期末考核: a score and a few words for the other side, or from the office for both."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from yanxiu_tui import clock
from yanxiu_tui.rules.evaluation import typed_score
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.rules.pairing_assessments import FULL, JUDGES_OF
from yanxiu_tui.rules.pairings import Side
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.form import FormScreen, row
from yanxiu_tui.screens.pairing_fields import paragraph
from yanxiu_tui.services import pairing_assessments, pairing_progress, pairing_views, school
from yanxiu_tui.services.pairing_assessments import AssessmentDraft, Sheet
from yanxiu_tui.services.pairing_progress import PairProgress
from yanxiu_tui.services.pairing_views import PairingView
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.widgets.pairing_words import SIDE_NAMES, progress_words, sheet_fields

_SIDES: tuple[Side, ...] = ("mentor", "apprentice")
_SCORE_HINT = "0 到 100，如 92.5。\n评了以后才看得到别人评的。"
_WORDS_HINT = "评语，可以不写。写完按 Ctrl+S。"


@dataclass
class SheetReady(Message):
    """How a pair stands judged this term, and what both did in it."""

    view: PairingView
    sheet: Sheet
    progress: Sequence[PairProgress]
    office: str


def read_sheet(actor: Actor, pairing_id: int) -> SheetReady:
    """Read it in a worker."""
    now = clock.now()
    return SheetReady(
        pairing_views.pairing(actor, pairing_id, now),
        pairing_assessments.sheet(actor, pairing_id, now),
        pairing_progress.progress([pairing_id], now)[pairing_id],
        school.regulation_of(school.current_term(now).regulation_id).office,
    )


def sheet_screen(actor: Actor, ready: SheetReady) -> ModalScreen[Any]:
    """The form for who may judge now, else how the pair stands judged and why not."""
    if ready.sheet.may_give:
        return PairingAssessmentScreen(actor, ready)
    return DetailsScreen("期末考核", sheet_fields(ready.sheet, ready.office))


@dataclass
class Given(Message):
    """It is judged."""

    sheet: Sheet


class PairingAssessmentScreen(FormScreen[Sheet]):
    """Returns how the pair stands judged, or None. What both did this term is shown beside."""

    def __init__(self, actor: Actor, ready: SheetReady) -> None:
        super().__init__()
        self.actor, self.pair, self.sheet, self.progress = (
            actor, ready.view, ready.sheet, ready.progress,
        )  # fmt: skip
        self.judged = [side for side in _SIDES if ready.sheet.judge in JUDGES_OF[side]]
        self.FORM_NAME = f"期末考核：{self.pair.mentor_name}和{self.pair.apprentice_name}"

    def fields(self) -> ComposeResult:
        own = self.sheet.own
        for side in self.judged:
            kept = getattr(own, f"{side}_score") if own else None
            typed = plain(kept) if kept is not None else ""
            yield row(f"{SIDE_NAMES[side]}得分", Input(typed, id=side, compact=True))
        yield paragraph("评语", own.words if own else "", "words")

    def name_of(self, side: Side) -> str:
        """Who that is."""
        return self.pair.mentor_name if side == "mentor" else self.pair.apprentice_name

    def on_mount(self) -> None:
        lines = [progress_words([each]) for each in self.progress if each.quota.side in self.judged]
        self.query_one("#about", Static).update("\n".join(str(each) for each in lines))

    def hint_for(self, field: Widget) -> str:
        if field.id == "words":
            return _WORDS_HINT
        whose = next((self.name_of(side) for side in self.judged if side == field.id), "")
        return f"{whose}：{_SCORE_HINT}" if whose else ""

    def save(self) -> None:
        scores: dict[Side, Decimal] = {}
        for side in self.judged:
            score = typed_score(self.query_one(f"#{side}", Input).value, int(FULL))
            if score is None:
                self.wrong(f"{SIDE_NAMES[side]}得分请写 0 到 100，如 92 或 92.5。", side)
                return
            scores[side] = score
        draft = AssessmentDraft(
            scores.get("mentor"), scores.get("apprentice"), self.query_one("#words", TextArea).text
        )

        said = "，".join(
            f"{SIDE_NAMES[side]}{self.name_of(side)} {plain(score)} 分"
            for side, score in scores.items()
        )
        question = f"{said}。\n别人也评了以后就不能再改，确定吗？"
        self.once_sure(question, lambda: self.keep(draft))

    def keep(self, draft: AssessmentDraft) -> None:
        """Ask the service."""
        self.busy = True
        self.ask(
            lambda: Given(pairing_assessments.give(self.actor, self.pair.id, draft, clock.now()))
        )

    def on_given(self, message: Given) -> None:
        self.dismiss(message.sheet)

    def field_of(self, sentence: str) -> str:
        return "words" if "评语" in sentence else self.judged[0]
