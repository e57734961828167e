"""The head of an 听课 record: whose lesson, when and where, checked before it is kept (Z22)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import fn

from db.models import Observation, OpenLesson, Teacher
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.observations import MODE_NAMES, Mode, titled
from yanxiu_tui.services import school
from yanxiu_tui.services.credentials import find_teacher
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.school import TermView
from yanxiu_tui.services.texts import clean


@dataclass(frozen=True)
class ObservationDraft:
    """What is said of a lesson before it is written about.

    In school ``taught_by_no`` is the staff number of who taught it; elsewhere ``school_name`` and
    ``taught_by_name`` say who. ``mode`` is concentrated or drop_in (Z23).
    """

    subject: str
    class_name: str
    topic: str
    day: date
    period: int
    mode: str = Mode.DROP_IN
    taught_by_no: str = ""
    school_name: str = ""
    taught_by_name: str = ""
    place: str = ""


@dataclass(frozen=True)
class Habit:
    """What was last heard of a teacher: it is most likely heard again."""

    subject: str
    class_name: str
    place: str


def draft_of(actor: Actor, observation_id: int) -> ObservationDraft:
    """The head of one's own record as it stands, for changing it."""
    row = Observation.get_or_none(
        (Observation.id == observation_id) & (Observation.observer == actor.teacher_id)
    )
    if row is None:
        raise Refused("not_yours", "只能改自己的听课记录。")
    return ObservationDraft(
        subject=row.subject,
        class_name=row.class_name,
        topic=row.topic,
        day=row.day,
        period=row.period,
        mode=row.mode,
        taught_by_no=row.taught_by.staff_no if row.taught_by else "",
        school_name=row.school_name,
        taught_by_name=row.taught_by_name,
        place=row.place,
    )


def draft_from(lesson: OpenLesson) -> ObservationDraft:
    """An announced lesson as the head of a record of it: nothing is typed twice."""
    return ObservationDraft(
        subject=lesson.subject,
        class_name=lesson.class_name,
        topic=lesson.topic,
        day=lesson.day,
        period=lesson.period,
        mode=Mode.CONCENTRATED,
        taught_by_no=lesson.teacher.staff_no,
        place=lesson.place,
    )


def habits(actor: Actor) -> dict[str, Habit]:
    """By staff number, what was last recorded or announced of each teacher; three queries.

    A colleague's record helps as much as one's own: it is only the subject, the class, the room.
    Of whom nothing was, the roster tells the subject.
    """
    require(actor, Act.OBSERVE)
    here = Teacher.select(Teacher.staff_no, Teacher.subject).where(Teacher.left_at.is_null())
    found = {row.staff_no: Habit(row.subject, "", "") for row in here}
    for table, taught in ((OpenLesson, OpenLesson.teacher), (Observation, Observation.taught_by)):
        latest = _latest(table, taught)
        found |= {staff_no: Habit(*rest) for staff_no, *rest in latest}
    return found


def subjects() -> list[str]:
    """The subjects taught here, as the roster and the records name them."""
    taught = Teacher.select(Teacher.subject).where(Teacher.left_at.is_null()).distinct()
    heard = Observation.select(Observation.subject).distinct()
    return sorted({row.subject for row in (*taught, *heard)} - {""})


def checked(draft: ObservationDraft, actor: Actor, term: TermView, now: datetime) -> dict[str, Any]:
    """The draft as columns; Refused at the first thing that is missing or cannot be."""
    rule = school.regulation_of(term.regulation_id).observing
    _refuse_bad_time(draft, term, local(now).date(), rule.periods)
    if draft.mode not in set(Mode):
        raise Refused("bad_mode", f"听课方式请选：{'、'.join(MODE_NAMES.values())}。")
    who = _elsewhere(draft) if draft.school_name.strip() else _in_school(draft, actor)
    return {
        **who,
        "subject": clean(draft.subject, "学科", 32),
        "class_name": clean(draft.class_name, "班级", 32),
        "topic": topic_of(draft.topic),
        "day": draft.day,
        "period": draft.period,
        "place": clean(draft.place, "地点", 64, required=False),
        "mode": str(draft.mode),
    }


def topic_of(typed: str) -> str:
    """The 课题 without the book-title marks it is shown in."""
    topic = clean(typed, "课题", 64)
    whole = topic.startswith("《") and topic.endswith("》") and topic.count("《") == 1
    return topic[1:-1].strip() or topic if whole else topic


def title_of(teacher: str, topic: str, class_name: str) -> str:
    """``王小明《背影》七（3）班``, no longer than a title may be."""
    return f"{teacher}{titled(topic)}{class_name}"[:128]


def refuse_bad_period(period: int, periods: int) -> None:
    """Refuse a 节次 the day does not have."""
    if not 1 <= period <= periods:
        raise Refused("bad_period", f"节次请写 1 到 {periods} 的数字。")


def _refuse_bad_time(draft: ObservationDraft, term: TermView, today: date, periods: int) -> None:
    if draft.day > today:
        raise Refused("in_future", "还没有上的课不能记，听课日期最晚是今天，请核对。")
    if not term.starts_on <= draft.day <= term.ends_on:
        raise Refused(
            "outside_term",
            f"听课日期应在本学期（{term.starts_on} 至 {term.ends_on}）之内，请核对日期。",
        )
    refuse_bad_period(draft.period, periods)


def _in_school(draft: ObservationDraft, actor: Actor) -> dict[str, Any]:
    if not draft.taught_by_no.strip():
        raise Refused("no_teacher", "请选定执教老师；外校的课请写学校和执教姓名。")
    teacher = find_teacher(draft.taught_by_no)
    if teacher.id == actor.teacher_id:
        raise Refused("own_lesson", "不能听自己的课，请选别的执教老师。")
    return {"taught_by": teacher, "taught_by_name": "", "school_name": ""}


def _elsewhere(draft: ObservationDraft) -> dict[str, Any]:
    return {
        "taught_by": None,
        "taught_by_name": clean(draft.taught_by_name, "外校的执教姓名", 64),
        "school_name": clean(draft.school_name, "外校的校名", 64),
    }


def _latest(table: Any, taught: Any) -> Sequence[Any]:
    """Of each teacher what was entered last."""
    last = table.select(fn.MAX(table.id)).where(taught.is_null(False)).group_by(taught)
    rows = (
        table.select(Teacher.staff_no, table.subject, table.class_name, table.place)
        .join(Teacher, on=taught)
        .where(table.id.in_(last))
    )
    found: Sequence[Any] = rows.tuples()
    return found
