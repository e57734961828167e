"""The paper forms of DOMAIN §8: fields, A4, 宋体4号, two-sided; LibreOffice opens each (Z35)."""

import re
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt
from openpyxl import load_workbook

from db.connection import connect
from tests.reports.built_forms import Form, a_built_school
from tests.reports.office import all_converted, needs_calc, needs_office, told

NAMES = (
    "签到表.xlsx", "集体备课记录.docx", "听课记录表.docx", "师徒结对协议书.docx", "计划总结.docx",
    "学时登记表.xlsx", "公示.xlsx", "通报.xlsx", "请假条.docx", "借阅登记.xlsx",
)  # fmt: skip
# Tables of many columns, whose rows would not fit an A4 page at 14 points.
SMALLER = ("签到表.xlsx", "学时登记表.xlsx")
of_word = pytest.mark.parametrize("name", [each for each in NAMES if each.endswith("docx")])
of_excel = pytest.mark.parametrize("name", [each for each in NAMES if each.endswith("xlsx")])


@dataclass(frozen=True)
class Written:
    """A folder of the forms, and what each of them is."""

    folder: Path
    forms: dict[str, Form]


@pytest.fixture(scope="module")
def written(sqlite_template, tmp_path_factory):
    """All the forms, written from one built school."""
    folder = tmp_path_factory.mktemp("forms")
    shutil.copyfile(sqlite_template, folder / "school.db")
    opened = connect(f"sqlite:///{folder / 'school.db'}")
    forms = a_built_school()
    for form in forms:
        form.write(folder / form.file)
    opened.close()
    return Written(folder, {form.file: form for form in forms})


@pytest.fixture(scope="module")
def printed(written):
    """The PDF of each, all made by one call of LibreOffice."""
    pdfs = all_converted([written.folder / name for name in NAMES], "pdf")
    return dict(zip(NAMES, pdfs, strict=True))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_every_form_is_there(written):
    assert tuple(written.forms) == NAMES


@of_word
def test_a_word_form_asks_for_song_at_fourteen_points_and_mirrored_margins(written, name):
    made = docx.Document(str(written.folder / name))
    normal = made.styles["Normal"]
    assert normal.font.size == Pt(14)
    assert normal.element.rPr.rFonts.get(qn("w:eastAsia")) == "宋体"
    assert made.settings.element.find(qn("w:mirrorMargins")) is not None
    page = made.sections[0]
    assert (page.page_width.cm, page.page_height.cm) == pytest.approx((21, 29.7), abs=0.01)
    assert page.left_margin > page.right_margin


@of_excel
def test_a_table_asks_for_song_on_a4_with_room_to_bind_at_either_edge(written, name):
    page = load_workbook(written.folder / name).active
    fonts = {(cell.font.name, cell.font.size) for row in page.iter_rows() for cell in row}
    sizes = {size for font, size in fonts if font == "宋体"}
    assert 14 in sizes or name in SMALLER
    assert int(page.page_setup.paperSize) == 9
    assert page.page_margins.left == page.page_margins.right >= 0.5


@needs_office
@needs_calc
@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_prints_it_on_a4_with_every_field(written, printed, name):
    assert "(A4)" in told("pdfinfo", printed[name])
    text = squeezed(told("pdftotext", "-raw", printed[name], "-"))
    assert [words for words in written.forms[name].says if squeezed(words) not in text] == []
    fonts = told("pdffonts", printed[name]).splitlines()[2:]
    assert fonts and all(" yes yes yes " in each for each in fonts)


def test_no_form_but_the_slip_itself_says_why_somebody_was_away(written):
    slip = written.forms["请假条.docx"]
    reason = slip.says[-1]
    others = (written.folder / name for name in NAMES if name != slip.file)
    assert not [path for path in others if reason in _whole(path)]
    assert reason in _whole(written.folder / slip.file)


def _whole(path: Path) -> str:
    with zipfile.ZipFile(path) as opened:
        return "".join(opened.read(each).decode() for each in opened.namelist() if "xml" in each)
