"""请假 as arithmetic (Z28–Z30)."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.leave import Span, away_during, covers, may_approve, owed

START = datetime(2026, 10, 14, 6, 0, tzinfo=UTC)
moments = st.integers(0, 600).map(lambda minutes: START + timedelta(minutes=minutes))
spans = st.tuples(moments, moments).filter(lambda two: two[0] != two[1]).map(sorted)
spans = spans.map(lambda two: Span(*two))
MEETING = Span(START + timedelta(hours=2), START + timedelta(hours=4))


@given(spans, spans)
def test_overlapping_is_mutual(one, other):
    assert one.overlaps(other) == other.overlaps(one)


@given(spans, spans)
def test_two_spans_overlap_when_some_instant_is_in_both(one, other):
    shared = any(
        span.starts_at <= instant < span.ends_at
        for span, instant in ((one, other.starts_at), (other, one.starts_at))
    )
    assert one.overlaps(other) == shared


def test_a_leave_that_ends_as_the_meeting_starts_does_not_cover_it():
    assert not covers(Span(START, MEETING.starts_at), MEETING)


def test_a_leave_of_any_part_of_a_meeting_covers_it():
    assert covers(Span(START, MEETING.starts_at + timedelta(minutes=1)), MEETING)


@given(spans, moments)
def test_who_is_back_before_a_meeting_starts_is_not_covered(leave, returned_at):
    covered = covers(leave, MEETING, returned_at)
    assert covered == (leave.overlaps(MEETING) and returned_at > MEETING.starts_at)


@given(spans, moments)
def test_coming_back_never_makes_a_leave_longer(leave, returned_at):
    away = away_during(leave, returned_at)
    assert leave.starts_at == away.starts_at <= away.ends_at <= leave.ends_at


@given(spans)
def test_a_leave_ended_before_it_began_overlaps_nothing(leave):
    nothing = away_during(leave, leave.starts_at - timedelta(hours=1))
    assert not nothing.overlaps(Span(START - timedelta(days=1), START + timedelta(days=1)))


def test_a_leave_nobody_came_back_from_lasts_to_its_end():
    assert away_during(MEETING, None) == MEETING


def test_papers_are_owed_in_the_order_of_the_regulation():
    required = ["hospital_certificate", "written_application", "slip"]
    assert owed(required, {"written_application"}) == ("hospital_certificate", "slip")


def test_a_leave_with_every_paper_may_be_approved():
    assert may_approve((), emergency=False, emergency_may_follow=False)


def test_a_leave_that_owes_a_paper_may_not():
    assert not may_approve(("slip",), emergency=False, emergency_may_follow=True)


def test_an_emergency_may_bring_its_papers_later_where_the_regulation_says_so():
    assert may_approve(("slip",), emergency=True, emergency_may_follow=True)
    assert not may_approve(("slip",), emergency=True, emergency_may_follow=False)
