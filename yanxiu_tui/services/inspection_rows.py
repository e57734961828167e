"""Findings of inspections as they are stored: read, with what was done about them (D4)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN, fn

from db.models import (
    Group,
    InspectionFinding,
    InspectionMending,
    SteeringRecord,
    Teacher,
)
from yanxiu_tui.clock import local
from yanxiu_tui.rules.steering import mend_by, mending
from yanxiu_tui.services.groups import members_within_reach
from yanxiu_tui.services.permission import Act, Actor, Scope, groups_within, reach

SCHOOL = "全校"


@dataclass(frozen=True)
class Mended:
    """What was done about a finding, when, and who said so."""

    words: str
    at: datetime
    by: str


@dataclass(frozen=True)
class FindingView:
    """What was found of ``whose``; ``of_teacher`` tells a person from a group or the school.

    ``due_on`` is the day by whose end it is to be mended, None for what is good and while the
    inspection is not finished. ``mendable`` where the reader may say that it is mended.
    """

    id: int
    record_id: int
    term_id: int
    title: str
    day: date
    whose: str
    of_teacher: bool
    good: bool
    words: str
    due_on: date | None
    mended: Mended | None
    mendable: bool

    @property
    def standing(self) -> str:
        """好, 要整改, 未整改 or 已整改."""
        return mending(self.good, self.due_on is not None, self.mended is not None)


def found(
    condition: Any, reader: Actor | None = None, at: datetime | None = None
) -> list[FindingView]:
    """A few queries; whatever was struck or withdrawn is left out.

    What was done is told as it stands, or as it stood ``at`` that moment.
    """
    rows: Sequence[Any] = list(
        InspectionFinding.select(
            InspectionFinding,
            SteeringRecord,
            Group.id,
            Group.name,
            Teacher.id,
            Teacher.name,
            Teacher.staff_no,
        )
        .join(SteeringRecord)
        .switch(InspectionFinding)
        .join(Group, JOIN.LEFT_OUTER)
        .switch(InspectionFinding)
        .join(Teacher, JOIN.LEFT_OUTER, on=InspectionFinding.teacher)
        .where(
            condition,
            InspectionFinding.struck_at.is_null(),
            SteeringRecord.withdrawn_at.is_null(),
        )
        .order_by(SteeringRecord.day.desc(), InspectionFinding.id)
    )
    if not rows:
        return []
    namesakes, done = _namesakes(), _mended([row.id for row in rows], at)
    theirs = _members_led(reader) if reader else frozenset()
    return [
        FindingView(
            id=row.id,
            record_id=row.record_id,
            term_id=row.record.term_id,
            title=row.record.title,
            day=row.record.day,
            whose=_whose(row, namesakes),
            of_teacher=row.teacher_id is not None,
            good=row.good,
            words=row.words,
            due_on=_due_on(row),
            mended=done.get(row.id),
            mendable=bool(reader and _due_on(row) and _may_mend(reader, row, theirs)),
        )
        for row in rows
    ]


def not_taken_back() -> Any:
    """The condition that what was said to be mended was not taken back."""
    return InspectionMending.withdrawn_at.is_null()


def _may_mend(reader: Actor, row: Any, theirs: Collection[int]) -> bool:
    if row.teacher_id is not None and row.teacher_id == reader.teacher_id:
        return False
    if reach(reader, Act.MEND_FINDING) is Scope.SCHOOL:
        return True
    return row.teacher_id in theirs or row.group_id in groups_within(reader, Act.MEND_FINDING)


def _members_led(actor: Actor) -> frozenset[int]:
    within = members_within_reach(actor, Act.MEND_FINDING)
    rows = Teacher.select(Teacher.id).where(Teacher.id.in_(within))
    return frozenset(row.id for row in rows)


def _mended(ids: Sequence[int], at: datetime | None) -> Mapping[int, Mended]:
    told = not_taken_back()
    if at is not None:
        told |= InspectionMending.withdrawn_at > at
        told &= InspectionMending.mended_at <= at
    rows = (
        InspectionMending.select(InspectionMending, Teacher.name)
        .join(Teacher, JOIN.LEFT_OUTER, on=InspectionMending.mended_by)
        .where(InspectionMending.finding.in_(list(ids)), told)
        .order_by(InspectionMending.id)
    )
    return {
        row.finding_id: Mended(
            row.words, row.mended_at, row.mended_by.name if row.mended_by else ""
        )
        for row in rows
    }


def _due_on(row: Any) -> date | None:
    finished = row.record.finished_at
    return None if row.good or finished is None else mend_by(local(finished).date())


def _namesakes() -> set[str]:
    """Names that more than one teacher has: a 通报 must not be taken to mean the other."""
    counted = fn.COUNT(Teacher.id)
    rows = Teacher.select(Teacher.name).group_by(Teacher.name).having(counted > 1)
    return {row.name for row in rows}


def _whose(row: Any, namesakes: Collection[str]) -> str:
    if row.teacher_id is not None:
        name = f"{row.teacher.name}老师"
        return f"{name}（{row.teacher.staff_no}）" if row.teacher.name in namesakes else name
    return str(row.group.name) if row.group_id is not None else SCHOOL
