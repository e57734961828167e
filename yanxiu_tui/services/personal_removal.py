"""离职后的删除: what tells who somebody was goes; figures, others' records and the chain stay.

What stays knows the person by staff number alone. Frozen rankings are sealed over staff numbers
and figures, never over names, so they verify as before; only the name shown is another. Traces and
attendance facts are sealed word for word: they hold numbers, and reasons as they were given.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import Field, ForeignKeyField

from db.connection import held, transaction
from db.models import (
    ALL,
    ArchiveCheck,
    ArchiveItem,
    Award,
    Badge,
    Certificate,
    Claim,
    Credential,
    FilePiece,
    InspectionFinding,
    InspectionMending,
    KeptMembership,
    KeptOffice,
    KeptTeacher,
    Leave,
    LeaveEvidence,
    Loan,
    MakeupTask,
    Manuscript,
    Mark,
    Membership,
    Objection,
    Observation,
    Office,
    OutStudy,
    Passage,
    Phone,
    PlanCheck,
    SetAside,
    SkillCandidate,
    SkillResult,
    StoredFile,
    Supervision,
    Teacher,
    Veto,
)
from db.wiping import wiping
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import manuscripts, personal_data, trace
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.personal_renaming import rename
from yanxiu_tui.services.texts import clean

ALIAS = "已离职教师"
GONE = "（已按规定删除）"
_LONGEST_REASON = 200
_OWN_KINDS = (
    manuscripts.PERSONAL_PLAN, manuscripts.REFLECTION, manuscripts.PAPER, manuscripts.OUT_STUDY,
)  # fmt: skip
_BLANK: Mapping[str, str] = dict.fromkeys(
    ("initials", "sex", "born", "joined", "grade", "posts", "backbone_level", "phone"), ""
)
_TAKEN_OUT: Sequence[Field] = (
    Credential.teacher, Badge.teacher, Office.teacher, KeptOffice.teacher, Supervision.teacher,
)  # fmt: skip
# Whose row it is, and the words in it that tell of nobody else.
_BLANKED: Sequence[tuple[Field, Sequence[Field]]] = (
    (KeptTeacher.teacher, (KeptTeacher.grade, KeptTeacher.backbone_level)),
    (Leave.teacher, (Leave.reason, Leave.cover, Leave.opinion)),
    (MakeupTask.teacher, (MakeupTask.note,)),
    (PlanCheck.teacher, (PlanCheck.words,)),
    (Mark.teacher, (Mark.comment,)),
    (Objection.teacher, (Objection.words, Objection.answer)),
    (Veto.teacher, (Veto.reason, Veto.lifted_reason)),
    (Award.teacher, (Award.reason,)),
    (SetAside.author, (SetAside.text,)),
    (ArchiveCheck.teacher, (ArchiveCheck.missing, ArchiveCheck.opinion)),
    (ArchiveItem.teacher, (ArchiveItem.where_kept, ArchiveItem.removed_reason)),
    (Certificate.teacher, (Certificate.number, Certificate.note, Certificate.withdrawn_reason)),
    (Loan.borrower, (Loan.reason, Loan.extended_reason, Loan.opinion, Loan.note)),
    (OutStudy.teacher, (
        OutStudy.notice, OutStudy.organiser, OutStudy.place, OutStudy.opinion, OutStudy.materials,
        OutStudy.violation,
    )),
    (SkillCandidate.teacher, (SkillCandidate.excused,)),
    (SkillResult.teacher, (SkillResult.comment,)),
    (InspectionFinding.teacher, (InspectionFinding.words,)),
)  # fmt: skip
# What is only theirs and has a title, perhaps a file.
_TITLED: Sequence[tuple[Field, Any]] = (
    (ArchiveItem.teacher, None),
    (OutStudy.teacher, None),
    (Claim.teacher, Claim.group.is_null()),
)
# Whatever refers to a stored file, but its own pieces.
_REFER: Sequence[ForeignKeyField] = tuple(
    field
    for table in ALL
    for field in table._meta.sorted_fields
    if isinstance(field, ForeignKeyField)
    and field.rel_model is StoredFile
    and table is not FilePiece
)


@dataclass(frozen=True)
class Removed:
    """What somebody who left is called from now on, and how many of their texts were emptied."""

    staff_no: str
    alias: str
    texts: int


def remove(actor: Actor, staff_no: str, reason: str, now: datetime) -> Removed:
    """Take out what tells who somebody was who has left, once a copy was handed out since.

    Refused while they are here, and without a copy: what is gone nobody can give them any more.
    """
    require(actor, Act.REMOVE_PERSONAL_DATA)
    reason = clean(reason, "删除的原因", _LONGEST_REASON)
    teacher_id = personal_data.number_of(staff_no)
    with wiping(), transaction():
        teacher = held(Teacher.select().where(Teacher.id == teacher_id), Teacher).get()
        _refuse_unready(teacher)
        alias = f"{ALIAS}{teacher.id}"
        for key in _TAKEN_OUT:
            key.model.delete().where(key == teacher_id).execute()
        for place in (Membership, KeptMembership):
            place.update(leads=False).where(place.teacher == teacher_id).execute()
        _delete_evidence(teacher_id)
        for key, words in _BLANKED:
            key.model.update(dict.fromkeys(words, "")).where(key == teacher_id).execute()
        _forget_mendings(teacher_id)
        _forget_phones(teacher_id, now)
        _forget_titles_and_files(teacher_id)
        texts = _empty_texts(teacher_id)
        rename(teacher, alias)
        Teacher.update(name=alias, **_BLANK).where(Teacher.id == teacher_id).execute()
        trace.write(
            actor, "remove_personal_data", "teacher", teacher_id, now, reason=reason, texts=texts
        )
    return Removed(teacher.staff_no, alias, texts)


def _refuse_unready(teacher: Teacher) -> None:
    if teacher.left_at is None:
        raise Refused("still_here", f"{teacher.name}老师还在岗，先在教师名册办离岗，才能删除。")
    if teacher.name == f"{ALIAS}{teacher.id}":
        raise Refused("already", "这位老师的个人资料已经删除过，不用再办。")
    if not personal_data.exported_since(teacher.id, teacher.left_at):
        raise Refused("no_copy", "还没有导出过这位老师离岗后的资料，请先导出一份再删除。")


def _delete_evidence(teacher_id: int) -> None:
    """Which papers were handed in, such as a hospital's; the leave stays as it was decided."""
    leaves = Leave.select(Leave.id).where(Leave.teacher == teacher_id)
    LeaveEvidence.delete().where(LeaveEvidence.leave.in_(leaves)).execute()


