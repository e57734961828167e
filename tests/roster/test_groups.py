"""Groups: named by a column, or derived from subject and grade; and who leads them."""

import pytest

from yanxiu_tui.roster.groups import (
    grade_groups,
    named_groups,
    places_of,
    prep_groups,
    research_groups,
)
from yanxiu_tui.roster.model import Column, Place, Wrong
from yanxiu_tui.roster.posts import parse_posts
from yanxiu_tui.rules.roles import GroupKind

RESEARCH, PREP, GRADE = GroupKind.RESEARCH, GroupKind.PREP, GroupKind.GRADE


@pytest.mark.parametrize(
    ("kind", "written", "names"),
    [
        (RESEARCH, "语文组", ("语文组",)),
        (RESEARCH, "语 文", ("语文组",)),
        (RESEARCH, "语文组、历史组", ("语文组", "历史组")),
        (RESEARCH, "音、体、美组", ("音、体、美组",)),
        (PREP, "七年级语文", ("七年级语文备课组",)),
        (PREP, "七年级语文备课", ("七年级语文备课组",)),
        (PREP, "七语备课组/八语备课组", ("七语备课组", "八语备课组")),
        (GRADE, "七年级", ("七年级年级组",)),
        (GRADE, "初一", ("初一年级组",)),
        (GRADE, "小学部", ("小学部年级组",)),
        (GRADE, None, ()),
        (GRADE, "无", ()),
    ],
)
def test_a_cell_names_its_groups(kind: GroupKind, written: object, names: tuple[str, ...]) -> None:
    assert named_groups(kind, written) == names


def test_too_long_a_group_is_refused() -> None:
    with pytest.raises(Wrong, match="最多 64 个字"):
        named_groups(RESEARCH, "字" * 64)


@pytest.mark.parametrize(
    ("grade", "names"),
    [
        ("九年级", ("九年级年级组",)), ("9", ("9年级年级组",)),
        ("七、八年级", ("七年级年级组", "八年级年级组")),
        ("七八年级", ("七年级年级组", "八年级年级组")), ("七年级1班", ("七年级年级组",)),
        ("初一、初二", ("初一年级组", "初二年级组")), ("高三", ("高三年级组",)),
        ("全校", ()), ("", ()), ("七至九年级", ()), ("7-9年级", ()),
    ],
)  # fmt: skip
def test_grade_groups_are_derived_from_the_grade(grade: str, names: tuple[str, ...]) -> None:
    assert grade_groups(grade) == names


def test_research_and_prep_groups_are_derived_from_the_subject() -> None:
    assert research_groups("语文、历史") == ("语文组", "历史组")
    assert research_groups("") == ()
    assert prep_groups("七、八年级", "语文") == ("七年级语文备课组", "八年级语文备课组")
    assert prep_groups("初一", "语文") == ("初一语文备课组",)


def places(posts: str, title: str = "表", **cells: object) -> tuple[Place, ...]:
    """The places of somebody whose row holds ``cells``, the columns of the sheet."""
    read = {Column(name): value for name, value in cells.items()}
    read[Column.POSTS] = parse_posts(posts)
    return places_of(frozenset(read), read, title)


def test_a_leader_leads_their_own_group_of_that_kind() -> None:
    assert places("教研组长", research_group=("语文组",), prep_group=("七语备课组",)) == (
        Place(RESEARCH, "语文组", leads=True),
        Place(PREP, "七语备课组"),
    )


def test_a_leader_leads_a_derived_group_too() -> None:
    assert places("学科组长、年级主任", subject="英语", grade="九年级") == (
        Place(RESEARCH, "英语组", leads=True, derived=True),
        Place(GRADE, "九年级年级组", leads=True, derived=True),
    )


def test_among_several_groups_the_post_says_which() -> None:
    assert places(
        "备课组长（八年级语文）", prep_group=("七年级语文备课组", "八年级语文备课组")
    ) == (
        Place(PREP, "七年级语文备课组"),
        Place(PREP, "八年级语文备课组", leads=True),
    )


def test_a_post_may_name_the_group_that_no_column_names() -> None:
    assert places("语文教研组长", research_group=()) == (Place(RESEARCH, "语文组", leads=True),)


def test_a_prep_leader_has_a_group_by_grade_and_subject() -> None:
    assert Place(PREP, "七年级语文备课组", leads=True, derived=True) in places(
        "备课组长", grade="七年级", subject="语文"
    )


@pytest.mark.parametrize(
    ("posts", "cells"),
    [
        ("教研组长", {"research_group": ()}),
        ("教研组长", {}),
        ("年级组长", {"grade": "全校"}),
        ("备课组长", {"prep_group": ("甲组", "乙组")}),
        ("备课组长", {"subject": "语文"}),
    ],
)
def test_a_leader_whose_group_is_unknown_is_refused(posts: str, cells: dict[str, object]) -> None:
    with pytest.raises(Wrong, match="哪"):
        places(posts, **cells)


def test_the_name_of_the_sheet_stands_in_for_a_missing_column() -> None:
    assert places("", title="语文组") == (Place(RESEARCH, "语文组", derived=True),)
    assert places("", title="八年级") == (Place(GRADE, "八年级年级组", derived=True),)
    assert places("", title="花名册") == ()
    assert places("", title="七语备课组") == ()
