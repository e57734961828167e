"""Who is expected at an activity as the school stands today."""

from dataclasses import dataclass

from db.models import Activity, Membership, Teacher
from yanxiu_tui.services.activities import find, is_run_by
from yanxiu_tui.services.groups import research_groups
from yanxiu_tui.services.permission import Act, Actor, require


@dataclass(frozen=True)
class Expected:
    """Somebody who is to come, and the 教研组 they come from."""

    teacher_id: int
    staff_no: str
    name: str
    group_name: str


def expected(actor: Actor, activity_id: int) -> list[Expected]:
    """Who would be expected if it were opened now, for a sheet printed beforehand."""
    row = find(activity_id)
    require(actor, Act.VIEW_SHEET, row.group_id, is_run_by(row, actor.teacher_id))
    return who_belongs(row)


def who_belongs(row: Activity) -> list[Expected]:
    """The school, or the group that meets, ordered as on a sheet; two queries."""
    query = Teacher.select(Teacher.id, Teacher.staff_no, Teacher.name)
    query = query.where(Teacher.left_at.is_null())
    if row.group_id is not None:
        members = Membership.select(Membership.teacher).where(Membership.group == row.group_id)
        query = query.where(Teacher.id.in_(members))
    teachers = list(query)
    groups = research_groups([teacher.id for teacher in teachers])
    people = [
        Expected(each.id, each.staff_no, each.name, groups.get(each.id, "")) for each in teachers
    ]
    return sorted(people, key=lambda each: (each.group_name, each.staff_no))
