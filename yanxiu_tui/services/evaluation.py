"""四级评价: its stages of a term, opened, closed and reopened by the office (D9)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from peewee import IntegrityError

from db.connection import transaction
from db.models import EvaluationStage, Mark
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.terms import Evaluation
from yanxiu_tui.rules.evaluation import SUBJECT_NAMES, duties, marked_by
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.services import trace
from yanxiu_tui.services.evaluation_staff import (
    Roster,
    evaluation_of,
    find_stage,
    hold_stage,
    is_asked,
    require_evaluation,
    stage_name,
    stage_title,
)
from yanxiu_tui.services.permission import Act, Actor, allowed, require
from yanxiu_tui.services.school import current_term
from yanxiu_tui.services.texts import clean

Given = Mapping[int, Collection[tuple[int, int]]]


class StageState(StrEnum):
    """Where a stage stands."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


STAGE_STATE_NAMES: Mapping[StageState, str] = {
    StageState.PLANNED: "未开放",
    StageState.OPEN: "进行中",
    StageState.CLOSED: "已结束",
}


@dataclass(frozen=True)
class StageView:
    """One stage of one kind of subject; ``id`` is None until it is opened.

    ``mine`` is how many I have to mark in it and ``left`` how many of them are still to do.
    ``handed_in`` of ``expected`` marks are only told to those who see the evaluation. ``share`` is
    its part in the whole, from 0 to 1; None of a stage the regulation no longer asks for, in which
    nobody marks any more.
    """

    id: int | None
    subject: str
    stage: str
    name: str
    share: Decimal | None
    state: StageState
    opened_at: datetime | None
    closed_at: datetime | None
    mine: int
    left: int
    handed_in: int | None
    expected: int | None

    @property
    def title(self) -> str:
        """``教师互评``."""
        return f"{SUBJECT_NAMES[self.subject]}{self.name}"

    @property
    def percent(self) -> str:
        """``30%``, whatever the weights add up to; "" of what is no longer asked for."""
        return "" if self.share is None else f"{plain(round(self.share * 100, 1))}%"


@dataclass(frozen=True)
class Unfinished:
    """Somebody who has given only ``given`` of the ``expected`` marks of a stage."""

    staff_no: str
    name: str
    group_name: str
    given: int
    expected: int


def stages(actor: Actor, term_id: int) -> list[StageView]:
    """Every stage the regulation asks for, as it stands for this person; six queries.

    After them those that were opened, but that it no longer asks for.
    """
    all_of_it = allowed(actor, Act.VIEW_EVALUATION)
    if not all_of_it:
        require(actor, Act.EVALUATE)
    evaluation = evaluation_of(term_id)
    opened = EvaluationStage.select().where(EvaluationStage.term == term_id)
    rows = {(row.subject, row.stage): row for row in opened.order_by(EvaluationStage.id)}
    if evaluation is None and not rows:
        evaluation = require_evaluation(term_id)
    roster = Roster(term_id)
    given = pairs_given((row.id for row in rows.values()), None if all_of_it else actor.teacher_id)
    return [
        _view(actor, evaluation, subject, stage, rows.get((subject, stage)), roster, given)
        for subject, stage in dict.fromkeys((*_asked(evaluation), *rows))
    ]


def open_stage(actor: Actor, term_id: int, subject: str, stage: str, now: datetime) -> StageView:
    """Open a stage for the first time; from now on marks can be given in it."""
    require(actor, Act.RUN_EVALUATION)
    evaluation = require_evaluation(term_id)
    if not is_asked(evaluation, subject, stage):
        raise Refused("no_stage", "本校制度没有规定这个评价阶段，请核对。")
    title = stage_title(evaluation, subject, stage)
    of = (
        (EvaluationStage.term == term_id)
        & (EvaluationStage.subject == subject)
        & (EvaluationStage.stage == stage)
    )
    with transaction():
        before = EvaluationStage.get_or_none(of)
        if before is not None and before.closed_at:
            raise Refused("closed_before", f"{title}已经结束，要重新开放请写明原因。")
        already = Refused("already_open", f"{title}已经在进行中，不用再开放。")
        if before is not None:
            raise already
        try:
            row = EvaluationStage.create(
                term=term_id, subject=subject, stage=stage, opened_at=now,
                opened_by=actor.teacher_id,
            )  # fmt: skip
        except IntegrityError as error:
            raise already from error
        trace.write(actor, "open_stage", "evaluation_stage", row.id, now, of=subject, stage=stage)
    return _one(actor, row)


def close_stage(actor: Actor, stage_id: int, now: datetime) -> StageView:
    """Close an open stage: no mark is given or changed any more, the averages are seen."""
    require(actor, Act.RUN_EVALUATION)
    with transaction():
        row = hold_stage(stage_id)
        title = stage_title(evaluation_of(row.term_id), row.subject, row.stage)
        if row.closed_at:
            raise Refused("closed", f"{title}已经结束。")
        ended = EvaluationStage.update(closed_at=now, closed_by=actor.teacher_id)
        ended.where(EvaluationStage.id == row.id).execute()
        marks = Mark.select().where(Mark.stage == row).count()
        trace.write(actor, "close_stage", "evaluation_stage", row.id, now, marks=marks)
    return _one(actor, row)


