"""What deserves a look for 代签, and what does not (Z25)."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.proxy_sign_in import (
    BURST_TEACHERS,
    BURST_WITHIN,
    Attempt,
    ClueKind,
    Registration,
    clues,
)

DAY = datetime(2026, 10, 13, 16, 0, tzinfo=UTC)
START = DAY + timedelta(hours=14)
SU, LIN, ZHOU, WANG = 1, 2, 3, 4


def at(seconds):
    return START + timedelta(seconds=seconds)


def signs(teacher, seconds=0, phone=None, address="", signed_in=True):
    """One attempt; its number is its place in time."""
    return Attempt(seconds, at(seconds), teacher, signed_in, phone, address)


def refused(teacher, seconds=0, phone=None, address=""):
    return signs(teacher, seconds, phone, address, signed_in=False)


def registered(phone, teacher, seconds=-60):
    return Registration(phone, teacher, at(seconds))


LONG_AGO = -30 * 86400


def look(*attempts, phones=(), denied=()):
    return clues(attempts, phones, denied, DAY)


def kinds(found):
    return [clue.kind for clue in found]


numbers = st.integers(1, 5)
attempts = st.lists(
    st.builds(
        signs,
        st.one_of(st.none(), numbers),
        st.integers(0, 400),
        st.one_of(st.none(), numbers),
        st.sampled_from(["", "10.0.0.1", "10.0.0.2"]),
        st.booleans(),
    ),
    max_size=25,
).map(lambda each: [replace(attempt, id=number) for number, attempt in enumerate(each)])
phones = st.lists(st.builds(registered, numbers, numbers, st.integers(LONG_AGO, 400)), max_size=12)
away = st.frozensets(numbers, max_size=3)


@given(attempts, phones, away)
def test_every_clue_is_about_attempts_that_were_made_in_order_of_time(each, phones, denied):
    for clue in clues(each, phones, denied, DAY):
        assert set(clue.attempts) <= set(each)
        assert list(clue.attempts) == sorted(clue.attempts, key=lambda one: (one.at, one.id))


@given(attempts, phones, away, st.randoms())
def test_it_does_not_matter_in_what_order_the_facts_are_read(each, phones, denied, random):
    mixed, others = list(each), list({phone.at: phone for phone in phones}.values())
    random.shuffle(mixed)
    assert clues(mixed, others, denied, DAY) == clues(each, list(reversed(others)), denied, DAY)


@given(attempts, phones, away)
def test_the_most_telling_come_first(each, phones, denied):
    order = [list(ClueKind).index(kind) for kind in kinds(clues(each, phones, denied, DAY))]
    assert order == sorted(order)


@given(attempts, away)
def test_a_phone_is_named_exactly_when_it_tried_two_teachers(each, denied):
    tried = {(one.phone, one.teacher) for one in each if one.phone and one.teacher}
    twice = {phone for phone, count in Counter(phone for phone, _ in tried).items() if count > 1}
    found = clues(each, (), denied, DAY)
    named = [clue.attempts for clue in found if clue.kind is ClueKind.SECOND_TEACHER]
    assert sorted(group[0].phone for group in named) == sorted(twice)
    assert all({(one.phone, one.teacher) for one in group} <= tried for group in named)


@given(attempts)
def test_a_sign_in_is_in_a_burst_exactly_when_a_minute_around_it_is_crowded(each):
    found = clues(each, (), (), DAY)
    grouped = [one for clue in found if clue.kind is ClueKind.BURST for one in clue.attempts]
    assert len(grouped) == len(set(grouped))
    signed = [one for one in each if one.signed_in and one.address]
    for one in signed:
        assert (one in grouped) is any(
            first.at <= one.at <= first.at + BURST_WITHIN
            and _teachers_from(first, signed) >= BURST_TEACHERS
            for first in signed
            if first.address == one.address
        )


def _teachers_from(first, signed):
    """How many teachers sign in from its address within a minute of this sign-in."""
    within = (
        each.teacher
        for each in signed
        if each.address == first.address and first.at <= each.at <= first.at + BURST_WITHIN
    )
    return len(set(within))


@given(attempts, away)
def test_without_phones_addresses_or_roll_calls_nothing_deserves_a_look(each, denied):
    plain = [replace(one, phone=None, address="") for one in each]
    assert clues(plain, (), (), DAY) == []
    assert set(kinds(clues(plain, (), denied, DAY))) <= {ClueKind.DENIED}


def test_a_phone_that_tried_a_second_teacher_names_both_attempts():
    (clue,) = look(signs(SU, 0, phone=7), refused(LIN, 5, phone=7), signs(ZHOU, 9, phone=8))
    assert clue.kind is ClueKind.SECOND_TEACHER
    assert [(one.teacher, one.signed_in) for one in clue.attempts] == [(SU, True), (LIN, False)]


def test_signing_in_twice_with_one_s_own_phone_is_nothing():
    assert look(signs(SU, 0, phone=7), signs(SU, 60, phone=7), refused(SU, 90, phone=7)) == []


def test_an_attempt_of_an_unknown_teacher_accuses_no_phone():
    assert look(signs(SU, 0, phone=7), refused(None, 5, phone=7)) == []


def test_a_burst_is_one_clue_with_all_of_its_sign_ins():
    crowd = [signs(teacher, 20 * teacher, address="10.0.0.9") for teacher in range(1, 9)]
    (clue,) = look(*crowd)
    assert (clue.kind, len(clue.attempts)) == (ClueKind.BURST, 8)


def test_two_teachers_a_minute_or_three_at_their_leisure_are_no_burst():
    assert look(signs(SU, 0, address="a"), signs(LIN, 5, address="a")) == []
    assert look(*(signs(each, 40 * each, address="a") for each in (SU, LIN, ZHOU))) == []
    assert look(*(signs(each, each, address=str(each)) for each in (SU, LIN, ZHOU))) == []


def test_refused_attempts_make_no_burst():
    assert look(*(refused(each, each, address="a") for each in (SU, LIN, ZHOU, WANG))) == []


def test_two_bursts_with_quiet_between_them_are_two_clues():
    early = [signs(each, each, address="a") for each in (SU, LIN, ZHOU)]
    late = [signs(each, 600 + each, address="a") for each in (SU, LIN, ZHOU)]
    assert [len(clue.attempts) for clue in look(*early, *late)] == [3, 3]


def test_who_signed_in_and_was_not_there_when_called_is_named():
    (clue,) = look(signs(SU, 0), signs(LIN, 5), denied={SU})
    assert (clue.kind, clue.attempts) == (ClueKind.DENIED, (signs(SU, 0),))


def test_a_phone_registered_that_day_by_somebody_who_had_another_is_named():
    phones = [registered(6, SU, LONG_AGO), registered(7, SU)]
    (clue,) = look(signs(SU, 0, phone=7), phones=phones)
    assert (clue.kind, clue.had_another, clue.came_from) == (ClueKind.NEW_PHONE, True, None)


def test_those_who_register_their_first_phone_that_day_are_one_clue_together():
    phones = [registered(7, SU), registered(8, LIN)]
    (clue,) = look(signs(SU, 0, phone=7), signs(LIN, 9, phone=8), phones=phones)
    assert clue.kind is ClueKind.FIRST_PHONE
    assert [attempt.teacher for attempt in clue.attempts] == [SU, LIN]


def test_a_phone_that_was_somebody_else_s_says_whose():
    phones = [registered(7, LIN, LONG_AGO), registered(7, SU)]
    (clue,) = look(signs(SU, 0, phone=7), phones=phones)
    assert (clue.kind, clue.came_from) == (ClueKind.NEW_PHONE, LIN)


def test_a_phone_known_from_before_or_registered_anew_by_its_owner_is_nothing():
    known = registered(7, SU, LONG_AGO)
    assert look(signs(SU, 0, phone=7), phones=[known]) == []
    assert look(signs(SU, 0, phone=7), phones=[known, registered(7, SU)]) == []


def test_what_happens_to_a_phone_after_the_sign_in_is_nothing_to_it():
    phones = [registered(7, SU, LONG_AGO), registered(7, LIN, 500)]
    assert look(signs(SU, 0, phone=7), phones=phones) == []
