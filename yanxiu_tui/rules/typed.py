"""Dates and times as people type them: short, with or without marks, in any width."""

import re
from datetime import date, datetime, time, timedelta

from yanxiu_tui.rules.names import fold_width

# No 研修 was or will be on a day before or after these.
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
_DAYS_FROM_TODAY = {"昨天": -1, "今天": 0, "明天": 1, "后天": 2}
_MARK = r"\s*[-./月。]\s*"
_WITH_YEAR = re.compile(rf"(\d{{4}})\s*[-./年。]\s*(\d{{1,2}}){_MARK}(\d{{1,2}})\s*[日号]?")
_EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WITHOUT_YEAR = re.compile(rf"(\d{{1,2}}){_MARK}(\d{{1,2}})\s*[日号]?|(\d{{1,2}})(\d{{2}})")
_CLOCK = re.compile(
    r"(凌晨|早上|上午|中午|下午|傍晚|晚上)?\s*"
    r"(?:(\d{1,2})\s*[:.。]\s*(\d{2})|(\d{1,2})(\d{2})|(\d{1,2})\s*[点时]\s*(?:(\d{1,2})\s*分?|(半|整))?)"
)
_WEEKS = re.compile(r"第?\s*(\d{1,2})\s*周?(?:\s*[-~—至到、]+\s*第?\s*(\d{1,2})\s*周?)?")
_END_OF_DAY = re.compile(r"24\s*(?:[:.。]?\s*00|[点时])")
_AFTERNOON = {"下午", "傍晚", "晚上"}
_MORNING = {"凌晨", "早上", "上午"}


def typed_date(text: str, today: date) -> date | None:
    """The day meant by ``2026-11-25``, ``11-25``, ``1125``, ``11月25日``, ``明天``…; None if none.

    Days before EARLIEST or after LATEST are slips of the hand, so none too.
    Without a year, the one that brings the day nearest to ``today``: in December, ``0105`` is next
    January.
    """
    text = fold_width(text)
    if text in _DAYS_FROM_TODAY:
        return today + timedelta(days=_DAYS_FROM_TODAY[text])
    whole = _WITH_YEAR.fullmatch(text) or _EIGHT_DIGITS.fullmatch(text)
    if whole:
        return _day(*(int(part) for part in whole.groups()))
    short = _WITHOUT_YEAR.fullmatch(text)
    if not short:
        return None
    month, day = (int(part) for part in short.groups() if part)
    near = (_day(today.year + step, month, day) for step in (-1, 0, 1))
    return min((each for each in near if each), key=lambda each: abs(each - today), default=None)


def typed_time(text: str) -> time | None:
    """The time of day meant by ``14:30``, ``1430``, ``下午2:30``, ``2点半``…; None if none."""
    found = _CLOCK.fullmatch(fold_width(text))
    if not found:
        return None
    part, *figures, word = found.groups()
    hour, *minute = (int(figure) for figure in figures if figure)
    hour_of_day = _hour(part, hour)
    minutes = 30 if word == "半" else minute[0] if minute else 0
    if hour_of_day is None or minutes > 59:
        return None
    return time(hour_of_day, minutes)


def typed_moment(text: str, today: date) -> datetime | None:
    """A day and a time in one line, ``11-25 14:30``, by the school's clock; None if not both.

    ``24:00`` is the midnight that ends the day, as slips write it.
    """
    parts = re.split(r"(?<=[日号天])\s*|\s+", fold_width(text), maxsplit=1)
    if len(parts) != 2:
        return None
    day, at = typed_date(parts[0], today), typed_time(parts[1])
    if day and _END_OF_DAY.fullmatch(parts[1]):
        return datetime.combine(day + timedelta(days=1), time.min)
    return datetime.combine(day, at) if day and at is not None else None


def typed_weeks(text: str) -> tuple[int, int] | None:
    """The school weeks meant by ``3``, ``3-4``, ``第3周``, ``3至4周``…, first and last; or None."""
    found = _WEEKS.fullmatch(fold_width(text))
    return (int(found[1]), int(found[2] or found[1])) if found else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None


def _hour(part: str | None, hour: int) -> int | None:
    """The hour on a 24-hour clock; None when the word and the figure contradict each other."""
    if part in _AFTERNOON and hour < 12:
        return hour + 12
    if part == "中午" and hour in (1, 2):
        return hour + 12
    contradiction = (part in _MORNING and hour > 12) or (part == "晚上" and hour == 12)
    return hour if hour < 24 and not contradiction else None
