"""Attendance figures come from standings of meetings that are over (Z26–Z31)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from db.models import MakeupTask
from tests.builders import NOW
from tests.services.measures.figures import a_meeting, a_scene, attends
from yanxiu_tui.rules.attendance import Status
from yanxiu_tui.services.measures.asking import Ask

DAY = date(2026, 9, 9)
WEEK = timedelta(days=7)
TERM = [
    (Status.PRESENT, ""), (Status.LATE, "left_early"), (Status.ABSENT, ""),
    (Status.OFFICIAL_LEAVE, ""), (Status.PERSONAL_LEAVE, ""), (Status.SICK_LEAVE, ""),
    (Status.PRESENT, "left_midway"),
]  # fmt: skip


@pytest.fixture
def scene(memory):
    """苏慧's seven meetings, one of each standing."""
    made = a_scene()
    for number, (status, departure) in enumerate(TERM):
        attends(a_meeting(made, DAY + number * WEEK), made.cast.su, status, departure)
    return made


@pytest.mark.parametrize(
    ("measure", "count"),
    [
        ("expected", 6), ("attended", 3), ("on_time", 2), ("late", 1), ("left_early", 1),
        ("left_midway", 1), ("absent", 1), ("personal_leave", 1), ("sick_leave", 1),
        ("official_leave", 1),
    ],
)  # fmt: skip
def test_each_standing_is_counted_and_its_records_are_as_many(scene, measure, count):
    assert scene.figure(Ask(measure), scene.cast.su) == (Decimal(count),)
    assert len(scene.records(Ask(measure), scene.cast.su)) == count


def test_official_leave_is_in_neither_numerator_nor_denominator(scene):
    assert scene.figure(Ask("attendance_rate"), scene.cast.su) == (Decimal("0.5"),)


def test_a_rate_of_nothing_is_missing_and_not_zero(scene):
    assert scene.figure(Ask("attendance_rate"), scene.cast.lin) is None
    assert scene.figure(Ask("absent"), scene.cast.lin) == (Decimal(0),)


def test_a_kind_of_activity_narrows_every_count(scene):
    attends(a_meeting(scene, DAY, "专题讲座"), scene.cast.su, Status.ABSENT)
    assert scene.figure(Ask("absent"), scene.cast.su) == (Decimal(2),)
    assert scene.figure(Ask("absent", ("专题讲座",)), scene.cast.su) == (Decimal(1),)
    assert len(scene.records(Ask("absent", ("专题讲座",)), scene.cast.su)) == 1


def test_what_happens_after_the_day_is_not_in_the_figure_of_the_day(scene):
    assert scene.figure(Ask("expected"), scene.cast.su, DAY + WEEK) == (Decimal(2),)
    assert len(scene.records(Ask("expected"), scene.cast.su, DAY + WEEK)) == 2


def test_a_meeting_still_going_on_counts_for_nobody(scene):
    attends(a_meeting(scene, DAY, ended_at=None, state="open"), scene.cast.lin, Status.PRESENT)
    assert scene.figure(Ask("attended"), scene.cast.lin) == (Decimal(0),)


def test_by_the_week_a_busy_one_makes_up_for_no_other(scene):
    attends(a_meeting(scene, DAY + timedelta(days=1)), scene.cast.su, Status.PRESENT)
    weekly = Ask("attended", every="week", need=Decimal(1))
    assert scene.figure(Ask("attended"), scene.cast.su) == (Decimal(4),)
    assert scene.figure(weekly, scene.cast.su) == (Decimal(3),)


def test_the_week_that_is_not_over_counts_only_where_asked(scene):
    weekly = Ask("expected", every="week", need=Decimal(1))
    assert scene.figure(weekly, scene.cast.su, DAY) == (Decimal(0),)
    assert scene.figure(weekly._replace(running=True), scene.cast.su, DAY) == (Decimal(1),)


def test_official_leave_is_owed_until_somebody_confirms_it_was_made_up(scene):
    missed = a_meeting(scene, DAY)
    attends(missed, scene.cast.su, Status.OFFICIAL_LEAVE)
    task = MakeupTask.create(teacher=scene.cast.su, activity=missed)
    assert scene.figure(Ask("makeups_owed"), scene.cast.su) == (Decimal(1),)
    assert [record.title for record in scene.records(Ask("makeups_owed"), scene.cast.su)] == [
        missed.title
    ]
    MakeupTask.update(done_at=NOW).where(MakeupTask.id == task.id).execute()
    assert scene.figure(Ask("makeups_owed"), scene.cast.su) == (Decimal(0),)


def test_what_was_made_up_and_then_corrected_to_present_is_owed_no_more(scene):
    came = a_meeting(scene, DAY)
    attends(came, scene.cast.su, Status.PRESENT)
    MakeupTask.create(teacher=scene.cast.su, activity=came)
    assert scene.figure(Ask("makeups_owed"), scene.cast.su) == (Decimal(0),)


def test_the_rate_of_a_group_is_that_of_its_members_together(scene):
    attends(a_meeting(scene, DAY), scene.cast.lin, Status.PRESENT)
    attends(a_meeting(scene, DAY), scene.cast.lin, Status.PRESENT)
    group = scene.cast.group.id
    assert scene.figure(Ask("members_attendance"), group) == (Decimal("0.625"),)
