"""What a leave asked for, granted or given up makes of the meetings it touches (Z28–Z30)."""

from datetime import timedelta

import pytest

from tests.builders import NOW, OPERATOR, an_activity
from tests.services.cast import a_cast, an_open_activity, row_of, signs_in, status_of
from tests.services.leaves import HOUR, asked_for
from yanxiu_tui.rules.attendance import Status
from yanxiu_tui.services import corrections, leave
from yanxiu_tui.services.makeup import tasks
from yanxiu_tui.services.meeting import close_activity, open_activity

DAY = timedelta(days=1)
LATER = NOW + 3 * HOUR


@pytest.fixture
def cast(memory):
    return a_cast()


def test_an_approved_leave_is_on_the_roster_when_the_meeting_opens(cast):
    leave.approve(cast.head, asked_for(cast).id, NOW)
    meeting = an_open_activity(cast)
    assert status_of(meeting, cast.su) is Status.PERSONAL_LEAVE
    assert status_of(meeting, cast.lin) is Status.EXPECTED


def test_a_leave_that_only_waits_covers_nothing(cast):
    asked_for(cast)
    assert status_of(an_open_activity(cast), cast.su) is Status.EXPECTED


def test_a_leave_approved_during_the_meeting_counts_at_once(cast):
    meeting = an_open_activity(cast)
    leave.approve(cast.head, asked_for(cast).id, NOW)
    assert status_of(meeting, cast.su) is Status.PERSONAL_LEAVE


def test_an_absence_becomes_leave_when_the_slip_comes_later(cast):
    meeting = an_open_activity(cast)
    close_activity(OPERATOR, meeting.id, LATER)
    assert status_of(meeting, cast.su) is Status.ABSENT
    leave.approve(cast.head, asked_for(cast, "sick").id, NOW + DAY)
    assert status_of(meeting, cast.su) is Status.SICK_LEAVE
    assert status_of(meeting, cast.lin) is Status.ABSENT


def test_a_late_slip_for_official_leave_leaves_something_to_make_up(cast):
    meeting = an_open_activity(cast)
    close_activity(OPERATOR, meeting.id, LATER)
    leave.approve(cast.head, asked_for(cast, "official").id, NOW + DAY)
    assert [task.activity_id for task in tasks(cast.dean)] == [meeting.id]


def test_a_late_slip_for_personal_leave_leaves_nothing_to_make_up(cast):
    meeting = an_open_activity(cast)
    close_activity(OPERATOR, meeting.id, LATER)
    leave.approve(cast.head, asked_for(cast).id, NOW + DAY)
    assert tasks(cast.dean) == []


def test_who_comes_although_on_leave_is_there(cast):
    meeting = an_open_activity(cast)
    signs_in(meeting, cast.su)
    leave.approve(cast.head, asked_for(cast, "official").id, NOW)
    close_activity(OPERATOR, meeting.id, LATER)
    assert status_of(meeting, cast.su) is Status.PRESENT
    assert tasks(cast.dean) == []


def test_one_leave_covers_every_meeting_it_overlaps_and_no_other(cast):
    first = an_open_activity(cast)
    next_day = an_open_activity(cast, starts_at=NOW + DAY, ends_at=NOW + DAY + HOUR)
    next_week = an_open_activity(cast, starts_at=NOW + 7 * DAY, ends_at=NOW + 7 * DAY + HOUR)
    leave.approve(cast.head, asked_for(cast, ends_at=NOW + 2 * DAY).id, NOW)
    covered = [status_of(meeting, cast.su) for meeting in (first, next_day, next_week)]
    assert covered == [Status.PERSONAL_LEAVE, Status.PERSONAL_LEAVE, Status.EXPECTED]


def test_coming_back_uncovers_what_starts_from_then_on(cast):
    first = an_open_activity(cast)
    next_day = an_open_activity(cast, starts_at=NOW + DAY, ends_at=NOW + DAY + HOUR)
    granted = leave.approve(cast.head, asked_for(cast, ends_at=NOW + 3 * DAY).id, NOW)
    back = leave.come_back(cast.teacher, granted.id, NOW + DAY)
    assert (back.state_name, back.returned_at) == ("已销假", NOW + DAY)
    assert status_of(first, cast.su) is Status.PERSONAL_LEAVE
    assert status_of(next_day, cast.su) is Status.EXPECTED
    assert row_of(next_day, cast.su).leave is None


def test_a_leave_over_many_meetings_is_granted_in_a_few_statements(cast, memory):
    for number in range(30):
        starts = NOW + number * DAY
        meeting = an_open_activity(cast, starts_at=starts, ends_at=starts + HOUR)
        close_activity(OPERATOR, meeting.id, starts + HOUR)
    asked = asked_for(cast, "official", ends_at=NOW + 30 * DAY)
    statements = []
    memory.query_hooks.append(lambda event: statements.append(event.sql))
    leave.approve(cast.head, asked.id, NOW + 31 * DAY)
    memory.query_hooks.clear()
    assert len(statements) <= 25
    assert len(tasks(cast.dean)) == 30


def test_a_meeting_opened_after_coming_back_expects_the_teacher(cast):
    granted = leave.approve(cast.head, asked_for(cast, ends_at=NOW + 3 * DAY).id, NOW)
    leave.come_back(cast.dean, granted.id, NOW + HOUR)
    meeting = an_activity(cast.term, starts_at=NOW + DAY, ends_at=NOW + DAY + HOUR)
    open_activity(OPERATOR, meeting.id, NOW + DAY)
    assert status_of(meeting, cast.su) is Status.EXPECTED


def test_a_leave_given_up_before_it_began_leaves_nothing_to_make_up(cast):
    meeting = an_open_activity(cast)
    close_activity(OPERATOR, meeting.id, LATER)
    granted = leave.approve(cast.head, asked_for(cast, "official").id, NOW)
    leave.come_back(cast.dean, granted.id, NOW - 2 * HOUR)
    assert status_of(meeting, cast.su) is Status.ABSENT
    assert tasks(cast.dean) == []


def test_what_was_corrected_by_hand_stays_when_a_leave_comes(cast):
    meeting = an_open_activity(cast)
    corrections.correct(cast.dean, meeting.id, cast.su.id, Status.LATE, "核对录像", NOW)
    leave.approve(cast.head, asked_for(cast).id, NOW)
    assert status_of(meeting, cast.su) is Status.LATE
