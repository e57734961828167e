"""What waits of 外出学习: reports to write, trips to decide on and to settle (P8)."""

from datetime import date, datetime

from db.models import OutStudy
from yanxiu_tui.clock import day_bounds, end_of, local
from yanxiu_tui.rules.out_study import OutStudyState, report_due
from yanxiu_tui.rules.todo import Todo
from yanxiu_tui.services.claim_kinds import Versions
from yanxiu_tui.services.leave_views import holders
from yanxiu_tui.services.out_study_views import may_decide
from yanxiu_tui.services.permission import Act, Actor, Scope, allowed, reach

ROOM = "out_studies"


def to_do(actor: Actor, now: datetime) -> list[Todo]:
    """The reports one owes; what waits for the heads to decide and for the office to settle."""
    if actor.teacher_id is None:
        return []
    return [*_reports_owed(actor, now), *_to_decide(actor), *_to_settle(actor)]


def _reports_owed(actor: Actor, now: datetime) -> list[Todo]:
    today = local(now).date()
    owed = list(
        OutStudy.select().where(
            OutStudy.teacher == actor.teacher_id,
            OutStudy.state == OutStudyState.APPROVED,
            OutStudy.reported_at.is_null(),
            OutStudy.settled_at.is_null(),
            OutStudy.first <= today,
        )
    )
    versions = Versions({row.term_id for row in owed}) if owed else None
    found = []
    for row in owed:
        assert versions is not None
        due_on = _due_on(row, versions)
        late = (today - due_on).days
        words = f"写「{row.title}」的外出学习汇报" + (f"，已逾期 {late} 天" if late > 0 else "")
        found.append(Todo(ROOM, words, end_of(due_on)))
    return found


def _to_decide(actor: Actor) -> list[Todo]:
    if reach(actor, Act.VIEW_OUT_STUDY) is not Scope.SCHOOL:
        return []
    waiting = OutStudy.select(OutStudy.teacher, OutStudy.first).where(
        OutStudy.state == OutStudyState.ASKED
    )
    rows = list(waiting.order_by(OutStudy.first))
    deciders = holders() if rows else set()
    ours = [row for row in rows if may_decide(actor, row.teacher_id, deciders)]
    if not ours:
        return []
    return [Todo(ROOM, f"审批 {len(ours)} 份外出学习申请", day_bounds(ours[0].first)[0])]


def _to_settle(actor: Actor) -> list[Todo]:
    if not allowed(actor, Act.SETTLE_OUT_STUDY):
        return []
    count = (
        OutStudy.select()
        .where(
            OutStudy.teacher != actor.teacher_id,
            OutStudy.state == OutStudyState.APPROVED,
            OutStudy.reported_at.is_null(False),
            OutStudy.settled_at.is_null(),
        )
        .count()
    )
    return [Todo(ROOM, f"核销 {count} 次外出学习")] if count else []


def _due_on(row: OutStudy, versions: Versions) -> date:
    rule = versions.at(row.term_id, row.asked_at).out_study
    return report_due(row.last, rule.report_days)
