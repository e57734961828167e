"""Dates as offices write them, no more exact than they were written."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from yanxiu_tui.roster.model import Wrong
from yanxiu_tui.roster.values import plain, shown

_WRITTEN = re.compile(
    r"(\d{4})(?:[年./\-,、\s]+(?:(\d{1,2})(?:[月./\-,、\s]+(?:(\d{1,2})[日号]?)?)?)?)?"
    r"(?:[T\s]?0{1,2}:00(?::00(?:\.0+)?)?)?"
)
_NOTHING = {"无", "不详", "暂无", "待定", "/", "-", "--", "—"}
_EPOCH = date(1899, 12, 30)
_OLDEST_SERIAL, _NEWEST_SERIAL = 10_000, 73_050
_YOUNGEST_AT_WORK = 15
_FURTHEST_AHEAD = 2


def parse_date(value: Any, two_digit_months: bool = False) -> str:
    """``1985``, ``1985-07`` or ``1985-07-03`` from a date, a text, or an Excel serial number.

    ``two_digit_months``: the column writes 1985.07, so that its number 1985.1 was 1985.10.
    Raises Wrong when there is no such date or it can be read in two ways.
    """
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (bool, time, timedelta)):
        raise Wrong(f"「{value}」不是日期，请写成 1985-07 或 1985-07-03。")
    text = re.sub(r"\s*([年月日号./\-])\s*", r"\1", unicodedata.normalize("NFKC", plain(value)))
    if not text or text in _NOTHING:
        return ""
    if re.fullmatch(r"\d{4}\.1", text):
        text = _october_or_january(text, isinstance(value, float), two_digit_months)
    return _from_digits(text) or _from_written(text)


def writes_two_digit_months(values: Iterable[Any]) -> bool:
    """Whether a column holds a month such as ``1985.07``."""
    return any(
        re.fullmatch(r"\d{4}\.0[1-9]", str(value))
        for value in values
        if not isinstance(value, date)
    )


def implausible_birth(born: str, today: date) -> str:
    """Why nobody on a roster was born then; "" when it may be."""
    if born > today.isoformat()[: len(born)]:
        return f"出生日期 {born} 在将来，请改正。"
    if int(born[:4]) < today.year - 100:
        return f"出生日期 {born} 太早，请改正。"
    if born > _years_later(today.isoformat(), -_YOUNGEST_AT_WORK)[: len(born)]:
        return f"出生日期 {born} 距今不到 {_YOUNGEST_AT_WORK} 年，请改正。"
    return ""


def implausible_start(joined: str, born: str, today: date) -> str:
    """Why nobody began to work then; "" when they may have."""
    if joined > _years_later(today.isoformat(), _FURTHEST_AHEAD)[: len(joined)]:
        return f"参加工作时间 {joined} 在将来，请改正。"
    if int(joined[:4]) < today.year - 85:
        return f"参加工作时间 {joined} 太早，请改正。"
    exact = min(len(joined), len(born))
    if born and joined[:exact] < born[:exact]:
        return f"参加工作时间 {joined} 早于出生日期 {born}，请改正。"
    if born and joined[:exact] < _years_later(born, _YOUNGEST_AT_WORK)[:exact]:
        return (
            f"参加工作时间 {joined} 距出生日期 {born} 不到 {_YOUNGEST_AT_WORK} 年，请改正其中一个。"
        )
    return ""


def _years_later(day: str, years: int) -> str:
    return f"{int(day[:4]) + years:04}{day[4:]}"


def _october_or_january(text: str, number: bool, two_digit_months: bool) -> str:
    if number and two_digit_months:
        return f"{text}0"
    if number or two_digit_months:
        raise Wrong(f"「{text}」分不清是 1 月还是 10 月，请写成 {text[:4]}-01 或 {text[:4]}-10。")
    return text


def _from_digits(text: str) -> str:
    """``1985``, ``198507``, ``19850703`` or a serial number; "" for anything else."""
    digits = re.sub(r"(?<=\d{5})\.0+$", "", text)
    if re.fullmatch(r"\d{5}\.\d+", digits):
        digits = digits[:5]
    if not digits.isdecimal() or len(digits) not in (4, 5, 6, 8):
        return ""
    if len(digits) == 5:
        serial = int(digits)
        if not _OLDEST_SERIAL <= serial <= _NEWEST_SERIAL:
            return ""
        return (_EPOCH + timedelta(days=serial)).isoformat()
    return _checked(text, digits[:4], digits[4:6], digits[6:])


def _from_written(text: str) -> str:
    found = _WRITTEN.fullmatch(text.rstrip("生"))
    if not found:
        raise _not_a_date(text)
    return _checked(text, *found.groups(default=""))


def _checked(text: str, year: str, month: str, day: str) -> str:
    if not 1900 <= int(year) <= 2100:
        raise _not_a_date(text)
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError as error:
        raise _not_a_date(text) from error
    return "-".join(
        filter(None, (year, month.zfill(2) if month else "", day.zfill(2) if day else ""))
    )


def _not_a_date(text: str) -> Wrong:
    return Wrong(f"「{shown(text)}」不是正确的日期，请写成 1985-07 或 1985-07-03。")
