"""The made-up school is written down: the school, its term, its roster, PINs, plans and leave."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from db import chain
from db.models import (
    Activity,
    Adoption,
    Credential,
    ExemptDays,
    Group,
    Leave,
    LeaveEvidence,
    RegulationVersion,
    Teacher,
    Term,
)
from yanxiu_tui.clock import instant
from yanxiu_tui.regulation.loader import preset_source
from yanxiu_tui.roster.model import Column, Place, Reading
from yanxiu_tui.roster.model import Person as Listed
from yanxiu_tui.rules.leave import LeaveState
from yanxiu_tui.rules.pin import CODE_LIFE
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import credentials, teachers
from yanxiu_tui.services.activities import State
from yanxiu_tui.services.demo.absences import Slip
from yanxiu_tui.services.demo.agenda import Plan
from yanxiu_tui.services.demo.calendar import Calendar
from yanxiu_tui.services.demo.people import Person
from yanxiu_tui.services.demo.rows import MACHINE, insert, trace
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.school import keep_school

PIN = "2580"
CODE = "2345 6789"
_PRESET = "default"
_YESTERDAY = timedelta(hours=19)
_OFFICE = Actor(None, "操作员", MACHINE, frozenset({Role.OPERATOR}))


def found(name: str, term: Calendar) -> Term:
    """The school, its regulation and its term, some days before the term began."""
    at = instant(term.starts_on - timedelta(days=5), time(9, 0))
    keep_school(name, at)
    version = RegulationVersion.create(
        name=_PRESET, source=preset_source(_PRESET), adopted_at=at, reason="建校时采用"
    )
    row = Term.create(
        name=term.name, starts_on=term.starts_on, ends_on=term.ends_on, regulation=version
    )
    Adoption.create(term=row, regulation=version, at=at, reason=version.reason)
    ExemptDays.create(
        term=row, first=term.exempt.first, last=term.exempt.last, reason=term.exempt.reason
    )
    days = {"first": term.exempt.first, "last": term.exempt.last}
    traces = [
        trace(None, "found_school", "school", None, at, name=name, preset=_PRESET),
        trace(None, "exempt_days", "term", row.id, at + timedelta(minutes=4), **days),
    ]
    chain.append(traces)
    return row


def take_in(staff: Sequence[Person], at: datetime) -> None:
    """Import these as the office's roster."""
    teachers.import_roster(_OFFICE, _reading(staff), at)
    ids = {row.staff_no: row.id for row in Teacher.select(Teacher.staff_no, Teacher.id)}
    for one in staff:
        one.id = ids[one.staff_no]


def give_pins(staff: Sequence[Person], clerk: Person, now: datetime) -> None:
    """The same PIN for everybody, hashed once; newcomers have an enrolment code instead."""
    # A demo's PIN is known to all, so the usual ways, which refuse a weak one, are not taken.
    pin = credentials.hash_pin(PIN)
    code = credentials.hash_pin(CODE.replace(" ", ""))
    rows = [
        {
            "teacher": one.id,
            "pin_hash": "" if one.newcomer else pin,
            "code_hash": code if one.newcomer else "",
            "code_expires_at": now - _YESTERDAY + CODE_LIFE if one.newcomer else None,
        }
        for one in staff
    ]
    insert(Credential, rows)
    count = len([one for one in staff if one.newcomer])
    issued = trace(clerk.id, "issue_codes", "teacher", None, now - _YESTERDAY, count=count)
    chain.append([issued])


