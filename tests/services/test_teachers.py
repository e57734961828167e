"""The roster in the memory: taken in whole or not at all, again and again without doubling."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import peewee
import pytest

from db.models import Attendee, Badge, Credential, Group, Membership, Office, Teacher, Trace
from tests.builders import PIN, a_school, a_teacher, an_activity, an_actor
from yanxiu_tui.errors import Refused
from yanxiu_tui.roster.changes import Change, Listed
from yanxiu_tui.roster.check import read_roster
from yanxiu_tui.roster.model import Column, Fault, Person, Place, Reading
from yanxiu_tui.rules.roles import GroupKind, Role
from yanxiu_tui.services import credentials, meeting, teachers
from yanxiu_tui.services.permission import Actor

DATA = Path(__file__).parent.parent / "data"
NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
OPERATOR = Actor(None, "操作员", "机器", frozenset({Role.OPERATOR}))
STATED = frozenset(Column)


@pytest.fixture
def queries(memory: peewee.Database, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement sent to the database from here on."""
    sent: list[str] = []
    send = memory.execute_sql

    def counting(sql: str, *args: Any, **more: Any) -> Any:
        sent.append(sql)
        return send(sql, *args, **more)

    monkeypatch.setattr(memory, "execute_sql", counting)
    return sent


def office() -> Reading:
    return read_roster(DATA / "roster_office.xlsx", date(2026, 9, 1))


def roster(*people: Person) -> Reading:
    return Reading(people, source="花名册.xlsx")


def person(staff_no: str, name: str, **said: object) -> Person:
    return replace(Person(staff_no, name, "表", 2, stated=STATED), **said)


def memberships() -> set[tuple[str, str, str, bool]]:
    """Every membership as staff number, kind, group, and whether they lead."""
    query = Membership.select(Teacher.staff_no, Group.kind, Group.name, Membership.leads)
    return set(query.join(Group).switch(Membership).join(Teacher).tuples())


def offices() -> set[tuple[str, str]]:
    return set(Office.select(Teacher.staff_no, Office.role).join(Teacher).tuples())


def everything() -> list[object]:
    """All that an import writes, but for its trace."""
    return [
        sorted(Teacher.select().tuples(), key=str),
        sorted(Group.select().tuples()),
        sorted(Membership.select().tuples()),
        sorted(Office.select().tuples()),
    ]


def test_an_import_keeps_everybody_with_groups_and_offices(memory: peewee.Database) -> None:
    plan = teachers.import_roster(OPERATOR, office(), NOW)
    assert len(plan.added) == Teacher.select().count() == 62
    kept = Teacher.get(Teacher.staff_no == "1002")
    assert (kept.name, kept.initials, kept.born, kept.joined) == (
        "苏慧",
        "sh",
        "1967-06",
        "1991-09",
    )
    assert (kept.subject, kept.grade, kept.posts, kept.phone) == (
        "语文", "七年级", "副校长", "13445166915",
    )  # fmt: skip
    assert offices() == {
        ("1001", "principal"), ("1001", "steering_head"), ("1002", "vice_principal"),
        ("1003", "dean"), ("1006", "resource_teacher"),
    }  # fmt: skip
    assert {
        ("1025", "prep", "九年级语文备课组", True),
        ("1025", "research", "语文组", False),
        ("1014", "research", "语文组", True),
        ("1025", "grade", "九年级年级组", False),
    } <= memberships()


def test_importing_again_changes_nothing_and_doubles_nobody(memory: peewee.Database) -> None:
    teachers.import_roster(OPERATOR, office(), NOW)
    before = everything()
    plan = teachers.import_roster(OPERATOR, office(), NOW)
    assert (plan.added, plan.changed, plan.unchanged, plan.missing) == ((), (), 62, ())
    assert plan.new_groups == ()
    assert everything() == before


def test_a_plan_changes_nothing_and_says_what_the_import_then_does(memory: peewee.Database) -> None:
    planned = teachers.plan_import(OPERATOR, office())
    assert Teacher.select().count() == Group.select().count() == Trace.select().count() == 0
    assert teachers.import_roster(OPERATOR, office(), NOW) == planned


