"""A CSV file as one sheet of cells, whatever its encoding and separator."""

import codecs
import csv
import io
import re

from yanxiu_tui.errors import Refused
from yanxiu_tui.roster.headings import SEARCHED_ROWS, known_labels
from yanxiu_tui.roster.model import EMPTY, Cell, Sheet
from yanxiu_tui.roster.workbook import MAX_ROWS

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = ",\t;"


def read_delimited(name: str, data: bytes) -> Sheet:
    """Read the text as rows; Refused when it is no text or no table."""
    text = _decode(name, data)
    rows = {}
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
        for number, line in enumerate(lines, 1):
            if any(value.strip() for value in line):
                rows[number] = tuple(_cell(value) for value in line)
            if len(rows) > MAX_ROWS:
                raise Refused("too_big", f"「{name}」超过 {MAX_ROWS} 行，不像一所学校的花名册。")
    except csv.Error as error:
        raise Refused(
            "damaged", f"「{name}」不是完整的 CSV 表格，请另存为 .xlsx 再导入。"
        ) from error
    return Sheet(name, rows)


def _decode(name: str, data: bytes) -> str:
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused("not_text", f"「{name}」的文字认不出来，请另存为 .xlsx 或 UTF-8 的 CSV 再导入。")


def _separator(text: str) -> str:
    """The separator that brings out most words of a heading."""
    lines = text.splitlines()[:SEARCHED_ROWS]
    return max(
        _SEPARATORS,
        key=lambda sign: max((known_labels(line.split(sign)) for line in lines), default=0),
    )


def _cell(value: str) -> Cell:
    """Excel writes ``="0012"`` or a leading apostrophe to keep a number's zeros."""
    kept = re.fullmatch(r'\s*="([^"]*)"\s*|\s*\'(\d.*)', value)
    if kept:
        value = kept.group(1) or kept.group(2) or ""
    return Cell(value) if value.strip() else EMPTY
