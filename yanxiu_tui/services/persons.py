"""Teachers as the rules see them: roles, groups, age and years of teaching on a day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.models import Group, Teacher, TermMembership, TermOffice, TermTeacher
from yanxiu_tui.clock import day_bounds
from yanxiu_tui.rules.applies import Person, age_on, teaching_year_on
from yanxiu_tui.rules.roles import LEADER_OF, GroupKind, Role
from yanxiu_tui.services.school import TermView

_LEADER_ROLE = {kind: role for role, kind in LEADER_OF.items()}


@dataclass(frozen=True, slots=True)
class Staff:
    """A teacher as a list names one, and as the rules see one."""

    id: int
    staff_no: str
    name: str
    initials: str
    subject: str
    research_group: str
    group_ids: frozenset[int]
    person: Person
    grade: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    group_id: int
    kind: GroupKind
    name: str
    leads: bool


def staff(term: TermView, last: date) -> list[Staff]:
    """Everybody on the roster at the end of ``last``, by staff number; three queries.

    Age and years of teaching are those on the term's first day. Once it is over the term's roster
    stays as it stood on its last day.
    """
    rows: Any = _people(term).where(here(term, last)).order_by(Teacher.staff_no).tuples()
    offices: dict[int, set[Role]] = defaultdict(set)
    for teacher_id, role in _offices(term).tuples():
        offices[teacher_id].add(Role(role))
    places = _places(_memberships(term))
    return [
        _staff(row, offices.get(row[0], set()), places.get(row[0], ()), term.starts_on)
        for row in rows
    ]


def one(term: TermView, teacher_id: int) -> Staff:
    """One of them; also somebody who has left."""
    row: Any = _people(term).where(Teacher.id == teacher_id).tuples().get()
    held = _offices(term).where(TermOffice.teacher == teacher_id)
    roles = {Role(role) for _, role in held.tuples()}
    places = _places(_memberships(term).where(TermMembership.teacher == teacher_id))
    return _staff(row, roles, places.get(teacher_id, ()), term.starts_on)


def here(term: TermView, last: date) -> Any:
    """The condition on TermTeacher and Teacher that somebody was on the roster then."""
    until = day_bounds(min(last, term.ends_on))[1]
    stayed = TermTeacher.left_at.is_null() | (TermTeacher.left_at >= until)
    return (TermTeacher.term == term.id) & (Teacher.created_at < until) & stayed


def belonging(term: TermView, *columns: Any) -> Any:
    """Who is in which group, or was at the end of the term, joined with Group and Teacher."""
    place = TermMembership
    them = (TermTeacher.teacher == place.teacher) & (TermTeacher.term == place.term)
    query = place.select(*columns).join(Group).switch(place).join(Teacher)
    return query.join(TermTeacher, on=them).where(here(term, term.ends_on))


_COLUMNS = (
    Teacher.id,
    Teacher.staff_no,
    Teacher.name,
    Teacher.initials,
    TermTeacher.subject,
    Teacher.sex,
    Teacher.born,
    Teacher.joined,
    TermTeacher.backbone_level,
    TermTeacher.grade,
)


def _people(term: TermView) -> Any:
    people = Teacher.select(*_COLUMNS).join(TermTeacher, on=TermTeacher.teacher == Teacher.id)
    return people.where(TermTeacher.term == term.id)


def _offices(term: TermView) -> Any:
    columns = TermOffice.teacher, TermOffice.role
    return TermOffice.select(*columns).where(TermOffice.term == term.id)


def _memberships(term: TermView) -> Any:
    place = TermMembership
    columns = place.teacher, Group.id, Group.kind, Group.name, place.leads
    return place.select(*columns).join(Group).where(place.term == term.id)


def _places(memberships: Any) -> Mapping[int, Sequence[_Place]]:
    places: dict[int, list[_Place]] = defaultdict(list)
    # Sorted here: databases do not agree on the order of Chinese names.
    for teacher_id, group_id, kind, name, leads in sorted(
        memberships.tuples(), key=lambda row: row[3]
    ):
        places[teacher_id].append(_Place(group_id, GroupKind(kind), name, leads))
    return places


def _staff(row: Sequence[str], offices: set[Role], places: Sequence[_Place], day: date) -> Staff:
    teacher_id, staff_no, name, initials, subject, sex, born, joined, backbone, grade = row
    research = [place.name for place in places if place.kind is GroupKind.RESEARCH]
    led = {_LEADER_ROLE[place.kind] for place in places if place.leads}
    person = Person(
        id=int(teacher_id),
        order=staff_no,
        roles=frozenset({Role.TEACHER, *offices, *led}),
        sex=sex,
        age=age_on(born, day),
        teaching_year=teaching_year_on(joined, day),
        groups=frozenset(place.name for place in places),
        research_group=research[0] if research else "",
        subject=subject,
        backbone=backbone,
    )
    ids = frozenset(place.group_id for place in places)
    return Staff(
        person.id, staff_no, name, initials, subject, person.research_group, ids, person, grade
    )
