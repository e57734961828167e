"""公示 on paper: the basis, the table, the period, and nothing that is nobody's business."""

import pytest
from openpyxl import load_workbook

from db.models import Veto
from tests.builders import NOW
from tests.services.frozen_school import a_school_to_freeze
from yanxiu_tui.errors import Refused
from yanxiu_tui.reports.notice import headings, rows, sentences, title, write_notice
from yanxiu_tui.services import publishing


@pytest.fixture
def school(memory):
    return a_school_to_freeze()


def sheet(school, subject="teacher"):
    return publishing.notice(school.dean, school.published(subject).id)


def printed(path):
    page = load_workbook(path).active
    return page, [[cell.value for cell in row] for row in page.iter_rows()]


def test_it_names_the_basis_the_period_and_where_to_object(school):
    said = sentences(sheet(school))
    assert said == [
        "根据《示范中学校本研修考核办法》（Z37、Z26、Z21），对全体考核对象2026—2027学年第一学期"
        "（截至2026年10月14日）的校本研修情况进行了量化考核，现将结果予以公示。",
        "公示时间：2026年10月14日至2026年10月18日（5 天）。",
        "如有异议，请在公示期内向教导处提出，或在研修终端「公示与评优」中提出。",
    ]


def test_a_row_is_number_place_name_group_score_and_grade(school):
    notice = sheet(school)
    assert headings(notice.view.ranking) == ["序号", "名次", "姓名", "教研组", "得分", "等次"]
    assert rows(notice)[2] == ["3", "3", "周敏", "语文组", "92.00", "优"]


def test_whoever_is_vetoed_has_no_place_no_score_and_no_reason(school):
    Veto.create(term=school.cast.term, teacher=school.id_of("1001"), reason="师德失范", at=NOW)
    notice = sheet(school)
    assert rows(notice)[-1] == ["6", "", "苏慧", "语文组", "", "一票否决"]
    assert "师德" not in str(notice)


def test_namesakes_are_told_apart(school):
    from db.models import Teacher

    Teacher.update(name="周敏").where(Teacher.staff_no == "1008").execute()
    named = [row[2] for row in rows(sheet(school))]
    assert {"周敏1003", "周敏1008"} <= set(named)


def test_groups_have_a_sheet_of_their_own(school):
    notice = sheet(school, "research")
    assert title(notice) == "示范中学校本研修教研组考核结果公示"
    assert headings(notice.view.ranking) == ["序号", "名次", "组", "得分", "等次"]
    assert rows(notice)[0] == ["1", "1", "语文组", "98.67", ""]


def test_the_file_is_one_a4_page_wide_in_the_school_s_type(school, tmp_path):
    path = tmp_path / "公示.xlsx"
    write_notice(path, sheet(school))
    page, cells = printed(path)
    assert int(page.page_setup.paperSize) == 9
    assert page.page_setup.orientation == "portrait"
    assert {(cell.font.name, cell.font.size) for cell in page[6]} == {("宋体", 14)}
    assert cells[0][0] == "示范中学校本研修考核结果公示"
    assert cells[4] == ["序号", "名次", "姓名", "教研组", "得分", "等次"]
    assert cells[5] == [1, 1, "苏慧", "语文组", "100.00", "优"]
    assert page.print_title_rows == "$5:$5"
    assert [row[0] for row in cells[-3:]] == ["示范中学", "教导处", "2026年10月14日"]


def test_a_place_that_cannot_be_written_is_refused(school, tmp_path):
    with pytest.raises(Refused):
        write_notice(tmp_path / "没有" / "公示.xlsx", sheet(school))
