"""The units that a teacher may write for: those of the groups one is in, this week's first."""

from dataclasses import dataclass
from datetime import datetime

from db.models import Group, PersonalPlan, PrepUnit
from yanxiu_tui.clock import local
from yanxiu_tui.rules.calendar import week_of_term
from yanxiu_tui.services import school
from yanxiu_tui.services.permission import Actor


@dataclass(frozen=True)
class OwnUnit:
    """A unit as it is chosen from; ``weeks`` are in words, "" where none were planned."""

    id: int
    title: str
    group_name: str
    weeks: str


def own_units(actor: Actor, now: datetime) -> list[OwnUnit]:
    """The units of this term, those being taught now first, then in the plan's order."""
    term = school.current_term(now)
    week = week_of_term(local(now).date(), term.starts_on)
    query = PrepUnit.select(PrepUnit, Group).join(Group)
    rows = query.where(
        PrepUnit.term == term.id,
        PrepUnit.dropped_at.is_null(),
        PrepUnit.group.in_(list(actor.belongs | actor.leads)),
    ).order_by(Group.name, PrepUnit.number)
    found = sorted(rows, key=lambda row: not _taught_in(row, week))
    return [OwnUnit(row.id, row.title, row.group.name, _weeks(row)) for row in found]


def own_classes(actor: Actor) -> list[str]:
    """The classes one has written plans for, the latest first."""
    query = PersonalPlan.select(PersonalPlan.class_name).order_by(PersonalPlan.id.desc())
    rows = query.where(PersonalPlan.teacher == actor.teacher_id)
    return list(dict.fromkeys(row.class_name for row in rows))


def _taught_in(row: PrepUnit, week: int) -> bool:
    first = row.first_week
    return first is not None and first <= week <= (row.last_week or first)


def _weeks(row: PrepUnit) -> str:
    if row.first_week is None:
        return ""
    last = row.last_week or row.first_week
    return f"{row.first_week}周" if last == row.first_week else f"{row.first_week}-{last}周"
