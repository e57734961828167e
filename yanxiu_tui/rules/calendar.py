"""Which days a weekly series falls on: the term's own list first, then the public calendar (Z3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Exempt:
    """Days without 研修, from first to last, and why."""

    first: date
    last: date
    reason: str


@dataclass(frozen=True)
class SeriesDays:
    """The days a series falls on, and those it skips, each with the reason."""

    days: tuple[date, ...]
    skipped: tuple[tuple[date, str], ...]


def weekly(first: date, last: date, exempt: Sequence[Exempt]) -> SeriesDays:
    """Every week from ``first`` to ``last``, holidays skipped."""
    days, skipped = [], []
    day = first
    while day <= last:
        reason = why_off(day, exempt)
        if reason:
            skipped.append((day, reason))
        else:
            days.append(day)
        day += timedelta(days=7)
    return SeriesDays(tuple(days), tuple(skipped))


def why_off(day: date, exempt: Sequence[Exempt]) -> str:
    """Why there is no 研修 on this day; "" when there may be."""
    own = next((each.reason for each in exempt if each.first <= day <= each.last), "")
    return own or public_holiday(day)


def public_holiday(day: date) -> str:
    """The name of the public holiday; "" on other days and in years not yet published."""
    from chinese_calendar import Holiday, get_holiday_detail

    try:
        off, name = get_holiday_detail(day)
    except NotImplementedError:
        return ""
    if not off or name is None:
        return ""
    chinese: str = Holiday(name).chinese
    return chinese


def week_of_term(day: date, starts_on: date) -> int:
    """The number of the school week, Monday to Sunday; the week a term begins in is the first."""
    first_monday = starts_on - timedelta(days=starts_on.weekday())
    return (day - first_monday).days // 7 + 1
