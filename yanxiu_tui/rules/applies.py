"""Whom a rule applies to: by role, sex, age, years of teaching, group, subject or standing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from yanxiu_tui.rules.roles import Role


@dataclass(frozen=True, slots=True)
class Person:
    """A teacher (or a group) as the rules see one. ``age`` and ``teaching_year`` None: unknown."""

    id: int
    order: str
    roles: frozenset[Role] = frozenset()
    sex: str = ""
    age: int | None = None
    teaching_year: int | None = None
    groups: frozenset[str] = frozenset()
    research_group: str = ""
    subject: str = ""
    backbone: str = ""


class Who(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything said here must hold. ``teaching_year_most = 3`` is 「三年内」 (Z20)."""

    roles: list[Role] = []
    not_roles: list[Role] = []
    sex: Literal["", "男", "女"] = ""
    age_below: int | None = None
    age_least: int | None = None
    teaching_year_most: int | None = None
    teaching_year_least: int | None = None
    groups: list[str] = []
    subjects: list[str] = []
    backbone: list[str] = []


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another number for some: 「教研组长不少于20节，其他教师不少于15节」 (Z21)."""

    who: list[Who]
    least: Decimal


def number_for(person: Person, usual: Decimal, cases: Sequence[Case]) -> Decimal:
    """The number of the first case that fits this person, else the usual one."""
    fitting = (case.least for case in cases if applies(case.who, person))
    return next(fitting, usual)


def applies(alternatives: Sequence[Who], person: Person) -> bool | None:
    """Whether any of these describes the person; none at all is everybody. None: cannot be told."""
    if not alternatives:
        return True
    answers = [_matches(who, person) for who in alternatives]
    if True in answers:
        return True
    return None if None in answers else False


def _matches(who: Who, person: Person) -> bool | None:
    sure = (
        (not who.roles or not person.roles.isdisjoint(who.roles))
        and person.roles.isdisjoint(who.not_roles)
        and (not who.groups or not person.groups.isdisjoint(who.groups))
        and (not who.subjects or person.subject in who.subjects)
        and (not who.backbone or person.backbone in who.backbone)
    )
    if not sure:
        return False
    told = [
        _is(who.sex, person.sex) if who.sex else True,
        _within(person.age, who.age_least, who.age_below, open_end=True),
        _within(person.teaching_year, who.teaching_year_least, who.teaching_year_most),
    ]
    if False in told:
        return False
    return None if None in told else True


def _is(wanted: str, known: str) -> bool | None:
    return wanted == known if known else None


def _within(
    number: int | None, least: int | None, most: int | None, open_end: bool = False
) -> bool | None:
    if least is None and most is None:
        return True
    if number is None:
        return None
    if most is not None and (number >= most if open_end else number > most):
        return False
    return least is None or number >= least


def age_on(born: str, day: date) -> int | None:
    """Full years of age; a birth known by its year alone counts from January. None: not known."""
    since = _begun(born)
    return _full_years(since, day) if since else None


def teaching_year_on(joined: str, day: date) -> int | None:
    """In which year of teaching somebody is, the first being 1. None: not known."""
    since = _begun(joined)
    return _full_years(since, day) + 1 if since else None


def _begun(partial: str) -> date | None:
    if not partial:
        return None
    year, month, day = (*(int(part) for part in partial.split("-")), 1, 1)[:3]
    return date(year, month, day)


def _full_years(since: date, day: date) -> int:
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))
