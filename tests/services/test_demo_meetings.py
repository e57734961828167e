"""The demo's meetings: held by the calendar, signed in to and missed as the facts have it."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from db.models import (
    Activity,
    ActivityDocument,
    AttendanceFact,
    Attendee,
    ExemptDays,
    Group,
    Leave,
    LeaveEvidence,
    MakeupTask,
)
from tests.builders import NOW
from tests.services.conftest import DEMO_SIZE, SMALL
from yanxiu_tui.clock import local
from yanxiu_tui.rules.attendance import FactKind, Status
from yanxiu_tui.rules.calendar import Exempt, why_off
from yanxiu_tui.rules.leave import LeaveState
from yanxiu_tui.rules.roles import GroupKind
from yanxiu_tui.services.activities import State, at_the_door, hold
from yanxiu_tui.services.attendance import board, latest_rolls
from yanxiu_tui.services.covering import leaves_covering
from yanxiu_tui.services.demo import build_demo
from yanxiu_tui.services.standings import attendees, derive


def _past():
    return list(Activity.select().where(Activity.state == State.CLOSED))


def test_every_standing_is_what_the_facts_make_of_it(demo_term):
    before = list(Attendee.select().order_by(Attendee.id).dicts())
    for activity in Activity.select().where(Activity.state.in_([State.CLOSED, State.OPEN])):
        derive(hold(activity.id), attendees(hold(activity.id)))
    assert list(Attendee.select().order_by(Attendee.id).dicts()) == before


def test_nobody_is_waited_for_at_a_meeting_that_is_over(demo_term):
    over = Attendee.select().join(Activity).where(Activity.state == State.CLOSED)
    assert not over.where(Attendee.status == Status.EXPECTED).exists()
    assert {row.activity_id for row in over} == {activity.id for activity in _past()}


def test_between_five_and_eight_in_a_hundred_were_not_simply_there(demo_term):
    rows = list(Attendee.select().join(Activity).where(Activity.state == State.CLOSED))
    imperfect = [row for row in rows if row.status != Status.PRESENT or row.departure]
    assert 0.05 <= len(imperfect) / len(rows) <= 0.08


def test_everything_that_can_happen_at_a_meeting_happened(demo_term):
    assert {row.status for row in Attendee.select()} == set(Status)
    assert {row.departure for row in Attendee.select()} == {"", "left_early", "left_midway"}
    assert Attendee.select().where(Attendee.conflict).exists()
    assert Attendee.select().where(Attendee.late_entry).count() > 2
    came = Attendee.select().where(Attendee.leave_status != "", Attendee.status == Status.PRESENT)
    assert came.exists()
    kinds = {FactKind(fact.kind) for fact in AttendanceFact.select(AttendanceFact.kind)}
    assert kinds >= {FactKind.SIGN_IN_AGAIN, FactKind.REFUSED, FactKind.ROLL_ABSENT}
    correction = AttendanceFact.get(AttendanceFact.kind == FactKind.CORRECTED)
    assert (correction.before, correction.detail) == ("absent", "present")
    assert correction.reason


def test_leave_of_every_kind_was_asked_for_and_decided(demo_term):
    slips = list(Leave.select())
    assert {slip.kind for slip in slips} == {"official", "maternity", "personal", "sick"}
    assert {LeaveState(slip.state) for slip in slips} == set(LeaveState) - {LeaveState.REVOKED}
    assert any(slip.emergency for slip in slips)
    assert all(slip.decided_by_id != slip.teacher_id for slip in slips)
    proved = {paper.leave_id for paper in LeaveEvidence.select()}
    assert all(slip.emergency or slip.id in proved for slip in slips)


def test_each_roster_has_the_leave_that_covers_its_meeting(demo_term):
    for activity in Activity.select().where(Activity.state.in_([State.CLOSED, State.OPEN])):
        covering = {key: slip.id for key, slip in leaves_covering(activity).items()}
        rows = Attendee.select().where(Attendee.activity == activity)
        assert {row.teacher_id: row.leave_id for row in rows if row.leave_id} == {
            row.teacher_id: covering[row.teacher_id] for row in rows if row.teacher_id in covering
        }


def test_what_leave_left_to_make_up_is_partly_done(demo_term):
    states = Counter(task.done_at is None for task in MakeupTask.select())
    assert states[True]
    assert states[False]
    owed = {(task.teacher_id, task.activity_id) for task in MakeupTask.select()}
    away = Attendee.select().join(Activity).where(
        Activity.state == State.CLOSED, Attendee.status == Status.OFFICIAL_LEAVE
    )  # fmt: skip
    assert {(row.teacher_id, row.activity_id) for row in away} == owed


def test_a_large_meeting_has_its_three_papers(demo_term):
    large = [activity for activity in _past() if activity.large]
    papers = Counter(paper.activity_id for paper in ActivityDocument.select())
    assert large
    assert papers == {activity.id: 3 for activity in large}


def test_every_research_group_has_met_for_weeks_on_its_own_day(demo_term):
    for group in Group.select().where(Group.kind == GroupKind.RESEARCH):
        held = [activity for activity in _past() if activity.group_id == group.id]
        assert len(held) >= 8
        assert len({local(activity.starts_at).weekday() for activity in held}) == 1


def test_wednesdays_are_the_whole_schools(demo_term):
    held = [activity for activity in _past() if activity.group_id is None]
    assert len(held) >= 8
    assert {f"{local(each.starts_at):%w %H:%M}" for each in held} == {"3 15:30"}
    assert {f"{local(each.ends_at):%H:%M}" for each in held} == {"17:00"}


def test_the_term_is_planned_to_its_end_with_holidays_skipped(demo_term):
    planned = [local(row.starts_at).date() for row in Activity.select() if row.state == "planned"]
    exempt = [Exempt(row.first, row.last, row.reason) for row in ExemptDays.select()]
    days = [local(activity.starts_at).date() for activity in _past()]
    assert exempt
    assert min(planned) > local(NOW).date()
    assert (demo_term.ends_on - max(planned)).days < 7
    assert not [day for day in days + planned if why_off(day, exempt)]
    assert date(2026, 10, 1) not in days


def test_facts_stand_in_the_order_in_which_they_were_recorded(demo_term):
    facts = AttendanceFact.select().order_by(AttendanceFact.activity, AttendanceFact.id)
    times = [(fact.activity_id, fact.recorded_at) for fact in facts]
    assert times == sorted(times)


def test_people_signed_in_shortly_before_the_beginning(demo_term):
    facts = (
        AttendanceFact.select(AttendanceFact, Activity)
        .join(Activity)
        .where(AttendanceFact.kind == FactKind.SIGN_IN, Activity.state == State.CLOSED)
    )
    early = [(fact.activity.starts_at - fact.at).total_seconds() for fact in facts]
    assert all(fact.at > fact.activity.opened_at for fact in facts)
    assert sum(0 <= seconds <= 300 for seconds in early) > len(early) / 2


def test_at_the_door_stands_a_meeting_that_is_about_to_begin(demo_term):
    (door,) = at_the_door(NOW)
    assert (door.state, door.group_id) == (State.OPEN, None)
    assert timedelta() < door.starts_at - NOW < timedelta(minutes=10)
    assert latest_rolls(door.id) == []
    counted = board(door.id).tally
    assert (counted.expected, counted.on_leave) == (DEMO_SIZE, 2)
    assert counted.present == round(DEMO_SIZE * 0.2)


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 3, 1, 15, 58, tzinfo=UTC),
        datetime(2026, 3, 1, 16, 1, 30, tzinfo=UTC),
        datetime(2026, 10, 17, 2, 55, tzinfo=UTC),
        datetime(2027, 2, 18, 12, 0, tzinfo=UTC),
    ],
    ids=["just before midnight", "just after midnight", "on a Saturday", "in the holidays"],
)
def test_there_is_a_meeting_open_whenever_the_demo_is_built(memory, now):
    build_demo(SMALL, now)
    (door,) = at_the_door(now)
    assert door.state is State.OPEN
    assert local(door.starts_at).date() == local(now).date()
    assert AttendanceFact.select().where(AttendanceFact.recorded_at > now).count() == 0
