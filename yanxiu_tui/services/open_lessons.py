"""公开课: announced, changed, called off; who signs up, as long as there are seats (X7, P9, X3)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from db.connection import held, transaction
from db.models import Group, LessonSignUp, Membership, Observation, OpenLesson, Teacher
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.observations import same_class, titled
from yanxiu_tui.rules.roles import GroupKind
from yanxiu_tui.services import school, trace
from yanxiu_tui.services.credentials import find_teacher
from yanxiu_tui.services.observation_drafts import refuse_bad_period, topic_of
from yanxiu_tui.services.open_lesson_views import (
    LESSON_KIND_NAMES,
    PARALLEL,
    Guest,
    LessonView,
    guests,
    lesson,
    lessons,
    may_announce_for,
    parallels,
    unknown,
)
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.texts import clean, clean_lines

__all__ = [
    "LESSON_KIND_NAMES", "PARALLEL", "Guest", "LessonDraft", "LessonView", "announce", "cancel",
    "change", "draft_of", "guests", "lesson", "lessons", "parallels", "sign_up", "withdraw",
]  # fmt: skip

MOST_SEATS = 2000
_LONGEST_NOTE = 500


@dataclass(frozen=True)
class LessonDraft:
    """What is announced. ``teacher_no`` is who gives it, "" for oneself.

    ``with_id`` is another 同课异构 this one is given beside; ``seats`` None has no limit.
    """

    kind: str
    subject: str
    topic: str
    class_name: str
    day: date
    period: int
    place: str = ""
    seats: int | None = None
    note: str = ""
    teacher_no: str = ""
    with_id: int | None = None


def announce(actor: Actor, draft: LessonDraft, now: datetime) -> LessonView:
    """Announce a lesson others may come to; one's own, or as the office or a leader another's.

    Refused where the teacher or the class has another announced lesson in that period.
    """
    teacher = _teacher(actor, draft)
    term = school.current_term(now)
    values = _checked(draft, term, local(now).date())
    with transaction():
        # Held, so that of two announced at once for one class only one is kept.
        school.hold_term(term.id)
        _refuse_clash(teacher, values)
        made = OpenLesson.create(
            term=term.id,
            teacher=teacher,
            group=_research_group(teacher),
            series=_series(draft),
            announced_at=now,
            announced_by=actor.teacher_id,
            **values,
        )
        trace.write(actor, "announce_lesson", "open_lesson", made.id, now, teacher=teacher.id)
    return lesson(actor, made.id, now)


def draft_of(actor: Actor, lesson_id: int) -> LessonDraft:
    """A lesson as it could be announced again, for changing it."""
    row = OpenLesson.get_or_none(OpenLesson.id == lesson_id)
    if row is None:
        raise unknown(lesson_id)
    _require(actor, row)
    return LessonDraft(
        kind=row.kind,
        subject=row.subject,
        topic=row.topic,
        class_name=row.class_name,
        day=row.day,
        period=row.period,
        place=row.place,
        seats=row.seats,
        note=row.note,
        teacher_no=row.teacher.staff_no,
        with_id=_beside(row),
    )


def change(actor: Actor, lesson_id: int, draft: LessonDraft, now: datetime) -> LessonView:
    """Change what was announced, as long as nobody has recorded it; who gives it stays."""
    with transaction():
        row = _hold_to_change(actor, lesson_id)
        school.hold_term(row.term_id)
        values = _checked(draft, school.view(row.term), min(row.day, local(now).date()))
        _refuse_clash(row.teacher, values, row.id)
        _refuse_too_few(row, draft.seats)
        stays = draft.kind == PARALLEL and draft.with_id == _beside(row)
        series = (stays and row.series) or _series(draft)
        OpenLesson.update(series=series, **values).where(OpenLesson.id == row.id).execute()
        trace.write(
            actor, "change_lesson", "open_lesson", row.id, now,
            before=[row.day, row.period, row.class_name, row.topic, row.place],
        )  # fmt: skip
    return lesson(actor, lesson_id, now)


def cancel(actor: Actor, lesson_id: int, reason: str, now: datetime) -> LessonView:
    """Call a lesson off, saying why; it stays on record with those who wanted to come."""
    reason = clean(reason, "取消原因", 200)
    with transaction():
        row = _hold_to_change(actor, lesson_id)
        OpenLesson.update(cancelled_at=now, cancel_reason=reason).where(
            OpenLesson.id == row.id
        ).execute()
        trace.write(actor, "cancel_lesson", "open_lesson", row.id, now, reason=reason)
    return lesson(actor, lesson_id, now)


def sign_up(actor: Actor, lesson_id: int, now: datetime) -> LessonView:
    """Say that one will come, as long as there is a seat; twice is the same as once."""
    require(actor, Act.OBSERVE)
    with transaction():
        row = _hold_to_come(lesson_id, now)
        if row.teacher_id == actor.teacher_id:
            raise Refused("own_lesson", "这是您自己的课，不用报名。")
        coming = {each.teacher_id for each in row.sign_ups}
        if actor.teacher_id not in coming:
            if row.seats is not None and len(coming) >= row.seats:
                raise Refused(
                    "full", f"{row.seats} 个座位已经报满，请与{row.teacher.name}老师商量。"
                )
            LessonSignUp.create(lesson=row, teacher=actor.teacher_id, at=now)
            trace.write(actor, "sign_up_lesson", "open_lesson", row.id, now)
    return lesson(actor, lesson_id, now)


def withdraw(actor: Actor, lesson_id: int, now: datetime) -> LessonView:
    """Say that one will not come after all."""
    with transaction():
        row = _hold_to_come(lesson_id, now)
        gone = LessonSignUp.delete().where(
            LessonSignUp.lesson == row, LessonSignUp.teacher == actor.teacher_id
        )
        if not gone.execute():
            raise Refused("not_signed_up", "您没有报名，不用退出。")
        trace.write(actor, "withdraw_lesson", "open_lesson", row.id, now)
    return lesson(actor, lesson_id, now)


def _teacher(actor: Actor, draft: LessonDraft) -> Teacher:
    if not draft.teacher_no.strip() or draft.teacher_no == actor.staff_no:
        require(actor, Act.ANNOUNCE_LESSON)
        return Teacher.get_by_id(actor.teacher_id)
    teacher = find_teacher(draft.teacher_no)
    if not may_announce_for(actor, teacher.id):
        raise Refused("not_allowed", f"{teacher.name}老师的课请由本人、所在组的组长或教导处预告。")
    return teacher


def _require(actor: Actor, row: OpenLesson) -> None:
    if not may_announce_for(actor, row.teacher_id):
        raise Refused("not_allowed", f"这节课请{row.teacher.name}老师、组长或教导处来改。")


def _hold(lesson_id: int) -> OpenLesson:
    row = held(OpenLesson.select().where(OpenLesson.id == lesson_id), OpenLesson).first()
    if row is None:
        raise unknown(lesson_id)
    if row.cancelled_at is not None:
        raise Refused("cancelled", f"这节课已经取消了（{row.cancel_reason}）。")
    return row


def _hold_to_change(actor: Actor, lesson_id: int) -> OpenLesson:
    row = _hold(lesson_id)
    _require(actor, row)
    if (
        Observation.select()
        .where(Observation.lesson == row, Observation.voided_at.is_null())
        .exists()
    ):
        raise Refused("recorded", "已经有人记了这节课，不能再改或取消。")
    return row


def _hold_to_come(lesson_id: int, now: datetime) -> OpenLesson:
    """Held, so that the last seat is given once."""
    row = _hold(lesson_id)
    if row.day < local(now).date():
        raise Refused("over", "这节课已经上完了；听了课的请按「记听课」。")
    return row


def _checked(draft: LessonDraft, term: school.TermView, earliest: date) -> dict[str, Any]:
    if draft.kind not in LESSON_KIND_NAMES:
        raise Refused("bad_kind", f"类别请选：{'、'.join(LESSON_KIND_NAMES.values())}。")
    if draft.day < earliest:
        raise Refused("past", "预告要在上课以前，日期最早是今天，请核对。")
    if not term.starts_on <= draft.day <= term.ends_on:
        raise Refused(
            "outside_term", f"日期应在本学期（{term.starts_on} 至 {term.ends_on}）之内，请核对。"
        )
    refuse_bad_period(draft.period, school.regulation_of(term.regulation_id).observing.periods)
    if draft.seats is not None and not 1 <= draft.seats <= MOST_SEATS:
        raise Refused("bad_seats", f"座位请写 1 到 {MOST_SEATS} 的数字；不限就留空。")
    note = clean_lines(draft.note).strip()
    if len(note) > _LONGEST_NOTE:
        raise Refused("too_long", f"说明请控制在 {_LONGEST_NOTE} 字以内。")
    return {
        "kind": draft.kind,
        "subject": clean(draft.subject, "学科", 32),
        "topic": topic_of(draft.topic),
        "class_name": clean(draft.class_name, "班级", 32),
        "day": draft.day,
        "period": draft.period,
        "place": clean(draft.place, "地点", 64, required=False),
        "seats": draft.seats,
        "note": note,
    }


def _refuse_clash(teacher: Teacher, values: dict[str, Any], besides: int = 0) -> None:
    """One teacher, and one class, is in one place at a time."""
    same_time = (OpenLesson.day == values["day"]) & (OpenLesson.period == values["period"])
    standing = OpenLesson.cancelled_at.is_null() & (OpenLesson.id != besides)
    query = OpenLesson.select(OpenLesson, Teacher).join(Teacher, on=OpenLesson.teacher)
    for other in query.where(same_time, standing):
        whose = f"{other.teacher.name}老师的{titled(other.topic)}（{other.class_name}）"
        when = f"{other.day.month}月{other.day.day}日第 {other.period} 节"
        if other.teacher_id == teacher.id:
            raise Refused("clash", f"{when}已预告{whose}，一位老师一节只能上一处，请换节次。")
        if same_class(other.class_name, values["class_name"]):
            raise Refused("clash", f"{when}这个班已预告{whose}，请换节次或班级。")


def _refuse_too_few(row: OpenLesson, seats: int | None) -> None:
    coming = row.sign_ups.count()
    if seats is not None and seats < coming:
        raise Refused("too_few_seats", f"已有 {coming} 人报名，座位不能比这少。")


def _series(draft: LessonDraft) -> str:
    """A series of its own, or that of the lesson it is given beside."""
    if draft.kind != PARALLEL:
        return ""
    if draft.with_id is None:
        return str(uuid4())
    other = OpenLesson.get_or_none(OpenLesson.id == draft.with_id)
    if other is None or not other.series or other.cancelled_at is not None:
        raise Refused("no_series", "要一起上的那节同课异构没有找到或已取消，请重新选。")
    return str(other.series)


def _beside(row: OpenLesson) -> int | None:
    """Another lesson of its series that stands, if there is one."""
    if not row.series:
        return None
    others = OpenLesson.select(OpenLesson.id).where(
        OpenLesson.series == row.series,
        OpenLesson.id != row.id,
        OpenLesson.cancelled_at.is_null(),
    )
    first = others.order_by(OpenLesson.id).first()
    return first.id if first else None


def _research_group(teacher: Teacher) -> int | None:
    found = (
        Membership.select(Membership.group)
        .join(Group)
        .where(Membership.teacher == teacher, Group.kind == GroupKind.RESEARCH)
        .order_by(Group.name)
        .first()
    )
    return found.group_id if found else None
