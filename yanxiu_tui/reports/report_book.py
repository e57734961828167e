"""《报告册》 as a Word file: filled from the records, with room to sign and for the seal (D8)."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from yanxiu_tui.reports.word import WIDTH, Cell, grid, line, paper, row, write

if TYPE_CHECKING:
    from docx.document import Document

    from yanxiu_tui.services.report_book import Part, ReportBook

_LABEL = 3.0
_HALVES = [_LABEL, WIDTH / 2 - _LABEL] * 2
_ROOM, _SEAL = 4.0, 3.0  # centimetres, to be written in and stamped by hand
_NOTHING = "（没有记录）"
# How wide a column is beside others, by its heading; any other takes what is left.
_WIDTHS = {
    "日期": 3.7, "学期": 5.6, "级别": 2.0, "类别": 3.6, "成绩": 1.7, "结果": 2.4, "得分": 1.9,
    "学时": 1.8, "执教": 2.8, "听课": 2.8, "说明": 4.2, "奖项": 4.4, "状态": 2.3, "学科": 2.3,
    "评价": 3.4, "证书编号": 4.6, "对方": 4.2,
}  # fmt: skip


def write_report_book(path: Path, book: "ReportBook") -> None:
    """The book; Refused when it cannot be written or stands there already."""
    made = paper("校本研修报告册", f"{book.school}　{book.year_name}")
    _person(made, book)
    for number, part in enumerate(book.parts, start=1):
        _part(made, number, part)
    line(made, "")
    _signatures(made, book)
    write(made, path)


def _person(made: "Document", book: "ReportBook") -> None:
    staff = book.staff
    table = grid(made, _HALVES)
    pairs = (
        ("姓名", staff.name), ("工号", staff.staff_no),
        ("教研组", staff.research_group), ("学科", staff.subject),
        ("年级", staff.grade), ("骨干级别", staff.person.backbone),
    )  # fmt: skip
    for left, right in zip(pairs[::2], pairs[1::2], strict=True):
        row(table, [each for name, words in (left, right) for each in _named(name, words)])
    row(table, [Cell("学期", label=True), Cell("、".join(book.terms), len(_HALVES) - 1)])


def _named(name: str, words: str) -> tuple[Cell, Cell]:
    return Cell(name, label=True), Cell(words)


def _part(made: "Document", number: int, part: "Part") -> None:
    line(made, "")
    line(made, "　".join(filter(None, (f"{_chinese(number)}、{part.title}", part.sum))), bold=True)
    if not part.rows:
        line(made, _NOTHING)
        return
    table = grid(made, _widths(part.headings))
    row(table, [Cell(each, label=True) for each in part.headings], head=True)
    for cells in part.rows:
        row(table, [Cell(each) for each in cells])


def _widths(headings: Sequence[str]) -> list[float]:
    known = [_WIDTHS.get(each, 0.0) for each in headings]
    left = WIDTH - sum(known)
    unknown = known.count(0.0)
    if not unknown:
        return [each * WIDTH / sum(known) for each in known]
    return [each or left / unknown for each in known]


def _signatures(made: "Document", book: "ReportBook") -> None:
    """What nobody but they themselves can write: their own words, the opinions, the seal."""
    table = grid(made, [_LABEL, WIDTH - _LABEL])
    for name, words, room in (
        ("本人总结", "\n\n　　　　　　签名：　　　　　　年　　月　　日", _ROOM),
        ("教研组\n意见", "\n　　　　　　组长签名：　　　　年　　月　　日", _SEAL),
        (f"{book.office}\n意见", "\n　　　　　　签名：　　　　　　年　　月　　日", _SEAL),
        ("学校意见", "\n　　　　　　（盖章）　　　　　年　　月　　日", _SEAL),
    ):
        row(table, [Cell(name, label=True), Cell(words)], least=room)


def _chinese(number: int) -> str:
    """一, 二, … 十, 十一, …"""
    digits = "〇一二三四五六七八九"
    return digits[number] if number < 10 else f"十{digits[number - 10] if number > 10 else ''}"
