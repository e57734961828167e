"""冲突: two records that have one person in two rooms in the same period of the same day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN

from db.models import Observation, Teacher
from yanxiu_tui.rules.observations import Place, elsewhere


@dataclass(frozen=True)
class Claimed:
    """What one of the two says: who heard whom, and where."""

    id: int
    observer_id: int
    observer_name: str
    teacher_name: str
    place: Place


@dataclass(frozen=True)
class Conflict:
    """Two records that cannot both be right; ``who`` would have been in both places."""

    who: str
    day: date
    period: int
    one: Claimed
    other: Claimed


def conflicted(ids: Collection[int]) -> set[int]:
    """Which of these records conflict with another."""
    if not ids:
        return set()
    one, other = Observation, Observation.alias()
    found = _pairs(one, other).where(one.id.in_(list(ids)), one.id != other.id)
    return {row.id for row in found if elsewhere(_place(row), _place(row.other))}


def in_term(term_id: int, seen: Any) -> list[Conflict]:
    """Every pair of a term of which ``seen`` (a condition) holds one, in order of time; one query.

    Seen from both sides each pair comes up twice.
    """
    one, other = Observation, Observation.alias()
    query = _pairs(one, other).where(one.term == term_id, seen, one.id != other.id)
    found: dict[frozenset[int], Conflict] = {}
    for row in query.order_by(one.day, one.period, one.id):
        if elsewhere(_place(row), _place(row.other)):
            found.setdefault(frozenset((row.id, row.other.id)), _conflict(row))
    return list(found.values())


def _pairs(one: Any, other: Any) -> Any:
    """One self-join: the same period, somebody who heard or taught in both, another place."""
    observer, teacher = Teacher.alias(), Teacher.alias()
    observer_too, teacher_too = Teacher.alias(), Teacher.alias()
    same_person = (
        (one.observer == other.observer)
        | (one.taught_by == other.taught_by)
        | (one.observer == other.taught_by)
        | (one.taught_by == other.observer)
    )
    otherwise = (
        (one.class_name != other.class_name)
        | (one.place != other.place)
        | (one.school_name != other.school_name)
    )
    same_time = (one.day == other.day) & (one.period == other.period)
    standing = one.voided_at.is_null() & other.voided_at.is_null()
    return (
        one.select(one, other, observer, teacher, observer_too, teacher_too)
        .join(other, on=same_time & same_person & otherwise & standing, attr="other")
        .join(observer_too, on=other.observer, attr="observer")
        .switch(other)
        .join(teacher_too, JOIN.LEFT_OUTER, on=other.taught_by, attr="taught_by")
        .switch(one)
        .join(observer, on=one.observer, attr="observer")
        .switch(one)
        .join(teacher, JOIN.LEFT_OUTER, on=one.taught_by, attr="taught_by")
    )


def _conflict(row: Observation) -> Conflict:
    one, other = _claimed(row), _claimed(row.other)
    heard = row.observer_id in (row.other.observer_id, row.other.taught_by_id)
    return Conflict(
        one.observer_name if heard else one.teacher_name, row.day, row.period, one, other
    )


def _claimed(row: Observation) -> Claimed:
    teacher = row.taught_by.name if row.taught_by else row.taught_by_name
    return Claimed(row.id, row.observer_id, row.observer.name, teacher, _place(row))


def _place(row: Observation) -> Place:
    return Place(row.school_name, row.class_name, row.place)
