"""期末考核: both sides judge one another and the office both; nobody looks before judging (§8)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from peewee import JOIN

from db.connection import transaction
from db.models import Pairing, PairingAssessment, Teacher, Term
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.pairing_assessments import (
    JUDGES_OF,
    Judge,
    is_score,
    opens_on,
    sees_all,
    whole,
)
from yanxiu_tui.rules.pairings import PairingState, Side
from yanxiu_tui.services import pairing_views, school, trace
from yanxiu_tui.services.pairing_rows import hold
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.services.school import TermView
from yanxiu_tui.services.texts import clean_lines

LONGEST = 500
_ENDED = (PairingState.GRADUATED, PairingState.DISSOLVED)


@dataclass(frozen=True)
class AssessmentDraft:
    """What somebody gives, out of a hundred; None for whom they do not judge."""

    mentor_score: Decimal | None
    apprentice_score: Decimal | None
    words: str = ""


@dataclass(frozen=True)
class Judgement:
    """What one judge gave; ``by`` is who gave it for them. ``seen`` False: that it was given."""

    judge: Judge
    mentor_score: Decimal | None
    apprentice_score: Decimal | None
    words: str
    at: datetime
    by: str
    seen: bool


@dataclass(frozen=True)
class Sheet:
    """A pair's judgements of one term as somebody may see them.

    ``judge`` is who the reader judges as, None if not at all; ``may_give`` whether now, else
    ``why_not`` says why in a sentence. What it comes to is only told to who sees all of it.
    """

    pairing_id: int
    term_name: str
    judge: Judge | None
    may_give: bool
    why_not: str
    given: tuple[Judgement, ...]
    mentor_whole: Decimal | None
    apprentice_whole: Decimal | None

    @property
    def own(self) -> Judgement | None:
        """What the reader's side gave."""
        return next((each for each in self.given if each.judge == self.judge), None)


def sheet(actor: Actor, pairing_id: int, now: datetime) -> Sheet:
    """This term's; Refused to those who may not see the pair."""
    pairing_views.pairing(actor, pairing_id, now)
    row = Pairing.get_by_id(pairing_id)
    return _sheet(actor, row, school.current_term(now), _given([row.id]), now)


def sheets(actor: Actor, pairing_id: int, now: datetime) -> list[Sheet]:
    """Every term's in which something was given, the earliest first."""
    pairing_views.pairing(actor, pairing_id, now)
    row, given = Pairing.get_by_id(pairing_id), _given([pairing_id])
    ids = {term_id for _, term_id in given}
    terms = Term.select().where(Term.id.in_(list(ids))).order_by(Term.starts_on)
    return [_sheet(actor, row, school.view(term), given, now) for term in terms]


def give(actor: Actor, pairing_id: int, draft: AssessmentDraft, now: datetime) -> Sheet:
    """Judge the pair, from one's own side; until another has judged it can be given anew."""
    words = clean_lines(draft.words).strip()
    if len(words) > LONGEST:
        raise Refused("too_long", f"评语请控制在 {LONGEST} 字以内。")
    pairing_views.pairing(actor, pairing_id, now)
    with transaction():
        row, term = hold(pairing_id), school.current_term(now)
        seen = _sheet(actor, row, term, _given([row.id]), now)
        if seen.judge is None or not seen.may_give:
            reason = "not_allowed" if seen.judge is None else "not_open"
            raise Refused(reason, seen.why_not)
        values = {**_scores(seen.judge, draft), "words": words, "at": now, "by": actor.teacher_id}
        if seen.own is None:
            PairingAssessment.create(pairing=row, term=term.id, role=seen.judge, **values)
        else:
            PairingAssessment.update(**values).where(
                PairingAssessment.pairing == row,
                PairingAssessment.term == term.id,
                PairingAssessment.role == seen.judge,
            ).execute()
        before = seen.own and [seen.own.mentor_score, seen.own.apprentice_score]
        trace.write(actor, "assess_pairing", "pairing", row.id, now, as_=seen.judge, before=before)
    return sheet(actor, pairing_id, now)


def due(actor: Actor, now: datetime) -> int:
    """How many pairs wait for this person's judgement now; the office's for all it may judge."""
    if actor.teacher_id is None:
        return 0
    term = school.current_term(now)
    rows = [row for row in _judged_by(actor, term) if _why_not_yet(row, term, now) == ""]
    given = _given([row.id for row in rows]) if rows else {}
    return sum(
        not any(each.role == _judge(actor, row) for each in given.get((row.id, term.id), ()))
        for row in rows
    )


