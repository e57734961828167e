"""Groups: found by name, and the 教研组 a teacher is named under."""

from collections.abc import Collection, Sequence
from typing import Any

from db.models import Group, Membership, TermMembership
from db.statements import Statement
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


def within_reach(actor: Actor, act: Act, term_id: int | None = None) -> set[int]:
    """The groups this person may do this for, with those that members of a group they lead work in.

    So a 教研组长 follows the 备课组 of the group, a 包组领导 those of the group supervised. With a
    term it is who was in the group then.
    """
    own, led = groups_within(actor, act), _led_within(actor, act)
    if not led:
        return set(own)
    rows = _prep_groups.rows(led) if term_id is None else _prep_groups_of(led, term_id)
    return {*own, *(group for (group,) in rows)}


def members_within_reach(actor: Actor, act: Act, term_id: int | None = None) -> Any:
    """The teachers of the groups this person leads or supervises, as they stand after IN."""
    led = _led_within(actor, act)
    if not led:
        return []
    return _members.nested(led) if term_id is None else _members_of(led, term_id)


def _led_within(actor: Actor, act: Act) -> list[int]:
    return list(groups_within(actor, act) & (actor.leads | actor.supervises))


@Statement
def _members(groups: Sequence[int]) -> Any:
    return Membership.select(Membership.teacher).where(Membership.group.in_(groups))


@Statement
def _prep_groups(groups: Sequence[int]) -> Any:
    """The 备课组 that members of these groups work in."""
    places = Membership.select(Membership.group).join(Group)
    return places.where(
        Membership.teacher.in_(_members.nested(groups)), Group.kind == GroupKind.PREP
    )


def _members_of(groups: Sequence[int], term_id: int) -> Any:
    place = TermMembership
    return place.select(place.teacher).where(place.term == term_id, place.group.in_(groups))


def _prep_groups_of(groups: Sequence[int], term_id: int) -> Any:
    place = TermMembership
    theirs = place.teacher.in_(_members_of(groups, term_id)) & (place.term == term_id)
    found = place.select(place.group).join(Group).where(theirs, Group.kind == GroupKind.PREP)
    return found.tuples()
