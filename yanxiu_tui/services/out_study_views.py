"""外出学习 as people see it, who decides on it, and what waits for whom (P8)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from peewee import JOIN

from db.models import Activity, Award, Claim, OutStudy, Teacher, Term
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.out_study import (
    PRIORITY_AWARD,
    OutStudyRule,
    OutStudyState,
    days,
    proposed_hours,
    reimbursed,
    report_due,
    standing,
)
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import deciding
from yanxiu_tui.services.claim_kinds import Versions
from yanxiu_tui.services.groups import members_within_reach, research_groups
from yanxiu_tui.services.leave_views import holders
from yanxiu_tui.services.permission import Act, Actor, Scope, reach, require


@dataclass(frozen=True)
class OutStudyView:
    """One trip. Money is in 元; ``pays`` is what the school reimburses, None before it is settled.

    ``due_on`` is the day at whose end the report is due. ``priority`` names the award that sends
    this teacher first, "" for none. ``cost``, ``pays``, ``violation`` and ``opinion`` are empty for
    leaders of groups, whom they do not concern.
    """

    id: int
    term_id: int
    teacher_id: int
    teacher_name: str
    staff_no: str
    group_name: str
    title: str
    notice: str
    organiser: str
    place: str
    first: date
    last: date
    days: int
    cap: Decimal | None
    state: OutStudyState
    standing: str
    asked_at: datetime
    asked_by: str
    decided_at: datetime | None
    decided_by: str
    opinion: str
    report_id: int | None
    due_on: date
    reported_at: datetime | None
    late: bool
    materials: str
    file_id: int | None
    file_name: str
    passed_on: str
    passed_on_at: datetime | None
    cost: Decimal | None
    pays: Decimal | None
    violation: str
    settled_at: datetime | None
    settled_by: str
    hours: Decimal | None
    hours_proposed: Decimal
    priority: str
    rule: OutStudyRule


def my_trips(actor: Actor, now: datetime) -> list[OutStudyView]:
    """One's own, the latest first."""
    require(actor, Act.ASK_OUT_STUDY)
    mine = _read().where(OutStudy.teacher == actor.teacher_id)
    return _views(actor, mine.order_by(OutStudy.first.desc(), OutStudy.id.desc()), now)


def trips(actor: Actor, term_id: int | None, now: datetime, limit: int = 500) -> list[OutStudyView]:
    """Everybody's of a term (None: of all), leaders those of their groups' members.

    What is not over yet is there whatever its term. What waits to be decided first, in the order
    it came; then the latest.
    """
    query = _read().where(_within_reach(actor))
    if term_id is not None:
        open_ = OutStudy.state.in_([OutStudyState.ASKED, OutStudyState.APPROVED])
        query = query.where((OutStudy.term == term_id) | (open_ & OutStudy.settled_at.is_null()))
    waits = OutStudy.state == OutStudyState.ASKED
    order = (waits.desc(), OutStudy.first.desc(), OutStudy.id.desc())
    return _views(actor, query.order_by(*order).limit(limit), now)


def view(actor: Actor, trip_id: int, now: datetime) -> OutStudyView:
    """One trip; Refused when there is none that this person may see."""
    query = _read().where(OutStudy.id == trip_id)
    own = OutStudy.select().where(OutStudy.id == trip_id, OutStudy.teacher == actor.teacher_id)
    if not own.exists():
        query = query.where(_within_reach(actor))
    found = _views(actor, query, now)
    if not found:
        raise unknown(trip_id)
    return found[0]


def unknown(trip_id: int) -> Refused:
    """The refusal of a number that no trip has."""
    return Refused("no_trip", f"没有编号为 {trip_id} 的外出学习，请核对。")


def may_decide(actor: Actor, teacher_id: int, deciders: Collection[int]) -> bool:
    """Whether this person may decide on that teacher's trip; never on their own.

    Whoever decides on leave decides on the trip it comes with (``leave_views.holders``); where
    nobody else may, a 副校长 stands in.
    """
    act = Act.DECIDE_OUT_STUDY
    return deciding.may_decide(actor, act, teacher_id, deciders, Role.VICE_PRINCIPAL)


def require_to_decide(actor: Actor, teacher_id: int) -> None:
    """Raise Refused unless ``may_decide``."""
    if teacher_id == actor.teacher_id:
        raise Refused("own_trip", "自己的外出学习要由他人审批。")
    if not may_decide(actor, teacher_id, holders()):
        require(actor, Act.DECIDE_OUT_STUDY)