def _judged_by(actor: Actor, term: TermView) -> Iterable[Pairing]:
    ended = Pairing.state.in_([str(state) for state in _ENDED])
    this_term = (Pairing.state == PairingState.SIGNED) | (
        ended & (Pairing.ended_on >= term.starts_on)
    )
    query = Pairing.select().where(this_term)
    if not allowed(actor, Act.ASSESS_PAIRING):
        query = query.where(pairing_views.own(actor))
    return query


def _judge(actor: Actor, row: Pairing) -> Judge | None:
    """As whom this person judges; who is in the pair never as the office."""
    if actor.teacher_id is None:
        return None
    if actor.teacher_id == row.mentor_id:
        return Judge.MENTOR
    if actor.teacher_id == row.apprentice_id:
        return Judge.APPRENTICE
    return Judge.OFFICE if allowed(actor, Act.ASSESS_PAIRING) else None


def _why_not_yet(row: Pairing, term: TermView, now: datetime) -> str:
    """Why the pair is not judged on this day, in a sentence; "" when it is."""
    today = local(now).date()
    in_term = row.ended_on is not None and term.starts_on <= row.ended_on <= term.ends_on
    if row.state != PairingState.SIGNED and not (row.state in _ENDED and in_term):
        return "本学期没有结对，不用考核。"
    if row.first > today:
        return f"结对从 {row.first} 开始，还不能考核。"
    first = opens_on(term.ends_on, row.ended_on)
    if today < first:
        return f"考核在期末进行，{first.month}月{first.day}日起可以评。"
    if today > term.ends_on:
        return f"本学期的考核已于 {term.ends_on} 结束。"
    return ""


_Given = Mapping[tuple[int, int], Sequence[PairingAssessment]]


def _given(pairing_ids: Collection[int]) -> _Given:
    """By pair and term; one query."""
    query = PairingAssessment.select(PairingAssessment, Teacher).join(
        Teacher, JOIN.LEFT_OUTER, on=PairingAssessment.by
    )
    found: dict[tuple[int, int], list[PairingAssessment]] = defaultdict(list)
    for row in query.where(PairingAssessment.pairing.in_(list(pairing_ids))):
        found[row.pairing_id, row.term_id].append(row)
    return found


def _sheet(actor: Actor, row: Pairing, term: TermView, given: _Given, now: datetime) -> Sheet:
    judge, rows = _judge(actor, row), given.get((row.id, term.id), ())
    judges = {Judge(each.role) for each in rows}
    all_seen = sees_all(judge, judges, over=local(now).date() > term.ends_on)
    why_not = _why_not(judge, judges, _why_not_yet(row, term, now))
    rule = school.regulation_of(term.regulation_id).pairing
    weights = {str(each): weight for each, weight in rule.weights.items()}

    def come_to(side: Side) -> Decimal | None:
        scores = {Judge(each.role): getattr(each, f"{side}_score") for each in rows}
        return whole(side, scores, weights) if all_seen else None

    return Sheet(
        pairing_id=row.id,
        term_name=term.name,
        judge=judge,
        may_give=not why_not,
        why_not=why_not,
        given=tuple(
            _judgement(each, all_seen or each.role == judge)
            for each in sorted(rows, key=lambda each: list(Judge).index(Judge(each.role)))
        ),
        mentor_whole=come_to("mentor"),
        apprentice_whole=come_to("apprentice"),
    )


def _why_not(judge: Judge | None, given: Collection[Judge], not_yet: str) -> str:
    if judge is None:
        return "考核由师傅、徒弟和主管处室来评。"
    if not_yet:
        return not_yet
    if judge in given and len(given) > 1:
        return "已经评过，别人也评了，不能再改。"
    return ""


def _judgement(row: PairingAssessment, seen: bool) -> Judgement:
    return Judgement(
        judge=Judge(row.role),
        mentor_score=row.mentor_score if seen else None,
        apprentice_score=row.apprentice_score if seen else None,
        words=row.words if seen else "",
        at=row.at,
        by=row.by.name if row.by else "",
        seen=seen,
    )


def _scores(judge: Judge, draft: AssessmentDraft) -> dict[str, Decimal | None]:
    """The scores this judge has to give; what is not theirs to judge is not kept."""
    given: dict[Side, Decimal | None] = {
        "mentor": draft.mentor_score, "apprentice": draft.apprentice_score,
    }  # fmt: skip
    kept: dict[str, Decimal | None] = {}
    for side, score in given.items():
        theirs = judge in JUDGES_OF[side]
        if theirs and (score is None or not is_score(score)):
            whom = "师傅" if side == "mentor" else "徒弟"
            raise Refused("bad_score", f"{whom}的得分请写 0 到 100，最多两位小数。")
        kept[f"{side}_score"] = score if theirs else None
    return kept
