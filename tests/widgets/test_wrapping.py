"""Chinese broken into lines: where it may be, and how a paragraph looks."""

import rich._wrap
import textual._wrap
from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.widgets.wrapping import break_as_chinese

break_as_chinese()


def lines(words: str, width: int) -> list[str]:
    places = textual._wrap.compute_wrap_offsets(words, width, 4)
    assert places == rich._wrap.divide_line(words, width)
    return [words[a:b] for a, b in zip([0, *places], [*places, len(words)], strict=True)]


def test_a_line_is_filled_up_after_a_blank():
    assert lines("例1 王建峰：负责第一课时的课件", 14) == ["例1 王建峰：负", "责第一课时的课", "件"]


def test_no_line_begins_with_a_comma_or_ends_with_an_opening_mark():
    assert lines("先读一读，再说说（两人一组）。", 8) == [
        "先读一",
        "读，再说",
        "说（两人",
        "一组）。",
    ]


def test_words_and_numbers_of_narrow_characters_are_not_parted():
    assert lines("求点A(3,-2)的坐标", 10) == ["求点", "A(3,-2)的", "坐标"]


@given(st.text(alphabet="a1 　中，。（「」x\t…ァ한😀é\u200b—%)(\x01", max_size=40))
def test_nothing_is_lost_between_the_pieces(words):
    assert "".join(piece for *_, piece in textual._wrap.chunks(words)) == words
    assert "".join(piece for *_, piece in rich._wrap.words(words)) == (
        words if words.strip() else ""
    )
