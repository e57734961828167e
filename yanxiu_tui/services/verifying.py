"""Proving that nothing of a frozen ranking was changed, and computing it again (Z37)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from yanxiu_tui.rules.digest import Sealed, SealedLine, digest, wordless
from yanxiu_tui.rules.scoring import cents
from yanxiu_tui.services import frozen_views, school
from yanxiu_tui.services.frozen_views import FrozenRanking, opened
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.sealing import SealedResult, computed_again, source_of, stored


@dataclass(frozen=True)
class Verified:
    """Whether a frozen ranking is still what was frozen."""

    ranking: FrozenRanking
    found: str

    @property
    def intact(self) -> bool:
        return self.found == self.ranking.digest


@dataclass(frozen=True)
class Difference:
    """One line computed again: ``items`` are those that count differently, and 「教研组」.

    None stands for no place, or for not being in the ranking at all (then the score, too).
    """

    key: str
    name: str
    place: int | None
    new_place: int | None
    score: Decimal | None
    new_score: Decimal | None
    items: tuple[str, ...]


@dataclass(frozen=True)
class Recomputed:
    """The same ranking computed again from the records, by the regulation it was frozen with."""

    ranking: FrozenRanking
    same: bool
    differences: tuple[Difference, ...]


def verify(actor: Actor, ranking_id: int) -> Verified:
    """Take the digest of what is stored, and hold it against the one taken at freezing."""
    require(actor, Act.VIEW_RANKING)
    found = frozen_views.find(actor, ranking_id)
    return Verified(found, stored_digest(found))


def stored_digest(frozen: FrozenRanking) -> str:
    """The digest of the lines as they are stored now."""
    lines = [line for _, line in stored(frozen.id)]
    source = source_of(frozen.regulation_id)
    return digest(source, frozen.term_name, frozen.subject, frozen.until, lines)


def recompute(actor: Actor, ranking_id: int) -> Recomputed:
    """Compute a frozen ranking again from the records as they are now, and say what differs."""
    require(actor, Act.VIEW_RANKING)
    found = frozen_views.find(actor, ranking_id)
    regulation = school.regulation_of(found.regulation_id)
    term = school.term_view(found.term_id)
    lines = computed_again(term, regulation, found)
    again = digest(
        source_of(found.regulation_id), term.name, found.subject, found.until,
        [line.digested() for line in lines],
    )  # fmt: skip
    same = again == found.digest
    return Recomputed(found, same, () if same else _differences(found.id, lines))


def _differences(ranking_id: int, lines: Sequence[SealedResult]) -> tuple[Difference, ...]:
    new = {line.key: line for line in lines}
    found = []
    for name, old in stored(ranking_id):
        line = new.pop(old.key, None)
        now = line.digested() if line else None
        if now and _figures(now) == _figures(old):
            continue
        items = _changed(opened(old.figures), line.sealed) if line else ()
        found.append(_difference(old.key, name, old, now, items))
    for line in new.values():
        now = line.digested()
        found.append(_difference(line.key, line.name, None, now, ()))
    return tuple(found)


def _difference(
    key: str, name: str, old: SealedLine | None, new: SealedLine | None, items: tuple[str, ...]
) -> Difference:
    return Difference(
        key=key,
        name=name,
        place=old.place if old else None,
        new_place=new.place if new else None,
        score=_score(old),
        new_score=_score(new),
        items=items,
    )


def _score(line: SealedLine | None) -> Decimal | None:
    """In hundredths; SQLite drops the closing zeros of what it stores."""
    return cents(line.score) if line and line.score is not None else None


def _figures(line: SealedLine) -> SealedLine:
    return line._replace(figures=wordless(line.figures))


def _changed(old: Sealed, new: Sealed) -> tuple[str, ...]:
    """The names of the items that count differently, after 「教研组」 when that is another."""
    before = {item.id: (item.figure, item.points, item.state) for item in old.items}
    after = {item.id: (item.figure, item.points, item.state) for item in new.items}
    names = {item.id: item.name for item in (*old.items, *new.items)}
    moved = ("教研组",) if old.group != new.group else ()
    return (*moved, *(names[each] for each in names if before.get(each) != after.get(each)))