def _within_reach(actor: Actor) -> Any:
    require_some(actor)
    if reach(actor, Act.VIEW_OUT_STUDY) is Scope.SCHOOL:
        return OutStudy.id.is_null(False)
    return OutStudy.teacher.in_(members_within_reach(actor, Act.VIEW_OUT_STUDY))


def require_some(actor: Actor) -> None:
    """Raise Refused unless they may see the trips of others, of a group at least."""
    if reach(actor, Act.VIEW_OUT_STUDY) is Scope.NONE:
        require(actor, Act.VIEW_OUT_STUDY)


def _read() -> Any:
    asker, decider, settler = Teacher.alias(), Teacher.alias(), Teacher.alias()
    return (
        OutStudy.select(OutStudy, Teacher, asker, decider, settler, Activity, Claim)
        .join(Teacher, on=OutStudy.teacher)
        .switch(OutStudy)
        .join(asker, JOIN.LEFT_OUTER, on=OutStudy.asked_by, attr="asked_by")
        .switch(OutStudy)
        .join(decider, JOIN.LEFT_OUTER, on=OutStudy.decided_by, attr="decided_by")
        .switch(OutStudy)
        .join(settler, JOIN.LEFT_OUTER, on=OutStudy.settled_by, attr="settled_by")
        .switch(OutStudy)
        .join(Activity, JOIN.LEFT_OUTER)
        .switch(OutStudy)
        .join(Claim, JOIN.LEFT_OUTER)
    )


def _views(actor: Actor, query: Any, now: datetime) -> list[OutStudyView]:
    """Four queries, however many there are."""
    rows = list(query)
    ids = {row.teacher_id for row in rows}
    groups, first_sent = research_groups(ids), _priorities(ids)
    versions = Versions({row.term_id for row in rows})
    sees_all = reach(actor, Act.VIEW_OUT_STUDY) is Scope.SCHOOL
    today = local(now).date()
    return [
        _view(
            row,
            groups.get(row.teacher_id, ""),
            versions.at(row.term_id, row.asked_at).out_study,
            first_sent.get(row.teacher_id, ""),
            sees_all or row.teacher_id == actor.teacher_id,
            today,
        )
        for row in rows
    ]


def _priorities(teacher_ids: Collection[int]) -> dict[int, str]:
    """Whom the school sends first (Z38), by the latest term they were named in."""
    query = Award.select(Award.teacher, Award.name, Term.name).join(Term)
    named = query.where(
        Award.award == PRIORITY_AWARD,
        Award.withdrawn_at.is_null(),
        Award.teacher.in_(list(teacher_ids)),
    )
    return {
        row.teacher_id: f"{row.name}（{row.term.name}）" for row in named.order_by(Term.starts_on)
    }


def _view(
    row: Any, group_name: str, rule: OutStudyRule, priority: str, whole: bool, today: date
) -> OutStudyView:
    state, due_on = OutStudyState(row.state), report_due(row.last, rule.report_days)
    settled = row.settled_at is not None
    return OutStudyView(
        id=row.id,
        term_id=row.term_id,
        teacher_id=row.teacher_id,
        teacher_name=row.teacher.name,
        staff_no=row.teacher.staff_no,
        group_name=group_name,
        title=row.title,
        notice=row.notice,
        organiser=row.organiser,
        place=row.place,
        first=row.first,
        last=row.last,
        days=days(row.first, row.last),
        cap=row.cap,
        state=state,
        standing=standing(state, row.first, due_on, today, row.reported_at is not None, settled),
        asked_at=row.asked_at,
        asked_by=_name(row.asked_by),
        decided_at=row.decided_at,
        decided_by=_name(row.decided_by),
        opinion=row.opinion if whole else "",
        report_id=row.report_id,
        due_on=due_on,
        reported_at=row.reported_at,
        late=row.reported_at is not None and local(row.reported_at).date() > due_on,
        materials=row.materials,
        file_id=row.file_id,
        file_name=row.file_name,
        passed_on=row.passed_on.title if row.passed_on_id else "",
        passed_on_at=row.passed_on_at,
        cost=row.cost if whole else None,
        pays=reimbursed(row.cost, row.cap, row.violation) if settled and whole else None,
        violation=row.violation if whole else "",
        settled_at=row.settled_at,
        settled_by=_name(row.settled_by),
        hours=row.claim.hours_granted if row.claim_id else None,
        hours_proposed=proposed_hours(rule, row.first, row.last),
        priority=priority,
        rule=rule,
    )


def _name(person: Teacher | None) -> str:
    return str(person.name) if person else ""
