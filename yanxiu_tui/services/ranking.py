"""The term's ranking, live: everybody's figures, points, place and grade (Z37)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from db.models import Group, Veto
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.applies import Person, applies
from yanxiu_tui.rules.items import AnyItem, Figure, Item
from yanxiu_tui.rules.periods import due_day, months_so_far
from yanxiu_tui.rules.roles import GROUP_KIND_NAMES, GroupKind
from yanxiu_tui.rules.scoring import Ranked, Scheme, rank, score
from yanxiu_tui.services import measures, school
from yanxiu_tui.services.measures.asking import Ask, Window, ask_for, window
from yanxiu_tui.services.permission import Act, Actor, Scope, reach, require
from yanxiu_tui.services.persons import Staff, staff
from yanxiu_tui.services.school import TermView

_KINDS = list(GroupKind)


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
    """A ranking as it stands at the end of ``last``: lines in order of place.

    ``of`` is how many the whole school ranks, whoever of them is in ``lines``.
    """

    term: TermView
    last: date
    scheme: Scheme
    lines: tuple[RankLine, ...]
    pending: int
    of: int = 0

    def only(
        self, group_id: int | None = None, subject: str = "", early_career: bool = False
    ) -> "RankingView":
        """The lines of a group, of a subject, or of early-career teachers; places stay."""
        kept = (
            line
            for line in self.lines
            if (group_id is None or group_id in line.staff.group_ids)
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
    term = school.term_view(term_id)
    view = compute(term, regulation or school.regulation_of(term.regulation_id), last)
    if scope is Scope.SCHOOL:
        return view
    mine = tuple(line for line in view.lines if not line.staff.group_ids.isdisjoint(actor.leads))
    return replace(view, lines=mine, pending=sum(each.ranked.result.pending for each in mine))


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
    term = school.term_view(term_id)
    regulation = school.regulation_of(term.regulation_id)
    found = []
    for month, day in _months(term, regulation, last):
        view = compute(term, regulation, day)
        line = next((each for each in view.lines if each.staff.id == one.id), None)
        if line:
            found.append(MonthPlace(month, day, line.ranked.place, line.score, view.of))
    return found


def month_end(term: TermView, month: int, today: date) -> date:
    """The day a 学月 ends on, or today in the running one; Refused before it has begun."""
    ends = dict(_months(term, school.regulation_of(term.regulation_id), today))
    if month not in ends:
        raise Refused("no_month", f"{term.name}到今天还没有第 {month} 学月，请核对。")
    return ends[month]


def _months(term: TermView, regulation: Regulation, last: date) -> list[tuple[int, date]]:
    calendar = regulation.calendar
    return months_so_far(
        term.starts_on,
        term.ends_on,
        calendar.school_month_weeks,
        last,
        calendar.exempt_weeks,
        school.exempt_days(term.id),
    )


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
    figures, found = read_figures(scheme.items, seen, regulation, persons, [_EXPECTED])
    hardly = _hardly_expected(scheme, found[_EXPECTED])
    results = [
        each._replace(scored=each.scored and each.person.id not in hardly)
        for each in score(scheme, persons, figures)
    ]
    by_id = {each.id: each for each in people}
    ranked = rank(scheme, results, vetoed(term.id, seen))
    years = regulation.early_career_years
    lines = tuple(
        RankLine(by_id[each.result.person.id], each, _early_career(each.result.person, years))
        for each in ranked
    )
    pending = sum(each.ranked.result.pending for each in lines)
    return RankingView(term, seen.last, scheme, lines, pending, len(lines))


_EXPECTED = Ask("expected")


def _hardly_expected(scheme: Scheme, expected: Mapping[int, Figure]) -> set[int]:
    """Whom too few meetings expected for them to be judged."""
    least = scheme.least_expected
    return {who for who, figure in expected.items() if figure and figure[0] < least}


def read_figures(
    items: Sequence[AnyItem],
    seen: Window,
    regulation: Regulation,
    people: Sequence[Person],
    also: Sequence[Ask] = (),
) -> tuple[dict[str, Mapping[int, Figure]], dict[Ask, dict[int, Figure]]]:
    """What each item is scored from, by item and person; and all that was read, by what was asked.

    ``also`` is read in the same queries.
    """
    asks = {item.id: ask_for(item) for item in items}
    whose = [person.id for person in people]
    found = measures.read([*asks.values(), *also], seen, regulation, whose)
    given = {item.id: with_aims(item, people, found[asks[item.id]], seen) for item in items}
    for item in items:
        if item.parts == "punctuality" and not _due_by_now(item, seen, regulation):
            given[item.id] = {who: _if_any(figure) for who, figure in given[item.id].items()}
    return given, found


def _due_by_now(item: Item, seen: Window, regulation: Regulation) -> bool:
    """Whether any of the item's papers is due: before its day nobody is behind with one."""
    kinds = (regulation.claim_kind(each) for each in item.of)
    deadlines = [regulation.deadline(kind.deadline) if kind else None for kind in kinds]
    return any(
        each is None or due_day(seen.starts_on, seen.ends_on, each.week, each.weekday) <= seen.last
        for each in deadlines
    )


def _if_any(figure: Figure) -> Figure:
    return figure if figure and any(figure) else None


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
        held[person.id] = None if figure is None or aim is None else (figure[0], aim * times)
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


def groups_in(view: RankingView) -> list[tuple[int, str]]:
    """The groups of those in a ranking: id, and the name with its kind where names are equal."""
    ids = {each for line in view.lines for each in line.staff.group_ids}
    rows = [row for row in Group.select().order_by(Group.name) if row.id in ids]
    rows.sort(key=lambda row: _KINDS.index(GroupKind(row.kind)))
    names = Counter(row.name for row in rows)
    return [(row.id, _group_name(row, names[row.name] > 1)) for row in rows]


def _group_name(group: Group, with_kind: bool) -> str:
    kind = f"（{GROUP_KIND_NAMES[GroupKind(group.kind)]}）" if with_kind else ""
    return f"{group.name}{kind}"
