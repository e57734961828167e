"""How scores are spread: counted in steps of equal width."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from math import floor
from typing import NamedTuple


class Bin(NamedTuple):
    """Scores from ``low`` up to but not at ``high``, and the number of them."""

    low: Decimal
    high: Decimal
    number: int


# Steps that people count in.
_WIDTHS = tuple(step * Decimal(10) ** power for power in range(-1, 6) for step in (1, 2, 5))


def spread(scores: Sequence[Decimal], most: int = 12) -> list[Bin]:
    """The scores in at most ``most`` steps of one width, from the highest down; [] for none."""
    if not scores:
        return []
    low, high = min(scores), max(scores)
    width = next(each for each in _WIDTHS if floor(high / each) - floor(low / each) < most)
    counts = Counter(floor(score / width) for score in scores)
    steps = range(floor(high / width), floor(low / width) - 1, -1)
    return [Bin(step * width, (step + 1) * width, counts[step]) for step in steps]