def reopen_stage(actor: Actor, stage_id: int, reason: str, now: datetime) -> StageView:
    """Let marks be given and changed again in a closed stage; the reason is kept."""
    require(actor, Act.RUN_EVALUATION)
    reason = clean(reason, "重新开放的原因", 200)
    with transaction():
        row = hold_stage(stage_id)
        title = stage_title(evaluation_of(row.term_id), row.subject, row.stage)
        if not row.closed_at:
            raise Refused("already_open", f"{title}已经在进行中，不用再开放。")
        again = EvaluationStage.update(closed_at=None, closed_by=None)
        again.where(EvaluationStage.id == row.id).execute()
        trace.write(actor, "reopen_stage", "evaluation_stage", row.id, now, reason=reason)
    return _one(actor, row)


def unfinished(actor: Actor, stage_id: int) -> list[Unfinished]:
    """Who has not yet given all their marks in a stage, by 教研组; never what anybody gave."""
    require(actor, Act.VIEW_EVALUATION)
    row = find_stage(stage_id)
    roster = Roster(row.term_id)
    given = pairs_given([row.id])[row.id]
    asked = duties(roster.staff, row.subject, row.stage)
    return [
        Unfinished(who.staff_no, who.name, who.about, done, len(asked[who.id]))
        for who in roster.subjects("teacher").values()
        if who.id in asked
        and (done := sum((who.id, each) in given for each in asked[who.id])) < len(asked[who.id])
    ]


def due(actor: Actor, now: datetime) -> int:
    """How many marks this person still has to give in this term's open stages.

    One query while nothing is open; nobody is refused.
    """
    me = actor.teacher_id
    rows = list(EvaluationStage.select().where(EvaluationStage.closed_at.is_null()))
    if me is None or not rows:
        return 0
    term_id = current_term(now).id
    evaluation = evaluation_of(term_id)
    rows = [
        row for row in rows
        if row.term_id == term_id and is_asked(evaluation, row.subject, row.stage)
    ]  # fmt: skip
    if not rows:
        return 0
    staff, given = Roster(term_id).staff, pairs_given((row.id for row in rows), me)
    return sum(
        len(marked_by(staff, row.subject, row.stage, me) - {whom for _, whom in given[row.id]})
        for row in rows
    )


def pairs_given(stage_ids: Iterable[int], marker_id: int | None = None) -> Given:
    """By stage, who has marked whom (never how); all, or only this marker's; one query."""
    found: dict[int, set[tuple[int, int]]] = {each: set() for each in stage_ids}
    query = Mark.select(Mark.stage, Mark.marker, Mark.teacher, Mark.group)
    query = query.where(Mark.stage.in_(list(found)))
    if marker_id is not None:
        query = query.where(Mark.marker == marker_id)
    for stage, marker, teacher, group in query.tuples().iterator():
        found[stage].add((marker, group if teacher is None else teacher))
    return found


def _one(actor: Actor, row: EvaluationStage) -> StageView:
    """The stage after an act upon it."""
    found = stages(actor, row.term_id)
    return next(each for each in found if (each.subject, each.stage) == (row.subject, row.stage))


def _view(
    actor: Actor,
    evaluation: Evaluation | None,
    subject: str,
    stage: str,
    row: EvaluationStage | None,
    roster: Roster,
    given: Given,
) -> StageView:
    share = _share(evaluation, subject, stage)
    asked = duties(roster.staff, subject, stage) if share is not None else {}
    mine = asked.get(actor.teacher_id or 0, frozenset())
    done = given[row.id] if row else ()
    handed_in = expected = None
    if allowed(actor, Act.VIEW_EVALUATION):
        expected = sum(map(len, asked.values()))
        handed_in = sum(marked in asked.get(marker, ()) for marker, marked in done)
    return StageView(
        id=row.id if row else None,
        subject=subject,
        stage=stage,
        name=stage_name(evaluation, stage),
        share=share,
        state=_state(row),
        opened_at=row.opened_at if row else None,
        closed_at=row.closed_at if row else None,
        mine=len(mine),
        left=len(mine) - sum((actor.teacher_id, each) in done for each in mine),
        handed_in=handed_in,
        expected=expected,
    )


def _state(row: EvaluationStage | None) -> StageState:
    if row is None:
        return StageState.PLANNED
    return StageState.CLOSED if row.closed_at else StageState.OPEN


def _asked(evaluation: Evaluation | None) -> list[tuple[str, str]]:
    if evaluation is None:
        return []
    return [(subject, stage.id) for subject in evaluation.subjects for stage in evaluation.stages]


def _share(evaluation: Evaluation | None, subject: str, stage: str) -> Decimal | None:
    if evaluation is None or not is_asked(evaluation, subject, stage):
        return None
    weights: dict[str, Decimal] = {each.id: each.weight for each in evaluation.stages}
    return weights[stage] / sum(weights.values())
