"""Groups: found by name, and the 教研组 a teacher is named under."""

from collections.abc import Collection
from typing import Any

from db.models import Group, Membership
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.names import fold_width
from yanxiu_tui.rules.roles import GROUP_KIND_NAMES, GroupKind
from yanxiu_tui.services.permission import Act, Actor, groups_within


def group_named(name: str) -> int:
    """The group of that name; ``备课组:语文`` where groups of several kinds bear it."""
    kind_name, _, rest = fold_width(name).rpartition(":")
    found = [
        group
        for group in Group.select().where(Group.name == rest).order_by(Group.id)
        if kind_name in ("", GROUP_KIND_NAMES[GroupKind(group.kind)])
    ]
    if not found:
        raise Refused("no_group", f"没有名为「{name}」的组，请核对。")
    if len(found) > 1:
        kinds = "、".join(GROUP_KIND_NAMES[GroupKind(group.kind)] for group in found)
        raise Refused(
            "several_groups",
            f"「{name}」有几个同名的组（{kinds}），请写成「备课组:{rest}」的样子。",
        )
    return int(found[0].id)


def research_groups(teacher_ids: Collection[int]) -> dict[int, str]:
    """The 教研组 of each of these teachers who has one, in one query."""
    query = (
        Membership.select(Membership.teacher, Group.name)
        .join(Group)
        .where(Membership.teacher.in_(list(teacher_ids)), Group.kind == GroupKind.RESEARCH)
        .order_by(Group.name)
    )
    return {row.teacher_id: row.group.name for row in query}


def within_reach(actor: Actor, act: Act) -> set[int]:
    """The groups this person may do this for, with those that members of a group they lead work in.

    So a 教研组长 follows the 备课组 of the group, a 包组领导 those of the group supervised.
    """
    own = groups_within(actor, act)
    if not own & (actor.leads | actor.supervises):
        return set(own)
    people = members_within_reach(actor, act)
    places = (
        Membership.select(Membership.group)
        .join(Group)
        .where(Membership.teacher.in_(people), Group.kind == GroupKind.PREP)
    )
    return {*own, *(row.group_id for row in places)}


def members_within_reach(actor: Actor, act: Act) -> Any:
    """A query of the teachers who belong to a group this person leads or supervises."""
    led = groups_within(actor, act) & (actor.leads | actor.supervises)
    return Membership.select(Membership.teacher).where(Membership.group.in_(list(led)))
