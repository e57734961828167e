"""Who decides on what others ask for: never on one's own; who stands in where nobody else may."""

from collections.abc import Collection

from db.models import Office, Teacher
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services.permission import TABLE, Act, Actor, allowed


def holders(act: Act) -> set[int]:
    """The active teachers whose office lets them do this."""
    roles = [str(role) for role in TABLE[act]]
    query = Office.select(Office.teacher).join(Teacher)
    found = query.where(Office.role.in_(roles), Teacher.left_at.is_null())
    return {row.teacher_id for row in found}


def may_decide(
    actor: Actor, act: Act, teacher_id: int, deciders: Collection[int], *stand_ins: Role
) -> bool:
    """Whether this person may do this with what that teacher asked for.

    Where none of the ``deciders`` is anybody else (the head's own leave), the ``stand_ins`` do.
    """
    if teacher_id == actor.teacher_id:
        return False
    if allowed(actor, act):
        return True
    return not actor.roles.isdisjoint(stand_ins) and not set(deciders) - {teacher_id}
