"""签到: one sign-in whatever is typed how often, and every attempt kept (Z25)."""

from datetime import timedelta

import pytest

from db.models import AttendanceFact, Attendee, Trace
from tests.builders import MACHINE, NOW, OPERATOR, PIN, a_group, a_school, a_teacher, an_activity
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import FactKind, Status
from yanxiu_tui.services import credentials
from yanxiu_tui.services.activities import at_the_door
from yanxiu_tui.services.meeting import close_activity, open_activity
from yanxiu_tui.services.sign_in import record_sign_in, sign_in, where_expected

LATER = NOW + timedelta(minutes=3)


@pytest.fixture
def meeting(memory):
    """An open meeting that expects 苏慧 and 林远."""
    term = a_school()
    group = a_group()
    a_teacher("1001", "苏慧", group=group)
    a_teacher("1002", "林远", group=group)
    activity = an_activity(term)
    open_activity(OPERATOR, activity.id, NOW)
    return activity


def _sign_in(meeting, staff_no="1001", pin=PIN, now=NOW):
    return sign_in(meeting.id, staff_no, pin, now, "keyboard", MACHINE)


def _where(staff_no, preferred=None):
    return where_expected(staff_no, NOW, "keyboard", MACHINE, preferred)


def _left_open_yesterday(term):
    before = NOW - timedelta(days=1)
    activity = an_activity(term, starts_at=before, ends_at=before + timedelta(hours=2))
    open_activity(OPERATOR, activity.id, before)
    return activity


def _refusals():
    facts = AttendanceFact.select().where(AttendanceFact.kind == FactKind.REFUSED)
    return [fact.detail for fact in facts]


def test_the_right_pin_signs_in(meeting):
    done = _sign_in(meeting)
    assert (done.name, done.first, done.at, done.status) == ("苏慧", True, NOW, Status.PRESENT)
    row = Attendee.get(Attendee.activity == meeting, Attendee.status == Status.PRESENT)
    assert (row.teacher.staff_no, row.signed_in_at) == ("1001", NOW)
    fact = AttendanceFact.get(AttendanceFact.kind == FactKind.SIGN_IN)
    assert (fact.teacher.staff_no, fact.activity_id) == ("1001", meeting.id)


def test_a_second_sign_in_is_the_same_sign_in_and_tells_when_the_first_was(meeting):
    _sign_in(meeting)
    again = _sign_in(meeting, now=LATER)
    assert (again.first, again.at, again.status) == (False, NOW, Status.PRESENT)
    assert Trace.select().where(Trace.act == "sign_in").count() == 1


def test_a_wrong_pin_is_refused_and_the_attempt_kept(meeting):
    with pytest.raises(Refused, match="口令不对"):
        _sign_in(meeting, pin="0000")
    assert _refusals() == ["wrong_pin"]
    assert not Attendee.select().where(Attendee.status == Status.PRESENT).exists()


def test_an_unknown_number_is_refused_and_the_attempt_kept(meeting):
    with pytest.raises(Refused, match="没有找到这个姓名或工号"):
        _sign_in(meeting, "9999")
    assert _refusals() == ["unknown_teacher"]


def test_somebody_not_on_the_roster_is_sent_to_the_host(meeting):
    a_teacher("1009", "新来者")
    with pytest.raises(Refused, match="应到名单"):
        _sign_in(meeting, "1009")
    assert _refusals() == ["not_expected"]


def test_a_planned_meeting_takes_no_sign_in_yet(memory):
    term = a_school()
    a_teacher("1001", "苏慧")
    activity = an_activity(term)
    with pytest.raises(Refused, match="还没有开放签到"):
        _sign_in(activity)


def test_a_closed_meeting_takes_no_more_sign_ins(meeting):
    close_activity(OPERATOR, meeting.id, LATER)
    with pytest.raises(Refused, match="已经结束"):
        _sign_in(meeting, now=LATER)


def test_full_width_digits_are_accepted(meeting):
    assert _sign_in(meeting, "１００１", "７３９１").first


def test_a_sign_in_takes_at_most_eight_statements(meeting, memory):
    actor = credentials.enter("1001", PIN, NOW, MACHINE)
    statements = []
    memory.query_hooks.append(lambda event: statements.append(event.sql))
    record_sign_in(meeting.id, actor, NOW, "keyboard")
    assert len(statements) <= 8, statements


def test_a_refused_sign_in_leaves_nothing_half_done(meeting):
    a_teacher("1009", "新来者")
    before = Attendee.select().count()
    with pytest.raises(Refused):
        _sign_in(meeting, "1009")
    assert Attendee.select().count() == before
    assert not AttendanceFact.select().where(AttendanceFact.kind == FactKind.SIGN_IN).exists()


def test_of_two_open_meetings_the_one_that_expects_the_teacher_is_found(meeting):
    maths = a_group("数学组")
    a_teacher("1003", "周敏", group=maths)
    theirs = an_activity(meeting.term, group=maths)
    open_activity(OPERATOR, theirs.id, NOW)
    assert _where("1003", meeting.id) == theirs.id
    assert _where("1001", meeting.id) == meeting.id


def test_a_meeting_left_open_yesterday_does_not_swallow_today_s_sign_in(meeting):
    yesterday = _left_open_yesterday(meeting.term)
    assert _where("1001") == meeting.id
    assert [each.id for each in at_the_door(NOW)] == [meeting.id, yesterday.id]


def test_a_meeting_left_open_does_not_hide_what_is_planned_today(memory):
    term = a_school()
    a_teacher("1001", "苏慧")
    today = an_activity(term)
    yesterday = _left_open_yesterday(term)
    assert [each.id for each in at_the_door(NOW)] == [today.id, yesterday.id]


def test_on_another_day_a_sign_in_is_refused_and_kept(meeting):
    with pytest.raises(Refused, match="10月14日的活动"):
        _sign_in(meeting, now=NOW + timedelta(days=7))
    assert _refusals() == ["not_today"]


def test_a_meeting_that_runs_past_midnight_still_takes_sign_ins(memory):
    a_teacher("1001", "苏慧")
    evening = NOW + timedelta(hours=8)
    late = an_activity(a_school(), starts_at=evening, ends_at=evening + timedelta(hours=3))
    open_activity(OPERATOR, late.id, evening)
    assert _sign_in(late, now=evening + timedelta(hours=2)).first


def test_asking_where_to_sign_in_without_success_is_an_attempt_too(meeting):
    a_teacher("1009", "新来者")
    for staff_no in ("9999", "1009"):
        with pytest.raises(Refused):
            _where(staff_no, meeting.id)
    assert _refusals() == ["unknown_teacher", "not_expected"]


def test_with_nothing_open_there_is_nowhere_to_sign_in(memory):
    a_school()
    a_teacher("1001", "苏慧")
    with pytest.raises(Refused, match="没有开放签到"):
        _where("1001")
