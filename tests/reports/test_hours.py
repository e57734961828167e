"""学时登记表: the fields of the paper form, each teacher on a page of their own (DOMAIN §8)."""

from datetime import date
from decimal import Decimal

from openpyxl import load_workbook

from tests.reports.office import all_converted, needs_calc, needs_office, told
from yanxiu_tui.reports.hours import Letterhead, write_forms
from yanxiu_tui.rules.applies import Person
from yanxiu_tui.services.hours_records import HoursEntry, HoursForm
from yanxiu_tui.services.persons import Staff

LETTERHEAD = Letterhead("示范中学", "2026—2027学年第一学期", "教导处")
HEARD = HoursEntry(
    "单元整体教学", "校本培训", "本校", date(2026, 10, 14), date(2026, 10, 14),
    Decimal(2), Decimal(1), "迟到",
)  # fmt: skip
READ = HoursEntry(
    "=读《课程标准》", "自学研修", "县教师进修学校", date(2026, 10, 1), date(2026, 10, 7),
    Decimal("4.00"), Decimal("2.50"), "何静",
)  # fmt: skip


def _form(staff_no, *entries):
    person = Person(int(staff_no), staff_no)
    staff = Staff(
        person.id, staff_no, f"教师{staff_no}", "js", "语文", "语文组", frozenset(), person
    )
    return HoursForm(staff, entries)


def _page(path, *forms):
    write_forms(path, forms, LETTERHEAD)
    return load_workbook(path).active


def _row(page, row):
    return [cell.value for cell in page[row]]


def test_the_form_has_the_fields_of_the_paper(tmp_path):
    page = _page(tmp_path / "h.xlsx", _form("1001", HEARD, READ))
    assert page["A1"].value == "示范中学教师学时登记表"
    assert "姓名：教师1001" in page["A2"].value
    assert _row(page, 3) == [
        "年度", "名称", "类型", "主办", "起止", "申报学时", "认定学时", "审核",
    ]  # fmt: skip
    assert _row(page, 4) == ["2026", "单元整体教学", "校本培训", "本校", "10-14", "2", "1", "迟到"]
    assert _row(page, 5)[4:] == ["10-01至10-07", "4", "2.5", "何静"]
    assert [page[f"{each}6"].value for each in "BFG"] == ["合计 2 项", "6", "3.5"]
    assert (page["A7"].value, "校章" in page["E7"].value) == ("教导处审核：", True)


def test_what_was_typed_never_becomes_a_formula(tmp_path):
    page = _page(tmp_path / "h.xlsx", _form("1001", READ))
    assert page["B4"].data_type == "s"


def test_a_long_name_is_given_the_lines_it_needs(tmp_path):
    long = HoursEntry(
        "长" * 60, "校本培训", "本校", HEARD.first, HEARD.last, HEARD.asked, HEARD.granted, ""
    )
    page = _page(tmp_path / "h.xlsx", _form("1001", HEARD, long))
    assert page.row_dimensions[5].height >= 2 * page.row_dimensions[4].height


def test_each_teacher_begins_a_page_and_whoever_has_nothing_has_a_form_too(tmp_path):
    page = _page(tmp_path / "h.xlsx", _form("1001", HEARD), _form("1002"), _form("1003", READ))
    assert [each.id for each in page.row_breaks.brk] == [6, 11]
    assert "教师1002" in page["A8"].value
    assert page["B10"].value == "合计 0 项"


@needs_office
@needs_calc
def test_the_seal_never_stands_on_a_page_without_rows_of_the_table(tmp_path):
    counts = range(24, 64, 2)
    forms = [_form(str(count), *[HEARD] * count) for count in counts]
    write_forms(tmp_path / "h.xlsx", forms, LETTERHEAD)
    pages = _printed(tmp_path / "h.xlsx")
    sealed = [page for page in pages if "校章" in page]
    assert len(sealed) == len(forms)
    assert all(page.count("单元整体教学") >= 3 for page in sealed)
    assert all("认定学时" in page for page in pages)


def _printed(path):
    """What each page says."""
    (pdf,) = all_converted([path], "pdf")
    return told("pdftotext", "-raw", pdf, "-").removesuffix("\f").split("\f")
