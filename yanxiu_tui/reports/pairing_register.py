"""师徒结对登记表: every pair as rows for a terminal, and as an A4 sheet to hand out (§8, Z35)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from yanxiu_tui.clock import local
from yanxiu_tui.reports.sheets import a4, put, save
from yanxiu_tui.rules.names import told_apart
from yanxiu_tui.rules.pairings import Side
from yanxiu_tui.services.pairing_papers import Register, RegisterLine

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_SIZE = 14  # 4号
_WIDTHS = {
    "编号": 8, "师傅": 14, "徒弟": 14, "学科": 12, "起": 16, "止": 16, "状态": 11, "签订": 16,
    "师傅本学期": 28, "徒弟本学期": 28, "备注": 26,
}  # fmt: skip
_LEFT = ("师傅本学期", "徒弟本学期", "备注")
_LINE = 21  # points


class _Named(NamedTuple):
    staff_no: str
    name: str


def headings() -> list[str]:
    """The columns of the table."""
    return list(_WIDTHS)


def rows(register: Register) -> list[list[str]]:
    """A row a pair; namesakes carry their staff number."""
    pairs = [line.pair for line in register.lines]
    people = {_Named(pair.mentor_no, pair.mentor_name) for pair in pairs}
    people |= {_Named(pair.apprentice_no, pair.apprentice_name) for pair in pairs}
    names = told_apart(people)
    return [_cells(line, names) for line in register.lines]


def write_register(path: Path, register: Register) -> None:
    """The register as an A4 xlsx, one page wide; Refused when the file cannot be written."""
    book, page = a4("师徒结对", list(_WIDTHS.values()))
    page.page_setup.orientation = page.ORIENTATION_LANDSCAPE
    _across(page, 1, f"{register.school}师徒结对登记表", size=18, bold=True, across="center")
    page.row_dimensions[1].height = 44
    _across(page, 2, f"{register.term}：{sentence(register)}。")
    _row(page, 3, headings(), bold=True)
    page.print_title_rows = "3:3"
    for at, cells in enumerate(rows(register), start=4):
        _row(page, at, cells)
    _across(page, 5 + len(register.lines), register.office, across="right")
    save(book, path)


def sentence(register: Register) -> str:
    """How many pairs there are, and how they stand, in one line."""
    names = [line.pair.state_name for line in register.lines]
    said = [f"{name} {names.count(name)} 对" for name in dict.fromkeys(names)]
    silent = sum(line.silent > 0 for line in register.lines)
    said += [f"{silent} 对多日没有记录"] if silent else []
    return "，".join([f"共 {len(names)} 对", *said])


def _cells(line: RegisterLine, names: Mapping[str, str]) -> list[str]:
    pair = line.pair
    signed = local(pair.signed_at).date().isoformat() if pair.signed_at else ""
    return [
        str(pair.id),
        names[pair.mentor_no],
        names[pair.apprentice_no],
        pair.subject,
        pair.first.isoformat(),
        pair.last.isoformat(),
        pair.state_name,
        signed,
        _made("mentor", line),
        _made("apprentice", line),
        _remark(line),
    ]


def _made(side: Side, line: RegisterLine) -> str:
    """「听徒弟的课 5/8，指导 3/8」."""
    theirs = (each for each in line.progress if each.quota.side == side)
    return "，".join(f"{each.quota.name} {each.done}/{each.need}" for each in theirs)


def _remark(line: RegisterLine) -> str:
    """How it ended, or what there is to see to."""
    pair = line.pair
    if pair.ended_on is not None:
        promoted = f"骨干级别 {pair.promoted_to}" if pair.promoted_to else ""
        return "，".join(filter(None, (pair.ended_on.isoformat(), promoted, pair.end_reason)))
    said = [f"{line.silent} 天没有记录"] if line.silent else []
    return "，".join(["已到期"] * pair.overdue + said)


def _row(page: "Worksheet", at: int, cells: Sequence[str], bold: bool = False) -> None:
    """One line of the table, as high as its fullest cell."""
    for column, (name, text) in enumerate(zip(_WIDTHS, cells, strict=True), start=1):
        across = "left" if name in _LEFT and not bold else "center"
        put(page, at, column, text, size=_SIZE, bold=bold, across=across, fit="wrap",
            border=True)  # fmt: skip
    lines = max(
        -(-_width(text) // int(width - 1))
        for text, width in zip(cells, _WIDTHS.values(), strict=True)
    )
    page.row_dimensions[at].height = _LINE * max(1, lines) + 4


def _width(text: str) -> int:
    """How many columns of the sheet a text of this size takes; 4号 is wider than the usual 11."""
    return round(1.3 * sum(2 if ord(char) > 0xFF else 1 for char in text))


def _across(
    page: "Worksheet",
    at: int,
    text: str,
    *,
    size: int = _SIZE,
    bold: bool = False,
    across: str = "left",
) -> None:
    put(page, at, 1, text, size=size, bold=bold, across=across, fit="shrink")
    page.merge_cells(start_row=at, start_column=1, end_row=at, end_column=len(_WIDTHS))
    page.row_dimensions[at].height = _LINE + 4
