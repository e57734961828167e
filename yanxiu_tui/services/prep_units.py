"""备课组的学期计划: its units in order, in which weeks, who speaks, how far each one is (Z12)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from peewee import Case, fn

from db.connection import transaction
from db.models import Activity, PrepSession, PrepUnit, Teacher
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.calendar import week_of_term
from yanxiu_tui.services import manuscripts, prep_groups, school, trace
from yanxiu_tui.services.activities import State
from yanxiu_tui.services.credentials import find_teacher
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.prep_follow import follow_unit
from yanxiu_tui.services.prep_groups import GroupView, my_groups
from yanxiu_tui.services.prep_views import (
    PlanOfTerm,
    UnitView,
    plan_of_term,
    unit,
    units,
    units_of_school,
)
from yanxiu_tui.services.school import TermView
from yanxiu_tui.services.texts import clean

__all__ = [
    "GroupView", "PlanOfTerm", "UnitDraft", "UnitView", "add", "change", "drop", "move",
    "my_groups", "plan_of_term", "unit", "units", "units_of_school",
]  # fmt: skip


@dataclass(frozen=True)
class UnitDraft:
    """A unit as it is asked for: weeks of the school calendar, the speaker by staff number."""

    title: str
    first_week: int | None = None
    last_week: int | None = None
    keynote_no: str = ""


def add(actor: Actor, group_id: int, term_id: int, draft: UnitDraft, now: datetime) -> UnitView:
    """Add a unit at the end of a group's plan, with an empty 共性教案 of its own."""
    require(actor, Act.PLAN_PREP, group_id)
    term = _term(term_id)
    title, first, last, keynote = _checked(draft, term)
    with transaction():
        prep_groups.hold(group_id)
        standing = _standing(group_id, term_id)
        _refuse_twice(standing, title)
        plan = manuscripts.begin(
            manuscripts.SHARED_PLAN, term_id, title, _day(term, first), now, group_id=group_id
        )
        made = PrepUnit.create(
            term=term_id, group=group_id, plan=plan, number=len(standing) + 1, title=title,
            first_week=first, last_week=last, keynote=keynote,
        )  # fmt: skip
        trace.write(actor, "add_unit", "prep_unit", made.id, now, title=title)
    return unit(actor, made.id)


def change(actor: Actor, unit_id: int, draft: UnitDraft, now: datetime) -> UnitView:
    """Call a unit otherwise, move its weeks, give it another speaker; the trace keeps what was.

    Sessions still ahead follow the speaker.
    """
    with transaction():
        row = hold(actor, unit_id)
        term = _term(row.term_id)
        title, first, last, keynote = _checked(draft, term, row.keynote)
        _refuse_twice([each for each in _standing(row.group_id, term.id) if each != row], title)
        PrepUnit.update(title=title, first_week=first, last_week=last, keynote=keynote).where(
            PrepUnit.id == unit_id
        ).execute()
        manuscripts.retitle(row.plan_id, title, _day(term, first))
        if keynote is not None and keynote.id != row.keynote_id:
            follow_unit([unit_id], keynote)
        trace.write(
            actor, "change_unit", "prep_unit", unit_id, now,
            before=[row.title, row.first_week, row.last_week, row.keynote_id],
            after=[title, first, last, keynote.id if keynote else None],
        )  # fmt: skip
    return unit(actor, unit_id)


def move(actor: Actor, unit_id: int, step: int, now: datetime) -> UnitView:
    """Put a unit so many places further down, or up where ``step`` is negative."""
    with transaction():
        row = hold(actor, unit_id)
        order = [each.id for each in _standing(row.group_id, row.term_id)]
        at = order.index(unit_id)
        to = max(0, min(at + step, len(order) - 1))
        if to != at:
            order.insert(to, order.pop(at))
            _number(order)
            trace.write(actor, "move_unit", "prep_unit", unit_id, now, before=at + 1, after=to + 1)
    return unit(actor, unit_id)