def _forget_mendings(teacher_id: int) -> None:
    """What was done about what an inspection found of them."""
    found = InspectionFinding.select(InspectionFinding.id).where(
        InspectionFinding.teacher == teacher_id
    )
    InspectionMending.update(words="", withdrawn_reason="").where(
        InspectionMending.finding.in_(found)
    ).execute()


def _forget_phones(teacher_id: int, now: datetime) -> None:
    """A phone that signed in keeps its place, without a key."""
    for phone in Phone.select().where(Phone.teacher == teacher_id):
        Phone.update(
            key=f"removed-{phone.id}", address="", revoked_at=phone.revoked_at or now
        ).where(Phone.id == phone.id).execute()


def _forget_titles_and_files(teacher_id: int) -> None:
    """What was claimed, filed and travelled keeps its days and figures; its files go."""
    own = Claim.teacher == teacher_id, Claim.group.is_null()
    Claim.update(organiser="", where_kept="", opinion="", missing="").where(*own).execute()
    dropped: set[int] = set()
    for key, only in _TITLED:
        table: Any = key.model
        mine = key == teacher_id if only is None else (key == teacher_id) & only
        files = table.select(table.file).where(mine, table.file.is_null(False)).distinct()
        dropped |= {file_id for (file_id,) in files.tuples()}
        table.update(title=GONE, file=None, file_name="").where(mine).execute()
    _drop_files(dropped)


def _drop_files(file_ids: set[int]) -> None:
    """Delete these files, but for those that somebody else's record refers to."""
    kept: set[int] = set()
    for key in _REFER:
        found = key.model.select(key).where(key.in_(list(file_ids))).tuples()
        kept |= {file_id for (file_id,) in found}
    gone = list(file_ids - kept)
    FilePiece.delete().where(FilePiece.file.in_(gone)).execute()
    StoredFile.delete().where(StoredFile.id.in_(gone)).execute()


def _empty_texts(teacher_id: int) -> int:
    """Empty what only they wrote for themselves; how many texts.

    A group's plan, and the record of a colleague's lesson, are the others' records, too.
    """
    own = list(
        Manuscript.select().where(
            Manuscript.author == teacher_id,
            Manuscript.kind.in_(_OWN_KINDS) | Manuscript.id.in_(_heard_alone(teacher_id)),
        )
    )
    ids = [row.id for row in own]
    Passage.update(text="").where(Passage.manuscript.in_(ids)).execute()
    SetAside.update(text="").where(SetAside.manuscript.in_(ids)).execute()
    for row in own:
        manuscripts.retitle(row.id, GONE, row.day)
    return len(own)


def _heard_alone(teacher_id: int) -> Any:
    """Records of lessons heard that are nobody else's: never finished, or of another school."""
    return Observation.select(Observation.manuscript).where(
        Observation.observer == teacher_id,
        Observation.completed_at.is_null() | Observation.taught_by.is_null(),
    )
