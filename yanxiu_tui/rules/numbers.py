"""Numbers as people write them."""

from decimal import Decimal


def plain(number: Decimal) -> str:
    """Without an exponent, closing zeros or a minus before nothing: 97.50 is ``97.5``."""
    return f"{number.normalize():f}" if number else "0"
