"""A 细则 as a whole: what is left out, converted, capped, stretched, ranked, tied and vetoed."""

from decimal import Decimal

import pytest

from yanxiu_tui.rules.applies import Person, Who
from yanxiu_tui.rules.clauses import UNSAID
from yanxiu_tui.rules.items import (
    GroupAverage,
    Percentage,
    PerEvent,
    Place,
    RankTable,
    Threshold,
)
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.rules.scoring import UNSCORED, VETOED, Band, Scheme, State, Ties, rank, score

NOBODY = frozenset()


def d(number):
    return Decimal(str(number))


def said(name, **more):
    return {"id": name, "name": name, "measure": "absent", "clause": UNSAID, **more}


def person(number, **known):
    return Person(number, f"{number:03}", **known)


def figures(**columns):
    """By item, the figure of person 1, 2, 3…; a bare number is a figure of one."""
    return {
        item: {
            number: each if each is None or isinstance(each, tuple) else (d(each),)
            for number, each in enumerate(column, 1)
        }
        for item, column in columns.items()
    }


def scored(scheme, *people, **columns):
    """Everybody's result; without people, unremarkable ones."""
    count = len(next(iter(columns.values())))
    people = people or tuple(person(number) for number in range(1, count + 1))
    return score(scheme, people, figures(**columns))


def ranked(scheme, *people, vetoed=NOBODY, **columns):
    """(person, place, grade) from the top."""
    listed = rank(scheme, scored(scheme, *people, **columns), vetoed)
    return [(each.result.person.id, each.place, each.grade) for each in listed]


def rate_of(name, full, **more):
    """An item of ``full`` points for a rate from 0 to 1."""
    return Percentage(**said(name, **more), full=d(full), out_of=d(1))


def ledger(name, each=1, **more):
    return PerEvent(**said(name, **more), each=d(each))


# 每一项的得分


def test_an_item_gives_no_more_than_its_cap_and_no_less_than_its_floor():
    scheme = Scheme(items=[ledger("tasks", 3, most=d(8)), ledger("late", -5, least=d(-10))])
    (one,) = scored(scheme, tasks=[4], late=[3])
    assert [each.points for each in one.items] == [8, -10]


def test_class_hours_become_points_by_the_school_s_rate_after_the_cap():
    scheme = Scheme(items=[ledger("tasks", 3, unit="课时", most=d(10))], units={"课时": d("0.5")})
    one, two = scored(scheme, tasks=[2, 9])  # S2: 承担任务加 3 课时
    assert (one.score, two.score) == (3, 5)


def test_points_are_rounded_to_a_hundredth_halves_up():
    scheme = Scheme(items=[Percentage(**said("rate"), full=d(1), out_of=d(200))])
    assert [each.score for each in scored(scheme, rate=[1, 33])] == [d("0.01"), d("0.17")]


def test_everyone_begins_at_the_base():
    scheme = Scheme(items=[ledger("absent", -10)], base=d(100))
    assert [each.score for each in scored(scheme, absent=[0, 2])] == [100, 80]


def test_ranked_items_compare_everybody_they_concern_and_nobody_else():
    table = RankTable(
        **said("lessons", who=[Who(roles=[Role.TEACHER])]), places=[Place(1, d(10)), Place(2, d(8))]
    )
    teacher = frozenset({Role.TEACHER})
    people = [person(1), person(2, roles=teacher), person(3, roles=teacher)]
    one, two, three = scored(Scheme(items=[table]), *people, lessons=[99, 20, 10])
    assert one.items[0].state is State.NOT_FOR
    assert (two.items[0].figure, two.score) == ((20, 1), 10)
    assert (three.items[0].figure, three.score) == ((10, 2), 8)


def test_the_average_is_that_of_the_own_group_of_those_who_have_a_figure():
    item = GroupAverage(**said("lessons"), full=d(10), each=d(1))
    chinese, maths = {"research_group": "语文组"}, {"research_group": "数学组"}
    people = [person(1, **chinese), person(2, **chinese), person(3, **chinese), person(4, **maths)]
    found = scored(Scheme(items=[item]), *people, lessons=[8, 4, None, 1])
    assert [each.items[0].figure for each in found] == [(8, 6), (4, 6), None, (1, 1)]
    assert [each.items[0].points for each in found] == [10, 8, 0, 10]


def test_who_is_in_no_group_has_no_average_to_be_short_of():
    item = GroupAverage(**said("lessons"), full=d(10), each=d(1))
    (one,) = scored(Scheme(items=[item]), person(1), lessons=[8])
    assert one.items[0].state is State.LEFT_OUT


# 缺项：不计、待定、不适用，绝不当作零分


def test_a_missing_item_is_left_out_of_the_sum_that_is_scored_from():
    scheme = Scheme(items=[rate_of("attendance", 60), rate_of("evaluation", 40)])
    one, two = scored(scheme, attendance=[1, "0.75"], evaluation=[None, None])
    assert one.items[1].state is State.LEFT_OUT
    assert (one.rescaled, one.score) == (40, 100)
    assert (two.rescaled, two.score) == (30, 75)


