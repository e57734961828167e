"""What the facts of a meeting make of each teacher, in whatever order they come (Z26–Z31)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.attendance import (
    CAME,
    FIRST_SURPRISE,
    LEAVES,
    Departure,
    FactKind,
    Status,
)
from yanxiu_tui.rules.standings import AttendanceRule, Fact, Meeting, stand

START = datetime(2026, 10, 14, 6, 30, tzinfo=UTC)
BY_CALLS = AttendanceRule("roll_calls", 2)
BY_MINUTES = AttendanceRule("minutes", 2, 5)
NEVER = AttendanceRule("never")


def at(minutes):
    return START + timedelta(minutes=minutes)


def sign_in(minutes):
    return Fact(FactKind.SIGN_IN, at(minutes))


def there(roll, minutes):
    return Fact(FactKind.ROLL_PRESENT, at(minutes), roll)


def not_there(roll, minutes):
    return Fact(FactKind.ROLL_ABSENT, at(minutes), roll)


def undone(roll, minutes):
    return Fact(FactKind.ROLL_UNDONE, at(minutes), roll)


def corrected(status, minutes=60):
    return Fact(FactKind.CORRECTED, at(minutes), detail=str(status))


WITHDRAWN = Fact(FactKind.CORRECTION_WITHDRAWN, at(90))
TWO_CALLS = {1: at(10), 2: at(40)}
UNDER_WAY = Meeting(START, False, TWO_CALLS)
OVER = Meeting(START, True, TWO_CALLS)

minutes = st.integers(-30, 130)
rolls = st.integers(1, 3)
statuses = st.sampled_from([each for each in Status if each is not Status.EXPECTED])
arrivals = st.one_of(
    st.builds(sign_in, minutes),
    st.builds(lambda minute: Fact(FactKind.SIGN_IN_AGAIN, at(minute)), minutes),
    st.builds(there, rolls, minutes),
)
calls = st.one_of(st.builds(not_there, rolls, minutes), st.builds(undone, rolls, minutes))
departures = st.builds(
    lambda kind, minute: Fact(kind, at(minute)),
    st.sampled_from([FactKind.LEFT_EARLY, FactKind.LEFT_MIDWAY, FactKind.LEFT_UNDONE]),
    minutes,
)
by_hand = st.one_of(st.builds(corrected, statuses, minutes), st.just(WITHDRAWN))
happenings = st.one_of(arrivals, calls, departures)
some = st.lists(happenings, max_size=12)
anything = st.lists(st.one_of(happenings, by_hand), max_size=12)
meetings = st.builds(
    Meeting,
    st.just(START),
    st.booleans(),
    st.dictionaries(st.integers(1, 3), minutes.map(at), max_size=3),
)
rules = st.sampled_from([BY_CALLS, BY_MINUTES, NEVER, AttendanceRule("roll_calls", 1)])
leaves = st.one_of(st.none(), st.sampled_from(sorted(LEAVES)))


@given(anything, meetings, rules, leaves)
def test_deriving_again_gives_the_same(facts, meeting, rule, leave):
    assert stand(facts, meeting, rule, leave) == stand(iter(facts), meeting, rule, leave)


@given(some, meetings, rules)
def test_without_leave_one_is_waited_for_or_came_or_once_it_is_over_absent(facts, meeting, rule):
    missing = Status.ABSENT if meeting.closed else Status.EXPECTED
    assert stand(facts, meeting, rule).status in {missing, Status.PRESENT, Status.LATE}


@given(some, meetings, rules, st.sampled_from(sorted(LEAVES)))
def test_with_leave_one_is_on_that_leave_or_there(facts, meeting, rule, leave):
    assert stand(facts, meeting, rule, leave).status in {leave, Status.PRESENT}


@given(st.lists(st.one_of(calls, departures), max_size=8), meetings, rules, leaves)
def test_nobody_comes_without_a_sign_of_it(facts, meeting, rule, leave):
    nobody = leave or (Status.ABSENT if meeting.closed else Status.EXPECTED)
    assert stand(facts, meeting, rule, leave).status is nobody


@given(some, meetings, rules, leaves)
def test_a_sign_in_after_everything_else_is_always_believed(facts, meeting, rule, leave):
    assert stand([*facts, sign_in(200)], meeting, rule, leave).status in CAME


@given(anything, meetings, rules, leaves, statuses)
def test_what_was_set_by_hand_wins(facts, meeting, rule, leave, status):
    standing = stand([*facts, corrected(status)], meeting, rule, leave)
    assert (standing.status, standing.by_hand) == (status, True)


@given(some, st.lists(by_hand, max_size=4), meetings, rules, leaves)
def test_a_withdrawn_correction_leaves_what_the_facts_say(facts, hand, meeting, rule, leave):
    assert stand([*facts, *hand, WITHDRAWN], meeting, rule, leave) == stand(
        facts, meeting, rule, leave
    )


@given(some, meetings, rules, leaves)
def test_a_refused_attempt_changes_nothing(facts, meeting, rule, leave):
    refused = Fact(FactKind.REFUSED, at(5), detail="wrong_pin")
    assert stand([*facts, refused], meeting, rule, leave) == stand(facts, meeting, rule, leave)


@given(some, meetings, rules, leaves)
def test_leaving_changes_no_status(facts, meeting, rule, leave):
    left = stand([*facts, Fact(FactKind.LEFT_EARLY, at(100))], meeting, rule, leave)
    assert left.status is stand(facts, meeting, rule, leave).status
    assert (left.departure, left.departed_at) == (Departure.LEFT_EARLY, at(100))


@given(some, meetings, rules, leaves, rolls)
def test_a_mark_taken_back_at_once_was_never_made(facts, meeting, rule, leave, roll):
    clear = [*facts, undone(roll, 20)]
    again = [*clear, not_there(roll, 20), undone(roll, 20)]
    assert stand(again, meeting, rule, leave) == stand(clear, meeting, rule, leave)


@given(some, meetings, leaves)
def test_where_lateness_is_not_told_nobody_is_late(facts, meeting, leave):
    assert stand(facts, meeting, NEVER, leave).status is not Status.LATE


@given(st.permutations([sign_in(-5), sign_in(3), sign_in(45)]))
def test_the_first_sign_in_is_the_one_that_is_told(facts):
    assert stand(facts, UNDER_WAY, BY_CALLS).signed_in_at == at(-5)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([sign_in(-5)], Status.PRESENT),
        ([sign_in(20)], Status.PRESENT),
        ([not_there(1, 5), sign_in(20)], Status.PRESENT),
        ([not_there(1, 5), there(2, 35)], Status.PRESENT),
        ([there(1, 5), not_there(2, 35)], Status.PRESENT),
        ([sign_in(41)], Status.LATE),
        ([not_there(1, 5), not_there(2, 35), sign_in(50)], Status.LATE),
        ([not_there(1, 5), not_there(2, 35)], Status.ABSENT),
        ([], Status.ABSENT),
    ],
    ids=[
        "before the first call",
        "between the calls",
        "missed the first call, signed in before the second",
        "missed the first call, there at the second",
        "there at the first call, gone at the second",
        "after both calls",
        "missed both calls and came later",
        "missed both calls and never came",
        "nothing at all",
    ],
)
def test_late_is_who_missed_both_calls_and_came(facts, expected):
    assert stand(facts, OVER, BY_CALLS).status is expected


def test_after_one_call_of_two_nobody_is_late_yet():
    meeting = Meeting(START, False, {1: at(10)})
    assert stand([sign_in(20)], meeting, BY_CALLS).status is Status.PRESENT


def test_with_one_call_who_missed_it_is_late():
    assert stand([sign_in(20)], OVER, AttendanceRule("roll_calls", 1)).status is Status.LATE


@pytest.mark.parametrize(
    ("minute", "expected"), [(-10, Status.PRESENT), (5, Status.PRESENT), (6, Status.LATE)]
)
def test_by_minutes_one_is_late_only_after_the_grace(minute, expected):
    assert stand([sign_in(minute)], Meeting(START), BY_MINUTES).status is expected


def test_who_comes_late_although_on_leave_is_simply_there():
    assert stand([sign_in(60)], OVER, BY_CALLS, Status.SICK_LEAVE).status is Status.PRESENT


def test_signed_in_and_not_there_when_called_is_shown_as_a_contradiction():
    standing = stand([sign_in(0), not_there(1, 5), not_there(2, 35)], OVER, BY_CALLS)
    assert (standing.status, standing.conflict) == (Status.ABSENT, True)


def test_late_and_left_early_can_both_hold():
    left = Fact(FactKind.LEFT_EARLY, at(80))
    standing = stand([sign_in(50), left], OVER, BY_CALLS)
    assert (standing.status, standing.departure) == (Status.LATE, Departure.LEFT_EARLY)


def test_a_sign_in_the_next_call_denied_counts_at_no_later_call_either():
    facts = [sign_in(-5), not_there(1, 10), sign_in(60)]
    assert stand(facts, UNDER_WAY, BY_CALLS).status is Status.LATE


def test_somebody_counted_at_the_first_call_and_missing_at_the_second_came():
    facts = [sign_in(-5), not_there(2, 40)]
    standing = stand(facts, OVER, BY_CALLS)
    assert (standing.status, standing.conflict) == (Status.PRESENT, True)


def test_by_minutes_a_denied_sign_in_is_no_arrival():
    facts = [sign_in(-5), not_there(1, 10), there(2, 40)]
    assert stand(facts, OVER, BY_MINUTES).status is Status.LATE


def test_a_signature_on_paper_outweighs_the_call_that_missed_it():
    paper = Fact(FactKind.SIGN_IN, at(0), vouched=True)
    facts = [not_there(1, 10), paper]
    assert stand(facts, OVER, BY_CALLS).status is Status.PRESENT
    facts = [not_there(1, 10), not_there(2, 40), paper]
    assert stand(facts, OVER, BY_CALLS).status is Status.LATE


# 突击点名 (Z25)

surprises = st.integers(FIRST_SURPRISE, FIRST_SURPRISE + 2)
surprise_marks = st.builds(
    lambda kind, roll, minute: Fact(kind, at(minute), roll),
    st.sampled_from([FactKind.ROLL_PRESENT, FactKind.ROLL_ABSENT]),
    surprises,
    minutes,
)


def _with_calls(meeting, marks):
    """The same meeting, in which these surprise calls have been made, and are over."""
    ended = {mark.roll: mark.at for mark in marks}
    return replace(meeting, rolls_ended={**meeting.rolls_ended, **ended})


@given(some, st.lists(surprise_marks, max_size=3), meetings, rules, leaves)
def test_a_surprise_call_changes_no_status_of_who_had_come_by_then(
    facts, marks, meeting, rule, leave
):
    standing = stand(facts, meeting, rule, leave)
    came = standing.status in CAME
    later = [replace(mark, at=mark.at + timedelta(minutes=200)) for mark in marks]
    after = stand([*facts, *later], _with_calls(meeting, later), rule, leave)
    if came:
        assert after.status is standing.status


@given(some, st.lists(surprise_marks, max_size=3), meetings, rules, leaves)
def test_not_being_there_at_a_surprise_call_changes_nobodys_status(
    facts, marks, meeting, rule, leave
):
    away = [replace(mark, kind=FactKind.ROLL_ABSENT) for mark in marks]
    after = stand([*facts, *away], _with_calls(meeting, away), rule, leave)
    assert after.status is stand(facts, meeting, rule, leave).status


@given(some, surprise_marks, meetings, leaves)
def test_a_surprise_call_makes_nobody_late_who_would_not_be_without_it(facts, mark, meeting, leave):
    before = stand(facts, meeting, BY_CALLS, leave)
    after = stand([*facts, mark], _with_calls(meeting, [mark]), BY_CALLS, leave)
    if before.status in CAME:
        assert after.status is before.status


@given(st.lists(arrivals, max_size=5), surprise_marks, meetings, rules, leaves)
def test_a_surprise_call_contradicts_exactly_who_signed_in_before_and_is_away(
    facts, mark, meeting, rule, leave
):
    signed = any(fact.kind is not FactKind.ROLL_PRESENT and fact.at <= mark.at for fact in facts)
    away = mark.kind is FactKind.ROLL_ABSENT
    assert stand([*facts, mark], meeting, rule, leave).conflict is (signed and away)


def test_who_never_signed_in_but_is_there_at_a_surprise_call_came():
    seen = Fact(FactKind.ROLL_PRESENT, at(20), FIRST_SURPRISE)
    assert stand([seen], Meeting(START, True), BY_CALLS).status is Status.PRESENT
    assert stand([not_there(1, 5), seen, not_there(2, 35)], OVER, BY_CALLS).status is Status.LATE


def test_who_missed_both_calls_stays_late_however_often_a_surprise_call_finds_them():
    found = Fact(FactKind.ROLL_PRESENT, at(60), FIRST_SURPRISE)
    facts = [not_there(1, 5), not_there(2, 35), sign_in(50)]
    assert stand([*facts, found], _with_calls(OVER, [found]), BY_CALLS).status is Status.LATE
