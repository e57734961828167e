"""Guessing a PIN at several terminals at once gets no more answers than guessing at one (Z25)."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest

from db.models import Credential, Teacher
from tests.builders import MACHINE, NOW, OPERATOR, PIN, a_school, a_teacher
from tests.terminals import Terminals
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.pin import FREE_TRIES, LOCKED_AFTER
from yanxiu_tui.services import credentials, enrolment_codes

MANY = 6


@pytest.fixture(scope="module")
def terminals():
    """Other programs on the same database."""
    with Terminals(MANY) as others:
        yield others


@pytest.fixture
def school(memory, database_url, terminals):
    a_school()
    a_teacher("1001", "苏慧")
    Credential.update(pin_hash=credentials.hash_pin(PIN)).execute()
    terminals.use(database_url)


def _guesses(terminals, pin="0000", now=NOW):
    act = partial(_enter, pin, now)
    return Counter(getattr(each, "reason", "let in") for each in terminals.at_once([act] * MANY))


def _enter(pin, now):
    credentials.enter("1001", pin, now, MACHINE)


def test_no_more_guesses_are_answered_than_one_terminal_gets(school, terminals):
    seen = _guesses(terminals)
    assert seen["wrong_pin"] == FREE_TRIES + 1
    assert seen["wait"] == MANY - seen["wrong_pin"]
    assert Credential.get().failures == seen["wrong_pin"]


def test_after_each_wait_one_more_is_answered_until_all_are_locked_out(school, terminals):
    now, answered = NOW, [0]
    while answered[-1] < LOCKED_AFTER:
        _guesses(terminals, now=now)
        answered.append(Credential.get().failures)
        now += timedelta(minutes=6)
    assert answered == [0, *range(FREE_TRIES + 1, LOCKED_AFTER + 1)]
    assert set(_guesses(terminals, PIN, now)) == {"locked"}


def test_without_looking_again_more_would_be_answered(school, terminals, monkeypatch):
    """The test above would notice: here every terminal answers what it found before it waited."""
    seen = terminals.at_once([partial(_carelessly, "0000", NOW)] * MANY)
    assert sum(each.reason == "wrong_pin" for each in seen) > FREE_TRIES + 1


def _carelessly(pin, now):
    refuse_waiting, calls = credentials._refuse_waiting, []

    def first_only(held, at):
        calls.append(at)
        if len(calls) == 1:
            refuse_waiting(held, at)

    credentials._refuse_waiting = first_only
    try:
        _enter(pin, now)
    finally:
        credentials._refuse_waiting = refuse_waiting


def test_the_right_pin_at_every_terminal_lets_everybody_in(school, terminals):
    assert _guesses(terminals, PIN) == {"let in": MANY}


def test_a_right_guess_says_nothing_while_the_person_has_been_made_to_wait(school, monkeypatch):
    def meanwhile(hashed, secret):
        Credential.update(failures=5, next_try_at=NOW + timedelta(minutes=1)).execute()
        return True

    monkeypatch.setattr(credentials, "_matches", meanwhile)
    with pytest.raises(Refused) as refusal:
        credentials.check_pin(Teacher.get(), PIN, NOW)
    assert refusal.value.reason == "wait"
    assert Credential.get().failures == 5


def test_pins_are_kept_by_argon2_with_the_cost_that_was_chosen(school):
    algorithm, version, cost = Credential.get().pin_hash.split("$")[1:4]
    assert (algorithm, version, cost) == ("argon2id", "v=19", "m=19456,t=2,p=1")


def test_codes_are_kept_by_argon2_too(school):
    enrolment_codes.issue_codes(OPERATOR, NOW, ["1001"])
    assert Credential.get().code_hash.startswith("$argon2id$v=19$m=8192,t=1,p=1$")
