"""S1 信庄小学: nine lines that sum to 100, three teachers worked out by hand.

====== ==== ==== ==== ======== ==== ==== ==== ==== ======== =====
name   教研 成长 论文 读书笔记 研究 材料 随笔 课件 听课     total
====== ==== ==== ==== ======== ==== ==== ==== ==== ======== =====
苏慧   1    1    省级 5000 字  1    1    8/8  1    16/16
points 10   10   20   10       10   10   10   10   10       100
林远   1    0    县市 4999 字  2    1    5/8  2    15/16
points 10   0    10   0        10   10   4    10   0        54
周敏   2    1    无   12000 字 0    0    2/8  0    20/16
points 10   10   0    10       0    0    0    0    10       40
====== ==== ==== ==== ======== ==== ==== ==== ==== ======== =====

随笔: 林远 lacks three, 10 − 3 × 2 = 4; 周敏 lacks six, 10 − 12 stops at nothing.
"""

import pytest

from tests.regulation.figures import a_person, d, points, scored
from yanxiu_tui.regulation.loader import load, preset_source
from yanxiu_tui.regulation.words import working
from yanxiu_tui.rules.scoring import rank

REGULATION = load(preset_source("xinzhuang"))
PEOPLE = [a_person(1), a_person(2), a_person(3)]
FIGURES = {
    "topic": [1, 1, 2],
    "growth": [1, 0, 1],
    "paper": [(0, 0, 1), (2, 1, 0), (0, 0, 0)],
    "notes": [5000, 4999, 12000],
    "lesson": [1, 2, 0],
    "lesson_papers": [1, 1, 0],
    "essays": [(8, 8), (5, 8), (2, 8)],
    "courseware": [1, 2, 0],
    "observations": [(16, 16), (15, 16), (20, 16)],
}
RESULTS = scored("xinzhuang", PEOPLE, **FIGURES)


def test_the_nine_lines_sum_to_a_hundred():
    assert len(REGULATION.scoring.items) == 9
    assert sum(item.best for item in REGULATION.scoring.items) == 100


@pytest.mark.parametrize(
    ("number", "by_hand", "total"),
    [
        (0, [10, 10, 20, 10, 10, 10, 10, 10, 10], 100),
        (1, [10, 0, 10, 0, 10, 10, 4, 10, 0], 54),
        (2, [10, 10, 0, 10, 0, 0, 0, 0, 10], 40),
    ],
)
def test_a_teacher_s_points_are_those_worked_out_by_hand(number, by_hand, total):
    assert points(RESULTS[number]) == [d(each) for each in by_hand]
    assert RESULTS[number].score == d(total)


def test_the_order_is_that_of_the_totals():
    ranked = rank(REGULATION.scoring, RESULTS, frozenset())
    assert [(each.result.person.id, each.place) for each in ranked] == [(1, 1), (2, 2), (3, 3)]


@pytest.mark.parametrize(
    ("number", "item", "said"),
    [
        (1, 2, "县级 2 篇、市级 1 篇，只计最高的一项，得 10 分"),
        (2, 2, "没有这些等级的记录，得 0 分"),
        (1, 3, "读书笔记 4999 字，不到 5000 字，得 0 分"),
        (1, 6, "应有 8 篇，反思计 5 篇，缺 3 篇 × 2 分，10 − 6 = 4 分"),
        (2, 6, "应有 8 篇，反思计 2 篇，缺 6 篇 × 2 分，10 − 12，扣到 0 分为止，得 0 分"),
        (0, 8, "应有 16 节，听课计 16 节，缺 0 节，不扣，得 10 分"),
    ],
)
def test_the_working_says_how(number, item, said):
    given = RESULTS[number].items[item]
    assert working(REGULATION.scoring.items[item], given, REGULATION) == said
