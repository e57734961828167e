"""Finding people: everybody for the input, and the one who decides."""

from datetime import date

from db.models import Office, Teacher
from yanxiu_tui.clock import day_bounds
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.names import Named
from yanxiu_tui.rules.roles import Role


def everybody(since: date | None = None) -> list[Named]:
    """Every teacher of the school, as a search needs them; one query.

    With ``since`` also whoever has left on that day or later.
    """
    here = Teacher.left_at.is_null()
    if since is not None:
        here |= Teacher.left_at >= day_bounds(since)[0]
    query = Teacher.select(Teacher.staff_no, Teacher.name, Teacher.initials).where(here)
    return [Named(row.staff_no, row.name, row.initials) for row in query.order_by(Teacher.staff_no)]


def steering_head() -> str:
    """The staff number of the head of the steering group, who decides on leave (Z29)."""
    query = Teacher.select(Teacher.staff_no).join(Office)
    held = query.where(Office.role == Role.STEERING_HEAD, Teacher.left_at.is_null())
    found = held.order_by(Teacher.staff_no).first()
    if found is None:
        raise Refused("no_head", "名册里没有领导小组组长（校长），请先导入职务。")
    return str(found.staff_no)
