"""待办: what waits for somebody, gathered from every subject."""

from collections.abc import Iterator
from datetime import datetime

from db.models import Activity, MakeupTask, PrepSession, PrepUnit
from yanxiu_tui.clock import end_of
from yanxiu_tui.rules.todo import Todo, by_urgency
from yanxiu_tui.services import (
    archive_checks,
    claim_views,
    evaluation,
    leave_views,
    loan_views,
    objections,
    observation_views,
    out_study_todo,
    pairing_assessments,
    pairing_log,
    pairing_views,
    rollover_views,
    skill_views,
    steering_views,
    submission_views,
)
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.school import current_term

_SUBJECTS = (
    submission_views.to_do,
    archive_checks.to_do,
    loan_views.to_do,
    out_study_todo.to_do,
    skill_views.to_do,
    steering_views.to_do,
    rollover_views.to_do,
)


def todos(actor: Actor, now: datetime) -> list[Todo]:
    """All of it, the most urgent first; a few small queries for each subject."""
    found = [*_meetings(actor), *_lessons(actor, now), *_review(actor, now)]
    for to_do in _SUBJECTS:
        found += to_do(actor, now)
    return by_urgency(found)


def _meetings(actor: Actor) -> Iterator[Todo]:
    begin = leave_views.to_decide(actor)
    yield from _some(
        "leave_decisions", len(begin), "{} 张请假条待批", "待批", min(begin, default=None)
    )
    owed = MakeupTask.select().where(
        MakeupTask.teacher == actor.teacher_id, MakeupTask.done_at.is_null()
    )
    yield from _some("my_attendance", owed.count(), "{} 次公假缺席的内容待后补", "待补")


def _lessons(actor: Actor, now: datetime) -> Iterator[Todo]:
    yield from _some("prep", _unsigned(actor), "{} 次集体备课待签字", "待签")
    heard = observation_views.to_confirm(actor)
    yield from _some("observations", heard, "{} 节被听的课待确认", "待确认")
    signing = pairing_views.to_sign(actor, now) + pairing_log.to_sign(actor)
    yield from _some("pairings", signing, "{} 项师徒结对待签", "待签")
    if judging := pairing_assessments.due(actor, now):
        by = end_of(current_term(now).ends_on)
        yield from _some("pairings", judging, "{} 对师徒待考核", "考核", by)


def _review(actor: Actor, now: datetime) -> Iterator[Todo]:
    yield from _some("claim_decisions", claim_views.to_decide(actor), "{} 份申报待审", "待审")
    yield from _some("evaluation", evaluation.due(actor, now), "{} 项评价要打分", "要评")
    on_notice = objections.waiting(actor)
    until = min((end_of(day) for day in on_notice if day), default=None)
    yield from _some("published", len(on_notice), "{} 条异议待答复", "待答", until)


def _unsigned(actor: Actor) -> int:
    """How many sessions of one's groups are over and not signed yet."""
    if not actor.leads:
        return 0
    over = PrepSession.select().join(Activity).switch(PrepSession).join(PrepUnit)
    return int(
        over.where(
            PrepUnit.group.in_(list(actor.leads)),
            PrepSession.signed_at.is_null(),
            Activity.ended_at.is_null(False),
        ).count()
    )


def _some(
    room: str, count: int, words: str, short: str, due_at: datetime | None = None
) -> Iterator[Todo]:
    """One line for so many things of a kind, none for nothing."""
    if count:
        yield Todo(room, words.format(count), due_at, short, count)
