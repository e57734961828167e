"""Dates: every way offices write them, and none that does not exist."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.roster.dates import (
    implausible_birth,
    implausible_start,
    parse_date,
    writes_two_digit_months,
)
from yanxiu_tui.roster.model import Wrong

TODAY = date(2026, 9, 1)
DAYS = st.dates(date(1930, 1, 1), date(2030, 12, 31))


@given(DAYS)
def test_a_whole_day_reads_the_same_however_it_is_written(day: date) -> None:
    written = [
        day,
        datetime(day.year, day.month, day.day),
        f"{day:%Y-%m-%d}",
        f"{day:%Y/%m/%d}",
        f"{day:%Y.%m.%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f" {day.year} 年 {day.month} 月 {day.day} 日 ",
        f"{day:%Y%m%d}",
        int(f"{day:%Y%m%d}"),
        float(f"{day:%Y%m%d}"),
        f"{day:%Y-%m-%d} 00:00:00",
        f"{day:%Y-%m-%d}".translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}),
        (day - date(1899, 12, 30)).days,
        str((day - date(1899, 12, 30)).days),
    ]
    assert {parse_date(each) for each in written} == {day.isoformat()}


@given(DAYS)
def test_a_month_stays_a_month(day: date) -> None:
    month = f"{day:%Y-%m}"
    written = [
        f"{day:%Y.%m}",
        f"{day:%Y-%m}",
        f"{day:%Y/%m}",
        f"{day.year}年{day.month}月",
        f"{day:%Y年%m月}",
        f"{day.year}年{day.month}月生",
        f"{day:%Y%m}",
        int(f"{day:%Y%m}"),
    ]
    assert {parse_date(each) for each in written} == {month}


@pytest.mark.parametrize("written", ["1985", 1985, 1985.0, "1985年", "１９８５"])
def test_a_year_stays_a_year(written: object) -> None:
    assert parse_date(written) == "1985"


@pytest.mark.parametrize("written", [None, "", "  ", "无", "不详", "/", "—"])
def test_nothing_is_no_date(written: object) -> None:
    assert parse_date(written) == ""


@pytest.mark.parametrize(
    "written",
    [
        "1985年13月", "1985.00", "1985-02-30", "19850732", "198513", "明天", "85.7",
        "1850.01", "2985-01", 12, 9999, 99999, -3, 1985.123, "1985-07-03-01", True,
        timedelta(hours=3), "1985-07-03 25:00", "=1+1", "1985\x07",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(written: object) -> None:
    with pytest.raises(Wrong):
        parse_date(written)


@given(st.one_of(st.text(max_size=20), st.integers(), st.floats(allow_nan=True), st.booleans()))
def test_any_value_is_a_date_or_a_sentence(value: object) -> None:
    try:
        found = parse_date(value)
    except Wrong as wrong:
        assert str(wrong).endswith("。")
    else:
        assert found == "" or 1900 <= int(found[:4]) <= 2100


def test_the_number_1985_1_is_october_where_months_have_two_digits() -> None:
    assert parse_date(1985.1, two_digit_months=True) == "1985-10"
    assert parse_date(1985.11) == "1985-11"
    assert parse_date(1985.07) == "1985-07"


@pytest.mark.parametrize(("value", "two_digits"), [(1985.1, False), ("1985.1", True)])
def test_1985_1_is_refused_where_it_may_be_january_or_october(
    value: object, two_digits: bool
) -> None:
    with pytest.raises(Wrong, match="1 月还是 10 月"):
        parse_date(value, two_digits)


def test_the_text_1985_1_is_january() -> None:
    assert parse_date("1985.1") == "1985-01"


def test_a_column_with_zeros_before_months_is_noticed() -> None:
    assert writes_two_digit_months([None, 1985.1, 1990.07])
    assert not writes_two_digit_months(["1985.7", 1985.11, datetime(1985, 7, 1)])


@pytest.mark.parametrize("born", ["2026-09-02", "2026-10", "2027", "1925", "2012", "2011-09-02"])
def test_nobody_is_born_in_the_future_or_too_lately_or_too_early(born: str) -> None:
    assert implausible_birth(born, TODAY)


@pytest.mark.parametrize("born", ["1960", "2004-07", "2011-09-01", "1926"])
def test_other_births_are_taken(born: str) -> None:
    assert implausible_birth(born, TODAY) == ""


@pytest.mark.parametrize(
    ("joined", "born"),
    [
        ("1984", "1985"), ("1970-09-01", "1969-01-01"), ("2000-06", "1985-07"),
        ("2000-07-02", "1985-07-03"), ("2031", ""), ("1935", ""),
    ],
)  # fmt: skip
def test_nobody_starts_before_fifteen_or_far_in_the_future(joined: str, born: str) -> None:
    assert implausible_start(joined, born, TODAY)


@pytest.mark.parametrize(
    ("joined", "born"),
    [("2000", "1985-12"), ("2000-07", "1985-07-30"), ("2003-09", ""), ("2027-09", "2004")],
)
def test_other_starts_are_taken(joined: str, born: str) -> None:
    assert implausible_start(joined, born, TODAY) == ""
