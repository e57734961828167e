"""What changed between two texts: nothing invented, nothing lost, by sentence first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.difference import Piece, both, changed_span, difference

chinese = st.text(st.sampled_from("读懂背影体会父爱。，！？；”\n 学a"), max_size=60)


@given(chinese, chinese)
def test_the_pieces_make_both_texts(old, new):
    pieces = difference(old, new)
    assert "".join(each.text for each in pieces if each.kind != "added") == old
    assert "".join(each.text for each in pieces if each.kind != "removed") == new
    assert all(each.text for each in pieces)


@given(chinese)
def test_a_text_does_not_differ_from_itself(text):
    assert all(each.kind == "same" for each in difference(text, text))


@given(chinese, chinese)
def test_the_span_that_changed_makes_the_new_text(old, new):
    start, end, insert = changed_span(old, new)
    assert old[:start] + insert + old[end:] == new


@given(chinese, chinese, chinese)
def test_both_begins_with_theirs_and_lacks_nothing_that_was_added(base, theirs, added):
    whole = both(base, theirs, base + added)
    assert whole.startswith(theirs.rstrip())
    there = {line.strip() for line in whole.split("\n")} | {""}
    assert {line.strip() for line in added.split("\n")} <= there


def test_inside_a_changed_sentence_only_the_words_that_changed_are_marked():
    old, new = "读懂课文。体会父爱的深沉。", "读懂课文。体会父爱的深沉含蓄。"
    assert difference(old, new) == [
        Piece("same", "读懂课文。体会父爱的深沉"),
        Piece("added", "含蓄"),
        Piece("same", "。"),
    ]


def test_sentences_that_have_nothing_in_common_are_one_gone_and_one_come():
    assert difference("先讲后练。", "小组合作探究！") == [
        Piece("removed", "先讲后练。"),
        Piece("added", "小组合作探究！"),
    ]


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "whole"),
    [
        ("", "林写的", "王写的", "林写的\n王写的"),
        ("一。", "一。林写的。", "一。王写的。", "一。林写的。\n王写的。"),
        ("一。", "一。林写的。", "王写的。一。", "一。林写的。\n王写的。"),
        ("一二", "一二三", "一", "一二三\n一"),
        ("一", "", "一二", "二"),
        ("", "两人写的一样", "两人写的一样", "两人写的一样"),
        ("", "不同意", "同意", "不同意\n同意"),
        ("一", "二", "一", "二"),
    ],
)
def test_both_texts_together(base, theirs, mine, whole):
    assert both(base, theirs, mine) == whole
