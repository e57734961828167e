"""新学期: what of the old term is still open, and what the new one would begin with."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from peewee import fn

from db.models import (
    Activity,
    Claim,
    EvaluationStage,
    Group,
    Leave,
    Loan,
    Membership,
    Objection,
    Pairing,
    PrepUnit,
    Ranking,
    SkillTest,
    SteeringRecord,
    Supervision,
    Teacher,
    Term,
)
from yanxiu_tui.clock import end_of, local
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.leave import LeaveState
from yanxiu_tui.rules.loans import LoanState
from yanxiu_tui.rules.pairings import PairingState
from yanxiu_tui.rules.roles import GROUP_KIND_NAMES, GroupKind
from yanxiu_tui.rules.rollover import TermDays, begins_year, following
from yanxiu_tui.rules.submissions import Standing
from yanxiu_tui.rules.todo import Todo
from yanxiu_tui.services import promotion, rollover, school, steering_views
from yanxiu_tui.services.activities import State
from yanxiu_tui.services.frozen_views import SUBJECT_NAMES, TEACHER
from yanxiu_tui.services.permission import Act, Actor, allowed, require
from yanxiu_tui.services.rollover_series import WeeklySeries, weekly_series
from yanxiu_tui.services.school import TermView
from yanxiu_tui.services.submission_reading import Reach, read

ROOM = "rollover"
_AHEAD = timedelta(days=21)


@dataclass(frozen=True)
class OpenMatter:
    """Something of the old term that is not done, and the room (its module) to do it in.

    With ``term_id`` it is of the term before the old one.
    """

    room: str
    words: str
    term_id: int | None = None


@dataclass(frozen=True)
class GroupLine:
    """A group as it goes on into the new term: its leaders, members and 包组领导."""

    kind_name: str
    name: str
    members: int
    leaders: str
    supervisors: str


@dataclass(frozen=True)
class Preparation:
    """The old term and the next. ``upcoming`` is there once the next has been begun.

    ``units`` is how many unit titles the term named ``units_from`` could give.
    """

    old: TermView
    upcoming: TermView | None
    open: tuple[OpenMatter, ...]
    proposed: TermDays
    new_year: bool
    series: tuple[WeeklySeries, ...]
    groups: tuple[GroupLine, ...]
    units: int
    units_from: str
    may_adopt: bool


def prepare(actor: Actor, now: datetime) -> Preparation:
    """All that is told before the next term is begun; some twenty small queries."""
    require(actor, Act.ROLL_OVER)
    terms = list(Term.select().order_by(Term.starts_on))
    old = school.view(school.term_at(now, terms))
    upcoming = school.view(terms[-1]) if terms[-1].id != old.id else None
    days = TermDays(old.name, old.starts_on, old.ends_on)
    proposed = following(days)
    source = rollover.units_to_carry(terms, proposed.starts_on)
    return Preparation(
        old=old,
        upcoming=upcoming,
        open=(*_left_behind(terms, old), *still_open(old, now)),
        proposed=proposed,
        new_year=not begins_year(days),
        series=tuple(weekly_series(old.id)),
        groups=tuple(_groups()),
        units=_units(source),
        units_from=source.name if source else "",
        may_adopt=allowed(actor, Act.ADOPT_REGULATION),
    )


def still_open(old: TermView, now: datetime) -> Iterator[OpenMatter]:
    """What of a term is not done, what other things wait for first."""
    yield from _rankings(old)
    yield from _papers(old, now)
    for room, words, query in _counted(old, now):
        count = query.count()
        if count:
            yield OpenMatter(room, words.format(count))
    owed = "、".join(each.name for each in steering_views.still_owed(old))
    if owed:
        yield OpenMatter("steering", f"领导小组还没有办：{owed}")


def to_do(actor: Actor, now: datetime) -> list[Todo]:
    """Towards the end of a term, that the next is to be prepared; in a new 学年, the grades."""
    if not allowed(actor, Act.ROLL_OVER):
        return []
    terms = list(Term.select().order_by(Term.starts_on))
    term = school.term_at(now, terms)
    found = []
    if terms[-1].id == term.id and term.ends_on - local(now).date() <= _AHEAD:
        due = end_of(term.ends_on)
        found.append(Todo(ROOM, f"{term.name}到 {term.ends_on:%m-%d} 结束，请准备新学期", due))
    if promotion.is_due(terms, now):
        found.append(Todo(ROOM, "新学年了，各年级的老师还没有升级"))
    return found


def _left_behind(terms: Sequence[Term], old: TermView) -> Iterator[OpenMatter]:
    """The rankings that even the term before has not frozen, or not published."""
    earlier = [term for term in terms if term.starts_on < old.starts_on]
    for matter in _rankings(school.view(earlier[-1])) if earlier else ():
        yield replace(matter, words=f"{earlier[-1].name}：{matter.words}", term_id=earlier[-1].id)


def _rankings(old: TermView) -> Iterator[OpenMatter]:
    for name in _unfrozen(old):
        yield OpenMatter("published", f"{name}还没有冻结")
    waiting = Ranking.select(fn.MAX(Ranking.version), fn.MAX(Ranking.published_at))
    rows: Any = waiting.where(Ranking.term == old.id).group_by(Ranking.subject).tuples()
    count = sum(published is None for _, published in rows)
    if count:
        yield OpenMatter("published", f"{count} 项冻结的排名还没有公示")


def _unfrozen(term: TermView) -> list[str]:
    """The rankings that the term's regulation asks for and nobody has frozen, by name."""
    regulation = school.regulation_of(term.regulation_id)
    asked = {
        TEACHER: bool(regulation.scoring.items),
        str(GroupKind.RESEARCH): bool(regulation.group_scoring.items),
    }
    frozen = {row.subject for row in Ranking.select(Ranking.subject).where(Ranking.term == term.id)}
    return [
        f"{SUBJECT_NAMES[each]}排名"
        for each, is_asked in asked.items()
        if is_asked and each not in frozen
    ]


