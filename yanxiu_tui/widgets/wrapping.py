"""Lines broken as Chinese is: between any two characters, and no line begins with a comma.

Textual and Rich break at blanks only, so that after "例1 " a paragraph would start on a new line.
"""

import re

import rich._wrap
import textual._wrap

_OPENING = "（「『《【〈〔“‘"
_CLOSING = "，。、；：？！）」』》】〉〕”’…"
_WIDE = "⺀-\u2fff\u3001-鿿가-힣豈-\ufaff！-￦\U00020000-\U0003ffff"
# A word of narrow characters or one wide one, with the marks that belong to it.
_PIECE = (
    rf"(?=\S)[{_OPENING}]*"
    rf"(?:[^\s{_OPENING}{_CLOSING}{_WIDE}]+|(?![{_OPENING}{_CLOSING}])[{_WIDE}])?"
    rf"[{_CLOSING},.;:?!)\]]*\s*"
)


def break_as_chinese() -> None:
    """From now on whatever is drawn or typed is broken so."""
    rich._wrap.re_word = re.compile(rf"\s*{_PIECE}")
    textual._wrap.re_chunk = re.compile(rf"{_PIECE}|\s+")
