"""教师名册: who stands on it and who may see whom, who leaves and comes back."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

import peewee
import pytest

from db.models import Attendee, Badge, Credential, Group, Teacher, Trace
from tests.builders import PIN, a_school, a_teacher, an_activity, an_actor
from tests.services.importing import NOW, OPERATOR, office, person, roster
from yanxiu_tui.errors import Refused
from yanxiu_tui.roster.changes import Listed
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import credentials, meeting, teachers
from yanxiu_tui.services.permission import Actor


def test_the_list_shows_everybody_and_who_has_a_pin_and_a_badge(
    memory: peewee.Database, queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    teachers.import_roster(OPERATOR, office(), NOW)
    Teacher.update(left_at=NOW).where(Teacher.staff_no == "1004").execute()
    Credential.create(teacher=Teacher.get(Teacher.staff_no == "1002"), pin_hash="x")
    Credential.create(teacher=Teacher.get(Teacher.staff_no == "1003"), code_hash="x")
    for number, stopped in enumerate([("1002", None), ("1002", NOW), ("1003", NOW)]):
        _a_badge(number, *stopped)
    with queries() as made:
        rows = teachers.teachers(OPERATOR)
    assert len(made) == 2
    assert len(rows) == 62
    assert rows[1] == teachers.TeacherRow(
        "1002", "苏慧", "女", "语文", "七年级", "语文组", "副校长",
        has_pin=True, has_badge=True, active=True,
    )  # fmt: skip
    assert [row.staff_no for row in rows if row.has_pin] == ["1002"]
    assert [row.staff_no for row in rows if row.has_badge] == ["1002"]
    assert (rows[-1].staff_no, rows[-1].active) == ("1004", False)


def _a_badge(number: int, staff_no: str, revoked_at: datetime | None) -> None:
    teacher = Teacher.get(Teacher.staff_no == staff_no)
    Badge.create(teacher=teacher, digest=str(number), issued_at=NOW, revoked_at=revoked_at)


def test_the_list_is_in_the_order_of_numbers(memory: peewee.Database) -> None:
    numbers = ["10", "9", "100"]
    teachers.import_roster(OPERATOR, roster(*(person(each, "刘军") for each in numbers)), NOW)
    assert [row.staff_no for row in teachers.teachers(OPERATOR)] == ["9", "10", "100"]


def test_a_leader_sees_only_their_own_group(memory: peewee.Database) -> None:
    teachers.import_roster(OPERATOR, office(), NOW)
    own = Group.get(Group.name == "地理组")
    leader = Actor(
        9, "蔡佳国", "机器", frozenset({Role.RESEARCH_GROUP_LEADER}), frozenset({own.id})
    )
    assert [row.staff_no for row in teachers.teachers(leader, own.id)] == ["1009", "1036"]
    for group_id in (None, Group.get(Group.name == "语文组").id):
        with pytest.raises(Refused):
            teachers.teachers(leader, group_id)


def _listed_as_active() -> dict[str, bool]:
    return {row.staff_no: row.active for row in teachers.teachers(OPERATOR)}


def test_somebody_who_leaves_stays_on_the_list_and_is_not_let_in(memory: peewee.Database) -> None:
    teachers.import_roster(OPERATOR, roster(person("1", "刘军"), person("2", "刘强")), NOW)
    assert teachers.mark_left(OPERATOR, "１", "调往县二中", NOW) == Listed("1", "刘军")
    assert _listed_as_active() == {"2": True, "1": False}
    with pytest.raises(Refused):
        credentials.find_teacher("1")


def test_leaving_is_traced_with_who_and_why(memory: peewee.Database) -> None:
    teachers.import_roster(OPERATOR, roster(person("1", "刘军")), NOW)
    teachers.mark_left(OPERATOR, "1", "退休", NOW)
    left = Trace.get(Trace.act == "mark_left")
    gone = Teacher.get()
    assert (left.subject, left.subject_id, left.at) == ("teacher", gone.id, gone.left_at)
    assert json.loads(left.detail) == {"reason": "退休"}


def test_who_left_is_not_expected_again_and_the_past_stays(memory: peewee.Database) -> None:
    term, gone = a_school(), a_teacher("1", "刘军")
    a_teacher("2", "刘强")
    before, after = an_activity(term), an_activity(term)
    meeting.open_activity(OPERATOR, before.id, before.starts_at)
    teachers.mark_left(OPERATOR, "1", "退休", before.starts_at)
    meeting.open_activity(OPERATOR, after.id, after.starts_at)
    rows = Attendee.select().where(Attendee.teacher == gone)
    assert [row.activity_id for row in rows] == [before.id]


def test_who_left_by_mistake_returns_with_the_old_pin(memory: peewee.Database) -> None:
    a_teacher("1", "刘军")
    teachers.mark_left(OPERATOR, "1", "误办", NOW)
    teachers.mark_returned(OPERATOR, "1", "前次误办", NOW)
    assert credentials.enter("1", PIN, NOW, "机器").name == "刘军"
    assert Trace.select().where(Trace.act == "mark_returned").count() == 1


def test_nobody_leaves_twice_or_returns_without_having_left(memory: peewee.Database) -> None:
    a_teacher("1", "刘军")
    with pytest.raises(Refused, match="本来就在岗"):
        teachers.mark_returned(OPERATOR, "1", "回来", NOW)
    teachers.mark_left(OPERATOR, "1", "退休", NOW)
    with pytest.raises(Refused, match="已经离岗"):
        teachers.mark_left(OPERATOR, "1", "退休", NOW)
    assert Trace.select().count() == 1


@pytest.mark.parametrize(
    ("staff_no", "reason", "says"),
    [("9", "退休", "没有工号为"), ("", "退休", "没有工号为"), ("1", " ", "请填写离岗原因")],
)
def test_a_leaving_that_names_nobody_or_no_reason_is_refused(
    memory: peewee.Database, staff_no: str, reason: str, says: str
) -> None:
    a_teacher("1", "刘军")
    with pytest.raises(Refused, match=says):
        teachers.mark_left(OPERATOR, staff_no, reason, NOW)
    assert Trace.select().count() == 0


def test_nobody_marks_themselves_left(memory: peewee.Database) -> None:
    dean = a_teacher("1", "刘军", Role.DEAN)
    with pytest.raises(Refused, match="不能给自己"):
        teachers.mark_left(an_actor(dean, Role.DEAN), "1", "退休", NOW)
    assert Teacher.get().left_at is None


@pytest.mark.parametrize("act", [teachers.mark_left, teachers.mark_returned])
def test_only_who_keeps_the_roster_marks_people_left(memory: peewee.Database, act: Any) -> None:
    a_teacher("1", "刘军")
    with pytest.raises(Refused) as refused:
        act(Actor(2, "刘强", "机器", frozenset({Role.PRINCIPAL})), "1", "退休", NOW)
    assert refused.value.reason == "not_allowed"
