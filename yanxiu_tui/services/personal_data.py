"""What the program keeps on one person, for that person to see, and a copy of all of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import Field, ForeignKeyField, fn

from db.connection import transaction
from db.models import (
    Activity,
    ArchiveItem,
    Claim,
    Group,
    Manuscript,
    OpenLesson,
    PrepUnit,
    RegulationVersion,
    SkillTest,
    SteeringRecord,
    Table,
    Teacher,
    Term,
    Trace,
)
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.names import fold_width
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import trace
from yanxiu_tui.services.permission import TABLE, Act, Actor, allowed, require
from yanxiu_tui.services.personal_sources import SECTIONS, Section, Source

EXPORTED = "export_personal_data"
NOBODY = "谁也看不到"
_BATCH = 500
# Whoever may see it, in the words a school has for them.
_SEEN_BY: Sequence[tuple[Role, str]] = (
    (Role.ACADEMIC_OFFICE, "教导处"),
    (Role.PRINCIPAL, "校领导"),
    (Role.PREP_GROUP_LEADER, "组长"),
    (Role.SUPERVISING_LEADER, "包组领导"),
    (Role.HOST, "主持人"),
    (Role.RESOURCE_TEACHER, "资源教师"),
)
# What a row that is referred to is called.
_CALLED: Mapping[type[Table], Sequence[Field]] = {
    Teacher: (Teacher.name, Teacher.staff_no),
    Activity: (Activity.title,),
    Term: (Term.name,),
    Group: (Group.name,),
    Manuscript: (Manuscript.title,),
    OpenLesson: (OpenLesson.topic,),
    PrepUnit: (PrepUnit.title,),
    RegulationVersion: (RegulationVersion.name,),
    ArchiveItem: (ArchiveItem.title,),
    Claim: (Claim.title,),
    SkillTest: (SkillTest.title,),
    SteeringRecord: (SteeringRecord.title,),
}


@dataclass(frozen=True)
class KeptPart:
    """How many rows of one kind, the first and the last of them; None where no day is known."""

    words: str
    count: int
    first: date | None
    last: date | None


@dataclass(frozen=True)
class KeptSection:
    """One subject: who but the person may see it, how long it stays, and what there is."""

    name: str
    seen_by: str
    kept_for: str
    parts: Sequence[KeptPart]

    @property
    def count(self) -> int:
        return sum(part.count for part in self.parts)

    @property
    def first(self) -> date | None:
        return min((part.first for part in self.parts if part.first), default=None)

    @property
    def last(self) -> date | None:
        return max((part.last for part in self.parts if part.last), default=None)


@dataclass(frozen=True)
class Kept:
    """Everything that is kept on one person, subject by subject."""

    staff_no: str
    name: str
    sections: Sequence[KeptSection]


@dataclass(frozen=True)
class CopiedTable:
    """The rows of one kind, by the names of their columns."""

    words: str
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class PersonalCopy:
    """Everything that is kept on one person, in full, their own texts too."""

    kept: Kept
    made_at: datetime
    tables: Mapping[str, Sequence[CopiedTable]]


def number_of(staff_no: str) -> int:
    """The ID behind a staff number, also of somebody who has left."""
    number = fold_width(staff_no)
    teacher = Teacher.get_or_none(Teacher.staff_no == number)
    if teacher is None:
        raise Refused("unknown_teacher", f"没有工号为「{number}」的老师，请核对。")
    return int(teacher.id)


def kept_on(actor: Actor, teacher_id: int) -> Kept:
    """What is kept on this person; one's own for everybody, anybody's for the office.

    One small query for each kind of row.
    """
    _require_to_see(actor, teacher_id)
    teacher = Teacher.get_by_id(teacher_id)
    sections = [
        KeptSection(
            section.name,
            _seen_by(section),
            section.kept_for,
            tuple(_counted(source, teacher_id) for source in section.sources),
        )
        for section in SECTIONS
    ]
    return Kept(teacher.staff_no, teacher.name, tuple(sections))


def export(
    actor: Actor, teacher_id: int, keep: Callable[[PersonalCopy], None], now: datetime
) -> None:
    """Hand everything on this person to ``keep``, which writes it down, and trace that.

    Secrets stay out (of those one learns whether there are any), and who gave which mark.
    """
    kept = kept_on(actor, teacher_id)
    tables = {
        section.name: [
            CopiedTable(source.words, _rows(source, teacher_id))
            for source in section.sources
            if source.copied is not False
        ]
        for section in SECTIONS
    }
    keep(PersonalCopy(kept, now, tables))
    with transaction():
        trace.write(actor, EXPORTED, "teacher", teacher_id, now)


def exported_since(teacher_id: int, moment: datetime) -> bool:
    """Whether everything on this person was handed out at that moment or later."""
    return (
        Trace.select()
        .where(
            Trace.subject == "teacher",
            Trace.subject_id == teacher_id,
            Trace.act == EXPORTED,
            Trace.at >= moment,
        )
        .exists()
    )


def _require_to_see(actor: Actor, teacher_id: int) -> None:
    own = teacher_id == actor.teacher_id and allowed(actor, Act.OWN_PERSONAL_DATA)
    if not own:
        require(actor, Act.VIEW_PERSONAL_DATA)


def _seen_by(section: Section) -> str:
    if section.act is None:
        return NOBODY
    row = TABLE[section.act]
    return "、".join(words for role, words in _SEEN_BY if role in row)


def _counted(source: Source, teacher_id: int) -> KeptPart:
    if source.at is None:
        count = source.table.select().where(source.of(teacher_id)).count()
        return KeptPart(source.words, count, None, None)
    query = source.table.select(fn.COUNT(source.key), fn.MIN(source.at), fn.MAX(source.at)).where(
        source.of(teacher_id)
    )
    if source.at.model is not source.table:
        query = query.join(source.at.model, on=_way(source.table, source.at.model))
    count, first, last = query.tuples().get()
    return KeptPart(source.words, count, _day(first), _day(last))


def _way(table: Any, other: Any) -> ForeignKeyField:
    """The column that refers to the other table."""
    keys = (field for field in table._meta.sorted_fields if _refers_to(field) is other)
    return next(keys)


def _refers_to(field: Field) -> Any:
    return field.rel_model if isinstance(field, ForeignKeyField) else None


def _day(at: datetime | date | None) -> date | None:
    return local(at).date() if isinstance(at, datetime) else at


def _rows(source: Source, teacher_id: int) -> list[dict[str, Any]]:
    """The rows whole, but for what is hidden, with the names of what they refer to."""
    shown = [
        field
        for field in source.table._meta.sorted_fields
        if field.name == "id" or (field.name not in source.hidden and field is not source.key)
    ]
    query = source.table.select(*shown).where(source.of(teacher_id)).order_by(source.table.id)
    if source.copied is not True:
        query = query.where(source.copied)
    rows: list[dict[str, Any]] = list(query.dicts())
    for field in shown:
        called = _called(_refers_to(field), {row[field.name] for row in rows})
        for row in rows:
            row[field.name] = called.get(row[field.name], row[field.name])
    return rows


def _called(table: Any, ids: set[Any]) -> dict[int, str]:
    """What these rows of a table are called; nothing for those that have only a number."""
    columns = _CALLED.get(table)
    if columns is None:
        return {}
    found: dict[int, str] = {}
    wanted = sorted(each for each in ids if each is not None)
    for start in range(0, len(wanted), _BATCH):
        query = table.select(table.id, *columns)
        for row_id, *words in query.where(table.id.in_(wanted[start : start + _BATCH])).tuples():
            found[row_id] = " ".join(words)
    return found
