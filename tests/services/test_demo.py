"""yanxiu demo: a believable school, the same each time, in which nothing contradicts itself."""

import shutil
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from db.connection import connect
from db.models import (
    ALL,
    Activity,
    ActivityDocument,
    AttendanceFact,
    Attendee,
    Claim,
    Credential,
    EvaluationStage,
    ExemptDays,
    Group,
    Leave,
    LeaveEvidence,
    MakeupTask,
    Mark,
    Membership,
    School,
    Teacher,
    Trace,
)
from tests.builders import MACHINE, NOW, OPERATOR, a_school
from tests.services.conftest import DEMO_SIZE
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import FactKind, Status
from yanxiu_tui.rules.calendar import Exempt, why_off
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.leave import LeaveState
from yanxiu_tui.rules.roles import GroupKind, Role
from yanxiu_tui.rules.submissions import Standing
from yanxiu_tui.services import (
    claim_views,
    credentials,
    demo,
    evaluation,
    leave,
    school,
    sign_in,
    submissions,
)
from yanxiu_tui.services.activities import State, at_the_door, hold
from yanxiu_tui.services.attendance import board, latest_rolls
from yanxiu_tui.services.covering import leaves_covering
from yanxiu_tui.services.demo import CODE, PIN, build_demo, today
from yanxiu_tui.services.group_ranking import group_ranking
from yanxiu_tui.services.my_attendance import my_attendance
from yanxiu_tui.services.ranking import ranking
from yanxiu_tui.services.standings import attendees, derive

DAY = timedelta(days=1)
SIZE = DEMO_SIZE
SMALL = 12


@pytest.fixture
def term(demo_term):
    """A whole demo's term, to be looked at."""
    return demo_term


@pytest.fixture
def small(memory):
    """A small demo, to be changed."""
    return build_demo(SMALL, NOW)


def _actor(staff_no):
    return credentials.actor_for(credentials.find_teacher(staff_no), MACHINE)


def _contents(*left_out):
    """Every row of every table, without the columns left out."""
    return {
        table.__name__: [
            {key: value for key, value in row.items() if key not in left_out}
            for row in table.select().order_by(table.id).dicts()
        ]
        for table in ALL
    }


def _past():
    return list(Activity.select().where(Activity.state == State.CLOSED))


def test_every_standing_is_what_the_facts_make_of_it(term):
    before = list(Attendee.select().order_by(Attendee.id).dicts())
    for activity in Activity.select().where(Activity.state.in_([State.CLOSED, State.OPEN])):
        derive(hold(activity.id), attendees(hold(activity.id)))
    assert list(Attendee.select().order_by(Attendee.id).dicts()) == before


def test_nobody_is_waited_for_at_a_meeting_that_is_over(term):
    over = Attendee.select().join(Activity).where(Activity.state == State.CLOSED)
    assert not over.where(Attendee.status == Status.EXPECTED).exists()
    assert {row.activity_id for row in over} == {activity.id for activity in _past()}


def test_between_five_and_eight_in_a_hundred_were_not_simply_there(term):
    rows = list(Attendee.select().join(Activity).where(Activity.state == State.CLOSED))
    imperfect = [row for row in rows if row.status != Status.PRESENT or row.departure]
    assert 0.05 <= len(imperfect) / len(rows) <= 0.08


def test_everything_that_can_happen_at_a_meeting_happened(term):
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


def test_leave_of_every_kind_was_asked_for_and_decided(term):
    slips = list(Leave.select())
    assert {slip.kind for slip in slips} == {"official", "maternity", "personal", "sick"}
    assert {LeaveState(slip.state) for slip in slips} == set(LeaveState) - {LeaveState.REVOKED}
    assert any(slip.emergency for slip in slips)
    assert all(slip.decided_by_id != slip.teacher_id for slip in slips)
    proved = {paper.leave_id for paper in LeaveEvidence.select()}
    assert all(slip.emergency or slip.id in proved for slip in slips)


def test_each_roster_has_the_leave_that_covers_its_meeting(term):
    for activity in Activity.select().where(Activity.state.in_([State.CLOSED, State.OPEN])):
        covering = {key: slip.id for key, slip in leaves_covering(activity).items()}
        rows = Attendee.select().where(Attendee.activity == activity)
        assert {row.teacher_id: row.leave_id for row in rows if row.leave_id} == {
            row.teacher_id: covering[row.teacher_id] for row in rows if row.teacher_id in covering
        }


