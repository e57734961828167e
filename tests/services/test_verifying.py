"""A frozen ranking computed again: what really differs, and nothing else (Z37)."""

from datetime import timedelta

import pytest

from db.connection import connect, database
from db.migrate import upgrade
from db.models import Attendee, Claim, Membership, RankingLine, Teacher
from tests.builders import NOW, a_group
from tests.conftest import copied_sqlite, create_database, named
from tests.services.frozen_school import SOURCE, TODAY, a_school_to_freeze, adopt, stored
from tests.services.refusals import refused
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


@pytest.mark.parametrize("subject", ["teacher", "research"])
def test_computing_it_again_gives_the_same_seal(school, subject):
    frozen = school.frozen(subject)
    again = verifying.recompute(school.dean, frozen.id)
    assert (again.same, again.differences) == (True, ())
    assert verifying.verify(school.dean, frozen.id).intact


def test_both_databases_give_the_same_seal(request, tmp_path, postgres_server, sqlite_template):
    create_database(postgres_server, "twin", "empty")
    found = []
    for url in (copied_sqlite(request, tmp_path), named(postgres_server, "twin")):
        opened = connect(url)
        upgrade(opened)
        school = a_school_to_freeze()
        frozen = [school.frozen(), school.frozen("research")]
        assert all(verifying.verify(school.dean, each.id).intact for each in frozen)
        found.append([each.digest for each in frozen])
        opened.close()
    assert found[0] == found[1]


@pytest.mark.parametrize(
    "change",
    ["score = 99", "place = 2", "grade = '良'", "vetoed = true", 'figures = \'{"group":""}\''],
)
def test_a_line_altered_behind_the_program_is_found(school, change):
    frozen = school.frozen()
    who = school.id_of("1003")
    database.execute_sql(f"UPDATE ranking_line SET {change} WHERE teacher_id = {who}")
    verified = verifying.verify(school.dean, frozen.id)
    assert not verified.intact
    assert verified.found != frozen.digest


def test_a_line_that_was_taken_out_is_found(school):
    frozen = school.frozen()
    RankingLine.delete().where(RankingLine.teacher == school.id_of("1008")).execute()
    assert not verifying.verify(school.dean, frozen.id).intact


def test_figures_that_cannot_be_read_any_more_are_named(school):
    frozen = school.frozen()
    RankingLine.update(figures="{").execute()
    assert refused(lambda: frozen_views.frozen(school.dean, frozen.id))[0] == "spoiled"
    assert not verifying.verify(school.dean, frozen.id).intact


def test_a_later_correction_changes_nothing_frozen_and_is_told(school):
    frozen = school.frozen()
    before = stored(frozen.id)
    school.absent("1003")
    again = verifying.recompute(school.dean, frozen.id)
    assert stored(frozen.id) == before
    assert not again.same
    (moved,) = [each for each in again.differences if each.key == "1003"]
    assert (moved.name, moved.place, moved.new_place) == ("周敏", 3, 5)
    assert (moved.score, moved.new_score) == (92, 72)
    assert moved.items == ("出勤", "缺席")


def test_a_new_regulation_changes_nothing_frozen(school):
    frozen = school.frozen()
    before = stored(frozen.id)
    adopt(school.cast, SOURCE.replace("each = 10", "each = 1"))
    second = school.frozen(reason="制度修订")
    assert second.digest != frozen.digest
    assert stored(frozen.id) == before
    assert verifying.recompute(school.dean, frozen.id).same
    assert verifying.verify(school.dean, frozen.id).intact


def test_what_happens_after_its_day_is_not_in_it(school):
    frozen = school.frozen()
    Claim.create(
        term=school.cast.term, teacher=school.id_of("1008"), kind="observation", title="听课",
        first=TODAY + timedelta(days=1), last=TODAY + timedelta(days=1), amount=5,
        state="granted", asked_at=NOW,
    )  # fmt: skip
    assert verifying.recompute(school.dean, frozen.id).same


def test_a_teacher_cannot_verify(school):
    frozen = school.published()
    teacher = school.actor("1001")
    assert refused(lambda: verifying.verify(teacher, frozen.id))[0] == "not_allowed"
    assert refused(lambda: verifying.recompute(teacher, frozen.id))[0] == "not_allowed"
