"""Papers that were handed in: on time, late or incomplete (Z7, Z9, Z18)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.services.measures.figures import a_claim, a_scene
from yanxiu_tui.services.measures.asking import Ask

DAY = date(2026, 10, 12)
NOON = datetime(2026, 10, 12, 4, 1, tzinfo=UTC)
IN_TIME = {"due_at": NOON, "handed_at": NOON - timedelta(seconds=1)}
LATE = {"due_at": NOON, "handed_at": NOON}


@pytest.fixture
def scene(memory):
    """The school, with nothing handed in yet."""
    return a_scene()


def test_papers_are_on_time_late_or_incomplete_and_never_two_of_them(scene):
    zhou = scene.cast.zhou
    a_claim(scene, zhou, "group_plan", DAY, **IN_TIME)
    a_claim(scene, zhou, "group_plan", DAY, **LATE)
    a_claim(scene, zhou, "group_plan", DAY, complete=False, **LATE)
    a_claim(scene, zhou, "group_plan", DAY)
    asked = Ask("submissions", ("group_plan",))
    assert scene.figure(asked, zhou) == (Decimal(2), Decimal(1), Decimal(1))
    told = sorted(record.detail for record in scene.records(asked, zhou))
    assert told == ["不完整", "按时", "按时", "迟交"]


def test_what_a_leader_hands_in_for_the_group_is_the_group_s(scene):
    a_claim(scene, scene.cast.zhou, "group_plan", DAY, group=scene.cast.group, **IN_TIME)
    a_claim(scene, scene.cast.zhou, "group_plan", DAY, **IN_TIME)
    asked = Ask("group_submissions", ("group_plan",))
    assert scene.figure(asked, scene.cast.group.id) == (Decimal(1), Decimal(0), Decimal(0))
    assert len(scene.records(asked, scene.cast.group.id)) == 1
