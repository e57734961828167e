"""What if the regulation were another: who moves, and by how much, before anything is adopted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import msgspec

from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.loader import load
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.scoring import Scheme
from yanxiu_tui.rules.weights import reweighted, weight
from yanxiu_tui.services import school
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.persons import Staff
from yanxiu_tui.services.ranking import RankLine, compute


@dataclass(frozen=True, slots=True)
class Move:
    """One teacher under both regulations; None where one of them does not rank the teacher."""

    staff: Staff
    place: int | None
    new_place: int | None
    score: Decimal | None
    new_score: Decimal | None
    grade: str
    new_grade: str

    @property
    def up(self) -> int:
        """How many places further up, negative is down; 0 where there is nothing to compare."""
        if self.place is None or self.new_place is None:
            return 0
        return self.place - self.new_place


@dataclass(frozen=True, slots=True)
class Tally:
    """How many move, and who comes into or falls out of the best 等次 (``best``; "" for none)."""

    up: int
    down: int
    same: int
    best: str
    into: tuple[Staff, ...]
    out_of: tuple[Staff, ...]


def tally(moves: Sequence[Move], before: Scheme, after: Scheme) -> Tally:
    """What all the moves come to; both schemes begin their bands with the best."""
    old, new = _best(before), _best(after)
    was = [move for move in moves if old and move.grade == old]
    now = [move for move in moves if new and move.new_grade == new]
    return Tally(
        up=sum(move.up > 0 for move in moves),
        down=sum(move.up < 0 for move in moves),
        same=sum(move.up == 0 for move in moves),
        best=new,
        into=tuple(move.staff for move in now if move not in was),
        out_of=tuple(move.staff for move in was if move not in now),
    )


def _best(scheme: Scheme) -> str:
    return scheme.bands[0].name if scheme.bands else ""


def other_regulation(source: str) -> Regulation:
    """A regulation to try; raises Refused naming its mistakes."""
    return load(source)


def other_weight(term_id: int, item_id: str, points: Decimal) -> Regulation:
    """The term's regulation with another weight for one item; nothing is stored."""
    regulation = school.regulation_of(school.term_view(term_id).regulation_id)
    item = next((each for each in regulation.scoring.items if each.id == item_id), None)
    if item is None:
        raise Refused("no_item", f"评分细则里没有「{item_id}」这一项。")
    if not Decimal(0) < points <= Decimal(1000):
        raise Refused("bad_weight", "分值应大于 0、不超过 1000。")
    if not weight(item):
        raise Refused("no_weight", f"「{item.name}」只扣不加，请改制度文件再试算。")
    scheme = reweighted(regulation.scoring, item_id, points)
    return msgspec.structs.replace(regulation, scoring=scheme)


def what_if(actor: Actor, term_id: int, other: Regulation, last: date) -> list[Move]:
    """Everybody under the regulation in force and under another, those who move most first."""
    require(actor, Act.VIEW_RANKING)
    term = school.term_view(term_id)
    present = school.regulation_of(term.regulation_id)
    # A school whose regulation scores nothing yet may try one that does.
    before = compute(term, present, last).lines if present.scoring.items else ()
    after = {line.staff.id: line for line in compute(term, other, last).lines}
    moves = [_move(line, after.pop(line.staff.id, None)) for line in before]
    moves += [_move(None, line) for line in after.values()]
    return sorted(moves, key=lambda move: (-abs(move.up), move.new_place or 0))


def _move(old: RankLine | None, new: RankLine | None) -> Move:
    either = old or new
    assert either is not None
    return Move(
        staff=either.staff,
        place=old.ranked.place if old else None,
        new_place=new.ranked.place if new else None,
        score=old.score if old else None,
        new_score=new.score if new else None,
        grade=old.ranked.grade if old else "",
        new_grade=new.ranked.grade if new else "",
    )
