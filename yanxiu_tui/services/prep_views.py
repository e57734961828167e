"""A group's plan as it is read: one term at a time, in a fixed number of queries."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, fn

from db.models import (
    Activity,
    Group,
    Passage,
    PlanVersion,
    PrepSession,
    PrepUnit,
    RegulationVersion,
    Teacher,
    Term,
)
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.loader import pinned
from yanxiu_tui.rules.lesson_prep import LessonPrep
from yanxiu_tui.services import prep_groups, school
from yanxiu_tui.services.activities import State
from yanxiu_tui.services.manuscript_rights import may_read
from yanxiu_tui.services.permission import Act, Actor, allowed, require
from yanxiu_tui.services.prep_groups import GroupView, MemberView

HELD = (State.ENDED, State.CLOSED)
_BLANKS = " \n\t　"


@dataclass(frozen=True)
class UnitView:
    """A unit of a group's plan. Weeks are numbers of the school calendar.

    ``filled`` of ``sections`` have something written in its 共性教案, of which ``versions`` were
    kept; ``held`` of ``sessions`` are over.
    """

    id: int
    term_id: int
    group_id: int
    group_name: str
    plan_id: int
    number: int
    title: str
    first_week: int | None
    last_week: int | None
    keynote_id: int | None
    keynote_no: str
    keynote_name: str
    filled: int
    sections: int
    versions: int
    sessions: int
    held: int
    may_plan: bool
    may_write: bool
    dropped_at: datetime | None = None

    @property
    def weeks(self) -> str:
        """``3`` or ``3-4``; "" where no week was said."""
        if self.first_week is None or self.first_week == self.last_week:
            return f"{self.first_week or ''}"
        return f"{self.first_week}-{self.last_week}"


@dataclass(frozen=True)
class Silent:
    """A teacher who has not been 中心发言人 this term; ``unit`` is the one they are to speak on."""

    name: str
    unit: str = ""


@dataclass(frozen=True)
class PlanOfTerm:
    """A group's whole plan, with what its leader should know (Z10, Z12, Z13)."""

    group: GroupView
    units: tuple[UnitView, ...]
    silent: tuple[Silent, ...]
    warning: str
    may_plan: bool

    @property
    def covered(self) -> int:
        """How many units were prepared at least once (Z12)."""
        return sum(each.held > 0 for each in self.units)

    @property
    def coverage(self) -> int:
        """The same as a percentage, 0 without units."""
        return self.covered * 100 // len(self.units) if self.units else 0


def units(actor: Actor, group_id: int, term_id: int) -> list[UnitView]:
    """The units of a group's plan, in order."""
    prep_groups.refuse_unseen(actor, group_id)
    return _views(actor, _of_term(group_id, term_id), _rule(term_id))


def units_of_school(actor: Actor, term_id: int) -> list[UnitView]:
    """The units of every group, group by group, in order."""
    require(actor, Act.VIEW_PREP)
    query = _joined().where(PrepUnit.term == term_id, PrepUnit.dropped_at.is_null())
    # Sorted here: databases do not agree on the order of Chinese names.
    rows = sorted(query, key=lambda row: (row.group.name, row.group_id, row.number, row.id))
    return _views(actor, rows, _rule(term_id))


def unit(actor: Actor, unit_id: int) -> UnitView:
    """One unit, also one that was dropped; Refused to whoever may not read its plan."""
    row = _joined().where(PrepUnit.id == unit_id).first()
    if row is None or not may_read(actor, row.plan_id):
        raise Refused("no_unit", "没有这个单元，或您没有查看的权限。")
    return _views(actor, [row], _rule(row.term_id))[0]


def plan_of_term(actor: Actor, group_id: int, term_id: int) -> PlanOfTerm:
    """Everything that the list of a group's units shows."""
    prep_groups.refuse_unseen(actor, group_id)
    term = _term(term_id)
    group, rule = Group.get_by_id(group_id), _prep_of(term)
    here = prep_groups.members(group_id, school.view(term))
    found = _views(actor, _of_term(group_id, term_id), rule)
    return PlanOfTerm(
        group=prep_groups.view_of(group),
        units=tuple(found),
        silent=tuple(_silent(here, found, have_spoken(group_id, term_id))),
        warning=prep_groups.warning(group, here, rule),
        may_plan=allowed(actor, Act.PLAN_PREP, group_id),
    )