def test_what_leave_left_to_make_up_is_partly_done(term):
    states = Counter(task.done_at is None for task in MakeupTask.select())
    assert states[True]
    assert states[False]
    owed = {(task.teacher_id, task.activity_id) for task in MakeupTask.select()}
    away = Attendee.select().join(Activity).where(
        Activity.state == State.CLOSED, Attendee.status == Status.OFFICIAL_LEAVE
    )  # fmt: skip
    assert {(row.teacher_id, row.activity_id) for row in away} == owed


def test_a_large_meeting_has_its_three_papers(term):
    large = [activity for activity in _past() if activity.large]
    papers = Counter(paper.activity_id for paper in ActivityDocument.select())
    assert large
    assert papers == {activity.id: 3 for activity in large}


def test_each_group_has_one_leader(term):
    leads = Counter(row.group_id for row in Membership.select().where(Membership.leads))
    assert leads == {group.id: 1 for group in Group.select()}
    assert {group.kind for group in Group.select()} == set(GroupKind)


def test_every_research_group_has_met_for_weeks_on_its_own_day(term):
    for group in Group.select().where(Group.kind == GroupKind.RESEARCH):
        held = [activity for activity in _past() if activity.group_id == group.id]
        assert len(held) >= 8
        assert len({local(activity.starts_at).weekday() for activity in held}) == 1


def test_wednesdays_are_the_whole_schools(term):
    held = [activity for activity in _past() if activity.group_id is None]
    assert len(held) >= 8
    assert {f"{local(each.starts_at):%w %H:%M}" for each in held} == {"3 15:30"}
    assert {f"{local(each.ends_at):%H:%M}" for each in held} == {"17:00"}


def test_the_term_is_planned_to_its_end_with_holidays_skipped(term):
    planned = [local(row.starts_at).date() for row in Activity.select() if row.state == "planned"]
    exempt = [Exempt(row.first, row.last, row.reason) for row in ExemptDays.select()]
    days = [local(activity.starts_at).date() for activity in _past()]
    assert exempt
    assert min(planned) > local(NOW).date()
    assert (term.ends_on - max(planned)).days < 7
    assert not [day for day in days + planned if why_off(day, exempt)]
    assert date(2026, 10, 1) not in days


def test_nothing_was_recorded_in_the_future(term):
    assert AttendanceFact.select().where(AttendanceFact.recorded_at > NOW).count() == 0
    assert Trace.select().where(Trace.at > NOW).count() == 0
    assert Leave.select().where(Leave.asked_at > NOW).count() == 0
    assert Leave.select().where(Leave.decided_at > NOW).count() == 0
    assert LeaveEvidence.select().where(LeaveEvidence.received_at > NOW).count() == 0
    assert MakeupTask.select().where(MakeupTask.done_at > NOW).count() == 0
    assert Activity.select().where(Activity.closed_at > NOW).count() == 0
    assert Claim.select().where(Claim.asked_at > NOW).count() == 0
    assert Claim.select().where(Claim.decided_at > NOW).count() == 0
    assert Claim.select().where(Claim.last > local(NOW).date()).count() == 0
    assert Mark.select().where(Mark.at > NOW).count() == 0


def test_facts_stand_in_the_order_in_which_they_were_recorded(term):
    facts = AttendanceFact.select().order_by(AttendanceFact.activity, AttendanceFact.id)
    times = [(fact.activity_id, fact.recorded_at) for fact in facts]
    assert times == sorted(times)


def test_people_signed_in_shortly_before_the_beginning(term):
    facts = (
        AttendanceFact.select(AttendanceFact, Activity)
        .join(Activity)
        .where(AttendanceFact.kind == FactKind.SIGN_IN, Activity.state == State.CLOSED)
    )
    early = [(fact.activity.starts_at - fact.at).total_seconds() for fact in facts]
    assert all(fact.at > fact.activity.opened_at for fact in facts)
    assert sum(0 <= seconds <= 300 for seconds in early) > len(early) / 2


def test_the_names_are_such_as_programs_stumble_over(term):
    names = [teacher.name for teacher in Teacher.select()]
    assert [name for name, count in Counter(names).items() if count > 1] == ["王丽"]
    assert any("·" in name for name in names)
    assert any("䶮" in name for name in names)
    assert any(name.startswith(("欧阳", "上官")) for name in names)
    assert {len(name) for name in names} >= {2, 3, 4}


