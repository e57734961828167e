"""A Word file as the schools want their papers: 宋体4号, A4, to be printed on both sides (Z35)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yanxiu_tui.errors import Refused
from yanxiu_tui.reports.sheets import FONT, legal, refuse_unwritable, save

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

SIZE = 14  # points: 4号
_TITLE_SIZE, _FOOT_SIZE = 18, 9
_PAGE = (21.0, 29.7)
# In centimetres; the inner margin is the wider one, to bind at.
_INNER, _OUTER, _TOP, _BOTTOM = 2.8, 2.2, 2.2, 2.0
WIDTH = _PAGE[0] - _INNER - _OUTER
_LINE = 0.9
_MILLIMETRE = 57  # in twentieths of a point


@dataclass(frozen=True)
class Cell:
    """One cell of a form: its words, how many columns it takes, whether it names the next one."""

    words: str
    across: int = 1
    label: bool = False


def paper(title: str, under: str = "") -> "Document":
    """An empty A4 paper with its title, and perhaps a line under it."""
    from docx.shared import Cm

    made = sheet(title, (_INNER, _OUTER, _TOP, _BOTTOM))
    page = made.sections[0]
    page.header_distance = page.footer_distance = Cm(1)
    _mirror_margins(made)
    headed(made, title, under)
    _number_pages(page.footer.paragraphs[0])
    return made


def headed(made: "Document", title: str, under: str = "") -> None:
    """A title, and perhaps a line under it: of the paper, or of what begins on another page."""
    line(made, title, size=_TITLE_SIZE, bold=True, centred=True)
    if under:
        line(made, under, centred=True)


def sheet(title: str, margins: tuple[float, float, float, float]) -> "Document":
    """An empty A4 sheet; its margins left, right, above and below are in centimetres."""
    import docx
    from docx.shared import Cm

    made = docx.Document()
    page = made.sections[0]
    page.page_width, page.page_height = (Cm(each) for each in _PAGE)
    page.left_margin, page.right_margin = (Cm(each) for each in margins[:2])
    page.top_margin, page.bottom_margin = (Cm(each) for each in margins[2:])
    _set_type(made)
    made.core_properties.title = legal(title)[:255]  # No more fits.
    made.core_properties.author = ""
    return made


def heading(made: "Document", words: str) -> None:
    """The name of what comes next, apart from what came before."""
    from docx.shared import Pt

    line(made, words, bold=True).paragraph_format.space_before = Pt(SIZE)


def signed(made: "Document", *lines: str) -> None:
    """Who hands it out and when, at the right below it all."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

    line(made, "")
    for words in lines:
        line(made, words).alignment = ALIGN.RIGHT


def line(
    made: "Document", words: str, *, size: int = SIZE, bold: bool = False, centred: bool = False
) -> "Paragraph":
    """One line of text on its own."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.shared import Pt

    paragraph = made.add_paragraph()
    paragraph.alignment = ALIGN.CENTER if centred else ALIGN.LEFT
    paragraph.paragraph_format.space_after = Pt(6)
    paragraph.paragraph_format.keep_with_next = True
    run = paragraph.add_run(legal(words))
    run.bold, run.font.size = bold, Pt(size)
    return paragraph


def prose(made: "Document", text: str) -> None:
    """A text as paragraphs, the first line of each two characters in; "" leaves a line free."""
    from docx.shared import Pt

    for words in legal(text).splitlines() or [""]:
        paragraph = made.add_paragraph(words.strip())
        paragraph.paragraph_format.first_line_indent = Pt(2 * SIZE)


def grid(made: "Document", widths: Sequence[float]) -> "Table":
    """A ruled table without rows, its columns so many centimetres wide."""
    from docx.shared import Cm

    table = made.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    pad(table, ("top", "bottom"), _MILLIMETRE)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    return table


def pad(table: "Table", sides: Sequence[str], room: int) -> None:
    """So much room on these sides between the words of a cell and its rules, in 1/20 of a point."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for side in sides:
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(room))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)


