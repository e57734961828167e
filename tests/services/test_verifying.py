"""A frozen ranking computed again: what really differs, and nothing else (Z37)."""

from datetime import timedelta

import pytest

from db.connection import database
from db.models import Attendee, Membership, Teacher
from tests.builders import NOW, a_group
from tests.services.frozen_school import a_school_to_freeze
from yanxiu_tui.services import frozen_views, verifying

MINUTE = timedelta(minutes=1)


@pytest.fixture
def school(memory):
    return a_school_to_freeze()


def test_somebody_who_came_to_the_roster_later_makes_no_difference(school):
    frozen = school.frozen()
    came = Teacher.create(staff_no="0999", name="韩梅", initials="hm", created_at=NOW + MINUTE)
    for row in list(Attendee.select().where(Attendee.teacher == school.id_of("1001"))):
        Attendee.create(activity=row.activity_id, teacher=came, status="present")
    again = verifying.recompute(school.dean, frozen.id)
    assert (again.same, again.differences) == (True, ())


def test_somebody_who_was_there_and_left_out_is_told(school):
    frozen = school.frozen()
    Teacher.create(staff_no="0999", name="韩梅", initials="hm", created_at=NOW - MINUTE)
    again = verifying.recompute(school.dean, frozen.id)
    assert "韩梅" in [each.name for each in again.differences if each.score is None]


def test_another_group_is_named_among_what_differs(school):
    frozen = school.frozen()
    mine = Membership.teacher == school.id_of("1003")
    Membership.update(group=a_group("数学组")).where(mine).execute()
    again = verifying.recompute(school.dean, frozen.id)
    assert [(each.name, each.items) for each in again.differences] == [("周敏", ("教研组",))]


def test_stored_scores_are_read_in_hundredths(school):
    frozen = school.frozen()
    database.execute_sql("UPDATE ranking_line SET score = 97.2 WHERE place = 3")
    view = frozen_views.frozen(school.dean, frozen.id)
    assert [str(line.score) for line in view.lines[:3]] == ["100.00", "100.00", "97.20"]
    school.absent("1003")
    differences = verifying.recompute(school.dean, frozen.id).differences
    (found,) = [each for each in differences if each.key == "1003"]
    assert (str(found.score), str(found.new_score)) == ("97.20", "72.00")
