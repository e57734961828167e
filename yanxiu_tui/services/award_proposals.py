"""Whom the newest frozen rankings propose for each award, and why (Z19, Z38, D10, D11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from db.models import Award
from yanxiu_tui.regulation.phrases import amount
from yanxiu_tui.regulation.phrases import condition as says
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.terms import AwardRule, Condition
from yanxiu_tui.rules.applies import Person, applies
from yanxiu_tui.rules.awards import Candidate, Checked, Selection, select
from yanxiu_tui.rules.clauses import Clause
from yanxiu_tui.services import frozen_views, measures, school, veto
from yanxiu_tui.services.conditions import checked
from yanxiu_tui.services.frozen_views import SUBJECT_NAMES, TEACHER, FrozenLine, FrozenRanking
from yanxiu_tui.services.measures.asking import Ask, window
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.persons import staff
from yanxiu_tui.services.school import TermView

# The one figure of groups that stands in their ranking alone.
_IN_RANKING = "members_score"


@dataclass(frozen=True)
class Proposed:
    """Somebody proposed, or (with ``lacks``) who just missed it; ``said`` are the grounds."""

    line: FrozenLine
    said: tuple[str, ...]
    lacks: tuple[str, ...]
    decided: bool


@dataclass(frozen=True)
class Proposal:
    """One award with those proposed in order of place; ``ranking`` None: nothing is frozen yet."""

    award_id: str
    name: str
    clause: Clause
    to: str
    says: str
    ranking: FrozenRanking | None
    proposed: tuple[Proposed, ...] = ()
    near: tuple[Proposed, ...] = ()

    @property
    def to_name(self) -> str:
        """教师, 教研组…"""
        return SUBJECT_NAMES[self.to]


@dataclass(frozen=True)
class _Basis:
    """What the awards of one kind are chosen from; those under a veto are not in ``lines``."""

    ranking: FrozenRanking
    lines: tuple[FrozenLine, ...]
    of: int
    persons: Mapping[int, Person]
    figures: Mapping[tuple[str, tuple[str, ...]], Mapping[int, Decimal | None]]


def proposals(actor: Actor, term_id: int) -> list[Proposal]:
    """Every award of the regulation in force, each from the newest frozen ranking of its kind."""
    require(actor, Act.VIEW_RANKING)
    term = school.term_view(term_id)
    regulation = school.regulation_of(term.regulation_id)
    newest: dict[str, FrozenRanking] = {}
    for each in frozen_views.versions(actor, term_id):
        newest.setdefault(each.subject, each)
    bases = {
        subject: _basis(actor, term, regulation, newest[subject])
        for subject in dict.fromkeys(rule.to for rule in regulation.awards)
        if subject in newest
    }
    held = _held(term_id)
    return [_proposal(rule, regulation, bases.get(rule.to), held) for rule in regulation.awards]


def _held(term_id: int) -> set[tuple[str, int]]:
    """The awards decided: which, and whose (a teacher's or a group's ID)."""
    rows = Award.select().where(Award.term == term_id, Award.withdrawn_at.is_null())
    return {(row.award, row.teacher_id or row.group_id) for row in rows}


def _basis(actor: Actor, term: TermView, regulation: Regulation, ranking: FrozenRanking) -> _Basis:
    lines = frozen_views.frozen(actor, ranking.id).lines
    of = sum(line.place is not None for line in lines)
    persons: dict[int, Person] = {}
    if ranking.subject == TEACHER:
        # A veto given since the ranking was frozen counts, too (Z39).
        vetoed = veto.standing(term.id)
        lines = tuple(each for each in lines if not each.vetoed and each.whose not in vetoed)
        persons = {each.id: each.person for each in staff(term, ranking.until)}
    rules = [rule for rule in regulation.awards if rule.to == ranking.subject]
    conditions = [condition for rule in rules for condition in rule.conditions]
    figures = _figures(conditions, term, regulation, ranking, [each.whose for each in lines])
    return _Basis(ranking, lines, of, persons, figures)


def _figures(
    conditions: Sequence[Condition],
    term: TermView,
    regulation: Regulation,
    ranking: FrozenRanking,
    whose: Sequence[int],
) -> dict[tuple[str, tuple[str, ...]], Mapping[int, Decimal | None]]:
    """The figure of each condition at the end of the day the ranking was frozen for."""
    named = {(each.measure, tuple(each.of)) for each in conditions}
    asks = [Ask(*name) for name in sorted(named) if name[0] != _IN_RANKING]
    seen = window(term, regulation, ranking.until)
    found: dict[tuple[str, tuple[str, ...]], Mapping[int, Decimal | None]] = {
        (ask.measure, ask.of): {who: figure[0] if figure else None for who, figure in read.items()}
        for ask, read in measures.read(asks, seen, regulation, whose).items()
    }
    if (_IN_RANKING, ()) in named:
        frozen_by = school.regulation_of(ranking.regulation_id)
        items = [i.id for i in frozen_by.group_scoring.items if i.measure == _IN_RANKING]
        found[_IN_RANKING, ()] = frozen_views.kept_figures(ranking.id, items)
    return found


def _proposal(
    rule: AwardRule, regulation: Regulation, basis: _Basis | None, held: set[tuple[str, int]]
) -> Proposal:
    says = _says(rule, regulation)
    if basis is None:
        return Proposal(rule.id, rule.name, rule.clause, rule.to, says, None)
    lines = {line.whose: line for line in basis.lines if _concerned(rule, basis, line)}
    selection = _select(rule, regulation, basis, lines)

    def listed(candidate: Candidate, lacks: tuple[str, ...] = ()) -> Proposed:
        line = lines[candidate.id]
        said = (*_standing(line, basis.of), *(each.said for each in candidate.checked if each.met))
        return Proposed(line, said, lacks, (rule.id, line.whose) in held)

    return Proposal(
        award_id=rule.id,
        name=rule.name,
        clause=rule.clause,
        to=rule.to,
        says=says,
        ranking=basis.ranking,
        proposed=tuple(listed(each) for each in selection.proposed),
        near=tuple(listed(each.candidate, each.lacks) for each in selection.near),
    )


def _select(
    rule: AwardRule, regulation: Regulation, basis: _Basis, lines: Mapping[int, FrozenLine]
) -> Selection:
    candidates = [
        Candidate(
            line.whose,
            line.place,
            tuple(_checked(each, regulation, basis, line.whose) for each in rule.conditions),
        )
        for line in lines.values()
    ]
    return select(candidates, rule.top, rule.share)


def _checked(condition: Condition, regulation: Regulation, basis: _Basis, whose: int) -> Checked:
    figures = basis.figures[condition.measure, tuple(condition.of)]
    return checked(condition, regulation, figures.get(whose))


def _concerned(rule: AwardRule, basis: _Basis, line: FrozenLine) -> bool:
    """Whether the award is for them; who cannot be told (an unknown age) is left to people."""
    if not rule.who or rule.to != TEACHER:
        return True
    person = basis.persons.get(line.whose)
    return person is not None and applies(rule.who, person) is True


def _says(rule: AwardRule, regulation: Regulation) -> str:
    """Which of them are proposed, in words."""
    said = [says(regulation, each) for each in rule.conditions]
    if rule.top is not None:
        said.append(f"按名次取前 {rule.top} 名")
    if rule.share is not None:
        said.append(f"按名次取前 {amount(rule.share, '比率')}")
    return "，".join(said) or "全部"


def _standing(line: FrozenLine, of: int) -> tuple[str, ...]:
    place = (f"名次 {line.place}/{of}",) if line.place is not None else ()
    return (*place, f"等次{line.grade}") if line.grade else place
