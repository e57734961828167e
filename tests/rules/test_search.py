"""What a text is found by: every two Chinese characters that stand together, and whole words."""

import re

from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.search import excerpt, phrases, words

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


def marked(text: str, typed: str, before: int = 4, length: int = 12) -> str:
    pieces = excerpt(text, typed, before, length)
    return "".join(f"【{piece}】" if match else piece for piece, match in pieces)


def test_an_excerpt_begins_a_little_before_the_first_place_and_marks_every_one():
    text = "今天我们学习朱自清先生的散文《背影》，先读父亲买橘子的背影，再说说自己的父亲。"
    assert marked(text, "背影", 4, 20) == "...的散文《【背影】》，先读父亲买橘子的【背影】，再..."


def test_a_short_text_is_an_excerpt_as_it_stands():
    assert marked("读《背影》", "背影") == "读《【背影】》"


def test_an_excerpt_is_one_line():
    assert marked("背影\n\n  一、导入", "背影") == "【背影】 一、导入"


def test_wide_letters_are_marked_where_they_stand():
    assert marked("㎏和ＰＰＴ课件", "ppt") == "㎏和【ＰＰＴ】课件"


def test_letters_are_marked_only_where_a_word_begins_with_them():
    assert marked("smart art 和article", "art", 9, 30) == "smart 【art】 和【art】icle"


def test_every_part_is_marked_and_the_longer_one_where_two_begin():
    assert marked("分层作业与分层", "分层 分层作业") == "【分层作业】与【分层】"


def test_a_match_is_not_cut_at_the_end():
    assert (
        marked("一二三四五六七八九十背影在哪里", "背影在哪里", 4, 5) == "...七八九十【背影在哪里】"
    )


def test_what_is_not_there_has_no_excerpt():
    assert excerpt("春", "背影", 4, 12) == []
    assert excerpt("春", "《》", 4, 12) == []


def test_nobody_types_or_finds_a_word_without_end():
    assert len(words("a" * 5_000)[0]) == 64
    assert phrases("a" * 5_000) == [["a" * 64 + "*"]]


def has_phrase(text: list[str], phrase: list[str]) -> bool:
    """Whether the words hold this phrase, its last word perhaps only begun."""
    *whole, last = phrase
    begun = last.removesuffix("*")

    def meant(word: str) -> bool:
        return word.startswith(begun) if last.endswith("*") else word == last

    places = range(len(text) - len(whole))
    return any(
        text[at : at + len(whole)] == whole and meant(text[at + len(whole)]) for at in places
    )


MIXED = st.text("背影Pｔ３3 a-《》①㎏Ⅱ䶮𬭎é", max_size=12)


@given(MIXED, MIXED)
def test_a_text_that_is_found_shows_where(text, typed):
    looked_for = phrases(typed)
    found = bool(looked_for) and all(has_phrase(words(text), each) for each in looked_for)
    pieces = excerpt(text, typed, 4, 12)
    assert any(match for _, match in pieces) or not found


@given(st.text(max_size=40), st.text(max_size=12))
def test_whatever_is_typed_an_excerpt_says_only_what_the_text_says(text, typed):
    shown = "".join(piece for piece, _ in excerpt(text, typed, 4, 100))
    assert shown.removeprefix("...") in " ".join(re.split(r"\s+", text))
