"""What a frozen ranking is made of: computed lines in their canonical form, and stored ones."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from peewee import JOIN

from db.models import Group, RankingLine, RegulationVersion, Teacher
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.words import working
from yanxiu_tui.rules.digest import Sealed, SealedLine, canonical, seal
from yanxiu_tui.rules.roles import GroupKind
from yanxiu_tui.rules.scoring import VETOED, Ranked, Result, Scheme, rank
from yanxiu_tui.services import ranking
from yanxiu_tui.services.frozen_views import TEACHER, FrozenRanking
from yanxiu_tui.services.group_ranking import compute_groups
from yanxiu_tui.services.school import TermView


@dataclass(frozen=True, slots=True)
class SealedResult:
    """A computed line: ``key`` and what is stored of it."""

    key: str
    name: str
    teacher: int | None
    group: int | None
    ranked: Ranked
    sealed: Sealed

    @property
    def result(self) -> Result:
        return self.ranked.result

    @property
    def vetoed(self) -> bool:
        """Under 一票否决; a grade that is merely called so has a place (Z39)."""
        return self.ranked.place is None and self.ranked.grade == VETOED

    def digested(self) -> SealedLine:
        place, grade = self.ranked.place, self.ranked.grade
        figures = canonical(self.sealed)
        return SealedLine(self.key, place, self.result.score, grade, self.vetoed, figures)


def computed(
    term: TermView, subject: str, regulation: Regulation, last: date
) -> tuple[date, list[SealedResult]]:
    """The lines at the end of ``last`` (never after the term's end), in order of place."""
    if subject == TEACHER:
        view = ranking.compute(term, regulation, last)
        scheme = regulation.scoring
        return view.last, [
            SealedResult(
                each.staff.staff_no,
                each.staff.name,
                each.staff.id,
                None,
                each.ranked,
                _seal(each.staff.research_group, each.ranked, scheme, regulation),
            )
            for each in view.lines
        ]
    groups = compute_groups(term, regulation, GroupKind(subject), last)
    scheme = regulation.group_scoring
    return groups.last, [
        SealedResult(
            each.group_name,
            each.group_name,
            None,
            each.group_id,
            each.ranked,
            _seal(each.group_name, each.ranked, scheme, regulation),
        )
        for each in groups.lines
    ]


def computed_again(
    term: TermView, regulation: Regulation, kept: FrozenRanking
) -> list[SealedResult]:
    """The lines of a frozen ranking as the records give them now.

    Whoever has come to the roster since is left out.
    """
    _, lines = computed(term, kept.subject, regulation, kept.until)
    if kept.subject != TEACHER:
        return lines
    came = {row.id for row in Teacher.select(Teacher.id).where(Teacher.created_at > kept.frozen_at)}
    lines = [line for line in lines if line.teacher not in came]
    vetoed = frozenset(line.result.person.id for line in lines if line.vetoed)
    again = rank(regulation.scoring, [line.result for line in lines], vetoed)
    by_id = {line.teacher: line for line in lines}
    return [replace(by_id[each.result.person.id], ranked=each) for each in again]


def _seal(group: str, ranked: Ranked, scheme: Scheme, regulation: Regulation) -> Sealed:
    pairs = zip(scheme.items, ranked.result.items, strict=True)
    told = [(item, working(item, given, regulation)) for item, given in pairs]
    return seal(group, ranked.result, told)


def stored(ranking_id: int) -> list[tuple[str, SealedLine]]:
    """The stored lines in order of place, each with the name to show."""
    query: Any = (
        RankingLine.select(
            Teacher.name, Teacher.staff_no, Group.name, RankingLine.place, RankingLine.score,
            RankingLine.grade, RankingLine.vetoed, RankingLine.figures,
        )
        .join(Teacher, JOIN.LEFT_OUTER)
        .switch(RankingLine)
        .join(Group, JOIN.LEFT_OUTER)
        .where(RankingLine.ranking == ranking_id)
        .order_by(RankingLine.id)
        .tuples()
    )  # fmt: skip
    return [
        (name or group, SealedLine(staff_no or group, *standing))
        for name, staff_no, group, *standing in query
    ]


def source_of(version_id: int) -> str:
    return str(RegulationVersion.get_by_id(version_id).source)
