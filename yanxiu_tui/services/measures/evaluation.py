"""四级评价 as a figure: the marks of closed stages, weighed as the regulation says (D9)."""

from decimal import Decimal
from typing import Any

from peewee import fn

from db.models import EvaluationStage, Mark
from yanxiu_tui.clock import local
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.evaluation import combined
from yanxiu_tui.rules.items import Figure
from yanxiu_tui.rules.scoring import cents
from yanxiu_tui.services.measures.asking import Ask, Record, Window, exact
from yanxiu_tui.services.measures.sources import Part, Recipe, Source, total

_FULL = Decimal(100)


def _rows(window: Window, *columns: Any) -> Any:
    return (
        Mark.select(*columns)
        .join(EvaluationStage)
        .where(
            EvaluationStage.term.in_(window.term_ids),
            EvaluationStage.closed_at.is_null(False),
            EvaluationStage.closed_at < window.until,
        )
    )


def _of_teachers(window: Window, *columns: Any) -> Any:
    return _rows(window, *columns).where(EvaluationStage.subject == "teacher")


def _of_groups(window: Window, *columns: Any) -> Any:
    return _rows(window, *columns).where(EvaluationStage.subject == "group")


OF_TEACHERS = Source(_of_teachers, Mark.teacher, Mark.at)
OF_GROUPS = Source(_of_groups, Mark.group, Mark.at)


def evaluation(_: Ask, regulation: Regulation) -> Recipe:
    """Each teacher's marks, out of a hundred."""
    return _recipe(OF_TEACHERS, regulation)


def group_evaluation(_: Ask, regulation: Regulation) -> Recipe:
    """Each group's, out of a hundred."""
    return _recipe(OF_GROUPS, regulation)


def _recipe(source: Source, regulation: Regulation) -> Recipe:
    rule = regulation.evaluation
    if rule is None:
        return Recipe([], None, None)
    of_stage = [EvaluationStage.stage == stage.id for stage in rule.stages]
    parts = [
        Part(source, column)
        for here in of_stage
        for column in (total(here, Mark.score), total(here))
    ]
    weights = {str(stage.id): stage.weight for stage in rule.stages}
    out_of = _FULL / rule.full

    def weigh(*sums: Decimal) -> Figure:
        means = {
            str(stage.id): cents(sums[2 * at] / sums[2 * at + 1]) if sums[2 * at + 1] else None
            for at, stage in enumerate(rule.stages)
        }
        whole = combined(means, weights, rule.missing_stage)
        return None if whole is None else (cents(whole * out_of),)

    return Recipe(parts, weigh, None)


def records(ask: Ask, window: Window, regulation: Regulation, whose: int) -> list[Record]:
    """The mean of each closed stage; never who gave what."""
    rule = regulation.evaluation
    source = OF_TEACHERS if ask.measure == "evaluation" else OF_GROUPS
    if rule is None:
        return []
    names = {str(stage.id): stage.name for stage in rule.stages}
    rows = (
        source.rows(
            window, EvaluationStage.stage, EvaluationStage.closed_at, fn.AVG(Mark.score),
            fn.COUNT(Mark.id),
        )
        .where(source.whose == whose)
        .group_by(EvaluationStage.stage, EvaluationStage.closed_at)
    )  # fmt: skip
    return [
        Record(local(at).date(), names.get(stage, stage), f"{count} 人评分的平均", exact(mean))
        for stage, at, mean, count in rows.order_by(EvaluationStage.closed_at).tuples()
    ]
