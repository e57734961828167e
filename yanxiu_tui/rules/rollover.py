"""From one 学期 to the next: its name, its days, its series, and the grade everybody goes up to."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from yanxiu_tui.rules.periods import school_year_of

_YEARS = re.compile(r"(20\d\d)(\D{1,3})(20\d\d)")
_SECOND = {"第一": "第二", "上": "下"}
_FIRST = {later: earlier for earlier, later in _SECOND.items()}
_LADDERS = (
    tuple("一二三四五六七八九"), ("初一", "初二", "初三"), ("高一", "高二", "高三"),
)  # fmt: skip
_GRADE = re.compile(r"初[一二三]|高[一二三]|[一二三四五六七八九](?=年级)")
_PARTS = re.compile(r"[、，,;；/／\s]+")


@dataclass(frozen=True)
class TermDays:
    """A term's name, first and last day."""

    name: str
    starts_on: date
    ends_on: date


def usual(today: date) -> TermDays:
    """The term that most schools are in, or about to begin, on this day."""
    if today.month in (2, 3, 4, 5, 6, 7):
        year = today.year
        return TermDays(f"{year - 1}—{year}学年第二学期", date(year, 2, 20), date(year, 7, 10))
    year = today.year - (today.month == 1)
    return TermDays(f"{year}—{year + 1}学年第一学期", date(year, 9, 1), date(year + 1, 1, 31))


def following(old: TermDays) -> TermDays:
    """The term after this one, as it usually is, named in the way the old one is.

    It neither begins nor ends at a weekend.
    """
    second = begins_year(old)
    middle = date(old.ends_on.year, 4 if second else 10, 1)
    if middle <= old.ends_on:
        middle = middle.replace(year=middle.year + 1)
    found = usual(middle)
    starts_on = max(found.starts_on, old.ends_on + timedelta(days=1))
    starts_on += timedelta(days=-starts_on.weekday() % 7 if starts_on.weekday() > 4 else 0)
    ends_on = found.ends_on - timedelta(days=max(0, found.ends_on.weekday() - 4))
    return TermDays(_renamed(old.name, second) or found.name, starts_on, ends_on)


def _renamed(name: str, second: bool) -> str:
    """``2026—2027学年第一学期`` with the other half, and in a new 学年 the years; "" if unclear."""
    words = _SECOND if second else _FIRST
    half = next((each for each in words if f"{each}学期" in name), None)
    if half is None or not _YEARS.search(name):
        return ""
    renamed = name.replace(f"{half}学期", f"{words[half]}学期")
    if second:
        return renamed
    return _YEARS.sub(lambda at: f"{int(at[1]) + 1}{at[2]}{int(at[3]) + 1}", renamed, count=1)


def begins_year(term: TermDays) -> bool:
    """Whether a term is the first of its 学年: as its name says, else by the day it begins on."""
    if any(f"{half}学期" in term.name for half in _SECOND):
        return True
    named_second = any(f"{half}学期" in term.name for half in _FIRST)
    return not named_second and is_first(term.starts_on)


def is_first(starts_on: date) -> bool:
    """Whether the term that begins on this day is the first of its 学年."""
    return school_year_of(starts_on) == starts_on.year


def first_on(weekday: int, starts_on: date) -> date:
    """The first such day of the term; ``weekday`` is 0 for Monday."""
    return starts_on + timedelta(days=(weekday - starts_on.weekday()) % 7)


def grade_in(name: str) -> str:
    """The grade that a group's name begins with, such as 七 of 七年级语文备课组; "" if none."""
    found = _GRADE.match(name)
    return found[0] if found else ""


def grades_of(text: str) -> list[str]:
    """The grades that the roster writes in one cell: 「七、八年级」 are 七 and 八."""
    parts = [part.removesuffix("年级") for part in _PARTS.split(text)]
    return [part for part in parts if _rung(part) is not None]


def grade_after(grade: str, known: Collection[str], restart: bool) -> str:
    """The grade that follows among those ``known``.

    After the highest comes the lowest again where ``restart`` says so, else it stays.
    """
    rung = _rung(grade)
    if rung is None:
        return grade
    ladder, at = rung
    taught = [each for each in ladder if each in known or each == grade]
    above = [each for each in taught if ladder.index(each) > at]
    return above[0] if above else taught[0] if restart else grade


def is_highest(grade: str, known: Collection[str]) -> bool:
    """Whether whom they teach leaves the school: none of the known grades is above it."""
    rung = _rung(grade)
    return rung is not None and not any(each in rung[0][rung[1] + 1 :] for each in known)


def rewritten(text: str, known: Collection[str], restart: bool) -> str:
    """A roster cell with each of its grades gone up; what is no grade stays as it is."""
    grades = grades_of(text)
    if not grades or len(grades) != len(_PARTS.split(text)):
        return text
    gone_up = {grade_after(each, known, restart) for each in grades}
    suffix = "年级" if text.endswith("年级") else ""
    return "、".join(sorted(gone_up, key=_order)) + suffix


def _rung(grade: str) -> tuple[tuple[str, ...], int] | None:
    return next(((each, each.index(grade)) for each in _LADDERS if grade in each), None)


def _order(grade: str) -> tuple[int, int]:
    rung = _rung(grade)
    return (_LADDERS.index(rung[0]), rung[1]) if rung else (len(_LADDERS), 0)
