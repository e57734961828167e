"""中心发言人 in fair rotation: its laws, held to any group (Z13)."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.keynotes import Speaker, rotation

DAYS = st.dates(date(2020, 1, 1), date(2026, 6, 30))
PLACES = st.integers(0, 30)


@st.composite
def groups(draw, most_turns=3):
    """Up to a dozen teachers, some of whom spoke before."""
    count = draw(st.integers(0, 12))
    return [
        Speaker(
            id=number,
            order=str(1001 + number),
            turns=draw(st.integers(0, most_turns)),
            earlier=draw(st.integers(0, 5)),
            last=draw(st.none() | DAYS),
        )
        for number in range(count)
    ]


def turns_after(speakers, asked) -> Counter[int]:
    counts = Counter({each.id: each.turns for each in speakers})
    counts.update(each.id for each in asked)
    return counts


@given(groups(), PLACES)
def test_every_place_is_filled_while_there_is_anybody(speakers, places):
    assert len(rotation(speakers, places)) == (places if speakers else 0)


@given(groups(most_turns=0), PLACES)
def test_nobody_speaks_twice_before_everybody_has_spoken_once(speakers, places):
    counts = turns_after(speakers, rotation(speakers, places)).values()
    assert not counts or max(counts) - min(counts) <= 1


@given(groups(), PLACES)
def test_whoever_is_asked_had_no_more_turns_than_anybody_else(speakers, places):
    asked = rotation(speakers, places)
    for at, each in enumerate(asked):
        before = turns_after(speakers, asked[:at])
        assert before[each.id] == min(before.values())


@given(groups())
def test_a_round_goes_from_those_who_spoke_least_and_longest_ago(speakers):
    fresh = [Speaker(each.id, each.order, 0, each.earlier, each.last) for each in speakers]
    keys = [(each.earlier, each.last or date.min) for each in rotation(fresh, len(fresh))]
    assert keys == sorted(keys)


@given(groups(), PLACES)
def test_more_places_only_add_to_what_was_proposed(speakers, places):
    assert rotation(speakers, places + 1)[:places] == rotation(speakers, places)


@given(groups(), PLACES, st.randoms())
def test_the_order_in_which_teachers_are_listed_changes_nothing(speakers, places, random):
    shuffled = random.sample(speakers, len(speakers))
    assert rotation(shuffled, places) == rotation(speakers, places)
