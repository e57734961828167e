"""Word files: 宋体4号, A4, margins mirrored (Z35), and nothing lost where they are opened."""

import re
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from tests.reports.forms import a_prep_record, an_observation_record
from tests.reports.office import converted, needs_office, told
from yanxiu_tui.errors import Refused
from yanxiu_tui.reports import observation_record, prep_record
from yanxiu_tui.reports.word import Cell, grid, legal, line, paper, row, write

FORMS = {
    "prep": (prep_record.write_record, a_prep_record),
    "observation": (observation_record.write_record, an_observation_record),
}


def words_of(path) -> list[str]:
    """Every paragraph with words in it, those of tables included, in order."""
    body = docx.Document(str(path)).element.body
    found = ["".join(t.text or "" for t in each.iter(qn("w:t"))) for each in body.iter(qn("w:p"))]
    return [each for each in found if each.strip()]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture(params=FORMS)
def form(request, tmp_path):
    """Each of the forms, filled in, as a file."""
    write_form, record = FORMS[request.param]
    path = tmp_path / f"{request.param}.docx"
    write_form(path, record())
    return path


def test_it_is_a4_with_the_inner_margin_wider_and_mirrored(form):
    made = docx.Document(str(form))
    page = made.sections[0]
    assert (page.page_width.cm, page.page_height.cm) == pytest.approx((21, 29.7), abs=0.01)
    assert page.left_margin > page.right_margin
    settings = [child.tag for child in made.settings.element]
    # Word refuses a file whose settings stand in another order.
    assert settings.index(qn("w:mirrorMargins")) == settings.index(qn("w:zoom")) + 1


def test_every_script_is_set_in_song_at_fourteen_points(form):
    made = docx.Document(str(form))
    normal = made.styles["Normal"]
    assert normal.font.size == Pt(14)
    defaults = made.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:rFonts')}")
    for fonts in (defaults, normal.element.rPr.rFonts):
        assert set(fonts.attrib.values()) == {"宋体"}
        assert {qn("w:ascii"), qn("w:hAnsi"), qn("w:eastAsia")} <= set(fonts.attrib)
    sizes = {run.font.size for paragraph in made.paragraphs for run in paragraph.runs}
    assert sizes <= {None, Pt(14), Pt(18)}
    runs = made.element.body.iter(qn("w:r"))
    assert not [run for run in runs if run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}") is not None]


def test_rows_fill_the_width_between_the_margins(form):
    made = docx.Document(str(form))
    page = made.sections[0]
    between = page.page_width - page.left_margin - page.right_margin
    for table in made.tables:
        for each in table.rows:
            widths = [cell.width for cell in dict.fromkeys(each.cells)]
            assert sum(widths) == pytest.approx(between, abs=Cm(0.05))


def test_a_file_is_never_written_over(tmp_path):
    path = tmp_path / "纸.docx"
    path.write_text("别人的")
    with pytest.raises(Refused, match="已经有了"):
        write(paper("记录"), path)
    assert path.read_text() == "别人的"


def test_a_name_that_word_would_not_open_is_refused(tmp_path):
    with pytest.raises(Refused, match=r"请以 \.docx 结尾"):
        write(paper("听课记录表"), tmp_path / "表.txt")
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written_to_is_refused(tmp_path):
    with pytest.raises(Refused, match="写不进去"):
        write(paper("记录"), tmp_path / "没有这个文件夹" / "纸.docx")
    assert list(tmp_path.iterdir()) == []


def test_what_xml_does_not_allow_is_left_out_and_the_rest_stays(tmp_path):
    path, odd = tmp_path / "纸.docx", "前\x00\x0b\x1b\ufffe\ud800后<&>\"'𬭎😀"
    assert legal(odd) == "前后<&>\"'𬭎😀"
    made = paper(odd, odd)
    line(made, odd)
    row(grid(made, [16]), [Cell(odd)])
    write(made, path)
    assert words_of(path) == ["前后<&>\"'𬭎😀"] * 4


def test_the_lines_of_a_text_are_paragraphs_of_its_cell(tmp_path):
    made = paper("记录")
    row(grid(made, [3, 13]), [Cell("目标", label=True), Cell("一\n\n二\r\n三")])
    write(made, tmp_path / "纸.docx")
    cell = docx.Document(str(tmp_path / "纸.docx")).tables[0].rows[0].cells[1]
    assert [each.text for each in cell.paragraphs] == ["一", "", "二", "三"]


def test_a_heading_row_stands_again_on_every_page(tmp_path):
    made = paper("记录")
    row(grid(made, [16]), [Cell("意见", label=True)], head=True)
    write(made, tmp_path / "纸.docx")
    table = docx.Document(str(tmp_path / "纸.docx")).tables[0]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_only_a_row_with_a_long_text_goes_on_over_the_page(tmp_path):
    made, whole = paper("记录"), []
    for words in ("短", "字" * 240, "行\n" * 10, "字" * 241, "行\n" * 12):
        table = grid(made, [16])
        row(table, [Cell(words)])
        whole.append(table.rows[0]._tr.trPr.find(qn("w:cantSplit")) is not None)
    assert whole == [True, True, True, False, False]


@needs_office
def test_libreoffice_opens_it_on_a4_with_every_word_and_every_font(form):
    pdf = converted(form, "pdf")
    assert "(A4)" in told("pdfinfo", pdf)
    printed = squeezed(told("pdftotext", "-raw", pdf, "-"))
    assert [words for words in words_of(form) if squeezed(words) not in printed] == []
    fonts = told("pdffonts", pdf).splitlines()[2:]
    assert fonts and all(" yes yes yes " in each for each in fonts)


@needs_office
def test_libreoffice_keeps_words_type_and_mirrored_margins_there_and_back(form):
    odt = converted(form, "odt")
    with zipfile.ZipFile(odt) as opened:
        assert 'style:page-usage="mirrored"' in opened.read("styles.xml").decode()
    back = converted(odt, "docx")
    assert words_of(back) == words_of(form)
    made = docx.Document(str(back))
    assert made.settings.element.find(qn("w:mirrorMargins")) is not None
    normal = made.styles["Normal"]
    assert normal.element.rPr.rFonts.get(qn("w:eastAsia")) == "宋体"
    assert normal.font.size == Pt(14)


@needs_office
def test_a_very_long_text_goes_on_over_the_pages_to_its_end(tmp_path):
    path = tmp_path / "长.docx"
    text = "\n".join(f"第{number}句，" + "学生说得多了" * 6 for number in range(400)) + "全文完"
    observation_record.write_record(path, an_observation_record(process=text))
    pdf = converted(path, "pdf")
    printed = squeezed(told("pdftotext", "-raw", pdf, "-"))
    assert "第0句" in printed and "全文完" in printed and "谢谢，下次" in printed
    assert int(re.search(r"Pages: +(\d+)", told("pdfinfo", pdf))[1]) > 15
