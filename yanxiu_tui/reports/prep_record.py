"""集体备课记录: a session as the paper form has it, with room for two signatures (DOMAIN §8)."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from yanxiu_tui.clock import local
from yanxiu_tui.reports.word import WIDTH, Cell, grid, line, paper, row, write
from yanxiu_tui.rules.calendar import WEEKDAYS

if TYPE_CHECKING:
    from docx.document import Document

    from yanxiu_tui.services.prep_records import PrepRecord

_LABEL = 3.0
_HALVES = [_LABEL, WIDTH / 2 - _LABEL] * 2
_ROOM = 1.6  # centimetres, to write in by hand what is not filled in


def write_record(path: Path, record: "PrepRecord") -> None:
    """The form as a Word file; Refused when it cannot be written or stands there already."""
    made = paper("集体备课记录", "　".join(filter(None, (record.school, record.group))))
    _meeting(made, record)
    line(made, "")
    line(made, "研讨", bold=True, centred=True)
    _discussion(made, record)
    line(made, "")
    _outcome(made, record)
    write(made, path)


def _meeting(made: "Document", record: "PrepRecord") -> None:
    """When, where and who, and then the sections."""
    table = grid(made, _HALVES)
    across = len(_HALVES) - 1
    absent = "、".join(f"{name}（{why}）" if why else name for name, why in record.absent)
    for name, words in (
        ("时间", _time(record.starts_at, record.ends_at)),
        ("地点", record.place),
        ("主题", record.title),
        ("课题/单元", record.unit),
    ):
        row(table, [Cell(name, label=True), Cell(words, across)])
    row(
        table,
        [
            Cell("主备人/\n中心发言人", label=True),
            Cell(record.keynote),
            Cell("主持人", label=True),
            Cell(record.host),
        ],
    )
    row(table, [Cell("记录人", label=True), Cell(record.recorder, across)])
    row(table, [Cell("参加", label=True), Cell("、".join(record.present), across)])
    row(table, [Cell("缺席及原因", label=True), Cell(absent, across)])
    for name, words in record.sections:
        row(table, [Cell(name, label=True), Cell(words, across)], least=_ROOM)


def _discussion(made: "Document", record: "PrepRecord") -> None:
    table = grid(made, [_LABEL, WIDTH - _LABEL - 2.2, 2.2])
    row(table, [Cell(name, label=True) for name in ("姓名", "意见", "采纳")], head=True)
    for remark in record.remarks or [("", "", "")]:
        row(table, [Cell(words) for words in remark])


def _outcome(made: "Document", record: "PrepRecord") -> None:
    table = grid(made, _HALVES)
    across = len(_HALVES) - 1
    for name, words in (("分工", record.division), ("成果", record.outcome)):
        row(table, [Cell(name, label=True), Cell(words, across)], least=_ROOM)
    signed = f"{record.signed_by}\n{local(record.signed_at):%Y-%m-%d}" if record.signed_at else ""
    row(
        table,
        [
            Cell("组长签字", label=True),
            Cell(signed),
            Cell("检查签字", label=True),
            Cell(record.checked),
        ],
        least=_ROOM,
    )


def _time(starts_at: datetime, ends_at: datetime) -> str:
    start, end = local(starts_at), local(ends_at)
    day = f"{start.year}年{start.month}月{start.day}日（周{WEEKDAYS[start.weekday()]}）"
    return f"{day}{start:%H:%M}-{end:%H:%M}"
