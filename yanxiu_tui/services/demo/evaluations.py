"""The made-up school judges itself: 自评 and 互评 are over, 导评 is going on (D9)."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from db.models import EvaluationStage, Mark
from yanxiu_tui.services.demo.people import Person
from yanxiu_tui.services.demo.rows import insert, trace

# Stage, the days before today on which it was opened and closed; 0 is still going on.
_STAGES = (("self", 12, 8), ("peer", 8, 2), ("principal", 2, 0))


def judge(
    rng: Random, staff: Sequence[Person], term_id: int, now: datetime
) -> list[dict[str, Any]]:
    """The stages of teachers and the marks of those that are over; returns their traces."""
    clerk = staff[3]
    standing = {one.id: Decimal(rng.randint(82, 96)) for one in staff}
    traces = []
    for stage, opened, closed in _STAGES:
        opened_at, closed_at = now - timedelta(days=opened), now - timedelta(days=closed)
        row = EvaluationStage.create(
            term=term_id,
            subject="teacher",
            stage=stage,
            opened_at=opened_at,
            opened_by=clerk.id,
            closed_at=closed_at if closed else None,
            closed_by=clerk.id if closed else None,
        )
        traces.append(trace(clerk.id, "open_stage", "evaluation_stage", row.id, opened_at))
        if closed:
            traces.append(trace(clerk.id, "close_stage", "evaluation_stage", row.id, closed_at))
            marks = [
                {
                    "stage": row.id,
                    "marker": marker.id,
                    "teacher": one.id,
                    "score": standing[one.id] + rng.randint(-3, 4),
                    "at": opened_at + timedelta(minutes=rng.randint(60, 4000)),
                }
                for marker, one in _pairs(stage, staff)
            ]
            insert(Mark, marks)
    return traces


def _pairs(stage: str, staff: Sequence[Person]) -> Iterator[tuple[Person, Person]]:
    """Who marked whom."""
    for one in staff:
        if stage == "self":
            yield one, one
        else:
            for other in staff:
                if other is not one and other.research_group == one.research_group:
                    yield other, one