def test_staff_numbers_begin_at_1001_and_the_heads_come_first(term):
    numbers = [teacher.staff_no for teacher in Teacher.select().order_by(Teacher.id)]
    assert numbers == [str(1001 + place) for place in range(SIZE)]
    assert _actor("1001").roles >= {Role.PRINCIPAL, Role.STEERING_HEAD}
    assert Role.VICE_PRINCIPAL in _actor("1002").roles
    assert Role.DEAN in _actor("1003").roles
    assert Role.ACADEMIC_OFFICE in _actor("1004").roles
    assert Role.RESOURCE_TEACHER in _actor("1005").roles


def test_the_principal_finds_attendance_makeups_and_two_leaves_to_decide(term):
    head = _actor("1001")
    mine = my_attendance(head, term.id)
    assert len(mine.lines) > 15
    assert {task.done_at is None for task in mine.makeups} == {True, False}
    assert leave.my_leaves(head, term.id)
    assert len(leave.leaves(head, states=[LeaveState.ASKED])) == 2


def test_at_the_door_stands_a_meeting_that_is_about_to_begin(term):
    (door,) = at_the_door(NOW)
    assert (door.state, door.group_id) == (State.OPEN, None)
    assert timedelta() < door.starts_at - NOW < timedelta(minutes=10)
    assert latest_rolls(door.id) == []
    counted = board(door.id).tally
    assert (counted.expected, counted.on_leave) == (SIZE, 2)
    assert counted.present == round(SIZE * 0.2)


def test_the_two_leaves_can_be_granted(small):
    head = _actor("1001")
    waiting = leave.leaves(head, states=[LeaveState.ASKED])
    states = [leave.approve(head, each.id, NOW).state for each in waiting]
    assert states == [LeaveState.APPROVED, LeaveState.APPROVED]


def test_the_ranking_has_places_apart_and_nobody_pending(term):
    view = ranking(OPERATOR, term.id, local(NOW).date())
    judged = [line for line in view.lines if line.ranked.place]
    assert view.pending == 0
    assert len(judged) >= SIZE - 5
    assert judged[0].score - judged[-1].score > 10
    assert len({line.score for line in judged}) > len(judged) / 2


def test_every_kind_of_group_is_ranked(term):
    for kind in GroupKind:
        view = group_ranking(OPERATOR, term.id, kind, local(NOW).date())
        assert len(view.lines) > 1
        assert len({line.score for line in view.lines}) > 1


def test_claims_of_the_last_days_wait_and_all_others_are_granted(term):
    days = timedelta(days=3)
    for claim in Claim.select().where(Claim.origin == ""):
        waits = NOW - claim.asked_at < days
        assert claim.state == (ClaimState.ASKED if waits else ClaimState.GRANTED)
        assert (claim.decided_at is None) == waits
        assert local(claim.asked_at).date() == claim.last
    assert Claim.select().where(Claim.state == ClaimState.ASKED).exists()
    assert claim_views.to_decide(_actor("1004")) > 0


def test_nobody_decided_their_own_claim(term):
    # What the school itself hands in is received when the office enters it.
    decided = Claim.select().where(Claim.decided_by.is_null(False), Claim.kind != "school_plan")
    assert all(claim.decided_by_id != claim.teacher_id for claim in decided)


def test_a_term_of_work_is_of_many_kinds_and_all_known_to_the_regulation(term):
    regulation = school.regulation_of(term.regulation_id)
    kinds = Counter(claim.kind for claim in Claim.select())
    assert all(regulation.claim_kind(kind) for kind in kinds)
    assert kinds["self_study"] > kinds["prize"] > 0
    assert kinds["personal_plan"] > len(kinds) > 4


def test_self_and_peer_evaluation_are_over_and_the_principals_is_going_on(term):
    stages = {stage.stage: stage for stage in EvaluationStage.select()}
    assert {name: stage.closed_at is not None for name, stage in stages.items()} == {
        "self": True, "peer": True, "principal": False,
    }  # fmt: skip
    assert not Mark.select().where(Mark.stage == stages["principal"]).exists()
    for mark in Mark.select(Mark, EvaluationStage).join(EvaluationStage):
        assert 0 <= mark.score <= 100
        assert mark.stage.opened_at < mark.at < mark.stage.closed_at
        assert (mark.marker_id == mark.teacher_id) == (mark.stage.stage == "self")


def test_the_principal_still_has_marks_to_give(term):
    assert evaluation.due(_actor("1001"), NOW) > 0
    assert evaluation.due(_actor("1020"), NOW) == 0


