"""The ways a 细则 gives points (DOMAIN §7): one struct a way, each pure arithmetic in decimals.

A figure is the tuple of numbers an item is scored from; None says that there is nothing to score.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar, Literal

import msgspec

from yanxiu_tui.rules.applies import Case, Person, Who, number_for
from yanxiu_tui.rules.clauses import Clause

Figure = tuple[Decimal, ...] | None
Every = Literal["", "week", "fortnight", "school_month"]
_ZERO = Decimal(0)


class Item(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="rule"):
    """What every scoring item says, whatever its rule.

    ``of`` narrows the measure to some activity or claim kinds. ``unit`` is "" for points, else a
    unit of the scheme that is converted, cap (``most``) and floor (``least``) with it. ``missing``
    is what becomes of an item with nothing to score, ``not_for`` of one that does not concern a
    teacher: never silently zero.
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
    # What the figure is held against, where it differs from one teacher to another.
    cases: ClassVar[list[Case]] = []
    aim: ClassVar[Decimal | None] = None
    # How the figures of all the teachers together change each one's: by rank, or by the average.
    among: ClassVar[Literal["", "rank", "average"]] = ""
    parts: ClassVar[Literal["", "levels", "punctuality"]] = ""

    def aim_for(self, person: Person) -> Decimal | None:
        """What this person's figure is held against; None where an item has no such number."""
        return None if self.aim is None else number_for(person, self.aim, self.cases)

    @property
    def best(self) -> Decimal | None:
        """The most this item can give; None for a ledger without a top."""
        limits = [limit for limit in (self.top, self.most) if limit is not None]
        return min(limits, default=None)

    @property
    def top(self) -> Decimal | None:
        """The same before the item's own cap."""
        raise NotImplementedError

    def points(self, figure: tuple[Decimal, ...]) -> Decimal:
        """The points for a figure, before the item's cap and floor."""
        raise NotImplementedError


class Threshold(Item, frozen=True, kw_only=True, tag="threshold"):
    """All or nothing: ``full`` from ``at_least`` on, else ``otherwise``.

    With ``cases`` the figure is followed by the person's own ``at_least``.
    """

    at_least: Decimal
    full: Decimal
    otherwise: Decimal = _ZERO
    cases: list[Case] = []  # type: ignore[misc]

    @property
    def aim(self) -> Decimal:  # type: ignore[override]
        return self.at_least

    @property
    def top(self) -> Decimal:
        return max(self.full, self.otherwise)

    def points(self, figure: tuple[Decimal, ...]) -> Decimal:
        aim = figure[1] if self.cases else self.at_least
        return self.full if figure[0] >= aim else self.otherwise


class Deduction(Item, frozen=True, kw_only=True, tag="deduction"):
    """From ``full``, ``each`` is taken off for every unit counted, down to ``floor``.

    With ``need`` (``every`` period, when said) what is taken off is each unit missing from it: the
    figure is then how many there are, and how many there should be by now.
    """

    full: Decimal
    each: Decimal
    floor: Decimal = _ZERO
    need: Decimal | None = None  # type: ignore[misc]
    every: Every = ""  # type: ignore[misc]
    cases: list[Case] = []  # type: ignore[misc]

    @property
    def aim(self) -> Decimal | None:  # type: ignore[override]
        return self.need

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
        return max([self.otherwise, *(tier.points for tier in self.tiers)])

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
        return max([self.otherwise, *(place.points for place in self.places)])

    def points(self, figure: tuple[Decimal, ...]) -> Decimal:
        reached = (place.points for place in self.places if figure[1] <= place.up_to)
        return next(reached, self.otherwise)


class Percentage(Item, frozen=True, kw_only=True, tag="percentage"):
    """``full`` in proportion to the figure out of ``out_of``, never more than ``full``.

    With ``cases`` the figure is followed by what it is out of for the person.
    """

    full: Decimal
    out_of: Decimal
    cases: list[Case] = []  # type: ignore[misc]

    @property
    def aim(self) -> Decimal:  # type: ignore[override]
        return self.out_of

    @property
    def top(self) -> Decimal:
        return self.full

    def points(self, figure: tuple[Decimal, ...]) -> Decimal:
        out_of = figure[1] if self.cases else self.out_of
        return min(self.full, figure[0] * self.full / out_of)


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
        worth = (self.on_time, self.late, self.incomplete)
        left, total = Decimal(self.due), _ZERO
        # No more papers count than are due, the best of them first.
        for each, count in sorted(zip(worth, figure, strict=True), reverse=True):
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
        return max((level.points for level in self.levels), default=_ZERO)

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
    place: dict[Decimal, int] = {}
    for at, value in enumerate(sorted(values, reverse=True), 1):
        place.setdefault(value, at)
    return [place[value] for value in values]
