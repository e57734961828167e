"""个性化教案: made from the group's plan, for one class (Z15)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import fn

from db.connection import held, transaction
from db.models import (
    Group,
    Manuscript,
    PersonalPlan,
    PlanVersion,
    PrepUnit,
    Teacher,
    TermMembership,
)
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.lesson_prep import Section
from yanxiu_tui.services import manuscripts, plan_versions, trace
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.texts import clean


@dataclass(frozen=True)
class PersonalPlanView:
    """A plan for one class; made from ``version`` of the group's plan, whose newest is ``newest``.

    Weeks are numbers of the school calendar.
    """

    id: int
    manuscript_id: int
    unit_id: int
    unit_title: str
    first_week: int | None
    last_week: int | None
    group_id: int
    group_name: str
    teacher_id: int
    teacher_name: str
    class_name: str
    version: int
    newest: int
    edited_at: datetime | None

    @property
    def title(self) -> str:
        """``第一单元（七1班）``."""
        return f"{self.unit_title}（{self.class_name}）"

    @property
    def outdated(self) -> bool:
        """Whether the group's plan has moved on since."""
        return self.newest > self.version


def begin(actor: Actor, unit_id: int, class_name: str, now: datetime) -> PersonalPlanView:
    """Make one's plan for a class out of the newest version of the group's; one a class.

    Where no version was kept yet, one is kept first.
    """
    require(actor, Act.WRITE_OWN)
    class_name = clean(class_name, "班级", 32)
    with transaction():
        unit = held(PrepUnit.select().where(PrepUnit.id == unit_id), PrepUnit).first()
        if unit is None or unit.dropped_at is not None:
            raise Refused("no_unit", "没有这个单元，可能刚被取消，请回到备课里核对。")
        # Whoever may not read the group's plan may not copy it either.
        shared = manuscripts.manuscript(actor, unit.plan_id)
        _refuse_twice(actor, unit, class_name)
        if not any(passage.text.strip() for passage in shared.passages.values()):
            raise Refused(
                "empty", f"「{unit.title}」的共性教案还没有写，请先集体备课，再做个性化教案。"
            )
        version = newest(unit_id) or _keep_first(actor, unit_id, now)
        made = manuscripts.begin(
            manuscripts.PERSONAL_PLAN, unit.term_id, f"{unit.title}（{class_name}）",
            local(now).date(), now, group_id=unit.group_id, author_id=actor.teacher_id,
            texts=json.loads(version.sections),
        )  # fmt: skip
        plan = PersonalPlan.create(
            unit=unit, teacher=actor.teacher_id, class_name=class_name, version=version,
            manuscript=made,
        )  # fmt: skip
        trace.write(actor, "begin_personal_plan", "personal_plan", plan.id, now, unit=unit_id)
    return find(actor, plan.id)


def mine(actor: Actor, term_id: int) -> list[PersonalPlanView]:
    """One's own of a term, by the weeks they are for."""
    return _views(_read().where(PersonalPlan.teacher == actor.teacher_id, PrepUnit.term == term_id))


def of_group(actor: Actor, group_id: int, term_id: int) -> list[PersonalPlanView]:
    """Those of a group's members, as far as this person may read them."""
    place = TermMembership
    members = place.select(place.teacher).where(place.term == term_id, place.group == group_id)
    return _views(
        _read().where(
            PersonalPlan.teacher.in_(members),
            PrepUnit.term == term_id,
            manuscripts.readable(actor),
        )
    )


def of_teachers(teacher_ids: Sequence[int], term_id: int) -> list[PersonalPlanView]:
    """Those of these teachers in a term, whatever group's plan they were made from."""
    return _views(
        _read().where(PersonalPlan.teacher.in_(list(teacher_ids)), PrepUnit.term == term_id)
    )


def find(actor: Actor, plan_id: int) -> PersonalPlanView:
    """One plan, by its number; Refused when there is none that this person may read."""
    found = _views(_read().where(PersonalPlan.id == plan_id, manuscripts.readable(actor)))
    if not found:
        raise Refused("no_plan", "没有这份个性化教案，或您没有查看的权限。")
    return found[0]


def _refuse_twice(actor: Actor, unit: PrepUnit, class_name: str) -> None:
    same = PersonalPlan.select().where(
        PersonalPlan.unit == unit,
        PersonalPlan.teacher == actor.teacher_id,
        PersonalPlan.class_name == class_name,
    )
    if same.exists():
        raise Refused(
            "made_already",
            f"「{unit.title}」{class_name}的个性化教案已经有了，请在教案与反思里接着写。",
        )


def sections(plan_id: int) -> Sequence[Section]:
    """The sections that the regulation of its term has (Z14)."""
    unit = PrepUnit.select(PrepUnit.term).join(PersonalPlan).where(PersonalPlan.id == plan_id)
    return plan_versions.sections_of(unit.get().term_id)


def newest(unit_id: int) -> PlanVersion | None:
    """The newest version of a unit's plan."""
    query = PlanVersion.select().where(PlanVersion.unit == unit_id)
    return query.order_by(PlanVersion.number.desc()).first()


def _keep_first(actor: Actor, unit_id: int, now: datetime) -> PlanVersion:
    kept = plan_versions.keep(actor, unit_id, "做个性化教案时存", now)
    return PlanVersion.get_by_id(kept.id)


def _read() -> Any:
    version = PlanVersion.alias()
    newest = version.select(fn.MAX(version.number)).where(version.unit == PersonalPlan.unit)
    return (
        PersonalPlan.select(
            PersonalPlan, PrepUnit, Group, Teacher, PlanVersion.number, newest.alias("newest")
        )
        .join(PrepUnit)
        .join(Group)
        .switch(PersonalPlan)
        .join(Teacher)
        .switch(PersonalPlan)
        .join(PlanVersion)
        .switch(PersonalPlan)
        .join(Manuscript)
        .order_by(PrepUnit.first_week, PrepUnit.number, PersonalPlan.class_name, PersonalPlan.id)
    )


def _views(query: Any) -> list[PersonalPlanView]:
    """Two queries, however many there are."""
    rows = list(query)
    edited = manuscripts.edited([row.manuscript_id for row in rows])
    return [
        PersonalPlanView(
            id=row.id,
            manuscript_id=row.manuscript_id,
            unit_id=row.unit_id,
            unit_title=row.unit.title,
            first_week=row.unit.first_week,
            last_week=row.unit.last_week,
            group_id=row.unit.group_id,
            group_name=row.unit.group.name,
            teacher_id=row.teacher_id,
            teacher_name=row.teacher.name,
            class_name=row.class_name,
            version=row.version.number,
            newest=row.newest,
            edited_at=edited.get(row.manuscript_id),
        )
        for row in rows
    ]
