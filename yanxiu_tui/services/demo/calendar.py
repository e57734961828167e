"""The made-up term: twelve weeks behind today, eight before it, a week of examinations."""

from dataclasses import dataclass
from datetime import date, timedelta

from yanxiu_tui.rules.calendar import Exempt

_WEEKS_BEHIND, _WEEKS_AHEAD, _EXAM_WEEK = 12, 8, 9


@dataclass(frozen=True)
class Calendar:
    """A term, its exempt days, and the day it is seen from."""

    name: str
    starts_on: date
    ends_on: date
    exempt: Exempt
    today: date


def calendar(today: date) -> Calendar:
    """The term that has been running for about twelve weeks."""
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=_WEEKS_BEHIND)
    last = monday + timedelta(weeks=_WEEKS_AHEAD, days=4)
    exams = first + timedelta(weeks=_EXAM_WEEK - 1)
    return Calendar(
        name=_term_name(first),
        starts_on=first,
        ends_on=last,
        exempt=Exempt(exams, exams + timedelta(days=4), "期中考试周"),
        today=today,
    )


def working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)


def _term_name(first: date) -> str:
    if first.month >= 7:
        return f"{first.year}—{first.year + 1}学年第一学期"
    return f"{first.year - 1}—{first.year}学年第二学期"
