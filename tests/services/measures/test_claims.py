"""Figures of claims: only what was granted, in the unit of its kind."""

from datetime import date
from decimal import Decimal

import pytest

from tests.services.measures.figures import a_claim, a_scene
from yanxiu_tui.rules.measures import WORK
from yanxiu_tui.services.measures.asking import Ask

DAY = date(2026, 10, 12)


@pytest.fixture
def scene(memory):
    """The school, with nothing claimed yet."""
    return a_scene()


@pytest.mark.parametrize(
    ("measure", "kind"), [(name, kind) for name, kinds in WORK.items() for kind in kinds]
)
def test_each_kind_of_work_feeds_its_measure(scene, measure, kind):
    a_claim(scene, scene.cast.su, kind, DAY, amount=Decimal("1.5"))
    assert scene.figure(Ask(measure), scene.cast.su) == (Decimal("1.5"),)
    assert [record.amount for record in scene.records(Ask(measure), scene.cast.su)] == [
        Decimal("1.5")
    ]


@pytest.mark.parametrize("state", ["asked", "refused", "withdrawn"])
def test_what_is_not_granted_counts_for_nothing(scene, state):
    a_claim(scene, scene.cast.su, "observation", DAY, state=state)
    assert scene.figure(Ask("observations_given"), scene.cast.su) == (Decimal(0),)
    assert scene.records(Ask("observations_given"), scene.cast.su) == []


def test_amounts_of_the_named_kinds_add_up(scene):
    a_claim(scene, scene.cast.su, "reading_notes", DAY, amount=3200)
    a_claim(scene, scene.cast.su, "reading_notes", DAY, amount=Decimal("1800.5"))
    a_claim(scene, scene.cast.su, "courseware", DAY)
    assert scene.figure(Ask("claims", ("reading_notes",)), scene.cast.su) == (Decimal("5000.5"),)


def test_of_levels_it_is_told_how_many_there_are_of_each(scene):
    for level in ("县级", "县级", "省级"):
        a_claim(scene, scene.cast.su, "paper", DAY, level=level)
    asked = Ask("claims", ("paper",), ("县级", "市级", "省级"))
    assert scene.figure(asked, scene.cast.su) == (Decimal(2), Decimal(0), Decimal(1))
    assert scene.figure(asked, scene.cast.lin) == (Decimal(0),) * 3


def test_papers_are_on_time_late_or_incomplete_and_never_two_of_them(scene):
    due = {"due_on": DAY}
    a_claim(scene, scene.cast.zhou, "group_plan", DAY, **due)
    a_claim(scene, scene.cast.zhou, "group_plan", date(2026, 10, 13), **due)
    a_claim(scene, scene.cast.zhou, "group_plan", date(2026, 10, 13), complete=False, **due)
    a_claim(scene, scene.cast.zhou, "group_plan", DAY)
    asked = Ask("submissions", ("group_plan",))
    assert scene.figure(asked, scene.cast.zhou) == (Decimal(2), Decimal(1), Decimal(1))
    told = sorted(record.detail for record in scene.records(asked, scene.cast.zhou))
    assert told == ["不完整", "按时", "按时", "迟交"]


def test_what_a_leader_hands_in_for_the_group_is_the_group_s(scene):
    a_claim(scene, scene.cast.zhou, "group_plan", DAY, group=scene.cast.group, due_on=DAY)
    a_claim(scene, scene.cast.zhou, "group_plan", DAY, due_on=DAY)
    asked = Ask("group_submissions", ("group_plan",))
    assert scene.figure(asked, scene.cast.group.id) == (Decimal(1), Decimal(0), Decimal(0))
    assert len(scene.records(asked, scene.cast.group.id)) == 1


def test_what_the_office_found_incomplete_counts_for_nothing(scene):
    a_claim(scene, scene.cast.su, "observation", DAY, complete=False)
    assert scene.figure(Ask("observations_given"), scene.cast.su) == (Decimal(0),)
    (record,) = scene.records(Ask("observations_given"), scene.cast.su)
    assert (record.amount, record.detail) == (0, "不完整，不计")
