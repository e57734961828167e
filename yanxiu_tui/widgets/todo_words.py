"""When something is due, in words: as few as stand beside it, and the day itself."""

from datetime import datetime, timedelta

from rich.text import Text

from yanxiu_tui.clock import local
from yanxiu_tui.rules.calendar import WEEKDAYS

_SOON = 3  # days
# What is due by the end of a day is due an instant before the next one.
_INSTANT = timedelta(microseconds=1)
_END_OF_DAY = ("00:00", "23:59")


def due_words(due_at: datetime | None, now: datetime) -> Text:
    """``已过期3天``, ``已过期``, ``今天12:00``, ``明天``, ``还有5天``; "" where no day is known."""
    if due_at is None:
        return Text()
    days = (local(due_at - _INSTANT).date() - local(now).date()).days
    if due_at <= now:
        return Text(f"已过期{-days}天" if days else "已过期", "bold red")
    style = "bold yellow" if days <= _SOON else ""
    near = {0: f"今天{_hour(due_at)}", 1: "明天"}
    return Text(near.get(days, f"还有{days}天"), style)


def due_day(due_at: datetime | None) -> str:
    """``9月7日 周一 12:00``; the hour is left out where the whole day is meant."""
    if due_at is None:
        return ""
    day = local(due_at - _INSTANT)
    return f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]} {_hour(due_at)}".rstrip()


def _hour(due_at: datetime) -> str:
    """The hour; "" at the end of a day."""
    hour = f"{local(due_at):%H:%M}"
    return "" if hour in _END_OF_DAY else hour
