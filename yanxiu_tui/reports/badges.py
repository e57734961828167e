"""工牌: cards to cut out of A4, two across and five down, each with the QR that a scanner reads."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from yanxiu_tui.reports.sheets import legal
from yanxiu_tui.reports.word import pad, sheet, write
from yanxiu_tui.rules.badges import grouped

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell

    from yanxiu_tui.services.badges import NewBadge

# In millimetres: the size of a bank card, and what stands in it.
WIDTH, HEIGHT = 85.6, 54.0
_QR_COLUMN, _QR, _INDENT = 37.0, 33.0, 4.0
_ACROSS, _DOWN = 2, 5
_LINE_ROOM = (WIDTH - _QR_COLUMN - _INDENT) * 72 / 25.4  # points
# In centimetres; below, some of it holds the line that Word wants behind a table.
_MARGINS = ((21 - _ACROSS * WIDTH / 10) / 2,) * 2 + (1.25, 1.25)
# In points: as large as may be, and how small before the words go on in a second line.
_SCHOOL, _NAME, _REST = (11, 9), (24, 14), (12, 10)
_SMALLEST = 6.0


def write_badges(path: Path, badges: "Sequence[NewBadge]", school: str) -> None:
    """The cards as a Word file; Refused when it cannot be written or stands there already."""
    made = sheet("工牌", _MARGINS)
    table = _table(made)
    for start in range(0, len(badges), _ACROSS):
        cells = _row(table)
        for place, badge in enumerate(badges[start : start + _ACROSS]):
            who, code = cells[2 * place : 2 * place + 2]
            _cut_lines(who, ("top", "left", "bottom"))
            _cut_lines(code, ("top", "bottom", "right"))
            _say_who(who, badge, school)
            _draw_code(code, badge.number)
    _end(made)
    write(made, path)


def size_of(words: str, largest: float, least: float) -> float:
    """In how many points the words fit into one line of a card, or else into two."""
    from wcwidth import wcswidth

    one_line = 2 * _LINE_ROOM / max(1, wcswidth(words))
    fitting = min(largest, one_line) if one_line >= least else min(least, 1.8 * one_line)
    return max(_SMALLEST, int(2 * fitting) / 2)


def qr_image(number: str) -> BytesIO:
    """The number as a QR of the smallest kind, with as much repair as it holds, as a PNG."""
    import qrcode
    from qrcode.constants import ERROR_CORRECT_H

    code = qrcode.QRCode(version=1, error_correction=ERROR_CORRECT_H, box_size=10, border=4)
    code.add_data(number)
    made = BytesIO()
    code.make_image().save(made, "PNG")
    made.seek(0)
    return made


def _say_who(cell: "_Cell", badge: "NewBadge", school: str) -> None:
    said = (
        (school, _SCHOOL),
        (badge.name, _NAME),
        (badge.group_name, _REST),
        (f"工号 {badge.staff_no}", _REST),
    )
    for words, (largest, least) in said:
        if words:
            _line(cell, legal(words), size_of(words, largest, least), bold=largest == _NAME[0])


def _draw_code(cell: "_Cell", number: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.shared import Mm

    picture = cell.paragraphs[0]
    picture.alignment = ALIGN.CENTER
    picture.paragraph_format.line_spacing = 1.0
    picture.add_run().add_picture(qr_image(number), width=Mm(_QR))
    _line(cell, grouped(number), 11, centred=True)


def _line(
    cell: "_Cell", words: str, size: float, *, bold: bool = False, centred: bool = False
) -> None:
    """One line, or two, of a height that does not depend on the machine's fonts."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.shared import Mm, Pt

    paragraph = cell.paragraphs[-1]
    if paragraph.runs:
        paragraph = cell.add_paragraph()
    paragraph.alignment = ALIGN.CENTER if centred else ALIGN.LEFT
    style = paragraph.paragraph_format
    style.left_indent = Mm(0 if centred else _INDENT)
    style.line_spacing = Pt(1.3 * size)
    style.space_after = Pt(0 if centred else size / 3)
    run = paragraph.add_run(words)
    run.bold, run.font.size = bold, Pt(size)


def _table(made: "Document") -> "Table":
    from docx.shared import Mm

    table = made.add_table(rows=0, cols=2 * _ACROSS)
    table.autofit = False
    for number, column in enumerate(table.columns):
        column.width = Mm(_QR_COLUMN if number % 2 else WIDTH - _QR_COLUMN)
    pad(table, ("left", "right"), 0)
    return table


def _row(table: "Table") -> "Sequence[_Cell]":
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as VERTICAL
    from docx.enum.table import WD_ROW_HEIGHT_RULE as RULE
    from docx.shared import Mm

    row = table.add_row()
    row.height, row.height_rule = Mm(HEIGHT), RULE.EXACTLY
    cells = row.cells
    for cell in cells:
        cell.vertical_alignment = VERTICAL.CENTER
    return cells


def _cut_lines(cell: "_Cell", sides: Sequence[str]) -> None:
    """Dashed where the card is cut; Word wants top, left, bottom and right in this order."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tcBorders")
    for side in sides:
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "dashed"), ("sz", "4"), ("color", "808080")):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    properties = cell._tc.get_or_add_tcPr()
    properties.find(qn("w:tcW")).addnext(borders)


def _end(made: "Document") -> None:
    """The paragraph that Word wants behind a table, too low to need a page of its own."""
    from docx.shared import Pt

    style = made.add_paragraph().paragraph_format
    style.line_spacing, style.space_after = Pt(1), Pt(0)
