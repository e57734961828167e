"""签到表 on the terminal and on paper (DOMAIN §8, Z26, Z31)."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.builders import NOW
from tests.reports.papers import FIRST, LETTERHEAD, SECOND, a_board, a_line, a_view
from yanxiu_tui.errors import Refused
from yanxiu_tui.reports.attendance import (
    Letterhead,
    counts,
    heading,
    remarks,
    table,
    write_blank,
    write_sheet,
)
from yanxiu_tui.rules.attendance import FIRST_SURPRISE, Departure, Status

IN_TIME = NOW - timedelta(minutes=3)
BETWEEN = NOW + timedelta(minutes=20)


def _calls(line, *rolls):
    """What the sheet says of somebody at the two calls."""
    return table(a_board(line, rolls=rolls or (FIRST, SECOND)), LETTERHEAD)[1][0][4:6]


def _away(roll, at):
    """The call, at which the one teacher was marked not there."""
    return replace(roll, marks={1: False}, marked_at={1: at})


def _printed(path: Path):
    page = load_workbook(path).active
    return page, [[cell.value for cell in row] for row in page.iter_rows()]


def test_the_heading_names_the_meeting_in_the_schools_own_time():
    assert heading(a_view(), LETTERHEAD) == [
        "示范中学校本研修签到表",
        "主题：单元整体教学",
        "时间：2026年10月14日（周三）14:30-16:30    地点：多媒体教室",
        "主持人：何静    主讲人：苏慧",
    ]


def test_a_row_says_who_when_and_how():
    headings, rows = table(a_board(a_line(signed_in_at=IN_TIME)), LETTERHEAD)
    assert headings == [
        "序号", "姓名", "教研组", "签到时间", "点名一", "点名二", "状态", "备注",
    ]  # fmt: skip
    assert rows == [["1", "苏慧", "语文组", "14:27", "到", "到", "出勤", ""]]


def test_the_columns_follow_the_number_of_calls():
    headings, rows = table(a_board(a_line()), Letterhead("示范中学", "教导处", 3))
    assert headings[4:7] == ["点名一", "点名二", "点名三"]
    assert len(rows[0]) == len(headings)


def test_who_signed_in_after_the_first_call_was_there_only_at_the_second():
    assert _calls(a_line(signed_in_at=BETWEEN)) == ["未到", "到"]


def test_who_was_marked_there_without_signing_in_was_there():
    assert _calls(a_line(), FIRST, replace(SECOND, marks={1: True})) == ["未到", "到"]


def test_who_signed_in_and_was_not_found_was_not_there():
    line = a_line(signed_in_at=IN_TIME, conflict=True)
    assert _calls(line, FIRST, _away(SECOND, BETWEEN)) == ["到", "未到"]


def test_who_signed_in_just_after_being_marked_away_was_there():
    line = a_line(signed_in_at=NOW + timedelta(minutes=1))
    assert _calls(line, _away(FIRST, NOW))[0] == "到"


def test_what_a_surprise_call_found_stands_in_the_remarks_and_in_no_column_of_the_calls():
    line = a_line(signed_in_at=NOW + timedelta(minutes=1), conflict=True)
    surprise = _away(replace(SECOND, number=FIRST_SURPRISE), BETWEEN)
    _, (row,) = table(a_board(line, rolls=(_away(FIRST, NOW), surprise, SECOND)), LETTERHEAD)
    assert row[4:] == ["到", "到", "出勤", "签到与点名不符"]


def test_nothing_is_said_of_a_call_that_was_not_held_or_of_somebody_on_leave():
    assert _calls(a_line(), FIRST) == ["未到", ""]
    assert _calls(a_line(status=Status.SICK_LEAVE)) == ["", ""]
    assert _calls(a_line(), replace(FIRST, ended_at=None)) == ["", ""]


def test_remarks_carry_all_that_is_special():
    line = a_line(
        departure=Departure.LEFT_MIDWAY,
        departed_at=NOW + timedelta(minutes=70),
        conflict=True,
        by_hand=True,
        late_entry=True,
    )
    assert remarks(line) == "中途离场 15:40；签到与点名不符；更正为出勤；补录"
    assert remarks(replace(line, departure=Departure.LEFT_EARLY)).startswith("早退 15:40；")


def test_the_counts_are_one_line_and_the_awaited_are_named_only_while_there_are_some():
    lines = [a_line(status=status) for status in (Status.PRESENT, Status.LATE, Status.SICK_LEAVE)]
    said = "应到 3  实到 2  公假 0  事假 0  病假 1  迟到 1  缺席 0"
    assert counts(a_board(*lines).tally) == said
    assert counts(a_board(*lines, a_line(status=Status.EXPECTED)).tally).endswith("未到 1")


def test_the_paper_sheet_has_the_layout_of_the_schools_form(tmp_path):
    late = a_line(2, "林远", Status.LATE, signed_in_at=NOW + timedelta(minutes=65))
    write_sheet(tmp_path / "s.xlsx", a_board(a_line(signed_in_at=IN_TIME), late), LETTERHEAD)
    _, cells = _printed(tmp_path / "s.xlsx")
    assert cells[0][0] == "示范中学校本研修签到表"
    assert cells[1][0] == "主题：单元整体教学"
    assert cells[4][0] == "应到 2　实到 2　公假 0　事假 0　病假 0　迟到 1　缺席 0"
    assert cells[5] == [
        "序号", "姓名", "教研组", "签到时间", "点名一", "点名二", "本人签名", "备注",
    ]  # fmt: skip
    assert cells[6] == [1, "苏慧", "语文组", "14:27", "到", "到", None, None]
    assert cells[7][1] == "林远"
    assert cells[7][6:] == [None, "迟到"]
    assert [text for text in cells[-1] if text] == ["考勤人：", "教务处签收："]


def test_the_paper_sheet_is_ready_to_print_on_a4(tmp_path):
    write_sheet(tmp_path / "s.xlsx", a_board(a_line()), LETTERHEAD)
    page, _ = _printed(tmp_path / "s.xlsx")
    setup = page.page_setup
    assert (int(setup.paperSize), setup.orientation) == (9, "portrait")
    assert (setup.fitToWidth, setup.fitToHeight) == (1, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == "$6:$6"
    assert "&P" in page.oddFooter.center.text
    assert "&N" in page.oddFooter.center.text
    assert page["B7"].font.name == "宋体"
    assert page["B7"].border.left.style == "thin"
    assert page.row_dimensions[7].height >= 24


def test_a_long_remark_makes_its_row_taller(tmp_path):
    special = a_line(
        departure=Departure.LEFT_MIDWAY, departed_at=NOW, conflict=True, by_hand=True,
        late_entry=True,
    )  # fmt: skip
    write_sheet(tmp_path / "s.xlsx", a_board(a_line(), special), LETTERHEAD)
    page, _ = _printed(tmp_path / "s.xlsx")
    assert page.row_dimensions[8].height > page.row_dimensions[7].height


@pytest.mark.parametrize("name", ["=1+1", "+86", "-3", "@sum"])
def test_a_name_that_looks_like_a_formula_stays_a_name(tmp_path, name):
    write_sheet(tmp_path / "s.xlsx", a_board(a_line(name=name)), LETTERHEAD)
    page, _ = _printed(tmp_path / "s.xlsx")
    assert (page["B7"].value, page["B7"].data_type) == (name, "s")
    assert page["B7"].quotePrefix


def test_the_class_of_a_leave_is_printed_in_its_counting_words_only(tmp_path):
    maternity = replace(a_line(status=Status.OFFICIAL_LEAVE), leave_kind="maternity")
    write_sheet(tmp_path / "s.xlsx", a_board(maternity), LETTERHEAD)
    _, cells = _printed(tmp_path / "s.xlsx")
    assert cells[6][-1] == "公假"


def test_a_blank_sheet_has_names_and_groups_and_no_times(tmp_path):
    write_blank(tmp_path / "b.xlsx", a_view(), [a_line(signed_in_at=IN_TIME)], LETTERHEAD)
    _, cells = _printed(tmp_path / "b.xlsx")
    assert cells[6] == [1, "苏慧", "语文组", None, None, None, None, None]
    assert cells[4][0].startswith("应到 1　实到 ＿＿")


def test_an_old_sheet_is_replaced_whole(tmp_path):
    path = tmp_path / "s.xlsx"
    path.write_text("old")
    write_sheet(path, a_board(a_line()), LETTERHEAD)
    assert _printed(path)[1][6][1] == "苏慧"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_is_refused_and_leaves_nothing_behind(tmp_path):
    with pytest.raises(Refused, match="写不进去"):
        write_sheet(tmp_path / "nowhere" / "s.xlsx", a_board(a_line()), LETTERHEAD)
    (tmp_path / "s.xlsx").mkdir()
    with pytest.raises(Refused, match="写不进去"):
        write_sheet(tmp_path / "s.xlsx", a_board(a_line()), LETTERHEAD)
    assert [each.name for each in tmp_path.iterdir()] == ["s.xlsx"]
