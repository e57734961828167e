"""What of a term is not done, each with the room to do it in; told before the next is begun."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from peewee import fn

from db.models import (
    Activity,
    Claim,
    EvaluationStage,
    Leave,
    Loan,
    Objection,
    OutStudy,
    Pairing,
    Ranking,
    SkillTest,
    SteeringRecord,
    Term,
)
from yanxiu_tui.clock import end_of, local
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.leave import LeaveState
from yanxiu_tui.rules.loans import LoanState
from yanxiu_tui.rules.out_study import OutStudyState, report_due, standing
from yanxiu_tui.rules.pairings import PairingState
from yanxiu_tui.rules.roles import GroupKind
from yanxiu_tui.rules.submissions import Standing
from yanxiu_tui.services import archive_checks, school, steering_views
from yanxiu_tui.services.activities import State
from yanxiu_tui.services.claim_kinds import Versions
from yanxiu_tui.services.frozen_views import SUBJECT_NAMES, TEACHER
from yanxiu_tui.services.school import TermView
from yanxiu_tui.services.submission_reading import Reach, read

# How long before it is over what ends with a term is told.
AHEAD = timedelta(days=21)
_TRIPS = ("待批准", "汇报逾期", "待核销")


@dataclass(frozen=True)
class OpenMatter:
    """Something of the old term that is not done, and the room (its module) to do it in.

    With ``term_id`` it is of the term before the old one.
    """

    room: str
    words: str
    term_id: int | None = None


def still_open(old: TermView, now: datetime) -> Iterator[OpenMatter]:
    """What of a term is not done in the whole school, what other things wait for first."""
    yield from _rankings(old)
    yield from _papers(old, now)
    for room, words, query in _counted(old, now):
        count = query.count()
        if count:
            yield OpenMatter(room, words.format(count))
    yield from _trips(old, now)
    if unchecked := archive_checks.unchecked(old):
        yield OpenMatter("archives", f"{unchecked} 份成长档案还没有检查")
    owed = "、".join(each.name for each in steering_views.still_owed(old) if not each.begun)
    if owed:
        yield OpenMatter("steering", f"领导小组还没有办：{owed}")


def left_behind(terms: Sequence[Term], old: TermView) -> Iterator[OpenMatter]:
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


def _trips(old: TermView, now: datetime) -> Iterator[OpenMatter]:
    """What waits to be decided, to be reported on and to be settled (P8)."""
    under_way = OutStudy.state.in_([OutStudyState.ASKED, OutStudyState.APPROVED])
    rows = list(
        OutStudy.select().where(OutStudy.term == old.id, under_way, OutStudy.settled_at.is_null())
    )
    versions, today = Versions([old.id]), local(now).date()
    found = Counter(_standing(row, versions, today) for row in rows)
    for each in _TRIPS:
        if found[each]:
            yield OpenMatter("out_studies", f"{found[each]} 次外出学习{each}")


def _standing(row: OutStudy, versions: Versions, today: date) -> str:
    due_on = report_due(row.last, versions.at(row.term_id, row.asked_at).out_study.report_days)
    reported = row.reported_at is not None
    return standing(OutStudyState(row.state), row.first, due_on, today, reported, settled=False)


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
            Pairing.state == PairingState.SIGNED, Pairing.last <= old.ends_on + AHEAD
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
