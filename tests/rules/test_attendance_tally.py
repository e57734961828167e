"""The figures of a sheet add up, and 公假 counts in neither part of the rate (Z28)."""

from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.attendance import Status
from yanxiu_tui.rules.attendance_tally import tally

counted = st.lists(st.sampled_from(sorted(Status)), max_size=40)


@given(counted)
def test_the_figures_add_up_to_all_who_were_expected(each):
    figures = tally(each)
    assert figures.expected == len(each)
    assert figures.expected == (
        figures.present + figures.absent + figures.waiting + figures.on_leave
    )


@given(counted)
def test_official_leave_stands_outside_numerator_and_denominator(each):
    without = [status for status in each if status is not Status.OFFICIAL_LEAVE]
    assert tally(each).rate == tally(without).rate


@given(counted)
def test_a_rate_lies_between_none_and_all_and_is_missing_when_nobody_counts(each):
    rate = tally(each).rate
    if all(status is Status.OFFICIAL_LEAVE for status in each):
        assert rate is None
    else:
        assert 0 <= rate <= 1


def test_late_ones_came_and_personal_and_sick_leave_lower_the_rate():
    each = [Status.PRESENT, Status.LATE, Status.PERSONAL_LEAVE, Status.SICK_LEAVE]
    assert tally([*each, Status.OFFICIAL_LEAVE]).rate == 0.5
