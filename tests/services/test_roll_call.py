"""点名: two calls, one mark a name, agreeing with the sign-ins in one place (Z27, Z31)."""

import pytest

from db.models import AttendanceFact, Trace
from tests.builders import NOW, OPERATOR, a_teacher, an_activity, an_actor
from tests.services.calling import MINUTE, a_call
from tests.services.cast import a_cast, an_open_activity, row_of, signs_in, status_of
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import Status
from yanxiu_tui.services import roll_call
from yanxiu_tui.services.attendance import latest_rolls
from yanxiu_tui.services.meeting import close_activity
from yanxiu_tui.services.standings import attendees, derive


@pytest.fixture
def cast(memory):
    return a_cast()


@pytest.fixture
def meeting(cast):
    return an_open_activity(cast)


def test_a_call_begins_and_the_board_says_so(cast, meeting):
    board = roll_call.start_roll(cast.dean, meeting.id, NOW)
    (roll,) = board.rolls
    assert (roll.number, roll.started_at, roll.ended_at, roll.marks) == (1, NOW, None, {})


def test_who_is_marked_there_is_present_without_a_sign_in(cast, meeting):
    roll_call.start_roll(cast.dean, meeting.id, NOW)
    marked = roll_call.mark(cast.dean, meeting.id, cast.su.id, True, NOW)
    assert (marked.name, marked.there, marked.status) == ("苏慧", True, Status.PRESENT)
    assert row_of(meeting, cast.su).signed_in_at is None


def test_a_mark_taken_back_is_gone_and_the_facts_remain(cast, meeting):
    roll_call.start_roll(cast.dean, meeting.id, NOW)
    roll_call.mark(cast.dean, meeting.id, cast.su.id, True, NOW)
    undone = roll_call.mark(cast.dean, meeting.id, cast.su.id, None, NOW)
    assert (undone.there, undone.status) == (None, Status.EXPECTED)
    kinds = [fact.kind for fact in AttendanceFact.select().order_by(AttendanceFact.id)]
    assert kinds == ["roll_started", "roll_present", "roll_undone"]


def test_the_board_shows_the_mark_that_holds_now(cast, meeting):
    roll_call.start_roll(cast.dean, meeting.id, NOW)
    roll_call.mark(cast.dean, meeting.id, cast.su.id, False, NOW)
    roll_call.mark(cast.dean, meeting.id, cast.su.id, True, NOW)
    roll_call.mark(cast.dean, meeting.id, cast.lin.id, False, NOW)
    (roll,) = roll_call.finish_roll(cast.dean, meeting.id, NOW + MINUTE).rolls
    assert roll.marks == {cast.su.id: True, cast.lin.id: False}
    assert roll.ended_at == NOW + MINUTE


def test_missed_the_first_call_but_there_at_the_second_is_present(cast, meeting):
    a_call(cast, meeting, 5, absent=[cast.su])
    a_call(cast, meeting, 30, present=[cast.su])
    assert status_of(meeting, cast.su) is Status.PRESENT


def test_missed_both_calls_and_came_later_is_late(cast, meeting):
    a_call(cast, meeting, 5, absent=[cast.su])
    a_call(cast, meeting, 30, absent=[cast.su])
    signs_in(meeting, cast.su, NOW + 40 * MINUTE)
    assert status_of(meeting, cast.su) is Status.LATE


def test_who_was_not_even_marked_and_came_after_both_calls_is_late_too(cast, meeting):
    a_call(cast, meeting, 5)
    a_call(cast, meeting, 30)
    signs_in(meeting, cast.su, NOW + 40 * MINUTE)
    assert status_of(meeting, cast.su) is Status.LATE


def test_missed_both_calls_and_never_came_is_absent_once_it_is_over(cast, meeting):
    a_call(cast, meeting, 5, absent=[cast.su])
    a_call(cast, meeting, 30, absent=[cast.su])
    assert status_of(meeting, cast.su) is Status.EXPECTED
    close_activity(OPERATOR, meeting.id, NOW + 120 * MINUTE)
    assert status_of(meeting, cast.su) is Status.ABSENT


def test_signed_in_and_not_there_when_called_is_flagged(cast, meeting):
    signs_in(meeting, cast.su)
    board = a_call(cast, meeting, 5, absent=[cast.su])
    (line,) = [line for line in board.lines if line.staff_no == "1001"]
    assert (line.conflict, line.status) == (True, Status.EXPECTED)


def test_one_call_at_a_time_and_no_more_than_the_regulation_says(cast, meeting):
    roll_call.start_roll(cast.dean, meeting.id, NOW)
    with pytest.raises(Refused, match="上一次点名还没有结束"):
        roll_call.start_roll(cast.dean, meeting.id, NOW)
    roll_call.finish_roll(cast.dean, meeting.id, NOW)
    a_call(cast, meeting, 30)
    with pytest.raises(Refused, match="2 次点名都已完成"):
        roll_call.start_roll(cast.dean, meeting.id, NOW)


def test_outside_a_call_nobody_is_marked(cast, meeting):
    with pytest.raises(Refused, match="先开始点名"):
        roll_call.mark(cast.dean, meeting.id, cast.su.id, True, NOW)
    with pytest.raises(Refused, match="先开始点名"):
        roll_call.finish_roll(cast.dean, meeting.id, NOW)


