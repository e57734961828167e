"""The ways a 细则 gives points (DOMAIN §7): one struct a way, each pure arithmetic in decimals.

A figure is the tuple of numbers an item is scored from; None says that there is nothing to score.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar, Literal

import msgspec

from yanxiu_tui.rules.applies import Who
from yanxiu_tui.rules.clauses import Clause

Figure = tuple[Decimal, ...] | None
Every = Literal["", "week", "fortnight", "school_month"]
_ZERO = Decimal(0)


class Item(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="rule"):
    """What every scoring item says, whatever its rule.

    ``of`` narrows the measure to some activity or claim kinds. ``unit`` is "" for points, else a
    unit of the scheme that is converted. ``missing`` is what becomes of an item with nothing to
    score, ``not_for`` of one that does not concern a teacher: never silently zero.
    """

    id: str
    name: str
    measure: str
    clause: Clause
    of: list[str] = []
    who: list[Who] = []
    most: Decimal | None = None
    least: Decimal | None = None
    unit: str = ""
    bonus: bool = False
    missing: Literal["left_out", "pending"] = "left_out"
    not_for: Literal["left_out", "full"] = "left_out"

    every: ClassVar[Every] = ""
    need: ClassVar[Decimal | None] = None
    # How the figures of all the teachers together change each one's: by rank, or by the average.
    among: ClassVar[Literal["", "rank", "average"]] = ""
    parts: ClassVar[Literal["", "levels", "punctuality"]] = ""

    @property
    def best(self) -> Decimal | None:
        """The most this item can give; None for a ledger without a top."""
        top = self.top
        return top if self.most is None or top is None else min(top, self.most)

    @property
    def top(self) -> Decimal | None:
        """The same before the item's own cap."""
        raise NotImplementedError

    def points(self, figure: tuple[Decimal, ...]) -> Decimal:
        """The points for a figure, before the item's cap and floor."""
        raise NotImplementedError


class Threshold(Item, frozen=True, kw_only=True, tag="threshold"):
    """All or nothing: ``full`` from ``at_least`` on, else ``otherwise``."""

    at_least: Decimal
    full: Decimal
    otherwise: Decimal = _ZERO

    @property
    def top(self) -> Decimal:
        return max(self.full, self.otherwise)

    def points(self, figure: tuple[Decimal, ...]) -> Decimal:
        return self.full if figure[0] >= self.at_least else self.otherwise


class Deduction(Item, frozen=True, kw_only=True, tag="deduction"):
    """From ``full``, ``each`` is taken off for every unit counted, down to ``floor``.

    With ``need`` (``every`` period, when said) what is taken off is each unit missing from it.
    """

    full: Decimal
    each: Decimal
    floor: Decimal = _ZERO
    need: Decimal | None = None  # type: ignore[misc]
    every: Every = ""  # type: ignore[misc]

    @property
    def top(self) -> Decimal:
        return self.full

    def points(self, figure: tuple[Decimal, ...]) -> Decimal:
        units = figure[0] if self.need is None else max(_ZERO, figure[1] - figure[0])
        return max(self.floor, self.full - units * self.each)


class PerEvent(Item, frozen=True, kw_only=True, tag="per_event"):
    """``each`` point, more or less, for every unit counted."""

    each: Decimal

    @property
    def top(self) -> Decimal | None:
        return None

    def points(self, figure: tuple[Decimal, ...]) -> Decimal:
        return figure[0] * self.each


