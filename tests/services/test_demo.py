"""yanxiu demo: a believable school, the same each time, in which nothing contradicts itself."""

import shutil
from collections import Counter
from datetime import timedelta

import pytest

from db.connection import connect
from db.models import (
    ALL,
    Activity,
    AttendanceFact,
    Claim,
    Credential,
    EvaluationStage,
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
from tests.services.conftest import DEMO_SIZE, SMALL
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import Status
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
from yanxiu_tui.services.activities import State, at_the_door
from yanxiu_tui.services.attendance import board
from yanxiu_tui.services.demo import CODE, PIN, build_demo, today
from yanxiu_tui.services.group_ranking import group_ranking
from yanxiu_tui.services.my_attendance import my_attendance
from yanxiu_tui.services.ranking import ranking

DAY = timedelta(days=1)


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


def test_each_group_has_one_leader(demo_term):
    leads = Counter(row.group_id for row in Membership.select().where(Membership.leads))
    assert leads == {group.id: 1 for group in Group.select()}
    assert {group.kind for group in Group.select()} == set(GroupKind)


def test_nothing_was_recorded_in_the_future(demo_term):
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


def test_the_names_are_such_as_programs_stumble_over(demo_term):
    names = [teacher.name for teacher in Teacher.select()]
    assert [name for name, count in Counter(names).items() if count > 1] == ["王丽"]
    assert any("·" in name for name in names)
    assert any("䶮" in name for name in names)
    assert any(name.startswith(("欧阳", "上官")) for name in names)
    assert {len(name) for name in names} >= {2, 3, 4}


def test_staff_numbers_begin_at_1001_and_the_heads_come_first(demo_term):
    numbers = [teacher.staff_no for teacher in Teacher.select().order_by(Teacher.id)]
    assert numbers == [str(1001 + place) for place in range(DEMO_SIZE)]
    assert _actor("1001").roles >= {Role.PRINCIPAL, Role.STEERING_HEAD}
    assert Role.VICE_PRINCIPAL in _actor("1002").roles
    assert Role.DEAN in _actor("1003").roles
    assert Role.ACADEMIC_OFFICE in _actor("1004").roles
    assert Role.RESOURCE_TEACHER in _actor("1005").roles


def test_the_principal_finds_attendance_makeups_and_two_leaves_to_decide(demo_term):
    head = _actor("1001")
    mine = my_attendance(head, demo_term.id)
    assert len(mine.lines) > 15
    assert {task.done_at is None for task in mine.makeups} == {True, False}
    assert leave.my_leaves(head, demo_term.id)
    assert len(leave.leaves(head, states=[LeaveState.ASKED])) == 2


def test_the_two_leaves_can_be_granted(small):
    head = _actor("1001")
    waiting = leave.leaves(head, states=[LeaveState.ASKED])
    states = [leave.approve(head, each.id, NOW).state for each in waiting]
    assert states == [LeaveState.APPROVED, LeaveState.APPROVED]


def test_the_ranking_has_places_apart_and_nobody_pending(demo_term):
    view = ranking(OPERATOR, demo_term.id, local(NOW).date())
    judged = [line for line in view.lines if line.ranked.place]
    assert view.pending == 0
    assert len(judged) >= DEMO_SIZE - 5
    assert judged[0].score - judged[-1].score > 10
    assert len({line.score for line in judged}) > len(judged) / 2


def test_every_kind_of_group_is_ranked(demo_term):
    for kind in GroupKind:
        view = group_ranking(OPERATOR, demo_term.id, kind, local(NOW).date())
        assert len(view.lines) > 1
        assert len({line.score for line in view.lines}) > 1


def test_claims_of_the_last_days_wait_and_all_others_are_granted(demo_term):
    days = timedelta(days=3)
    for claim in Claim.select().where(Claim.origin == ""):
        waits = NOW - claim.asked_at < days
        assert claim.state == (ClaimState.ASKED if waits else ClaimState.GRANTED)
        assert (claim.decided_at is None) == waits
        assert local(claim.asked_at).date() == claim.last
    assert Claim.select().where(Claim.state == ClaimState.ASKED).exists()
    assert claim_views.to_decide(_actor("1004")) > 0


def test_nobody_decided_their_own_claim(demo_term):
    # What the school itself hands in is received when the office enters it.
    decided = Claim.select().where(Claim.decided_by.is_null(False), Claim.kind != "school_plan")
    assert all(claim.decided_by_id != claim.teacher_id for claim in decided)


def test_a_term_of_work_is_of_many_kinds_and_all_known_to_the_regulation(demo_term):
    regulation = school.regulation_of(demo_term.regulation_id)
    kinds = Counter(claim.kind for claim in Claim.select())
    assert all(regulation.claim_kind(kind) for kind in kinds)
    assert kinds["self_study"] > kinds["prize"] > 0
    assert kinds["personal_plan"] > len(kinds) > 4


def test_self_and_peer_evaluation_are_over_and_the_principals_is_going_on(demo_term):
    stages = {stage.stage: stage for stage in EvaluationStage.select()}
    assert {name: stage.closed_at is not None for name, stage in stages.items()} == {
        "self": True, "peer": True, "principal": False,
    }  # fmt: skip
    assert not Mark.select().where(Mark.stage == stages["principal"]).exists()
    for mark in Mark.select(Mark, EvaluationStage).join(EvaluationStage):
        assert 0 <= mark.score <= 100
        assert mark.stage.opened_at < mark.at < mark.stage.closed_at
        assert (mark.marker_id == mark.teacher_id) == (mark.stage.stage == "self")


def test_the_principal_still_has_marks_to_give(demo_term):
    assert evaluation.due(_actor("1001"), NOW) > 0
    assert evaluation.due(_actor("1020"), NOW) == 0


def test_leaders_handed_in_their_groups_papers_most_on_time_and_some_late(demo_term):
    papers = list(Claim.select().where(Claim.group.is_null(False)))
    leaders = {row.group_id: row.teacher_id for row in Membership.select().where(Membership.leads)}
    assert all(leaders[paper.group_id] == paper.teacher_id for paper in papers)
    groups = {group.id for group in Group.select().where(Group.kind != GroupKind.GRADE)}
    assert {paper.group_id for paper in papers} < groups
    late = [paper for paper in papers if paper.handed_at >= paper.due_at]
    assert 0 < len(late) < len(papers) / 2


def test_of_what_is_due_some_is_late_incomplete_waiting_or_still_owed(demo_term):
    lines = submissions.board(_actor("1003"), demo_term.id, NOW).lines
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


def test_a_demo_is_opened_as_it_is(small):
    before = _contents()
    again = build_demo(DEMO_SIZE, NOW + timedelta(minutes=20))
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
