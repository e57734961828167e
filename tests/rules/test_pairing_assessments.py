"""When a pair is judged, who sees what when, and what the judgements come to (§8)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.pairing_assessments import (
    JUDGES_OF,
    Judge,
    is_score,
    opens_on,
    sees_all,
    whole,
)

WEIGHTS = {"mentor": Decimal(3), "apprentice": Decimal(3), "office": Decimal(4)}
SCORES = st.decimals(0, 100, places=2)
JUDGES = st.sets(st.sampled_from(Judge))


def test_it_opens_four_weeks_before_the_term_ends_or_when_the_pair_ended():
    end = date(2027, 1, 20)
    assert opens_on(end, None) == date(2026, 12, 23)
    assert opens_on(end, date(2026, 11, 2)) == date(2026, 11, 2)
    assert opens_on(end, date(2027, 1, 10)) == date(2026, 12, 23)


@given(st.sampled_from(Judge), JUDGES)
def test_no_judge_sees_anything_before_judging(judge, given_by):
    assert sees_all(judge, given_by, over=False) is (judge in given_by)


@given(JUDGES)
def test_who_does_not_judge_sees_it_once_all_three_are_in(given_by):
    assert sees_all(None, given_by, over=False) is (given_by == set(Judge))


@given(st.none() | st.sampled_from(Judge), JUDGES)
def test_everybody_sees_it_when_the_term_is_over(judge, given_by):
    assert sees_all(judge, given_by, over=True)


def test_the_two_judge_one_another_and_the_office_both():
    assert JUDGES_OF == {
        "mentor": (Judge.APPRENTICE, Judge.OFFICE),
        "apprentice": (Judge.MENTOR, Judge.OFFICE),
    }


def test_the_judgements_are_weighed_and_one_that_is_missing_is_left_out():
    scores = {Judge.APPRENTICE: Decimal(90), Judge.OFFICE: Decimal(83)}
    assert whole("mentor", scores, WEIGHTS) == Decimal("86.00")
    assert whole("mentor", scores, {}) == Decimal("86.50")
    assert whole("mentor", {Judge.OFFICE: Decimal(83)}, WEIGHTS) == Decimal(83)
    assert whole("apprentice", {Judge.OFFICE: None}, WEIGHTS) is None
    assert whole("mentor", {}, WEIGHTS) is None
    assert whole("mentor", scores, {"mentor": Decimal(1)}) is None


@given(SCORES, SCORES, st.sampled_from(["mentor", "apprentice"]), st.sampled_from([WEIGHTS, {}]))
def test_the_whole_lies_between_the_judgements(one, other, side, weights):
    first, second = JUDGES_OF[side]
    made = whole(side, {first: one, second: other}, weights)
    assert min(one, other) <= made <= max(one, other)


@pytest.mark.parametrize("text", ["0", "100", "88.5", "99.99"])
def test_scores_go_from_0_to_100_in_hundredths(text):
    assert is_score(Decimal(text))


@pytest.mark.parametrize("text", ["-1", "100.01", "88.555", "NaN", "Infinity"])
def test_anything_else_is_no_score(text):
    assert not is_score(Decimal(text))
