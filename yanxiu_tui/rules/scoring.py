"""A 细则 as a whole: items into a score that adds up exactly, scores into places and grades (Z37).

Every sum is in decimals of one hundredth, so that what an explanation lists is what was counted.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Literal, NamedTuple

import msgspec

from yanxiu_tui.rules.applies import Person, applies
from yanxiu_tui.rules.items import AnyItem, Figure, Item, ranks

_ZERO = Decimal(0)
_CENT = Decimal("0.01")


class Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A 等次: from a score on (``at_least``), or the best ``share`` of all who are ranked."""

    name: str
    at_least: Decimal | None = None
    share: Decimal | None = None


class Ties(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Equal scores are told apart by these items in turn; what is still equal shares a place.

    ``next_place``: after two thirds comes the fifth (``skipped``) or the fourth (``next``).
    """

    by: list[str] = []
    next_place: Literal["skipped", "next"] = "skipped"


class Scheme(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A 细则. ``base`` is where everyone begins; ``units`` says how many points one unit is.

    ``rescale`` stretches what was scored to the full sum when an item is left out. Bonus items
    stand outside it, together at most ``bonus_most``.
    """

    items: list[AnyItem]
    base: Decimal = _ZERO
    rescale: bool = True
    bonus_most: Decimal | None = None
    units: dict[str, Decimal] = {}
    bands: list[Band] = []
    ties: Ties = Ties()


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
    """One person's score: ``base``, each item, ``bonus_cut`` and ``rescaled`` add up to it."""

    person: Person
    base: Decimal
    items: tuple[ItemPoints, ...]
    bonus_cut: Decimal
    rescaled: Decimal
    score: Decimal
    pending: bool


class Ranked(NamedTuple):
    """A result with its place (None: 一票否决) and its grade."""

    result: Result
    place: int | None
    grade: str


VETOED = "一票否决"


def cents(number: Decimal) -> Decimal:
    """Rounded to a hundredth, halves up."""
    return number.quantize(_CENT, ROUND_HALF_UP)


def score(
    scheme: Scheme, people: Sequence[Person], figures: Mapping[str, Mapping[int, Figure]]
) -> list[Result]:
    """Score everybody; ``figures`` holds, by item, each person's figure."""
    columns = [_column(item, scheme, people, figures[item.id]) for item in scheme.items]
    whole = sum((_best(item, scheme) for item in scheme.items if not item.bonus), _ZERO)
    lines = zip(*columns, strict=True) if columns else [()] * len(people)
    return [
        _result(scheme, person, items, whole) for person, items in zip(people, lines, strict=True)
    ]


def _best(item: Item, scheme: Scheme) -> Decimal:
    best = item.best
    return _ZERO if best is None else best * scheme.units.get(item.unit, 1)


def _column(
    item: AnyItem, scheme: Scheme, people: Sequence[Person], figures: Mapping[int, Figure]
) -> list[ItemPoints]:
    """One item for everybody."""
    if item.among:
        figures = _compared(item, people, figures)
    rate = scheme.units.get(item.unit, Decimal(1))
    nothing = ItemPoints(None, cents(_ZERO), State(item.missing))
    unknown = ItemPoints(None, cents(_ZERO), State.PENDING)
    given: dict[Figure, ItemPoints] = {}
    column = []
    for person in people:
        concerns = applies(item.who, person) if item.who else True
        figure = figures[person.id]
        if concerns is None:
            column.append(unknown)
        elif not concerns:
            column.append(_not_for(item, rate))
        elif figure is None:
            column.append(nothing)
        else:
            # Most people have done the same thing as somebody else.
            if figure not in given:
                given[figure] = ItemPoints(
                    figure, cents(_held(item, item.points(figure)) * rate), State.COUNTED
                )
            column.append(given[figure])
    return column


def _held(item: Item, points: Decimal) -> Decimal:
    if item.most is not None and points > item.most:
        return item.most
    if item.least is not None and points < item.least:
        return item.least
    return points


def _not_for(item: Item, rate: Decimal) -> ItemPoints:
    if item.not_for == "full" and item.best is not None:
        return ItemPoints(None, cents(item.best * rate), State.COUNTED)
    return ItemPoints(None, cents(_ZERO), State.NOT_FOR)


def _compared(
    item: AnyItem, people: Sequence[Person], figures: Mapping[int, Figure]
) -> dict[int, Figure]:
    """Each figure followed by its rank among all, or by the average of the person's group."""
    concerned = [
        person
        for person in people
        if figures[person.id] is not None and (not item.who or applies(item.who, person))
    ]
    own = {person.id: (figures[person.id] or (_ZERO,))[0] for person in concerned}
    compared: dict[int, Figure] = {person.id: None for person in people}
    if item.among == "rank":
        places = ranks(list(own.values()))
        for (who, value), place in zip(own.items(), places, strict=True):
            compared[who] = (value, Decimal(place))
        return compared
    members: dict[str, list[Decimal]] = {}
    for person in concerned:
        members.setdefault(person.research_group, []).append(own[person.id])
    averages = {name: cents(sum(values, _ZERO) / len(values)) for name, values in members.items()}
    for person in concerned:
        if person.research_group:
            compared[person.id] = (own[person.id], averages[person.research_group])
    return compared


def _result(
    scheme: Scheme, person: Person, items: tuple[ItemPoints, ...], whole: Decimal
) -> Result:
    earned = bonus = lost = _ZERO
    pending = False
    for item, given in zip(scheme.items, items, strict=True):
        if item.bonus:
            bonus += given.points
        elif given.state is State.COUNTED:
            earned += given.points
        else:
            lost += _best(item, scheme)
            pending = pending or given.state is State.PENDING
    rescaled = bonus_cut = cents(_ZERO)
    if scheme.rescale and lost and whole > lost:
        rescaled = cents(earned * whole / (whole - lost)) - earned
    if scheme.bonus_most is not None and bonus > scheme.bonus_most:
        bonus_cut = scheme.bonus_most - bonus
    base = cents(scheme.base)
    total = base + earned + bonus + rescaled + bonus_cut
    return Result(person, base, items, bonus_cut, rescaled, cents(total), pending)


def rank(scheme: Scheme, results: Sequence[Result], vetoed: frozenset[int]) -> list[Ranked]:
    """In order of place; those under a veto stand last, without a place (Z39)."""
    index = {item.id: at for at, item in enumerate(scheme.items)}
    ties = [index[each] for each in scheme.ties.by]

    def merit(result: Result) -> tuple[Decimal, ...]:
        return (result.score, *(result.items[at].points for at in ties))

    standing = [each for each in results if each.person.id not in vetoed]
    standing.sort(key=lambda each: each.person.order)
    standing.sort(key=merit, reverse=True)
    ranked: list[Ranked] = []
    place, before = 0, None
    for number, each in enumerate(standing, 1):
        if (now := merit(each)) != before:
            place = number if scheme.ties.next_place == "skipped" else place + 1
        before = now
        ranked.append(Ranked(each, place, grade(scheme, each.score, number, len(standing))))
    out = sorted((each for each in results if each.person.id in vetoed), key=_order)
    return [*_grade_equals_alike(ranked), *(Ranked(each, None, VETOED) for each in out)]


def _order(result: Result) -> str:
    return result.person.order


def grade(scheme: Scheme, score: Decimal, number: int, ranked: int) -> str:
    """The first band reached by the score, or by being the ``number``-th best of ``ranked``."""
    for band in scheme.bands:
        if band.at_least is not None and score < band.at_least:
            continue
        if band.share is not None and number > band.share * ranked:
            continue
        return band.name
    return ""


def _grade_equals_alike(ranked: Sequence[Ranked]) -> list[Ranked]:
    """Who shares a place shares the grade of the first there."""
    first: dict[int | None, str] = {}
    return [each._replace(grade=first.setdefault(each.place, each.grade)) for each in ranked]
