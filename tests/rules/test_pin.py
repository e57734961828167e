"""Weak PINs are refused; wrong guesses wait longer and longer, then stop."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.pin import LOCK, LOCKED_AFTER, wait_after, weakness


@pytest.mark.parametrize(
    "pin", ["1234", "4321", "0000", "1212", "2580", "7890", "123456", "9876", "5201314", "1122"]
)
def test_what_everybody_would_guess_is_weak(pin):
    assert weakness(pin, "1001")


@pytest.mark.parametrize("pin", ["8064", "7391", "60273", "48159026"])
def test_an_ordinary_pin_is_fine(pin):
    assert weakness(pin, "1001", "1985-07-03", "13812345678") == ""


@pytest.mark.parametrize("pin", ["1001", "1985", "198507", "0703", "850703", "8806", "448806"])
def test_one_s_own_number_birthday_or_phone_is_weak(pin):
    assert "自己的" in weakness(pin, "1001", "1985-07-03", "13801448806")


@pytest.mark.parametrize(
    ("pin", "staff_no"), [("1008", "T1008"), ("1008", "2019-1008"), ("2019", "2019-1008")]
)
def test_the_digits_in_one_s_own_number_are_weak(pin, staff_no):
    assert "自己的" in weakness(pin, staff_no)


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12a4", "１２３４", "一二三四", " 8064"])
def test_anything_but_four_to_eight_plain_digits_is_refused(pin):
    assert "位数字" in weakness(pin, "1001")


def test_two_slips_cost_nothing():
    assert wait_after(1) == wait_after(2) == timedelta()


@given(st.integers(min_value=0, max_value=200))
def test_more_wrong_guesses_never_wait_less(failures):
    assert wait_after(failures) <= wait_after(failures + 1) <= LOCK


def test_too_many_wrong_guesses_lock():
    assert wait_after(LOCKED_AFTER) == LOCK
