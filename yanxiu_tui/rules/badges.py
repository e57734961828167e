"""工牌: the number on a badge, and what a scanner may have typed into an input.

A number is twelve digits, the last one a check digit (Luhn): digits alone pass any input method.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from yanxiu_tui.rules.names import fold_width
from yanxiu_tui.rules.pin import LONGEST as LONGEST_PIN

LENGTH = 12
# What somebody may type as a staff number where nobody's is known to be longer.
_LONGEST_STAFF_NO = 6


@dataclass(frozen=True)
class Reading:
    """What was typed: whole badges, one after another, or a ``broken`` one; else no scan at all."""

    numbers: tuple[str, ...] = field(default=(), repr=False)
    broken: bool = False


def complete(digits: str) -> str:
    """The badge number that begins with these eleven digits."""
    return digits + str(-_luhn(digits + "0") % 10)


def is_number(text: str) -> bool:
    """Whether this is a badge number, be it anybody's or nobody's."""
    plain = text.isascii() and text.isdigit() and len(text) == LENGTH
    return plain and text[0] != "0" and _luhn(text) % 10 == 0


def grouped(number: str) -> str:
    """The number in groups of four, as it is read aloud."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def read(typed: str, staff_nos: Collection[str]) -> Reading:
    """What stands where a name, a number or a badge is asked for; a staff number is no scan."""
    if fold_width(typed) in staff_nos:
        return Reading()
    return _read(typed, max(_LONGEST_STAFF_NO, *(len(each) for each in staff_nos), 0))


def read_for_pin(typed: str) -> Reading:
    """What stands where a PIN is asked for; what is longer than any PIN is no guess at one."""
    return _read(typed, LONGEST_PIN)


def _read(typed: str, longest: int) -> Reading:
    text = fold_width(typed).replace(" ", "")
    # A name that somebody began and left may stand before what was scanned.
    digits = re.search("[0-9]*$", text).group()  # type: ignore[union-attr]
    pieces = tuple(digits[start : start + LENGTH] for start in range(0, len(digits), LENGTH))
    if pieces and all(map(is_number, pieces)):
        return Reading(pieces)
    return Reading(broken=digits == text and len(text) > longest)


def _luhn(digits: str) -> int:
    """The sum of the digits, every other one from the last but one on doubled."""
    doubled = "0246813579"
    odd, even = digits[-1::-2], digits[-2::-2]
    return sum(map(int, odd)) + sum(int(doubled[int(each)]) for each in even)
