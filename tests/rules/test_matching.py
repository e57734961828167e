"""Which mentor for whom: the plan's laws, held to any school, and its reasons (形式2)."""

from itertools import permutations
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.matching import Candidate, Ground, grounds, plan, ranked

SUBJECTS = st.frozensets(st.sampled_from(["语文", "数学", "英语"]), max_size=2)
GRADES = st.frozensets(st.sampled_from(["七", "八"]), max_size=2)
LEVELS = st.sampled_from(["", "校级", "县级", "市级", "省级", "国家级"])
MOST = st.integers(0, 3)


@st.composite
def people(draw, first, most):
    """Up to so many teachers, numbered from ``first``."""
    return [
        Candidate(
            id=first + number,
            subjects=draw(SUBJECTS),
            grades=draw(GRADES),
            backbone=draw(LEVELS),
            teaching_year=draw(st.none() | st.integers(1, 40)),
            carries=draw(st.integers(0, 3)),
        )
        for number in range(draw(st.integers(0, most)))
    ]


@st.composite
def schools(draw, most=8):
    """Apprentices, mentors, how many one may have, and pairs that are not proposed."""
    young, old = draw(people(1, most)), draw(people(101, most))
    pairs = [(one.id, other.id) for one in young for other in old]
    never = draw(st.sets(st.sampled_from(pairs), max_size=4)) if pairs else set()
    return young, old, draw(MOST), never


def worth(school, chosen) -> tuple[int, int, int]:
    """How many have a mentor, how many one of their subject, and the points, of these choices."""
    young, old, most, _ = school
    mentors = {each.id: each for each in old}
    load = {each.id: each.carries for each in old}
    paired = same = points = 0
    for one in young:
        mentor_id = chosen.get(one.id)
        if mentor_id is None:
            continue
        found = grounds(one, mentors[mentor_id], load[mentor_id], most)
        load[mentor_id] += 1
        paired, same = paired + 1, same + (found[0].points > 0)
        points += sum(each.points for each in found)
    return paired, same, points


def chosen_of(school) -> dict[int, int]:
    return {one: place.mentor_id for one, place in plan(*school).items() if place is not None}


@given(schools())
def test_no_mentor_carries_more_than_the_school_lets_one(school):
    young, old, most, never = school
    chosen = chosen_of(school)
    for mentor in old:
        given = sum(each == mentor.id for each in chosen.values())
        assert not given or mentor.carries + given <= most
    assert not never & set(chosen.items())
    assert set(plan(*school)) == {one.id for one in young}


@given(schools(most=4))
def test_no_other_plan_is_better_for_the_whole_school(school):
    young, old, most, never = school
    seats = [each.id for each in old for _ in range(each.carries, most)]
    plans = set(permutations([*seats, *([None] * len(young))], len(young)))
    possible = (dict(zip([one.id for one in young], each, strict=True)) for each in plans)
    fair = [each for each in possible if not never & set(each.items())]
    assert worth(school, chosen_of(school)) == max(worth(school, each) for each in fair)


@given(schools())
def test_it_is_never_worse_than_giving_each_in_turn_the_best_that_is_left(school):
    young, old, most, never = school
    load = {each.id: each for each in old}
    greedy: dict[int, int] = {}
    for one in young:
        best = ranked(one, list(load.values()), most, never)[:1]
        for each in best:
            greedy[one.id] = each.id
            load[each.id] = Candidate(
                each.id, each.subjects, each.grades, each.backbone, each.teaching_year,
                each.carries + 1,
            )  # fmt: skip
    assert worth(school, chosen_of(school)) >= worth(school, greedy)


@given(schools())
def test_what_a_place_says_comes_before_does_come_before(school):
    _, old, _, _ = school
    places = sorted(
        (place.mentor_id, place.before) for place in plan(*school).values() if place is not None
    )
    for mentor in old:
        mine = [before for mentor_id, before in places if mentor_id == mentor.id]
        assert mine == list(range(mentor.carries, mentor.carries + len(mine)))


