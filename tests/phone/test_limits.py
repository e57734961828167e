"""Whoever is wrong too often is told to wait; whoever is right never is."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from db.models import AttendanceFact
from tests.builders import NOW, PIN, a_teacher
from tests.phone.conftest import a_client, a_handset, code_of
from yanxiu_tui.errors import Refused
from yanxiu_tui.phone import limits
from yanxiu_tui.phone.limits import PIN_HERE, PIN_OF_ONE, TYPED_CODE, Limited, Limits
from yanxiu_tui.rules.attendance import FactKind
from yanxiu_tui.services import phone_codes

HERE, ELSEWHERE = "192.0.2.50", "192.0.2.51"


def _reason(counted, reason="", address=HERE, guesses=None):
    """What somebody is told who fails for this reason, "" for one who does not."""
    try:
        with counted.watched(address, guesses):
            if reason:
                raise Refused(reason, "不行。")
    except Refused as refusal:
        return refusal.reason
    return ""


def test_being_right_is_never_counted():
    counted = Limits()
    for _ in range(2000):
        assert not _reason(
            counted, "", HERE, {TYPED_CODE: HERE, PIN_HERE: HERE, PIN_OF_ONE: "1001"}
        )


def test_failures_of_an_address_are_no_longer_explained_but_what_is_right_passes():
    counted = Limits()
    told = [_reason(counted, "unknown_phone") for _ in range(602)]
    assert told == ["unknown_phone"] * 600 + ["limited"] * 2
    assert not counted.keeps(HERE)
    assert counted.keeps(ELSEWHERE)
    assert not _reason(counted)


@pytest.mark.parametrize(
    ("guess", "reason", "allowed"),
    [(TYPED_CODE, "wrong_code", 60), (PIN_HERE, "wrong_pin", 100), (PIN_OF_ONE, "wrong_pin", 20)],
    ids=lambda each: getattr(each, "name", None),
)
def test_what_can_be_guessed_is_not_even_looked_at_after_too_many_guesses(guess, reason, allowed):
    counted = Limits()
    told = [_reason(counted, reason, HERE, {guess: "one"}) for _ in range(allowed)]
    assert told == [reason] * allowed
    assert _reason(counted, "", HERE, {guess: "one"}) == "limited"
    assert not _reason(counted, "", HERE, {guess: "another"})


def test_a_late_code_is_no_guess():
    counted = Limits()
    for _ in range(100):
        assert _reason(counted, "code_expired", HERE, {TYPED_CODE: HERE}) == "code_expired"


def test_after_a_while_a_guess_is_looked_at_again():
    counted = Limits()
    for _ in range(60):
        _reason(counted, "wrong_code", HERE, {TYPED_CODE: HERE})
    assert _reason(counted, "", HERE, {TYPED_CODE: HERE}) == "limited"
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=61)):
        assert not _reason(counted, "", HERE, {TYPED_CODE: HERE})


def test_a_limit_is_a_sentence_that_says_what_to_do():
    for each in (TYPED_CODE, PIN_HERE, PIN_OF_ONE):
        assert "请" in str(Limited(each.sentence))


# At the door


def _kept(reason):
    return AttendanceFact.select().where(AttendanceFact.detail == reason).count()


def test_guessing_the_typed_code_ends_soon_but_who_scans_still_enters(meeting, handset):
    for turn in range(60):
        handset.enter(f"{turn:010d}")
    typed = phone_codes.codes(phone_codes.secret(), meeting.id, NOW).typed
    status, no = handset.enter(typed)
    assert (status, no["reason"]) == (429, "limited")
    assert _kept("wrong_code") == 60
    assert _kept("limited") == 1
    assert handset.enter(code_of(meeting))[0] == 200


def test_trying_one_pin_on_everybody_is_stopped_while_one_tap_still_works(meeting, client):
    mine = a_handset(client)
    mine.enter(code_of(meeting))
    assert mine.register("1002", PIN)[0] == 200
    for number in range(2001, 2101):
        a_teacher(str(number), "教师")
    thief = a_handset(client)
    thief.enter(code_of(meeting))
    told = [thief.register(str(2001 + turn), "0000")[0] for turn in range(100)]
    assert told == [403] * 100
    assert thief.register("1001", PIN)[0] == 429
    assert _kept("limited") == 1
    assert mine.tap()[0] == 200
    elsewhere = a_handset(a_client(ELSEWHERE))
    elsewhere.enter(code_of(meeting))
    assert elsewhere.register("1001", PIN)[0] == 200


def test_failures_without_end_are_no_longer_kept(meeting, handset, monkeypatch):
    monkeypatch.setattr(limits, "FAILURES", "5/minute")
    wrong = f"{meeting.id}-AAAAAAAAAA"
    assert [handset.enter(wrong)[0] for _ in range(8)] == [403] * 5 + [429] * 3
    kept = AttendanceFact.select().where(AttendanceFact.kind == FactKind.REFUSED)
    assert kept.count() == 5
    assert handset.enter(code_of(meeting))[0] == 200
    assert handset.register("1001", PIN)[0] == 200


def test_a_clock_put_back_does_not_shut_an_address_out_until_it_has_caught_up():
    counted = Limits()
    told = [_reason(counted, "wrong_code", HERE, {TYPED_CODE: HERE}) for _ in range(61)]
    assert told[-1] == "limited"
    with time_machine.travel(datetime.now(UTC) - timedelta(days=365)):
        assert _reason(counted, "wrong_code", HERE, {TYPED_CODE: HERE}) == "wrong_code"
