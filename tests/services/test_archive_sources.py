"""Each source files what counts, and counting comes to as many as listing (Z32–Z34, P3, P4)."""

import pytest

from db.models import Attendee, Observation, Reflection, Term
from tests.builders import NOW, OPERATOR
from yanxiu_tui.clock import local
from yanxiu_tui.rules.archives import SCHOOL_SOURCES, TEACHER_SOURCES
from yanxiu_tui.services import archive_overview, archives
from yanxiu_tui.services.archive_school_sources import OF_SCHOOL
from yanxiu_tui.services.archive_sources import OF_TEACHER
from yanxiu_tui.services.hours import seen
from yanxiu_tui.services.persons import staff


def test_there_is_a_reading_for_every_source():
    # What is handed in is read with the claims.
    assert {*OF_TEACHER, "submissions"} == {*TEACHER_SOURCES}
    assert {*OF_SCHOOL, "submissions"} == {*SCHOOL_SOURCES}


def test_counting_everybody_comes_to_what_is_listed_of_each(demo_term):
    here = seen(demo_term.id, NOW)
    people = staff(here.term, local(NOW).date())[::9]
    for source, parts in OF_TEACHER.items():
        for part in parts:
            counts = part.counts(here)
            listed = {each.id: len(part.items(here, each.id)) for each in people}
            assert listed == {each.id: counts.get(each.id, 0) for each in people}, source


def test_the_school_s_sources_list_what_they_hold_in_words(demo_term):
    here = seen(demo_term.id, NOW)
    items = [
        item for parts in OF_SCHOOL.values() for part in parts for item in part.items(here, None)
    ]
    assert len(items) > 100
    for item in items:
        assert item.title and item.where_kept
        assert (not item.title.isascii() and not item.words.isascii()) or not item.words


def test_what_a_teacher_did_stands_in_their_archive_by_itself(demo_term):
    here = seen(demo_term.id, NOW)
    whose = Reflection.select().where(Reflection.handed_on.is_null(False)).first().teacher_id
    archive = archives.growth(OPERATOR, whose, demo_term.id, NOW)
    words = [item.words for each in archive.classes for item in each.items]
    heard = Observation.select().where(
        Observation.observer == whose, Observation.completed_at.is_null(False),
        Observation.voided_at.is_null(),
    )  # fmt: skip
    came = Attendee.select().where(
        Attendee.teacher == whose, Attendee.status.in_(["present", "late"])
    )
    assert sum(each.startswith("听课记录") for each in words) == heard.count()
    assert sum("出勤" in each for each in words) in range(1, came.count() + 1)
    assert "教后反思" in words
    assert here.term.id == archive.term_id


def test_the_reason_of_a_leave_is_nowhere_in_an_archive(demo_term):
    school = archives.school(OPERATOR, demo_term.id, NOW)
    ids = Attendee.select(Attendee.teacher).where(Attendee.leave_status != "").distinct().limit(5)
    kept = [school, *(archives.growth(OPERATOR, row.teacher_id, demo_term.id, NOW) for row in ids)]
    said = " ".join(
        f"{item.title}{item.words}{item.where_kept}"
        for archive in kept
        for each in archive.classes
        for item in each.items
    )
    assert not {word for word in ("病假", "事假", "医院", "请假", "产假") if word in said}


def test_everybody_is_overlooked_in_a_number_of_queries_that_does_not_grow(demo_term, monkeypatch):
    from db.connection import database

    made = []
    database.query_hooks.append(lambda event: made.append(event.sql))
    found = archive_overview.growth_overview(OPERATOR, demo_term.id, NOW)
    database.query_hooks.clear()
    assert len(found) > 50
    assert len(made) < 40


def test_the_overview_says_of_each_what_their_archive_says(demo_term):
    term = Term.get()
    for line in archives.growth_overview(OPERATOR, term.id, NOW)[::9]:
        archive = archives.growth(OPERATOR, line.staff.id, term.id, NOW)
        assert line.completeness == pytest.approx(archive.completeness)
        assert list(line.lacking) == archive.lacking
