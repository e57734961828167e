"""听课: begun, written, and completed with a comment, before it counts (Z22)."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from db.connection import held, transaction
from db.models import Manuscript, Observation, OpenLesson, Passage, Teacher
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.observations import Observing, lacks, late, marked, wrong_marks
from yanxiu_tui.services import manuscripts, school, trace
from yanxiu_tui.services.observation_drafts import (
    ObservationDraft,
    checked,
    draft_from,
    draft_of,
    habits,
    title_of,
)
from yanxiu_tui.services.observation_rows import ObservationView, hold
from yanxiu_tui.services.observation_views import view
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.school import TermView

__all__ = [
    "ObservationDraft", "ObservationView", "begin", "begin_at", "change", "complete", "draft_of",
    "habits", "reopen", "view",
]  # fmt: skip


def begin(actor: Actor, draft: ObservationDraft, now: datetime) -> ObservationView:
    """Begin the record of a lesson; at once linked with the open lesson it was, if it was one.

    The same lesson twice is refused; two lessons at once are kept and flagged as a conflict.
    """
    require(actor, Act.OBSERVE)
    term = school.current_term(now)
    values = checked(draft, actor, term, now)
    with transaction():
        _refuse_twice(actor, values)
        made = Observation.create(
            term=term.id,
            manuscript=_manuscript(actor, values, term, now),
            observer=actor.teacher_id,
            lesson=_lesson(values),
            started_at=now,
            **values,
        )
        trace.write(actor, "begin_observation", "observation", made.id, now, day=draft.day)
    return view(actor, made.id)


def begin_at(actor: Actor, lesson_id: int, now: datetime) -> ObservationView:
    """Begin the record of an open lesson with everything that was announced filled in.

    Begun before, that one.
    """
    lesson = OpenLesson.get_or_none(OpenLesson.id == lesson_id)
    if lesson is None or lesson.cancelled_at is not None:
        raise Refused("no_lesson", "没有这节公开课，或已经取消。")
    before = Observation.get_or_none(
        Observation.lesson == lesson,
        Observation.observer == actor.teacher_id,
        Observation.voided_at.is_null(),
    )
    return view(actor, before.id) if before else begin(actor, draft_from(lesson), now)


def change(
    actor: Actor, observation_id: int, draft: ObservationDraft, now: datetime
) -> ObservationView:
    """Correct the head of one's own record until it is completed."""
    with transaction():
        row = _hold_own(actor, observation_id)
        _refuse_unless_open(row)
        term = school.view(row.term)
        values = checked(draft, actor, term, now)
        _refuse_twice(actor, values, row.id)
        Observation.update(**values, lesson=_lesson(values)).where(
            Observation.id == row.id
        ).execute()
        Manuscript.update(about=values["taught_by"]).where(
            Manuscript.id == row.manuscript_id
        ).execute()
        manuscripts.retitle(row.manuscript_id, _title(values), values["day"])
        trace.write(
            actor, "change_observation", "observation", row.id, now,
            before=[row.day, row.period, row.class_name, row.topic],
        )  # fmt: skip
    return view(actor, observation_id)


def complete(
    actor: Actor,
    observation_id: int,
    grade: str,
    marks: Mapping[str, Decimal],
    now: datetime,
) -> ObservationView:
    """Let one's own record count; refused without the 教学过程 or without any comment (Z22).

    ``grade`` is one of the regulation's or "", ``marks`` by line of the score sheet, or none.
    Late ones are stamped 补录.
    """
    with transaction():
        row = _hold_own(actor, observation_id)
        _refuse_unless_open(row)
        rule = school.regulation_of(row.term.regulation_id).observing
        _refuse_unwritten(row, rule)
        _refuse_odd_marks(rule, grade, marks)
        stamped = late(row.day, local(now).date(), rule)
        Observation.update(
            grade=grade,
            marks=marked(rule.sheet, marks),
            total=sum(marks.values(), Decimal(0)) if marks else None,
            completed_at=now,
            late_entry=stamped,
        ).where(Observation.id == row.id).execute()
        manuscripts.close(row.manuscript_id, now)
        trace.write(actor, "complete_observation", "observation", row.id, now, late=stamped)
    return view(actor, observation_id)


