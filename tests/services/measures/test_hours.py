"""学时: meetings by how they were attended, and granted claims, project by project (P1, X8)."""

from datetime import date
from decimal import Decimal

import pytest

from db.models import MakeupTask, Term
from tests.builders import NOW
from tests.services.measures.figures import a_claim, a_meeting, a_scene, attends
from yanxiu_tui.rules.attendance import Status
from yanxiu_tui.services.measures.asking import Ask

DAY = date(2026, 10, 12)
HOURS = Ask("training_hours")


@pytest.fixture
def scene(memory):
    """The school: late and leaving early each halve a meeting's hours, 备课 gives three at most."""
    return a_scene()


@pytest.mark.parametrize(
    ("status", "departure", "hours"),
    [
        (Status.PRESENT, "", "2"),
        (Status.LATE, "", "1"),
        (Status.PRESENT, "left_early", "1"),
        (Status.LATE, "left_early", "0.5"),
        (Status.PRESENT, "left_midway", "2"),
        (Status.ABSENT, "", "0"),
        (Status.OFFICIAL_LEAVE, "", "0"),
    ],
)
def test_a_meeting_gives_hours_by_how_it_was_attended(scene, status, departure, hours):
    attends(a_meeting(scene, DAY, "专题讲座"), scene.cast.su, status, departure)
    assert scene.figure(HOURS, scene.cast.su) == (Decimal(hours),)
    records = scene.records(HOURS, scene.cast.su)
    assert sum((record.amount for record in records), Decimal(0)) == Decimal(hours)


def test_what_was_made_up_gives_its_hours_once_it_is_confirmed(scene):
    missed = a_meeting(scene, DAY, "专题讲座")
    attends(missed, scene.cast.su, Status.OFFICIAL_LEAVE)
    task = MakeupTask.create(teacher=scene.cast.su, activity=missed)
    assert scene.figure(HOURS, scene.cast.su) == (Decimal(0),)
    MakeupTask.update(done_at=NOW).where(MakeupTask.id == task.id).execute()
    assert scene.figure(HOURS, scene.cast.su) == (Decimal(2),)


def test_a_project_gives_no_more_than_its_most(scene):
    for day in (DAY, date(2026, 10, 13)):
        attends(a_meeting(scene, day), scene.cast.su, Status.PRESENT)
    a_claim(scene, scene.cast.su, "self_study", DAY, hours_granted=Decimal("2.5"))
    assert scene.figure(HOURS, scene.cast.su) == (Decimal("5.5"),)
    assert scene.figure(Ask("training_hours", ("prep",)), scene.cast.su) == (Decimal(3),)
    assert scene.figure(Ask("training_hours", ("study",)), scene.cast.su) == (Decimal("2.5"),)
    each = scene.figure(Ask("hours_by_project"), scene.cast.su)
    assert each == (Decimal(3), Decimal("2.5"), Decimal(0))


def test_the_cycle_looks_back_over_its_years_and_no_further(scene):
    years = {"regulation": scene.term.regulation}
    before = Term.create(
        name="往年", starts_on=date(2023, 9, 1), ends_on=date(2024, 1, 20), **years
    )
    within = Term.create(
        name="去年", starts_on=date(2025, 9, 1), ends_on=date(2026, 1, 20), **years
    )
    for term, day in ((before, date(2023, 10, 1)), (within, date(2025, 10, 1))):
        a_claim(scene, scene.cast.su, "self_study", day, term=term, hours_granted=Decimal(10))
    a_claim(scene, scene.cast.su, "self_study", DAY, hours_granted=Decimal(4))
    assert scene.figure(HOURS, scene.cast.su) == (Decimal(4),)
    assert scene.figure(Ask("cycle_hours"), scene.cast.su) == (Decimal(14),)
    assert len(scene.records(Ask("cycle_hours"), scene.cast.su)) == 2


def test_over_a_cycle_each_term_has_the_project_s_most_to_itself(scene):
    last_year = Term.create(
        name="去年",
        starts_on=date(2025, 9, 1),
        ends_on=date(2026, 1, 20),
        regulation=scene.term.regulation,
    )
    for term, day in ((last_year, date(2025, 10, 1)), (scene.term, DAY)):
        for _ in range(2):
            attends(a_meeting(scene, day, term=term), scene.cast.su, Status.PRESENT)
    assert scene.figure(Ask("cycle_hours"), scene.cast.su) == (Decimal(6),)
