"""Every award decided through the years, known to everybody (Z19, Z38, D10, D11)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN

from db.models import Award, Group, Teacher, Term
from yanxiu_tui.clock import local
from yanxiu_tui.services.credentials import find_teacher


@dataclass(frozen=True)
class PastAward:
    """An award that stands; ``staff_no`` is "" where a group got it."""

    term: str
    starts_on: date
    name: str
    who: str
    staff_no: str
    reason: str
    decided_on: date


def history(staff_no: str = "") -> list[PastAward]:
    """All of them, or one teacher's, the newest term first; one query."""
    rows: Any = (
        Award.select(
            Term.name, Term.starts_on, Award.name, Teacher.name, Teacher.staff_no, Group.name,
            Award.reason, Award.decided_at,
        )
        .join(Term)
        .switch(Award)
        .join(Teacher, JOIN.LEFT_OUTER, on=Award.teacher)
        .switch(Award)
        .join(Group, JOIN.LEFT_OUTER)
        .where(Award.withdrawn_at.is_null())
        .order_by(Term.starts_on.desc(), Award.award, Award.id)
    )  # fmt: skip
    if staff_no:
        rows = rows.where(Award.teacher == find_teacher(staff_no))
    return [
        PastAward(term, first, name, who or group, no or "", reason, local(at).date())
        for term, first, name, who, no, group, reason, at in rows.tuples()
    ]


def by_holder(found: list[PastAward]) -> list[PastAward]:
    """Whoever has the most first, each one's newest first; groups after teachers."""
    counts: dict[tuple[str, str], int] = {}
    for each in found:
        counts[each.staff_no, each.who] = counts.get((each.staff_no, each.who), 0) + 1
    return sorted(
        found,
        key=lambda each: (
            not each.staff_no, -counts[each.staff_no, each.who], each.staff_no, each.who,
        ),
    )  # fmt: skip


def by_award(found: list[PastAward]) -> list[PastAward]:
    """By the name of the award, each one's newest first."""
    return sorted(found, key=lambda each: each.name)
