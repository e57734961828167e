"""The roster in the memory: taken in whole or not at all, again and again without doubling."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date

import peewee
import pytest

from db.models import Credential, Group, Membership, Office, Teacher, Trace
from tests.services.importing import DATA, NOW, OPERATOR, office, person, roster
from yanxiu_tui.errors import Refused
from yanxiu_tui.roster.changes import Change, Listed
from yanxiu_tui.roster.check import read_roster
from yanxiu_tui.roster.model import Fault, Place
from yanxiu_tui.rules.roles import GroupKind, Role
from yanxiu_tui.services import teachers
from yanxiu_tui.services.permission import Actor


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
    memory: peewee.Database, queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    reading = read_roster(DATA / "roster_300.xlsx", date(2026, 9, 1))
    with queries() as first:
        teachers.import_roster(OPERATOR, reading, NOW)
    assert Teacher.select().count() == 300
    assert len(first) <= 20
    with queries() as again:
        teachers.import_roster(OPERATOR, reading, NOW)
    assert len(again) <= 9
