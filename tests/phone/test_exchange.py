"""What crosses a plain network sealed: only the other side reads it, and no change goes unseen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.errors import Refused
from yanxiu_tui.phone.exchange import DOWN, GENERATOR, PRIME, UP, Channel, Exchange

OURS, THEIRS, LISTENER = Exchange(), Exchange(), Exchange()
HERE = Channel(OURS.shared(THEIRS.public), "ticket|1001")
THERE = Channel(THEIRS.shared(OURS.public), "ticket|1001")


def test_the_group_is_a_safe_prime_s_with_a_generator_of_the_large_half():
    assert PRIME.bit_length() == 2048
    half = (PRIME - 1) // 2
    assert pow(2, PRIME - 1, PRIME) == 1
    assert pow(3, half - 1, half) == 1
    assert pow(GENERATOR, half, PRIME) == 1


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=16))
def test_what_one_seals_the_other_reads(text):
    assert HERE.open(UP, THERE.seal(UP, text)) == text
    assert THERE.open(DOWN, HERE.seal(DOWN, text)) == text


def test_a_seal_is_as_long_for_any_pin():
    assert len({len(THERE.seal(UP, pin)) for pin in ("1", "7391", "73917391", "a" * 64)}) == 1


@given(st.integers(0, 191), st.integers(1, 15))
def test_any_change_on_its_way_is_seen(place, change):
    sealed = THERE.seal(UP, "7391")
    digit = f"{int(sealed[place], 16) ^ change:x}"
    with pytest.raises(Refused, match="重新输入"):
        HERE.open(UP, sealed[:place] + digit + sealed[place + 1 :])


def test_it_is_good_one_way_and_in_one_context_only():
    sealed = THERE.seal(UP, "7391")
    other = Channel(OURS.shared(THEIRS.public), "ticket|1002")
    listening = Channel(LISTENER.shared(THEIRS.public), "ticket|1001")
    for channel, way in ((HERE, DOWN), (other, UP), (listening, UP)):
        with pytest.raises(Refused):
            channel.open(way, sealed)


@pytest.mark.parametrize("value", [0, 1, PRIME - 1, PRIME, PRIME + 1])
def test_a_value_that_would_make_the_key_known_is_refused(value):
    with pytest.raises(Refused):
        OURS.shared(f"{value:0512x}")
