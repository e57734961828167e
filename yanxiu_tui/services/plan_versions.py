"""共性教案的版本: a plan as it once stood, kept for good, to be compared with others (Z14)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN

from db.connection import held, transaction
from db.models import PlanVersion, PrepSession, PrepUnit, Teacher, Term
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.lesson_prep import Section
from yanxiu_tui.services import manuscripts, prep_views, school, trace
from yanxiu_tui.services.manuscript_rights import may_write
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.texts import clean


@dataclass(frozen=True)
class VersionView:
    """A version with its sections by id; what was empty is left out."""

    id: int
    number: int
    unit_id: int
    sections: Mapping[str, str]
    note: str
    kept_at: datetime
    kept_by: str


def keep(
    actor: Actor, unit_id: int, note: str, now: datetime, session_id: int | None = None
) -> VersionView:
    """Keep the plan as it stands as its next version, perhaps as a session left it.

    Refused while nothing is written, and where nothing has changed since the last version.
    """
    note = clean(note, "说明", 128, required=False)
    with transaction():
        unit = _hold(actor, unit_id)
        _refuse_foreign_session(unit_id, session_id)
        sections = standing(actor, unit_id)
        if not sections:
            raise Refused("empty", "共性教案还没有写，写了再存为一版。")
        last = _joined().where(PlanVersion.unit == unit_id).order_by(PlanVersion.number.desc())
        before = last.first()
        if before is not None and json.loads(before.sections) == sections:
            raise Refused("same", f"和第 {before.number} 版一样，没有改动，不用再存。")
        made = PlanVersion.create(
            unit=unit,
            number=before.number + 1 if before else 1,
            session=session_id,
            sections=json.dumps(sections, ensure_ascii=False),
            note=note,
            kept_at=now,
            kept_by=actor.teacher_id,
        )
        trace.write(actor, "keep_version", "prep_unit", unit_id, now, number=made.number)
    return version(actor, made.id)


def versions(actor: Actor, unit_id: int) -> list[VersionView]:
    """Every version of a unit's plan, the latest first; Refused to whoever may not see the unit."""
    prep_views.unit(actor, unit_id)
    query = _joined().where(PlanVersion.unit == unit_id)
    return [_view(row) for row in query.order_by(PlanVersion.number.desc())]


def version(actor: Actor, version_id: int) -> VersionView:
    """One version."""
    row = _joined().where(PlanVersion.id == version_id).first()
    if row is None:
        raise Refused("no_version", "没有这一版教案，请核对。")
    prep_views.unit(actor, row.unit_id)
    return _view(row)


def standing(actor: Actor, unit_id: int) -> dict[str, str]:
    """The plan as it stands now, by section; what is empty is left out."""
    found = prep_views.unit(actor, unit_id)
    passages = manuscripts.manuscript(actor, found.plan_id).passages
    return {each.section: each.text for each in passages.values() if each.text.strip()}


def sections_of(term_id: int) -> tuple[Section, ...]:
    """The sections that the term's regulation writes a plan in (Z14)."""
    return school.regulation_of(Term.get_by_id(term_id).regulation_id).lesson_prep.sections


def _hold(actor: Actor, unit_id: int) -> PrepUnit:
    """The unit, held so that no two versions get the same number."""
    query = PrepUnit.select().where(PrepUnit.id == unit_id)
    row = next(iter(held(query, PrepUnit)), None)
    if row is None or row.dropped_at is not None:
        raise Refused("no_unit", "没有这个单元，可能刚被别人删去。")
    if not may_write(actor, row.plan):
        raise Refused("not_allowed", f"{actor.name}老师不能修改这个组的教案，请找组长。")
    return row


def _refuse_foreign_session(unit_id: int, session_id: int | None) -> None:
    if session_id is None:
        return
    found = PrepSession.get_or_none((PrepSession.id == session_id) & (PrepSession.unit == unit_id))
    if found is None:
        raise Refused("no_session", "这次备课不是这个单元的，请核对。")


def _joined() -> Any:
    return PlanVersion.select(PlanVersion, Teacher).join(Teacher, JOIN.LEFT_OUTER)


def _view(row: PlanVersion) -> VersionView:
    return VersionView(
        id=row.id,
        number=row.number,
        unit_id=row.unit_id,
        sections=json.loads(row.sections),
        note=row.note,
        kept_at=row.kept_at,
        kept_by=row.kept_by.name if row.kept_by else "",
    )