@given(schools())
def test_the_next_best_come_in_order_and_have_room(school):
    young, old, most, never = school
    for one in young:
        before = inf
        for mentor in ranked(one, old, most, never):
            points = sum(each.points for each in grounds(one, mentor, mentor.carries, most))
            assert points <= before
            assert mentor.carries < most
            assert (one.id, mentor.id) not in never
            before = points


def test_nobody_is_ones_own_mentor():
    one = Candidate(1, frozenset({"语文"}))
    assert plan([one], [one], 2) == {1: None}
    assert ranked(one, [one], 2) == []


def test_one_gives_way_where_another_has_nobody_else():
    # Greedily 1 takes 101, and 2 is left with a teacher of another subject.
    young = [
        Candidate(1, frozenset({"语文"}), frozenset({"七"})),
        Candidate(2, frozenset({"语文"})),
    ]
    old = [
        Candidate(101, frozenset({"语文"}), frozenset({"七"}), "市级", 20, carries=1),
        Candidate(102, frozenset({"语文", "历史"}), teaching_year=11),
        Candidate(103, frozenset({"数学"}), frozenset({"七"}), "国家级", 30),
    ]
    chosen = {one: place.mentor_id for one, place in plan(young, old, 2).items()}
    assert chosen == {1: 101, 2: 102}
    barred = plan(young, old, 2, never={(2, 102)})
    assert {one: place.mentor_id for one, place in barred.items()} == {1: 102, 2: 101}


def test_load_is_shared_before_anybody_gets_a_second():
    young = [Candidate(each, frozenset({"语文"})) for each in (1, 2)]
    old = [Candidate(each, frozenset({"语文"}), teaching_year=20) for each in (101, 102)]
    assert {place.mentor_id for place in plan(young, old, 2).values()} == {101, 102}


def test_the_reasons_say_what_speaks_for_a_pair_and_what_against():
    one = Candidate(1, frozenset({"语文"}), frozenset({"七"}))
    near = Candidate(101, frozenset({"历史", "语文"}), frozenset({"七", "八"}), "市级", 8)
    assert grounds(one, near, 1, 2) == [
        Ground("同教语文", 50), Ground("同年级", 20), Ground("市级骨干", 6),
        Ground("任教第 8 年", 8), Ground("第 2 位徒弟", 5),
    ]  # fmt: skip
    far = Candidate(102, frozenset({"数学"}), frozenset({"九"}))
    assert grounds(one, far, 0, 2) == [
        Ground("学科不同", 0), Ground("年级不同", 0), Ground("没有骨干称号", 0),
        Ground("教龄不详", 0), Ground("第 1 位徒弟", 10),
    ]  # fmt: skip
    unsaid = grounds(Candidate(2), far, 0, 2)
    assert [each.words for each in unsaid[:2]] == ["学科不详", "年级不详"]


@pytest.mark.parametrize(
    ("backbone", "points", "words"),
    [
        ("国家级", 10, "国家级骨干"), ("特级教师", 10, "特级教师"), ("省级", 8, "省级骨干"),
        ("自治区级", 8, "自治区级骨干"), ("市级学科带头人", 6, "市级学科带头人"),
        ("区级", 4, "区级骨干"), ("县级", 4, "县级骨干"), ("校级", 2, "校级骨干"),
    ],
)  # fmt: skip
def test_a_higher_backbone_level_speaks_more_for_a_mentor(backbone, points, words):
    mentor = Candidate(101, backbone=backbone)
    assert grounds(Candidate(1), mentor, 0, 2)[2] == Ground(words, points)


def test_a_hundred_points_are_the_most_there_are():
    one = Candidate(1, frozenset({"语文"}), frozenset({"七"}))
    best = Candidate(101, frozenset({"语文"}), frozenset({"七"}), "国家级", 30)
    assert sum(each.points for each in grounds(one, best, 0, 2)) == 100
