"""What waits for somebody who comes to the desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from db.models import Activity, MakeupTask, PrepSession, PrepUnit
from yanxiu_tui.services import (
    claim_views,
    evaluation,
    objections,
    observation_views,
    pairing_assessments,
    pairing_log,
    pairing_progress,
    pairing_views,
)
from yanxiu_tui.services.activities import State, run_by
from yanxiu_tui.services.leave_views import count_to_decide
from yanxiu_tui.services.pairing_progress import MyPair
from yanxiu_tui.services.permission import Actor


@dataclass(frozen=True)
class Waiting:
    """How much waits, by subject, and whether there is a meeting of one's own to run.

    ``pairs`` are the pairs somebody is in, as mentor or apprentice.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    hosts: bool = False
    pairs: Sequence[MyPair] = ()


def waiting(actor: Actor, now: datetime) -> Waiting:
    """What waits for this person; a few small queries."""
    mine = MakeupTask.select().where(
        MakeupTask.teacher == actor.teacher_id, MakeupTask.done_at.is_null()
    )
    hosted = Activity.select().where(
        run_by(actor),
        Activity.state.in_([State.PLANNED, State.OPEN, State.ENDED]),
    )
    unsigned = (
        PrepSession.select()
        .join(Activity)
        .switch(PrepSession)
        .join(PrepUnit)
        .where(
            PrepUnit.group.in_(list(actor.leads)),
            PrepSession.signed_at.is_null(),
            Activity.ended_at.is_null(False),
        )
    )
    return Waiting(
        counts={
            "leave_decisions": count_to_decide(actor),
            "makeups": mine.count(),
            "unsigned_sessions": unsigned.count(),
            "observations": observation_views.to_confirm(actor),
            "pairings": pairing_views.to_sign(actor, now) + pairing_log.to_sign(actor),
            "pairing_assessments": pairing_assessments.due(actor, now),
            "claim_decisions": claim_views.to_decide(actor),
            "evaluation": evaluation.due(actor, now),
            "objections": objections.waiting(actor),
        },
        hosts=hosted.exists(),
        pairs=pairing_progress.mine(actor, now),
    )
