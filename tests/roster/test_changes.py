"""What a roster changes in what the school knew, and what it leaves alone."""

from dataclasses import replace

from yanxiu_tui.roster.changes import Change, ImportPlan, Standing, compare
from yanxiu_tui.roster.model import Column, Person, Place, Reading
from yanxiu_tui.rules.roles import GroupKind, Role

RESEARCH, PREP, GRADE = GroupKind.RESEARCH, GroupKind.PREP, GroupKind.GRADE
KNOWN = Standing(
    "1001",
    "刘军",
    subject="语文",
    grade="七年级",
    posts=("教研组长", "教导主任"),
    phone="13800000000",
    groups={(RESEARCH, "语文组"): True, (GRADE, "七年级年级组"): False},
    offices=frozenset({Role.DEAN}),
)


def person(*stated: Column, **said: object) -> Person:
    """刘军 as a roster with 工号, 姓名 and these columns has him."""
    columns = frozenset({Column.STAFF_NO, Column.NAME, *stated})
    return replace(Person("1001", "刘军", "表", 2, stated=columns), **said)


def after(listed: Person, known: Standing = KNOWN) -> Standing:
    return compare(Reading((listed,)), [known], ())[1][0][1]


def plan(*listed: Person, known: tuple[Standing, ...] = (KNOWN,)) -> ImportPlan:
    return compare(Reading(listed), known, ())[0]


def test_columns_the_file_lacks_change_nothing() -> None:
    assert after(person()) == KNOWN
    assert plan(person()).unchanged == 1


def test_a_blank_cell_in_a_stated_column_blanks_the_field() -> None:
    assert plan(person(Column.PHONE)).changed == (
        Change("1001", "刘军", "联系电话", "13800000000", ""),
    )


def test_a_post_taken_away_takes_office_and_leadership_with_it() -> None:
    left = after(person(Column.POSTS, Column.SUBJECT, subject="语文", posts=("教师",)))
    assert left.offices == frozenset()
    assert left.groups == {(RESEARCH, "语文组"): False, (GRADE, "七年级年级组"): False}


def test_an_office_given_by_hand_stays() -> None:
    known = replace(KNOWN, offices=frozenset({Role.DEAN, Role.RESOURCE_TEACHER}))
    left = after(person(Column.POSTS, posts=("校长",)), known)
    assert left.offices == {Role.RESOURCE_TEACHER, Role.PRINCIPAL, Role.STEERING_HEAD}


def test_a_named_group_replaces_the_one_before() -> None:
    moved = person(Column.RESEARCH_GROUP, groups=(Place(RESEARCH, "文综组"),))
    assert after(moved).groups == {(RESEARCH, "文综组"): False, (GRADE, "七年级年级组"): False}
    assert plan(moved).changed == (Change("1001", "刘军", "教研组", "语文组（组长）", "文综组"),)
    assert plan(moved).new_groups == ("文综组", "七年级年级组")


def test_a_blank_group_column_takes_the_group_away() -> None:
    assert (RESEARCH, "语文组") not in after(person(Column.RESEARCH_GROUP)).groups


def test_a_derived_group_follows_a_changed_subject() -> None:
    listed = person(
        Column.SUBJECT, subject="数学", groups=(Place(RESEARCH, "数学组", derived=True),)
    )
    assert after(listed).groups == {(RESEARCH, "数学组"): False, (GRADE, "七年级年级组"): False}


def test_a_derived_group_never_replaces_a_named_one() -> None:
    known = replace(KNOWN, groups={(RESEARCH, "文综组"): True})
    listed = person(
        Column.SUBJECT, subject="语文", groups=(Place(RESEARCH, "语文组", derived=True),)
    )
    assert after(listed, known).groups == {(RESEARCH, "文综组"): True}


def test_a_leader_of_a_derived_group_leads_the_named_one() -> None:
    known = replace(KNOWN, groups={(RESEARCH, "文综组"): False})
    listed = person(
        Column.SUBJECT,
        Column.POSTS,
        posts=("教研组长",),
        groups=(Place(RESEARCH, "语文组", leads=True, derived=True),),
    )
    assert after(listed, known).groups == {(RESEARCH, "文综组"): True}


def test_somebody_who_had_left_returns() -> None:
    gone = replace(KNOWN, active=False)
    assert plan(person(), known=(gone,)).changed == (
        Change("1001", "刘军", "在岗", "已离开", "在岗"),
    )


def test_the_missing_are_the_active_who_are_not_listed() -> None:
    others = (KNOWN, Standing("1002", "刘强"), Standing("1003", "刘明", active=False))
    assert [each.staff_no for each in plan(person(), known=others).missing] == ["1002"]


def test_a_number_is_the_same_in_capitals() -> None:
    known = (Standing("A1", "刘军"),)
    listed = replace(person(), staff_no="a1")
    assert plan(listed, known=known).unchanged == 1


def test_a_number_that_passed_to_another_name_is_noted() -> None:
    (note,) = plan(replace(person(), name="刘强")).notes
    assert note == "工号 1001 原是刘军，现在是刘强；若不是改名，请核对工号。"


def test_a_person_under_a_new_number_is_noted() -> None:
    (note,) = plan(replace(person(), staff_no="2001")).notes
    assert note == "新增的刘军（2001）与不再列出的（1001）同名，请核对是否换了工号。"
