"""Why somebody stands where they stand: item, measure, the very records, the clause."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.words import says, working
from yanxiu_tui.rules.clauses import Clause
from yanxiu_tui.rules.items import AnyItem, Item
from yanxiu_tui.rules.measures import MEASURES
from yanxiu_tui.rules.scoring import ItemPoints, State, cents
from yanxiu_tui.services import measures, persons, school
from yanxiu_tui.services.measures.asking import Record, ask_for, window
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.persons import Staff
from yanxiu_tui.services.ranking import (
    RankingView,
    RankLine,
    compute,
    may_see,
    ranking,
)


@dataclass(frozen=True)
class ItemExplained:
    """One item: what it gives, how this figure made these points, and the clause behind it."""

    id: str
    name: str
    measure: str
    measure_name: str
    says: str
    working: str
    state: State
    points: Decimal
    best: Decimal | None
    clause: Clause


@dataclass(frozen=True)
class Explanation:
    """One teacher's score: ``base``, the items, ``bonus_cut`` and ``rescaled`` add up to it."""

    staff: Staff
    last: date
    place: int | None
    of: int
    grade: str
    base: Decimal
    items: tuple[ItemExplained, ...]
    bonus_cut: Decimal
    rescaled: Decimal
    score: Decimal
    pending: bool


def explain(
    actor: Actor,
    term_id: int,
    teacher_id: int,
    last: date,
    regulation: Regulation | None = None,
) -> Explanation:
    """The explanation of one teacher's place at the end of ``last``; one's own is open to all."""
    term = school.term_view(term_id)
    may_see(actor, persons.one(term, teacher_id))
    by = regulation or school.regulation_of(term.regulation_id)
    view = compute(term, by, last)
    line = next((each for each in view.lines if each.staff.id == teacher_id), None)
    if line is None:
        raise Refused("not_ranked", "这位老师不在考核名单里（制度规定的考核对象之外，或已离岗）。")
    return explained(line, by, view.last, view.of)


def explained(line: RankLine, regulation: Regulation, last: date, of: int) -> Explanation:
    """The same for a line already computed."""
    result = line.ranked.result
    pairs = zip(regulation.scoring.items, result.items, strict=True)
    return Explanation(
        staff=line.staff,
        last=last,
        place=line.ranked.place,
        of=of,
        grade=line.ranked.grade,
        base=result.base,
        items=tuple(item_explained(item, given, regulation) for item, given in pairs),
        bonus_cut=result.bonus_cut,
        rescaled=result.rescaled,
        score=result.score,
        pending=result.pending,
    )


def explain_all(
    actor: Actor, term_id: int, last: date, regulation: Regulation | None = None
) -> tuple[RankingView, list[Explanation]]:
    """The ranking that somebody may see, and the explanation of each of its lines."""
    by = regulation or school.regulation_of(school.term_view(term_id).regulation_id)
    view = ranking(actor, term_id, last, by)
    return view, [explained(line, by, view.last, view.of) for line in view.lines]


def item_explained(item: AnyItem, given: ItemPoints, regulation: Regulation) -> ItemExplained:
    """One item of one result, in words; ``best`` is in points, whatever the item's unit."""
    own = item in regulation.scoring.items
    scheme = regulation.scoring if own else regulation.group_scoring
    return ItemExplained(
        id=item.id,
        name=item.name,
        measure=item.measure,
        measure_name=MEASURES[item.measure].title,
        says=says(item, regulation),
        working=working(item, given, regulation),
        state=given.state,
        points=given.points,
        best=None if item.best is None else cents(item.best * scheme.rate(item)),
        clause=item.clause,
    )


def records(
    actor: Actor,
    term_id: int,
    teacher_id: int,
    item_id: str,
    last: date,
    regulation: Regulation | None = None,
) -> list[Record]:
    """The very records behind one item of one teacher."""
    term = school.term_view(term_id)
    may_see(actor, persons.one(term, teacher_id))
    by = regulation or school.regulation_of(term.regulation_id)
    item: Item | None = next((each for each in by.scoring.items if each.id == item_id), None)
    if item is None:
        raise Refused("no_item", f"评分细则里没有「{item_id}」这一项。")
    if item.measure == "evaluation" and teacher_id != actor.teacher_id:
        # A mean of one person's mark is that mark.
        require(actor, Act.VIEW_EVALUATION)
    return measures.records(ask_for(item), window(term, by, last), by, teacher_id)
