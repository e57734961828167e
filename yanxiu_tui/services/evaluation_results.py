"""What a closed stage came to: averages without names, for the office and for oneself (D9)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from peewee import fn

from db.models import EvaluationStage, Mark
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.terms import Evaluation, Stage
from yanxiu_tui.rules.evaluation import SUBJECT_NAMES, combined, mean
from yanxiu_tui.services.evaluation_staff import Roster, Subject, evaluation_of, require_evaluation
from yanxiu_tui.services.permission import Act, Actor, allowed, require

Averages = Mapping[int, Mapping[str, tuple[Decimal, int]]]


@dataclass(frozen=True)
class ResultLine:
    """One subject's averages and how many marks each comes from, by stage ID.

    A stage that is not closed, or in which nobody marked this subject, is not among them.
    ``combined`` is None where nothing has been given yet, or while the school lets it wait.
    """

    kind: str
    subject: Subject
    means: Mapping[str, Decimal]
    counts: Mapping[str, int]
    combined: Decimal | None


@dataclass(frozen=True)
class Results:
    """All subjects of one kind; ``closed`` are the IDs of the stages that are closed."""

    kind: str
    stages: tuple[Stage, ...]
    closed: frozenset[str]
    lines: tuple[ResultLine, ...]


@dataclass(frozen=True)
class OwnResults:
    """One's own averages as a teacher, as a leader of the school and of the 教研组 one leads.

    ``closed`` names each closed stage by kind and stage ID.
    """

    stages: tuple[Stage, ...]
    closed: frozenset[tuple[str, str]]
    lines: tuple[ResultLine, ...]


@dataclass(frozen=True)
class Comment:
    """What somebody wrote, without their name."""

    stage: str
    words: str


def results(actor: Actor, term_id: int, kind: str) -> Results:
    """The averages of all subjects of a kind in the closed stages; Refused while none is."""
    require(actor, Act.VIEW_EVALUATION)
    evaluation = require_evaluation(term_id)
    closed = {each.stage: each.id for each in _closed(term_id) if each.subject == kind}
    if not closed:
        name = SUBJECT_NAMES.get(kind, kind)
        raise Refused("not_closed", f"{name}的评价还没有结束的阶段，结束后才能看结果。")
    averages = _averages(kind, closed)
    subjects = Roster(term_id).subjects(kind).values()
    return Results(
        kind=kind,
        stages=tuple(evaluation.stages),
        closed=frozenset(closed),
        lines=tuple(_line(kind, each, averages, evaluation) for each in subjects),
    )


def my_results(actor: Actor, term_id: int) -> OwnResults:
    """One's own averages in the closed stages, and those of the 教研组 one leads.

    Nothing where the regulation does not ask for any.
    """
    require(actor, Act.EVALUATE)
    evaluation = evaluation_of(term_id)
    if evaluation is None:
        return OwnResults((), frozenset(), ())
    rows = _closed(term_id)
    roster = Roster(term_id)
    lines = []
    for kind in evaluation.subjects:
        own = _own(roster, kind, actor)
        stages = {each.stage: each.id for each in rows if each.subject == kind}
        if own and stages:
            averages = _averages(kind, stages, [each.id for each in own])
            lines += [_line(kind, each, averages, evaluation) for each in own]
    return OwnResults(
        stages=tuple(evaluation.stages),
        closed=frozenset((each.subject, each.stage) for each in rows),
        lines=tuple(lines),
    )


def comments(actor: Actor, term_id: int, kind: str, subject_id: int) -> list[Comment]:
    """What was written of a subject in the closed stages, by nobody's name and in no order of time.

    For those it is written of, and those who see the evaluation.
    """
    evaluation = require_evaluation(term_id)
    if not allowed(actor, Act.VIEW_EVALUATION):
        mine = {each.id for each in _own(Roster(term_id), kind, actor)}
        if subject_id not in mine:
            require(actor, Act.VIEW_EVALUATION)
    closed = {each.id: each.stage for each in _closed(term_id) if each.subject == kind}
    of = _column(kind) == subject_id
    query = Mark.select(Mark.stage, Mark.comment).where(Mark.stage.in_(list(closed)), of)
    written = [(closed[each.stage_id], each.comment) for each in query if each.comment]
    order: dict[str, int] = {stage.id: place for place, stage in enumerate(evaluation.stages)}
    names: dict[str, str] = {stage.id: stage.name for stage in evaluation.stages}
    written = [each for each in written if each[0] in order]
    written.sort(key=lambda each: (order[each[0]], each[1]))
    return [Comment(names[stage], words) for stage, words in written]


def _closed(term_id: int) -> list[EvaluationStage]:
    of_term = EvaluationStage.select().where(EvaluationStage.term == term_id)
    return list(of_term.where(EvaluationStage.closed_at.is_null(False)))


def _own(roster: Roster, kind: str, actor: Actor) -> list[Subject]:
    """What of a kind this person answers for: themselves, or the 教研组 they lead."""
    member = roster.staff.members.get(actor.teacher_id or 0)
    if member is None:
        return []
    ids = member.leads if kind == "group" else {member.id}
    return [subject for subject in roster.subjects(kind).values() if subject.id in ids]


def _column(kind: str):  # type: ignore[no-untyped-def]
    return Mark.group if kind == "group" else Mark.teacher


def _averages(
    kind: str, stages: Mapping[str, int], subject_ids: Iterable[int] | None = None
) -> Averages:
    """By subject and stage the average and the number of marks; one query."""
    column = _column(kind)
    query = (
        Mark.select(Mark.stage, column, fn.SUM(Mark.score), fn.COUNT(Mark.id))
        .where(Mark.stage.in_(list(stages.values())))
        .group_by(Mark.stage, column)
    )
    if subject_ids is not None:
        query = query.where(column.in_(list(subject_ids)))
    names = {number: stage for stage, number in stages.items()}
    found: dict[int, dict[str, tuple[Decimal, int]]] = {}
    for stage, subject, total, count in query.tuples().iterator():
        # SQLite adds in binary fractions; marks have two decimals, so their sum has no more.
        average = mean(Decimal(str(total)).quantize(Decimal("0.01")), count)
        if average is not None:
            found.setdefault(subject, {})[names[stage]] = (average, count)
    return found


def _line(kind: str, subject: Subject, averages: Averages, evaluation: Evaluation) -> ResultLine:
    found = averages.get(subject.id, {})
    means = {stage: average for stage, (average, _) in found.items()}
    weights: dict[str, Decimal] = {stage.id: stage.weight for stage in evaluation.stages}
    return ResultLine(
        kind=kind,
        subject=subject,
        means=means,
        counts={stage: count for stage, (_, count) in found.items()},
        combined=combined(means, weights, evaluation.missing_stage),
    )
