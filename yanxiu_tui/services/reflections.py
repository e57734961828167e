"""教后反思 and 教育叙事: the teacher's own words, as long or short as they are (Z16, X1, P6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN

from db.connection import held, transaction
from db.models import Group, Manuscript, PrepUnit, Reflection, Teacher, Term, TermMembership
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.lesson_prep import NARRATIVE_PARTS, Section
from yanxiu_tui.rules.periods import due_day
from yanxiu_tui.rules.reflections import KIND_NAMES, Kind, late_entry
from yanxiu_tui.services import manuscripts, school, trace
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.texts import clean

_SUNDAY = 7


@dataclass(frozen=True)
class ReflectionView:
    """A reflection or narrative; it counts from ``handed_on``.

    ``late_entry``: it came long after the unit was taught (补录). ``unit_title`` is "" without one.
    """

    id: int
    kind: Kind
    kind_name: str
    manuscript_id: int
    title: str
    unit_id: int | None
    unit_title: str
    group_name: str
    teacher_id: int
    teacher_name: str
    day: date
    handed_on: date | None
    late_entry: bool
    edited_at: datetime | None


def begin(actor: Actor, unit_id: int, now: datetime) -> ReflectionView:
    """A 教后反思 of a unit; the one begun before, where nothing was written in that yet."""
    require(actor, Act.WRITE_OWN)
    with transaction():
        unit = held(PrepUnit.select().where(PrepUnit.id == unit_id), PrepUnit).first()
        if unit is None or unit.dropped_at is not None:
            raise Refused("no_unit", "没有这个单元，可能刚被取消，请回到备课里核对。")
        # Whose unit it is: whoever may read its plan.
        manuscripts.manuscript(actor, unit.plan_id)
        before = list(
            Reflection.select().where(
                Reflection.unit == unit, Reflection.teacher == actor.teacher_id
            )
        )
        empty = _empty(before)
        if empty is not None:
            return find(actor, empty.id)
        more = f"（第 {len(before) + 1} 篇）" if before else ""
        made = _make(
            actor, Kind.REFLECTION, unit.term_id, f"{unit.title}{more}", now,
            unit_id=unit_id, group_id=unit.group_id,
        )  # fmt: skip
    return find(actor, made.id)


def begin_narrative(actor: Actor, title: str, now: datetime) -> ReflectionView:
    """A 教育叙事, which needs no unit."""
    require(actor, Act.WRITE_OWN)
    title = clean(title, "题目", 64)
    term = school.current_term(now)
    with transaction():
        made = _make(actor, Kind.NARRATIVE, term.id, title, now)
    return find(actor, made.id)


def hand_in(actor: Actor, reflection_id: int, now: datetime) -> ReflectionView:
    """Hand it in, however short; from now on it counts and is not written any more."""
    with transaction():
        row = _hold_own(actor, reflection_id)
        if row.handed_on is not None:
            raise Refused("handed_in", f"这一篇已于 {row.handed_on:%m月%d日} 交过，不用再交。")
        written = manuscripts.manuscript(actor, row.manuscript_id).passages.values()
        if not any(passage.text.strip() for passage in written):
            raise Refused("empty", "一个字也没写，不能交。写几句就可以，长短不限。")
        Reflection.update(handed_on=local(now).date()).where(Reflection.id == row.id).execute()
        manuscripts.close(row.manuscript_id, now)
        trace.write(actor, "hand_in", "reflection", row.id, now)
    return find(actor, reflection_id)


def take_back(actor: Actor, reflection_id: int, now: datetime) -> ReflectionView:
    """Write on in one's own; it counts again from the day it is handed in anew."""
    with transaction():
        row = _hold_own(actor, reflection_id)
        if row.handed_on is None:
            raise Refused("not_handed_in", "这一篇还没有交，可以直接写。")
        Reflection.update(handed_on=None).where(Reflection.id == row.id).execute()
        manuscripts.close(row.manuscript_id, None)
        trace.write(actor, "take_back", "reflection", row.id, now, handed_on=row.handed_on)
    return find(actor, reflection_id)


def mine(actor: Actor, term_id: int) -> list[ReflectionView]:
    """One's own of a term, the latest first."""
    return _views(_read().where(Reflection.teacher == actor.teacher_id, Manuscript.term == term_id))


