"""Who would be expected if an activity were opened now: for sheets printed beforehand."""

from dataclasses import dataclass

from db.models import Membership, Teacher
from yanxiu_tui.services.activities import find, is_run_by
from yanxiu_tui.services.membership import research_groups
from yanxiu_tui.services.permission import Act, Actor, require


@dataclass(frozen=True)
class Expected:
    """Somebody who is to come."""

    staff_no: str
    name: str
    group_name: str


def expected(actor: Actor, activity_id: int) -> list[Expected]:
    """The school, or the group that meets, as it stands today; ordered as on a sheet."""
    row = find(activity_id)
    require(actor, Act.VIEW_SHEET, row.group_id, is_run_by(row, actor.teacher_id))
    query = Teacher.select(Teacher.id, Teacher.staff_no, Teacher.name)
    query = query.where(Teacher.left_at.is_null())
    if row.group_id is not None:
        members = Membership.select(Membership.teacher).where(Membership.group == row.group_id)
        query = query.where(Teacher.id.in_(members))
    teachers = list(query)
    groups = research_groups([teacher.id for teacher in teachers])
    people = [Expected(each.staff_no, each.name, groups.get(each.id, "")) for each in teachers]
    return sorted(people, key=lambda each: (each.group_name, each.staff_no))
