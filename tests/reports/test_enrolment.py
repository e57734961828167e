"""启用码 slips: one for each teacher, ready to cut apart."""

from openpyxl import load_workbook

from tests.builders import NOW
from yanxiu_tui.reports.enrolment import HOW_TO, grouped, write_slips
from yanxiu_tui.services.enrolment_codes import EnrolmentCode


def _slips(path, count):
    codes = [EnrolmentCode(str(1001 + n), f"教师{n}", "语文", "23456789") for n in range(count)]
    write_slips(path, codes, "示范中学", NOW)
    return load_workbook(path).active


def test_a_code_is_read_in_groups_of_four():
    assert grouped("23456789") == "2345 6789"


def test_a_slip_says_whose_it_is_the_code_how_to_use_it_and_until_when(tmp_path):
    page = _slips(tmp_path / "c.xlsx", 1)
    assert [page["A1"].value, page["B1"].value] == ["教师0", "工号 1001"]
    assert page["A2"].value == "2345 6789"
    assert page["A3"].value == HOW_TO
    assert "2026-10-14" in page["A4"].value


def test_everybody_has_a_slip_two_across_and_no_page_cuts_one_in_two(tmp_path):
    page = _slips(tmp_path / "c.xlsx", 25)
    names = [page.cell(row, column).value for row in range(1, 53, 4) for column in (1, 3)]
    assert [name for name in names if name] == [f"教师{n}" for n in range(25)]
    assert [each.id for each in page.row_breaks.brk] == [24, 48]
    assert page.page_setup.fitToWidth == 1
