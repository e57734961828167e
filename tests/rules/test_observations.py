"""听课: what a record needs before it counts, the score sheet, and two places at once (Z22)."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.clauses import UNSAID
from yanxiu_tui.rules.observations import (
    Observing,
    Place,
    SheetLine,
    elsewhere,
    lacks,
    late,
    likely_period,
    same_class,
    titled,
    wrong_marks,
)

SHEET = (
    SheetLine(id="aims", name="教学目标", full=Decimal(40)),
    SheetLine(id="way", name="教学过程", full=Decimal(60)),
)
COMMENTS = ["strengths", "weaknesses", "advice"]
TODAY = date(2026, 10, 14)
PLACES = st.builds(
    Place,
    st.sampled_from(["", "实验中学"]),
    st.sampled_from(["七（3）班", "七3", "七（2）班", "高一(1)班"]),
    st.sampled_from(["", "录播室", "录播 室", "多媒体教室"]),
)


@pytest.mark.parametrize("comment", COMMENTS)
def test_the_process_and_any_one_comment_are_enough(comment):
    assert lacks({"process": "导入", comment: "好"}) == ""


def test_without_a_comment_it_does_not_count_and_says_so():
    assert lacks({"process": "导入", "side_notes": "问得好", "advice": " \n"}).startswith("评语")


def test_without_the_process_it_does_not_count_either():
    assert lacks({"strengths": "好"}) == "教学过程"
    assert "教学过程和评语" in lacks({})


@given(st.dictionaries(st.sampled_from(["process", "side_notes", *COMMENTS]), st.text(max_size=3)))
def test_whatever_else_is_written_never_makes_a_record_less_complete(texts):
    more = {each: f"{texts.get(each, '')}字" for each in ["process", "side_notes", *COMMENTS]}
    assert lacks(more) == ""
    assert bool(lacks(texts)) == (
        not texts.get("process", "").strip()
        or not any(texts.get(each, "").strip() for each in COMMENTS)
    )


@given(st.integers(0, 400), st.integers(0, 60))
def test_what_is_finished_after_more_days_than_allowed_is_late(ago, allowed):
    rule = Observing(clause=UNSAID, late_after_days=allowed)
    assert late(TODAY - timedelta(days=ago), TODAY, rule) == (ago > allowed)


def test_no_marks_at_all_are_right_with_and_without_a_sheet():
    assert wrong_marks(SHEET, {}) == wrong_marks((), {}) == ""


@given(st.decimals(0, 40, places=2), st.decimals(0, 60, places=2))
def test_every_line_marked_within_its_points_is_right(aims, way):
    assert wrong_marks(SHEET, {"aims": aims, "way": way}) == ""


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ({"aims": Decimal(1)}, "还缺：教学过程"),
        ({"aims": Decimal(1), "way": Decimal(61)}, "「教学过程」请打 0 到 60 分"),
        ({"aims": Decimal(-1), "way": Decimal(1)}, "「教学目标」请打 0 到 40 分"),
        ({"aims": Decimal("NaN"), "way": Decimal(1)}, "「教学目标」"),
        ({"aims": Decimal("0.001"), "way": Decimal(1)}, "两位小数"),
        ({"aims": Decimal(1), "way": Decimal(1), "more": Decimal(1)}, "评分表已经改了"),
    ],
)
def test_marks_that_cannot_be_are_told(marks, said):
    assert said in wrong_marks(SHEET, marks)


def test_a_school_without_a_sheet_takes_no_marks():
    assert "没有听课评分表" in wrong_marks((), {"aims": Decimal(1)})


def test_a_class_is_known_however_it_is_written():
    for other in ("七(3)班", "七年级3班", "七年级（3）班", "七3", "7.3", "7年级三班"):
        assert same_class("七（3）班", other)
    assert not same_class("七（3）班", "七（2）班")
    assert not same_class("七（3）班", "八（3）班")


def test_one_class_in_one_school_is_no_conflict_unless_two_rooms_are_named():
    here = Place("", "七（3）班", "")
    assert not elsewhere(here, Place("", "七3班", "录播室"))
    assert elsewhere(Place("", "七3班", "多媒体教室"), Place("", "七3班", "录播室"))
    assert elsewhere(here, Place("实验中学", "七（3）班", ""))
    assert elsewhere(here, Place("", "七（2）班", ""))


@given(PLACES, PLACES)
def test_a_conflict_is_the_same_from_both_sides_and_never_with_itself(one, other):
    assert elsewhere(one, other) == elsewhere(other, one)
    assert not elsewhere(one, one)


@pytest.mark.parametrize(
    ("at", "period"),
    [(time(6), 1), (time(8, 20), 1), (time(8, 55), 2), (time(12), 4), (time(14, 30), 5),
     (time(23), 10)],
)  # fmt: skip
def test_the_period_a_form_begins_with_is_the_one_begun_last(at, period):
    assert likely_period(at, 10) == period


@given(st.times(), st.times(), st.integers(1, 20))
def test_the_guess_never_goes_back_in_a_day_and_is_a_period_the_day_has(one, other, periods):
    first, second = likely_period(min(one, other), periods), likely_period(max(one, other), periods)
    assert 1 <= first <= second <= periods


def test_a_topic_with_book_title_marks_of_its_own_gets_no_second_ones():
    assert titled("背影") == "《背影》"
    assert titled("《背影》第2课时") == "《背影》第2课时"
