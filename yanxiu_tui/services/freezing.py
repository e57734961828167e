"""Freezing a ranking, and proving later that nothing of it was changed (Z37).

A frozen ranking is never changed: a correction makes another version, the old one stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from peewee import JOIN

from db.connection import held, transaction
from db.models import Group, Ranking, RankingLine, RegulationVersion, Teacher, Term
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.words import working
from yanxiu_tui.rules.digest import Sealed, SealedItem, SealedLine, canonical, digest, seal
from yanxiu_tui.rules.roles import GroupKind
from yanxiu_tui.rules.scoring import VETOED, Ranked, Result, Scheme, State
from yanxiu_tui.services import frozen_views, ranking, school, trace
from yanxiu_tui.services.frozen_views import SUBJECT_NAMES, TEACHER, FrozenRanking, opened
from yanxiu_tui.services.group_ranking import compute_groups
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.school import TermView
from yanxiu_tui.services.texts import clean

FIRST = "首次"
_BATCH = 100
_NAMED = 5


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
    """One line computed again: ``items`` are those that count differently.

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


@dataclass(frozen=True, slots=True)
class _Line:
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

    def digested(self) -> SealedLine:
        place, grade = self.ranked.place, self.ranked.grade
        figures = canonical(self.sealed)
        return SealedLine(self.key, place, self.result.score, grade, grade == VETOED, figures)


def freeze(
    actor: Actor, term_id: int, subject: str, last: date, reason: str, now: datetime
) -> FrozenRanking:
    """Keep the ranking as it stands at the end of ``last``, by the regulation now in force.

    ``subject`` is ``teacher`` or a kind of group. Refused while anything is still pending; a
    second version needs a reason.
    """
    require(actor, Act.FREEZE_RANKING)
    if subject not in SUBJECT_NAMES:
        raise Refused("no_subject", f"可以冻结的排名有：{'、'.join(SUBJECT_NAMES.values())}。")
    with transaction():
        term = hold_term(term_id)
        _refuse_odd_day(term, last, local(now).date())
        version = _next_version(term_id, subject)
        reason = clean(reason, "再次冻结的原因", 200, required=version > 1) or FIRST
        regulation = school.regulation_of(term.regulation_id)
        last, lines = _computed(term, subject, regulation, last)
        _refuse_pending(term, subject, regulation, last, lines)
        digested = [line.digested() for line in lines]
        kept = Ranking.create(
            term=term_id,
            regulation=term.regulation_id,
            subject=subject,
            version=version,
            until=last,
            digest=digest(_source(term.regulation_id), term.name, subject, last, digested),
            reason=reason,
            frozen_at=now,
            frozen_by=actor.teacher_id,
        )
        _keep_lines(kept.id, lines, digested)
        trace.write(
            actor, "freeze_ranking", "ranking", kept.id, now,
            ranked=subject, version=version, until=last, digest=kept.digest, reason=reason,
        )  # fmt: skip
    return frozen_views.find(actor, kept.id)


def hold_term(term_id: int) -> TermView:
    """The term, held until the transaction ends, so that its rankings follow one another."""
    term = held(Term.select().where(Term.id == term_id), Term).first()
    if term is None:
        raise Refused("no_term", f"没有编号为 {term_id} 的学期，请核对。")
    return school.view(term)


def verify(actor: Actor, ranking_id: int) -> Verified:
    """Take the digest of what is stored, and hold it against the one taken at freezing."""
    require(actor, Act.VIEW_RANKING)
    found = frozen_views.find(actor, ranking_id)
    return Verified(found, stored_digest(found))


def stored_digest(frozen: FrozenRanking) -> str:
    """The digest of the lines as they are stored now."""
    lines = [line for _, line in _stored(frozen.id)]
    source = _source(frozen.regulation_id)
    return digest(source, frozen.term_name, frozen.subject, frozen.until, lines)


def recompute(actor: Actor, ranking_id: int) -> Recomputed:
    """Compute a frozen ranking again from the records as they are now, and say what differs."""
    require(actor, Act.VIEW_RANKING)
    found = frozen_views.find(actor, ranking_id)
    regulation = school.regulation_of(found.regulation_id)
    term = ranking.term_view(found.term_id)
    _, lines = _computed(term, found.subject, regulation, found.until)
    again = digest(
        _source(found.regulation_id), term.name, found.subject, found.until,
        [line.digested() for line in lines],
    )  # fmt: skip
    same = again == found.digest
    return Recomputed(found, same, () if same else _differences(found.id, lines))


def _source(version_id: int) -> str:
    return str(RegulationVersion.get_by_id(version_id).source)


