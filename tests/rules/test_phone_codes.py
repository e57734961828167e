"""Codes that follow from a secret and the time: good while they stand, and for a moment after."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from yanxiu_tui.rules.phone_codes import (
    SCANNED,
    TICKET_LIFE,
    TYPED,
    code,
    is_good,
    left,
    phone_secret,
    proof,
    proves,
    read_ticket,
    ticket,
    was_good,
)

SECRET, OTHER = "ab" * 32, "cd" * 32
AT = 1_791_959_400  # a whole minute
KINDS = pytest.mark.parametrize("kind", [SCANNED, TYPED], ids=["scanned", "typed"])
TIMES = st.integers(min_value=1_700_000_000, max_value=2_000_000_000)


@KINDS
@given(at=TIMES, activity=st.integers(1, 10**6))
def test_a_code_is_good_as_long_as_it_stands(kind, at, activity):
    given_code = code(SECRET, kind, activity, at)
    assert is_good(SECRET, kind, activity, given_code, at)
    assert is_good(SECRET, kind, activity, given_code, at + left(kind, at) - 1)


@KINDS
@given(at=TIMES)
def test_it_is_good_for_its_grace_after_the_next_has_come_and_then_no_more(kind, at):
    given_code = code(SECRET, kind, 7, at)
    over = at + left(kind, at)
    assert is_good(SECRET, kind, 7, given_code, over + kind.grace - 1)
    assert not is_good(SECRET, kind, 7, given_code, over + kind.grace)


@KINDS
@given(at=TIMES)
def test_a_late_code_is_told_from_one_that_never_was(kind, at):
    later = at + kind.step + kind.grace + 1
    assert was_good(SECRET, kind, 7, code(SECRET, kind, 7, at), later)
    assert not was_good(SECRET, kind, 7, "0000000000", later)


@KINDS
def test_a_code_is_not_good_before_its_time(kind):
    assert not is_good(SECRET, kind, 7, code(SECRET, kind, 7, AT + kind.step), AT)


@KINDS
@given(at=TIMES)
def test_a_code_names_one_activity_of_one_school(kind, at):
    given_code = code(SECRET, kind, 7, at)
    assert not is_good(SECRET, kind, 8, given_code, at)
    assert not is_good(OTHER, kind, 7, given_code, at)


@given(at=TIMES)
def test_what_is_typed_is_ten_digits_and_what_is_scanned_needs_no_small_letters(at):
    typed, scanned = code(SECRET, TYPED, 7, at), code(SECRET, SCANNED, 7, at)
    assert len(typed) == len(scanned) == 10
    assert typed.isdigit()
    assert scanned == scanned.upper()


def test_asking_again_for_the_code_of_the_same_moment_makes_no_other():
    assert code(SECRET, SCANNED, 7, AT) == code(SECRET, SCANNED, 7, AT + 14)
    assert code(SECRET, SCANNED, 7, AT) != code(SECRET, SCANNED, 7, AT + 15)


def test_a_ticket_holds_for_three_minutes():
    made = ticket(SECRET, 7, AT)
    assert read_ticket(SECRET, made, AT) == (7, True)
    assert read_ticket(SECRET, made, AT + TICKET_LIFE - 1) == (7, True)
    assert read_ticket(SECRET, made, AT + TICKET_LIFE) == (7, False)


def test_a_ticket_of_the_future_does_not_hold():
    assert read_ticket(SECRET, ticket(SECRET, 7, AT + 1), AT) == (7, False)


@given(st.text(max_size=80))
def test_what_is_no_ticket_of_ours_says_nothing(text):
    assert read_ticket(SECRET, text, AT) is None


@given(st.integers(0, 200), st.characters())
@example(0, "\ud800")
def test_a_ticket_with_one_character_changed_is_no_ticket(place, letter):
    made = ticket(SECRET, 7, AT)
    place %= len(made)
    changed = made[:place] + letter + made[place + 1 :]
    assert changed == made or read_ticket(SECRET, changed, AT) is None


def test_a_proof_is_worth_nothing_for_another_ticket_or_another_phone():
    mine, other = phone_secret(SECRET, "a"), phone_secret(SECRET, "b")
    shown = proof(mine, "ticket")
    assert proves(mine, "ticket", shown)
    assert not proves(mine, "another", shown)
    assert not proves(other, "ticket", shown)


@given(st.text(max_size=80))
def test_nothing_typed_proves_a_phone(text):
    assert not proves(phone_secret(SECRET, "a"), "ticket", text)
