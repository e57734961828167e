"""师徒结对登记表: a row a pair, how it stands and how far it is, ready for an A4 printer."""

from dataclasses import replace

from openpyxl import load_workbook

from tests.reports.pairs import a_pair, ended, half_done
from yanxiu_tui.reports.pairing_register import headings, rows, sentence, write_register
from yanxiu_tui.services.pairing_papers import Register, RegisterLine


def _register(*lines):
    return Register("示范中学", "2026—2027学年第一学期", "教导处", lines)


def _row(line):
    return dict(zip(headings(), rows(_register(line))[0], strict=True))


def test_a_row_says_who_until_when_and_how_far():
    row = _row(RegisterLine(a_pair(), half_done(), 0))
    assert (row["编号"], row["师傅"], row["徒弟"], row["学科"]) == ("3", "周敏", "林远", "语文")
    assert (row["起"], row["止"], row["签订"]) == ("2026-09-01", "2027-08-31", "2026-09-05")
    assert (row["状态"], row["备注"]) == ("培养中", "")
    assert row["师傅本学期"] == "听徒弟的课 4/8，指导 4/8"
    assert row["徒弟本学期"] == "听师傅的课 4/8，公开课 1/2"


def test_a_draft_has_nothing_to_show():
    row = _row(RegisterLine(a_pair(state_name="拟定", signed_at=None), (), 0))
    assert (row["状态"], row["签订"], row["师傅本学期"]) == ("拟定", "", "")


def test_what_there_is_to_see_to_stands_in_the_remark():
    assert _row(RegisterLine(a_pair(), (), 18))["备注"] == "18 天没有记录"
    assert _row(RegisterLine(a_pair(overdue=True), (), 18))["备注"] == "已到期，18 天没有记录"
    assert _row(RegisterLine(ended(promoted_to="县级"), (), 0))["备注"] == (
        "2026-10-12，骨干级别 县级"
    )
    dissolved = ended(state_name="解除", end_reason="师傅调动")
    assert _row(RegisterLine(dissolved, (), 0))["备注"] == "2026-10-12，师傅调动"


def test_namesakes_are_told_apart_and_one_person_in_two_pairs_is_one():
    other = replace(a_pair(), id=4, apprentice_no="1009", apprentice_name="林远")
    found = rows(_register(*(RegisterLine(each, (), 0) for each in (a_pair(), other))))
    assert [row[1:3] for row in found] == [["周敏", "林远1002"], ["周敏", "林远1009"]]


def test_the_whole_is_said_in_a_line():
    lines = [RegisterLine(a_pair(), (), 18), RegisterLine(a_pair(), (), 0)]
    lines.append(RegisterLine(ended(), (), 0))
    assert sentence(_register(*lines)) == "共 3 对，培养中 2 对，出师 1 对，1 对多日没有记录"
    assert sentence(_register()) == "共 0 对"


def test_the_sheet_is_one_landscape_page_wide_with_its_head_on_each(tmp_path):
    path = tmp_path / "登记表.xlsx"
    write_register(path, _register(RegisterLine(a_pair(), half_done(), 0)))
    page = load_workbook(path).active
    assert page["A1"].value == "示范中学师徒结对登记表"
    assert page["A2"].value == "2026—2027学年第一学期：共 1 对，培养中 1 对。"
    assert [cell.value for cell in page[3]] == headings()
    assert page["I4"].value == "听徒弟的课 4/8，指导 4/8"
    assert page["A6"].value == "教导处"
    assert (page.page_setup.orientation, page.page_setup.fitToWidth) == ("landscape", 1)
    assert page.print_title_rows == "$3:$3"
    assert page["A4"].font.name == "宋体"
    assert page.row_dimensions[4].height > page.row_dimensions[3].height


def test_an_empty_register_is_a_sheet_too(tmp_path):
    path = tmp_path / "登记表.xlsx"
    write_register(path, _register())
    assert load_workbook(path).active["A2"].value.endswith("共 0 对。")
