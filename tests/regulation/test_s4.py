"""S4 教学常规: sixteen points, five people worked out by hand.

教研 needs 4; 听课 needs 16 by now, of a leader 32; 公开课 is for men under 50, women under 45.

- 苏慧, woman of 30: 4 meetings, 13 lessons heard, one open lesson, no fault in the plan:
  4 + (5 − 3 × 0.5 = 3.5) + 4 + 3 = 14.5.
- 林远, man of 49: 2 meetings, 2 lessons, no open lesson, seven faults:
  2 + (5 − 7, stops at 0) + 2 + (3 − 3.5, stops at 0) = 4.
- 钱立, a principal of 55: 5 meetings, 30 of 32 lessons, two faults; no open lesson is asked:
  4 + 4 + 2 = 10 of 12, stretched to 16: 13.33.
- 周敏, woman of 45: 3 meetings, 16 lessons, one fault; no open lesson is asked:
  3 + 5 + 2.5 = 10.5 of 12, stretched to 16: 14.
- 何静, woman whose age nobody knows: 4 meetings, 16 lessons, no fault; whether an open lesson is
  asked cannot be told: 4 + 5 + 3 = 12 of 12, stretched to 16, still pending.
"""

import pytest

from tests.regulation.figures import a_person, d, points, scored
from yanxiu_tui.regulation.loader import load, preset_source
from yanxiu_tui.regulation.words import working
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.rules.scoring import State

REGULATION = load(preset_source("changgui"))
PEOPLE = [
    a_person(1, sex="女", age=30),
    a_person(2, sex="男", age=49),
    a_person(3, Role.PRINCIPAL, sex="男", age=55),
    a_person(4, sex="女", age=45),
    a_person(5, sex="女"),
]
FIGURES = {
    "meetings": [(4, 4), (2, 4), (5, 4), (3, 4), (4, 4)],
    "observations": [(13, 16), (2, 16), (30, 16), (16, 16), (16, 16)],
    "observations_head": [(13, 32), (2, 32), (30, 32), (16, 32), (16, 32)],
    "open_lesson": [(1, 1), (0, 1), (0, 1), (0, 1), (0, 1)],
    "plan": [0, 7, 2, 1, 0],
}
RESULTS = scored("changgui", PEOPLE, **FIGURES)
OPEN = 3


@pytest.mark.parametrize(
    ("number", "by_hand", "stretched", "total"),
    [
        (0, [4, "3.5", 0, 4, 3], 0, "14.5"),
        (1, [2, 0, 0, 2, 0], 0, 4),
        (2, [4, 0, 4, 0, 2], "3.33", "13.33"),
        (3, [3, 5, 0, 0, "2.5"], "3.5", 14),
        (4, [4, 5, 0, 0, 3], 4, 16),
    ],
)
def test_the_points_are_those_worked_out_by_hand(number, by_hand, stretched, total):
    result = RESULTS[number]
    assert points(result) == [d(each) for each in by_hand]
    assert (result.rescaled, result.score) == (d(stretched), d(total))


def test_men_of_fifty_and_women_of_forty_five_owe_no_open_lesson():
    assert [result.items[OPEN].state for result in RESULTS] == [
        State.COUNTED,
        State.COUNTED,
        State.NOT_FOR,
        State.NOT_FOR,
        State.PENDING,
    ]


def test_only_the_one_whose_age_is_unknown_is_pending():
    assert [result.pending for result in RESULTS] == [False, False, False, False, True]


@pytest.mark.parametrize(
    ("number", "item", "said"),
    [
        (0, 1, "应有 16 节，听课计 13 节，缺 3 节 × 0.5 分，5 − 1.5 = 3.5 分"),
        (1, OPEN, "应有 1 节，公开课计 0 节，缺 1 节 × 2 分，4 − 2 = 2 分"),
        (2, OPEN, "不适用，这一项限男、不满 50 岁，或女、不满 45 岁"),
        (4, OPEN, "资料不全，不能确定是否属于男、不满 50 岁，或女、不满 45 岁，待定"),
        (1, 4, "计划缺项 7 项 × 0.5 分，3 − 3.5，扣到 0 分为止，得 0 分"),
    ],
)
def test_the_working_says_how(number, item, said):
    given = RESULTS[number].items[item]
    assert working(REGULATION.scoring.items[item], given, REGULATION) == said
