"""听课统计表: a row a teacher, as it was frozen, ready for an A4 printer (Z24, Z35)."""

from datetime import date
from decimal import Decimal

from openpyxl import load_workbook

from tests.builders import NOW
from yanxiu_tui.reports.observation_statistics import (
    headings,
    rows,
    sentence,
    write_statistics,
)
from yanxiu_tui.reports.sheets import Letterhead
from yanxiu_tui.services.observation_statistics import MonthLine, MonthStatistics, Owed

LETTERHEAD = Letterhead("示范中学", "教导处")


def _line(staff_no="1001", name="苏慧", month=3, conflicts=0, quotas=((4, 15),)) -> MonthLine:
    owed = tuple(Owed("听课", Decimal(done), Decimal(need)) for done, need in quotas)
    return MonthLine(
        int(staff_no), staff_no, name, "语文组", Decimal(month), month, 0, Decimal(0), 1,
        conflicts, Decimal(4), owed,
    )  # fmt: skip


def _month(*lines, **more) -> MonthStatistics:
    first, last = date(2026, 10, 1), date(2026, 10, 31)
    return MonthStatistics(1, "2026—2027学年第一学期", 2, first, last, lines, **more)


def _row(line: MonthLine) -> dict[str, str]:
    return dict(zip(headings(), rows(_month(line))[0], strict=True))


def test_a_row_says_the_month_how_it_came_about_and_what_is_asked():
    row = _row(_line())
    assert (row["姓名"], row["本月"], row["集中"], row["随机"], row["补录"]) == (
        "苏慧", "3", "3", "", "1",
    )  # fmt: skip
    assert (row["累计"], row["定额"], row["还差"]) == ("4", "4/15", "11")


def test_of_several_quotas_each_is_shown_and_the_most_that_is_missing():
    row = _row(_line(quotas=((15, 15), (4, 18))))
    assert (row["定额"], row["还差"]) == ("15/15，4/18", "14")
    assert (_row(_line(quotas=()))["定额"], _row(_line(quotas=()))["还差"]) == ("", "")


def test_namesakes_are_told_apart():
    names = [row[1] for row in rows(_month(_line("1001", "王芳"), _line("1002", "王芳")))]
    assert names == ["王芳1001", "王芳1002"]


def test_the_sheet_is_titled_counted_and_signed(tmp_path):
    path = tmp_path / "s.xlsx"
    kept = _month(_line(), _line("1002", "林远", 0, 2), version=2, frozen_at=NOW, frozen_by="何静")
    write_statistics(path, kept, LETTERHEAD)
    page = load_workbook(path).active
    assert page["A1"].value == "示范中学2026年10月听课统计表"
    assert "10月1日至10月31日" in page["A2"].value
    assert sentence(kept) in page["A2"].value
    assert sentence(kept) == "2 人共听课 3 节，1 人没有听课，2 条记录有冲突"
    assert [cell.value for cell in page[3]] == headings()
    assert (page["B4"].value, page["D4"].value) == ("苏慧", "3")
    assert page["A7"].value == "教导处　　2026年10月14日（第 2 版）"
    assert page["B4"].font.name == "宋体" and page["B4"].font.size == 14


def test_what_is_not_frozen_says_so_on_paper(tmp_path):
    path = tmp_path / "s.xlsx"
    write_statistics(path, _month(), LETTERHEAD)
    assert "未冻结" in load_workbook(path).active["A5"].value


def test_one_that_was_frozen_late_says_so_beside_its_date(tmp_path):
    path = tmp_path / "s.xlsx"
    write_statistics(path, _month(_line(), version=1, frozen_at=NOW, late=True), LETTERHEAD)
    assert load_workbook(path).active["A6"].value == "教导处　　2026年10月14日（补冻结）"
