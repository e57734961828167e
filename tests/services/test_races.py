"""Several terminals at once: nothing is written twice, and nobody who signed in is absent."""

from datetime import timedelta

import pytest

from db.models import AttendanceFact, Attendee, Badge, Leave
from tests.builders import MACHINE, NOW, OPERATOR, a_teacher, an_activity, an_actor
from tests.services.cast import a_cast, an_open_activity, status_of
from tests.services.races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import FactKind, Status
from yanxiu_tui.services import badges, leave, roll_call
from yanxiu_tui.services.leave import LeaveDraft
from yanxiu_tui.services.meeting import close_activity, open_activity
from yanxiu_tui.services.sign_in import record_sign_in

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def cast(memory):
    return a_cast()


def test_nobody_who_signed_in_while_it_closed_is_absent(cast):
    people = [a_teacher(str(number), "教师", pin="") for number in range(2001, 2008)]
    meeting = an_open_activity(cast)

    def signing_in(person):
        return lambda: record_sign_in(meeting.id, an_actor(person), NOW, "keyboard")

    acts = [signing_in(person) for person in people]
    acts.insert(3, lambda: close_activity(OPERATOR, meeting.id, LATER))
    done = at_once(acts)
    del done[3]
    for person, outcome in zip(people, done, strict=True):
        expected = Status.ABSENT if isinstance(outcome, Refused) else Status.PRESENT
        assert status_of(meeting, person) is expected


def test_opening_on_two_terminals_freezes_one_roster(cast):
    meeting = an_activity(cast.term)
    done = at_once([lambda: open_activity(OPERATOR, meeting.id, NOW)] * 2)
    assert sum(isinstance(each, Refused) for each in done) == 1
    assert Attendee.select().count() == 6


def _draft():
    return LeaveDraft("1001", "personal", "家中有事", NOW, LATER, evidence=("slip",))


def test_a_leave_approved_while_the_meeting_opens_covers_it(cast):
    meeting = an_activity(cast.term)
    asked = leave.ask(cast.dean, _draft(), NOW)
    at_once(
        [
            lambda: leave.approve(cast.head, asked.id, NOW),
            lambda: open_activity(OPERATOR, meeting.id, NOW),
        ]
    )
    assert status_of(meeting, cast.su) is Status.PERSONAL_LEAVE


def test_coming_back_while_the_meeting_opens_uncovers_it(cast):
    meeting = an_activity(cast.term)
    asked = leave.ask(cast.dean, _draft(), NOW)
    leave.approve(cast.head, asked.id, NOW)
    at_once(
        [
            lambda: leave.come_back(cast.teacher, asked.id, NOW),
            lambda: open_activity(OPERATOR, meeting.id, NOW),
        ]
    )
    assert status_of(meeting, cast.su) is Status.EXPECTED


def test_the_same_leave_asked_for_twice_at_once_is_one_leave(cast):
    done = at_once([lambda: leave.ask(cast.dean, _draft(), NOW)] * 2)
    assert sum(isinstance(each, Refused) for each in done) == 1
    assert Leave.select().count() == 1


@pytest.mark.parametrize("named", [None, ["1001", "1003", "1002"]], ids=["everybody", "anew"])
def test_badges_issued_on_two_terminals_at_once_leave_nobody_with_two(cast, named):
    at_once([lambda: badges.issue(OPERATOR, NOW, named)] * 4)
    good = [each.teacher_id for each in Badge.select().where(Badge.revoked_at.is_null())]
    assert len(good) == len(set(good)) == len(named or "123456")


def test_a_badge_lost_while_it_is_issued_anew_leaves_the_new_one_or_none(cast):
    badges.issue(OPERATOR, NOW)
    at_once(
        [
            lambda: badges.issue(OPERATOR, LATER, ["1001"]),
            lambda: badges.revoke(OPERATOR, "1001", "丢了", LATER),
        ]
    )
    good = Badge.select().where(Badge.revoked_at.is_null(), Badge.teacher == cast.su)
    assert good.count() <= 1
    assert not good.where(Badge.issued_at == NOW).exists()


def test_the_same_badge_on_four_terminals_signs_in_once(memory):
    cast = a_cast("dadong")
    meeting = an_open_activity(cast)
    (badge,) = badges.issue(OPERATOR, NOW, ["1001"])
    done = at_once([lambda: badges.scan(badge.number, NOW, MACHINE, meeting.id)] * 4)
    assert sum(each.first for each in done) == 1


def test_a_surprise_call_begun_on_four_terminals_is_one_call(cast):
    meeting = an_open_activity(cast)
    done = at_once([lambda: roll_call.start_surprise(cast.dean, meeting.id, NOW)] * 4)
    assert [each.reason for each in done if isinstance(each, Refused)] == ["roll_running"] * 3
    begun = AttendanceFact.select().where(AttendanceFact.kind == FactKind.ROLL_STARTED)
    assert begun.count() == 1
