"""领导小组: its meetings and inspections, kept with their minutes and finished (D1, D4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from db.connection import held, transaction
from db.models import (
    InspectionFinding,
    Passage,
    SteeringPresence,
    SteeringRecord,
    Teacher,
)
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.names import fold_width
from yanxiu_tui.rules.steering import INSPECTION, MEETING, SteeringRule
from yanxiu_tui.services import manuscripts, school, trace
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.school import TermView, hold_term
from yanxiu_tui.services.texts import clean

KIND_NAMES = {MEETING: "会议", INSPECTION: "督查"}
# A meeting before the term begins is the term's, too.
_AROUND = timedelta(days=31)
_MOST_PRESENT = 60


@dataclass(frozen=True)
class RecordDraft:
    """What is kept: a meeting (of a ``phase`` or of none) or an inspection.

    ``chair_no`` and ``present`` are staff numbers.
    """

    kind: str
    title: str
    day: date
    place: str = ""
    chair_no: str = ""
    present: tuple[str, ...] = ()
    phase: str = ""


def rule(term: TermView) -> SteeringRule:
    """What the term's regulation asks of the steering group."""
    return school.regulation_of(term.regulation_id).steering


def keep(actor: Actor, draft: RecordDraft, now: datetime, term_id: int | None = None) -> int:
    """Keep a meeting or an inspection, with empty minutes to be written; its id.

    ``term_id`` None is the current term; in an earlier one what was forgotten is kept late.
    Refused where the term's meeting of that phase stands already.
    """
    require(actor, Act.KEEP_STEERING)
    term = school.term_view(term_id) if term_id else school.current_term(now)
    values = _checked(draft, term)
    present = _people(draft.present)
    with transaction():
        hold_term(term.id)
        _refuse_twice(term.id, draft.phase)
        minutes = manuscripts.begin(
            manuscripts.STEERING, term.id, str(values["title"]), draft.day, now
        )
        made = SteeringRecord.create(
            term=term.id, kind=draft.kind, minutes=minutes, kept_at=now,
            kept_by=actor.teacher_id, **values,
        )  # fmt: skip
        _seat(made.id, present)
        trace.write(
            actor, "keep_steering", "steering_record", made.id, now,
            kind=draft.kind, phase=draft.phase, day=draft.day,
        )  # fmt: skip
    return int(made.id)


def change(actor: Actor, record_id: int, draft: RecordDraft, now: datetime) -> None:
    """Change what was kept, but its kind, while it is not finished."""
    require(actor, Act.KEEP_STEERING)
    with transaction():
        term, row = hold(record_id)
        values = _checked(draft, term)
        if draft.phase != row.phase:
            _refuse_twice(term.id, draft.phase)
        present = _people(draft.present)
        SteeringRecord.update(**values).where(SteeringRecord.id == record_id).execute()
        SteeringPresence.delete().where(SteeringPresence.record == record_id).execute()
        _seat(record_id, present)
        manuscripts.retitle(row.minutes_id, str(values["title"]), draft.day)
        trace.write(
            actor, "change_steering", "steering_record", record_id, now,
            before=[row.day, row.phase, row.title], after=[draft.day, draft.phase, draft.title],
        )  # fmt: skip


def to_finish(actor: Actor, record_id: int, now: datetime) -> None:
    """Refused while it cannot be finished: to be heard before one is asked whether one is sure."""
    require(actor, Act.KEEP_STEERING)
    with transaction():
        _hold_ready(record_id, now)


def finish(actor: Actor, record_id: int, now: datetime) -> None:
    """Finish it: the minutes close, and it counts.

    Refused before its day, while nobody came, and while nothing is written (做好记录).
    """
    require(actor, Act.KEEP_STEERING)
    with transaction():
        row = _hold_ready(record_id, now)
        SteeringRecord.update(finished_at=now, finished_by=actor.teacher_id).where(
            SteeringRecord.id == record_id
        ).execute()
        manuscripts.close(row.minutes_id, now)
        trace.write(actor, "finish_steering", "steering_record", record_id, now)


def withdraw(actor: Actor, record_id: int, reason: str, now: datetime) -> None:
    """Take back what was kept by mistake, finished or not; it stays on record."""
    require(actor, Act.KEEP_STEERING)
    reason = clean(reason, "撤回的原因", 200)
    with transaction():
        _, row = hold(record_id, finished_too=True)
        SteeringRecord.update(withdrawn_at=now).where(SteeringRecord.id == record_id).execute()
        manuscripts.close(row.minutes_id, now)
        trace.write(actor, "withdraw_steering", "steering_record", record_id, now, reason=reason)


