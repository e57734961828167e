"""共性教案的版本: kept as the plan stood, numbered without gaps, never changed."""

import pytest

from db.models import PlanVersion
from tests.builders import NOW, a_teacher, an_actor
from tests.services.cast import a_cast
from tests.services.prep import a_member, a_prep_group, a_session, a_unit, the_leader
from tests.services.races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import manuscripts, plan_versions, prep_units


@pytest.fixture
def cast(memory):
    cast = a_cast()
    a_prep_group(cast)
    return cast


@pytest.fixture
def unit(cast):
    return a_unit(cast)


def write(cast, unit, text, based_on=0, section="aims"):
    manuscripts.write(a_member(cast), unit.plan_id, section, text, based_on, NOW)


def test_a_version_is_the_plan_as_it_stood_whatever_is_written_later(cast, unit):
    write(cast, unit, "读懂背影")
    write(cast, unit, " \n", section="homework")
    session = a_session(cast, unit)
    kept = plan_versions.keep(a_member(cast), unit.id, "备课时", NOW, session.id)
    write(cast, unit, "读懂春", 1)
    assert plan_versions.version(a_member(cast), kept.id) == kept
    assert (kept.number, kept.sections, kept.note) == (1, {"aims": "读懂背影"}, "备课时")
    assert (kept.kept_at, kept.kept_by, kept.unit_id) == (NOW, "苏慧", unit.id)
    assert PlanVersion.get().session_id == session.id
    assert plan_versions.standing(a_member(cast), unit.id) == {"aims": "读懂春"}


def test_versions_are_listed_the_latest_first(cast, unit):
    for at, text in enumerate(("一", "二", "三")):
        write(cast, unit, text, at)
        plan_versions.keep(a_member(cast), unit.id, "", NOW)
    numbers = [each.number for each in plan_versions.versions(the_leader(cast), unit.id)]
    assert numbers == [3, 2, 1]


def test_an_empty_plan_and_one_that_has_not_changed_make_no_version(cast, unit):
    with pytest.raises(Refused, match="还没有写"):
        plan_versions.keep(a_member(cast), unit.id, "", NOW)
    write(cast, unit, "读懂背影")
    plan_versions.keep(a_member(cast), unit.id, "", NOW)
    with pytest.raises(Refused, match="和第 1 版一样"):
        plan_versions.keep(a_member(cast), unit.id, "再存", NOW)
    assert PlanVersion.select().count() == 1


def test_of_several_who_keep_the_same_plan_at_once_one_does(cast, unit):
    write(cast, unit, "读懂背影")

    def keep():
        try:
            return plan_versions.keep(a_member(cast), unit.id, "", NOW).number
        except Refused as refusal:
            return refusal.reason

    assert sorted(map(str, at_once([keep] * 4))) == ["1", "same", "same", "same"]


def test_a_session_of_another_unit_and_a_unit_that_was_dropped_are_refused(cast, unit):
    write(cast, unit, "读懂背影")
    other = a_session(cast, a_unit(cast, "第二单元"))
    with pytest.raises(Refused, match="不是这个单元的"):
        plan_versions.keep(a_member(cast), unit.id, "", NOW, other.id)
    prep_units.drop(the_leader(cast), unit.id, NOW)
    with pytest.raises(Refused, match="没有这个单元"):
        plan_versions.keep(a_member(cast), unit.id, "", NOW)


def test_a_stranger_sees_no_version_and_keeps_none(cast, unit):
    write(cast, unit, "读懂背影")
    kept = plan_versions.keep(a_member(cast), unit.id, "", NOW)
    stranger = an_actor(a_teacher("1030", "赵刚"))
    for act in (
        lambda: plan_versions.versions(stranger, unit.id),
        lambda: plan_versions.version(stranger, kept.id),
        lambda: plan_versions.keep(stranger, unit.id, "", NOW),
    ):
        with pytest.raises(Refused):
            act()
    with pytest.raises(Refused, match="不能修改"):
        plan_versions.keep(cast.dean, unit.id, "", NOW)
