"""Whom a rule concerns: everything said must hold, and what is not known is never guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.applies import Person, Who, age_on, applies, teaching_year_on
from yanxiu_tui.rules.roles import Role

LEADER = Role.RESEARCH_GROUP_LEADER
# S4: 男 50 岁以下、女 45 岁以下要上公开课
OPEN_LESSON = [Who(sex="男", age_below=50), Who(sex="女", age_below=45)]


def somebody(**known):
    return Person(id=1, order="001", **known)


def test_a_rule_that_names_nobody_concerns_everybody():
    assert applies([], somebody()) is True


def test_any_of_the_named_roles_is_enough():
    who = [Who(roles=[LEADER, Role.PREP_GROUP_LEADER])]
    assert applies(who, somebody(roles=frozenset({LEADER, Role.TEACHER}))) is True
    assert applies(who, somebody(roles=frozenset({Role.TEACHER}))) is False


def test_an_excluded_role_is_excluded_whatever_else_somebody_is():
    who = [Who(roles=[Role.TEACHER], not_roles=[LEADER])]
    assert applies(who, somebody(roles=frozenset({Role.TEACHER}))) is True
    assert applies(who, somebody(roles=frozenset({Role.TEACHER, LEADER}))) is False


@pytest.mark.parametrize(
    ("sex", "age", "concerned"),
    [("男", 49, True), ("男", 50, False), ("女", 44, True), ("女", 45, False), ("女", 49, False)],
)
def test_men_under_fifty_and_women_under_forty_five_give_open_lessons(sex, age, concerned):
    assert applies(OPEN_LESSON, somebody(sex=sex, age=age)) is concerned


def test_from_an_age_on_includes_that_age():
    assert applies([Who(age_least=45)], somebody(age=45)) is True
    assert applies([Who(age_least=45)], somebody(age=44)) is False


def test_within_three_years_means_the_first_second_and_third_year_of_teaching():
    young = [Who(teaching_year_most=3)]
    told = [applies(young, somebody(teaching_year=year)) for year in (1, 2, 3, 4)]
    assert told == [True, True, True, False]


def test_from_the_fourth_year_on_is_exactly_everybody_else():
    assert applies([Who(teaching_year_least=4)], somebody(teaching_year=3)) is False
    assert applies([Who(teaching_year_least=4)], somebody(teaching_year=4)) is True


def test_group_subject_and_standing_are_matched_by_name():
    person = somebody(groups=frozenset({"语文组", "七年级组"}), subject="语文", backbone="市级骨干")
    assert applies([Who(groups=["语文组"])], person) is True
    assert applies([Who(groups=["数学组"])], person) is False
    assert applies([Who(subjects=["语文", "英语"])], person) is True
    assert applies([Who(subjects=["英语"])], person) is False
    assert applies([Who(backbone=["市级骨干", "区级骨干"])], person) is True
    assert applies([Who(backbone=["区级骨干"])], person) is False


def test_everything_said_together_must_hold():
    who = [Who(roles=[Role.TEACHER], subjects=["语文"])]
    assert applies(who, somebody(roles=frozenset({Role.TEACHER}), subject="数学")) is False


@pytest.mark.parametrize(
    "who", [Who(age_below=40), Who(teaching_year_most=3), Who(sex="女"), Who(age_least=45)]
)
def test_what_is_not_known_of_somebody_cannot_be_told(who):
    assert applies([who], somebody()) is None


def test_an_unknown_age_does_not_matter_to_somebody_who_is_not_meant_anyway():
    assert applies([Who(roles=[LEADER], age_below=40)], somebody()) is False
    assert applies([Who(sex="男", age_below=40)], somebody(sex="女")) is False


def test_one_alternative_that_surely_fits_settles_it():
    who = [Who(age_below=40), Who(subjects=["语文"])]
    assert applies(who, somebody(subject="语文")) is True


def test_a_man_of_unknown_age_may_or_may_not_owe_an_open_lesson():
    assert applies(OPEN_LESSON, somebody(sex="男")) is None


def test_age_grows_on_the_birthday_itself():
    assert age_on("1986-09-02", date(2026, 9, 1)) == 39
    assert age_on("1986-09-02", date(2026, 9, 2)) == 40


def test_a_birth_known_by_year_or_month_alone_counts_from_its_first_day():
    assert age_on("1986", date(2026, 1, 1)) == 40
    assert age_on("1986-09", date(2026, 8, 31)) == 39
    assert age_on("1986-09", date(2026, 9, 1)) == 40


def test_no_birth_date_is_no_age_and_no_start_no_year_of_teaching():
    assert age_on("", date(2026, 9, 1)) is None
    assert teaching_year_on("", date(2026, 9, 1)) is None


def test_the_day_somebody_begins_to_teach_opens_the_first_year():
    assert teaching_year_on("2026-09-01", date(2026, 9, 1)) == 1
    assert teaching_year_on("2023-09-01", date(2026, 8, 31)) == 3
    assert teaching_year_on("2023-09-01", date(2026, 9, 1)) == 4


@given(st.dates(date(1950, 1, 1), date(2005, 12, 31)), st.integers(0, 60), st.integers(1, 80))
def test_somebody_is_either_below_an_age_or_has_reached_it(born, after, limit):
    person = somebody(age=age_on(born.isoformat(), date(born.year + after, 12, 31)))
    below, reached = Who(age_below=limit), Who(age_least=limit)
    assert applies([below], person) is not applies([reached], person)
