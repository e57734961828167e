"""集体备课记录: everything of the paper form, gathered from what was written once (DOMAIN §8)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from peewee import JOIN

from db.models import PlanCheck, PlanVersion, PrepUnit, Remark, Teacher, Term
from yanxiu_tui.clock import local
from yanxiu_tui.services import manuscripts, school
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.prep_session_views import SessionView, presence, session

ADOPTED_NAMES = {"adopted": "采纳", "declined": "未采纳"}


@dataclass(frozen=True)
class PrepRecord:
    """The form, filled in. ``absent`` are names with reasons, ``sections`` names with texts.

    ``remarks`` are name, words, and whether they were adopted, in a word or "". ``checked`` says
    who checked the group's plans for the 学月, "" while nobody has.
    """

    school: str
    group: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    unit: str
    keynote: str
    host: str
    recorder: str
    present: tuple[str, ...]
    absent: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, str], ...]
    remarks: tuple[tuple[str, str, str], ...]
    division: str
    outcome: str
    signed_by: str
    signed_at: datetime | None
    checked: str


def record(actor: Actor, session_id: int) -> PrepRecord:
    """The record of a session; its nine sections as they were kept at it, else as they stand."""
    found = session(actor, session_id)
    there = presence(actor, session_id)
    notes = manuscripts.manuscript(actor, found.notes_id)
    term = Term.select().join(PrepUnit).where(PrepUnit.id == found.unit_id).get()
    rule = school.regulation_of(term.regulation_id).lesson_prep
    texts = _plan(actor, found)
    return PrepRecord(
        school=school.school_name(),
        group=found.group_name,
        title=found.title,
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        place=found.place,
        unit=found.unit_title,
        keynote=found.keynote_name,
        host=found.host_name,
        recorder=found.recorder_name,
        present=there.present,
        absent=there.absent,
        sections=tuple((each.name, texts.get(each.id, "")) for each in rule.sections),
        remarks=tuple(_remarks(session_id)),
        division=notes.text("division"),
        outcome=notes.text("outcome"),
        signed_by=found.signed_by,
        signed_at=found.signed_at,
        checked=_checked(found, term.id),
    )


def _plan(actor: Actor, found: SessionView) -> Mapping[str, str]:
    """The 共性教案 as this session left it: the last version kept at it, else what stands now."""
    kept = (
        PlanVersion.select(PlanVersion.sections)
        .where(PlanVersion.session == found.id)
        .order_by(PlanVersion.number.desc())
        .first()
    )
    if kept is not None:
        sections: Mapping[str, str] = json.loads(kept.sections)
        return sections
    plan = manuscripts.manuscript(actor, found.plan_id)
    return {section: passage.text for section, passage in plan.passages.items()}


def _remarks(session_id: int) -> Sequence[tuple[str, str, str]]:
    query = Remark.select(Remark, Teacher).join(Teacher, on=Remark.teacher)
    said = query.where(Remark.session == session_id, Remark.struck_at.is_null())
    return [
        (row.teacher.name, row.words, ADOPTED_NAMES.get(row.adopted, ""))
        for row in said.order_by(Remark.id)
    ]


def _checked(found: SessionView, term_id: int) -> str:
    """Who first checked the group's plans for a 学月 once the session was over (Z17)."""
    check = (
        PlanCheck.select(PlanCheck, Teacher)
        .join(Teacher, JOIN.LEFT_OUTER)
        .where(
            PlanCheck.term == term_id,
            PlanCheck.group == found.group_id,
            PlanCheck.span == "school_month",
            PlanCheck.checked_at > found.ends_at,
        )
        .order_by(PlanCheck.checked_at, PlanCheck.id)
        .first()
    )
    if check is None or check.checked_by is None:
        return ""
    return f"{check.checked_by.name} {local(check.checked_at):%Y-%m-%d}"
