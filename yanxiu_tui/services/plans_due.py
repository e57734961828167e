"""What plans there are for some weeks: each teacher's own, and the group's they come from (Z17)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, fn

from db.models import Passage, PrepUnit, TermMembership
from yanxiu_tui.clock import local
from yanxiu_tui.rules.periods import Period
from yanxiu_tui.services import personal_plans, school
from yanxiu_tui.services.personal_plans import PersonalPlanView
from yanxiu_tui.services.school import TermView


@dataclass(frozen=True)
class SharedState:
    """How far the 共性教案 of a unit is: ``filled`` of its sections are written."""

    unit_id: int
    title: str
    filled: int
    of: int
    edited_at: datetime | None


@dataclass(frozen=True)
class Due:
    """What one teacher is to have in these weeks, and has."""

    units: tuple[SharedState, ...]
    plans: tuple[PersonalPlanView, ...]


def due(
    term: TermView, teacher_ids: Sequence[int], stretch: Period, weeks: Sequence[Period]
) -> dict[int, Due]:
    """By teacher: the units of their groups in these weeks, and their own plans of those weeks.

    A plan of a unit without weeks belongs to those it was last written in.
    """
    first, last = (weeks[0].number, weeks[-1].number) if weeks else (0, 0)
    units = _units(term, teacher_ids, first, last)
    plans: dict[int, list[PersonalPlanView]] = defaultdict(list)
    for plan in personal_plans.of_teachers(teacher_ids, term.id):
        if _is_for(plan, stretch, first, last):
            plans[plan.teacher_id].append(plan)
    return {who: Due(tuple(units.get(who, ())), tuple(plans.get(who, ()))) for who in teacher_ids}


def _units(
    term: TermView, teacher_ids: Sequence[int], first: int, last: int
) -> dict[int, list[SharedState]]:
    of = len(school.regulation_of(term.regulation_id).lesson_prep.sections)
    place = TermMembership
    belongs = (place.group == PrepUnit.group) & (place.term == PrepUnit.term)
    query: Any = (
        PrepUnit.select(
            PrepUnit.id, PrepUnit.title, place.teacher.alias("teacher_id"),
            fn.COUNT(Passage.id).alias("filled"), fn.MAX(Passage.edited_at).alias("edited_at"),
        )
        .join(place, on=belongs, attr="place")
        .switch(PrepUnit)
        .join(
            Passage, JOIN.LEFT_OUTER, attr="written",
            on=(Passage.manuscript == PrepUnit.plan) & (Passage.text != ""),
        )
        .where(
            PrepUnit.term == term.id,
            PrepUnit.dropped_at.is_null(),
            place.term == term.id,
            place.teacher.in_(list(teacher_ids)),
            PrepUnit.first_week <= last,
            fn.COALESCE(PrepUnit.last_week, PrepUnit.first_week) >= first,
        )
        .group_by(PrepUnit.id, PrepUnit.title, PrepUnit.number, place.teacher)
        .order_by(PrepUnit.number)
        .objects()
    )  # fmt: skip
    found: dict[int, list[SharedState]] = defaultdict(list)
    for row in query:
        found[row.teacher_id].append(SharedState(row.id, row.title, row.filled, of, row.edited_at))
    return found


def _is_for(plan: PersonalPlanView, stretch: Period, first: int, last: int) -> bool:
    if plan.first_week is None:
        return plan.edited_at is not None and (
            stretch.first <= local(plan.edited_at).date() <= stretch.last
        )
    return plan.first_week <= last and (plan.last_week or plan.first_week) >= first
