"""The ten ways a 细则 gives points, each by figures worked out by hand (DOMAIN §7)."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.clauses import UNSAID
from yanxiu_tui.rules.items import (
    AnyItem,
    Deduction,
    Forfeit,
    GroupAverage,
    Highest,
    Level,
    Percentage,
    PerEvent,
    Place,
    Punctuality,
    RankTable,
    Threshold,
    Tier,
    Tiers,
    ranks,
)

COUNTS = st.integers(0, 60).map(Decimal)
SAID = {"id": "item", "name": "项目", "measure": "absent", "clause": UNSAID}


def points(item, *figure):
    return item.points(tuple(Decimal(number) for number in figure))


def d(number):
    return Decimal(number)


# 达标


def test_reading_notes_of_five_thousand_characters_give_ten_points_or_none():
    notes = Threshold(**SAID, at_least=d(5000), full=d(10))  # S1
    assert points(notes, 5000) == 10
    assert points(notes, 4999) == 0


def test_not_reaching_a_threshold_may_still_give_something():
    assert points(Threshold(**SAID, at_least=d(1), full=d(10), otherwise=d(4)), 0) == 4


# 扣分


def test_each_unit_counted_is_taken_off_down_to_the_floor():
    absences = Deduction(**SAID, full=d(10), each=d(3), floor=d(2))
    assert [points(absences, count) for count in (0, 1, 2, 3, 9)] == [10, 7, 4, 2, 2]


def test_each_unit_missing_from_the_need_is_taken_off():
    meetings = Deduction(**SAID, full=d(4), each=d(1), need=d(4))  # S4 教研
    assert [points(meetings, done, 4) for done in (4, 3, 0)] == [4, 3, 0]


def test_what_is_done_beyond_the_need_gives_nothing_more():
    assert points(Deduction(**SAID, full=d(4), each=d(1), need=d(4)), 7, 4) == 4


def test_a_leader_short_of_three_lessons_in_forty_loses_a_point_and_a_half():
    lessons = Deduction(**SAID, full=d(5), each=d("0.5"), need=d(2), every="week")  # S4 听课
    assert points(lessons, 37, 40) == d("3.5")


def test_a_floor_below_zero_lets_a_deduction_cost_more_than_it_gives():
    assert points(Deduction(**SAID, full=d(0), each=d(10), floor=d(-30)), 2) == -20


# 加减分


def test_a_ledger_takes_ten_for_each_absence_and_gives_three_for_each_task():
    assert points(PerEvent(**SAID, each=d(-10)), 2) == -20  # S2
    assert points(PerEvent(**SAID, each=d(3)), 2) == 6


def test_a_ledger_has_no_top_unless_it_is_capped():
    assert PerEvent(**SAID, each=d(3)).best is None
    assert PerEvent(**SAID, each=d(3), most=d(12)).best == 12


# 分档


def test_the_first_tier_reached_gives_the_points():
    papers = Tiers(**SAID, tiers=[Tier(d(4), d(10)), Tier(d(2), d(6))], otherwise=d(1))
    assert [points(papers, count) for count in (5, 4, 3, 2, 1)] == [10, 10, 6, 6, 1]


# 名次


def test_places_give_points_down_to_the_last_line_of_the_table():
    table = RankTable(**SAID, places=[Place(1, d(10)), Place(3, d(6))], otherwise=d(2))
    assert [points(table, 0, place) for place in (1, 2, 3, 4)] == [10, 6, 6, 2]


def test_equal_figures_share_the_better_place():
    assert ranks([d(5), d(9), d(9), d(1), d(5)]) == [3, 1, 1, 5, 3]


def test_nobody_at_all_has_no_places():
    assert ranks([]) == []


@given(st.lists(COUNTS, max_size=12))
def test_a_place_is_one_more_than_how_many_are_better(values):
    assert ranks(values) == [1 + sum(other > value for other in values) for value in values]


# 比例


def test_three_quarters_of_the_attendance_give_three_quarters_of_the_points():
    assert points(Percentage(**SAID, full=d(20), out_of=d(1)), "0.75") == 15


def test_more_than_everything_gives_no_more_than_full_points():
    assert points(Percentage(**SAID, full=d(10), out_of=d(60)), 75) == 10


# 上交


PAPERS = Punctuality(**SAID, due=3, on_time=d(2), late=d(1), incomplete=d("0.5"), absent=d("-1"))


def test_papers_on_time_late_incomplete_and_missing_each_have_their_worth():
    assert points(PAPERS, 3, 0, 0) == 6
    assert points(PAPERS, 1, 1, 1) == d("3.5")
    assert points(PAPERS, 1, 1, 0) == 2
    assert points(PAPERS, 0, 0, 0) == -3


def test_no_more_papers_count_than_are_due_and_the_best_count_first():
    assert points(PAPERS, 2, 5, 5) == 5
    assert points(PAPERS, 9, 9, 9) == PAPERS.top == 6


def test_a_school_may_think_better_of_incomplete_than_of_late():
    lenient = Punctuality(**SAID, due=1, on_time=d(4), late=d(1), incomplete=d(3))
    assert points(lenient, 0, 1, 1) == 3


@given(COUNTS, COUNTS, COUNTS)
def test_one_more_paper_never_costs_anything(on_time, late, incomplete):
    before = points(PAPERS, on_time, late, incomplete)
    assert points(PAPERS, on_time, late, incomplete + 1) >= before
    assert points(PAPERS, on_time, late + 1, incomplete) >= before
    assert points(PAPERS, on_time + 1, late, incomplete) >= before


# 与组平均比


def test_only_what_is_short_of_the_group_s_average_is_taken_off():
    item = GroupAverage(**SAID, full=d(10), each=d(2), floor=d(4))
    assert points(item, 12, 10) == 10
    assert points(item, "8.5", 10) == 7
    assert points(item, 0, 10) == 4


# 取消


def test_everything_is_forfeit_at_the_count_and_nothing_before():
    item = Forfeit(**SAID, full=d(10), at=d(3))
    assert [points(item, count) for count in (0, 2, 3, 4)] == [10, 10, 0, 0]


# 就高


PAPER_PRIZES = Highest(
    **SAID, levels=[Level("县级", d(5)), Level("市级", d(10)), Level("省级", d(20))]
)


def test_only_the_highest_prize_counts_however_many_there_are():
    assert points(PAPER_PRIZES, 4, 0, 0) == 5  # S1 论文
    assert points(PAPER_PRIZES, 4, 1, 0) == 10
    assert points(PAPER_PRIZES, 4, 1, 2) == 20
    assert points(PAPER_PRIZES, 0, 0, 0) == 0


# 每一种都是如此


EVERY_WAY = [
    Threshold(**SAID, at_least=d(3), full=d(10)),
    Deduction(**SAID, full=d(10), each=d("0.5")),
    Deduction(**SAID, full=d(10), each=d("0.5"), need=d(9)),
    Tiers(**SAID, tiers=[Tier(d(4), d(10)), Tier(d(2), d(6))]),
    RankTable(**SAID, places=[Place(1, d(10)), Place(3, d(6))]),
    Percentage(**SAID, full=d(10), out_of=d(20)),
    PAPERS,
    GroupAverage(**SAID, full=d(10), each=d(1)),
    Forfeit(**SAID, full=d(10), at=d(3)),
    PAPER_PRIZES,
]


@pytest.mark.parametrize("item", EVERY_WAY, ids=lambda item: type(item).__name__)
@given(figure=st.tuples(COUNTS, COUNTS, COUNTS))
def test_nothing_gives_more_than_its_top(item, figure):
    pair = item.among or item.need is not None
    assert item.points(figure if item.parts else figure[: 2 if pair else 1]) <= item.top


@pytest.mark.parametrize(
    "item",
    [
        Deduction(**SAID, full=d(10), each=d("0.5")),
        PerEvent(**SAID, each=d(-5)),
        Forfeit(**SAID, full=d(10), at=d(3)),
    ],
    ids=lambda item: type(item).__name__,
)
@given(absences=COUNTS, more=COUNTS)
def test_more_absences_never_give_more(item, absences, more):
    assert item.points((absences + more,)) <= item.points((absences,))


def test_a_cap_below_the_top_is_the_most_an_item_can_give():
    assert Threshold(**SAID, at_least=d(1), full=d(10), most=d(8)).best == 8
    assert Threshold(**SAID, at_least=d(1), full=d(10), most=d(12)).best == 10


def test_an_item_is_read_from_the_file_by_the_name_of_its_rule():
    text = """
    rule = "deduction"
    id = "lessons"
    name = "听课"
    measure = "observations_given"
    full = 5
    each = 0.5
    need = 2
    every = "week"
    clause = { id = "S4", words = "领导每周2节，每少一节扣0.5分" }
    """
    item = msgspec.toml.decode(text, type=AnyItem)
    assert isinstance(item, Deduction)
    assert (item.each, item.need, item.every) == (d("0.5"), 2, "week")
