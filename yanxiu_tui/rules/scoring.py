"""A 细则 as a whole: items into a score that adds up exactly, scores into places and grades (Z37).

Every sum is in decimals of one hundredth, so that what an explanation lists is what was counted.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Literal, NamedTuple

import msgspec

from yanxiu_tui.rules.applies import Person, Who, applies
from yanxiu_tui.rules.items import AnyItem, Figure, Item, ranks

_ZERO, _ONE = Decimal(0), Decimal(1)
_CENT = Decimal("0.01")


class Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A 等次: from a score on (``at_least``), or the best ``share`` of all who are ranked.

    Shares count from the top (优 0.2, 良 0.6: the next four tenths) and are rounded down. Who
    shares a place shares its grade.
    """

    name: str
    at_least: Decimal | None = None
    share: Decimal | None = None


class Ties(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Equal scores are told apart by these items in turn; what is still equal shares a place.

    An item somebody has no points in stands behind every one that gave some.
    ``next_place``: after two thirds comes the fifth (``skipped``) or the fourth (``next``).
    """

    by: list[str] = []
    next_place: Literal["skipped", "next"] = "skipped"


class Scheme(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A 细则 for those whom ``who`` describes (Z38: 全体科任教师).

    Who was expected at fewer meetings than ``least_expected``, being new or on 公假 all along, gets
    no place: there is too little to judge by. ``base`` is where everyone begins; ``units`` says how
    many points one unit is.

    ``rescale`` stretches what was scored to the ``full`` sum when an item is left out; without
    ``full`` that is the best of all the items together. Ledgers without a top are not stretched.
    Bonus items stand outside it, together at most ``bonus_most``.
    """

    items: list[AnyItem]
    who: list[Who] = []
    least_expected: int = 0
    base: Decimal = _ZERO
    rescale: bool = True
    full: Decimal | None = None
    bonus_most: Decimal | None = None
    units: dict[str, Decimal] = {}
    bands: list[Band] = []
    ties: Ties = Ties()

    def rate(self, item: Item) -> Decimal:
        """How many points one unit of this item is."""
        return self.units[item.unit] if item.unit else _ONE

    def best(self, item: Item) -> Decimal:
        """The most this item can give, in points; 0 for a ledger without a top."""
        return (item.best or _ZERO) * self.rate(item)


class State(StrEnum):
    """Whether an item counts for somebody."""

    COUNTED = "counted"
    LEFT_OUT = "left_out"
    PENDING = "pending"
    NOT_FOR = "not_for"


STATE_NAMES: Mapping[State, str] = {
    State.COUNTED: "计分",
    State.LEFT_OUT: "缺项不计",
    State.PENDING: "待定",
    State.NOT_FOR: "不适用",
}


class ItemPoints(NamedTuple):
    """One item of one person: ``points`` are in points, converted, capped and rounded."""

    figure: Figure
    points: Decimal
    state: State


class Result(NamedTuple):
    """One person's score: ``base``, each item, ``bonus_cut`` and ``rescaled`` add up to it.

    ``pending``: something is still to come. Not ``scored``: every item is left out, so that the
    score says nothing and gets no place.
    """

    person: Person
    base: Decimal
    items: tuple[ItemPoints, ...]
    bonus_cut: Decimal
    rescaled: Decimal
    score: Decimal
    pending: bool
    scored: bool = True


class Ranked(NamedTuple):
    """A result with its place and its grade; without a place when UNSCORED or VETOED."""

    result: Result
    place: int | None
    grade: str


UNSCORED, VETOED = "未计分", "一票否决"


def cents(number: Decimal) -> Decimal:
    """Rounded to a hundredth, halves up."""
    return number.quantize(_CENT, ROUND_HALF_UP)


def score(
    scheme: Scheme, people: Sequence[Person], figures: Mapping[str, Mapping[int, Figure]]
) -> list[Result]:
    """Score everybody; ``figures`` holds, by item, each person's figure."""
    columns = [_column(item, scheme, people, figures[item.id]) for item in scheme.items]
    lines = zip(*columns, strict=True) if columns else [()] * len(people)
    bests = [scheme.best(item) for item in scheme.items]
    whole = (scheme.best(item) for item in scheme.items if not item.bonus)
    full = sum(whole, _ZERO) if scheme.full is None else scheme.full
    return [
        _result(scheme, person, items, bests, full)
        for person, items in zip(people, lines, strict=True)
    ]


def _column(
    item: AnyItem, scheme: Scheme, people: Sequence[Person], figures: Mapping[int, Figure]
) -> list[ItemPoints]:
    """One item for everybody."""
    if item.among:
        figures = _compared(item, people, figures)
    rate = scheme.rate(item)
    missing, unknown = _nothing(State(item.missing)), _nothing(State.PENDING)
    spared = _nothing(State.NOT_FOR)
    if item.not_for == "full" and item.best is not None:
        spared = ItemPoints(None, cents(item.best * rate), State.COUNTED)
    # Most people have done the same thing as somebody else.
    given: dict[Figure, ItemPoints] = {}
    column = []
    for person in people:
        figure = figures[person.id]
        concerned = not item.who or applies(item.who, person)
        if not concerned:
            line = unknown if concerned is None else spared
        elif figure is None:
            line = missing
        elif figure in given:
            line = given[figure]
        else:
            points = cents(_held(item, item.points(figure)) * rate)
            line = given[figure] = ItemPoints(figure, points, State.COUNTED)
        column.append(line)
    return column


def _nothing(state: State) -> ItemPoints:
    return ItemPoints(None, cents(_ZERO), state)


def _held(item: Item, points: Decimal) -> Decimal:
    if item.most is not None and points > item.most:
        return item.most
    if item.least is not None and points < item.least:
        return item.least
    return points


def _compared(
    item: AnyItem, people: Sequence[Person], figures: Mapping[int, Figure]
) -> dict[int, Figure]:
    """Each figure followed by its rank among all, or by the average of the person's group."""
    own = {
        person.id: figure[0]
        for person in people
        if (figure := figures[person.id]) is not None and applies(item.who, person)
    }
    compared: dict[int, Figure] = dict.fromkeys(figures)
    if item.among == "rank":
        places = ranks(list(own.values()))
        for (who, value), place in zip(own.items(), places, strict=True):
            compared[who] = (value, Decimal(place))
        return compared
    group_of = {person.id: person.research_group for person in people if person.research_group}
    members: dict[str, list[Decimal]] = {}
    for who, value in own.items():
        if who in group_of:
            members.setdefault(group_of[who], []).append(value)
    averages = {name: cents(sum(values, _ZERO) / len(values)) for name, values in members.items()}
    for who, value in own.items():
        if who in group_of:
            compared[who] = (value, averages[group_of[who]])
    return compared


def _result(
    scheme: Scheme,
    person: Person,
    items: tuple[ItemPoints, ...],
    bests: Sequence[Decimal],
    full: Decimal,
) -> Result:
    counted = State.COUNTED
    ledger = bonus = gained = possible = _ZERO
    for item, best, given in zip(scheme.items, bests, items, strict=True):
        if item.bonus:
            bonus += given.points
        elif not best:
            ledger += given.points
        elif given.state is counted:
            gained += given.points
            possible += best
    bonus_cut = rescaled = cents(_ZERO)
    if scheme.bonus_most is not None:
        bonus_cut = min(bonus_cut, cents(scheme.bonus_most) - bonus)
    if scheme.rescale and 0 < possible < full:
        rescaled = cents(gained * full / possible) - gained
    base = cents(scheme.base)
    total = base + ledger + gained + bonus + bonus_cut + rescaled
    pending = any(given.state is State.PENDING for given in items)
    main = [given.state for item, given in zip(scheme.items, items, strict=True) if not item.bonus]
    return Result(
        person, base, items, bonus_cut, rescaled, total, pending, counted in main or not main
    )


def rank(scheme: Scheme, results: Sequence[Result], vetoed: frozenset[int]) -> list[Ranked]:
    """In order of place; those without a score and then those under a veto stand last (Z39)."""
    index = {item.id: at for at, item in enumerate(scheme.items)}
    ties = [index[each] for each in scheme.ties.by]

    def merit(result: Result) -> tuple[Decimal, ...]:
        return (result.score, *(result.items[at].points for at in ties))

    results = sorted(results, key=lambda each: (each.person.order, each.person.id))
    free = [each for each in results if each.person.id not in vetoed]
    standing = sorted((each for each in free if each.scored), key=merit, reverse=True)
    ranked: list[Ranked] = []
    place, named, before = 0, "", None
    for number, each in enumerate(standing, 1):
        if (now := merit(each)) != before:
            place = number if scheme.ties.next_place == "skipped" else place + 1
            named = grade(scheme, each.score, number, len(standing))
            before = now
        ranked.append(Ranked(each, place, named))
    unscored = (Ranked(each, None, UNSCORED) for each in free if not each.scored)
    out = (Ranked(each, None, VETOED) for each in results if each.person.id in vetoed)
    return [*ranked, *unscored, *out]


def grade(scheme: Scheme, score: Decimal, number: int, ranked: int) -> str:
    """The first band reached by the score, or by being the ``number``-th best of ``ranked``."""
    for band in scheme.bands:
        if band.at_least is not None and score < band.at_least:
            continue
        if band.share is not None and number > band.share * ranked:
            continue
        return band.name
    return ""
