"""更正: by those allowed, with a reason, and the old value kept (Z25)."""

from datetime import timedelta

import pytest

from db.models import AttendanceFact, Attendee, Leave, LeaveEvidence, Trace
from tests.builders import NOW, OPERATOR, a_teacher, an_activity
from tests.services.cast import a_cast, an_open_activity, row_of, signs_in, status_of
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import FactKind, Status
from yanxiu_tui.services import corrections, leave, roll_call
from yanxiu_tui.services.meeting import close_activity

LATER = NOW + timedelta(hours=2)
WHY = "核对了纸质签到表"


@pytest.fixture
def cast(memory):
    return a_cast()


@pytest.fixture
def meeting(cast):
    return an_open_activity(cast)


def _on_leave(cast, teacher):
    Leave.create(
        teacher=teacher,
        kind="personal",
        reason="有事",
        starts_at=NOW,
        ends_at=LATER,
        state="approved",
        asked_at=NOW,
    )


def test_a_correction_sets_the_standing_and_keeps_the_old_one(cast, meeting):
    done = corrections.correct(cast.dean, meeting.id, cast.su.id, Status.PRESENT, WHY, NOW)
    assert (done.name, done.before, done.after) == ("苏慧", Status.EXPECTED, Status.PRESENT)
    row = row_of(meeting, cast.su)
    assert (row.status, row.by_hand) == (Status.PRESENT, True)
    fact = AttendanceFact.get(AttendanceFact.kind == FactKind.CORRECTED)
    assert (fact.before, fact.detail, fact.reason) == ("expected", "present", WHY)
    assert fact.recorded_by_id == cast.dean.teacher_id


def test_a_correction_holds_whatever_comes_after(cast, meeting):
    corrections.correct(cast.dean, meeting.id, cast.su.id, Status.ABSENT, WHY, NOW)
    signs_in(meeting, cast.su)
    close_activity(OPERATOR, meeting.id, LATER)
    assert status_of(meeting, cast.su) is Status.ABSENT


def test_a_withdrawn_correction_leaves_what_really_happened(cast, meeting):
    signs_in(meeting, cast.su)
    corrections.correct(cast.dean, meeting.id, cast.su.id, Status.ABSENT, WHY, NOW)
    done = corrections.withdraw(cast.dean, meeting.id, cast.su.id, "看错了行", NOW)
    assert (done.before, done.after) == (Status.ABSENT, Status.PRESENT)
    assert not row_of(meeting, cast.su).by_hand


def test_a_closed_meeting_can_still_be_corrected(cast, meeting):
    close_activity(OPERATOR, meeting.id, LATER)
    done = corrections.correct(cast.vice, meeting.id, cast.su.id, Status.LATE, WHY, LATER)
    assert (done.before, done.after) == (Status.ABSENT, Status.LATE)


@pytest.mark.parametrize("who", ["teacher", "leader", "head"])
def test_nobody_else_may_correct(cast, meeting, who):
    actor = getattr(cast, who)
    with pytest.raises(Refused, match="权限"):
        corrections.correct(actor, meeting.id, cast.su.id, Status.PRESENT, WHY, NOW)
    with pytest.raises(Refused, match="权限"):
        corrections.mark_all_present(actor, meeting.id, WHY, NOW)
    with pytest.raises(Refused, match="权限"):
        corrections.add_to_roster(actor, meeting.id, "1001", WHY, NOW)
    assert not AttendanceFact.select().exists()


def test_without_a_reason_nothing_is_corrected(cast, meeting):
    with pytest.raises(Refused, match="请填写更正的原因"):
        corrections.correct(cast.dean, meeting.id, cast.su.id, Status.PRESENT, "  ", NOW)
    with pytest.raises(Refused, match="请填写全部记为出勤的原因"):
        corrections.mark_all_present(cast.dean, meeting.id, "", NOW)
    assert not AttendanceFact.select().exists()


def test_a_planned_meeting_has_nothing_to_correct(cast):
    planned = an_activity(cast.term)
    with pytest.raises(Refused, match="计划，还没有可以更正的考勤"):
        corrections.correct(cast.dean, planned.id, cast.su.id, Status.PRESENT, WHY, NOW)


def test_correcting_to_what_it_is_already_is_refused(cast, meeting):
    signs_in(meeting, cast.su)
    with pytest.raises(Refused, match="已经是出勤"):
        corrections.correct(cast.dean, meeting.id, cast.su.id, Status.PRESENT, WHY, NOW)


def test_nobody_is_corrected_back_to_being_waited_for(cast, meeting):
    with pytest.raises(Refused, match="不能更正为「未到」"):
        corrections.correct(cast.dean, meeting.id, cast.su.id, Status.EXPECTED, WHY, NOW)


def test_what_was_never_corrected_cannot_be_withdrawn(cast, meeting):
    with pytest.raises(Refused, match="没有更正过"):
        corrections.withdraw(cast.dean, meeting.id, cast.su.id, WHY, NOW)


