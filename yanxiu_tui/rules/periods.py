"""The school calendar's weeks, fortnights and 学月, and the days papers are due (Z7, Z17, Z18)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from yanxiu_tui.rules.calendar import Exempt, why_off
from yanxiu_tui.rules.items import Every

_WEEK = timedelta(days=7)
# The month that a 学年 begins in.
AUTUMN = 8
PERIOD_NAMES = {"": "学期", "week": "周", "fortnight": "两周", "school_month": "学月",
                "school_year": "学年"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the term, from first day to last; ``number`` counts from 1."""

    number: int
    first: date
    last: date


def weeks(
    starts_on: date,
    ends_on: date,
    exempt_weeks: Collection[int] = (),
    exempt: Sequence[Exempt] = (),
) -> list[Period]:
    """The school weeks, Monday to Sunday within the term, that 研修 is held in.

    Left out are the weeks the regulation names, and those without a single working day.
    """
    found = []
    monday, number = starts_on - timedelta(days=starts_on.weekday()), 0
    while monday <= ends_on:
        number += 1
        if number not in exempt_weeks and any(
            starts_on <= (day := monday + timedelta(days=ahead)) <= ends_on
            and not why_off(day, exempt)
            for ahead in range(5)
        ):
            sunday = monday + timedelta(days=6)
            found.append(Period(number, max(monday, starts_on), min(sunday, ends_on)))
        monday += _WEEK
    return found


def periods(every: Every, counted: Sequence[Period], month_weeks: int) -> list[Period]:
    """The counted weeks themselves, by twos, or by ``month_weeks`` to a 学月; "" is all of them.

    What is left over at the end of a term is a period of its own from half its length on.
    """
    size = {"week": 1, "fortnight": 2, "school_month": month_weeks}.get(every, len(counted) or 1)
    runs = [counted[start : start + size] for start in range(0, len(counted), size)]
    if len(runs) > 1 and len(runs[-1]) * 2 < size:
        last = runs.pop()
        runs[-1] = [*runs[-1], *last]
    return [Period(number, run[0].first, run[-1].last) for number, run in enumerate(runs, 1)]


def months_so_far(
    starts_on: date,
    ends_on: date,
    month_weeks: int,
    today: date,
    exempt_weeks: Collection[int] = (),
    exempt: Sequence[Exempt] = (),
) -> list[tuple[int, date]]:
    """The end of each 学月 up to today, the running one ending today: number and last day.

    With the exempt weeks and days these are the very 学月 that quotas are counted by.
    """
    counted = weeks(starts_on, ends_on, exempt_weeks, exempt)
    months = periods("school_month", counted, month_weeks)
    return [(each.number, min(each.last, today)) for each in months if each.first <= today]


def calendar_months(starts_on: date, ends_on: date) -> list[Period]:
    """The calendar months of a term, the first and last as far as they are in it (Z24: 每月末)."""
    found: list[Period] = []
    first = starts_on
    while first <= ends_on:
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        found.append(Period(len(found) + 1, first, min(following - timedelta(days=1), ends_on)))
        first = following
    return found


def due_day(starts_on: date, ends_on: date, week: int, weekday: int) -> date:
    """The day of a deadline: ``week`` counts from 1, from the term's last week when negative.

    ``weekday`` is 1 for Monday. 「第二周星期一」 is (2, 1), 「学期结束前一周的周一」 is (-2, 1).
    What is due in the last week is due by the term's last day (Z9: 每学期结束前).
    """
    first_monday = starts_on - timedelta(days=starts_on.weekday())
    last_monday = ends_on - timedelta(days=ends_on.weekday())
    if week > 0:
        return first_monday + (week - 1) * _WEEK + timedelta(days=weekday - 1)
    return min(last_monday + (week + 1) * _WEEK + timedelta(days=weekday - 1), ends_on)


def school_year_of(day: date) -> int:
    """The 学年 of a day, by the calendar year that it begins in."""
    return day.year - (day.month < AUTUMN)


def school_year_name(year: int) -> str:
    """「2026—2027学年」."""
    return f"{year}—{year + 1}学年"


def school_year_bounds(year: int) -> tuple[date, date]:
    """The first day of a 学年, and the first of the next."""
    return date(year, AUTUMN, 1), date(year + 1, AUTUMN, 1)
