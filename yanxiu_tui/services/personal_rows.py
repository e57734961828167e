"""The rows of one table that are one person's: how many there are, and a copy of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import Expression, Field, ForeignKeyField, chunked, fn

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
)
from yanxiu_tui.clock import local

_BATCH = 500
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
class Source:
    """Rows of one table: theirs where ``key`` names them, directly or ``through`` another's key.

    ``at`` tells when, in this table or in one it refers to. What is not ``copied`` (not at all, or
    not on a condition) is only counted, and the columns ``hidden`` stay out of the copy: secrets,
    and what is another's.
    """

    words: str
    key: Field
    at: Field | None = None
    through: ForeignKeyField | None = None
    where: Expression | None = None
    copied: bool | Expression = True
    hidden: tuple[str, ...] = ()

    @property
    def table(self) -> Any:
        return self.key.model

    def of(self, teacher_id: int) -> Any:
        """The condition that a row is this person's."""
        own: Any = self.key == teacher_id
        if self.through is not None:
            theirs = self.through.model
            own = self.key.in_(theirs.select(theirs.id).where(self.through == teacher_id))
        return own if self.where is None else own & self.where


@dataclass(frozen=True)
class KeptPart:
    """How many rows of one kind, the first and the last of them; None where no day is known."""

    words: str
    count: int
    first: date | None
    last: date | None


def counted(source: Source, teacher_id: int) -> KeptPart:
    """How many rows are theirs, from when to when; one small query."""
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


def rows_of(source: Source, teacher_id: int) -> list[dict[str, Any]]:
    """The rows whole, but for what is hidden, with the names of what they refer to."""
    shown = [
        field
        for field in source.table._meta.sorted_fields
        if field.name == "id" or (field.name not in source.hidden and field is not source.key)
    ]
    query = source.table.select(*shown).where(source.of(teacher_id)).order_by(source.table.id)
    if source.copied is not True:
        query = query.where(source.copied)
    found: list[dict[str, Any]] = list(query.dicts())
    for field in shown:
        called = _called(_refers_to(field), {row[field.name] for row in found})
        for row in found:
            row[field.name] = called.get(row[field.name], row[field.name])
    return found


def _way(table: Any, other: Any) -> ForeignKeyField:
    """The column that refers to the other table."""
    return next(field for field in table._meta.sorted_fields if _refers_to(field) is other)


def _refers_to(field: Field) -> Any:
    return field.rel_model if isinstance(field, ForeignKeyField) else None


def _day(at: datetime | date | None) -> date | None:
    return local(at).date() if isinstance(at, datetime) else at


def _called(table: Any, ids: set[Any]) -> dict[int, str]:
    """What these rows of a table are called; nothing for those that have only a number."""
    columns = _CALLED.get(table)
    if columns is None:
        return {}
    found: dict[int, str] = {}
    wanted = sorted(each for each in ids if each is not None)
    for batch in chunked(wanted, _BATCH):
        query = table.select(table.id, *columns)
        for row_id, *words in query.where(table.id.in_(batch)).tuples():
            found[row_id] = " ".join(words)
    return found
