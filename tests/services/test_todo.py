"""待办: gathered from every subject, the most urgent first, in rooms that there are."""

from datetime import timedelta

import pytest

from db.models import MakeupTask, Teacher
from tests.builders import MACHINE, NOW, OPERATOR, an_activity
from tests.services.cast import a_cast
from yanxiu_tui.rules.todo import Todo, by_urgency
from yanxiu_tui.screens.rooms import ROOMS
from yanxiu_tui.services import credentials, leave, todo
from yanxiu_tui.services.leave import LeaveDraft

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def cast(memory):
    return a_cast()


@pytest.fixture
def alone(monkeypatch):
    """Nothing but what this module counts itself."""
    monkeypatch.setattr(todo, "_SUBJECTS", ())


def _ask(cast, days=0):
    start = NOW + days * DAY
    return leave.ask(cast.dean, LeaveDraft("1001", "sick", "偏头痛", start, start + HOUR), NOW)


def test_nothing_waits_for_somebody_who_is_done_nor_for_the_operator(cast, alone):
    assert todo.todos(cast.teacher, NOW) == []
    assert todo.todos(OPERATOR, NOW) == []


def test_leave_is_to_be_decided_before_the_first_of_it_begins(cast, alone):
    for days in (3, 1, 2):
        _ask(cast, days)
    assert todo.todos(cast.head, NOW) == [
        Todo("leave_decisions", "3 张请假条待批", NOW + DAY, "待批", 3)
    ]
    assert todo.todos(cast.teacher, NOW) == []


def test_what_is_owed_without_a_day_comes_last(cast, alone):
    missed = an_activity(cast.term)
    MakeupTask.create(teacher=cast.head.teacher_id, activity=missed)
    _ask(cast, 1)
    found = [each.room for each in todo.todos(cast.head, NOW)]
    assert found == ["leave_decisions", "my_attendance"]


def test_what_every_subject_tells_is_gathered(cast, monkeypatch):
    late, soon = Todo("leave", "晚", NOW - DAY), Todo("loans", "近", NOW + DAY)
    told = (lambda actor, now: [soon], lambda actor, now: [late])
    monkeypatch.setattr(todo, "_SUBJECTS", told)
    assert todo.todos(cast.teacher, NOW) == [late, soon]


def test_as_many_queries_are_made_whatever_waits(cast, queries):
    counts = []
    for days in (0, 1, 2, 3):
        _ask(cast, days)
        with queries() as made:
            assert todo.todos(cast.head, NOW)
        counts.append(len(made))
    assert len(set(counts)) == 1
    assert counts[0] <= 60


def test_in_a_whole_school_everything_that_waits_is_in_words_and_in_a_room(demo_term):
    rooms = {room.module for room in ROOMS}
    for teacher in Teacher.select().where(Teacher.left_at.is_null()).limit(20):
        found = todo.todos(credentials.actor_for(teacher, MACHINE), NOW)
        assert found == by_urgency(found)
        assert {name for each in found for name in (each.room, each.place)} <= rooms
        assert all(each.words and each.count for each in found)