def _papers(old: TermView, now: datetime) -> Iterator[OpenMatter]:
    """What is due and not handed in, or waits to be received (Z9)."""
    found = Counter(each.standing for each in read(Reach(), old, now))
    if found[Standing.WAITING]:
        words = f"{found[Standing.WAITING]} 份上交的材料还没有接收"
        yield OpenMatter("submissions", words)
    if found[Standing.OVERDUE]:
        yield OpenMatter("submissions", f"{found[Standing.OVERDUE]} 份材料过期还没有交")


def _counted(old: TermView, now: datetime) -> Iterator[tuple[str, str, Any]]:
    """Room, words with room for a number, and what is counted."""
    ends = end_of(old.ends_on)
    of_term = Activity.select().where(Activity.term == old.id)
    yield (
        "activities",
        "{} 次活动还没有结束",
        of_term.where(Activity.state.in_([State.OPEN, State.ENDED])),
    )
    yield (
        "activities",
        "{} 次安排的活动过了时间还没有开",
        of_term.where(Activity.state == State.PLANNED, Activity.ends_at < now),
    )
    yield (
        "leave_decisions",
        "{} 张请假条还没有审批",
        Leave.select().where(Leave.state == LeaveState.ASKED, Leave.starts_at < ends),
    )
    yield (
        "claim_decisions",
        "{} 项申报还没有审核",
        Claim.select().where(
            Claim.term == old.id, Claim.state == ClaimState.ASKED, Claim.due_at.is_null()
        ),
    )
    yield (
        "evaluation",
        "四级评价有 {} 个阶段没有结束",
        EvaluationStage.select().where(
            EvaluationStage.term == old.id, EvaluationStage.closed_at.is_null()
        ),
    )
    yield (
        "published",
        "{} 条异议还没有答复",
        Objection.select()
        .join(Ranking)
        .where(Ranking.term == old.id, Objection.answered_at.is_null()),
    )
    yield (
        "pairings",
        "{} 对师徒到期，要出师、续签或解除",
        Pairing.select().where(
            Pairing.state == PairingState.SIGNED, Pairing.last <= old.ends_on + _AHEAD
        ),
    )
    yield (
        "skills",
        "{} 次业务考核还没有结束",
        SkillTest.select().where(
            SkillTest.term == old.id,
            SkillTest.closed_at.is_null(),
            SkillTest.withdrawn_at.is_null(),
        ),
    )
    yield "loans", "{} 件借出的材料还没有归还", Loan.select().where(Loan.state == LoanState.OUT)
    yield (
        "steering",
        "领导小组有 {} 次会议、督查的记录还没有办结",
        SteeringRecord.select().where(
            SteeringRecord.term == old.id,
            SteeringRecord.finished_at.is_null(),
            SteeringRecord.withdrawn_at.is_null(),
        ),
    )


def _groups() -> Iterator[GroupLine]:
    """Three queries; people who have left are not counted."""
    leaders: dict[int, list[str]] = defaultdict(list)
    members: Counter[int] = Counter()
    here = Membership.select(Membership, Teacher.id, Teacher.name).join(Teacher)
    for row in here.where(Teacher.left_at.is_null()).order_by(Teacher.staff_no):
        members[row.group_id] += 1
        if row.leads:
            leaders[row.group_id].append(row.teacher.name)
    supervisors: dict[int, list[str]] = defaultdict(list)
    looked = Supervision.select(Supervision, Teacher.id, Teacher.name).join(Teacher)
    for each in looked.where(Teacher.left_at.is_null()).order_by(Teacher.staff_no):
        supervisors[each.group_id].append(each.teacher.name)
    kinds = list(GroupKind)
    for group in sorted(
        Group.select(), key=lambda each: (kinds.index(GroupKind(each.kind)), each.name)
    ):
        if members[group.id]:
            yield GroupLine(
                GROUP_KIND_NAMES[GroupKind(group.kind)], group.name, members[group.id],
                "、".join(leaders[group.id]), "、".join(supervisors[group.id]),
            )  # fmt: skip


def _units(source: Term | None) -> int:
    if source is None:
        return 0
    query = PrepUnit.select().where(PrepUnit.term == source.id, PrepUnit.dropped_at.is_null())
    return int(query.count())


def new_days(series: Sequence[WeeklySeries], starts_on: date, ends_on: date) -> dict[str, int]:
    """How many meetings each series would have in a term of these days, by key."""
    if ends_on <= starts_on:
        return {each.key: 0 for each in series}
    return {each.key: len(rollover.days_of(each, starts_on, ends_on).days) for each in series}