def _refuse_unwritten(row: Observation, rule: Observing) -> None:
    missing = lacks(_texts(row.manuscript_id))
    if missing:
        clause = rule.clause.id if rule.clause.id != "默认" else "Z22"
        raise Refused("incomplete", f"还没有写{missing}，写了才算一节（{clause}）。")


def _refuse_odd_marks(rule: Observing, grade: str, marks: Mapping[str, Decimal]) -> None:
    if grade and grade not in rule.grades:
        raise Refused("bad_grade", f"等级请选：{'、'.join(rule.grades)}，也可以不评。")
    wrong = wrong_marks(rule.sheet, marks)
    if wrong:
        raise Refused("bad_marks", wrong)


def reopen(actor: Actor, observation_id: int, now: datetime) -> ObservationView:
    """Write on in one's own completed record, until the teacher has confirmed it."""
    with transaction():
        row = _hold_own(actor, observation_id)
        if row.voided_at is not None or row.completed_at is None:
            raise Refused("not_completed", "这条听课记录没有完成，不用改回。")
        if row.confirmed_at is not None:
            raise Refused("confirmed", "执教老师已经确认，不能再改；确有错误请教导处作废后重记。")
        Observation.update(completed_at=None, late_entry=False).where(
            Observation.id == row.id
        ).execute()
        manuscripts.close(row.manuscript_id, None)
        trace.write(actor, "reopen_observation", "observation", row.id, now)
    return view(actor, observation_id)


def _hold_own(actor: Actor, observation_id: int) -> Observation:
    row = hold(observation_id)
    if actor.teacher_id is None or row.observer_id != actor.teacher_id:
        raise Refused("not_yours", "只能写自己的听课记录。")
    return row


def _refuse_unless_open(row: Observation) -> None:
    if row.voided_at is not None:
        raise Refused("voided", "这条听课记录已经作废，不能再写。")
    if row.completed_at is not None:
        raise Refused("completed", "这条听课记录已经完成；要改，请先改回在写。")


def _refuse_twice(actor: Actor, values: Mapping[str, Any], besides: int = 0) -> None:
    """One period of one teacher is one lesson; held, so that it does not slip in twice."""
    held(Teacher.select().where(Teacher.id == actor.teacher_id), Teacher).get()
    other = Observation.get_or_none(
        Observation.observer == actor.teacher_id,
        Observation.day == values["day"],
        Observation.period == values["period"],
        Observation.taught_by.is_null()
        if values["taught_by"] is None
        else Observation.taught_by == values["taught_by"],
        Observation.taught_by_name == values["taught_by_name"],
        Observation.school_name == values["school_name"],
        Observation.voided_at.is_null(),
        Observation.id != besides,
    )
    if other is not None:
        day = f"{other.day.month}月{other.day.day}日第 {other.period} 节"
        what = title_of(_teacher_name(values), other.topic, other.class_name)
        raise Refused("recorded_already", f"{day}的{what}您已经记过了，接着写那一条就行。")


def _lesson(values: Mapping[str, Any]) -> OpenLesson | None:
    """The open lesson this teacher gives in that period: there is at most one.

    Held, so that it is not called off meanwhile.
    """
    if values["taught_by"] is None:
        return None
    query = OpenLesson.select().where(
        OpenLesson.teacher == values["taught_by"],
        OpenLesson.day == values["day"],
        OpenLesson.period == values["period"],
        OpenLesson.cancelled_at.is_null(),
    )
    found: OpenLesson | None = held(query, OpenLesson).first()
    return found


def _manuscript(
    actor: Actor, values: Mapping[str, Any], term: TermView, now: datetime
) -> Manuscript:
    taught_by = values["taught_by"]
    return manuscripts.begin(
        manuscripts.OBSERVATION, term.id, _title(values), values["day"], now,
        author_id=actor.teacher_id, about_id=taught_by.id if taught_by else None,
    )  # fmt: skip


def _title(values: Mapping[str, Any]) -> str:
    return title_of(_teacher_name(values), values["topic"], values["class_name"])


def _teacher_name(values: Mapping[str, Any]) -> str:
    taught_by = values["taught_by"]
    return str(taught_by.name if taught_by else values["taught_by_name"])


def _texts(manuscript_id: int) -> dict[str, str]:
    rows = Passage.select(Passage.section, Passage.text)
    return {row.section: row.text for row in rows.where(Passage.manuscript == manuscript_id)}