def test_a_school_may_let_what_is_left_out_count_for_nothing():
    scheme = Scheme(items=[rate_of("attendance", 60), rate_of("evaluation", 40)], rescale=False)
    (one,) = scored(scheme, attendance=[1], evaluation=[None])
    assert (one.rescaled, one.score) == (0, 60)


def test_a_pending_item_leaves_the_whole_result_pending():
    scheme = Scheme(items=[rate_of("attendance", 60), rate_of("evaluation", 40, missing="pending")])
    one, two = scored(scheme, attendance=[1, 1], evaluation=[None, 1])
    assert (one.items[1].state, one.pending) == (State.PENDING, True)
    assert two.pending is False


def test_a_bonus_still_awaited_leaves_the_result_pending_too():
    scheme = Scheme(
        items=[rate_of("attendance", 60), rate_of("prize", 5, bonus=True, missing="pending")]
    )
    (one,) = scored(scheme, attendance=[1], prize=[None])
    assert (one.score, one.pending) == (60, True)


OPEN_LESSON = Threshold(
    **said("open_lesson", who=[Who(age_below=50)], not_for="full"), at_least=d(1), full=d(4)
)


def test_who_is_excused_from_an_item_has_its_full_points_where_the_school_says_so():
    (one,) = scored(Scheme(items=[OPEN_LESSON]), person(1, age=50), open_lesson=[0])
    assert (one.score, one.items[0].state) == (4, State.COUNTED)


def test_full_points_are_no_more_than_the_cap_in_the_item_s_own_unit():
    item = ledger("tasks", 3, who=[Who(age_below=50)], not_for="full", most=d(8), unit="课时")
    scheme = Scheme(items=[item], units={"课时": d("0.5")})
    (one,) = scored(scheme, person(1, age=50), tasks=[0])
    assert one.score == 4


def test_an_item_for_others_is_left_out_of_the_sum_as_a_missing_one_is():
    item = rate_of("open_lesson", 40, who=[Who(age_below=50)])
    scheme = Scheme(items=[rate_of("attendance", 60), item])
    (one,) = scored(scheme, person(1, age=50), attendance=["0.5"], open_lesson=[0])
    assert (one.items[1].state, one.score, one.pending) == (State.NOT_FOR, 50, False)


@pytest.mark.parametrize("not_for", ["left_out", "full"])
@pytest.mark.parametrize("missing", ["left_out", "pending"])
def test_an_unknown_birth_date_makes_the_item_pending_whatever_the_school_says(not_for, missing):
    item = rate_of("open_lesson", 40, who=[Who(age_below=50)], not_for=not_for, missing=missing)
    scheme = Scheme(items=[rate_of("attendance", 60), item])
    (one,) = scored(scheme, person(1), attendance=["0.5"], open_lesson=[1])
    assert (one.items[1].state, one.score, one.pending) == (State.PENDING, 50, True)


def test_leaders_and_others_may_have_an_item_each_without_the_sum_growing():
    # S4: 领导每周听 2 节，其他人 1 节；每人只有其中一项
    leaders, others = [Who(roles=[Role.DEAN])], [Who(not_roles=[Role.DEAN])]
    items = [rate_of("led", 5, who=leaders), rate_of("others", 5, who=others), rate_of("prep", 4)]
    people = [person(1, roles=frozenset({Role.DEAN})), person(2)]
    found = scored(
        Scheme(items=items, full=d(9)), *people, led=[1, 0], others=[0, 1], prep=["0.5", None]
    )
    assert [each.score for each in found] == [7, 9]


def test_a_ledger_is_never_stretched():
    scheme = Scheme(items=[rate_of("a", 50), rate_of("b", 50), ledger("late", -5)])
    (one,) = scored(scheme, a=[1], b=[None], late=[1])
    assert one.score == 95


def test_the_base_is_never_stretched():
    scheme = Scheme(items=[rate_of("a", 20), rate_of("b", 20)], base=d(60))
    (one,) = scored(scheme, a=[1], b=[None])
    assert one.score == 100


# 附加分


def test_bonus_items_together_give_no_more_than_the_cap_on_bonuses():
    items = [rate_of("a", 100), ledger("prizes", 3, bonus=True), ledger("papers", 4, bonus=True)]
    one, two = scored(
        Scheme(items=items, bonus_most=d(10)), a=["0.8", "0.8"], prizes=[3, 1], papers=[2, 1]
    )
    assert (one.bonus_cut, one.score) == (-7, 90)
    assert (two.bonus_cut, two.score) == (0, 87)


