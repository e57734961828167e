"""Lines broken as Chinese is: between any two characters, and no line begins with a comma.

Textual and Rich break at blanks only, so that after "例1 " a paragraph would start on a new line.
"""

import re

import rich._wrap
import textual._wrap

_MARKS_BEFORE = "（「『《【〈〔“‘"
_MARKS_AFTER = "，。、；：？！）」』》】〉〕”’…"
_NEITHER = rf"\s{_MARKS_BEFORE}{_MARKS_AFTER}"
# Chinese and all that is as wide begins at ⺀: short ranges, as each character costs at the start.
_NARROW, _WIDE = rf"(?:(?![{_NEITHER}])[\0-\u2e7f])+", rf"[^\0-\u2e7f{_NEITHER}]"
# A word of narrow characters or one wide one, with the marks that belong to it.
_PIECE = rf"(?=\S)[{_MARKS_BEFORE}]*(?:{_NARROW}|{_WIDE})?[{_MARKS_AFTER},.;:?!)\]]*\s*"


def break_as_chinese() -> None:
    """From now on whatever is drawn or typed is broken so."""
    rich._wrap.re_word = re.compile(rf"\s*{_PIECE}")
    textual._wrap.re_chunk = re.compile(rf"{_PIECE}|\s+")
