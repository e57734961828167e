"""定额: who owes how many lessons heard, and how far they are (Z20, Z21, S4)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.applies import Person, Who
from yanxiu_tui.rules.clauses import Clause
from yanxiu_tui.rules.quotas import Case, Quota, least_for, progress
from yanxiu_tui.rules.roles import Role

PERIODS = {"": 1, "week": 18, "fortnight": 9, "school_month": 5}
PASSED = {"": 0, "week": 7, "fortnight": 3, "school_month": 1}


def quota(name, least, **more):
    clause = Clause("Z21", "听课节数")
    said = {"name": "听课", "measure": "observations_given", "unit": "节", "clause": clause}
    return Quota(id=name, least=Decimal(least), **{**said, **more})


HEADS = Case([Who(roles=[Role.PRINCIPAL, Role.VICE_PRINCIPAL])], Decimal(30))
LEADERS = Case([Who(roles=[Role.RESEARCH_GROUP_LEADER])], Decimal(20))
LESSONS = quota("lessons", 15, cases=[HEADS, LEADERS])  # Z21
YOUNG = {"every": "week", "who": [Who(teaching_year_most=3)]}
WEEKLY = quota("weekly", 1, **YOUNG)  # Z20 within Z21
ON_TOP = quota("weekly", 1, **YOUNG, adds_to="lessons")  # Z20 beside Z21


def somebody(*roles, **known):
    return Person(1, "001", roles=frozenset(roles), **known)


def owed(quotas, person, done=0, passed=PASSED):
    """(need, due, short) by quota ID."""
    found = progress(quotas, person, {each.id: Decimal(done) for each in quotas}, PERIODS, passed)
    return {each.quota.id: (each.need, each.due, each.short) for each in found}


@pytest.mark.parametrize(
    ("roles", "least"),
    [
        ([Role.VICE_PRINCIPAL], 30),
        ([Role.RESEARCH_GROUP_LEADER, Role.TEACHER], 20),
        ([Role.TEACHER], 15),
        ([], 15),
    ],
)
def test_heads_hear_thirty_lessons_leaders_twenty_and_others_fifteen(roles, least):
    assert least_for(LESSONS, somebody(*roles)) == least


def test_the_first_fitting_case_stands_for_who_fits_two():
    both = somebody(Role.RESEARCH_GROUP_LEADER, Role.VICE_PRINCIPAL)
    assert least_for(LESSONS, both) == 30
    assert least_for(quota("lessons", 15, cases=[LEADERS, HEADS]), both) == 20


def test_a_quota_does_not_concern_whom_it_does_not_name():
    assert least_for(WEEKLY, somebody(teaching_year=4)) is None
    assert owed([WEEKLY], somebody(teaching_year=4)) == {}


def test_nothing_is_asked_on_the_strength_of_what_is_not_known():
    assert least_for(WEEKLY, somebody()) is None


def test_a_weekly_lesson_is_as_many_lessons_as_the_term_has_weeks():
    assert owed([WEEKLY], somebody(teaching_year=2), done=5) == {"weekly": (18, 7, 13)}


def test_the_weekly_lesson_counts_towards_the_term_s_fifteen_unless_said_otherwise():
    found = owed([LESSONS, WEEKLY], somebody(teaching_year=2), done=16)
    assert found == {"lessons": (15, 0, 0), "weekly": (18, 7, 2)}


@pytest.mark.parametrize("quotas", [[LESSONS, ON_TOP], [ON_TOP, LESSONS]])
def test_or_it_comes_on_top_of_them_whichever_stands_first(quotas):
    found = owed(quotas, somebody(teaching_year=2), done=16)
    assert found["lessons"] == (33, 7, 17)


def test_it_comes_on_top_of_nothing_for_those_it_does_not_concern():
    assert owed([LESSONS, ON_TOP], somebody(teaching_year=9))["lessons"] == (15, 0, 15)


def test_nothing_is_short_of_a_quota_more_than_filled():
    assert owed([LESSONS], somebody(), done=40)["lessons"][2] == 0


def test_a_quota_of_the_term_falls_due_when_the_term_is_over():
    assert owed([LESSONS], somebody(), passed=PERIODS)["lessons"][1] == 15


@given(st.integers(0, 60), st.integers(1, 5), st.integers(0, 18))
def test_what_is_short_and_what_is_done_make_up_the_need_and_no_more_is_due(done, year, passed):
    person = somebody(teaching_year=year)
    table = owed([LESSONS, ON_TOP], person, done, {**PASSED, "week": passed})
    for need, due, short in table.values():
        assert short == max(0, need - done)
        assert due <= need
