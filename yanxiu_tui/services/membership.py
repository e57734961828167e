"""Which 教研组 a teacher is named under."""

from collections.abc import Collection

from db.models import Group, Membership
from yanxiu_tui.rules.roles import GroupKind


def research_groups(teacher_ids: Collection[int]) -> dict[int, str]:
    """The 教研组 of each of these teachers who has one, in one query."""
    query = (
        Membership.select(Membership.teacher, Group.name)
        .join(Group)
        .where(Membership.teacher.in_(list(teacher_ids)), Group.kind == GroupKind.RESEARCH)
        .order_by(Group.name)
    )
    return {row.teacher_id: row.group.name for row in query}
