"""What adopting another 制度 would do to the term, told before anything is adopted (Z1)."""

from dataclasses import dataclass
from datetime import date

from db.models import EvaluationStage
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.loader import load, pinned
from yanxiu_tui.regulation.terms import Evaluation
from yanxiu_tui.rules.evaluation import SUBJECT_NAMES
from yanxiu_tui.services import school
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.regulation import source_of
from yanxiu_tui.services.what_if import Tally, tally, what_if


@dataclass(frozen=True)
class Effect:
    """Who moves in the ranking, None unless the new 制度 scores; and what becomes of 四级评价.

    ``running`` are the stages under way that the new 制度 no longer has.
    """

    title: str
    scored: bool
    tally: Tally | None
    ends_evaluation: bool
    running: tuple[str, ...]


def effect(actor: Actor, term_id: int, source: str, last: date) -> Effect:
    """Try the text on the records up to ``last``; Refused when it is wrong or in force already."""
    require(actor, Act.ADOPT_REGULATION)
    new = load(source)
    in_force = source_of(school.term_view(term_id).regulation_id)
    if in_force == source:
        raise Refused("same_regulation", "这份制度与现行的完全相同，不必重新采用。")
    present = pinned(in_force)
    moved = None
    if new.scoring.items:
        moves = what_if(actor, term_id, new, last)
        moved = tally(moves, present.scoring, new.scoring)
    ended = present.evaluation if new.evaluation is None else None
    return Effect(
        title=new.title,
        scored=bool(present.scoring.items),
        tally=moved,
        ends_evaluation=ended is not None,
        running=_running(term_id, ended) if ended else (),
    )


def _running(term_id: int, evaluation: Evaluation) -> tuple[str, ...]:
    """The stages that are open, such as 教师导评."""
    names: dict[str, str] = {stage.id: stage.name for stage in evaluation.stages}
    rows = EvaluationStage.select().where(
        (EvaluationStage.term == term_id) & EvaluationStage.closed_at.is_null()
    )
    return tuple(f"{SUBJECT_NAMES[row.subject]}{names.get(row.stage, '')}" for row in rows)