def have_spoken(group_id: int, term_id: int) -> set[int]:
    """Who was 中心发言人 at a session of this group that is over."""
    rows = (
        PrepSession.select(PrepSession.keynote)
        .join(PrepUnit)
        .switch(PrepSession)
        .join(Activity)
        .where(
            PrepUnit.group == group_id,
            PrepUnit.term == term_id,
            # Not by its state: that would be looked up among all the activities there ever were.
            Activity.ended_at.is_null(False),
        )
        .distinct()
    )
    return {row.keynote_id for row in rows if row.keynote_id is not None}


def _silent(
    here: Sequence[MemberView], found: Sequence[UnitView], spoken: set[int]
) -> list[Silent]:
    """Whoever has not spoken (Z13), those without a unit to speak on first."""
    lined_up = {each.keynote_id: each.title for each in reversed(found)}
    silent = [
        Silent(each.name, lined_up.get(each.teacher_id, ""))
        for each in here
        if each.teacher_id not in spoken
    ]
    return sorted(silent, key=lambda each: bool(each.unit))


def _rule(term_id: int) -> LessonPrep:
    return _prep_of(_term(term_id))


def _prep_of(term: Term) -> LessonPrep:
    return pinned(str(term.regulation.source)).lesson_prep


def _term(term_id: int) -> Term:
    """With its regulation, in one query."""
    found: Term = (
        Term.select(Term, RegulationVersion).join(RegulationVersion).where(Term.id == term_id).get()
    )
    return found


def _joined() -> Any:
    return (
        PrepUnit.select(PrepUnit, Group, Teacher)
        .join(Group)
        .switch(PrepUnit)
        .join(Teacher, JOIN.LEFT_OUTER)
    )


def _of_term(group_id: int, term_id: int) -> list[PrepUnit]:
    query = _joined().where(
        PrepUnit.group == group_id, PrepUnit.term == term_id, PrepUnit.dropped_at.is_null()
    )
    return list(query.order_by(PrepUnit.number, PrepUnit.id))


def _views(actor: Actor, rows: Sequence[PrepUnit], rule: LessonPrep) -> list[UnitView]:
    """Three queries, however many units."""
    ids = [row.id for row in rows]
    filled = _filled([row.plan_id for row in rows], rule)
    versions = _versions(ids)
    states = _states(ids)
    return [
        UnitView(
            id=row.id,
            term_id=row.term_id,
            group_id=row.group_id,
            group_name=row.group.name,
            plan_id=row.plan_id,
            number=row.number,
            title=row.title,
            first_week=row.first_week,
            last_week=row.last_week,
            keynote_id=row.keynote_id,
            keynote_no=row.keynote.staff_no if row.keynote else "",
            keynote_name=row.keynote.name if row.keynote else "",
            filled=filled.get(row.plan_id, 0),
            sections=len(rule.sections),
            versions=versions.get(row.id, 0),
            sessions=states[row.id].total(),
            held=sum(states[row.id][state] for state in HELD),
            may_plan=row.dropped_at is None and allowed(actor, Act.PLAN_PREP, row.group_id),
            may_write=row.dropped_at is None and allowed(actor, Act.WRITE_PREP, row.group_id),
            dropped_at=row.dropped_at,
        )
        for row in rows
    ]


def _filled(plan_ids: Sequence[int], rule: LessonPrep) -> Mapping[int, int]:
    query: Any = (
        Passage.select(Passage.manuscript, fn.COUNT(Passage.id))
        .where(
            Passage.manuscript.in_(list(plan_ids)),
            Passage.section.in_([section.id for section in rule.sections]),
            fn.TRIM(Passage.text, _BLANKS) != "",
        )
        .group_by(Passage.manuscript)
    )
    return dict(query.tuples())


def _versions(unit_ids: Sequence[int]) -> Mapping[int, int]:
    query = PlanVersion.select(PlanVersion.unit, fn.COUNT(PlanVersion.id))
    kept: Any = query.where(PlanVersion.unit.in_(list(unit_ids))).group_by(PlanVersion.unit)
    return dict(kept.tuples())


def _states(unit_ids: Sequence[int]) -> Mapping[int, Counter[str]]:
    """How many sessions of each unit stand where; cancelled ones do not count."""
    query: Any = (
        PrepSession.select(PrepSession.unit, Activity.state)
        .join(Activity)
        .where(PrepSession.unit.in_(list(unit_ids)), Activity.state != State.CANCELLED)
    )
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for unit_id, state in query.tuples():
        found[unit_id][state] += 1
    return found
