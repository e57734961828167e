"""The school's weeks, fortnights and 学月, and the days its papers are due."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.calendar import Exempt
from yanxiu_tui.rules.periods import (
    Period,
    calendar_months,
    due_day,
    months_so_far,
    periods,
    weeks,
)

# 2025—2026 学年第一学期: a Monday to a Friday, 21 weeks; National Day and Mid-Autumn 1—8 October.
STARTS, ENDS = date(2025, 9, 1), date(2026, 1, 23)
TERM = weeks(STARTS, ENDS)


def numbers(found):
    return [each.number for each in found]


def test_a_week_runs_from_monday_to_sunday_within_the_term():
    assert TERM[0] == Period(1, date(2025, 9, 1), date(2025, 9, 7))
    assert TERM[-1] == Period(21, date(2026, 1, 19), date(2026, 1, 23))


def test_a_term_that_begins_on_a_friday_has_a_first_week_of_its_own():
    first, second = weeks(date(2023, 9, 1), date(2023, 9, 8))
    assert first == Period(1, date(2023, 9, 1), date(2023, 9, 3))
    assert second == Period(2, date(2023, 9, 4), date(2023, 9, 8))


def test_a_term_that_begins_on_a_saturday_has_no_first_week_to_work_in():
    assert numbers(weeks(date(2024, 8, 31), date(2024, 9, 8))) == [2]


def test_weeks_the_regulation_exempts_are_left_out_and_the_others_keep_their_numbers():
    assert numbers(weeks(STARTS, ENDS, exempt_weeks=[10, 21])) == [*range(1, 10), *range(11, 21)]


def test_a_week_with_a_working_day_beside_the_holiday_counts():
    assert {5, 6} <= set(numbers(TERM))  # 29, 30 September and 9, 10 October 2025


def test_a_week_all_of_holidays_is_left_out():
    # 2—6 October 2023 were holidays from Monday to Friday.
    assert 6 not in numbers(weeks(date(2023, 9, 1), date(2024, 1, 19)))


def test_a_week_of_the_term_s_own_exempt_days_is_left_out():
    exams = Exempt(date(2025, 11, 10), date(2025, 11, 14), "期中考试")
    assert 11 not in numbers(weeks(STARTS, ENDS, exempt=[exams]))


def test_exempt_days_beside_a_holiday_together_empty_a_week():
    trip = Exempt(date(2025, 9, 29), date(2025, 9, 30), "研学")
    assert 5 not in numbers(weeks(STARTS, ENDS, exempt=[trip]))


def test_without_a_period_the_whole_term_is_one():
    assert periods("", TERM, 4) == [Period(1, STARTS, ENDS)]


def test_fortnights_count_two_weeks_each_and_a_last_week_alone_is_one_too():
    fortnights = periods("fortnight", TERM, 4)
    assert len(fortnights) == 11
    assert fortnights[0] == Period(1, date(2025, 9, 1), date(2025, 9, 14))
    assert fortnights[-1] == Period(11, date(2026, 1, 19), date(2026, 1, 23))


def test_a_school_month_is_four_weeks_and_one_week_left_over_joins_the_last():
    months = periods("school_month", TERM, 4)
    assert [each.first for each in months] == [
        date(2025, 9, 1),
        date(2025, 9, 29),
        date(2025, 10, 27),
        date(2025, 11, 24),
        date(2025, 12, 22),
    ]
    assert months[-1].last == ENDS


def test_two_weeks_left_over_are_a_school_month_of_their_own():
    months = periods("school_month", TERM[:18], 4)
    assert numbers(months) == [1, 2, 3, 4, 5]
    assert months[-1] == Period(5, TERM[16].first, TERM[17].last)


def test_a_school_month_skips_the_exempt_weeks_inside_it():
    counted = weeks(STARTS, ENDS, exempt_weeks=[2, 3])
    assert periods("school_month", counted, 4)[0] == Period(1, STARTS, date(2025, 10, 12))


def test_a_term_without_weeks_has_no_periods():
    assert periods("", [], 4) == periods("school_month", [], 4) == []


@given(
    st.sampled_from(["", "week", "fortnight", "school_month"]),
    st.integers(0, 21),
    st.integers(1, 6),
)
def test_periods_follow_each_other_and_hold_every_counted_week_once(every, count, month_weeks):
    counted = TERM[:count]
    found = periods(every, counted, month_weeks)
    assert numbers(found) == list(range(1, len(found) + 1))
    for week in counted:
        holding = [each for each in found if each.first <= week.first and week.last <= each.last]
        assert len(holding) == 1


def test_months_so_far_end_with_the_running_one_today():
    assert months_so_far(STARTS, ENDS, 4, date(2025, 10, 15)) == [
        (1, date(2025, 9, 28)),
        (2, date(2025, 10, 15)),
    ]


def test_after_the_term_all_its_months_are_over():
    months = months_so_far(STARTS, ENDS, 4, date(2026, 3, 1))
    assert months[-1] == (5, ENDS)


def test_before_the_term_there_are_no_months_yet():
    assert months_so_far(STARTS, ENDS, 4, date(2025, 8, 31)) == []


def test_months_so_far_are_those_that_quotas_are_counted_by():
    exams = Exempt(date(2025, 11, 10), date(2025, 11, 14), "期中考试")
    months = months_so_far(STARTS, ENDS, 4, ENDS, [3], [exams])
    counted = periods("school_month", weeks(STARTS, ENDS, [3], [exams]), 4)
    assert months == [(each.number, each.last) for each in counted]


@pytest.mark.parametrize(
    ("starts", "ends", "second_monday", "bundle"),
    [
        (date(2025, 9, 1), date(2026, 1, 23), date(2025, 9, 8), date(2026, 1, 12)),
        (date(2026, 3, 2), date(2026, 7, 10), date(2026, 3, 9), date(2026, 6, 29)),
        (date(2025, 2, 19), date(2025, 7, 6), date(2025, 2, 24), date(2025, 6, 23)),
        (date(2023, 9, 1), date(2024, 1, 19), date(2023, 9, 4), date(2024, 1, 8)),
    ],
)
def test_the_second_monday_and_the_monday_of_the_last_week_but_one(
    starts, ends, second_monday, bundle
):
    assert due_day(starts, ends, 2, 1) == second_monday  # Z7: 开学第二周星期一
    assert due_day(starts, ends, -2, 1) == bundle  # Z18: 学期结束前一周的周一


def test_the_third_week_s_sunday_ends_that_week():
    assert due_day(STARTS, ENDS, 3, 7) == date(2025, 9, 21)  # Z7: 第三周的周日例会


@given(st.dates(date(2024, 1, 1), date(2029, 12, 31)), st.integers(30, 160), st.integers(1, 7))
def test_a_deadline_falls_on_its_weekday_in_the_week_it_names(starts, length, weekday):
    ends = starts + timedelta(days=length)
    first, last = due_day(starts, ends, 1, weekday), due_day(starts, ends, -1, weekday)
    assert first.isoweekday() == weekday
    assert last == ends or last.isoweekday() == weekday
    assert abs((first - starts).days) <= 6
    assert 0 <= (ends - last).days <= 6
    assert due_day(starts, ends, 2, weekday) - first == timedelta(days=7)


def test_a_term_has_calendar_months_cut_off_where_it_begins_and_ends():
    found = calendar_months(STARTS, ENDS)
    assert [(each.number, each.first, each.last) for each in (found[0], found[1], found[-1])] == [
        (1, STARTS, date(2025, 9, 30)),
        (2, date(2025, 10, 1), date(2025, 10, 31)),
        (5, date(2026, 1, 1), ENDS),
    ]


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 399))
def test_every_day_of_a_term_is_in_exactly_one_calendar_month(first, length):
    last = first + timedelta(days=length)
    found = calendar_months(first, last)
    days = [
        each.first + timedelta(days=at)
        for each in found
        for at in range((each.last - each.first).days + 1)
    ]
    assert days == [first + timedelta(days=at) for at in range(length + 1)]
    assert all(
        (each.first.year, each.first.month) == (each.last.year, each.last.month) for each in found
    )
