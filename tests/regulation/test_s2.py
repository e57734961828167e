"""S2 多文学校: a ledger from 100, 1 课时 = 2 分, four people worked out by hand.

- 苏慧, a teacher: nothing at all but three tasks taken: 100 + 3 × 3 × 2 = 118, 优.
- 林远, a teacher: absent once (−10), late twice (−10), left early once (−5), one task taken
  (+3 课时 = +6), one refused (−10 课时 = −20): 100 − 10 − 10 − 5 + 6 − 20 = 61, 差.
- 周敏, a 教研组长: the plan handed in, the summary not (−3 课时 = −6): 100 − 6 = 94, 中.
- 何静, a 教研组长: the plan late, which the rule lets pass, the summary in: 100, 良.
"""

import pytest

from tests.regulation.figures import a_person, d, points, scored
from yanxiu_tui.regulation.loader import load, preset_source
from yanxiu_tui.regulation.words import says, working
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.rules.scoring import State, rank

SOURCE = preset_source("duowen")
REGULATION = load(SOURCE)
LEADER = Role.RESEARCH_GROUP_LEADER
PEOPLE = [a_person(1), a_person(2), a_person(3, LEADER), a_person(4, LEADER)]
FIGURES = {
    "absent": [0, 1, 0, 0],
    "late": [0, 2, 0, 0],
    "left_early": [0, 1, 0, 0],
    "task_taken": [3, 1, 0, 0],
    "task_refused": [0, 1, 0, 0],
    "group_plan": [(0, 0, 0), (0, 0, 0), (1, 0, 0), (0, 1, 0)],
    "group_summary": [(0, 0, 0), (0, 0, 0), (0, 0, 0), (1, 0, 0)],
}
RESULTS = scored("duowen", PEOPLE, **FIGURES)


@pytest.mark.parametrize(
    ("number", "by_hand", "total"),
    [
        (0, [0, 0, 0, 18, 0, 0, 0], 118),
        (1, [-10, -10, -5, 6, -20, 0, 0], 61),
        (2, [0, 0, 0, 0, 0, 0, -6], 94),
        (3, [0, 0, 0, 0, 0, 0, 0], 100),
    ],
)
def test_a_ledger_is_the_one_worked_out_by_hand(number, by_hand, total):
    assert points(RESULTS[number]) == [d(each) for each in by_hand]
    assert RESULTS[number].score == d(total)


def test_the_year_ends_in_four_bands():
    ranked = rank(REGULATION.scoring, RESULTS, frozenset())
    assert [(each.result.person.id, each.grade) for each in ranked] == [
        (1, "优"),
        (4, "良"),
        (3, "中"),
        (2, "差"),
    ]


def test_only_a_leader_answers_for_the_group_s_papers():
    assert [result.items[5].state for result in RESULTS] == [
        State.NOT_FOR,
        State.NOT_FOR,
        State.COUNTED,
        State.COUNTED,
    ]


def test_another_rate_gives_other_points_for_the_same_class_hours():
    other = load(SOURCE.replace('"课时" = 2', '"课时" = 0.5')).scoring
    assert other.rate(other.items[3]) * 3 == d("1.5")


def test_the_words_show_the_conversion():
    taken, summary = REGULATION.scoring.items[3], REGULATION.scoring.items[6]
    assert says(taken, REGULATION) == "承担任务每次加 3 课时"
    assert working(taken, RESULTS[0].items[3], REGULATION) == (
        "承担任务 3 次，每次 3 课时，共 9 课时，9 课时 × 2 = 18 分"
    )
    assert working(summary, RESULTS[2].items[6], REGULATION) == (
        "组总结应交 1 份：未交 1 份 × −3 课时，共 −3 课时，−3 课时 × 2 = −6 分"
    )
    assert working(summary, RESULTS[0].items[6], REGULATION) == "不适用，这一项限教研组长"
