"""The term that follows, and the grade that follows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.periods import school_year_of
from yanxiu_tui.rules.rollover import (
    TermDays,
    first_on,
    following,
    grade_after,
    grade_in,
    grades_of,
    is_highest,
    rewritten,
    usual,
)

KNOWN = {"七", "八", "九"}


@pytest.mark.parametrize(
    ("old", "name", "starts_on", "ends_on"),
    [
        (TermDays("2026—2027学年第一学期", date(2026, 9, 1), date(2027, 1, 20)),
         "2026—2027学年第二学期", "2027-02-22", "2027-07-09"),
        (TermDays("2026–2027 学年第二学期", date(2027, 2, 22), date(2027, 7, 9)),
         "2027–2028 学年第一学期", "2027-09-01", "2028-01-31"),
        (TermDays("2026-2027学年上学期", date(2026, 8, 28), date(2027, 2, 25)),
         "2026-2027学年下学期", "2027-02-26", "2027-07-09"),
        (TermDays("秋季", date(2026, 9, 1), date(2026, 12, 31)),
         "2026—2027学年第二学期", "2027-02-22", "2027-07-09"),
    ],
)  # fmt: skip
def test_the_next_term_is_named_and_dated_after_the_old(old, name, starts_on, ends_on):
    found = following(old)
    assert (found.name, str(found.starts_on), str(found.ends_on)) == (name, starts_on, ends_on)


@given(st.integers(2020, 2040), st.sampled_from([2, 3, 8, 9]), st.integers(60, 150))
def test_the_next_term_comes_after_the_old_and_takes_turns(year, month, days):
    first = date(year, month, 10)
    old = TermDays("某学期", first, first + timedelta(days=days))
    found = following(old)
    assert old.ends_on < found.starts_on < found.ends_on
    new_year = school_year_of(found.starts_on) - school_year_of(first)
    assert new_year == (0 if month >= 8 else 1)


@given(st.integers(0, 6), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_a_weekday_comes_within_the_first_seven_days(weekday, first):
    found = first_on(weekday, first)
    assert found.weekday() == weekday
    assert first <= found < first + timedelta(days=7)


def test_grades_go_up_and_the_highest_begins_anew_or_stays():
    assert [grade_after(each, KNOWN, True) for each in "七八九"] == ["八", "九", "七"]
    assert grade_after("九", KNOWN, False) == "九"
    # 化学 is taught in one grade only, 物理 in two.
    assert grade_after("九", {"九"}, True) == "九"
    assert grade_after("九", {"八", "九"}, True) == "八"
    assert grade_after("高二", {"高一", "高二", "高三"}, True) == "高三"
    assert is_highest("九", KNOWN) and not is_highest("八", KNOWN)


def test_a_group_is_known_by_the_grade_its_name_begins_with():
    assert [grade_in(each) for each in ("七年级语文备课组", "高一数学组", "语文组", "七巧组")] == [
        "七", "高一", "", "",
    ]  # fmt: skip


def test_a_cell_of_the_roster_goes_up_grade_by_grade():
    assert grades_of("七、八年级") == ["七", "八"]
    assert rewritten("七、八年级", KNOWN, True) == "八、九年级"
    assert rewritten("八、九年级", KNOWN, True) == "七、九年级"
    assert [rewritten(each, KNOWN, True) for each in ("", "全校", "初二")] == ["", "全校", "初二"]


@given(st.sets(st.sampled_from("一二三四五六七八九"), min_size=1), st.data())
def test_going_up_with_restart_only_turns_the_grades_round(known, data):
    grade = data.draw(st.sampled_from(sorted(known)))
    gone = {grade_after(each, known, True) for each in known}
    assert gone == known
    assert grade_after(grade, known, True) in known


@pytest.mark.parametrize(
    ("today", "name", "first", "last"),
    [
        ("2026-08-20", "2026—2027学年第一学期", "2026-09-01", "2027-01-31"),
        ("2027-01-15", "2026—2027学年第一学期", "2026-09-01", "2027-01-31"),
        ("2027-02-25", "2026—2027学年第二学期", "2027-02-20", "2027-07-10"),
        ("2027-07-31", "2026—2027学年第二学期", "2027-02-20", "2027-07-10"),
    ],
)
def test_the_usual_term_follows_the_month(today, name, first, last):
    days = (date.fromisoformat(first), date.fromisoformat(last))
    assert usual(date.fromisoformat(today)) == TermDays(name, *days)
