"""Open lessons listed, and the records made of them."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest

from db.connection import database, transaction
from db.models import Observation
from db.models.work import Work
from tests.builders import NOW, an_actor
from tests.services.announcing import SOON, THEN, announced
from tests.services.cast import a_cast
from tests.services.lessons import TODAY, begun
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.observations import Mode
from yanxiu_tui.services import manuscripts, observations, open_lessons


@pytest.fixture
def cast(memory):
    return a_cast()


@pytest.fixture
def lin(cast):
    """林远, who gives lessons here."""
    return an_actor(cast.lin)


def test_what_is_to_come_is_listed_first_the_next_at_the_top(cast, lin):
    days = {}
    for ahead in (1, 9, 3):
        days[ahead] = announced(lin, day=TODAY + timedelta(days=ahead)).id
    later = NOW + timedelta(days=4)
    found = open_lessons.lessons(cast.teacher, cast.term.id, later)
    assert [(each.id, each.over) for each in found] == [
        (days[9], False), (days[3], True), (days[1], True),
    ]  # fmt: skip
    page = open_lessons.lessons(cast.teacher, cast.term.id, later, limit=1, offset=1)
    assert [each.id for each in page] == [days[3]]


def test_reading_many_takes_the_same_queries(cast, lin, queries):
    open_lessons.sign_up(cast.teacher, announced(lin).id, NOW)
    with queries() as few:
        open_lessons.lessons(cast.leader, cast.term.id, NOW)
    for period in range(4, 9):
        open_lessons.sign_up(cast.dean, announced(lin, period=period).id, NOW)
    with queries() as many:
        open_lessons.lessons(cast.leader, cast.term.id, NOW)
    assert len(many) == len(few)


def test_after_the_lesson_its_record_begins_with_everything_filled_in(cast, lin):
    made = announced(lin)
    with pytest.raises(Refused, match="还没有上的课不能记"):
        observations.begin_at(cast.teacher, made.id, NOW)
    heard = observations.begin_at(cast.teacher, made.id, THEN)
    assert (heard.lesson_id, heard.lesson_kind, heard.mode) == (
        made.id, "open_lesson", Mode.CONCENTRATED,
    )  # fmt: skip
    assert (heard.teacher_name, heard.topic, heard.class_name, heard.place, heard.day) == (
        "林远", "背影", "七（3）班", "录播室", SOON,
    )  # fmt: skip
    assert observations.begin_at(cast.teacher, made.id, THEN).id == heard.id
    with pytest.raises(Refused, match="不能听自己的课"):
        observations.begin_at(lin, made.id, THEN)
    assert Observation.select().count() == 1


def test_a_lesson_counts_for_who_gave_it_once_somebody_has_completed_a_record(cast, lin):
    made = announced(lin, kind="demonstration_lesson")
    heard = observations.begin_at(cast.teacher, made.id, THEN)
    given = Work.select().where(Work.kind == "demonstration_lesson")
    assert not given.exists()
    for section in ("process", "advice"):
        manuscripts.write(cast.teacher, heard.manuscript_id, section, "写", 0, THEN)
    observations.complete(cast.teacher, heard.id, "", {}, THEN)
    assert [row.teacher_id for row in given] == [cast.lin.id]
    assert open_lessons.lesson(lin, made.id, THEN).heard == 1


def test_a_record_made_without_asking_for_the_lesson_is_still_of_it(cast, lin):
    made = announced(lin, day=TODAY)
    assert begun(cast.teacher).lesson_id == made.id
    assert begun(cast.teacher, period=4).lesson_id is None
    open_lessons_of_another = begun(cast.teacher, taught_by_no="1003")
    assert open_lessons_of_another.lesson_id is None


def test_there_is_no_record_to_begin_of_a_lesson_called_off(cast, lin):
    made = announced(lin)
    open_lessons.cancel(lin, made.id, "外出", NOW)
    with pytest.raises(Refused, match="已经取消"):
        observations.begin_at(cast.teacher, made.id, THEN)


def test_a_lesson_that_is_being_called_off_is_not_recorded_as_an_open_one(cast, lin):
    made = announced(lin, day=TODAY)

    def begin():
        with database.connection_context():
            return observations.begin_at(cast.teacher, made.id, NOW)

    with ThreadPoolExecutor(1) as other:
        with transaction():
            open_lessons.cancel(lin, made.id, "停电", NOW)
            recording = other.submit(begin)
            wait([recording], timeout=0.5)
        assert recording.result().lesson_id is None
