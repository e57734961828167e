"""A time of day as people type it, on the day of a meeting."""

from datetime import datetime

from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.typed import typed_time


def hour_of(at: datetime) -> str:
    """``16:20`` on the school's clock."""
    return f"{clock.local(at):%H:%M}"


def on_the_day(typed: str, day: datetime) -> datetime:
    """The instant ``typed`` means on the school's day of ``day``; Refused when it is no time."""
    at = typed_time(typed)
    if at is None:
        raise Refused("bad_hour", "时间请写成 16:20 这样。")
    return clock.instant(clock.local(day).date(), at)
