"""A PIN sealed at a terminal is read with the school's secret, and by nobody else."""

import pytest

from yanxiu_tui.services import sealed_pins

SECRET, PIN, ABOUT = "a" * 64, "7391", "attempt 1 1001"


@pytest.fixture
def sealed():
    return sealed_pins.seal(sealed_pins.public_key(SECRET), PIN, ABOUT)


@pytest.mark.parametrize("pin", [PIN, "", "７３９１", "\udcff", "9" * 200])
def test_the_school_reads_what_was_typed(pin):
    sealed = sealed_pins.seal(sealed_pins.public_key(SECRET), pin, ABOUT)
    assert sealed_pins.unseal(SECRET, sealed, ABOUT) == pin


def test_another_school_does_not(sealed):
    assert sealed_pins.unseal("b" * 64, sealed, ABOUT) is None


def test_it_is_no_good_for_anybody_else(sealed):
    assert sealed_pins.unseal(SECRET, sealed, "attempt 1 1002") is None


@pytest.mark.parametrize("cut", [0, 10, 40])
def test_what_is_damaged_is_not_read(sealed, cut):
    assert sealed_pins.unseal(SECRET, sealed[:cut], ABOUT) is None
    changed = sealed[:cut] + bytes([sealed[cut] ^ 1]) + sealed[cut + 1 :]
    assert sealed_pins.unseal(SECRET, changed, ABOUT) is None


def test_the_same_pin_never_looks_the_same(sealed):
    assert sealed != sealed_pins.seal(sealed_pins.public_key(SECRET), PIN, ABOUT)
    assert PIN.encode() not in sealed


def test_its_length_says_nothing(sealed):
    longer = sealed_pins.seal(sealed_pins.public_key(SECRET), "73918264", ABOUT)
    assert len(longer) == len(sealed)
