"""The heading is found wherever it stands and in whatever usual words."""

import pytest

from yanxiu_tui.roster.headings import Heading, find_heading, known_labels, repeats_heading
from yanxiu_tui.roster.model import Cell, Column, Sheet


def sheet(*rows: list[str | None]) -> Sheet:
    return Sheet("表", {n: tuple(Cell(each) for each in row) for n, row in enumerate(rows, 1)})


def heading(*rows: list[str | None]) -> Heading:
    found = find_heading(sheet(*rows))
    assert found is not None
    return found


def indexes(found: Heading) -> dict[Column, int]:
    return {column: headed.index for column, headed in found.columns.items()}


@pytest.mark.parametrize(
    ("label", "column"),
    [
        ("教师编号", Column.STAFF_NO), ("职工号", Column.STAFF_NO), ("编号", Column.STAFF_NO),
        ("员工号", Column.STAFF_NO), ("教工号", Column.STAFF_NO), ("工\n号", Column.STAFF_NO),
        ("*工号", Column.STAFF_NO), ("工号/编号", Column.STAFF_NO), ("出生日期", Column.BORN),
        ("生日", Column.BORN), ("出生年月（如1985.07）", Column.BORN), ("工作时间", Column.JOINED),
        ("任教时间", Column.JOINED), ("从教时间", Column.JOINED), ("学　科", Column.SUBJECT),
        ("任课", Column.SUBJECT), ("年级", Column.GRADE), ("身份", Column.POSTS),
        ("岗位", Column.POSTS), ("职务(岗位)", Column.POSTS), ("学科组", Column.RESEARCH_GROUP),
        ("备课组", Column.PREP_GROUP), ("年级组", Column.GRADE_GROUP), ("骨干", Column.BACKBONE),
        ("手 机", Column.PHONE), ("联系电话：", Column.PHONE), ("性  别", Column.SEX),
    ],
)  # fmt: skip
def test_every_usual_word_for_a_column_is_known(label: str, column: Column) -> None:
    row = [label, "姓 名"] if column is Column.STAFF_NO else ["工号", "教师姓名", label]
    assert indexes(heading(row))[column] == row.index(label)


def test_a_heading_is_found_below_title_rows() -> None:
    found = heading(
        ["示范中学教职工花名册", None, None],
        ["填表单位：教导处", None, "2026年9月1日"],
        ["填表人姓名", None, None],
        ["序号", "工号", "姓名"],
        ["1", "1001", "刘军"],
    )
    assert (found.first, found.last) == (4, 4)
    assert indexes(found) == {Column.STAFF_NO: 1, Column.NAME: 2}


def test_a_heading_in_two_tiers_is_one_heading() -> None:
    found = heading(
        ["工号", "姓名", "任职情况", None, "参加工作", "联系方式"],
        [None, None, "职务", "教研组", "时间", "手机"],
        ["1001", "刘军", "教师", "语文组", "2001.09", "13800000000"],
    )
    assert (found.first, found.last) == (1, 2)
    assert indexes(found) == {
        Column.STAFF_NO: 0, Column.NAME: 1, Column.POSTS: 2, Column.RESEARCH_GROUP: 3,
        Column.JOINED: 4, Column.PHONE: 5,
    }  # fmt: skip


def test_tiers_with_merged_cells_are_one_heading() -> None:
    rows = {
        1: (Cell("工号"), Cell("姓名"), Cell("教研组"), Cell()),
        2: (Cell("工号", spread=True), Cell("姓名", spread=True), Cell("名称"), Cell("职务")),
        3: (Cell("1"), Cell("刘军"), Cell("语文组"), Cell("教师")),
    }
    found = find_heading(Sheet("表", rows))
    assert found is not None
    assert found.last == 2
    assert indexes(found)[Column.RESEARCH_GROUP] == 2
    assert indexes(found)[Column.POSTS] == 3


def test_the_first_person_is_no_second_tier() -> None:
    found = heading(["工号", "姓名", "学科"], ["1001", "刘军", "学科"])
    assert found.last == 1


def test_the_word_that_says_most_wins_and_the_others_are_told() -> None:
    found = heading(["编号", "工号", "姓名", "岗位", "职务", "电话", "手机"])
    assert indexes(found) == {
        Column.STAFF_NO: 1, Column.NAME: 2, Column.POSTS: 4, Column.PHONE: 6,
    }  # fmt: skip
    assert found.unused == ("编号", "岗位", "电话")


def test_two_columns_of_names_are_noticed() -> None:
    found = heading(["工号", "姓名", "工号", "姓名"])
    assert found.twice is not None
    assert [each.index for each in found.twice] == [1, 3]
    assert heading(["工号", "姓名", "教师姓名"]).twice is None


def test_a_heading_without_numbers_or_names_says_which_it_lacks() -> None:
    assert heading(["姓名", "性别", "学科"]).lacks is Column.STAFF_NO
    assert heading(["工号", "性别", "学科"]).lacks is Column.NAME


def test_a_sheet_of_words_has_no_heading() -> None:
    assert find_heading(sheet(["填写说明"], ["一、姓名请写全称"], ["姓名"])) is None


def test_a_repeated_heading_is_known() -> None:
    found = heading(["工号", "姓名"])
    assert repeats_heading(found, (Cell("工 号"), Cell("姓　名")))
    assert not repeats_heading(found, (Cell("1001"), Cell("刘军")))
    assert not repeats_heading(found, ())


def test_words_of_a_heading_are_counted() -> None:
    assert known_labels(["工号", "姓名", "天气"]) == 2
