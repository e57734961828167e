"""包组领导: who supervises which group (Z17)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import Case

from db.connection import transaction
from db.models import Group, Supervision, Teacher
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.plan_checks import CHECKED_KINDS
from yanxiu_tui.rules.roles import GROUP_KIND_NAMES, GroupKind
from yanxiu_tui.services import prep_groups, trace
from yanxiu_tui.services.credentials import find_teacher
from yanxiu_tui.services.permission import Act, Actor, require


@dataclass(frozen=True)
class SupervisedGroup:
    """A group with its 包组领导, by staff number and name; none where it has none yet."""

    id: int
    name: str
    kind_name: str
    supervisors: Mapping[str, str]


def supervised(actor: Actor) -> list[SupervisedGroup]:
    """Every 教研组 and 备课组 with whoever supervises it; two queries."""
    require(actor, Act.ASSIGN_SUPERVISION)
    found: dict[int, dict[str, str]] = defaultdict(dict)
    query = Supervision.select(Supervision.group, Teacher.staff_no, Teacher.name).join(Teacher)
    for row in query.where(Teacher.left_at.is_null()).order_by(Teacher.staff_no):
        found[row.group_id][row.teacher.staff_no] = row.teacher.name
    rank = Case(None, [(Group.kind == kind, at) for at, kind in enumerate(CHECKED_KINDS)])
    groups = Group.select().where(Group.kind.in_(list(CHECKED_KINDS)))
    return [
        SupervisedGroup(
            row.id, row.name, GROUP_KIND_NAMES[GroupKind(row.kind)], found.get(row.id, {})
        )
        for row in groups.order_by(rank, Group.name)
    ]


def assign(actor: Actor, group_id: int, staff_no: str, now: datetime) -> None:
    """Let this teacher supervise the group, beside whoever does already."""
    require(actor, Act.ASSIGN_SUPERVISION)
    teacher = find_teacher(staff_no)
    with transaction():
        group = prep_groups.hold(group_id)
        if Supervision.select().where(_is(group_id, teacher.id)).exists():
            raise Refused("assigned", f"{teacher.name}老师已经是{group.name}的包组领导。")
        Supervision.create(group=group_id, teacher=teacher)
        trace.write(actor, "assign_supervision", "group", group_id, now, teacher=teacher.id)


def remove(actor: Actor, group_id: int, staff_no: str, now: datetime) -> None:
    """Let this teacher supervise the group no longer; what was checked stays."""
    require(actor, Act.ASSIGN_SUPERVISION)
    teacher = find_teacher(staff_no)
    with transaction():
        group = prep_groups.hold(group_id)
        if not Supervision.delete().where(_is(group_id, teacher.id)).execute():
            raise Refused("not_assigned", f"{teacher.name}老师不是{group.name}的包组领导。")
        trace.write(actor, "remove_supervision", "group", group_id, now, teacher=teacher.id)


def _is(group_id: int, teacher_id: int) -> Any:
    return (Supervision.group == group_id) & (Supervision.teacher == teacher_id)
