"""The words follow the arithmetic: what an item gives, and how a figure made its points."""

import re
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.regulation.figures import a_person
from yanxiu_tui.regulation.loader import load, preset_source
from yanxiu_tui.regulation.words import says, working
from yanxiu_tui.rules.applies import Case, Who
from yanxiu_tui.rules.clauses import UNSAID
from yanxiu_tui.rules.items import (
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
)
from yanxiu_tui.rules.scoring import ItemPoints, Scheme, State, cents, score

ZHANGHONG = load(preset_source("zhanghong"))


def d(number):
    return Decimal(str(number))


def said(measure="absent", **more):
    return {"id": "x", "name": "一项", "measure": measure, "clause": UNSAID, **more}


CASES = [Case([Who(sex="男")], d(20))]
ITEMS = {
    "threshold": Threshold(**said(), at_least=d(3), full=d(10), otherwise=d("2.5")),
    "threshold_cases": Threshold(**said(), at_least=d(3), full=d(10), cases=CASES),
    "deduction": Deduction(**said(), full=d(10), each=d("1.7")),
    "floor": Deduction(**said(), full=d(10), each=d(3), floor=d(4)),
    "need": Deduction(**said(), full=d(5), each=d("0.5"), need=d(1), every="week"),
    "ledger": PerEvent(**said(unit="课时"), each=d(-3), least=d(-20)),
    "capped": PerEvent(**said(bonus=True), each=d("0.33"), most=d(5)),
    "tiers": Tiers(**said(), tiers=[Tier(d(9), d(10)), Tier(d(4), d("6.5"))], otherwise=d(1)),
    "rank": RankTable(**said(), places=[Place(1, d(10)), Place(3, d(5))], otherwise=d(1)),
    "rate": Percentage(**said("attendance_rate"), full=d(15), out_of=d(1)),
    "percentage": Percentage(**said(), full=d(20), out_of=d(15)),
    "percentage_cases": Percentage(**said(), full=d(20), out_of=d(15), cases=CASES),
    "converted": Percentage(**said(unit="课时"), full=d(20), out_of=d(15), most=d(17)),
    "papers": Punctuality(
        **said("submissions", of=["prize"]),
        due=3,
        on_time=d(3),
        late=d("1.5"),
        incomplete=d(1),
        absent=d(-1),
    ),
    "mean": Percentage(**said("claims_mean", of=["prize"]), full=d(10), out_of=d(100)),
    "average": GroupAverage(**said(), full=d(10), each=d("0.7")),
    "forfeit": Forfeit(**said(), full=d(5), at=d(3)),
    "highest": Highest(
        **said("claims", of=["prize"]), levels=[Level("县级", d(5)), Level("市级", d("7.5"))]
    ),
}
COUNT = st.decimals(0, 40, places=2)


def figure_of(item):
    """Any figure such an item is scored from."""
    if item.parts == "punctuality":
        return st.tuples(*[st.integers(0, 4).map(Decimal)] * 3)
    if item.parts == "levels":
        return st.tuples(*[st.integers(0, 3).map(Decimal)] * 2)
    if item.measure == "claims_mean":
        return st.tuples(COUNT, st.integers(1, 9).map(Decimal))
    if item.among == "rank":
        return st.tuples(COUNT, st.integers(1, 9).map(Decimal))
    if item.measure == "attendance_rate":
        return st.tuples(st.decimals(0, 1, places=2))
    if item.among or item.need is not None or item.cases:
        return st.tuples(COUNT, st.decimals(1, 40, places=2))
    return st.tuples(COUNT)


def last_number(text):
    sign, number = re.findall(r"([−]?)(\d+(?:\.\d+)?)", text)[-1]
    return Decimal(number) * (-1 if sign else 1)


def scored(item, figure):
    """The points of one person, and the regulation that gave them."""
    scheme = Scheme(items=[item], units={"课时": d("0.37")})
    regulation = msgspec.structs.replace(ZHANGHONG, scoring=scheme)
    if item.among:
        # The figure is already compared with everybody's.
        return ItemPoints(figure, cents(item.points(figure)), State.COUNTED), regulation
    return score(scheme, [a_person(1)], {"x": {1: figure}})[0].items[0], regulation


@pytest.mark.parametrize("name", ITEMS)
@given(data=st.data())
def test_the_working_ends_with_the_points_that_were_given(name, data):
    item = ITEMS[name]
    given_, regulation = scored(item, data.draw(figure_of(item)))
    text = working(item, given_, regulation)
    assert last_number(text) == given_.points
    assert text.endswith(" 分")


