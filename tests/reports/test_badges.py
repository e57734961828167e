"""工牌 on A4: every card whole, every QR read back from the printed page."""

import re
import shutil
import subprocess

import docx
import pytest
import zxingcpp
from PIL import Image

from tests.reports.office import converted, needs_office, told
from yanxiu_tui.errors import Refused
from yanxiu_tui.reports.badges import HEIGHT, WIDTH, qr_image, size_of, write_badges
from yanxiu_tui.rules.badges import complete, grouped
from yanxiu_tui.services.badges import NewBadge

SCHOOL = "某某自治州某某县民族中学附属实验学校"
NAMES = ["苏慧", "欧阳静怡", "买买提·艾力", "阿依古丽·买买提江·阿卜杜热合曼", "刘䶮", "很" * 64]
GROUPS = ["语文组", "道德与法治教研组", ""]
POINTS = 72 / 25.4


def _badge(place):
    number = complete(str(48213377123 + place * 7919))
    name, group = NAMES[place % len(NAMES)], GROUPS[place % len(GROUPS)]
    return NewBadge(str(1001 + place), name, group, number)


@pytest.fixture(scope="module")
def badges():
    """One page and one card of them."""
    return [_badge(place) for place in range(11)]


@pytest.fixture(scope="module")
def sheet(badges, tmp_path_factory):
    """The cards as a Word file."""
    path = tmp_path_factory.mktemp("badges") / "工牌.docx"
    write_badges(path, badges, SCHOOL)
    return path


@pytest.fixture(scope="module")
def printed(sheet):
    """The same as LibreOffice prints it."""
    return converted(sheet, "pdf")


def test_a_card_says_the_school_the_name_the_group_and_both_numbers(sheet, badges):
    table = docx.Document(str(sheet)).tables[0]
    cells = [cell for row in table.rows for cell in row.cells]
    said = [[each.text for each in cell.paragraphs if each.text] for cell in cells]
    assert said[0] == [SCHOOL, "苏慧", "语文组", "工号 1001"]
    assert said[4] == [SCHOOL, "买买提·艾力", "工号 1003"]
    assert [words for (words,) in said[1::2][:11]] == [grouped(each.number) for each in badges]
    assert said[-2:] == [[], []]


def test_a_qr_alone_is_read_back():
    (found,) = zxingcpp.read_barcodes(Image.open(qr_image("482133771238")))
    assert found.text == "482133771238"


def test_a_long_name_is_smaller_and_then_goes_on_in_a_second_line():
    assert size_of("苏慧", 24, 14) == 24
    assert 14 <= size_of("买买提·阿不都拉", 24, 14) < 24
    assert size_of("阿依古丽·买买提江·阿卜杜热合曼", 24, 14) == 14
    assert size_of("很" * 500, 24, 14) == 6


def test_the_numbers_of_a_file_that_is_there_are_not_written_over(badges, tmp_path):
    path = tmp_path / "工牌.docx"
    path.write_text("原有", encoding="utf-8")
    with pytest.raises(Refused, match="已经有了"):
        write_badges(path, badges, SCHOOL)
    assert path.read_text(encoding="utf-8") == "原有"


@needs_office
@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="这台机器没有 poppler-utils")
def test_every_qr_is_read_back_from_the_printed_pages(printed, badges, tmp_path):
    subprocess.run(["pdftoppm", "-r", "110", "-png", printed, tmp_path / "page"], check=True)
    pages = [zxingcpp.read_barcodes(Image.open(page)) for page in sorted(tmp_path.iterdir())]
    assert [len(page) for page in pages] == [10, 1]
    read = {found.text for page in pages for found in page}
    assert read == {each.number for each in badges}


@needs_office
def test_no_word_of_a_card_is_cut_or_reaches_over_its_edge(printed, badges):
    assert "(A4)" in told("pdfinfo", printed)
    words = re.findall(r"<word (.*?)>(.*?)</word>", told("pdftotext", "-bbox", printed, "-"))
    for place, _ in words:
        left, top, right, bottom = (float(each) for each in re.findall(r'"([\d.]+)"', place))
        across, down = left / POINTS - (210 - 2 * WIDTH) / 2, top / POINTS - 12.5
        assert across >= 0 and across % WIDTH + (right - left) / POINTS < WIDTH
        assert down >= 0 and down % HEIGHT + (bottom - top) / POINTS < HEIGHT
    text = "".join(word for _, word in words)
    for badge in badges:
        assert badge.name in text
        assert badge.number in text
    assert text.count(SCHOOL) == len(badges)
