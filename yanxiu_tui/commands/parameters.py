"""Days and hours as people write them on a command line, and as they are shown to them."""

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

import click

from yanxiu_tui.clock import instant, local
from yanxiu_tui.rules.calendar import WEEKDAYS
from yanxiu_tui.rules.names import fold_width

# The number of an activity or a leave; no larger than either database can hold.
NUMBER = click.IntRange(1, 2**31 - 1)


class Day(click.ParamType):
    """A day: 2026-10-14, 2026/10/14 or 2026年10月14日, in any width."""

    name = "日期"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        if isinstance(value, date):
            return value
        found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", fold_width(value))
        if found:
            with suppress(ValueError):
                return date(*map(int, found.groups()))
        raise click.BadParameter(f"「{value}」不是日期，请写成 2026-10-14。", ctx, param)


class Hour(click.ParamType):
    """A time of day: 14:30, in any width."""

    name = "时间"

    def convert(self, value: Any, param: Any, ctx: Any) -> time:
        if isinstance(value, time):
            return value
        found = re.fullmatch(r"(\d{1,2}):(\d{2})", fold_width(value))
        if found:
            with suppress(ValueError):
                return time(int(found.group(1)), int(found.group(2)))
        raise click.BadParameter(f"「{value}」不是时间，请写成 14:30。", ctx, param)


class Moment(click.ParamType):
    """A day, perhaps with an hour, as an instant; a day alone is its beginning, or its end."""

    name = "时间"

    def __init__(self, end_of_day: bool = False) -> None:
        self.end_of_day = end_of_day

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        if isinstance(value, datetime):
            return value
        words = fold_width(value).replace("T", " ").split()
        if len(words) not in (1, 2):
            raise click.BadParameter(f"「{value}」不是时间，请写成“日期 时间”。", ctx, param)
        day = Day().convert(words[0], param, ctx)
        if len(words) == 2:
            return instant(day, Hour().convert(words[1], param, ctx))
        return instant(day + timedelta(days=self.end_of_day), time.min)


def on_day(at: datetime) -> str:
    """``2026-10-14 周三`` on the school's calendar."""
    shown = local(at)
    return f"{shown:%Y-%m-%d} 周{WEEKDAYS[shown.weekday()]}"


def span(starts_at: datetime, ends_at: datetime) -> str:
    """``14:30-16:30`` on the school's clock."""
    return f"{local(starts_at):%H:%M}-{local(ends_at):%H:%M}"