def of_group(actor: Actor, group_id: int, term_id: int) -> list[ReflectionView]:
    """What a group's members handed in, as far as this person may read it."""
    place = TermMembership
    members = place.select(place.teacher).where(place.term == term_id, place.group == group_id)
    return _views(
        _read().where(
            Reflection.teacher.in_(members),
            Manuscript.term == term_id,
            Reflection.handed_on.is_null(False),
            manuscripts.readable(actor),
        )
    )


def find(actor: Actor, reflection_id: int) -> ReflectionView:
    """One of them; Refused when there is none that this person may read."""
    found = _views(_read().where(Reflection.id == reflection_id, manuscripts.readable(actor)))
    if not found:
        raise _unknown()
    return found[0]


def sections(reflection_id: int) -> Sequence[Section]:
    """The prompts of X1 as the regulation has them, all optional; a narrative is one piece."""
    query = Reflection.select(Reflection.kind, Manuscript.id, Term.regulation)
    row = query.join(Manuscript).join(Term).where(Reflection.id == reflection_id).get()
    if row.kind == Kind.NARRATIVE:
        return NARRATIVE_PARTS
    return school.regulation_of(row.manuscript.term.regulation_id).lesson_prep.prompts


def _make(
    actor: Actor,
    kind: Kind,
    term_id: int,
    title: str,
    now: datetime,
    unit_id: int | None = None,
    group_id: int | None = None,
) -> Reflection:
    manuscript = manuscripts.begin(
        manuscripts.REFLECTION, term_id, title, local(now).date(), now,
        group_id=group_id, author_id=actor.teacher_id,
    )  # fmt: skip
    made = Reflection.create(
        teacher=actor.teacher_id, unit=unit_id, kind=kind, manuscript=manuscript
    )
    trace.write(actor, "begin_reflection", "reflection", made.id, now, kind=kind, unit=unit_id)
    return made


def _empty(rows: Sequence[Reflection]) -> Reflection | None:
    written = manuscripts.edited([row.manuscript_id for row in rows])
    return next((row for row in rows if row.manuscript_id not in written), None)


def _hold_own(actor: Actor, reflection_id: int) -> Reflection:
    query = Reflection.select().where(Reflection.id == reflection_id)
    row = held(query, Reflection).first()
    if row is None or row.teacher_id != actor.teacher_id:
        raise _unknown()
    return row


def _unknown() -> Refused:
    return Refused("no_reflection", "没有这一篇，或不是您能看、能改的。")


def _read() -> Any:
    return (
        Reflection.select(Reflection, Manuscript, Term, PrepUnit, Group, Teacher)
        .join(Manuscript)
        .join(Term)
        .switch(Reflection)
        .join(PrepUnit, JOIN.LEFT_OUTER)
        .join(Group, JOIN.LEFT_OUTER)
        .switch(Reflection)
        .join(Teacher)
        .order_by(Manuscript.day.desc(), Reflection.id.desc())
    )


def _views(query: Any) -> list[ReflectionView]:
    """Three queries, however many there are."""
    rows = list(query)
    edited = manuscripts.edited([row.manuscript_id for row in rows])
    terms = {row.manuscript.term_id: row.manuscript.term for row in rows}
    late_after = {
        id: school.regulation_of(term.regulation_id).lesson_prep.late_after_days
        for id, term in terms.items()
    }
    return [
        ReflectionView(
            id=row.id,
            kind=Kind(row.kind),
            kind_name=KIND_NAMES[Kind(row.kind)],
            manuscript_id=row.manuscript_id,
            title=row.manuscript.title,
            unit_id=row.unit_id,
            unit_title=row.unit.title if row.unit else "",
            group_name=row.unit.group.name if row.unit else "",
            teacher_id=row.teacher_id,
            teacher_name=row.teacher.name,
            day=row.manuscript.day,
            handed_on=row.handed_on,
            late_entry=row.handed_on is not None
            and late_entry(_taught_until(row), row.handed_on, late_after[row.manuscript.term_id]),
            edited_at=edited.get(row.manuscript_id),
        )
        for row in rows
    ]


def _taught_until(row: Reflection) -> date | None:
    """The last day of the last week that the unit was to be taught in."""
    if row.unit is None:
        return None
    week, term = row.unit.last_week or row.unit.first_week, row.manuscript.term
    return due_day(term.starts_on, term.ends_on, week, _SUNDAY) if week else None
