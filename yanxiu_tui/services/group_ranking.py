"""The ranking of groups: 优秀教研组, 优秀备课组 come out of it (Z19)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from db.models import Group
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.applies import Person
from yanxiu_tui.rules.items import Figure
from yanxiu_tui.rules.roles import GroupKind
from yanxiu_tui.rules.scoring import Ranked, Scheme, rank, score
from yanxiu_tui.services import school
from yanxiu_tui.services.explaining import ItemExplained, item_explained
from yanxiu_tui.services.measures.asking import window
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.ranking import RankingView, compute, read_figures, term_view
from yanxiu_tui.services.school import TermView

_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group's line; ``ranked`` holds the points of each item in the scheme's order."""

    group_id: int
    group_name: str
    members: int
    ranked: Ranked
    items: tuple[ItemExplained, ...]

    @property
    def score(self) -> Decimal:
        return self.ranked.result.score


@dataclass(frozen=True)
class GroupRankingView:
    """Groups of one kind in order of place at the end of ``last``."""

    term: TermView
    kind: GroupKind
    last: date
    scheme: Scheme
    lines: tuple[GroupLine, ...]


def group_ranking(actor: Actor, term_id: int, kind: GroupKind, last: date) -> GroupRankingView:
    """The groups of a kind as they stand; whoever may see the ranking may see it whole."""
    require(actor, Act.VIEW_RANKING, next(iter(actor.leads), None))
    term = term_view(term_id)
    return compute_groups(term, school.regulation_of(term.regulation_id), kind, last)


def compute_groups(
    term: TermView, regulation: Regulation, kind: GroupKind, last: date
) -> GroupRankingView:
    """Rank the groups of a kind that have members."""
    scheme = regulation.group_scoring
    if not scheme.items:
        raise Refused("no_scheme", "本校制度还没有各组的评分细则（group_scoring）。")
    teachers = compute(term, regulation, last)
    members = _members(teachers)
    groups = [
        Person(id=row.id, order=row.name)
        for row in Group.select().where(Group.kind == kind).order_by(Group.name)
        if row.id in members
    ]
    seen = window(term, regulation, last)
    of_members = [item for item in scheme.items if item.measure == "members_score"]
    others = [item for item in scheme.items if item not in of_members]
    figures = read_figures(others, seen, regulation, groups)
    figures |= dict.fromkeys((item.id for item in of_members), _members_score(teachers, members))
    ranked = rank(scheme, score(scheme, groups, figures), frozenset())
    lines = tuple(_line(each, len(members[each.result.person.id]), regulation) for each in ranked)
    return GroupRankingView(term, kind, seen.last, scheme, lines)


def _members(teachers: RankingView) -> dict[int, list[Decimal]]:
    """The scores of each group's members; those under a veto are not counted."""
    members: dict[int, list[Decimal]] = {}
    for line in teachers.lines:
        if line.ranked.place is not None:
            for group_id in line.staff.group_ids:
                members.setdefault(group_id, []).append(line.score)
    return members


def _members_score(
    teachers: RankingView, members: Mapping[int, Sequence[Decimal]]
) -> Mapping[int, Figure]:
    """The mean of the members' scores in proportion to the school's highest."""
    highest = max((line.score for line in teachers.lines), default=Decimal(0))
    if highest <= 0:
        return dict.fromkeys(members)
    return {
        group_id: ((sum(scores, Decimal(0)) / len(scores) / highest).quantize(_PLACES),)
        for group_id, scores in members.items()
    }


def _line(ranked: Ranked, members: int, regulation: Regulation) -> GroupLine:
    person, scheme = ranked.result.person, regulation.group_scoring
    items = zip(scheme.items, ranked.result.items, strict=True)
    return GroupLine(
        person.id,
        person.order,
        members,
        ranked,
        tuple(item_explained(item, given, regulation) for item, given in items),
    )
