"""A ranking sealed: every figure in one canonical form, and the SHA-256 over all of it (Z37)."""

import hashlib
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import msgspec

from yanxiu_tui.rules.clauses import Clause
from yanxiu_tui.rules.items import Item
from yanxiu_tui.rules.numbers import plain
from yanxiu_tui.rules.scoring import Result


class SealedItem(msgspec.Struct, frozen=True):
    """One item of a line: its figure, its points, how they came about, and the clause behind it."""

    id: str
    name: str
    figure: list[str] | None
    points: str
    state: str
    working: str
    clause: Clause


class Sealed(msgspec.Struct, frozen=True):
    """A line's whole explanation; every number as plain text, no name of any person.

    ``group`` is the teacher's 教研组 on the day, or the group the line is about.
    """

    group: str
    base: str
    items: list[SealedItem]
    bonus_cut: str
    rescaled: str
    score: str


class SealedLine(NamedTuple):
    """A line as the digest sees it; ``key`` is a staff number or a group's name."""

    key: str
    place: int | None
    score: Decimal | None
    grade: str
    vetoed: bool
    figures: str


def seal(group: str, result: Result, items: Iterable[tuple[Item, str]]) -> Sealed:
    """What is kept of a result; ``items`` are the scheme's, each with its working in words."""
    pairs = zip(items, result.items, strict=True)
    return Sealed(
        group=group,
        base=plain(result.base),
        items=[
            SealedItem(
                id=item.id,
                name=item.name,
                figure=[plain(each) for each in given.figure] if given.figure else None,
                points=plain(given.points),
                state=given.state.value,
                working=working,
                clause=item.clause,
            )
            for (item, working), given in pairs
        ],
        bonus_cut=plain(result.bonus_cut),
        rescaled=plain(result.rescaled),
        score=plain(result.score),
    )


def canonical(value: object) -> str:
    """JSON in its one form: keys sorted, no blanks, characters as they are."""
    return msgspec.json.encode(value, order="sorted").decode()


def unsealed(figures: str) -> Sealed:
    """An explanation as it was kept; raises msgspec.DecodeError when it was tampered with."""
    return msgspec.json.decode(figures, type=Sealed)


def wordless(figures: str) -> str:
    """The same without the working in words, which another release may put otherwise."""
    try:
        sealed = unsealed(figures)
    except msgspec.DecodeError:
        return figures
    items = [msgspec.structs.replace(item, working="") for item in sealed.items]
    return canonical(msgspec.structs.replace(sealed, items=items))


def digest(source: str, term: str, subject: str, last: date, lines: Iterable[SealedLine]) -> str:
    """The SHA-256, in hexadecimal, of a ranking: the regulation's text and every line.

    The lines count in order of place, whatever order they come in; the working in words does not.
    """
    ordered = sorted(lines, key=lambda line: (line.place is None, line.place or 0, line.key))
    sealed = [
        [
            line.key,
            line.place,
            None if line.score is None else plain(line.score),
            line.grade,
            line.vetoed,
            wordless(line.figures),
        ]
        for line in ordered
    ]
    whole = canonical([source, term, subject, last.isoformat(), sealed])
    return hashlib.sha256(whole.encode()).hexdigest()
