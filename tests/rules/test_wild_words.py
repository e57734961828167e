"""Whatever is typed, every rule that reads it gives an answer, and one of the right kind."""

from collections import namedtuple
from datetime import date, datetime, time

from hypothesis import given
from hypothesis import strategies as st

from tests.wild import DIGITS, WORDS, tries
from yanxiu_tui.rules import badges, difference, phone_codes, pin, search, spoken, typed
from yanxiu_tui.rules.names import fold_width, initials, rank, told_apart

Person = namedtuple("Person", "staff_no name initials")
PEOPLE = [
    Person("1001", "苏慧", "sh"),
    Person("1002", "欧阳静怡", "oyjy"),
    Person("0012", "买买提·艾力", "mmtal"),
]
TODAY = date(2026, 10, 14)
SECRET = "ab" * 32
AT = 1_791_959_400.0
# As people write days, hours and weeks, and as they do not.
NEARLY = st.lists(
    st.sampled_from([*DIGITS, *"-./:年月日号周第至半点分。 ", "下午", "明天", "晚上", "24", "60"]),
    max_size=8,
).map("".join)


@tries(1800)
@given(word=WORDS | NEARLY)
def test_a_day_an_hour_and_a_week_are_read_or_not(word):
    day, at = typed.typed_date(word, TODAY), typed.typed_time(word)
    assert day is None or typed.EARLIEST <= day <= typed.LATEST
    assert at is None or isinstance(at, time)
    assert isinstance(typed.typed_moment(word, TODAY), datetime | None)
    weeks = typed.typed_weeks(word)
    assert weeks is None or all(0 <= week <= 99 for week in weeks)


@tries(1000)
@given(word=WORDS)
def test_a_name_a_number_and_a_badge_are_found_or_not(word):
    assert fold_width(fold_width(word)) == fold_width(word)
    assert isinstance(initials(word), str)
    assert set(rank(word, PEOPLE)) <= set(PEOPLE)
    told_apart([Person(word, word, ""), *PEOPLE])
    found = badges.read(word, [each.staff_no for each in PEOPLE])
    assert all(map(badges.is_number, found.numbers))
    assert all(map(badges.is_number, badges.read_for_pin(word).numbers))


@tries(500)
@given(word=WORDS, other=WORDS)
def test_a_pin_a_code_and_a_remark_are_judged(word, other):
    assert isinstance(pin.weakness(word, other, other, other), str)
    spoken.spoken(word, PEOPLE[:1], PEOPLE)
    right = phone_codes.code(SECRET, phone_codes.TYPED, 1, AT)
    for kind in (phone_codes.TYPED, phone_codes.SCANNED):
        assert not phone_codes.is_good(SECRET, kind, 1, word, AT) or word == right
        phone_codes.was_good(SECRET, kind, 1, word, AT)
    assert phone_codes.read_ticket(SECRET, word, AT) is None
    assert not phone_codes.proves(SECRET, word, other)


@tries(400)
@given(word=WORDS, other=WORDS)
def test_what_is_searched_and_compared_comes_back_whole(word, other):
    search.phrases(word)
    search.excerpt(other, word, 10, 40)
    assert "".join(piece[0] for piece in search.pieces(other, word)) == other
    difference.difference(word, other)
    difference.both("", word, other)
