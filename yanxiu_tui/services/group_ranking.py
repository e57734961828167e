"""The ranking of groups: 优秀教研组, 优秀备课组 come out of it (Z19)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from db.models import Group, Teacher, TermMembership
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.applies import Person
from yanxiu_tui.rules.items import AnyItem, Figure
from yanxiu_tui.rules.names import told_apart
from yanxiu_tui.rules.roles import GROUP_KIND_NAMES, GroupKind
from yanxiu_tui.rules.scoring import Ranked, Scheme, rank, score
from yanxiu_tui.services import measures, school
from yanxiu_tui.services.explaining import Explanation, ItemExplained, item_explained
from yanxiu_tui.services.measures.asking import Ask, Record, Window, ask_for, window
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.persons import Staff
from yanxiu_tui.services.ranking import RankingView, compute, read_figures
from yanxiu_tui.services.school import TermView

_FINE = Decimal("0.00000001")


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
    term = school.term_view(term_id)
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
    figures, _ = read_figures(others, seen, regulation, groups)
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
    highest = _highest(teachers)
    if highest <= 0:
        return dict.fromkeys(members)
    return {group_id: (_share(scores, highest),) for group_id, scores in members.items()}


def _share(scores: Sequence[Decimal], highest: Decimal) -> Decimal:
    mean = sum(scores, Decimal(0)) / len(scores)
    return max(Decimal(0), mean / highest).quantize(_FINE, ROUND_HALF_UP)


def _highest(teachers: RankingView) -> Decimal:
    """The school's highest score; again without those under a veto."""
    scores = (line.score for line in teachers.lines if line.ranked.place is not None)
    return max(scores, default=Decimal(0))


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


def explained(view: GroupRankingView, line: GroupLine) -> Explanation:
    """A group's line as a teacher's is explained; the group stands where the teacher would."""
    result = line.ranked.result
    kind = GROUP_KIND_NAMES[view.kind]
    one = Staff(line.group_id, "", line.group_name, "", "", kind, frozenset(), result.person)
    return Explanation(
        staff=one,
        last=view.last,
        place=line.ranked.place,
        of=len(view.lines),
        grade=line.ranked.grade,
        base=result.base,
        items=line.items,
        bonus_cut=result.bonus_cut,
        rescaled=result.rescaled,
        score=result.score,
        pending=result.pending,
    )


def records(actor: Actor, term_id: int, group_id: int, item_id: str, last: date) -> list[Record]:
    """The very records behind one item of one group; of what its members make, each member's.

    They name people, so that a leader sees those of the own groups only.
    """
    require(actor, Act.VIEW_RANKING, group_id)
    term = school.term_view(term_id)
    regulation = school.regulation_of(term.regulation_id)
    items = regulation.group_scoring.items
    item = next((each for each in items if each.id == item_id), None)
    if item is None:
        raise Refused("no_item", f"各组的评分细则里没有「{item_id}」这一项。")
    seen = window(term, regulation, last)
    if item.measure == "members_score":
        return _scores(compute(term, regulation, last), group_id)
    if item.measure == "members_attendance":
        return _attendance(item, seen, regulation, term_id, group_id)
    return measures.records(ask_for(item), seen, regulation, group_id)


def _scores(teachers: RankingView, group_id: int) -> list[Record]:
    """The score of each member that counts, in order of place, and what it is held against."""
    names = told_apart(line.staff for line in teachers.lines)
    own = [
        Record(
            teachers.last,
            names[line.staff.staff_no],
            f"第 {line.ranked.place}/{teachers.of} 名",
            line.score,
        )
        for line in teachers.lines
        if line.ranked.place is not None and group_id in line.staff.group_ids
    ]
    return own and [*own, Record(teachers.last, "全校最高分", "平均分除以它", _highest(teachers))]


def _attendance(
    item: AnyItem, seen: Window, regulation: Regulation, term_id: int, group_id: int
) -> list[Record]:
    """The rate of each member who was expected anywhere, by staff number."""
    members = list(
        Teacher.select(Teacher.id, Teacher.staff_no, Teacher.name)
        .join(TermMembership)
        .where(TermMembership.group == group_id, TermMembership.term == term_id)
        .order_by(Teacher.staff_no)
    )
    asks = [Ask(name, tuple(item.of)) for name in ("attended", "expected", "attendance_rate")]
    found = measures.read(asks, seen, regulation, [row.id for row in members])
    names = told_apart(members)
    lines = []
    for row in members:
        attended, expected, rate = (found[ask][row.id] for ask in asks)
        if attended and expected and rate:
            told = f"实到 {attended[0]} 应到 {expected[0]}"
            lines.append(Record(seen.last, names[row.staff_no], told, round(rate[0], 4)))
    return lines