@pytest.mark.parametrize(
    ("name", "figure", "text"),
    [
        ("threshold", (2,), "缺席 2 次，不到 3 次，得 2.5 分"),
        ("threshold_cases", (19, 20), "缺席 19 次，不到 20 次，得 0 分"),
        ("deduction", (2,), "缺席 2 次 × 1.7 分，10 − 3.4 = 6.6 分"),
        ("deduction", (0,), "缺席 0 次，不扣，得 10 分"),
        ("floor", (9,), "缺席 9 次 × 3 分，10 − 27，扣到 4 分为止，得 4 分"),
        ("need", (7, 9), "应有 9 次，缺席计 7 次，缺 2 次 × 0.5 分，5 − 1 = 4 分"),
        ("ledger", (2,), "缺席 2 次，每次 −3 课时，共 −6 课时，−6 课时 × 0.37 = −2.22 分"),
        (
            "ledger",
            (9,),
            "缺席 9 次，每次 −3 课时，共 −27 课时，最低 −20 课时，−20 课时 × 0.37 = −7.4 分",
        ),
        ("capped", (16,), "缺席 16 次，每次 0.33 分，共 5.28 分，最多 5 分"),
        ("tiers", (5,), "缺席 5 次，达到 4 次，得 6.5 分"),
        ("tiers", (3,), "缺席 3 次，不到 4 次，得 1 分"),
        ("rank", (5, 2), "缺席 5 次，排第 2 名，得 5 分"),
        ("rate", ("0.93",), "出勤率 93% ÷ 100% × 15 分 = 13.95 分"),
        ("percentage", (11,), "缺席 11 次 ÷ 15 次 × 20 分 = 约 14.67 分"),
        ("percentage", (16,), "缺席 16 次，已满 15 次，得满分 20 分"),
        ("percentage_cases", (10, 20), "缺席 10 次 ÷ 20 次 × 20 分 = 10 分"),
        (
            "papers",
            (1, 1, 0),
            "论文、课件、案例获奖或发表应交 3 份：按时 1 份 × 3 分，迟交 1 份 × 1.5 分，"
            "未交 1 份 × −1 分，共 3.5 分",
        ),
        (
            "mean",
            ("87.5", 2),
            "2 次论文、课件、案例获奖或发表平均 87.5 项 ÷ 100 项 × 10 分 = 8.75 分",
        ),
        (
            "average",
            (3, "5.2"),
            "缺席 3 次，本组平均 5.2 次，少 2.2 次 × 0.7 分，10 − 1.54 = 8.46 分",
        ),
        ("forfeit", (3,), "缺席 3 次，达到 3 次，得 0 分"),
        ("highest", (2, 1), "县级 2 项、市级 1 项，只计最高的一项，得 7.5 分"),
    ],
)
def test_a_working_reads_like_a_sentence(name, figure, text):
    given_, regulation = scored(ITEMS[name], tuple(map(d, figure)))
    assert working(ITEMS[name], given_, regulation) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("threshold", "缺席达到 3 次得 10 分，否则 2.5 分"),
        ("deduction", "满分 10 分，缺席每次扣 1.7 分，扣完为止"),
        ("floor", "满分 10 分，缺席每次扣 3 分，扣到 4 分为止"),
        ("need", "满分 5 分，缺席每周应有 1 次，每缺 1 次扣 0.5 分，扣完为止"),
        ("ledger", "缺席每次扣 3 课时，最低 −20 课时"),
        ("capped", "缺席每次加 0.33 分，最多 5 分，属附加分"),
        ("tiers", "缺席达到 9 次得 10 分，达到 4 次得 6.5 分，不到的 1 分"),
        ("rank", "缺席按名次：第 1 名得 10 分，第 2 至第 3 名得 5 分，其余 1 分"),
        ("rate", "满分 15 分，出勤率满 100%得满分，不满按比例"),
        ("percentage_cases", "满分 20 分，缺席满 15 次（男 20 次）得满分，不满按比例"),
        (
            "papers",
            "论文、课件、案例获奖或发表应交 3 份：按时每份 3 分，迟交每份 1.5 分，"
            "不完整每份 1 分，未交每份 −1 分",
        ),
        ("average", "满分 10 分，缺席比本教研组平均每少 1 次扣 0.7 分，扣完为止"),
        ("forfeit", "满分 5 分，缺席达到 3 次不得分"),
        ("mean", "满分 10 分，论文、课件、案例获奖或发表平均满 100 项得满分，不满按比例"),
        ("highest", "论文、课件、案例获奖或发表只计最高的一项：县级 5 分，市级 7.5 分"),
    ],
)
def test_what_an_item_gives_reads_like_a_sentence(name, text):
    assert says(ITEMS[name], ZHANGHONG) == text


def test_what_is_not_counted_says_why():
    item = Threshold(**said(who=[Who(age_below=40)]), at_least=d(1), full=d(5))
    zero = d(0)
    assert "限不满 40 岁" in working(item, ItemPoints(None, zero, State.NOT_FOR), ZHANGHONG)
    assert "资料不全" in working(item, ItemPoints(None, zero, State.PENDING), ZHANGHONG)
    assert "缺项不计" in working(item, ItemPoints(None, zero, State.LEFT_OUT), ZHANGHONG)
    spared = ItemPoints(None, d(5), State.COUNTED)
    assert working(item, spared, ZHANGHONG) == "不适用于本人，按满分计 5 分"


def test_what_may_still_come_is_said_to_be_pending():
    item = Percentage(**said("evaluation", missing="pending"), full=d(40), out_of=d(100))
    assert working(item, ItemPoints(None, d(0), State.PENDING), ZHANGHONG) == "还没有数据，待定"
    assert (
        says(item, ZHANGHONG) == "满分 40 分，四级评价满 100 分得满分，不满按比例，没有数据时待定"
    )
