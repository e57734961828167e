"""Seats at an open lesson: signed up for and withdrawn from, none given twice."""

from datetime import timedelta

import pytest

from db.models import LessonSignUp, Trace
from tests.builders import NOW, OPERATOR, a_teacher, an_actor
from tests.services.announcing import THEN, announced
from tests.services.cast import a_cast
from tests.services.races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import open_lessons


@pytest.fixture
def cast(memory):
    return a_cast()


@pytest.fixture
def lin(cast):
    """林远, who gives lessons here."""
    return an_actor(cast.lin)


def test_colleagues_sign_up_and_withdraw_and_are_listed(cast, lin):
    made = announced(lin)
    open_lessons.sign_up(cast.teacher, made.id, NOW)
    seen = open_lessons.sign_up(cast.dean, made.id, NOW)
    assert (seen.coming, seen.i_come) == (2, True)
    assert [(each.name, each.group_name) for each in open_lessons.guests(made.id)] == [
        ("苏慧", "语文组"), ("何静", ""),
    ]  # fmt: skip
    gone = open_lessons.withdraw(cast.dean, made.id, NOW)
    assert (gone.coming, gone.i_come) == (1, False)
    with pytest.raises(Refused, match="您没有报名"):
        open_lessons.withdraw(cast.dean, made.id, NOW)


def test_signing_up_twice_is_signing_up_once(cast, lin):
    made = announced(lin, seats=1)
    for _ in range(2):
        assert open_lessons.sign_up(cast.teacher, made.id, NOW).coming == 1
    assert Trace.select().where(Trace.act == "sign_up_lesson").count() == 1


def test_who_gives_the_lesson_does_not_sign_up_nor_the_operator(cast, lin):
    made = announced(lin)
    with pytest.raises(Refused, match="您自己的课"):
        open_lessons.sign_up(lin, made.id, NOW)
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        open_lessons.sign_up(OPERATOR, made.id, NOW)
    with pytest.raises(Refused, match="没有编号为 999"):
        open_lessons.sign_up(lin, 999, NOW)


def test_a_full_lesson_takes_nobody_until_somebody_withdraws(cast, lin):
    made = announced(lin, seats=1)
    assert open_lessons.sign_up(cast.teacher, made.id, NOW).full
    with pytest.raises(Refused, match="1 个座位已经报满，请与林远老师商量"):
        open_lessons.sign_up(cast.dean, made.id, NOW)
    open_lessons.withdraw(cast.teacher, made.id, NOW)
    assert open_lessons.sign_up(cast.dean, made.id, NOW).coming == 1


def test_the_last_seat_is_given_once_though_eight_ask_at_the_same_moment(cast, lin):
    people = [an_actor(a_teacher(str(2000 + n), "教师", pin="")) for n in range(8)]
    made = announced(lin, seats=3)
    done = at_once([lambda each=each: open_lessons.sign_up(each, made.id, NOW) for each in people])
    assert sum(isinstance(each, Refused) for each in done) == 5
    assert LessonSignUp.select().count() == 3


def test_nobody_signs_up_for_what_is_over(cast, lin):
    made = announced(lin)
    after = THEN + timedelta(days=1)
    for act in (open_lessons.sign_up, open_lessons.withdraw):
        with pytest.raises(Refused, match="已经上完了"):
            act(cast.teacher, made.id, after)
