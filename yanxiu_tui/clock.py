"""The time at the edge: read here, passed in everywhere else."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def local(instant: datetime) -> datetime:
    """The instant as the school's clock shows it."""
    return instant.astimezone(ZONE)


def instant(day: date, at: time) -> datetime:
    """The instant at which the school's clock shows ``at`` on ``day``."""
    return datetime.combine(day, at, tzinfo=ZONE).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The instant at which a school day is over."""
    return day_bounds(day)[1]


def ending(instant: datetime) -> tuple[date, str]:
    """The day and the hour something lasts to: midnight is the 24:00 of the day that it ends."""
    at = local(instant)
    if at.time() == time.min:
        return at.date() - timedelta(days=1), "24:00"
    return at.date(), f"{at:%H:%M}"


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The first instant of a school day and the first of the next."""
    start = instant(day, time.min)
    return start, instant(date.fromordinal(day.toordinal() + 1), time.min)
