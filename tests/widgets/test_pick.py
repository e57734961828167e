"""A field with candidates: what is offered for what is typed."""

import pytest

from yanxiu_tui.widgets.pick import Pick, named

TITLES = ["校本研修五年规划（2026）", "自编校本研修教材《课堂观察手册》", "优秀教案汇编"]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("yxja", ["优秀教案汇编"]),
        ("规划", ["校本研修五年规划（2026）"]),
        ("wngh", ["校本研修五年规划（2026）"]),
        ("ＫＴＧＣ", ["自编校本研修教材《课堂观察手册》"]),
        ("gh", []),
        ("xyz", []),
    ],
)
def test_a_title_is_found_by_its_words_and_by_initials_within_it(typed, offered):
    assert [each.name for each in Pick(named(TITLES), typed, id="what").offered()] == offered
