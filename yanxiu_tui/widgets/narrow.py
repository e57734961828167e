"""Words for a table cell: without the signs some consoles draw two columns wide, folded to fit."""

import re
from collections.abc import Iterable

from rich.cells import cell_len
from rich.text import Text

_PLAIN = str.maketrans(
    {"×": "乘", "÷": "除以", "−": "-", "—": "-", "→": "到", "“": "「", "”": "」", "…": "."}
)
# Never parted: a number from its short unit, a character from the marks around it.
_HAN = r"[^\W\0-\xff]"  # A range of them all takes long to compile.
_UNIT = rf"(?: {_HAN}{{1,2}}(?!{_HAN}))?"
_PIECE = re.compile(rf"[（「『]*(?:[!-~]+{_UNIT}|[^!-~])[，。；、：）」』！？]*")


def narrow(words: str, width: int, style: str = "") -> Text:
    """The words with such signs written out, in lines of so many columns."""
    return Text(fold(words.translate(_PLAIN), width), style=style)


def fold(words: str, width: int) -> str:
    """The words in lines of at most so many columns, broken between characters as Chinese is."""
    return in_lines(_PIECE.findall(words), width)


def in_lines(pieces: Iterable[str], width: int) -> str:
    """The pieces, none of them parted, in lines of at most so many columns."""
    lines = [""]
    for piece in pieces:
        if lines[-1] and cell_len(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return "\n".join(line.rstrip() for line in lines)
