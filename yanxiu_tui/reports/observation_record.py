"""听课记录表: one lesson heard, as the paper form has it (DOMAIN §8)."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from yanxiu_tui.reports.word import WIDTH, Cell, grid, headed, line, paper, row, write
from yanxiu_tui.rules.numbers import plain

if TYPE_CHECKING:
    from docx.document import Document

    from yanxiu_tui.services.observation_views import ObservationRecord

_TITLE = "听课记录表"
_LABEL = 3.0
_HALVES = [_LABEL, WIDTH / 2 - _LABEL] * 2
_SIDE = 5.5
_ROOM = 1.4  # centimetres, to write in by hand what is not filled in


def write_record(path: Path, record: "ObservationRecord") -> None:
    """The form as a Word file; Refused when it cannot be written or stands there already."""
    write_book(path, [record])


def write_book(path: Path, records: "Sequence[ObservationRecord]") -> None:
    """The forms of one observer in one Word file, each from a page of its own."""
    made = paper(_TITLE, _said(records[0]))
    for number, record in enumerate(records):
        if number:
            made.add_page_break()
            headed(made, _TITLE, _said(record))
        _lesson(made, record)
        line(made, "")
        _course(made, record)
        line(made, "")
        _verdict(made, record)
    write(made, path)


def _said(record: "ObservationRecord") -> str:
    said = [word for word, so in (("补录", record.late_entry), ("已作废", record.voided)) if so]
    return f"（{'，'.join(said)}）" if said else ""


def _lesson(made: "Document", record: "ObservationRecord") -> None:
    """Which lesson it was, and who heard it."""
    table = grid(made, _HALVES)
    across = len(_HALVES) - 1
    count = "" if record.running is None else f"第 {record.running} 节"
    pairs = [
        ("班级", record.class_name, "学科", record.subject),
        ("执教", record.teacher, "听课人", record.observer),
        ("节次", f"第 {record.period} 节", "累计节数", count),
    ]
    row(table, [Cell("学校", label=True), Cell(record.school, across)])
    row(table, [Cell("课题", label=True), Cell(record.topic, across)])
    row(table, [Cell("时间", label=True), Cell(record.day_words, across)])
    for name, words, other, others in pairs:
        row(table, [Cell(name, label=True), Cell(words), Cell(other, label=True), Cell(others)])


def _course(made: "Document", record: "ObservationRecord") -> None:
    """教学过程 | 旁评, side by side."""
    table = grid(made, [WIDTH - _SIDE, _SIDE])
    row(table, [Cell("教学过程", label=True), Cell("旁评", label=True)], head=True)
    row(table, [Cell(record.process), Cell(record.side_notes)], least=5.5, top=True)


def _verdict(made: "Document", record: "ObservationRecord") -> None:
    """总评 in its three parts, the grade, and room for both signatures."""
    table = grid(made, _HALVES)
    across = len(_HALVES) - 1
    row(table, [Cell("总评", len(_HALVES), label=True)])
    for name, words in (
        ("优点", record.strengths),
        ("不足", record.weaknesses),
        ("建议", record.advice),
    ):
        row(table, [Cell(name, label=True), Cell(words, across)], least=_ROOM)
    total = "" if record.total is None else f"{plain(record.total)} 分"
    row(
        table, [Cell("等级", label=True), Cell(record.grade), Cell("得分", label=True), Cell(total)]
    )
    if record.marks:
        each = "，".join(f"{one.name} {plain(one.mark)}/{plain(one.full)}" for one in record.marks)
        row(table, [Cell("评分", label=True), Cell(each, across)])
    row(table, [Cell("执教回应", label=True), Cell(record.answer, across)], least=_ROOM)
    row(
        table,
        [
            Cell("听课人签名", label=True),
            Cell(""),
            Cell("执教签名", label=True),
            Cell("已在终端确认" if record.confirmed else ""),
        ],
        least=_ROOM,
    )
