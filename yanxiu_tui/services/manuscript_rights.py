"""Who may read a 文稿 and who may write it: one rule for opening, for lists and for searching."""

from typing import Any

from db.models import Manuscript
from yanxiu_tui.services.groups import members_within_reach, within_reach
from yanxiu_tui.services.permission import Act, Actor, Scope, allowed, reach

SHARED_PLAN, SESSION = "shared_plan", "session"
PERSONAL_PLAN, REFLECTION, OBSERVATION = "personal_plan", "reflection", "observation"
_TOGETHER = (SHARED_PLAN, SESSION)


def readable(actor: Actor) -> Any:
    """Which manuscripts this person may read, as a condition on Manuscript.

    One's own; the group's; what leaders look after and what tells of oneself, once it is finished.
    A 个性化教案 is never finished, and is looked at while it is taught from (Z17).
    """
    kind, finished = Manuscript.kind, Manuscript.closed_at.is_null(False)
    return (
        (Manuscript.author == actor.teacher_id)
        | ((Manuscript.about == actor.teacher_id) & finished)
        | (kind.in_(_TOGETHER) & _of_groups(actor))
        | ((kind == PERSONAL_PLAN) & _of_people(actor, Act.VIEW_WRITINGS))
        | ((kind == REFLECTION) & finished & _of_people(actor, Act.VIEW_WRITINGS))
        | ((kind == OBSERVATION) & finished & _of_people(actor, Act.VIEW_OBSERVATIONS))
    )


def may_write(actor: Actor, row: Manuscript) -> bool:
    """Its author, or where a group writes together anybody of the group."""
    if row.group_id is None or row.author_id is not None:
        return row.author_id is not None and row.author_id == actor.teacher_id
    return allowed(actor, Act.WRITE_PREP, row.group_id)


def _of_groups(actor: Actor) -> Any:
    if reach(actor, Act.VIEW_PREP) is Scope.SCHOOL:
        return Manuscript.group.is_null(False)
    return Manuscript.group.in_(list(within_reach(actor, Act.VIEW_PREP)))


def _of_people(actor: Actor, act: Act) -> Any:
    if reach(actor, act) is Scope.SCHOOL:
        return Manuscript.author.is_null(False)
    return Manuscript.author.in_(members_within_reach(actor, act))
