"""Who would be expected at a meeting that is not open yet."""

import pytest

from db.models import Attendee
from tests.builders import NOW, OPERATOR, a_group, a_school, a_teacher, an_activity, an_actor
from yanxiu_tui.errors import Refused
from yanxiu_tui.services.expected import expected
from yanxiu_tui.services.meeting import open_activity


@pytest.fixture
def school(memory):
    """Three teachers in two groups, one who left, and one in no group."""
    term = a_school()
    a_teacher("1003", "周敏", group=a_group("数学组"))
    a_teacher("1002", "林远", group=a_group("语文组"))
    a_teacher("1001", "苏慧", group=a_group("语文组"))
    a_teacher("1004", "何静")
    gone = a_teacher("1005", "钱立")
    gone.left_at = NOW
    gone.save()
    return term


def test_it_is_everybody_by_group_and_number(school):
    people = expected(OPERATOR, an_activity(school).id)
    assert [(each.name, each.group_name) for each in people] == [
        ("何静", ""),
        ("周敏", "数学组"),
        ("苏慧", "语文组"),
        ("林远", "语文组"),
    ]


@pytest.mark.parametrize("group", [None, "语文组"])
def test_it_is_exactly_whom_opening_then_expects(school, group):
    activity = an_activity(school, group=a_group(group) if group else None)
    before = {(each.staff_no, each.group_name) for each in expected(OPERATOR, activity.id)}
    open_activity(OPERATOR, activity.id, NOW)
    rows = Attendee.select().where(Attendee.activity == activity)
    assert {(row.teacher.staff_no, row.group_name) for row in rows} == before


def test_an_ordinary_teacher_may_not_see_it(school):
    teacher = an_actor(a_teacher("1009", "孙正"))
    with pytest.raises(Refused, match="权限"):
        expected(teacher, an_activity(school).id)
