"""Every figure a 制度 may use has one name, one title and a meaning."""

from collections import Counter

import pytest

from yanxiu_tui.rules.measures import MEASURES, WORK


def test_no_two_measures_are_called_alike():
    titles = Counter(measure.title for measure in MEASURES.values())
    assert [title for title, count in titles.items() if count > 1] == []


def test_a_measure_is_found_by_its_own_name():
    assert all(MEASURES[name].name == name for name in MEASURES)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.name)
def test_a_measure_says_what_it_is_in_which_unit(measure):
    assert measure.title
    assert measure.about
    assert measure.unit


def test_what_work_feeds_is_a_measure_of_teachers_counted_by_periods():
    for name in WORK:
        assert MEASURES[name].subject == "teacher"
        assert MEASURES[name].by_period


def test_no_kind_of_work_feeds_two_measures():
    kinds = Counter(kind for kinds in WORK.values() for kind in kinds)
    assert set(kinds.values()) == {1}


def test_a_rate_or_a_judgement_is_not_added_up_by_periods():
    for measure in MEASURES.values():
        if measure.unit in ("比率", "分"):
            assert not measure.by_period
            assert measure.may_be_missing


def test_a_count_is_never_missing_for_nothing_done_is_a_count_of_zero():
    for measure in MEASURES.values():
        if measure.by_period:
            assert not measure.may_be_missing
