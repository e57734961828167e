"""How a figure is asked for: which measure, narrowed to what, over which stretch of time."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from db.models import Term
from yanxiu_tui.clock import day_bounds
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.items import Every, Highest, Item
from yanxiu_tui.rules.periods import (
    PERIOD_NAMES,
    Period,
    periods,
    school_year_bounds,
    school_year_of,
    weeks,
)
from yanxiu_tui.services import school


class Ask(NamedTuple):
    """One figure of everybody: ``of`` narrows it, ``levels`` splits it.

    With ``every`` each period counts for at most ``need``, so that a busy week makes up for no
    other; ``running`` counts the period that is not over yet, too. ``yearly`` looks back over the
    whole 学年.
    """

    measure: str
    of: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    every: Every = ""
    need: Decimal | None = None
    running: bool = False
    yearly: bool = False


@dataclass(frozen=True)
class Window:
    """A term seen from the end of a day: what happened or was decided later is not in it.

    The day may be after the term: a stage closed or a paper handed in then still belongs to it.
    """

    term_ids: tuple[int, ...]
    starts_on: date
    ends_on: date
    last: date
    weeks: tuple[Period, ...]
    month_weeks: int

    @property
    def until(self) -> datetime:
        """The first instant that is not in it."""
        return day_bounds(self.last)[1]

    def periods(self, every: Every) -> list[Period]:
        """All the periods of the term."""
        return periods(every, self.weeks, self.month_weeks)

    def passed(self, every: Every) -> list[Period]:
        """Those that are over."""
        return [each for each in self.periods(every) if each.last <= self.last]

    def begun(self, every: Every) -> list[Period]:
        """Those that have begun."""
        return [each for each in self.periods(every) if each.first <= self.last]


class Record(NamedTuple):
    """One record behind a figure: when, what, how it counts, and how much."""

    day: date
    title: str
    detail: str
    amount: Decimal


def window(term: school.TermView, regulation: Regulation, last: date) -> Window:
    """The term as it stood at the end of ``last``."""
    calendar = regulation.calendar
    counted = weeks(
        term.starts_on, term.ends_on, calendar.exempt_weeks, school.exempt_days(term.id)
    )
    return Window(
        (term.id,),
        term.starts_on,
        term.ends_on,
        max(last, term.starts_on),
        tuple(counted),
        calendar.school_month_weeks,
    )


def cycle(window_: Window, regulation: Regulation) -> Window:
    """The same day, looking back over the whole 继续教育周期 (X8)."""
    hours = regulation.hours
    years = (_until(window_).year - hours.cycle_starts) // hours.cycle_years
    return _back_to(date(hours.cycle_starts + years * hours.cycle_years, 1, 1), window_)


def school_year(window_: Window) -> Window:
    """The same day, looking back over the terms of the 学年, which begins in autumn (X7)."""
    return _back_to(school_year_bounds(school_year_of(window_.starts_on))[0], window_)


def _until(window_: Window) -> date:
    return min(window_.last, window_.ends_on)


def _back_to(first: date, window_: Window) -> Window:
    terms = Term.select(Term.id).where(Term.starts_on >= first, Term.starts_on <= _until(window_))
    return replace(window_, term_ids=tuple(sorted(row.id for row in terms)))


def counted(records: Iterable[Record], ask: Ask, window: Window) -> list[Record]:
    """The records with what each counts for: no period counts for more than ``need``."""
    stretches = window.begun(ask.every) if ask.running else window.passed(ask.every)
    left = dict.fromkeys((each.number for each in stretches), ask.need)
    found = []
    for record in records:
        at = next((each.number for each in stretches if each.first <= record.day <= each.last), 0)
        room = left[at] if at else Decimal(0)
        if room is None or record.amount <= room:
            counts = record
        else:
            why = f"这{PERIOD_NAMES[ask.every]}已够数" if at else "停研或还没有满一段，不计"
            counts = record._replace(
                amount=room, detail="，".join(filter(None, (record.detail, why)))
            )
        if room is not None and at:
            left[at] = room - counts.amount
        found.append(counts)
    return found


def ask_for(item: Item) -> Ask:
    """The figure a scoring item is scored from."""
    levels = tuple(level.name for level in item.levels) if isinstance(item, Highest) else ()
    need = item.need if item.every else None
    return Ask(item.measure, tuple(item.of), levels, item.every, need)


@lru_cache(maxsize=4096)
def exact(number: int | float | Decimal | None) -> Decimal:
    """A sum as the database gives it, as a decimal of one hundredth; the same from both databases.

    SQLite sums decimals as binary fractions: six places are right before they are rounded.
    """
    if isinstance(number, int):
        return Decimal(number)
    if isinstance(number, float):
        number = Decimal(repr(round(number, 6)))
    return (number or Decimal(0)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def unique(asks: Iterable[Ask]) -> list[Ask]:
    """Each once, in order."""
    return list(dict.fromkeys(asks))
