"""Announced lessons as people see them: whose, when, where, who comes (X7, P9, X3)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN, Case

from db.models import LessonSignUp, Membership, Observation, OpenLesson, Teacher
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.services.groups import research_groups
from yanxiu_tui.services.observation_views import counts
from yanxiu_tui.services.permission import Act, Actor, Scope, allowed, groups_within, reach

MOST = 500
PARALLEL = "parallel_lesson"
LESSON_KIND_NAMES: Mapping[str, str] = {
    "open_lesson": "公开课",
    "demonstration_lesson": "观摩课",
    "research_lesson": "研究课",
    PARALLEL: "同课异构",
}


@dataclass(frozen=True)
class LessonView:
    """One announced lesson.

    ``coming`` is how many have signed up, ``heard`` how many records of it are complete; ``beside``
    how many other lessons of the same 同课异构 stand. ``i_come``, ``mine`` and ``may_change`` are
    about whoever reads it.
    """

    id: int
    kind: str
    kind_name: str
    teacher_id: int
    staff_no: str
    teacher_name: str
    group_name: str
    subject: str
    topic: str
    class_name: str
    day: date
    period: int
    place: str
    seats: int | None
    coming: int
    heard: int
    series: str
    beside: int
    note: str
    announced_by: str
    cancelled_at: datetime | None
    cancel_reason: str
    over: bool
    i_come: bool
    mine: bool
    may_change: bool

    @property
    def full(self) -> bool:
        """Whether no seat is left."""
        return self.seats is not None and self.coming >= self.seats


@dataclass(frozen=True)
class Guest:
    """Somebody who said they would come."""

    name: str
    group_name: str
    at: datetime


def lessons(
    actor: Actor, term_id: int, now: datetime, limit: int = MOST, offset: int = 0
) -> list[LessonView]:
    """Everything announced for a term: what is to come, the next first; then what is over."""
    today = local(now).date()
    gone = OpenLesson.day < today
    query = (
        _read()
        .where(OpenLesson.term == term_id)
        # Days to come in their order, days gone backwards.
        .order_by(
            gone, Case(None, [(gone, None)], OpenLesson.day), OpenLesson.day.desc(),
            OpenLesson.period, OpenLesson.id,
        )
        .limit(limit)
        .offset(offset)
    )  # fmt: skip
    return _views(actor, list(query), today)


def lesson(actor: Actor, lesson_id: int, now: datetime) -> LessonView:
    """One of them; Refused when there is none of that number."""
    row = _read().where(OpenLesson.id == lesson_id).get_or_none()
    if row is None:
        raise unknown(lesson_id)
    return _views(actor, [row], local(now).date())[0]


def parallels(actor: Actor, term_id: int, now: datetime, besides: int = 0) -> list[LessonView]:
    """The 同课异构 of a term that another lesson may join: the first announced of each series.

    Not ``besides``, which is the lesson that would join.
    """
    joined: dict[str, LessonView] = {}
    for each in sorted(lessons(actor, term_id, now), key=lambda view: view.id):
        if each.series and each.cancelled_at is None and each.id != besides:
            joined.setdefault(each.series, each)
    return list(joined.values())


def guests(lesson_id: int) -> list[Guest]:
    """Who said they would come, in the order they said so."""
    query = LessonSignUp.select(LessonSignUp, Teacher).join(Teacher)
    rows = list(query.where(LessonSignUp.lesson == lesson_id).order_by(LessonSignUp.id))
    groups = research_groups({row.teacher_id for row in rows})
    return [Guest(row.teacher.name, groups.get(row.teacher_id, ""), row.at) for row in rows]


def unknown(lesson_id: int) -> Refused:
    """The refusal of a number that no lesson has."""
    return Refused("no_lesson", f"没有编号为 {lesson_id} 的公开课，请核对。")


def may_announce_for(actor: Actor, teacher_id: int) -> bool:
    """Whether this person may announce, change and cancel the lessons of that teacher."""
    if teacher_id == actor.teacher_id:
        return allowed(actor, Act.ANNOUNCE_LESSON)
    return teacher_id in announced_for(actor, [teacher_id])


def announced_for(actor: Actor, teacher_ids: Collection[int]) -> set[int]:
    """Whom of these others this person announces for: everybody, or the members of one's groups."""
    scope = reach(actor, Act.ANNOUNCE_FOR_OTHERS)
    if scope is Scope.SCHOOL:
        return set(teacher_ids)
    if scope is Scope.NONE:
        return set()
    led = groups_within(actor, Act.ANNOUNCE_FOR_OTHERS)
    members = Membership.select(Membership.teacher).where(
        Membership.group.in_(list(led)), Membership.teacher.in_(list(teacher_ids))
    )
    return {row.teacher_id for row in members}


def _read() -> Any:
    announcer = Teacher.alias()
    return (
        OpenLesson.select(OpenLesson, Teacher, announcer)
        .join(Teacher, on=OpenLesson.teacher)
        .switch(OpenLesson)
        .join(announcer, JOIN.LEFT_OUTER, on=OpenLesson.announced_by, attr="announced_by")
    )


def _views(actor: Actor, rows: Sequence[OpenLesson], today: date) -> list[LessonView]:
    """A handful of queries, however many there are."""
    ids, teachers = [row.id for row in rows], {row.teacher_id for row in rows}
    groups, others = research_groups(teachers), announced_for(actor, teachers)
    signed = LessonSignUp.select(LessonSignUp.lesson, LessonSignUp.teacher)
    coming: dict[int, set[int]] = defaultdict(set)
    for each in signed.where(LessonSignUp.lesson.in_(ids)):
        coming[each.lesson_id].add(each.teacher_id)
    heard = Observation.select(Observation.lesson).where(Observation.lesson.in_(ids), counts())
    records = Counter(each.lesson_id for each in heard)
    series = {row.series for row in rows if row.series}
    standing = OpenLesson.select(OpenLesson.series).where(
        OpenLesson.series.in_(list(series)), OpenLesson.cancelled_at.is_null()
    )
    beside = Counter(each.series for each in standing)
    return [
        _view(
            row, actor, today,
            group_name=groups.get(row.teacher_id, ""),
            coming=coming[row.id],
            heard=records[row.id],
            beside=max(0, beside[row.series] - (row.cancelled_at is None)) if row.series else 0,
            may_change=row.teacher_id in others or row.teacher_id == actor.teacher_id,
        )
        for row in rows
    ]  # fmt: skip


def _view(
    row: OpenLesson,
    actor: Actor,
    today: date,
    group_name: str,
    coming: Collection[int],
    heard: int,
    beside: int,
    may_change: bool,
) -> LessonView:
    return LessonView(
        id=row.id,
        kind=row.kind,
        kind_name=LESSON_KIND_NAMES.get(row.kind, row.kind),
        teacher_id=row.teacher_id,
        staff_no=row.teacher.staff_no,
        teacher_name=row.teacher.name,
        group_name=group_name,
        subject=row.subject,
        topic=row.topic,
        class_name=row.class_name,
        day=row.day,
        period=row.period,
        place=row.place,
        seats=row.seats,
        coming=len(coming),
        heard=heard,
        series=row.series,
        beside=beside,
        note=row.note,
        announced_by=row.announced_by.name if row.announced_by else "",
        cancelled_at=row.cancelled_at,
        cancel_reason=row.cancel_reason,
        over=row.day < today,
        i_come=actor.teacher_id in coming,
        mine=row.teacher_id == actor.teacher_id,
        may_change=may_change,
    )
