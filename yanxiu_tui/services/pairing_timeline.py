"""Everything of a pair in one list: signed, done, heard, opened, judged, ended."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from peewee import fn

from db.models import Observation, OpenLesson
from yanxiu_tui.clock import local
from yanxiu_tui.regulation.phrases import plain
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.pairing_agreements import SIGNER_NAMES
from yanxiu_tui.rules.pairing_assessments import Judge
from yanxiu_tui.rules.pairings import PairingState
from yanxiu_tui.services import pairing_assessments, pairing_log, pairing_views, school
from yanxiu_tui.services.observation_views import counts
from yanxiu_tui.services.open_lesson_views import LESSON_KIND_NAMES
from yanxiu_tui.services.pairing_assessments import Judgement, Sheet
from yanxiu_tui.services.pairing_log import EntryView
from yanxiu_tui.services.pairing_progress import heard, opened, openers
from yanxiu_tui.services.pairing_views import PairingView
from yanxiu_tui.services.permission import Actor

_ENDINGS: Mapping[PairingState, str] = {
    PairingState.GRADUATED: "出师",
    PairingState.DISSOLVED: "解除",
    PairingState.WITHDRAWN: "撤回",
}


@dataclass(frozen=True)
class Happening:
    """One line of the list. ``entry`` is given where it is one of the log, to act upon.

    ``late`` says that it was entered late (补录).
    """

    day: date
    what: str
    who: str
    detail: str
    state: str = ""
    late: bool = False
    entry: EntryView | None = None


def timeline(actor: Actor, pairing_id: int, now: datetime) -> list[Happening]:
    """Everything that happened to a pair, the latest first; Refused to who may not see it.

    As many queries, however long the list is.
    """
    view = pairing_views.pairing(actor, pairing_id, now)
    names = {view.mentor_id: view.mentor_name, view.apprentice_id: view.apprentice_name}
    regulation = school.regulation_of(school.current_term(now).regulation_id)
    until = view.ended_on or view.last
    lessons = [*_heard(view, names), *_opened(view, names)]
    found = [
        *_agreed(view),
        *(each for each in lessons if view.signed_at and each.day <= until),
        *map(_logged, reversed(pairing_log.entries(actor, pairing_id, now))),
        *_judged(view, pairing_assessments.sheets(actor, pairing_id, now), regulation),
        *_ended(view),
    ]
    # Of one day, too, what came last stands first.
    found.reverse()
    return sorted(found, key=lambda each: each.day, reverse=True)


def _agreed(view: PairingView) -> Iterator[Happening]:
    drafted = f"{view.subject}，到 {view.agreed_last}"
    yield Happening(local(view.drafted_at).date(), "拟定协议", view.drafted_by, drafted)
    for each in view.signatures:
        yield Happening(
            local(each.at).date(), "签协议", each.name, f"{SIGNER_NAMES[each.side]}签字"
        )
    for added in view.addenda:
        unsigned = "没有签成" if view.ended_on else "待签"
        state = "已生效" if added.signed_at else unsigned
        day = local(added.signed_at or added.drafted_at).date()
        signers = "、".join(each.name for each in added.signatures)
        yield Happening(day, f"补充协议 {added.number}", signers, added.words, state)


def _heard(view: PairingView, names: Mapping[int, str]) -> Iterator[Happening]:
    rows = heard(
        [view.id], Observation.day, Observation.observer, Observation.taught_by, Observation.topic,
        Observation.class_name, Observation.confirmed_at, Observation.late_entry,
    )  # fmt: skip
    for day, observer, taught_by, topic, class_name, confirmed_at, late in rows:
        detail = f"听{names[taught_by]}《{topic}》{class_name}"
        state = "已确认" if confirmed_at else "待确认"
        yield Happening(day, "听课", names[observer], detail, state, late)


def _opened(view: PairingView, names: Mapping[int, str]) -> Iterator[Happening]:
    theirs = openers(view.mentor_id, view.apprentice_id, view.quotas)
    records = Observation.select(fn.COUNT(Observation.id)).where(
        Observation.lesson == OpenLesson.id, counts()
    )
    rows = opened(
        [view.id], OpenLesson.day, OpenLesson.teacher, OpenLesson.kind, OpenLesson.topic,
        OpenLesson.class_name, records,
    )  # fmt: skip
    for day, teacher, kind, topic, class_name, heard_by in rows:
        if teacher in theirs:
            detail = f"《{topic}》{class_name}，{heard_by} 人听了"
            yield Happening(day, LESSON_KIND_NAMES.get(kind, kind), names[teacher], detail)


def _logged(entry: EntryView) -> Happening:
    state = "已作废" if entry.struck_at else "已签认" if entry.signed_at else "待签认"
    return Happening(
        entry.day, entry.kind_name, entry.recorded_by, entry.title, state, entry.late_entry, entry
    )


def _judged(view: PairingView, sheets: list[Sheet], rule: Regulation) -> Iterator[Happening]:
    names = {
        Judge.MENTOR: view.mentor_name,
        Judge.APPRENTICE: view.apprentice_name,
        Judge.OFFICE: rule.office,
    }
    for sheet in sheets:
        for each in sheet.given:
            detail = _scores(each) if each.seen else "已评，还不能看"
            yield Happening(local(each.at).date(), "期末考核", names[each.judge], detail)


def _scores(given: Judgement) -> str:
    said = [
        f"{whom} {plain(score)} 分"
        for whom, score in (("师傅", given.mentor_score), ("徒弟", given.apprentice_score))
        if score is not None
    ]
    return "，".join(filter(None, (*said, given.words)))


def _ended(view: PairingView) -> Iterator[Happening]:
    if view.ended_on is not None:
        promoted = f"骨干级别：{view.promoted_to}" if view.promoted_to else ""
        detail = "，".join(filter(None, (promoted, view.end_reason)))
        yield Happening(view.ended_on, _ENDINGS[view.state], view.ended_by, detail)
