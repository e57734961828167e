"""A weekly series keeps off the term's own exempt days and the public holidays."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.calendar import Exempt, public_holiday, week_of_term, weekly

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


def test_national_day_is_skipped_with_its_name():
    series = weekly(date(2025, 9, 24), date(2025, 10, 15), [])
    assert series.days == (date(2025, 9, 24), date(2025, 10, 15))
    assert [day for day, _ in series.skipped] == [date(2025, 10, 1), date(2025, 10, 8)]
    assert series.skipped[0][1] == "国庆节"


def test_the_term_s_own_days_are_skipped_with_the_school_s_reason():
    exams = Exempt(date(2025, 11, 10), date(2025, 11, 14), "期中考试")
    series = weekly(date(2025, 11, 5), date(2025, 11, 19), [exams])
    assert series.skipped == ((date(2025, 11, 12), "期中考试"),)


def test_an_ordinary_weekend_is_no_holiday():
    assert public_holiday(date(2025, 11, 15)) == ""


def test_a_year_not_yet_published_has_no_known_holidays():
    assert public_holiday(date(2099, 10, 1)) == ""


def test_the_week_a_term_begins_in_is_the_first():
    starts = date(2026, 9, 1)
    assert week_of_term(starts, starts) == 1
    assert week_of_term(date(2026, 9, 6), starts) == 1
    assert week_of_term(date(2026, 9, 7), starts) == 2


@given(DAYS, st.integers(0, 200), st.lists(st.tuples(DAYS, st.integers(0, 30)), max_size=4))
def test_every_week_is_either_held_or_skipped_with_a_reason(first, length, off):
    exempt = [Exempt(day, day + timedelta(days=days), "停研") for day, days in off]
    last = first + timedelta(days=length)
    series = weekly(first, last, exempt)
    every = sorted([*series.days, *(day for day, _ in series.skipped)])
    assert every == [first + timedelta(days=7 * week) for week in range(length // 7 + 1)]
    assert all(reason for _, reason in series.skipped)
