"""Numbers as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.numbers import plain


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("97.50", "97.5"), ("13.33", "13.33"), ("100", "100"), ("1E+2", "100"),
        ("0.00", "0"), ("-0.00", "0"), ("-2.10", "-2.1"), ("-2.00", "-2"),
    ],
)  # fmt: skip
def test_a_number_has_one_form(number, text):
    assert plain(Decimal(number)) == text


@given(st.decimals(min_value=-1000, max_value=1000, places=2))
def test_the_form_of_a_number_is_the_number(number):
    assert Decimal(plain(number)) == number