def row(
    table: "Table",
    cells: Sequence[Cell],
    *,
    least: float = _LINE,
    head: bool = False,
    top: bool = False,
) -> None:
    """Add a row at least so many centimetres high; a ``head`` stands again on every page.

    A text of many lines keeps them, and only a long one goes on over the page. Where the row is
    higher than its words they stand in the middle, or at the ``top``.
    """
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    made = table.add_row()
    made.height = Cm(least)
    properties = made._tr.get_or_add_trPr()
    if all(_is_short(cell.words) for cell in cells):
        properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    _lay(table, made, cells, top)


def _lay(table: "Table", made: "_Row", cells: Sequence[Cell], top: bool) -> None:
    """Put the cells into their row, over as many columns as each spans."""
    from docx.table import _Cell

    widths = [column.width for column in table.columns]
    # Spanned by hand: to merge cells that were made apart takes ten times as long.
    places, at = iter(made._tr.tc_lst), 0
    for cell in cells:
        place, *spanned = islice(places, cell.across)
        for each in spanned:
            made._tr.remove(each)
        if spanned:
            place.grid_span = cell.across
        place.width = sum(widths[at : at + cell.across])
        _fill(_Cell(place, table), cell, top)
        at += cell.across


def write(made: "Document", path: Path) -> None:
    """Put the paper there, whole or not at all; Refused where ``refuse_unfit`` refuses."""
    refuse_unfit(path)
    save(made, path)


def refuse_unfit(path: Path) -> None:
    """Raise Refused where a file stands already, or under a name that Word would not open.

    And where nothing can be written.
    """
    if path.suffix.lower() != ".docx":
        raise Refused("bad_name", f"「{path.name}」不是 Word 文件名，请以 .docx 结尾。")
    if path.exists():
        raise Refused("file_exists", f"「{path}」已经有了，请换一个文件名，或先把它移走。")
    refuse_unwritable(path)


def _is_short(words: str) -> bool:
    """Whether a text takes no more than a third of a page."""
    return len(words) + 20 * words.count("\n") <= 240


def _fill(place: "_Cell", cell: Cell, top: bool) -> None:
    """Put the words in, line by line."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

    place.vertical_alignment = VERTICAL.TOP if top else VERTICAL.CENTER
    first, *more = re.split(r"\r\n|\r|\n", legal(cell.words))
    for paragraph, words in [
        (place.paragraphs[0], first),
        *((place.add_paragraph(), each) for each in more),
    ]:
        run = paragraph.add_run(words)
        if cell.label:
            paragraph.alignment, run.bold = ALIGN.CENTER, True


def _set_type(made: "Document") -> None:
    """宋体 for Chinese and for letters alike, with nothing left to a theme."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    normal = made.styles["Normal"]
    normal.font.size = Pt(SIZE)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.15
    made.styles["Footer"].font.size = Pt(_FOOT_SIZE)
    defaults = made.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for properties in (defaults, normal.element.get_or_add_rPr()):
        fonts = properties.get_or_add_rFonts()
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)
    defaults.find(qn("w:lang")).set(qn("w:eastAsia"), "zh-CN")


def _mirror_margins(made: "Document") -> None:
    """Let left and right change places on every other page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    # The order of settings is fixed: this one comes right after the zoom.
    made.settings.element.find(qn("w:zoom")).addnext(OxmlElement("w:mirrorMargins"))


def _number_pages(paragraph: Any) -> None:
    """第 1 页 共 2 页, reckoned by whatever program opens the paper."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.alignment = ALIGN.CENTER
    for words, field in (("第 ", "PAGE"), (" 页  共 ", "NUMPAGES"), (" 页", "")):
        paragraph.add_run(words)
        if field:
            reckoned = OxmlElement("w:fldSimple")
            reckoned.set(qn("w:instr"), field)
            paragraph._p.append(reckoned)
