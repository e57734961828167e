"""What waits for somebody who comes to the desk."""

from dataclasses import dataclass

from db.models import Activity, MakeupTask
from yanxiu_tui.services.activities import State
from yanxiu_tui.services.leave_views import count_to_decide
from yanxiu_tui.services.permission import Actor


@dataclass(frozen=True)
class Waiting:
    """Counts of what waits: leave to decide, meetings to run, content to make up."""

    leaves_to_decide: int
    my_makeups: int
    hosts: bool


def waiting(actor: Actor) -> Waiting:
    """What waits for this person; a few small queries."""
    mine = MakeupTask.select().where(
        MakeupTask.teacher == actor.teacher_id, MakeupTask.done_at.is_null()
    )
    hosted = Activity.select().where(
        (Activity.host == actor.teacher_id) | (Activity.recorder == actor.teacher_id),
        Activity.state.in_([State.PLANNED, State.OPEN, State.ENDED]),
    )
    return Waiting(
        leaves_to_decide=count_to_decide(actor),
        my_makeups=mine.count(),
        hosts=hosted.exists(),
    )