def test_somebody_not_on_the_roster_is_not_corrected(cast, meeting):
    stranger = a_teacher("1009", "新来者")
    with pytest.raises(Refused, match="先补入名单"):
        corrections.correct(cast.dean, meeting.id, stranger.id, Status.PRESENT, WHY, NOW)


def test_all_present_touches_neither_leave_nor_lateness_nor_what_was_set_by_hand(cast):
    _on_leave(cast, cast.su)
    meeting = an_open_activity(cast)
    for _ in range(2):
        roll_call.start_roll(cast.dean, meeting.id, NOW)
        roll_call.finish_roll(cast.dean, meeting.id, NOW)
    signs_in(meeting, cast.lin, LATER)
    corrections.correct(cast.dean, meeting.id, cast.zhou.id, Status.ABSENT, WHY, NOW)
    close_activity(OPERATOR, meeting.id, LATER)
    marked = corrections.mark_all_present(cast.dean, meeting.id, "停电，按纸质表", LATER)
    assert marked == 3
    assert status_of(meeting, cast.su) is Status.PERSONAL_LEAVE
    assert status_of(meeting, cast.lin) is Status.LATE
    assert status_of(meeting, cast.zhou) is Status.ABSENT
    others = Attendee.select().where(Attendee.status == Status.PRESENT)
    assert others.count() == 3
    assert all(row.by_hand for row in others)


def test_all_present_keeps_each_persons_old_value(cast, meeting):
    close_activity(OPERATOR, meeting.id, LATER)
    assert corrections.mark_all_present(cast.dean, meeting.id, WHY, LATER) == 6
    facts = AttendanceFact.select().where(AttendanceFact.kind == FactKind.CORRECTED)
    assert {(fact.before, fact.reason) for fact in facts} == {("absent", WHY)}
    assert len({fact.teacher_id for fact in facts}) == 6


def test_all_present_twice_marks_nobody_the_second_time(cast, meeting):
    corrections.mark_all_present(cast.dean, meeting.id, WHY, NOW)
    assert corrections.mark_all_present(cast.dean, meeting.id, WHY, NOW) == 0
    assert Trace.select().where(Trace.act == "mark_all_present").count() == 1


def test_all_present_takes_a_few_statements_however_many_there_are(cast, memory):
    for number in range(2001, 2121):
        a_teacher(str(number), "教师", pin="")
    meeting = an_open_activity(cast)
    statements = []
    memory.query_hooks.append(lambda event: statements.append(event.sql))
    assert corrections.mark_all_present(cast.dean, meeting.id, WHY, NOW) == 126
    assert len(statements) <= 12


def test_somebody_missed_by_the_roster_is_added_and_can_sign_in(cast, meeting):
    newcomer = a_teacher("1009", "新来者", group=cast.group)
    added = corrections.add_to_roster(cast.dean, meeting.id, "1009", "本周报到", NOW)
    assert (added.name, added.after) == ("新来者", Status.EXPECTED)
    assert row_of(meeting, newcomer).group_name == "语文组"
    signs_in(meeting, newcomer)
    assert status_of(meeting, newcomer) is Status.PRESENT


def test_who_is_added_after_the_end_is_absent_until_corrected(cast, meeting):
    newcomer = a_teacher("1009", "新来者")
    close_activity(OPERATOR, meeting.id, LATER)
    corrections.add_to_roster(cast.dean, meeting.id, "1009", "漏列", LATER)
    assert status_of(meeting, newcomer) is Status.ABSENT


def test_who_is_added_brings_their_leave_along(cast, meeting):
    newcomer = a_teacher("1009", "新来者")
    _on_leave(cast, newcomer)
    added = corrections.add_to_roster(cast.dean, meeting.id, "1009", "漏列", NOW)
    assert added.after is Status.PERSONAL_LEAVE


def test_nobody_is_added_twice(cast, meeting):
    with pytest.raises(Refused, match="已经在应到名单里"):
        corrections.add_to_roster(cast.dean, meeting.id, "1001", "漏列", NOW)


def test_marking_all_present_leaves_out_who_waits_for_a_decision_on_leave(cast, meeting):
    _on_leave(cast, cast.su)
    Leave.update(state="asked").execute()
    close_activity(OPERATOR, meeting.id, LATER)
    corrections.mark_all_present(cast.dean, meeting.id, WHY, LATER)
    assert status_of(meeting, cast.su) is Status.ABSENT
    assert status_of(meeting, cast.lin) is Status.PRESENT
    leave.approve(cast.head, _with_slip(Leave.get()).id, LATER)
    assert status_of(meeting, cast.su) is Status.PERSONAL_LEAVE


def _with_slip(asked):
    LeaveEvidence.create(leave=asked, kind="slip", received_at=NOW)
    return asked
