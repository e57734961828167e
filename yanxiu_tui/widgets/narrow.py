"""Words for a table cell: without the signs some consoles draw two columns wide."""

from rich.text import Text

_PLAIN = str.maketrans(
    {"×": "乘", "÷": "除以", "−": "-", "—": "-", "→": "到", "“": "「", "”": "」", "…": "."}
)


def narrow(words: str, style: str = "") -> Text:
    """The words with such signs written out."""
    return Text(words.translate(_PLAIN), style=style)
