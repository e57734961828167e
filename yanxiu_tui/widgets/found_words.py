"""What was looked for, marked where it stands: by signs as well as by style."""

from collections.abc import Iterable

from rich.text import Text

from yanxiu_tui.rules.search import Piece, pieces

_STYLE = "bold reverse"


def painted(found: Iterable[Piece]) -> Text:
    """The pieces as one text, 【】 around each that was looked for."""
    return Text.assemble(*((f"【{words}】", _STYLE) if match else words for words, match in found))


def marked(text: str, typed: str) -> Text:
    """A whole text with every place marked that holds a part of what was typed."""
    return painted(pieces(text, typed))
