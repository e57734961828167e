"""What somebody finds who comes to the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from db.models import Activity
from yanxiu_tui.rules.todo import Todo
from yanxiu_tui.services import pairing_progress, todo
from yanxiu_tui.services.activities import State, run_by
from yanxiu_tui.services.pairing_progress import MyPair
from yanxiu_tui.services.permission import Actor


@dataclass(frozen=True)
class Waiting:
    """What waits, the most urgent first, and whether there is a meeting of one's own to run.

    ``pairs`` are the pairs somebody is in, as mentor or apprentice.
    """

    todos: Sequence[Todo] = ()
    hosts: bool = False
    pairs: Sequence[MyPair] = ()


def waiting(actor: Actor, now: datetime) -> Waiting:
    """What waits for this person; a few small queries."""
    hosted = Activity.select().where(
        run_by(actor),
        Activity.state.in_([State.PLANNED, State.OPEN, State.ENDED]),
    )
    return Waiting(todo.todos(actor, now), hosted.exists(), pairing_progress.mine(actor, now))
