"""排中心发言人: proposed in fair rotation, decided by people, changed by hand any time (Z13)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from db.connection import transaction
from db.models import Activity, PrepSession, PrepUnit, Teacher, Term, Work
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.keynotes import Speaker, rotation
from yanxiu_tui.services import prep_groups, school, trace
from yanxiu_tui.services.activities import State
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.prep_follow import follow_unit
from yanxiu_tui.services.prep_views import units


@dataclass(frozen=True)
class Proposal:
    """Who is proposed to speak on a unit; ``turns`` this term, ``earlier`` before, as they stood.

    ``last`` is the day they last spoke before this term.
    """

    unit_id: int
    unit_title: str
    teacher_id: int
    teacher_name: str
    turns: int
    earlier: int
    last: date | None


def propose(actor: Actor, group_id: int, term_id: int) -> list[Proposal]:
    """Somebody for each unit that has nobody; nothing is written. Refused without members."""
    require(actor, Act.PLAN_PREP, group_id)
    empty = [each for each in units(actor, group_id, term_id) if each.keynote_id is None]
    here = prep_groups.members(group_id, school.term_view(term_id))
    if not here:
        raise Refused("nobody", "这个组还没有老师，请先导入名册。")
    names = {each.teacher_id: each.name for each in here}
    turns = _turns(group_id, term_id)
    earlier = _earlier(list(names), term_id)
    speakers = [
        Speaker(
            each.teacher_id,
            each.staff_no,
            turns=len(turns[each.teacher_id]),
            earlier=len(earlier[each.teacher_id]),
            last=max(earlier[each.teacher_id], default=None),
        )
        for each in here
    ]
    return [
        Proposal(
            unit_id=unit.id,
            unit_title=unit.title,
            teacher_id=speaker.id,
            teacher_name=names[speaker.id],
            turns=speaker.turns,
            earlier=speaker.earlier,
            last=speaker.last,
        )
        for unit, speaker in zip(empty, rotation(speakers, len(empty)), strict=True)
    ]


def accept(
    actor: Actor, group_id: int, term_id: int, chosen: Mapping[int, int], now: datetime
) -> int:
    """Let these teachers speak on these units, by id; how many were given a speaker.

    A unit that somebody was chosen for meanwhile keeps them.
    """
    require(actor, Act.PLAN_PREP, group_id)
    given = 0
    with transaction():
        prep_groups.hold(group_id)
        empty = PrepUnit.select().where(
            PrepUnit.id.in_(list(chosen)), PrepUnit.group == group_id, PrepUnit.term == term_id,
            PrepUnit.keynote.is_null(), PrepUnit.dropped_at.is_null(),
        )  # fmt: skip
        units_of: dict[int, list[int]] = defaultdict(list)
        for row in empty:
            units_of[chosen[row.id]].append(row.id)
        for teacher in Teacher.select().where(Teacher.id.in_(list(units_of))):
            mine = units_of[teacher.id]
            PrepUnit.update(keynote=teacher).where(PrepUnit.id.in_(mine)).execute()
            follow_unit(mine, teacher)
            trace.write_each(actor, "give_keynote", "prep_unit", mine, now, keynote=teacher.id)
            given += len(mine)
    return given


def _turns(group_id: int, term_id: int) -> Mapping[int, set[int]]:
    """The units of this term that each spoke on, or is to speak on."""
    found: dict[int, set[int]] = defaultdict(set)
    units_: Any = PrepUnit.select(PrepUnit.keynote, PrepUnit.id).where(
        PrepUnit.group == group_id, PrepUnit.term == term_id, PrepUnit.dropped_at.is_null()
    )
    sessions: Any = (
        PrepSession.select(PrepSession.keynote, PrepSession.unit)
        .join(PrepUnit)
        .switch(PrepSession)
        .join(Activity)
        .where(
            PrepUnit.group == group_id, PrepUnit.term == term_id, Activity.state != State.CANCELLED
        )
    )
    for query in (units_, sessions):
        for teacher_id, unit_id in query.tuples():
            found[teacher_id].add(unit_id)
    return found


def _earlier(teacher_ids: list[int], term_id: int) -> Mapping[int, list[date]]:
    """The days each of these spoke before this term, at the terminal or on granted papers."""
    starts_on = Term.get_by_id(term_id).starts_on
    rows: Any = Work.select(Work.teacher, Work.day).where(
        Work.kind == "keynote", Work.teacher.in_(teacher_ids), Work.day < starts_on
    )
    found: dict[int, list[date]] = defaultdict(list)
    for teacher_id, day in rows.tuples():
        found[teacher_id].append(day)
    return found
