"""What the program keeps on one person, for that person to see, and a copy of all of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from db.connection import transaction
from db.models import Teacher, Trace
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.names import fold_width
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import trace
from yanxiu_tui.services.permission import TABLE, Act, Actor, allowed, require
from yanxiu_tui.services.personal_rows import KeptPart, counted, rows_of
from yanxiu_tui.services.personal_sources import SECTIONS, Section

EXPORTED = "export_personal_data"
NOBODY = "谁也看不到"
# Whoever may see it, in the words a school has for them.
_SEEN_BY: Sequence[tuple[Role, str]] = (
    (Role.ACADEMIC_OFFICE, "教导处"),
    (Role.PRINCIPAL, "校领导"),
    (Role.PREP_GROUP_LEADER, "组长"),
    (Role.SUPERVISING_LEADER, "包组领导"),
    (Role.HOST, "主持人"),
    (Role.RESOURCE_TEACHER, "资源教师"),
)


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
    """What is kept on this person; one's own for everybody, anybody's for the office."""
    _require_to_see(actor, teacher_id)
    teacher = Teacher.get_by_id(teacher_id)
    sections = [
        KeptSection(
            section.name,
            _seen_by(section),
            section.kept_for,
            tuple(counted(source, teacher_id) for source in section.sources),
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
            CopiedTable(source.words, rows_of(source, teacher_id))
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