class Tier(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From ``at_least`` on, ``points``."""

    at_least: Decimal
    points: Decimal


class Tiers(Item, frozen=True, kw_only=True, tag="tiers"):
    """A table from high to low: the first line reached gives the points, else ``otherwise``."""

    tiers: list[Tier]
    otherwise: Decimal = _ZERO

    @property
    def top(self) -> Decimal:
        return max(self.otherwise, *(tier.points for tier in self.tiers))

    def points(self, figure: tuple[Decimal, ...]) -> Decimal:
        reached = (tier.points for tier in self.tiers if figure[0] >= tier.at_least)
        return next(reached, self.otherwise)


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Down to the place ``up_to``, ``points``."""

    up_to: int
    points: Decimal


class RankTable(Item, frozen=True, kw_only=True, tag="rank_table"):
    """Points by the place among all who are scored; equal figures share the better place."""

    places: list[Place]
    otherwise: Decimal = _ZERO
    among: ClassVar[Literal["", "rank", "average"]] = "rank"

    @property
    def top(self) -> Decimal:
        return max(self.otherwise, *(place.points for place in self.places))

    def points(self, figure: tuple[Decimal, ...]) -> Decimal:
        reached = (place.points for place in self.places if figure[1] <= place.up_to)
        return next(reached, self.otherwise)


class Percentage(Item, frozen=True, kw_only=True, tag="percentage"):
    """``full`` in proportion to the figure out of ``out_of``, never more than ``full``."""

    full: Decimal
    out_of: Decimal

    @property
    def top(self) -> Decimal:
        return self.full

    def points(self, figure: tuple[Decimal, ...]) -> Decimal:
        return min(self.full, figure[0] * self.full / self.out_of)


class Punctuality(Item, frozen=True, kw_only=True, tag="punctuality"):
    """Points for each paper handed in on time, late or incomplete, and for each of ``due`` missing.

    The figure is how many of each: on time, late, incomplete.
    """

    due: int
    on_time: Decimal
    late: Decimal
    incomplete: Decimal
    absent: Decimal = _ZERO
    parts: ClassVar[Literal["", "levels", "punctuality"]] = "punctuality"

    @property
    def top(self) -> Decimal:
        return self.on_time * self.due

    def points(self, figure: tuple[Decimal, ...]) -> Decimal:
        on_time, late, incomplete = figure
        # No more papers count than are due, the best of them first.
        left = Decimal(self.due)
        total = _ZERO
        for count, each in (
            (on_time, self.on_time),
            (late, self.late),
            (incomplete, self.incomplete),
        ):
            taken = min(count, left)
            left -= taken
            total += taken * each
        return total + left * self.absent


class GroupAverage(Item, frozen=True, kw_only=True, tag="group_average"):
    """From ``full``, ``each`` is taken off for every unit short of the 教研组's average."""

    full: Decimal
    each: Decimal
    floor: Decimal = _ZERO
    among: ClassVar[Literal["", "rank", "average"]] = "average"

    @property
    def top(self) -> Decimal:
        return self.full

    def points(self, figure: tuple[Decimal, ...]) -> Decimal:
        short = max(_ZERO, figure[1] - figure[0])
        return max(self.floor, self.full - short * self.each)


class Forfeit(Item, frozen=True, kw_only=True, tag="forfeit"):
    """``full`` until the count reaches ``at``; then all of it is lost."""

    full: Decimal
    at: Decimal

    @property
    def top(self) -> Decimal:
        return self.full

    def points(self, figure: tuple[Decimal, ...]) -> Decimal:
        return _ZERO if figure[0] >= self.at else self.full


class Level(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a record of this level (县级, 市级…) gives."""

    name: str
    points: Decimal


class Highest(Item, frozen=True, kw_only=True, tag="highest"):
    """Only the best record counts. The figure is how many records there are of each level."""

    levels: list[Level]
    parts: ClassVar[Literal["", "levels", "punctuality"]] = "levels"

    @property
    def top(self) -> Decimal:
        return max(level.points for level in self.levels)

    def points(self, figure: tuple[Decimal, ...]) -> Decimal:
        held = (level.points for level, count in zip(self.levels, figure, strict=True) if count > 0)
        return max(held, default=_ZERO)


AnyItem = (
    Threshold
    | Deduction
    | PerEvent
    | Tiers
    | RankTable
    | Percentage
    | Punctuality
    | GroupAverage
    | Forfeit
    | Highest
)


def ranks(values: Sequence[Decimal]) -> list[int]:
    """The place of each value, the greatest first; equal values share the better place."""
    place = {value: at for at, value in reversed(list(enumerate(sorted(values, reverse=True), 1)))}
    return [place[value] for value in values]
