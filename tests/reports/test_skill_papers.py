"""成绩登记表 and 《报告册》: 宋体, A4, as LibreOffice prints them; nothing written for anyone."""

import re
from datetime import date
from decimal import Decimal

import docx
import pytest
from openpyxl import load_workbook

from tests.builders import NOW
from tests.reports.office import all_converted, needs_calc, needs_office, told
from yanxiu_tui.reports.report_book import write_report_book
from yanxiu_tui.reports.skills import write_sheet
from yanxiu_tui.rules.applies import Person
from yanxiu_tui.rules.clauses import UNSAID
from yanxiu_tui.rules.skills import Outcome, Standing, tallies
from yanxiu_tui.services.persons import Staff
from yanxiu_tui.services.report_book import Part, ReportBook
from yanxiu_tui.services.skill_rows import Attempt
from yanxiu_tui.services.skills import CandidateLine, SkillTestPage, SkillTestView

WHO = Person(1, "1001", backbone="市级")
SU = Staff(1, "1001", "苏慧", "sh", "语文", "语文组", frozenset(), WHO, "七年级")
HELD, RETAKEN = date(2026, 10, 14), date(2026, 10, 21)


def a_line(name: str, scores: list[int | None], outcome: Outcome) -> CandidateLine:
    attempts = tuple(
        Attempt(number, None if score is None else Decimal(score), "=板书", NOW, "何静")
        for number, score in enumerate(scores, start=1)
    )
    return CandidateLine(len(name), "1001", name, "语文组", outcome, attempts=attempts)


@pytest.fixture
def page():
    lines = (
        a_line("苏慧", [88], Outcome.PASSED),
        a_line("欧阳静怡", [45, 70], Outcome.PASSED_AT_RETAKE),
        a_line("林远", [None, None], Outcome.ABSENT),
    )
    view = SkillTestView(1, "第一学期", "基本功", "粉笔字过关", HELD, RETAKEN, NOW, 3, 0, 0, 2)
    counted = tallies(Standing(each.group, each.outcome, each.score) for each in lines)
    return SkillTestPage(view, UNSAID, 100, Decimal(60), True, lines, tuple(counted))


@pytest.fixture
def book():
    parts = (
        Part("考勤（次）", ("应到", "实到"), (("12", "12"),), "出勤率 100%，公假不计"),
        Part(
            "听课", ("日期", "课题", "执教"), (("2026-10-14", "《背影》" * 20, "林远"),), "共 1 节"
        ),
        Part("评优", ("日期", "奖项", "理由"), ()),
    )
    terms = ("2026—2027学年第一学期", "2026—2027学年第二学期")
    return ReportBook("示范中学", "2026—2027学年", "教导处", SU, terms, parts)


def test_a_row_a_candidate_and_no_comment_becomes_a_formula(page, tmp_path):
    write_sheet(tmp_path / "表.xlsx", page, "示范中学")
    sheet = load_workbook(tmp_path / "表.xlsx").active
    assert [cell.value for cell in sheet[5]][2:7] == ["欧阳静怡", "语文组", "45", "70", "补考合格"]
    assert sheet["H4"].data_type == "s"
    assert (sheet["E6"].value, sheet["F6"].value) == ("缺考", "缺考")
    assert "应考 3 人，参加 2 人，合格 2 人（补考 1 人）" in sheet["A7"].value
    assert sheet["C4"].font.size == 14


def test_the_book_has_every_part_in_order_and_leaves_words_and_seal_to_people(book, tmp_path):
    write_report_book(tmp_path / "册.docx", book)
    made = docx.Document(str(tmp_path / "册.docx"))
    words = [paragraph.text for paragraph in made.paragraphs if paragraph.text]
    assert words[:3] == [
        "校本研修报告册",
        "示范中学　2026—2027学年",
        "一、考勤（次）　出勤率 100%，公假不计",
    ]
    assert words[-2:] == ["三、评优", "（没有记录）"]
    signed = [row.cells[0].text.replace("\n", "") for row in made.tables[-1].rows]
    assert signed == ["本人总结", "教研组意见", "教导处意见", "学校意见"]


@needs_office
@needs_calc
def test_libreoffice_prints_both_on_a4(page, book, tmp_path):
    write_sheet(tmp_path / "表.xlsx", page, "示范中学")
    write_report_book(tmp_path / "册.docx", book)
    printed = all_converted([tmp_path / "表.xlsx", tmp_path / "册.docx"], "pdf")
    for pdf, field in zip(printed, ("欧阳静怡", "骨干级别"), strict=True):
        assert "595.304 x 841.89" in told("pdfinfo", pdf) or "A4" in told("pdfinfo", pdf)
        assert field in re.sub(r"\s+", "", told("pdftotext", pdf, "-"))