def test_a_bonus_is_not_stretched_and_a_missing_one_stretches_nothing():
    items = [rate_of("a", 60), rate_of("b", 40), rate_of("prize", 5, bonus=True)]
    one, two = scored(Scheme(items=items), a=["0.5", 1], b=[None, 1], prize=[1, None])
    assert (one.score, two.score) == (55, 100)


# 等次


BY_SCORE = [Band("优", at_least=d(90)), Band("良", at_least=d(75)), Band("待改进")]


def test_a_band_by_score_begins_at_its_score():
    scheme = Scheme(items=[ledger("points")], bands=BY_SCORE)
    graded = ranked(scheme, points=[90, "89.99", 75, 10])
    assert [grade for _, _, grade in graded] == ["优", "良", "良", "待改进"]


def test_a_band_by_share_counts_from_the_top_and_rounds_down():
    bands = [Band("优", share=d("0.3")), Band("良", share=d("0.7")), Band("中")]
    scheme = Scheme(items=[ledger("points")], bands=bands)
    assert [grade for *_, grade in ranked(scheme, points=[5, 4, 3, 2, 1])] == list("优良良中中")
    assert [grade for *_, grade in ranked(scheme, points=[3, 2, 1])] == list("良良中")


def test_a_band_may_ask_for_a_share_and_a_score_at_once():
    bands = [Band("优", at_least=d(90), share=d("0.5")), Band("良")]
    scheme = Scheme(items=[ledger("points")], bands=bands)
    assert [grade for *_, grade in ranked(scheme, points=[95, 80, 70, 60])] == list("优良良良")


def test_equals_at_the_edge_of_a_share_all_have_the_better_grade():
    scheme = Scheme(items=[ledger("points")], bands=[Band("优", share=d("0.5")), Band("良")])
    graded = ranked(scheme, points=[9, 8, 8, 1])
    assert [grade for *_, grade in graded] == list("优优优良")


def test_a_score_below_every_band_has_no_grade():
    scheme = Scheme(items=[ledger("points")], bands=[Band("优", at_least=d(90))])
    assert ranked(scheme, points=[10]) == [(1, 1, "")]


# 并列


def test_after_two_seconds_comes_the_fourth():
    scheme = Scheme(items=[ledger("points")])
    assert [place for _, place, _ in ranked(scheme, points=[9, 5, 5, 1])] == [1, 2, 2, 4]


def test_a_school_may_count_the_third_after_two_seconds():
    scheme = Scheme(items=[ledger("points")], ties=Ties(next_place="next"))
    assert [place for _, place, _ in ranked(scheme, points=[9, 5, 5, 1])] == [1, 2, 2, 3]


def test_equal_scores_are_told_apart_by_the_named_items_in_turn():
    scheme = Scheme(
        items=[ledger("attendance"), ledger("lessons"), ledger("papers")],
        ties=Ties(by=["attendance", "papers"]),
    )
    table = ranked(scheme, attendance=[2, 3, 2, 2], lessons=[3, 3, 4, 3], papers=[5, 4, 4, 5])
    assert [(who, place) for who, place, _ in table] == [(2, 1), (1, 2), (4, 2), (3, 4)]


def test_who_shares_a_place_is_listed_in_the_school_s_order():
    scheme = Scheme(items=[ledger("points")])
    people = [Person(1, "003"), Person(2, "001"), Person(3, "002")]
    assert [who for who, *_ in ranked(scheme, *people, points=[5, 5, 5])] == [2, 3, 1]


# 没有得分的人和一票否决


def test_who_has_every_item_left_out_is_not_the_worst_but_unplaced():
    scheme = Scheme(items=[rate_of("attendance", 100)], bands=BY_SCORE)
    table = ranked(scheme, attendance=[None, "0.9"])
    assert table == [(2, 1, "优"), (1, None, UNSCORED)]


def test_a_bonus_alone_does_not_make_a_score():
    scheme = Scheme(items=[rate_of("attendance", 100), ledger("prizes", 3, bonus=True)])
    (one,) = scored(scheme, attendance=[None], prizes=[2])
    assert one.scored is False


def test_an_empty_ledger_is_a_score_like_any_other():
    (one,) = scored(Scheme(items=[ledger("absent", -10)]), absent=[0])
    assert (one.score, one.scored) == (0, True)


def test_who_is_vetoed_stands_last_without_a_place_whatever_the_score():
    scheme = Scheme(items=[ledger("points")], bands=BY_SCORE)
    table = ranked(scheme, points=[99, 50, 80], vetoed=frozenset({1}))
    assert table == [(3, 1, "良"), (2, 2, "待改进"), (1, None, VETOED)]


def test_the_vetoed_take_up_nothing_of_a_share():
    scheme = Scheme(items=[ledger("points")], bands=[Band("优", share=d("0.5")), Band("良")])
    table = ranked(scheme, points=[9, 8, 7], vetoed=frozenset({1}))
    assert [(who, grade) for who, _, grade in table] == [(2, "优"), (3, "良"), (1, VETOED)]
