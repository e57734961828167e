"""The codes of a meeting: what is on the screen opens it, and nothing else does (Z25)."""

from datetime import timedelta

import pytest

from tests.builders import NOW, OPERATOR, a_school, a_teacher, an_activity
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import phone_codes
from yanxiu_tui.services.meeting import end_activity, open_activity


@pytest.fixture
def meeting(memory):
    """An open meeting that expects 苏慧."""
    term = a_school()
    a_teacher("1001", "苏慧", pin="")
    activity = an_activity(term)
    open_activity(OPERATOR, activity.id, NOW)
    return activity


def _codes(meeting, now=NOW):
    return phone_codes.codes(phone_codes.secret(), meeting.id, now)


def _reason(given, now=NOW):
    with pytest.raises(Refused) as refusal:
        phone_codes.enter(given, now)
    return refusal.value.reason


def test_the_code_that_is_scanned_and_the_one_that_is_typed_open_the_meeting(meeting):
    codes = _codes(meeting)
    for given in (codes.scanned, codes.typed):
        assert phone_codes.enter(given, NOW).activity.id == meeting.id


WIDE = {ord(str(each)): 0xFF10 + each for each in range(10)}


@pytest.mark.parametrize(
    "written",
    [
        lambda codes: f" {codes.typed[:4]} {codes.typed[4:]} ",
        lambda codes: codes.typed.translate(WIDE),
        lambda codes: codes.scanned.lower(),
    ],
    ids=["with blanks", "full width", "small letters"],
)
def test_a_code_is_taken_however_it_is_written(meeting, written):
    assert phone_codes.enter(written(_codes(meeting)), NOW).activity.id == meeting.id


def test_a_late_code_is_told_from_a_wrong_one(meeting):
    codes = _codes(meeting, NOW - timedelta(minutes=10))
    assert [_reason(codes.scanned), _reason(codes.typed)] == ["code_expired"] * 2
    assert _reason("0123456789") == "wrong_code"
    assert _reason(f"{meeting.id}-AAAAAAAAAA") == "wrong_code"


@pytest.mark.parametrize("given", ["", "-", "x", "9" * 40, "-1-A", "999999999-A", "\0", "\ud800"])
def test_nonsense_is_a_wrong_code(meeting, given):
    assert _reason(given) == "wrong_code"


def test_a_code_dies_with_its_meeting(meeting):
    codes = _codes(meeting)
    end_activity(OPERATOR, meeting.id, NOW)
    assert _reason(codes.scanned) == "over"
    assert _reason(codes.typed) == "wrong_code"


def test_a_meeting_left_open_takes_no_phone_the_next_day(meeting):
    tomorrow = NOW + timedelta(days=1)
    assert _reason(_codes(meeting, tomorrow).scanned, tomorrow) == "not_today"


def test_a_typed_code_is_aimed_at_the_only_meeting_open(meeting):
    assert phone_codes.aimed_at("0123456789", NOW) == meeting.id
    assert phone_codes.aimed_at("77-AAAA", NOW) == 77
    open_activity(OPERATOR, an_activity(meeting.term).id, NOW)
    assert phone_codes.aimed_at("0123456789", NOW) is None


def test_a_late_ticket_still_says_what_it_was_for(meeting):
    ticket = phone_codes.enter(_codes(meeting).typed, NOW).ticket
    later = NOW + timedelta(minutes=4)
    secret = phone_codes.secret()
    assert phone_codes.ticket_for(secret, ticket, later) == meeting.id
    with pytest.raises(Refused, match="太久"):
        phone_codes.open_ticket(secret, ticket, later)
    assert phone_codes.ticket_for(secret, "1.2.3", NOW) is None
