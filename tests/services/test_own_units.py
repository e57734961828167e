"""The units a teacher may write for: of the own groups, those being taught now first."""

import pytest

from tests.builders import NOW, a_group
from tests.services.cast import a_cast
from tests.services.writings import THIS_WEEK, a_prep_group, a_unit, su
from yanxiu_tui.services import own_units, personal_plans


@pytest.fixture
def cast(memory):
    return a_cast()


def test_units_taught_this_week_stand_first_and_the_others_in_the_plans_order(cast):
    a_unit(cast, title="第一单元", weeks=(THIS_WEEK - 4, THIS_WEEK - 3))
    a_unit(cast, title="第二单元", weeks=(THIS_WEEK - 1, THIS_WEEK + 1))
    a_unit(cast, title="第三单元", weeks=(None, None))
    found = own_units.own_units(su(cast), NOW)
    assert [(each.title, each.weeks) for each in found] == [
        ("第二单元", "6-8周"), ("第一单元", "3-4周"), ("第三单元", ""),
    ]  # fmt: skip


def test_neither_other_groups_units_nor_dropped_ones_are_offered(cast):
    a_unit(cast, a_group("数学组"))
    a_unit(cast, a_prep_group(cast, cast.lin))
    dropped = a_unit(cast)
    dropped.dropped_at = NOW
    dropped.save()
    assert own_units.own_units(su(cast), NOW) == []


def test_the_classes_one_wrote_for_are_offered_again_the_latest_first(cast):
    unit = a_unit(cast)
    for name in ("七1", "七2"):
        personal_plans.begin(su(cast), unit.id, name, NOW)
    personal_plans.begin(su(cast), a_unit(cast, title="第二单元").id, "七1", NOW)
    assert own_units.own_classes(su(cast)) == ["七1", "七2"]
