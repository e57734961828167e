"""``yanxiu attendance``: the sheet on the terminal and as files."""

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from db.models import Attendee
from tests.builders import NOW, OPERATOR, PIN, a_group, a_school, a_teacher, an_activity
from yanxiu_tui.services.meeting import open_activity
from yanxiu_tui.services.sign_in import sign_in


@pytest.fixture
def meeting(memory):
    """An open meeting that expects 苏慧, who is here, and 林远, who is not yet."""
    term = a_school("third")
    for staff_no, name in (("1001", "苏慧"), ("1002", "林远")):
        a_teacher(staff_no, name, group=a_group())
    activity = an_activity(term)
    open_activity(OPERATOR, activity.id, NOW)
    sign_in(activity.id, "1001", PIN, NOW, "keyboard", "测试机")
    return activity


def _names(path):
    return [row[1].value for row in load_workbook(path).active.iter_rows(min_row=7) if row[1].value]


def test_the_table_stands_between_its_heading_and_its_counts(yanxiu, meeting):
    lines = yanxiu("attendance").out.splitlines()
    assert lines[0] == "示范中学校本研修签到表"
    assert lines[1] == "主题：新课标下的单元整体教学"
    assert "14:30" in lines[7]
    assert "出勤" in lines[7]
    assert lines[-1].startswith("应到 2  实到 1")
    assert lines[-1].endswith("未到 1")


def test_other_formats_hold_the_rows_only(yanxiu, meeting):
    rows = list(csv.DictReader(io.StringIO(yanxiu("attendance", "--format", "csv").out)))
    assert [(row["姓名"], row["签到时间"], row["状态"]) for row in rows] == [
        ("苏慧", "14:30", "出勤"),
        ("林远", "", "未到"),
    ]


def test_without_a_number_it_is_the_last_one_held(yanxiu, meeting):
    later = NOW + timedelta(days=7)
    an_activity(meeting.term, starts_at=later, ends_at=later + timedelta(hours=1), title="下一次")
    assert "新课标" in yanxiu("attendance").out
    assert "下一次" in yanxiu("attendance", meeting.id + 1).out


def test_before_anything_was_held_it_says_so(yanxiu, memory):
    a_school()
    said = yanxiu("attendance")
    assert said.code == 1
    assert "还没有开放过签到" in said.err


def test_the_sheet_is_written_for_the_printer(yanxiu, meeting, tmp_path):
    path = tmp_path / "签到表.xlsx"
    said = yanxiu("attendance", "--xlsx", path)
    assert said.out == f"签到表已写入「{path}」。\n"
    assert _names(path) == ["苏慧", "林远"]
    assert "教务处签收：" in [cell.value for row in load_workbook(path).active for cell in row]


def test_a_place_that_cannot_be_written_is_one_sentence(yanxiu, meeting, tmp_path):
    said = yanxiu("attendance", "--xlsx", tmp_path / "没有" / "a.xlsx")
    assert (said.code, said.out) == (1, "")
    assert said.err.count("\n") == 1
    assert "写不进去" in said.err


def test_a_blank_sheet_of_a_coming_meeting_names_those_whom_opening_will_expect(
    yanxiu, meeting, tmp_path
):
    maths = a_group("数学组")
    a_teacher("1004", "周敏", group=maths)
    a_teacher("1003", "何静", group=maths)
    coming = an_activity(meeting.term, group=maths)
    yanxiu("attendance", coming.id, "--blank", tmp_path / "b.xlsx")
    assert _names(tmp_path / "b.xlsx") == ["何静", "周敏"]
    open_activity(OPERATOR, coming.id, NOW)
    frozen = Attendee.select().where(Attendee.activity == coming)
    assert {row.teacher.name for row in frozen} == {"何静", "周敏"}


def test_a_blank_sheet_is_wanted_for_the_meeting_at_the_door(yanxiu, memory, tmp_path):
    term = a_school()
    a_teacher("1001", "苏慧")
    an_activity(term, title="今天的活动")
    said = yanxiu("attendance", "--blank", tmp_path / "b.xlsx")
    assert "共 1 人" in said.out
    assert load_workbook(tmp_path / "b.xlsx").active["A2"].value == "主题：今天的活动"