def test_a_faulty_roster_imports_nobody(memory: peewee.Database) -> None:
    reading = replace(
        roster(person("1", "刘军")), faults=(Fault("表", 3, "B", "姓名", "没有填写。"),)
    )
    for act in (
        lambda: teachers.plan_import(OPERATOR, reading),
        lambda: teachers.import_roster(OPERATOR, reading, NOW),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.reason == "roster_faults"
    assert Teacher.select().count() == 0


def test_a_change_is_told_and_kept(memory: peewee.Database) -> None:
    first = person("1", "刘军", phone="13800000000", posts=("教导主任",))
    teachers.import_roster(OPERATOR, roster(first, person("2", "刘强")), NOW)
    moved = replace(
        first,
        phone="13900000000",
        posts=("教研组长",),
        groups=(Place(GroupKind.RESEARCH, "语文组", leads=True),),
    )
    plan = teachers.import_roster(OPERATOR, roster(moved, person("2", "刘强")), NOW)
    assert plan.changed == (
        Change("1", "刘军", "联系电话", "13800000000", "13900000000"),
        Change("1", "刘军", "职务", "教导主任", "教研组长"),
        Change("1", "刘军", "教研组", "", "语文组（组长）"),
    )
    assert (plan.people_changed, plan.unchanged, plan.new_groups) == (1, 1, ("语文组",))
    assert Teacher.get(Teacher.staff_no == "1").phone == "13900000000"
    assert memberships() == {("1", "research", "语文组", True)}
    assert offices() == set()


def test_a_new_name_gets_its_initials(memory: peewee.Database) -> None:
    teachers.import_roster(OPERATOR, roster(person("1", "刘军")), NOW)
    teachers.import_roster(OPERATOR, roster(person("1", "王小明")), NOW)
    assert Teacher.get(Teacher.staff_no == "1").initials.split()[0] == "wxm"


def test_a_name_of_many_readings_fits(memory: peewee.Database) -> None:
    teachers.import_roster(OPERATOR, roster(person("1", "单" * 64)), NOW)
    kept = Teacher.get(Teacher.staff_no == "1")
    assert len(kept.name) == 64
    assert set(map(len, kept.initials.split())) == {64}


def test_somebody_moved_leaves_the_old_group(memory: peewee.Database) -> None:
    first = person("1", "刘军", groups=(Place(GroupKind.PREP, "甲组", leads=True),))
    teachers.import_roster(OPERATOR, roster(first), NOW)
    moved = replace(first, groups=(Place(GroupKind.PREP, "乙组"),))
    teachers.import_roster(OPERATOR, roster(moved), NOW)
    assert memberships() == {("1", "prep", "乙组", False)}
    assert Group.select().count() == 2


def test_somebody_no_longer_listed_is_told_and_stays(memory: peewee.Database) -> None:
    stays = person("1", "刘军", groups=(Place(GroupKind.PREP, "甲组"),), posts=("校长",))
    teachers.import_roster(OPERATOR, roster(stays, person("2", "刘强")), NOW)
    plan = teachers.import_roster(OPERATOR, roster(person("2", "刘强")), NOW)
    assert plan.missing == (Listed("1", "刘军"),)
    kept = Teacher.get(Teacher.staff_no == "1")
    assert (kept.left_at, kept.posts) == (None, "校长")
    assert memberships() == {("1", "prep", "甲组", False)}


def test_somebody_who_had_left_returns_when_listed(memory: peewee.Database) -> None:
    teachers.import_roster(OPERATOR, roster(person("1", "刘军")), NOW)
    Teacher.update(left_at=NOW).execute()
    plan = teachers.import_roster(OPERATOR, roster(person("1", "刘军")), NOW)
    assert plan.changed == (Change("1", "刘军", "在岗", "已离开", "在岗"),)
    assert Teacher.get(Teacher.staff_no == "1").left_at is None


def test_an_administrator_appointed_by_hand_stays_one(memory: peewee.Database) -> None:
    teacher = Teacher.create(staff_no="1", name="刘军", initials="lj", created_at=NOW)
    Office.create(teacher=teacher, role=Role.RESOURCE_TEACHER)
    Credential.create(teacher=teacher, pin_hash="x")
    teachers.import_roster(OPERATOR, roster(person("1", "刘军", posts=("校长",))), NOW)
    assert {role for _, role in offices()} == {"resource_teacher", "principal", "steering_head"}
    assert Credential.get().teacher_id == teacher.id


def test_each_import_leaves_one_trace_with_its_counts(memory: peewee.Database) -> None:
    teachers.import_roster(OPERATOR, roster(person("1", "刘军")), NOW)
    teachers.import_roster(OPERATOR, roster(person("2", "刘强")), NOW)
    traces = list(Trace.select().order_by(Trace.id))
    assert [trace.act for trace in traces] == ["import_roster"] * 2
    assert json.loads(traces[1].detail) == {
        "source": "花名册.xlsx", "added": 1, "changed": 0, "unchanged": 0, "missing": 1,
    }  # fmt: skip


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PRINCIPAL, Role.PREP_GROUP_LEADER])
def test_who_may_not_import_is_refused(memory: peewee.Database, role: Role) -> None:
    actor = Actor(1, "刘军", "机器", frozenset({role}))
    with pytest.raises(Refused) as refused:
        teachers.import_roster(actor, roster(person("1", "刘军")), NOW)
    assert refused.value.reason == "not_allowed"
    assert Teacher.select().count() == 0


def test_three_hundred_are_imported_in_few_queries(
    memory: peewee.Database, queries: list[str]
) -> None:
    reading = read_roster(DATA / "roster_300.xlsx", date(2026, 9, 1))
    teachers.import_roster(OPERATOR, reading, NOW)
    assert Teacher.select().count() == 300
    assert len(queries) <= 20
    queries.clear()
    teachers.import_roster(OPERATOR, reading, NOW)
    assert len(queries) <= 9


def test_the_list_shows_everybody_and_who_has_a_pin_and_a_badge(
    memory: peewee.Database, queries: list[str]
) -> None:
    teachers.import_roster(OPERATOR, office(), NOW)
    Teacher.update(left_at=NOW).where(Teacher.staff_no == "1004").execute()
    Credential.create(teacher=Teacher.get(Teacher.staff_no == "1002"), pin_hash="x")
    Credential.create(teacher=Teacher.get(Teacher.staff_no == "1003"), code_hash="x")
    for number, stopped in enumerate([("1002", None), ("1002", NOW), ("1003", NOW)]):
        _a_badge(number, *stopped)
    queries.clear()
    rows = teachers.teachers(OPERATOR)
    assert len(queries) == 2
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
