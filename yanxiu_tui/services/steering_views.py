"""领导小组: its records as they are read, what the term still owes, what waits (D1, D4)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from peewee import JOIN, fn

from db.models import InspectionFinding, SteeringPresence, SteeringRecord, Teacher
from yanxiu_tui.clock import end_of, local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.lesson_prep import Section
from yanxiu_tui.rules.steering import INSPECTION, MEETING, Owed, owed
from yanxiu_tui.rules.todo import Todo
from yanxiu_tui.services import inspection_mending, school, steering
from yanxiu_tui.services.permission import Act, Actor, allowed, require
from yanxiu_tui.services.school import TermView

_ROOM = "steering"
_AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class RecordView:
    """A meeting or an inspection; ``findings`` is how many the inspection made.

    ``phase_name`` is which of the term's meetings it is: 期初会议; "" for any other. ``late_entry``
    marks what was kept when its term was over (补录).
    """

    id: int
    kind: str
    phase: str
    phase_name: str
    title: str
    day: date
    place: str
    chair_no: str
    chair: str
    present: tuple[tuple[str, str], ...]
    minutes_id: int
    findings: int
    finished_at: datetime | None
    published_at: datetime | None
    names_to_mend: bool
    late_entry: bool

    @property
    def kind_name(self) -> str:
        return self.phase_name or steering.KIND_NAMES[self.kind]


@dataclass(frozen=True)
class Board:
    """The term's records, the latest first, and what is still owed."""

    term: TermView
    records: tuple[RecordView, ...]
    owed: tuple[Owed, ...]


def board(actor: Actor, term_id: int) -> Board:
    """Everything of a term that was not withdrawn; a handful of queries."""
    require(actor, Act.VIEW_STEERING)
    term = school.term_view(term_id)
    found = _records(SteeringRecord.term == term_id)
    return Board(term, tuple(found), tuple(still_owed(term)))


def record(actor: Actor, record_id: int) -> RecordView:
    """One of them; Refused when it is not there."""
    require(actor, Act.VIEW_STEERING)
    found = _records(SteeringRecord.id == record_id)
    if not found:
        raise Refused("no_record", f"没有编号为 {record_id} 的会议或督查，可能已经撤回。")
    return found[0]


def sections_of(actor: Actor, record_id: int) -> Sequence[Section]:
    """What the minutes of this record are written in, by the regulation of its term."""
    kept = record(actor, record_id)
    row = SteeringRecord.select(SteeringRecord.term).where(SteeringRecord.id == record_id).get()
    ruled = steering.rule(school.term_view(row.term_id))
    return ruled.meeting_sections if kept.kind == MEETING else ruled.inspection_sections


def to_do(actor: Actor, now: datetime) -> list[Todo]:
    """For the office and the heads what is owed and unfinished; for each what is to be mended."""
    term = school.current_term(now)
    mending = inspection_mending.to_do(actor, term.id)
    if not allowed(actor, Act.KEEP_STEERING):
        return mending
    owing = [
        (each, seen, of_term)
        for seen, of_term in school.at_hand(now)
        for each in still_owed(seen)
    ]  # fmt: skip
    soon = local(now).date() + _AHEAD
    last = {
        (seen.id, each.phase or INSPECTION): end_of(each.last)
        for each, seen, _ in reversed(owing)
    }  # fmt: skip
    waiting = SteeringRecord.select().where(
        SteeringRecord.finished_at.is_null(), SteeringRecord.withdrawn_at.is_null()
    )
    return [
        *(Todo(_ROOM, f"领导小组{of_term}{each.name}还没有办", end_of(each.last),
               term_id=seen.id if of_term else None)
          for each, seen, of_term in owing if not each.begun and each.last <= soon),
        *(Todo(_ROOM, f"{'' if row.term_id == term.id else '以前学期的'}"
                      f"「{row.title}」的记录还没有办结",
               last.get((row.term_id, row.phase or row.kind)),
               term_id=None if row.term_id == term.id else row.term_id)
          for row in waiting.order_by(SteeringRecord.day)),
        *mending,
    ]  # fmt: skip


def still_owed(term: TermView) -> list[Owed]:
    """What the term's regulation asks for and nobody has finished yet, the next due first.

    What is kept and not finished is ``begun``: it waits under its own title, too.
    """
    columns = SteeringRecord.kind, SteeringRecord.phase, SteeringRecord.finished_at
    kept = list(
        SteeringRecord.select(*columns).where(
            SteeringRecord.term == term.id, SteeringRecord.withdrawn_at.is_null()
        )
    )
    unkept = _without(term, kept)
    unfinished = _without(term, [row for row in kept if row.finished_at])
    return [replace(each, begun=each not in unkept) for each in unfinished]


def _without(term: TermView, rows: Sequence[SteeringRecord]) -> list[Owed]:
    """What the regulation asks for beside these."""
    held = {row.phase for row in rows}
    inspected = sum(row.kind == INSPECTION for row in rows)
    return owed(steering.rule(term), term.starts_on, term.ends_on, held, inspected)


def _records(condition: Any) -> list[RecordView]:
    """Four queries, however many there are, of one term."""
    query = SteeringRecord.select(SteeringRecord, Teacher.staff_no, Teacher.name)
    query = query.join(Teacher, JOIN.LEFT_OUTER, on=SteeringRecord.chair)
    query = query.where(condition, SteeringRecord.withdrawn_at.is_null())
    rows = list(query.order_by(SteeringRecord.day.desc(), SteeringRecord.id.desc()))
    ids = [row.id for row in rows]
    seated: dict[int, list[tuple[str, str]]] = defaultdict(list)
    there = SteeringPresence.select(SteeringPresence, Teacher.staff_no, Teacher.name).join(Teacher)
    for each in there.where(SteeringPresence.record.in_(ids)).order_by(SteeringPresence.id):
        seated[each.record_id].append((each.teacher.staff_no, each.teacher.name))
    counted: Any = (
        InspectionFinding.select(InspectionFinding.record, fn.COUNT(InspectionFinding.id))
        .where(InspectionFinding.record.in_(ids), InspectionFinding.struck_at.is_null())
        .group_by(InspectionFinding.record)
        .tuples()
    )
    findings: dict[int, int] = dict(counted)
    terms = {term_id: school.term_view(term_id) for term_id in {row.term_id for row in rows}}
    phases = {
        (term_id, phase.id): phase.name
        for term_id, term in terms.items()
        for phase in steering.rule(term).meetings
    }
    return [
        RecordView(
            id=row.id,
            kind=row.kind,
            phase=row.phase,
            phase_name=phases.get((row.term_id, row.phase), ""),
            title=row.title,
            day=row.day,
            place=row.place,
            chair_no=row.chair.staff_no if row.chair else "",
            chair=row.chair.name if row.chair else "",
            present=tuple(seated[row.id]),
            minutes_id=row.minutes_id,
            findings=findings.get(row.id, 0),
            finished_at=row.finished_at,
            published_at=row.published_at,
            names_to_mend=row.names_to_mend,
            late_entry=row.kept_at >= end_of(terms[row.term_id].ends_on),
        )
        for row in rows
    ]
