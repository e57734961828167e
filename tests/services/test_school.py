"""A school is founded once, with a term that can be one."""

from datetime import date
from itertools import count

import pytest

from db.models import Credential, School, Teacher, Term
from tests.builders import NOW, OPERATOR, PIN
from tests.services.races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import school


def found(name="示范中学", first=date(2026, 9, 1), last=date(2027, 1, 20)):
    return school.found_school(
        OPERATOR, name, "第一学期", first, last, "zhanghong", ("1001", "苏慧"), PIN, NOW
    )


def test_a_second_school_is_refused(memory):
    found()
    with pytest.raises(Refused, match="已有学校"):
        found("第二中学")
    assert School.get().name == "示范中学"


def test_of_several_schools_founded_at_once_one_is_kept(memory):
    numbers = count(1)
    done = at_once([lambda: found(f"第{next(numbers)}中学")] * 4)
    assert sorted(type(each).__name__ for each in done) == ["Refused"] * 3 + ["TermView"]
    assert [table.select().count() for table in (School, Term, Teacher, Credential)] == [1] * 4


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (date(2027, 1, 20), date(2026, 9, 1), "晚于"),
        (date(1999, 9, 1), date(2000, 1, 20), "2000 年至 2100 年"),
        (date(2100, 9, 1), date(2101, 1, 20), "2000 年至 2100 年"),
        (date(2026, 9, 1), date(2027, 10, 7), "最长 400 天"),
    ],
)
def test_a_term_that_cannot_be_one_is_refused(memory, first, last, says):
    with pytest.raises(Refused, match=says):
        found(first=first, last=last)
    assert not School.select().exists()


def test_the_longest_term_is_four_hundred_days(memory):
    assert found(last=date(2027, 10, 6)).ends_on == date(2027, 10, 6)
