"""Days and hours as people write them on a command line, and as they are shown to them."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import click

from yanxiu_tui import clock
from yanxiu_tui.clock import instant, local
from yanxiu_tui.rules.calendar import WEEKDAYS
from yanxiu_tui.rules.typed import EARLIEST, LATEST, typed_date, typed_moment, typed_time

# The number of an activity or a leave; no larger than either database can hold.
NUMBER = click.IntRange(1, 2**31 - 1)
_YEARS = f"（{EARLIEST.year} 至 {LATEST.year} 年）"


class Day(click.ParamType):
    """A day as people type it: 2026-10-14, 10-14, 10月14日, 明天."""

    name = "日期"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        found = value if isinstance(value, date) else typed_date(value, _today())
        if found is None:
            self.fail(f"「{value}」不是日期，请写成 2026-10-14{_YEARS}。", param, ctx)
        return found


class Hour(click.ParamType):
    """A time of day as people type it: 14:30, 1430, 下午2:30."""

    name = "时间"

    def convert(self, value: Any, param: Any, ctx: Any) -> time:
        found = value if isinstance(value, time) else typed_time(value)
        if found is None:
            self.fail(f"「{value}」不是时间，请写成 14:30。", param, ctx)
        return found


class Moment(click.ParamType):
    """A day, perhaps with an hour, as an instant; a day alone is its beginning, or its end."""

    name = "时间"

    def __init__(self, end_of_day: bool = False) -> None:
        self.end_of_day = end_of_day

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        if isinstance(value, datetime):
            return value
        text = value.replace("T", " ")
        whole = typed_moment(text, _today())
        if whole:
            return instant(whole.date(), whole.time())
        day = typed_date(text, _today())
        if day is None:
            self.fail(f"「{value}」不是时间，请写成 2026-10-14 14:30{_YEARS}。", param, ctx)
        return instant(day + timedelta(days=self.end_of_day), time.min)


class Amount(click.ParamType):
    """A number with perhaps a fraction, such as hours or 元: 2, 1.5."""

    name = "数"

    def __init__(self, what: str = "数") -> None:
        self.what = what

    def convert(self, value: Any, param: Any, ctx: Any) -> Decimal:
        try:
            return Decimal(value)
        except InvalidOperation:
            self.fail(f"「{value}」不是{self.what}，请写成 2 或 1.5。", param, ctx)


def _today() -> date:
    return clock.local(clock.now()).date()


def on_day(at: datetime) -> str:
    """``2026-10-14 周三`` on the school's calendar."""
    shown = local(at)
    return f"{shown:%Y-%m-%d} 周{WEEKDAYS[shown.weekday()]}"


def span(starts_at: datetime, ends_at: datetime) -> str:
    """``14:30-16:30`` on the school's clock."""
    return f"{local(starts_at):%H:%M}-{local(ends_at):%H:%M}"