def hold(record_id: int, finished_too: bool = False) -> tuple[TermView, SteeringRecord]:
    """A record to be worked on, held until the transaction ends, and its term."""
    query = SteeringRecord.select().where(
        SteeringRecord.id == record_id, SteeringRecord.withdrawn_at.is_null()
    )
    row = next(iter(held(query, SteeringRecord)), None)
    if row is None:
        raise Refused("no_record", f"没有编号为 {record_id} 的会议或督查，可能已经撤回。")
    if row.finished_at is not None and not finished_too:
        raise Refused("finished", f"「{row.title}」已经办结，不能再改；记错了请撤回，另记一次。")
    return school.term_view(row.term_id), row


def _hold_ready(record_id: int, now: datetime) -> SteeringRecord:
    """A record that can be finished, held until the transaction ends."""
    _, row = hold(record_id)
    if row.day > local(now).date():
        raise Refused("too_early", f"「{row.title}」在 {row.day}，到那一天再办结。")
    if not SteeringPresence.select().where(SteeringPresence.record == record_id).exists():
        raise Refused("nobody_came", "还没有写谁到会，请先补上到会的人，再办结。")
    written = Passage.select().where(Passage.manuscript == row.minutes_id, Passage.text != "")
    found = InspectionFinding.select().where(
        InspectionFinding.record == record_id, InspectionFinding.struck_at.is_null()
    )
    if not written.exists() and not found.exists():
        raise Refused("nothing_written", "记录还是空的，请先写好记录，再办结。")
    return row


def _checked(draft: RecordDraft, term: TermView) -> dict[str, object]:
    """The draft as columns; Refused at the first thing that cannot be."""
    if draft.kind not in KIND_NAMES:
        raise Refused("no_kind", f"可以记的有：{'、'.join(KIND_NAMES.values())}。")
    phases = {phase.id for phase in rule(term).meetings} if draft.kind == MEETING else set()
    if draft.phase and draft.phase not in phases:
        raise Refused("no_phase", "本校制度没有这次专门会议，请重新选择。")
    if not term.starts_on - _AROUND <= draft.day <= term.ends_on + _AROUND:
        raise Refused(
            "outside_term", f"日期不在本学期（{term.starts_on} 至 {term.ends_on}）前后，请核对。"
        )
    return {
        "title": clean(draft.title, "标题", 128),
        "day": draft.day,
        "place": clean(draft.place, "地点", 64, required=False),
        "chair": _chair(draft.chair_no),
        "phase": draft.phase,
    }


def _chair(staff_no: str) -> int | None:
    """Who presided, may be somebody who has left since; None where nobody is named."""
    number = fold_width(staff_no)
    if not number:
        return None
    found = Teacher.select(Teacher.id).where(Teacher.staff_no == number).first()
    if found is None:
        raise Refused("unknown_teacher", f"主持人的工号「{number}」没有找到，请核对。")
    return int(found.id)


def _people(staff_nos: Sequence[str]) -> list[int]:
    """Their ids, in one query, those of whoever has left since, too; Refused for an unknown one."""
    wanted = list(dict.fromkeys(fold_width(each) for each in staff_nos))
    if len(wanted) > _MOST_PRESENT:
        raise Refused("too_many", f"到会的最多记 {_MOST_PRESENT} 人。")
    rows = Teacher.select(Teacher.id, Teacher.staff_no).where(Teacher.staff_no.in_(wanted))
    known = {row.staff_no: int(row.id) for row in rows}
    missing = next((each for each in wanted if each not in known), None)
    if missing is not None:
        raise Refused("no_teacher", f"到会的人里，工号「{missing}」没有找到，请核对。")
    return [known[each] for each in wanted]


def _seat(record_id: int, present: Sequence[int]) -> None:
    if present:
        SteeringPresence.insert_many(
            [{"record": record_id, "teacher": each} for each in present]
        ).execute()


def _refuse_twice(term_id: int, phase: str) -> None:
    standing = SteeringRecord.select().where(
        SteeringRecord.term == term_id,
        SteeringRecord.phase == phase,
        SteeringRecord.withdrawn_at.is_null(),
    )
    if phase and standing.exists():
        raise Refused(
            "phase_taken", "这次专门会议已经记过了，请在列表里打开它；别的会议记为其他会议。"
        )
