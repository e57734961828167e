"""Frozen rankings to look at: which there are, their lines, and one line explained (Z37)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
from peewee import JOIN

from db.models import Group, Ranking, RankingLine, RegulationVersion, Teacher, Term
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.loader import pinned
from yanxiu_tui.rules.digest import Sealed, unsealed
from yanxiu_tui.rules.roles import GROUP_KIND_NAMES
from yanxiu_tui.rules.scoring import cents
from yanxiu_tui.services import persons, school
from yanxiu_tui.services.permission import Act, Actor, Scope, reach
from yanxiu_tui.services.ranking import may_see

TEACHER = "teacher"
SUBJECT_NAMES = {TEACHER: "教师", **{kind.value: name for kind, name in GROUP_KIND_NAMES.items()}}


@dataclass(frozen=True)
class FrozenRanking:
    """One version of a term's ranking; ``subject`` is ``teacher`` or a kind of group.

    The notice dates are None until it is published; both belong to the 公示期.
    """

    id: int
    term_id: int
    term_name: str
    subject: str
    version: int
    until: date
    digest: str
    reason: str
    regulation_id: int
    regulation_title: str
    office: str
    frozen_at: datetime
    frozen_by: str
    published_at: datetime | None
    published_by: str
    notice_first: date | None
    notice_last: date | None

    @property
    def subject_name(self) -> str:
        """教师, 教研组…"""
        return SUBJECT_NAMES[self.subject]

    @property
    def title(self) -> str:
        """教师排名第 2 版."""
        return f"{self.subject_name}排名第 {self.version} 版"

    def on_notice(self, today: date) -> bool:
        """Whether ``today`` is in the 公示期."""
        first, last = self.notice_first, self.notice_last
        return first is not None and last is not None and first <= today <= last


@dataclass(frozen=True, slots=True)
class FrozenLine:
    """One line: a teacher with their 教研组 of that day, or a group (then ``staff_no`` is "").

    ``whose`` is the teacher's or the group's ID.
    """

    whose: int
    staff_no: str
    name: str
    group_name: str
    place: int | None
    score: Decimal | None
    grade: str
    vetoed: bool


@dataclass(frozen=True)
class FrozenView:
    """A frozen ranking with its lines in order of place."""

    ranking: FrozenRanking
    lines: tuple[FrozenLine, ...]


@dataclass(frozen=True)
class FrozenExplanation:
    """One line of it explained, as it was kept; ``of`` is how many have a place."""

    ranking: FrozenRanking
    line: FrozenLine
    of: int
    sealed: Sealed


def versions(actor: Actor, term_id: int) -> list[FrozenRanking]:
    """A term's frozen rankings, the latest first; the published ones alone for most people."""
    query = _read().where(Ranking.term == term_id)
    if not sees_all(actor):
        query = query.where(Ranking.published_at.is_null(False))
    order = list(SUBJECT_NAMES)
    found = [_ranking(row) for row in query]
    return sorted(found, key=lambda each: (order.index(each.subject), -each.version))


def sees_all(actor: Actor) -> bool:
    """Whether this person sees what is not published, and everybody's figures."""
    return reach(actor, Act.VIEW_RANKING) is Scope.SCHOOL


def find(actor: Actor, ranking_id: int) -> FrozenRanking:
    """One of them; Refused when there is none that this person may see."""
    row = _read().where(Ranking.id == ranking_id).first()
    if row is None or (row.published_at is None and not sees_all(actor)):
        raise Refused("no_ranking", f"没有编号为 {ranking_id} 的已公示排名，请核对。")
    return _ranking(row)


def frozen(actor: Actor, ranking_id: int) -> FrozenView:
    """A frozen ranking whole; two queries."""
    ranking = find(actor, ranking_id)
    return FrozenView(ranking, tuple(line for line, _ in _lines(ranking_id)))


