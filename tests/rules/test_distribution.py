"""How scores are spread: even steps from the highest down, nobody counted twice or left out."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.distribution import spread

SCORES = st.lists(
    st.decimals(min_value=-500, max_value=5000, places=2, allow_nan=False), min_size=1, max_size=60
)


def d(*numbers):
    return [Decimal(str(number)) for number in numbers]


def test_nobody_is_spread_over_nothing():
    assert spread([]) == []


def test_scores_stand_in_steps_people_count_in_the_highest_first():
    assert spread(d(101, 89.33, 79.25, 76, 61, 40)) == [
        (100, 110, 1), (90, 100, 0), (80, 90, 1), (70, 80, 2), (60, 70, 1), (50, 60, 0),
        (40, 50, 1),
    ]  # fmt: skip


def test_a_score_at_an_edge_belongs_to_the_higher_step():
    found = spread(d(95, 90, 89.99), most=2)
    assert [(each.low, each.number) for each in found] == [(90, 2), (80, 1)]


def test_equal_scores_are_one_step():
    (only,) = spread(d(80, 80, 80))
    assert only.number == 3
    assert only.low <= 80 < only.high


def test_scores_below_zero_have_steps_of_their_own():
    assert [(each.low, each.number) for each in spread(d(-3, 2), most=6)] == [
        (2, 1), (1, 0), (0, 0), (-1, 0), (-2, 0), (-3, 1),
    ]  # fmt: skip


@given(SCORES, st.integers(2, 15))
def test_everybody_is_counted_once_in_no_more_steps_than_asked(scores, most):
    found = spread(scores, most)
    assert len(found) <= most
    assert sum(each.number for each in found) == len(scores)
    assert all(above.low == below.high for above, below in pairwise(found))
    assert found[-1].low <= min(scores)
    assert max(scores) < found[0].high
