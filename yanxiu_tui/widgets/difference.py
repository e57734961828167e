"""A difference as people read it: signs as well as colour."""

from collections.abc import Sequence

from rich.text import Text

from yanxiu_tui.rules.difference import Piece

LEGEND = "[-删去的-] {+添上的+}"
_SIGNS = {"removed": ("[-", "-]", "red strike"), "added": ("{+", "+}", "bold green")}


def painted(pieces: Sequence[Piece]) -> Text:
    """What is the same as it stands, what is gone and what is new between signs."""
    text = Text()
    for piece in pieces:
        if piece.kind == "same":
            text.append(piece.text)
            continue
        opening, closing, style = _SIGNS[piece.kind]
        text.append(f"{opening}{piece.text}{closing}", style=style)
    return text
