"""Words folded for a table cell or a hanging indent."""

import pytest

from yanxiu_tui.widgets.narrow import fold, narrow


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("短", ["短"]),
        ("", [""]),
        ("对教师的考核情况", ["对教师的考", "核情况"]),
        ("要撰写教后，反思", ["要撰写教", "后，反思"]),
        ("依据教师「不少于」", ["依据教师", "「不少于」"]),
        ("应到不足 15 节", ["应到不足", "15 节"]),
        ("听课 observation", ["听课", "observation"]),
        ("得到 4 学时，满", ["得到", "4 学时，满"]),
    ],
)
def test_lines_break_between_characters_but_not_before_a_mark(words, lines):
    assert fold(words, 10).split("\n") == lines


def test_signs_some_consoles_draw_wide_are_written_out():
    assert narrow("实到 ÷ 应到 × 10", 40).plain == "实到 除以 应到 乘 10"