def test_a_call_ended_by_mistake_is_taken_up_again_with_its_marks(cast, meeting):
    a_call(cast, meeting, 5, present=[cast.su])
    board = roll_call.resume_roll(cast.dean, meeting.id, NOW + 7 * MINUTE)
    (roll,) = board.rolls
    assert (roll.ended_at, roll.marks) == (None, {cast.su.id: True})
    marked = roll_call.mark(cast.dean, meeting.id, cast.lin.id, True, NOW + 8 * MINUTE)
    assert marked.status is Status.PRESENT


def test_a_call_ended_too_soon_is_taken_up_again(cast, meeting):
    a_call(cast, meeting, 5)
    a_call(cast, meeting, 30)
    roll_call.resume_roll(cast.dean, meeting.id, NOW + 31 * MINUTE)
    signs_in(meeting, cast.su, NOW + 32 * MINUTE)
    roll_call.finish_roll(cast.dean, meeting.id, NOW + 33 * MINUTE)
    assert status_of(meeting, cast.su) is Status.PRESENT


def test_once_somebody_came_after_a_call_it_is_not_taken_up_again(cast, meeting):
    a_call(cast, meeting, 5)
    a_call(cast, meeting, 30)
    signs_in(meeting, cast.su, NOW + 40 * MINUTE)
    with pytest.raises(Refused, match="请在考勤表里更正"):
        roll_call.resume_roll(cast.dean, meeting.id, NOW + 41 * MINUTE)
    assert status_of(meeting, cast.su) is Status.LATE


def test_a_call_still_running_when_the_meeting_closes_was_over_with_its_last_mark(cast, meeting):
    a_call(cast, meeting, 5)
    roll_call.start_roll(cast.dean, meeting.id, NOW + 30 * MINUTE)
    roll_call.mark(cast.dean, meeting.id, cast.su.id, False, NOW + 31 * MINUTE)
    signs_in(meeting, cast.su, NOW + 40 * MINUTE)
    close_activity(OPERATOR, meeting.id, NOW + 90 * MINUTE)
    assert status_of(meeting, cast.su) is Status.LATE
    assert all(roll.ended_at for roll in latest_rolls(meeting.id))


def test_there_is_nothing_to_take_up_before_or_during_a_call(cast, meeting):
    with pytest.raises(Refused, match="没有可以继续的点名"):
        roll_call.resume_roll(cast.dean, meeting.id, NOW)
    roll_call.start_roll(cast.dean, meeting.id, NOW)
    with pytest.raises(Refused, match="没有可以继续的点名"):
        roll_call.resume_roll(cast.dean, meeting.id, NOW)


def test_only_an_open_meeting_is_called(cast, meeting):
    planned = an_activity(cast.term)
    with pytest.raises(Refused, match="不在进行中"):
        roll_call.start_roll(cast.dean, planned.id, NOW)
    close_activity(OPERATOR, meeting.id, NOW)
    with pytest.raises(Refused, match="不在进行中"):
        roll_call.start_roll(cast.dean, meeting.id, NOW)


def test_somebody_not_expected_is_not_marked(cast, meeting):
    stranger = a_teacher("1009", "新来者")
    roll_call.start_roll(cast.dean, meeting.id, NOW)
    with pytest.raises(Refused, match="不在应到名单"):
        roll_call.mark(cast.dean, meeting.id, stranger.id, True, NOW)


def test_the_host_and_the_leader_of_the_group_call_their_own_meeting_only(cast, meeting):
    own = an_open_activity(cast, group=cast.group, host=cast.lin)
    roll_call.start_roll(an_actor(cast.lin), own.id, NOW)
    roll_call.finish_roll(cast.leader, own.id, NOW)
    for actor in (cast.teacher, cast.leader):
        with pytest.raises(Refused, match="权限"):
            roll_call.start_roll(actor, meeting.id, NOW)


def test_by_minutes_a_call_makes_nobody_late(memory):
    cast = a_cast("pingfang")
    meeting = an_open_activity(cast)
    a_call(cast, meeting, 1, absent=[cast.su, cast.lin])
    a_call(cast, meeting, 3, absent=[cast.su, cast.lin])
    signs_in(meeting, cast.su, NOW + 5 * MINUTE)
    signs_in(meeting, cast.lin, NOW + 6 * MINUTE)
    assert status_of(meeting, cast.su) is Status.PRESENT
    assert status_of(meeting, cast.lin) is Status.LATE


def test_every_mark_leaves_a_trace(cast, meeting):
    a_call(cast, meeting, 5, present=[cast.su], absent=[cast.lin])
    acts = [row.act for row in Trace.select().order_by(Trace.id) if row.actor_id is not None]
    assert acts == ["start_roll", "mark_roll", "mark_roll", "finish_roll"]


def test_deriving_the_stored_standings_again_changes_nothing(cast, meeting, memory):
    signs_in(meeting, cast.zhou)
    a_call(cast, meeting, 5, present=[cast.su], absent=[cast.lin, cast.zhou])
    a_call(cast, meeting, 30, absent=[cast.lin])
    signs_in(meeting, cast.lin, NOW + 50 * MINUTE)
    close_activity(OPERATOR, meeting.id, NOW + 120 * MINUTE)
    meeting = type(meeting).get_by_id(meeting.id)
    rows = attendees(meeting)
    statements = []
    memory.query_hooks.append(lambda event: statements.append(event.sql))
    standings = derive(meeting, rows)
    assert not any(statement.startswith("UPDATE") for statement in statements)
    assert {row.teacher_id: row.status for row in rows} == {
        teacher_id: standing.status for teacher_id, standing in standings.items()
    }
