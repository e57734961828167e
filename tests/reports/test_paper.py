"""Any text in sections as a Word file: its heading, its sections, its paragraphs set in."""

import re

import docx
import pytest
from docx.shared import Pt

from tests.reports.office import converted, needs_office, told
from yanxiu_tui.errors import Refused
from yanxiu_tui.reports.paper import write

SECTIONS = [
    ("指导思想", "以课堂为中心，以教师发展为本。\n　　扎实开展校本研修。\n"),
    ("具体安排", ""),
    ("预期成果", "人人有研修成果。"),
]


@pytest.fixture
def printed(tmp_path):
    """Write a paper and read back each of its paragraphs."""

    def read(sections, heading=("语文组　2026年9月7日",)):
        path = tmp_path / "计划.docx"
        write(path, heading, "教研组工作计划", sections, "示范中学")
        return docx.Document(str(path)).paragraphs

    return read


def test_title_school_and_heading_come_first_and_then_each_section_under_its_name(printed):
    words = [each.text for each in printed(SECTIONS)]
    assert words[:3] == ["教研组工作计划", "示范中学", "语文组　2026年9月7日"]
    assert words[3:6] == ["指导思想", "以课堂为中心，以教师发展为本。", "扎实开展校本研修。"]
    assert words[6:] == ["具体安排", "", "预期成果", "人人有研修成果。"]


def test_a_paragraph_begins_two_characters_in_however_it_was_typed(printed):
    first, second = printed(SECTIONS)[4:6]
    assert first.paragraph_format.first_line_indent == Pt(28)
    assert second.paragraph_format.first_line_indent == Pt(28)
    assert not first.paragraph_format.keep_with_next


def test_a_text_of_one_section_goes_without_its_name(printed):
    words = [each.text for each in printed([("正文", "开会记录。")], heading=["", "校长室"])]
    assert words == ["教研组工作计划", "示范中学", "校长室", "开会记录。"]


def test_a_file_that_stands_there_is_not_written_over(printed):
    printed(SECTIONS)
    with pytest.raises(Refused, match="已经有了"):
        printed(SECTIONS)


@needs_office
def test_forty_thousand_characters_are_opened_by_libreoffice_to_the_last_page(tmp_path):
    path = tmp_path / "长.docx"
    long = "\n".join(["以校本研修为抓手，立足课堂，聚焦问题，同伴互助。" * 8] * 104)
    write(
        path, ["语文组"], "教研组工作计划", [("上篇", long), ("下篇", f"{long}全文完")], "示范中学"
    )
    pdf = converted(path, "pdf")
    assert "全文完" in told("pdftotext", "-raw", pdf, "-")
    said = told("pdfinfo", pdf)
    assert "A4" in said
    assert int(re.search(r"Pages: +(\d+)", said)[1]) > 40
