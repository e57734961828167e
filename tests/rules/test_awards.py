"""Whom a ranking proposes: the best of those who meet the conditions, ties with them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.awards import (
    MOST_NEAR,
    OUTSIDE,
    UNPLACED,
    Candidate,
    Checked,
    quota,
    select,
    within,
)

MET, UNMET = Checked("缺席 0 次", True), Checked("缺席 1 次（应不超过 0 次）", False)


def people(*places, lacking=()):
    """Candidates 1, 2, 3… with these places; those ``lacking`` do not meet the condition."""
    return [
        Candidate(number, place, (UNMET if number in lacking else MET,))
        for number, place in enumerate(places, 1)
    ]


def ids(candidates):
    return [each.id for each in candidates]


def near(selection):
    return {each.candidate.id: each.lacks for each in selection.near}


candidates = st.lists(
    st.builds(lambda place, met: (place, met), st.none() | st.integers(1, 12), st.booleans()),
    max_size=20,
).map(
    lambda found: [
        Candidate(number, place, (MET if met else UNMET,))
        for number, (place, met) in enumerate(found, 1)
    ]
)


def test_the_best_of_those_who_meet_every_condition():
    chosen = select(people(1, 2, 3, 4, lacking={2}), top=2)
    assert ids(chosen.proposed) == [1, 3]


def test_who_shares_the_last_place_is_in_as_well():
    assert ids(select(people(1, 2, 2, 4), top=2).proposed) == [1, 2, 3]


def test_without_a_number_everybody_who_meets_the_conditions():
    assert ids(select(people(1, 2, None, 4, lacking={2})).proposed) == [1, 4, 3]


def test_nobody_without_a_place_wins_by_place():
    chosen = select(people(1, None), top=2)
    assert ids(chosen.proposed) == [1]
    assert near(chosen) == {2: (UNPLACED,)}


def test_who_stands_high_enough_but_lacks_a_condition_just_missed_it():
    chosen = select(people(1, 2, 3, 4, lacking={1}), top=2)
    assert near(chosen) == {1: (UNMET.said,), 4: (OUTSIDE,)}


def test_who_has_no_such_figure_did_not_just_miss_it():
    nothing = Checked("师傅考核 没有记录（应不少于 90 分）", False, known=False)
    chosen = select([*people(2, lacking={1}), Candidate(5, 1, (nothing,))])
    assert near(chosen) == {1: (UNMET.said,)}


def test_who_lacks_two_things_did_not_just_miss_it():
    assert 4 not in near(select(people(1, 2, 3, 4, lacking={4}), top=2))


@pytest.mark.parametrize(
    ("share", "ranked", "most"), [("0.1", 61, 6), ("0.2", 6, 1), ("0.1", 8, 1), ("1", 5, 5)]
)
def test_a_share_is_rounded_down_but_never_below_one(share, ranked, most):
    assert quota(None, Decimal(share), ranked) == most


@pytest.mark.parametrize(
    ("low", "high", "figure", "met"),
    [(1, None, 1, True), (1, None, 0, False), (None, 0, 0, True), (None, 0, 1, False),
     (1, 3, 2, True), (None, 0, None, False)],
)  # fmt: skip
def test_a_figure_is_held_against_both_bounds(low, high, figure, met):
    assert within(low, high, figure) is met


@given(candidates, st.integers(1, 6))
def test_nobody_better_who_meets_the_conditions_is_passed_over(found, top):
    chosen = select(found, top=top)
    able = [each for each in found if each.meets and each.place is not None]
    worst = max((each.place for each in chosen.proposed), default=0)
    assert {each.id for each in able if each.place <= worst} == set(ids(chosen.proposed))
    assert len(chosen.proposed) >= min(top, len(able))
    if len(chosen.proposed) > top:
        places = sorted(each.place for each in chosen.proposed)
        assert places[top - 1] == places[-1]


@given(candidates, st.none() | st.integers(1, 6), st.none() | st.decimals("0.01", 1, places=2))
def test_everybody_proposed_meets_the_conditions_and_no_near_miss_does_it_all(found, top, share):
    chosen = select(found, top, share)
    assert all(each.meets for each in chosen.proposed)
    assert all(each.lacks for each in chosen.near)
    assert not set(ids(chosen.proposed)) & {each.candidate.id for each in chosen.near}
    assert len(chosen.near) <= MOST_NEAR


@given(candidates, st.integers(1, 6), st.randoms())
def test_the_order_they_come_in_does_not_matter(found, top, chance):
    mixed = list(found)
    chance.shuffle(mixed)
    assert select(mixed, top=top) == select(found, top=top)
