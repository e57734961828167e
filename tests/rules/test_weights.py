"""Another weight for one item: all that is points in it grows alike, the rest stays."""

from decimal import Decimal

import pytest

from yanxiu_tui.rules.clauses import UNSAID
from yanxiu_tui.rules.items import (
    Deduction,
    Forfeit,
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
from yanxiu_tui.rules.scoring import Scheme
from yanxiu_tui.rules.weights import reweighted, weight


def d(number):
    return Decimal(str(number))


def said(**more):
    return {"id": "it", "name": "一项", "measure": "absent", "clause": UNSAID, **more}


ITEMS = {
    "threshold": (Threshold(**said(), at_least=d(2), full=d(10), otherwise=d(4)), (d(1),), 4),
    "deduction": (Deduction(**said(), full=d(10), each=d(2), floor=d(2)), (d(3),), 4),
    "per_event": (PerEvent(**said(), each=d(-2)), (d(3),), -6),
    "tiers": (Tiers(**said(), tiers=[Tier(d(5), d(10)), Tier(d(3), d(6))]), (d(4),), 6),
    "rank_table": (RankTable(**said(), places=[Place(1, d(10)), Place(3, d(8))]), (d(9), d(2)), 8),
    "percentage": (Percentage(**said(), full=d(10), out_of=d(5)), (d(4),), 8),
    "punctuality": (
        Punctuality(**said(), due=2, on_time=d(5), late=d(3), incomplete=d(1)),
        (d(1), d(1), d(0)),
        8,
    ),
    "forfeit": (Forfeit(**said(), full=d(10), at=d(3)), (d(2),), 10),
    "highest": (
        Highest(**said(), levels=[Level("县级", d(3)), Level("市级", d(6))]),
        (d(1), d(0)),
        3,
    ),
}


@pytest.mark.parametrize("name", ITEMS)
def test_twice_the_weight_gives_twice_the_points(name):
    item, figure, points = ITEMS[name]
    assert item.points(figure) == points
    heavier = reweighted(Scheme(items=[item]), "it", weight(item) * 2).items[0]
    assert heavier.points(figure) == points * 2
    assert weight(heavier) == weight(item) * 2


def test_a_cap_and_a_floor_grow_with_it():
    item = PerEvent(**said(most=d(8), least=d(-4)), each=d(2))
    heavier = reweighted(Scheme(items=[item]), "it", d(3)).items[0]
    assert (heavier.each, heavier.most, heavier.least) == (3, 12, -6)


def test_what_is_not_points_stays():
    item = Deduction(**said(), full=d(10), each=d(2), need=d(4), every="week")
    heavier = reweighted(Scheme(items=[item]), "it", d(20)).items[0]
    assert (heavier.need, heavier.every, heavier.name) == (4, "week", "一项")


def test_the_other_items_stay_as_they_are_and_in_their_order():
    other = Percentage(**said(id="other"), full=d(30), out_of=d(100))
    item = ITEMS["forfeit"][0]
    scheme = Scheme(items=[other, item], base=d(60))
    tried = reweighted(scheme, "it", d(5))
    assert tried.items[0] is other
    assert [each.id for each in tried.items] == ["other", "it"]
    assert tried.base == 60


def test_an_item_that_is_not_there_cannot_be_weighed():
    with pytest.raises(KeyError):
        reweighted(Scheme(items=[]), "it", d(5))
