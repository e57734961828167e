"""How far something is, as a bar; the figures themselves are always written beside it."""

from decimal import Decimal

from rich.text import Text

from yanxiu_tui.rules.numbers import plain

# Signs that no console draws twice as wide; read without colour, too.
_DONE, _DOING, _BEHIND = "bold green", "bold dark_cyan", "bold dark_goldenrod"
_FILLED, _REST, _MARK = "=", ".", "|"


def bar(done: Decimal, need: Decimal, width: int, due: Decimal = Decimal(0)) -> Text:
    """``done`` of ``need`` in so many cells; a mark stands where one should be by now.

    Anything done shows at least one cell, and it is only full when nothing is missing.
    """
    filled = _cells(done, need, width)
    colour = _DONE if done >= need else _BEHIND if done < due else _DOING
    found = Text().append(_FILLED * filled, style=colour)
    found.append(_REST * (width - filled), style="dim")
    if done < due < need:
        at = min(width - 1, _cells(due, need, width))
        found.plain = found.plain[:at] + _MARK + found.plain[at + 1 :]
    return found


def _cells(done: Decimal, need: Decimal, width: int) -> int:
    if done <= 0:
        return 0
    if done >= need:
        return width
    return max(1, min(width - 1, int(done * width / need)))


def figures(done: Decimal, need: Decimal, unit: str) -> str:
    """``11/15 节``."""
    return f"{plain(done)}/{plain(need)} {unit}"
