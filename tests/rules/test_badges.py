"""What a scanner may have typed: one badge, several, half of one, or no scan at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.badges import (
    LENGTH,
    Reading,
    complete,
    grouped,
    is_number,
    read,
    read_for_pin,
)
from yanxiu_tui.rules.pin import LONGEST as LONGEST_PIN

STAFF = ("1001", "1002", "20260815")
NUMBERS = st.integers(10**10, 10**11 - 1).map(lambda drawn: complete(str(drawn)))
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@given(NUMBERS)
def test_a_number_is_twelve_digits_and_does_not_begin_with_nought(number):
    assert len(number) == LENGTH
    assert number.isdigit() and number[0] != "0"
    assert is_number(number)


def test_the_check_digit_is_that_of_luhn():
    assert complete("50180000000") == "501800000009"
    assert not is_number("051800000009")


@given(NUMBERS, st.integers(0, LENGTH - 1), st.integers(1, 9))
def test_a_number_with_one_digit_changed_is_no_number(number, place, by):
    other = (int(number[place]) + by) % 10
    assert not is_number(f"{number[:place]}{other}{number[place + 1 :]}")


@given(NUMBERS)
def test_one_badge_is_read_in_any_width_and_with_blanks(number):
    for typed in (number, number.translate(WIDE), f" {grouped(number)} ", f"{number}\r\n"):
        assert read(typed, STAFF) == Reading((number,))
        assert read_for_pin(typed) == Reading((number,))


@given(st.lists(NUMBERS, min_size=2, max_size=4))
def test_scans_run_together_are_so_many_badges(numbers):
    assert read("".join(numbers), STAFF) == Reading(tuple(numbers))
    assert read_for_pin("".join(numbers)) == Reading(tuple(numbers))


@given(NUMBERS, st.integers(9, LENGTH - 1))
def test_half_a_scan_is_told_from_a_number_somebody_may_have(number, length):
    assert read(number[:length], STAFF) == Reading(broken=True)
    assert read(number[-length:], STAFF) == Reading(broken=True)
    assert read_for_pin(number[:length]) == Reading(broken=True)


@given(NUMBERS, NUMBERS, st.integers(1, LENGTH - 1))
def test_half_a_scan_before_a_whole_one_is_nobody_s(first, second, length):
    assert read(first[:length] + second, STAFF) == Reading(broken=True)
    assert read_for_pin(first[:length] + second) == Reading(broken=True)


@given(NUMBERS, st.integers(1, 9))
def test_a_badge_misread_is_broken(number, by):
    misread = number[:-1] + str((int(number[-1]) + by) % 10)
    assert read(misread, STAFF) == Reading(broken=True)


@given(NUMBERS, st.text(st.characters(exclude_categories=["Nd", "No", "Nl"]), max_size=6))
def test_a_name_somebody_began_and_left_does_not_spoil_the_scan_behind_it(number, left):
    assert read(left + number, STAFF) == Reading((number,))


@pytest.mark.parametrize(
    "typed", ["", " ", "1001", "１００１", "20260815", "999999", "wxm", "王小明"]
)
def test_names_and_staff_numbers_are_no_scan(typed):
    assert read(typed, STAFF) == Reading()


@given(NUMBERS)
def test_a_staff_number_as_long_as_a_badge_is_still_a_staff_number(number):
    assert read(number, [number]) == Reading()


@given(st.text(st.sampled_from("0123456789"), max_size=LONGEST_PIN))
def test_what_may_be_a_pin_is_no_scan(pin):
    assert read_for_pin(pin) == Reading()


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read(typed):
    for reading in (read(typed, STAFF), read_for_pin(typed), read(typed, ())):
        assert all(map(is_number, reading.numbers))
        assert not (reading.numbers and reading.broken)