def _next_version(term_id: int, subject: str) -> int:
    earlier = Ranking.select(Ranking.version).where(
        Ranking.term == term_id, Ranking.subject == subject
    )
    return max((row.version for row in earlier), default=0) + 1


def _refuse_odd_day(term: TermView, last: date, today: date) -> None:
    if last > today:
        raise Refused("future", "截止日期还没有到，请写今天或以前的日期。")
    if last < term.starts_on:
        raise Refused("outside_term", f"截止日期在本学期（{term.starts_on} 起）之前，请核对。")


# Computing


def _computed(
    term: TermView, subject: str, regulation: Regulation, last: date
) -> tuple[date, list[_Line]]:
    """The lines at the end of ``last`` (never after the term's end), in order of place."""
    if subject == TEACHER:
        view = ranking.compute(term, regulation, last)
        scheme = regulation.scoring
        return view.last, [
            _Line(
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
        _Line(
            each.group_name,
            each.group_name,
            None,
            each.group_id,
            each.ranked,
            _seal(each.group_name, each.ranked, scheme, regulation),
        )
        for each in groups.lines
    ]


def _seal(group: str, ranked: Ranked, scheme: Scheme, regulation: Regulation) -> Sealed:
    pairs = zip(scheme.items, ranked.result.items, strict=True)
    told = [(item, working(item, given, regulation)) for item, given in pairs]
    return seal(group, ranked.result, told)


def _refuse_pending(
    term: TermView, subject: str, regulation: Regulation, last: date, lines: Sequence[_Line]
) -> None:
    """Nothing is frozen while somebody's score may still change for want of a figure."""
    if not lines:
        raise Refused("nobody", "排名里一个也没有，没有可以冻结的。")
    members = any(item.measure == "members_score" for item in regulation.group_scoring.items)
    if subject != TEACHER and members:
        lines = [*lines, *_computed(term, TEACHER, regulation, last)[1]]
    pending = [line for line in lines if line.result.pending]
    if pending:
        named = "，".join(_what_is_pending(line) for line in pending[:_NAMED])
        more = "等" if len(pending) > _NAMED else ""
        raise Refused(
            "pending",
            f"还有 {len(pending)} 个得分待定，不能冻结：{named}{more}。请先补齐再冻结。",
        )


def _what_is_pending(line: _Line) -> str:
    items = [item.name for item in line.sealed.items if item.state == State.PENDING]
    return f"{line.name}（{'、'.join(items)}）"


# Storing, and comparing with what was stored


def _keep_lines(ranking_id: int, lines: Sequence[_Line], digested: Sequence[SealedLine]) -> None:
    rows = [
        {
            "ranking": ranking_id,
            "teacher": line.teacher,
            "group": line.group,
            "place": kept.place,
            "score": kept.score,
            "grade": kept.grade,
            "vetoed": kept.vetoed,
            "figures": kept.figures,
        }
        for line, kept in zip(lines, digested, strict=True)
    ]
    for start in range(0, len(rows), _BATCH):
        RankingLine.insert_many(rows[start : start + _BATCH]).execute()


def _stored(ranking_id: int) -> list[tuple[str, SealedLine]]:
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


def _differences(ranking_id: int, lines: Sequence[_Line]) -> tuple[Difference, ...]:
    new = {line.key: line for line in lines}
    found = []
    for name, old in _stored(ranking_id):
        line = new.pop(old.key, None)
        now = line.digested() if line else None
        if now == old:
            continue
        items = _changed(opened(old.figures).items, line.sealed.items if line else ())
        found.append(_difference(old.key, name, old, now, items))
    for line in new.values():
        now = line.digested()
        items = _changed((), line.sealed.items)
        found.append(_difference(line.key, line.name, None, now, items))
    return tuple(found)


def _difference(
    key: str, name: str, old: SealedLine | None, new: SealedLine | None, items: tuple[str, ...]
) -> Difference:
    return Difference(
        key=key,
        name=name,
        place=old.place if old else None,
        new_place=new.place if new else None,
        score=old.score if old else None,
        new_score=new.score if new else None,
        items=items,
    )


def _changed(old: Sequence[SealedItem], new: Sequence[SealedItem]) -> tuple[str, ...]:
    """The names of the items that count differently; none where the line came or went."""
    before = {item.id: (item.figure, item.points, item.state) for item in old}
    after = {item.id: (item.figure, item.points, item.state) for item in new}
    if not before or not after:
        return ()
    names = {item.id: item.name for item in (*old, *new)}
    return tuple(name for each, name in names.items() if before.get(each) != after.get(each))