def explanation(actor: Actor, ranking_id: int, whose: int) -> FrozenExplanation:
    """How one line came about, to whom the live one is explained; a group's is open to all."""
    ranking = find(actor, ranking_id)
    lines = _lines(ranking_id)
    found = next((each for each in lines if each[0].whose == whose), None)
    if found is None:
        raise Refused("not_ranked", "这一版排名里没有这一行。")
    if ranking.subject == TEACHER:
        may_see(actor, persons.one(school.term_view(ranking.term_id), whose))
    of = sum(line.place is not None for line, _ in lines)
    return FrozenExplanation(ranking, found[0], of, opened(found[1]))


def kept_figures(ranking_id: int, item_ids: Sequence[str]) -> dict[int, Decimal | None]:
    """The figure each line's first of these items was scored from, as it was kept."""
    found: dict[int, Decimal | None] = {}
    for line, figures in _lines(ranking_id):
        held = (item.figure for item in opened(figures).items if item.id in item_ids)
        figure = next(held, None)
        found[line.whose] = Decimal(figure[0]) if figure else None
    return found


def opened(figures: str) -> Sealed:
    """A line's kept explanation; Refused when it can no longer be read."""
    try:
        return unsealed(figures)
    except msgspec.DecodeError as error:
        raise _spoiled() from error


def _spoiled() -> Refused:
    return Refused("spoiled", "这一版排名的数据被改动过，读不出来，请校验并从备份恢复。")


class _GroupAlone(msgspec.Struct, frozen=True):
    group: str


def _lines(ranking_id: int) -> list[tuple[FrozenLine, str]]:
    query: Any = (
        RankingLine.select(
            RankingLine.teacher, RankingLine.group, Teacher.staff_no, Teacher.name, Group.name,
            RankingLine.place, RankingLine.score, RankingLine.grade, RankingLine.vetoed,
            RankingLine.figures,
        )
        .join(Teacher, JOIN.LEFT_OUTER)
        .switch(RankingLine)
        .join(Group, JOIN.LEFT_OUTER)
        .where(RankingLine.ranking == ranking_id)
        .order_by(RankingLine.id)
        .tuples()
    )  # fmt: skip
    return [(_line(row), row[-1]) for row in query]


def _line(row: tuple[Any, ...]) -> FrozenLine:
    teacher_id, group_id, staff_no, name, group_name, place, score, grade, vetoed, figures = row
    try:
        group = msgspec.json.decode(figures, type=_GroupAlone).group
    except msgspec.DecodeError as error:
        raise _spoiled() from error
    # SQLite drops the closing zeros of what it stores.
    standing = place, None if score is None else cents(score), grade, vetoed
    if teacher_id is None:
        return FrozenLine(group_id, "", group_name, "", *standing)
    return FrozenLine(teacher_id, staff_no, name, group, *standing)


def _read() -> Any:
    by, publisher = Teacher.alias(), Teacher.alias()
    return (
        Ranking.select(Ranking, Term, RegulationVersion, by, publisher)
        .join(Term)
        .switch(Ranking)
        .join(RegulationVersion)
        .switch(Ranking)
        .join(by, JOIN.LEFT_OUTER, on=Ranking.frozen_by, attr="by")
        .switch(Ranking)
        .join(publisher, JOIN.LEFT_OUTER, on=Ranking.published_by, attr="publisher")
    )


def _ranking(row: Any) -> FrozenRanking:
    regulation = pinned(row.regulation.source)
    by, publisher = getattr(row, "by", None), getattr(row, "publisher", None)
    return FrozenRanking(
        id=row.id,
        term_id=row.term_id,
        term_name=row.term.name,
        subject=row.subject,
        version=row.version,
        until=row.until,
        digest=row.digest,
        reason=row.reason,
        regulation_id=row.regulation_id,
        regulation_title=regulation.title,
        office=regulation.office,
        frozen_at=row.frozen_at,
        frozen_by=by.name if by else "操作员",
        published_at=row.published_at,
        published_by=publisher.name if publisher else "",
        notice_first=row.notice_first,
        notice_last=row.notice_last,
    )
