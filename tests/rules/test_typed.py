"""Dates and times as people type them."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.typed import typed_date, typed_moment, typed_time, typed_weeks

TODAY = date(2026, 11, 20)
DAYS = st.dates(min_value=date(2001, 1, 1), max_value=date(2090, 12, 31))
FULL_WIDTH = str.maketrans("0123456789:-. ", "０１２３４５６７８９：－．　")


@pytest.mark.parametrize(
    "typed",
    ["2026-11-25", "2026.11.25", "2026/11/25", "2026年11月25日", "20261125", "11-25", "11.25",
     "11/25", "11。25", "1125", "11月25日", "11月25号", " １１－２５ ", "２０２６－１１－２５"],
)  # fmt: skip
def test_the_usual_ways_of_writing_a_day_are_understood(typed):
    assert typed_date(typed, TODAY) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("昨天", 19), ("今天", 20), ("明天", 21), ("后天", 22)],
)
def test_days_near_today_have_their_words(typed, day):
    assert typed_date(typed, TODAY) == date(2026, 11, day)


@pytest.mark.parametrize(
    ("typed", "today", "meant"),
    [
        ("0105", date(2026, 12, 28), date(2027, 1, 5)),
        ("12-28", date(2027, 1, 5), date(2026, 12, 28)),
        ("2-29", date(2027, 6, 1), date(2028, 2, 29)),
    ],
)
def test_a_day_without_its_year_is_the_nearest_one(typed, today, meant):
    assert typed_date(typed, today) == meant


@pytest.mark.parametrize("typed", ["", "13-01", "02-30", "1", "11", "周三", "11-25-2026", "112525"])
def test_what_is_no_day_is_none(typed):
    assert typed_date(typed, TODAY) is None


@pytest.mark.parametrize("typed", ["0001-01-01", "1999-12-31", "21010101", "9999年12月31日"])
def test_a_day_of_another_century_is_a_slip_of_the_hand(typed):
    assert typed_date(typed, TODAY) is None


@given(DAYS, DAYS)
def test_every_day_written_in_full_is_read_back(day, today):
    for written in (f"{day:%Y-%m-%d}", f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日"):
        assert typed_date(written.translate(FULL_WIDTH), today) == day


@given(DAYS, DAYS)
def test_a_short_day_keeps_month_and_day_and_is_within_half_a_year(day, today):
    found = typed_date(f"{day:%m%d}", today)
    if (day.month, day.day) != (2, 29):
        assert (found.month, found.day) == (day.month, day.day)
        assert abs((found - today).days) <= 183


@pytest.mark.parametrize(
    "typed",
    ["14:30", "14：30", "1430", "14.30", "14。30", "下午2:30", "下午 2点半", "14点30分", "14时30",
     "下午14:30", "１４３０"],
)  # fmt: skip
def test_the_usual_ways_of_writing_a_time_are_understood(typed):
    assert typed_time(typed) == time(14, 30)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("8点", time(8)),
        ("8点整", time(8)),
        ("830", time(8, 30)),
        ("中午12:30", time(12, 30)),
        ("中午1点", time(13)),
        ("晚上7点", time(19)),
        ("0:00", time(0)),
    ],
)
def test_the_parts_of_the_day_count(typed, meant):
    assert typed_time(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "24:00", "14:60", "上午14:30", "晚上12点", "14", "半", "2点半30", "14:3"]
)
def test_what_is_no_time_is_none(typed):
    assert typed_time(typed) is None


@given(st.times())
def test_every_minute_of_the_day_is_read_back(at):
    minute = at.replace(second=0, microsecond=0)
    for written in (f"{at:%H:%M}", f"{at:%H%M}", f"{at.hour}点{at.minute}分"):
        assert typed_time(written.translate(FULL_WIDTH)) == minute


@pytest.mark.parametrize(
    "typed",
    ["2026-11-25 14:30", "11-25 14:30", "1125 1430", "１１２５　１４３０", "11月25日下午2:30",
     "11月25日 14点半"],
)  # fmt: skip
def test_a_day_and_a_time_may_stand_in_one_line(typed):
    assert typed_moment(typed, TODAY) == datetime(2026, 11, 25, 14, 30)


@pytest.mark.parametrize("typed", ["11-24 24:00", "1124 2400", "11月24日24点", "11-25 0:00"])
def test_twenty_four_hours_end_the_day_as_slips_write_it(typed):
    assert typed_moment(typed, TODAY) == datetime(2026, 11, 25)


@pytest.mark.parametrize(
    "typed", ["", "11-25", "14:30", "11-25 25:00", "11-25 24:01", "24:00", "明天"]
)
def test_a_moment_needs_both(typed):
    assert typed_moment(typed, TODAY) is None


@given(st.text(max_size=20))
def test_whatever_is_typed_nothing_breaks(text):
    typed_date(text, TODAY)
    typed_time(text)
    typed_moment(text, TODAY)


@pytest.mark.parametrize(
    "typed", ["3-4", "3 - 4", "３－４", "第3-4周", "第3周至第4周", "3至4", "3到4周"]
)
def test_the_usual_ways_of_writing_weeks_are_understood(typed):
    assert typed_weeks(typed) == (3, 4)


@pytest.mark.parametrize("typed", ["3", "第3周", " 3周 ", "３"])
def test_one_week_is_its_own_first_and_last(typed):
    assert typed_weeks(typed) == (3, 3)


@pytest.mark.parametrize("typed", ["", "周三", "3-", "-3", "3-4-5", "9月", "100"])
def test_what_is_no_week_is_none(typed):
    assert typed_weeks(typed) is None
