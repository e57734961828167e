"""The school's clock: a day ends at its own 24:00, not at the next one's midnight."""

from datetime import UTC, date, datetime, timedelta

from yanxiu_tui.clock import end_of, ending

DAY = date(2026, 12, 10)


def test_what_lasts_to_midnight_lasts_to_the_end_of_the_day_before():
    assert ending(end_of(DAY)) == (DAY, "24:00")


def test_what_lasts_to_any_other_hour_ends_at_that_hour():
    assert ending(end_of(DAY) - timedelta(minutes=1)) == (DAY, "23:59")
    assert ending(datetime(2026, 12, 10, 9, 5, tzinfo=UTC)) == (DAY, "17:05")
