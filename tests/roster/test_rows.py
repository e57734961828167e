"""Which rows of a sheet are people: sums, sections and signatures are not, half a person is."""

from pathlib import Path
from typing import Any

import pytest

from tests.roster.office import faults, read
from yanxiu_tui.roster.model import Place
from yanxiu_tui.rules.roles import GroupKind


def test_what_is_not_a_person_is_passed_over(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        ["某校教职工名单"],
        ["序号", "工号", "姓名", "学科"],
        [1, "1001", "刘军", "语文"],
        [None, None, None, None],
        ["序号", "工 号", "姓　名", "学科"],
        [2, "1002", "刘强", "语文"],
        ["语文组小计", None, "2人", None],
        ["合  计", None, "2 人"],
        [3, None, None, None],
        ["4", None, None, None],
        ["制表人：王小明", None, None, "填表日期：2026年9月1日"],
        [None, "制表人", "王小明", None],
        [None, None, None, "2026年9月1日"],
        ["注：名单以人事档案为准。"],
    )
    assert [person.staff_no for person in reading.people] == ["1001", "1002"]
    assert reading.faults == ()
    assert not any("不是教师" in note and " 9" in note for note in reading.notes)


def test_the_title_of_a_section_is_passed_over_and_noted(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        ["工号", "姓名", "学科"],
        ["一、语文组（1人）"],
        ["1001", "刘军", "语文"],
        [None, "数学组", None],
        ["1002", "刘强", "数学"],
    )
    assert len(reading.people) == 2
    assert "「花名册」第 2、4 行不是教师，没有读。" in reading.notes


@pytest.mark.parametrize(
    ("row", "letter"),
    [(["1002", None, None], "B"), ([None, "刘强", None], "A"), (["1002", None, "数学"], "B")],
)
def test_half_a_person_is_never_passed_over(tmp_path: Path, row: list[Any], letter: str) -> None:
    reading = read(tmp_path, ["工号", "姓名", "学科"], ["1001", "刘军", "语文"], row)
    assert faults(reading) == [(3, letter)]


def test_a_merged_group_belongs_to_each_row(tmp_path: Path) -> None:
    rows = [["工号", "姓名", "教研组"], [1, "刘军", "语文组"], [2, "刘强", None], [3, "刘明", None]]
    reading = read(tmp_path, *rows, merged=["C2:C4"])
    assert [person.groups[0].name for person in reading.people] == ["语文组"] * 3


def test_a_person_on_two_merged_rows_is_a_fault(tmp_path: Path) -> None:
    rows = [["工号", "姓名", "学科"], [1, "刘军", "语文"], [None, None, "历史"]]
    assert faults(read(tmp_path, *rows, merged=["A2:A3", "B2:B3"])) == [(3, "A")]


def test_a_heading_in_merged_tiers_is_read(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        ["示范中学花名册"],
        ["工号", "姓名", "任职情况", None],
        [None, None, "职务", "教研组"],
        ["1001", "刘军", "教研组长", "语文组"],
        merged=["A1:D1", "A2:A3", "B2:B3", "C2:D2"],
    )
    assert reading.people[0].groups == (Place(GroupKind.RESEARCH, "语文组", leads=True),)


def test_a_number_1985_1_follows_its_column(tmp_path: Path) -> None:
    rows = [["工号", "姓名", "生日"], ["1", "刘军", 1985.1], ["2", "刘强", 1990.07]]
    assert [person.born for person in read(tmp_path, *rows).people] == ["1985-10", "1990-07"]
    assert faults(read(tmp_path, *rows[:2])) == [(2, "C")]
