"""The term's ranking, live: everybody's figures, points, place and grade (Z37)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from db.models import Term, Veto
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.applies import Person, applies
from yanxiu_tui.rules.items import AnyItem, Figure, Item
from yanxiu_tui.rules.periods import months_so_far
from yanxiu_tui.rules.scoring import Ranked, Scheme, rank, score
from yanxiu_tui.services import measures, school
from yanxiu_tui.services.measures.asking import Window, ask_for, window
from yanxiu_tui.services.permission import Act, Actor, Scope, reach, require
from yanxiu_tui.services.persons import Staff, staff
from yanxiu_tui.services.school import TermView


@dataclass(frozen=True, slots=True)
class RankLine:
    """One teacher's line; ``ranked`` holds the points of each item in the scheme's order."""

    staff: Staff
    ranked: Ranked
    early_career: bool

    @property
    def score(self) -> Decimal:
        return self.ranked.result.score


@dataclass(frozen=True)
class RankingView:
    """A ranking as it stands at the end of ``last``: lines in order of place."""

    term: TermView
    last: date
    scheme: Scheme
    lines: tuple[RankLine, ...]
    pending: int

    def only(self, group: str = "", subject: str = "", early_career: bool = False) -> "RankingView":
        """The lines of a group, of a subject, or of early-career teachers; places stay."""
        kept = (
            line
            for line in self.lines
            if (not group or group in line.staff.person.groups)
            and (not subject or line.staff.subject == subject)
            and (not early_career or line.early_career)
        )
        return replace(self, lines=tuple(kept))

    def by(self, item_id: str) -> tuple[RankLine, ...]:
        """The lines in order of the points of one item, the most first; equals keep their order."""
        at = [item.id for item in self.scheme.items].index(item_id)
        points = [line.ranked.result.items[at].points for line in self.lines]
        order = sorted(range(len(points)), key=lambda number: -points[number])
        return tuple(self.lines[number] for number in order)


@dataclass(frozen=True, slots=True)
class MonthPlace:
    """Where somebody stood at the end of a 学月 (the running one: today)."""

    month: int
    last: date
    place: int | None
    score: Decimal
    of: int


def ranking(
    actor: Actor, term_id: int, last: date, regulation: Regulation | None = None
) -> RankingView:
    """The term's ranking at the end of ``last``, perhaps by another regulation (what if).

    Leaders see the lines of their own groups, with the places of the whole school.
    """
    scope = _require_to_view(actor)
    term = term_view(term_id)
    view = compute(term, regulation or school.regulation_of(term.regulation_id), last)
    if scope is Scope.SCHOOL:
        return view
    mine = (line for line in view.lines if not line.staff.group_ids.isdisjoint(actor.leads))
    return replace(view, lines=tuple(mine))


def _require_to_view(actor: Actor) -> Scope:
    scope = reach(actor, Act.VIEW_RANKING)
    if scope is Scope.NONE:
        require(actor, Act.VIEW_RANKING)
    return scope


def may_see(actor: Actor, one: Staff) -> None:
    """Raise Refused unless this is oneself, one of those one leads, or one may see the school."""
    if one.id == actor.teacher_id or not one.group_ids.isdisjoint(actor.leads):
        return
    require(actor, Act.VIEW_RANKING)


def months(actor: Actor, term_id: int, one: Staff, last: date) -> list[MonthPlace]:
    """How one teacher's place has moved, 学月 by 学月."""
    may_see(actor, one)
    term = term_view(term_id)
    regulation = school.regulation_of(term.regulation_id)
    ends = months_so_far(term.starts_on, term.ends_on, regulation.calendar.school_month_weeks, last)
    found = []
    for month, day in ends:
        view = compute(term, regulation, day)
        line = next((each for each in view.lines if each.staff.id == one.id), None)
        if line:
            found.append(MonthPlace(month, day, line.ranked.place, line.score, len(view.lines)))
    return found


def compute(term: TermView, regulation: Regulation, last: date) -> RankingView:
    """Rank everybody the scheme is for: a handful of queries, whatever their number."""
    scheme = regulation.scoring
    if not scheme.items:
        raise Refused("no_scheme", "本校制度还没有评分细则（scoring），请先采用一份有细则的制度。")
    people = [
        each for each in staff(term, last) if not scheme.who or applies(scheme.who, each.person)
    ]
    seen = window(term, regulation, last)
    persons = [each.person for each in people]
    figures = read_figures(scheme.items, seen, regulation, persons)
    results = score(scheme, persons, figures)
    by_id = {each.id: each for each in people}
    ranked = rank(scheme, results, vetoed(term.id, seen))
    years = regulation.early_career_years
    lines = tuple(
        RankLine(by_id[each.result.person.id], each, _early_career(each.result.person, years))
        for each in ranked
    )
    return RankingView(
        term, seen.last, scheme, lines, sum(each.ranked.result.pending for each in lines)
    )


def read_figures(
    items: Sequence[AnyItem], seen: Window, regulation: Regulation, people: Sequence[Person]
) -> dict[str, Mapping[int, Figure]]:
    """What each item is scored from, by item and person."""
    asks = {item.id: ask_for(item) for item in items}
    found = measures.read(list(asks.values()), seen, regulation, [person.id for person in people])
    return {item.id: with_aims(item, people, found[asks[item.id]], seen) for item in items}


def with_aims(
    item: Item, people: Sequence[Person], figures: Mapping[int, Figure], seen: Window
) -> Mapping[int, Figure]:
    """Each figure followed by what the person's is held against, where that is not one for all.

    Of something needed every period it is as much as is needed by now.
    """
    if item.need is None and not item.cases:
        return figures
    times = len(seen.passed(item.every)) if item.every else 1
    held: dict[int, Figure] = {}
    for person in people:
        figure, aim = figures[person.id], item.aim_for(person)
        held[person.id] = None if figure is None or aim is None else (*figure, aim * times)
    return held


def vetoed(term_id: int, seen: Window) -> frozenset[int]:
    """Who stood under 一票否决 at the end of the window (Z39)."""
    standing = Veto.select(Veto.teacher).where(
        Veto.term == term_id,
        Veto.at < seen.until,
        Veto.lifted_at.is_null() | (Veto.lifted_at >= seen.until),
    )
    return frozenset(row.teacher_id for row in standing)


def _early_career(person: Person, years: int) -> bool:
    return person.teaching_year is not None and person.teaching_year <= years


def term_view(term_id: int) -> TermView:
    """A term by its id."""
    return school.view(Term.get_by_id(term_id))
