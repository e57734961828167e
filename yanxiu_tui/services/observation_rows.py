"""听课 records as they are read: one row each, with whether another contradicts it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from peewee import JOIN

from db.connection import held
from db.models import Observation, OpenLesson, Teacher
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.observations import Marked, Mode, marks_of
from yanxiu_tui.services.groups import research_groups
from yanxiu_tui.services.observation_conflicts import conflicted


class ObservationState(StrEnum):
    """How far a record is."""

    WRITING = "writing"
    COMPLETED = "completed"
    CONFIRMED = "confirmed"
    VOIDED = "voided"


OBSERVATION_STATE_NAMES: Mapping[ObservationState, str] = {
    ObservationState.WRITING: "在写",
    ObservationState.COMPLETED: "已完成",
    ObservationState.CONFIRMED: "已确认",
    ObservationState.VOIDED: "已作废",
}


@dataclass(frozen=True)
class ObservationView:
    """One record in a list; its texts stand in the manuscript.

    ``taught_by_id`` is None for a lesson of another school (``school_name``). ``conflict`` says
    that another record has the observer or the teacher somewhere else at the same time.
    """

    id: int
    term_id: int
    manuscript_id: int
    observer_id: int
    observer_name: str
    group_name: str
    taught_by_id: int | None
    taught_by_no: str
    teacher_name: str
    school_name: str
    lesson_id: int | None
    lesson_kind: str
    subject: str
    class_name: str
    topic: str
    day: date
    period: int
    place: str
    mode: Mode
    grade: str
    marks: tuple[Marked, ...]
    total: Decimal | None
    started_at: datetime
    completed_at: datetime | None
    late_entry: bool
    confirmed_at: datetime | None
    answer: str
    voided_at: datetime | None
    voided_by: str
    void_reason: str
    conflict: bool

    @property
    def state(self) -> ObservationState:
        """How far it is."""
        if self.voided_at is not None:
            return ObservationState.VOIDED
        if self.confirmed_at is not None:
            return ObservationState.CONFIRMED
        done = self.completed_at is not None
        return ObservationState.COMPLETED if done else ObservationState.WRITING


def hold(observation_id: int) -> Observation:
    """The row, held until the transaction ends; Refused when there is none."""
    row = held(Observation.select().where(Observation.id == observation_id), Observation).first()
    if row is None:
        raise unknown(observation_id)
    return row


def unknown(observation_id: int) -> Refused:
    """The refusal of a number that no record has, or none that one may see."""
    sentence = f"没有编号为 {observation_id} 的听课记录，或您没有查看的权限。"
    return Refused("no_observation", sentence)


def read() -> Any:
    """A query of records with all that a view of one needs beside them."""
    taught, voider = Teacher.alias(), Teacher.alias()
    return (
        Observation.select(Observation, Teacher, taught, voider, OpenLesson.id, OpenLesson.kind)
        .join(Teacher, on=Observation.observer, attr="observer")
        .switch(Observation)
        .join(taught, JOIN.LEFT_OUTER, on=Observation.taught_by, attr="taught_by")
        .switch(Observation)
        .join(voider, JOIN.LEFT_OUTER, on=Observation.voided_by, attr="voided_by")
        .switch(Observation)
        .join(OpenLesson, JOIN.LEFT_OUTER, on=Observation.lesson, attr="lesson")
    )


def views(query: Any) -> list[ObservationView]:
    """Three queries, however many there are."""
    rows = list(query)
    groups = research_groups({row.observer_id for row in rows})
    conflicts = conflicted([row.id for row in rows])
    return [_view(row, groups.get(row.observer_id, ""), row.id in conflicts) for row in rows]


def _view(row: Observation, group_name: str, conflict: bool) -> ObservationView:
    taught = row.taught_by
    return ObservationView(
        id=row.id,
        term_id=row.term_id,
        manuscript_id=row.manuscript_id,
        observer_id=row.observer_id,
        observer_name=row.observer.name,
        group_name=group_name,
        taught_by_id=row.taught_by_id,
        taught_by_no=taught.staff_no if taught else "",
        teacher_name=taught.name if taught else row.taught_by_name,
        school_name=row.school_name,
        lesson_id=row.lesson_id,
        lesson_kind=row.lesson.kind if row.lesson else "",
        subject=row.subject,
        class_name=row.class_name,
        topic=row.topic,
        day=row.day,
        period=row.period,
        place=row.place,
        mode=Mode(row.mode),
        grade=row.grade,
        marks=marks_of(row.marks),
        total=row.total,
        started_at=row.started_at,
        completed_at=row.completed_at,
        late_entry=row.late_entry,
        confirmed_at=row.confirmed_at,
        answer=row.answer,
        voided_at=row.voided_at,
        voided_by=row.voided_by.name if row.voided_by else "",
        void_reason=row.void_reason,
        conflict=conflict,
    )
