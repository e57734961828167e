"""A bar never promises more than there is, and never hides what little was done."""

from decimal import Decimal

import pytest

from yanxiu_tui.widgets.bar import bar, figures


def _bar(done, need, width=10, due=0):
    return bar(Decimal(done), Decimal(need), width, Decimal(due)).plain


@pytest.mark.parametrize(
    ("done", "shown"),
    [
        ("0", ".........."),
        ("0.1", "=........."),
        ("7", "=======..."),
        ("9.9", "=========."),
        ("10", "=========="),
        ("99", "=========="),
    ],
)
def test_it_is_full_only_when_nothing_is_missing(done, shown):
    assert _bar(done, 10) == shown


def test_a_mark_stands_where_one_should_be_by_now():
    assert _bar(2, 10, due=5) == "==...|...."
    assert "|" not in _bar(6, 10, due=5)


def test_figures_are_written_without_idle_zeros():
    assert figures(Decimal("7.50"), Decimal("60.00"), "学时") == "7.5/60 学时"
