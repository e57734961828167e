"""What a text is found by: every two Chinese characters that stand together, and whole words."""

from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.search import phrases, words

HAN = st.text("背影朱自清春山不高水深", min_size=1, max_size=12)


def test_chinese_is_cut_into_neighbours_and_letters_into_words():
    assert words("《背影》教学 Unit 3") == ["背影", "影", "教学", "学", "unit", "3"]


def test_letters_beside_chinese_are_a_word_of_their_own():
    assert words("用PPT讲") == ["用", "ppt", "讲"]


def test_wide_letters_and_capitals_are_the_same_as_plain_ones():
    assert words("ＰＰＴ") == words("ppt")


def test_a_single_character_finds_what_begins_with_it():
    assert phrases("背") == [["背*"]]


def test_every_part_of_what_is_typed_must_be_found():
    assert phrases("背影 分层") == [["背影"], ["分层"]]


def test_nothing_but_signs_looks_for_nothing():
    assert phrases("《》*\"':") == []


@given(HAN, HAN, HAN)
def test_any_part_of_a_text_is_a_run_of_its_words(before, part, after):
    looked_for = phrases(part)[0]
    text = words(before + part + after)
    if looked_for[-1].endswith("*"):
        assert any(word.startswith(looked_for[0][:-1]) for word in text)
    else:
        size = len(looked_for)
        assert looked_for in [text[at : at + size] for at in range(len(text))]
