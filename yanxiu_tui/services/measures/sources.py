"""Tables of records summed for everybody at once, and the recipes for figures of the sums."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from peewee import Case, Field, Function, Node, Select, fn

from db.connection import database
from yanxiu_tui.clock import day_bounds
from yanxiu_tui.rules.items import Figure
from yanxiu_tui.rules.periods import Period
from yanxiu_tui.services.measures.asking import Window, exact

# What is no group's is the whole school's.
SCHOOL = 0
_FEW = 20
# A teacher (or group) and the sums asked for, in their order.
Sums = dict[int, tuple[Decimal, ...]]
NOTHING_YET = (Decimal(0),)


@dataclass(frozen=True, eq=False)
class Source:
    """A table of records: the rows that count in a window, whose each is, when it happened.

    ``rows(window, *columns)`` selects the columns of the rows that count. Where ``kind`` says what
    a row is, only rows of the kinds that are asked for are read.
    """

    rows: Callable[..., Any]
    whose: Field
    at: Field
    kind: Field | None = None

    def sums(self, parts: "Sequence[Part]", window: Window, whose: Sequence[int]) -> Sums:
        """Each total of everybody, in one query; for a few it looks at theirs alone."""
        query = self._asked(parts, window, self.whose, *(part.column for part in parts))
        if len(whose) <= _FEW and SCHOOL not in whose:
            query = query.where(self.whose.in_(whose))
        found = query.group_by(self.whose).tuples()
        return {row[0] or SCHOOL: tuple(map(exact, row[1:])) for row in found}

    def capped(
        self, part: "Part", window: Window, stretches: Sequence[Period], need: Decimal | None
    ) -> Sums:
        """One total, each period counting for at most ``need``, in one query."""
        if not stretches:
            return {}
        number = self._number(stretches)
        columns = self.whose.alias("whose"), part.column.alias("counted")
        inner = self._asked([part], window, *columns)
        inner = inner.where(number > 0).group_by(self.whose, number).alias("by_period")
        counted = inner.c.counted
        if need is not None:
            # A decimal is text to SQLite, and any text is more than any number.
            counted = Case(None, [(counted > float(need), float(need))], counted)
        query = Select([inner], [inner.c.whose, fn.SUM(counted)]).group_by(inner.c.whose)
        found = query.bind(database).tuples()
        return {row[0] or SCHOOL: (exact(row[1]),) for row in found}

    def _asked(self, parts: "Sequence[Part]", window: Window, *columns: Any) -> Any:
        rows = self.rows(window, *columns)
        if self.kind is None:
            return rows
        return rows.where(self.kind.in_(sorted({kind for part in parts for kind in part.kinds})))

    def _number(self, stretches: Sequence[Period]) -> Any:
        """Which of the periods a row belongs to; 0 for none."""
        within = (
            (
                (self.at >= self._edge(each.first)) & (self.at < self._edge(each.last + _DAY)),
                each.number,
            )
            for each in stretches
        )
        return Case(None, list(within), 0)

    def _edge(self, day: date) -> date | datetime:
        return day_bounds(day)[0] if self.at.field_type == "DATETIME" else day


_DAY = timedelta(days=1)


class Part(NamedTuple):
    """A total of a source; ``kinds`` are the rows it counts, where the source has kinds."""

    source: Source
    column: Function
    kinds: tuple[str, ...] = ()


class Recipe(NamedTuple):
    """How a figure is made: of which sums, and what they come to.

    ``nothing`` is the figure of somebody without a single record.
    """

    parts: Sequence[Part]
    finish: Callable[..., Figure] | None = None
    nothing: Figure = NOTHING_YET


def one(condition: Node, amount: Any = 1) -> Node:
    """``amount`` where the condition holds, else nothing."""
    return Case(None, [(condition, amount)], 0)


def total(condition: Node, amount: Any = 1) -> Function:
    """``amount`` summed over the rows for which the condition holds."""
    return fn.SUM(amount).filter(condition)
