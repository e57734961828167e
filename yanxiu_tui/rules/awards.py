"""Whom a ranking proposes for an award: by place, by conditions, and who just missed it.

People decide; this only proposes (Z19, Z38, D10, D11).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

MOST_NEAR = 10
OUTSIDE = "名次在名额之外"
UNPLACED = "没有名次"


class Checked(NamedTuple):
    """A condition looked at: what the figure says in words, whether it is met, if there is one."""

    said: str
    met: bool
    known: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody in the ranking the award is open to. ``place`` None: nothing could be scored.

    Whoever is under a veto is no candidate (Z39).
    """

    id: int
    place: int | None
    checked: tuple[Checked, ...] = ()

    @property
    def meets(self) -> bool:
        """Whether every condition is met."""
        return all(each.met for each in self.checked)


class Near(NamedTuple):
    """Somebody not proposed, and what was lacking, in words."""

    candidate: Candidate
    lacks: tuple[str, ...]


class Selection(NamedTuple):
    """Those proposed in order of place, and those who just missed it."""

    proposed: tuple[Candidate, ...]
    near: tuple[Near, ...]


def within(low: Decimal | None, high: Decimal | None, figure: Decimal | None) -> bool:
    """Whether a figure reaches ``low`` and stays within ``high``; none at all does not."""
    if figure is None:
        return False
    return (low is None or figure >= low) and (high is None or figure <= high)


def quota(top: int | None, share: Decimal | None, ranked: int) -> int | None:
    """How many are proposed of so many ranked; a share is rounded down, but never below one.

    None: as many as meet the conditions.
    """
    if share is not None:
        by_share = max(1, int(share * ranked))
        return by_share if top is None else min(top, by_share)
    return top


def select(
    candidates: Sequence[Candidate], top: int | None = None, share: Decimal | None = None
) -> Selection:
    """Of those who meet every condition the best; who shares the last place is in as well.

    Just missed has it whoever lacks a single thing, or stands high enough but lacks conditions;
    not who has no such figure at all, as nobody has one as a mentor who is none.
    """
    placed = sum(each.place is not None for each in candidates)
    most = quota(top, share, placed)
    ordered = sorted(candidates, key=lambda each: (each.place is None, each.place or 0, each.id))
    able = [each for each in ordered if each.meets and (most is None or each.place is not None)]
    last = _last_place(able, most)
    proposed = tuple(each for each in able if _inside(each, most, last))
    chosen = {each.id for each in proposed}
    missed = (
        Near(each, _lacks(each, _inside(each, most, last)))
        for each in ordered
        if each.id not in chosen and all(checked.known for checked in each.checked)
    )
    near = [
        each
        for each in missed
        if len(each.lacks) == 1 or (most is not None and _inside(each.candidate, most, last))
    ]
    return Selection(proposed, tuple(near[:MOST_NEAR]))


def _last_place(able: Sequence[Candidate], most: int | None) -> int | None:
    """The last place that is still in; None while the quota leaves room for everybody."""
    if most is None or len(able) <= most:
        return None
    return able[most - 1].place


def _inside(candidate: Candidate, most: int | None, last: int | None) -> bool:
    """Whether the place is good enough."""
    if most is None:
        return True
    return candidate.place is not None and (last is None or candidate.place <= last)


def _lacks(candidate: Candidate, inside: bool) -> tuple[str, ...]:
    lacks = [each.said for each in candidate.checked if not each.met]
    if not inside:
        lacks.append(UNPLACED if candidate.place is None else OUTSIDE)
    return tuple(lacks)
