"""教案检查通报 as a sheet: what it says, and 宋体 4号 on A4 (Z17, Z35)."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.builders import NOW
from yanxiu_tui.errors import Refused
from yanxiu_tui.reports.bulletin import headings, row, sentences, write_bulletin
from yanxiu_tui.reports.sheets import Letterhead
from yanxiu_tui.services.bulletins import Bulletin, GroupLine, Tally

LETTERHEAD = Letterhead("示范中学", "教导处")
CHINESE = GroupLine(
    "语文组", "周敏", 4, 3, 6, 6, Tally(15, 2, 1), Tally(5, 1, 0), "孙正", ("林远（第 5 周）",)
)
MATHS = GroupLine("=数学组", "吴军", 4, 0, 5, 0, Tally(), Tally(), "", ())
BULLETIN = Bulletin(
    1, "2026—2027学年第一学期", 2, date(2026, 9, 28), date(2026, 10, 25), (CHINESE, MATHS), 1,
    "首次", NOW, "何静",
)  # fmt: skip


@pytest.fixture
def page(tmp_path):
    write_bulletin(tmp_path / "通报.xlsx", BULLETIN, LETTERHEAD)
    return load_workbook(tmp_path / "通报.xlsx").active


def test_a_row_says_what_was_due_and_done_and_found():
    assert dict(zip(headings(), row(CHINESE), strict=True)) == {
        "组": "语文组", "组长": "周敏", "周检查": "3/4", "查人数": "6/6", "合格": "15",
        "需改进": "2", "缺": "1", "学月检查": "5/1/0",
    }  # fmt: skip
    assert row(MATHS)[-1] == "未检查"


def test_the_sentences_say_how_many_were_due_and_who_lacked_a_plan():
    first, last = sentences(BULLETIN)
    assert "9月28日至10月25日，2 个组应检查签字 8 组次，实际 3 组次" in first
    assert last == "缺教案的：语文组：林远（第 5 周）。"
    none = Bulletin(1, "", 2, date(2026, 9, 28), date(2026, 10, 25), (MATHS,))
    assert sentences(none)[1] == "没有缺教案的。"


def test_the_sheet_is_an_a4_page_in_songti_four(page):
    cells = [cell for line in page.iter_rows() for cell in line if cell.value]
    assert {cell.font.name for cell in cells} == {"宋体"}
    assert {cell.font.size for cell in cells} == {14, 18}
    assert page["A1"].value == "示范中学第 2 学月教案检查通报"
    assert int(page.page_setup.paperSize) == 9
    assert cells[-1].value == "2026年10月14日"
    assert cells[-2].value == "教导处"


def test_one_that_was_frozen_late_says_so_beside_its_date(tmp_path):
    path = tmp_path / "通报.xlsx"
    write_bulletin(path, replace(BULLETIN, late=True), LETTERHEAD)
    cells = [cell.value for line in load_workbook(path).active.iter_rows() for cell in line]
    assert "2026年10月14日（补冻结）" in cells


def test_a_name_that_looks_like_a_formula_stays_text(page):
    assert (page["A6"].value, page["A6"].data_type) == ("=数学组", "s")


def test_a_file_that_cannot_be_written_is_refused():
    with pytest.raises(Refused, match="写不进去"):
        write_bulletin(Path("/没有这个文件夹/通报.xlsx"), BULLETIN, LETTERHEAD)