def plan(term: Term, plans: Sequence[Plan], staff: Sequence[Person], at: datetime) -> None:
    """Every meeting of the term, written down at its beginning; those of the past are closed."""
    ids = {one.staff_no: one.id for one in staff}
    groups = {row.name: row.id for row in Group.select(Group.name, Group.id)}
    rows = [
        {
            "term": term.id,
            "regulation": term.regulation_id if each.opened_at else None,
            "group": groups.get(each.group),
            "kind": each.kind,
            "title": each.title,
            "starts_at": each.starts_at,
            "ends_at": each.ends_at,
            "place": each.place,
            "presenter": each.presenter,
            "host": ids[each.host_no],
            "recorder": ids[each.recorder_no],
            "hours": each.hours,
            "large": each.large,
            "series": each.series,
            "state": State.CLOSED if each.closed_at else State.PLANNED,
            "opened_at": each.opened_at,
            "ended_at": each.ended_at,
            "closed_at": each.closed_at,
        }
        for each in plans
    ]
    insert(Activity, rows)
    written = Activity.select(Activity.group, Activity.starts_at, Activity.id)
    known = {(row.group_id, row.starts_at): row.id for row in written}
    for each in plans:
        each.id = known[groups.get(each.group), each.starts_at]
    chain.append([_planned(each, ids, at) for each in plans])


def _planned(each: Plan, ids: dict[str, int], at: datetime) -> dict[str, object]:
    """By the office for the whole school, by its leader for a group."""
    planner = ids[each.host_no if each.group else each.recorder_no]
    return trace(planner, "plan_activity", "activity", each.id, at, title=each.title)


def file_slips(slips: Sequence[Slip], clerk: Person) -> None:
    """Every 请假条 in the order in which it was asked for, its papers, and the trace of it all."""
    slips = sorted(slips, key=lambda slip: (slip.asked_at, slip.person.id))
    insert(Leave, [_leave_row(slip) for slip in slips])
    written = Leave.select(Leave.teacher, Leave.starts_at, Leave.id)
    known = {(row.teacher_id, row.starts_at): row.id for row in written}
    for slip in slips:
        slip.id = known[slip.person.id, slip.starts_at]
    papers = [
        {"leave": slip.id, "kind": kind, "received_at": at, "received_by": clerk.id}
        for slip in slips
        for kind, at in slip.papers
    ]
    insert(LeaveEvidence, papers)


def slip_traces(slips: Sequence[Slip], clerk: Person) -> list[dict[str, object]]:
    """What asking, handing in papers, deciding and 销假 would have left behind."""
    return [
        trace(by, act, "leave", slip.id, at, **detail)
        for slip in slips
        for by, act, at, detail in _acts(slip, clerk)
    ]


def _acts(slip: Slip, clerk: Person) -> Iterator[tuple[int, str, datetime, dict[str, object]]]:
    """Who did what with a slip, and when."""
    yield slip.asked_by.id, "ask_leave", slip.asked_at, {"teacher": slip.person.id}
    for kind, at in slip.papers:
        yield clerk.id, "receive_evidence", at, {"paper": kind}
    if slip.decided_at and slip.decided_by:
        act = "refuse_leave" if slip.state is LeaveState.REFUSED else "approve_leave"
        yield slip.decided_by.id, act, slip.decided_at, {}
    if slip.state is LeaveState.WITHDRAWN:
        yield slip.person.id, "withdraw_leave", slip.asked_at + timedelta(hours=1), {}
    if slip.returned_at:
        yield slip.person.id, "come_back", slip.returned_at, {}


def _reading(staff: Sequence[Person]) -> Reading:
    people = tuple(
        Listed(
            one.staff_no, one.name, "教职工", row, one.sex, one.born, one.joined, one.subject,
            one.grade, tuple(one.posts),
            tuple(Place(kind, name, (kind, name) in one.leads) for kind, name in one.groups),
            one.backbone_level, stated=frozenset(Column),
        )
        for row, one in enumerate(staff, start=3)
    )  # fmt: skip
    return Reading(people, source="教职工花名册.xlsx")


def _leave_row(slip: Slip) -> dict[str, object]:
    return {
        "teacher": slip.person.id,
        "kind": slip.kind,
        "reason": slip.reason,
        "starts_at": slip.starts_at,
        "ends_at": slip.ends_at,
        "cover": slip.cover,
        "emergency": slip.emergency,
        "state": slip.state,
        "asked_at": slip.asked_at,
        "asked_by": slip.asked_by.id,
        "decided_at": slip.decided_at,
        "decided_by": slip.decided_by.id if slip.decided_by else None,
        "opinion": slip.opinion,
        "returned_at": slip.returned_at,
    }
