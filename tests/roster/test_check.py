"""Whole rosters: the office's own import whole, and every fault is named where it stands."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.roster.office import TODAY, faults, read, workbook
from yanxiu_tui.errors import Refused
from yanxiu_tui.roster.check import read_roster
from yanxiu_tui.roster.model import Column, Place
from yanxiu_tui.rules.roles import GroupKind

DATA = Path(__file__).parent.parent / "data"
HEADING = ["工号", "姓名", "性别", "出生年月", "参加工作时间", "学科", "年级", "职务", "手机"]
GOOD = ["1001", "刘军", "男", "1985.07", "2008.09", "语文", "七年级", "教师", "13800000000"]


def with_cell(column: str, value: Any) -> list[Any]:
    """A good row with one cell changed."""
    row = list(GOOD)
    row[HEADING.index(column)] = value
    return row


@pytest.mark.parametrize(
    ("name", "people"),
    [("roster_office.xlsx", 62), ("roster_gbk.csv", 45), ("roster_300.xlsx", 300)],
)
def test_the_office_s_rosters_are_read_whole(name: str, people: int) -> None:
    reading = read_roster(DATA / name, TODAY)
    assert reading.faults == ()
    assert [person.staff_no for person in reading.people] == [
        str(1001 + index) for index in range(people)
    ]


def test_what_the_office_wrote_is_read_as_meant() -> None:
    people = {
        each.staff_no: each for each in read_roster(DATA / "roster_office.xlsx", TODAY).people
    }
    first, second = people["1001"], people["1002"]
    assert (first.born, first.joined, first.phone) == ("1968-05-10", "1991-09", "15965724920")
    assert first.posts == ("校长",)
    assert (second.name, second.born) == ("苏慧", "1967-06")
    assert second.groups == (
        Place(GroupKind.RESEARCH, "语文组"),
        Place(GroupKind.PREP, "七年级语文备课组"),
        Place(GroupKind.GRADE, "七年级年级组", derived=True),
    )
    assert [each.name for each in people.values()].count("朱雪") == 3
    assert people["1025"].groups_of(GroupKind.PREP) == (
        Place(GroupKind.PREP, "九年级语文备课组", leads=True),
    )


def test_rare_characters_come_through_whole() -> None:
    names = {each.name for each in read_roster(DATA / "roster_gbk.csv", TODAY).people}
    assert {"刘䶮", "陈𬭚", "买买提·艾力", "钟涵"} <= names


def test_every_fault_of_a_faulty_roster_is_named() -> None:
    reading = read_roster(DATA / "roster_faults.xlsx", TODAY)
    assert [str(fault) for fault in reading.faults] == [
        "教师 第3行 B列（姓名）：没有填写。",
        "教师 第5行 A列（工号）：工号 1003 与「教师」第4行（钟宇）重复，请改正。",
        "教师 第6行 D列（出生年月）：「1985年13月」不是正确的日期，请写成 1985-07 或 1985-07-03。",
        "教师 第7行 E列（参加工作时间）：参加工作时间 1970-09-01 距出生日期 1969-01-01 不到 15 年，"
        "请改正其中一个。",
        "教师 第8行 I列（联系电话）：「1381234」不像电话号码，手机号应为 11 位，"
        "座机请写区号和号码。",
        "教师 第9行 C列（性别）：「？」不是男或女，请改正。",
        "教师 第10行 H列（职务）：不认识职务「宇航员」，可写校长、教导主任、教研组长、"
        "备课组长、教师等。",
        "教师 第11行 B列（姓名）：「=1+1」是公式，没有存下算出的值，"
        "请在 Excel 或 WPS 里打开后保存，或粘贴为数值。",
        "教师 第12行 D列（出生年月）：出生日期 2031-01-01 在将来，请改正。",
    ]


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("工号", None, "没有填写"),
        ("工号", "张三", "不像工号"),
        ("工号", 1001.5, "不是整数"),
        ("工号", "1" * 33, "最多 32 位"),
        ("工号", datetime(2020, 1, 1), "日期格式"),
        ("姓名", None, "没有填写"),
        ("姓名", "=A1", "没有存下算出的值"),
        ("姓名", "王" * 65, "最多 64 个字"),
        ("姓名", "王_x0007_明", "控制字符"),
        ("性别", "F", "不是男或女"),
        ("出生年月", "1985-02-30", "不是正确的日期"),
        ("出生年月", "2031.01", "在将来"),
        ("参加工作时间", "1999.09", "不到 15 年"),
        ("参加工作时间", "1980.09", "早于出生日期"),
        ("学科", "语" * 33, "最多 32 个字"),
        ("年级", datetime(2026, 7, 8), "日期格式"),
        ("职务", "宇航员", "不认识职务「宇航员」"),
        ("手机", "1381234", "不像电话号码"),
        ("手机", "1.38E+10", "科学计数法"),
        ("手机", "#N/A", "错误值 #N/A"),
    ],
)
def test_a_fault_is_named_by_row_and_column(
    tmp_path: Path, column: str, value: Any, says: str
) -> None:
    rows = [["花名册"], HEADING, with_cell("工号", "1000"), with_cell(column, value)]
    (fault,) = read(tmp_path, *rows).faults
    assert (fault.sheet, fault.row, fault.label) == ("花名册", 4, column)
    assert fault.letter == "ABCDEFGHI"[HEADING.index(column)]
    assert says in fault.sentence


def test_a_leader_of_an_unknown_group_is_a_fault_in_the_post(tmp_path: Path) -> None:
    (fault,) = read(tmp_path, ["工号", "姓名", "职务"], ["1001", "刘军", "教研组长"]).faults
    assert str(fault) == (
        "花名册 第2行 C列（职务）：是教研组长，却看不出是哪个教研组，请补上教研组。"
    )


def test_each_fault_of_a_row_is_named(tmp_path: Path) -> None:
    reading = read(tmp_path, HEADING, [None, None, "?", "?", "?", "数学", "七年级", "?", "?"])
    assert faults(reading) == [(2, letter) for letter in "ABCDEHI"]


def test_a_number_with_two_names_is_a_fault_in_one_sheet_and_in_two(tmp_path: Path) -> None:
    other = ["1001", "刘强", *GOOD[2:]]
    assert faults(read(tmp_path, HEADING, GOOD, other)) == [(3, "A")]
    path = workbook(tmp_path / "r.xlsx", ("七年级", [HEADING, GOOD]), ("八年级", [HEADING, other]))
    (fault,) = read_roster(path, TODAY).faults
    assert (
        str(fault) == "八年级 第2行 A列（工号）：工号 1001 与「七年级」第2行（刘军）重复，请改正。"
    )


def test_the_same_person_twice_in_one_sheet_is_a_fault(tmp_path: Path) -> None:
    assert faults(read(tmp_path, HEADING, GOOD, GOOD)) == [(3, "A")]
    rows = [with_cell("工号", "a1"), with_cell("工号", "A1")]
    assert faults(read(tmp_path, HEADING, *rows)) == [(3, "A")]


def test_namesakes_with_their_own_numbers_are_two_people(tmp_path: Path) -> None:
    assert len(read(tmp_path, HEADING, GOOD, with_cell("工号", "1002")).people) == 2


def test_the_same_person_on_two_sheets_is_one(tmp_path: Path) -> None:
    path = workbook(tmp_path / "r.xlsx", ("甲", [HEADING, GOOD]), ("乙", [HEADING, GOOD]))
    reading = read_roster(path, TODAY)
    assert len(reading.people) == 1
    assert reading.faults == ()


def test_two_sheets_complete_each_other(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "r.xlsx",
        ("甲", [["工号", "姓名", "学科"], ["1001", "刘军", "历史"]]),
        ("乙", [["工号", "姓名", "教研组", "手机"], [1001, "刘　军", "文综组", 13800000000]]),
    )
    (person,) = read_roster(path, TODAY).people
    assert (person.subject, person.phone) == ("历史", "13800000000")
    assert person.groups == (Place(GroupKind.RESEARCH, "文综组"),)


def test_who_leads_on_one_sheet_leads_the_group_named_on_another(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "r.xlsx",
        ("甲", [["工号", "姓名", "学科", "职务"], ["1001", "刘军", "历史", "教研组长"]]),
        ("乙", [["工号", "姓名", "教研组"], ["1001", "刘军", "文综组"]]),
    )
    (person,) = read_roster(path, TODAY).people
    assert person.groups == (Place(GroupKind.RESEARCH, "文综组", leads=True),)


def test_two_sheets_that_disagree_are_a_fault_in_that_column(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "r.xlsx",
        ("甲", [HEADING, GOOD]),
        ("乙", [HEADING, with_cell("手机", "13900000000")]),
    )
    (fault,) = read_roster(path, TODAY).faults
    assert (fault.sheet, fault.row, fault.letter) == ("乙", 2, "I")
    assert fault.sentence == "与「甲」第2行写的联系电话不一致，请改成一样。"


def test_two_lists_side_by_side_are_a_fault(tmp_path: Path) -> None:
    row = ["工号", "姓名", "工号", "姓名"]
    (fault,) = read(tmp_path, row, ["1", "刘军", "2", "刘强"]).faults
    assert (fault.row, fault.letter, fault.label) == (1, "D", "姓名")


def test_sheets_without_a_heading_and_hidden_ones_are_noted(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "r.xlsx",
        ("说明", [["请如实填写"]]),
        ("教师", [HEADING, GOOD]),
        ("去年", [HEADING, with_cell("工号", "9")]),
        ("通讯录", [["姓名", "手机"], ["刘军", "13800000000"]]),
        ("空", []),
    )
    book = load_workbook(path)
    book["去年"].sheet_state = "hidden"
    book.save(path)
    reading = read_roster(path, TODAY)
    assert [person.staff_no for person in reading.people] == ["1001"]
    assert reading.faults == ()
    assert [note for note in reading.notes if note.endswith("没有读。")] == [
        "「说明」没有表头（工号、姓名等），没有读。",
        "「去年」是隐藏的工作表，没有读。",
        "「通讯录」第 1 行的表头缺少工号一列，没有读。",
    ]


def test_a_file_whose_heading_lacks_a_column_says_which(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="「花名册」第 1 行的表头缺少工号一列"):
        read(tmp_path, ["姓名", "性别"], ["刘军", "男"])


def test_columns_that_say_the_same_are_noted(tmp_path: Path) -> None:
    reading = read(tmp_path, ["编号", "工号", "姓名"], ["7", "1001", "刘军"])
    assert reading.people[0].staff_no == "1001"
    assert "「花名册」的「编号」一列与别的列重复，没有采用。" in reading.notes


def test_only_the_columns_of_the_file_are_stated(tmp_path: Path) -> None:
    reading = read(tmp_path, ["工号", "姓名"], ["1001", "刘军"])
    assert reading.people[0].stated == {Column.STAFF_NO, Column.NAME}


def test_derived_groups_are_noted(tmp_path: Path) -> None:
    assert read(tmp_path, HEADING, GOOD).notes == (
        "没有教研组一列，按任教学科或表名分组，如「语文组」。",
        "没有年级组一列，按任教年级或表名分组，如「七年级年级组」。",
    )


def test_colleagues_of_a_prep_leader_join_the_derived_group(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        HEADING,
        with_cell("职务", "备课组长"),
        with_cell("工号", "1002"),
        [*with_cell("工号", "1003")[:5], "数学", "七年级", "教师", None],
    )
    groups = [[place.name for place in each.groups_of(GroupKind.PREP)] for each in reading.people]
    assert groups == [["七年级语文备课组"], ["七年级语文备课组"], []]


def test_a_prep_group_without_a_leader_or_with_two_is_only_noted(tmp_path: Path) -> None:
    heading = ["工号", "姓名", "职务", "教研组", "备课组"]
    reading = read(
        tmp_path,
        heading,
        ["1", "刘军", "备课组长、教研组长", "语文组", "七语备课组"],
        ["2", "刘强", "备课组长、教研组长", "语文组", "七语备课组"],
        ["3", "刘明", "教师", "语文组", "八语备课组"],
    )
    assert reading.faults == ()
    assert set(reading.notes) == {
        "「语文组」有 2 位组长：刘军、刘强。",
        "「七语备课组」有 2 位组长：刘军、刘强。",
        "「八语备课组」没有备课组长。",
    }


def test_today_is_passed_in(tmp_path: Path) -> None:
    path = workbook(tmp_path / "r.xlsx", ("表", [HEADING, GOOD]))
    assert read_roster(path, date(2026, 1, 1)).faults == ()
    assert "在将来" in read_roster(path, date(1985, 1, 1)).faults[0].sentence
