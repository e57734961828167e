"""Who is whose mentor in the made-up school, and how far it has come (形式2)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import cycle

from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules import applies as rule
from yanxiu_tui.services.demo.calendar import Calendar
from yanxiu_tui.services.demo.people import Person


class Fate(StrEnum):
    """What becomes of a pair by the day the school is seen."""

    RUNNING = "running"
    SILENT = "silent"
    CHANGED = "changed"
    CHANGING = "changing"
    AHEAD = "ahead"
    DRAFTED = "drafted"
    HALF_SIGNED = "half_signed"
    WITHDRAWN = "withdrawn"
    GRADUATED = "graduated"
    DISSOLVED = "dissolved"


BEGUN = frozenset({Fate.RUNNING, Fate.SILENT, Fate.CHANGED, Fate.CHANGING})
_BUSY = {*BEGUN, Fate.GRADUATED} - {Fate.SILENT}
# One apprentice after the other; whoever has none is left to be proposed a mentor.
_FATES = (
    (Fate.RUNNING,),
    (Fate.SILENT,),
    (Fate.DISSOLVED, Fate.RUNNING),
    (Fate.WITHDRAWN, Fate.DRAFTED),
    (Fate.AHEAD,),
    (Fate.CHANGED,),
    (Fate.CHANGING,),
    (Fate.HALF_SIGNED,),
    (),
)
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, eq=False)
class Pair:
    """Two people, from which day on, and the day it ended if it did."""

    mentor: Person
    apprentice: Person
    fate: Fate
    first: date
    ended_on: date | None = None


@dataclass(frozen=True)
class Company:
    """Who goes to hear whom: partners often, those ``apart`` never.

    ``opening`` are the apprentices who give an open lesson, ``quiet`` those who give none.
    """

    partners: Mapping[int, Person]
    apart: frozenset[tuple[int, int]]
    opening: frozenset[int]
    quiet: frozenset[int]


def pair_up(staff: Sequence[Person], regulation: Regulation, term: Calendar) -> list[Pair]:
    """Pairs of every fate, as far as the regulation finds mentors for those who need one.

    Whoever has just become too experienced to need one is done (出师).
    """
    asked = regulation.pairing
    people = {one.id: _as_ruled(one, term) for one in staff}
    young = [one for one in staff if rule.applies(asked.apprentices, people[one.id])]
    mentors = [one for one in staff[4:] if rule.applies(asked.mentors, people[one.id])]
    carried: Counter[int] = Counter()
    pairs: list[Pair] = []
    others = [one for one in staff if one not in young and one not in mentors]
    others.sort(key=lambda one: people[one.id].teaching_year or 0)
    plan = [*zip(young, cycle(_FATES), strict=False)]
    plan += [(one, (Fate.GRADUATED,)) for one in others[:1]]
    for one, fates in plan:
        had: set[int] = set()
        for fate in fates:
            mentor = _nearest(one, mentors, carried, asked.most_apprentices, had)
            if mentor is None:
                break
            carried[mentor.id] += 1
            had.add(mentor.id)
            pairs.append(_pair(mentor, one, fate, term, again=fate is not fates[0]))
    return pairs


def company(pairs: Iterable[Pair]) -> Company:
    """Who these pairs let hear whom."""
    pairs = list(pairs)
    busy = [pair for pair in pairs if pair.fate in _BUSY]
    silent = [pair for pair in pairs if pair.fate is Fate.SILENT]
    both = [(pair.mentor, pair.apprentice) for pair in busy]
    apart = [(pair.mentor.id, pair.apprentice.id) for pair in silent]
    return Company(
        partners={one.id: other for pair in both for one, other in (pair, pair[::-1])},
        apart=frozenset(apart + [each[::-1] for each in apart]),
        opening=frozenset(pair.apprentice.id for pair in busy),
        quiet=frozenset(pair.apprentice.id for pair in silent),
    )


def _as_ruled(one: Person, term: Calendar) -> rule.Person:
    return rule.Person(
        one.id,
        one.staff_no,
        teaching_year=rule.teaching_year_on(one.joined, term.today),
        subject=one.subject,
        backbone=one.backbone_level,
    )


def _nearest(
    one: Person, mentors: Sequence[Person], carried: Counter[int], most: int, had: set[int]
) -> Person | None:
    """Somebody who teaches the same, or else in the same 教研组, with fewest apprentices."""
    free = [
        each
        for each in mentors
        if carried[each.id] < most
        and each.id not in had
        and each is not one
        and each.research_group == one.research_group
    ]
    return min(
        free,
        key=lambda each: (
            each.subject != one.subject,
            carried[each.id],
            not each.backbone_level,
            each.staff_no,
        ),
        default=None,
    )


def _pair(mentor: Person, one: Person, fate: Fate, term: Calendar, again: bool) -> Pair:
    """Begun in the second week of the term, unless it was given up or is still to begin."""
    begin, monday = term.starts_on + _WEEK, term.today - timedelta(days=term.today.weekday())
    if fate is Fate.DISSOLVED:
        return Pair(mentor, one, fate, begin, begin + timedelta(weeks=4, days=2))
    if fate is Fate.GRADUATED:
        return Pair(mentor, one, fate, begin, monday - timedelta(weeks=2, days=-3))
    if fate is Fate.AHEAD:
        return Pair(mentor, one, fate, monday + 2 * _WEEK)
    if fate not in BEGUN:
        return Pair(mentor, one, fate, monday + _WEEK)
    return Pair(mentor, one, fate, begin + (5 * _WEEK if again else timedelta(0)))