def test_leaders_handed_in_their_groups_papers_most_on_time_and_some_late(term):
    papers = list(Claim.select().where(Claim.group.is_null(False)))
    leaders = {row.group_id: row.teacher_id for row in Membership.select().where(Membership.leads)}
    assert all(leaders[paper.group_id] == paper.teacher_id for paper in papers)
    groups = {group.id for group in Group.select().where(Group.kind != GroupKind.GRADE)}
    assert {paper.group_id for paper in papers} < groups
    late = [paper for paper in papers if paper.handed_at >= paper.due_at]
    assert 0 < len(late) < len(papers) / 2


def test_of_what_is_due_some_is_late_incomplete_waiting_or_still_owed(term):
    lines = submissions.board(_actor("1003"), term.id, NOW).lines
    stand = {line.standing for line in lines if line.due_at < NOW}
    assert stand == set(Standing) - {Standing.NOT_YET, Standing.SOON}
    assert any(line.handed and line.handed.written for line in lines)


def test_1001_signs_in_with_the_pin_that_everybody_has(small):
    meeting = sign_in.where_expected(small.staff_no, NOW, "keyboard", MACHINE)
    done = sign_in.sign_in(meeting, small.staff_no, PIN, NOW, "keyboard", MACHINE)
    assert (done.first, done.status, done.title) == (True, Status.PRESENT, small.open_title)


def test_a_newcomer_chooses_a_pin_with_the_code(small):
    assert len(small.to_enrol) == 2
    for staff_no in small.to_enrol:
        assert not credentials.has_pin(staff_no)
        credentials.enrol(staff_no, CODE, "7391", NOW, MACHINE)
        assert credentials.enter(staff_no, "7391", NOW, MACHINE).staff_no == staff_no


def test_the_same_number_makes_the_same_school(sqlite_template, tmp_path):
    schools = []
    for name in ("one.db", "two.db"):
        shutil.copyfile(sqlite_template, tmp_path / name)
        opened = connect(f"sqlite:///{tmp_path / name}")
        build_demo(SMALL, NOW)
        schools.append(_contents("pin_hash", "code_hash", "secret"))
        opened.close()
    assert schools[0] == schools[1]


@pytest.mark.parametrize("teachers", [8, 9, 25, 160])
def test_a_school_of_any_size_holds_together(memory, teachers):
    made = build_demo(teachers, NOW)
    assert (made.teachers, made.built) == (teachers, True)
    leads = Counter(row.group_id for row in Membership.select().where(Membership.leads))
    assert leads == {group.id: 1 for group in Group.select()}
    assert Credential.select().count() == teachers
    counted = board(at_the_door(NOW)[0].id).tally
    assert (counted.expected, counted.on_leave) == (teachers, 2)


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


def test_a_demo_is_opened_as_it_is(small):
    before = _contents()
    again = build_demo(SIZE, NOW + timedelta(minutes=20))
    assert (again.built, again.teachers) == (False, SMALL)
    assert _contents() == before


def test_the_next_day_a_new_meeting_is_open_and_the_old_one_is_over(small):
    (old,) = at_the_door(NOW)
    build_demo(SMALL, NOW + DAY)
    (new,) = at_the_door(NOW + DAY)
    assert local(new.starts_at).date() == local(NOW + DAY).date()
    before = board(old.id)
    assert before.activity.state is State.CLOSED
    assert before.tally.present == before.tally.expected - before.tally.on_leave


def test_on_a_clock_gone_back_a_day_the_same_meeting_stays_open(small):
    before = _contents()
    assert build_demo(SMALL, NOW - DAY).open_title == small.open_title
    assert len(at_the_door(NOW - DAY)) == 1
    assert _contents() == before


def test_after_the_terms_end_the_demo_still_opens(small):
    later = NOW + timedelta(days=200)
    build_demo(SMALL, later)
    assert at_the_door(later)[0].state is State.OPEN


def test_a_real_school_is_refused_and_stays_untouched(memory):
    a_school()
    before = _contents()
    with pytest.raises(Refused, match="真实的学校"):
        build_demo(SMALL, NOW)
    assert _contents() == before


def test_a_build_that_is_cut_short_leaves_nothing(memory, monkeypatch):
    monkeypatch.setattr(today, "open_today", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build_demo(SMALL, NOW)
    assert not School.select().exists()
    assert not Teacher.select().exists()


def test_the_name_says_that_it_is_a_demo(small):
    assert school.school_name() == small.name == demo.NAME == "示范中学（演示）"