def drop(actor: Actor, unit_id: int, now: datetime, reason: str = "") -> UnitView:
    """Take a unit out of the plan; it stays on record, its 共性教案 to be read, not written.

    One that was prepared, or is to be, is only dropped with a reason.
    """
    with transaction():
        row = hold(actor, unit_id)
        count = _sessions(unit_id)
        if count and not reason.strip():
            raise Refused("has_sessions", f"「{row.title}」已有 {count} 次备课，要删去请写明原因。")
        reason = clean(reason, "删去的原因", 200, required=bool(count))
        PrepUnit.update(dropped_at=now).where(PrepUnit.id == unit_id).execute()
        manuscripts.close(row.plan_id, now)
        _number([each.id for each in _standing(row.group_id, row.term_id)])
        trace.write(actor, "drop_unit", "prep_unit", unit_id, now, reason=reason)
    return unit(actor, unit_id)


def hold(actor: Actor, unit_id: int) -> PrepUnit:
    """A unit to be changed, its group held; Refused where that is not this person's to do."""
    found = PrepUnit.get_or_none(PrepUnit.id == unit_id)
    if found is None:
        raise Refused("no_unit", "没有这个单元，可能刚被别人删去。")
    require(actor, Act.PLAN_PREP, found.group_id)
    prep_groups.hold(found.group_id)
    # Read again: it may have changed while another held the group.
    found = PrepUnit.get_by_id(unit_id)
    if found.dropped_at is not None:
        raise Refused("dropped", f"「{found.title}」已从计划里删去，不能再改。")
    return found


def _standing(group_id: int, term_id: int) -> list[PrepUnit]:
    query = PrepUnit.select().where(
        PrepUnit.group == group_id, PrepUnit.term == term_id, PrepUnit.dropped_at.is_null()
    )
    return list(query.order_by(PrepUnit.number, PrepUnit.id))


def _number(order: list[int]) -> None:
    """Number the units as they stand, in one statement."""
    if order:
        numbers = Case(PrepUnit.id, list(zip(order, range(1, len(order) + 1), strict=True)))
        PrepUnit.update(number=numbers).where(PrepUnit.id.in_(order)).execute()


def _sessions(unit_id: int) -> int:
    rows = PrepSession.select(fn.COUNT(PrepSession.id)).join(Activity)
    return int(
        rows.where(PrepSession.unit == unit_id, Activity.state != State.CANCELLED).scalar() or 0
    )


def _refuse_twice(standing: list[PrepUnit], title: str) -> None:
    if any(each.title == title for each in standing):
        raise Refused("twice", f"「{title}」已经在本学期的计划里，请换个单元名称。")


def _checked(
    draft: UnitDraft, term: TermView, stands: Teacher | None = None
) -> tuple[str, int | None, int | None, Teacher | None]:
    """The draft as columns. A speaker who ``stands`` may stay, also when they have left."""
    title = clean(draft.title, "单元（章、节）名称", 64)
    first = draft.first_week if draft.first_week is not None else draft.last_week
    last = draft.last_week if draft.last_week is not None else first
    weeks = week_of_term(term.ends_on, term.starts_on)
    if first is not None and last is not None:
        if not (1 <= first <= weeks and 1 <= last <= weeks):
            raise Refused("bad_weeks", f"本学期共 {weeks} 周，周次请写 1 到 {weeks}。")
        if last < first:
            raise Refused("bad_weeks", "结束的周次早于开始的周次，请核对。")
    if stands is not None and draft.keynote_no == stands.staff_no:
        return title, first, last, stands
    keynote = find_teacher(draft.keynote_no) if draft.keynote_no.strip() else None
    return title, first, last, keynote


def _day(term: TermView, first_week: int | None) -> date:
    """The first day of the first week; the term's start where no week was said."""
    monday = term.starts_on - timedelta(days=term.starts_on.weekday())
    return max(term.starts_on, monday + timedelta(weeks=(first_week or 1) - 1))


def _term(term_id: int) -> TermView:
    return school.term_view(term_id)
