"""签到表: one meeting's sheet, as rows for a terminal and as paper (DOMAIN §8)."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from yanxiu_tui.clock import local
from yanxiu_tui.reports.sheets import a4, put, save
from yanxiu_tui.rules.attendance import DEPARTURE_NAMES, LEAVES, STATUS_NAMES, Status
from yanxiu_tui.rules.attendance_tally import Tally
from yanxiu_tui.rules.calendar import WEEKDAYS
from yanxiu_tui.rules.names import Numbered, told_apart
from yanxiu_tui.services.activities import ActivityView
from yanxiu_tui.services.attendance import Board, Line, RollState

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_NUMERALS = "一二三四五六七八九十"
# Together they fill an A4 page between its margins without being shrunk.
_WIDTHS = {"序号": 5, "姓名": 10.5, "教研组": 13, "签到时间": 9, "本人签名": 17, "备注": 16.5}
_ROLL_WIDTH = 7.5
_LEFT_HALF = 5
_ROW = 26  # points, about nine millimetres: room for a signature
_UNSAID = frozenset({Status.PRESENT, Status.EXPECTED})
_BLANK = "＿＿"


class Expected(Numbered, Protocol):
    """Somebody expected: all that a blank sheet knows of them."""

    @property
    def group_name(self) -> str: ...


@dataclass(frozen=True)
class Letterhead:
    """What the school puts on its sheets: its name, its office (教导处), how often it calls."""

    school: str
    office: str
    roll_calls: int

    @property
    def title(self) -> str:
        """The title of the sheet."""
        return f"{self.school}校本研修签到表"

    @property
    def rolls(self) -> list[str]:
        """The headings of the roll calls: 点名一, 点名二…"""
        return [f"点名{_numeral(number)}" for number in range(1, self.roll_calls + 1)]


def table(board: Board, letterhead: Letterhead) -> tuple[list[str], list[list[str]]]:
    """The sheet's headings and rows for a terminal."""
    headings = ["序号", "姓名", "教研组", "签到时间", *letterhead.rolls, "状态", "备注"]
    rows = [
        [*facts, STATUS_NAMES[line.status], remarks(line)]
        for line, facts in _facts(board, letterhead)
    ]
    return headings, rows


def heading(activity: ActivityView, letterhead: Letterhead) -> list[str]:
    """The lines above the table on a terminal."""
    return [letterhead.title, _topic(activity), *("    ".join(pair) for pair in _pairs(activity))]


def counts(tally: Tally) -> str:
    """应到 62  实到 55 … in one line; 未到 only while somebody is still awaited."""
    waiting = [("未到", tally.waiting)] if tally.waiting else []
    return "  ".join(f"{name} {count}" for name, count in [*_counted(tally), *waiting])


def remarks(line: Line) -> str:
    """What the 备注 of a sheet says beside the status; never why somebody is on leave."""
    said = []
    if line.departure:
        said.append(f"{DEPARTURE_NAMES[line.departure]} {_hour(line.departed_at)}".rstrip())
    if line.conflict:
        said.append("签到与点名不符")
    if line.by_hand:
        said.append(f"更正为{STATUS_NAMES[line.status]}")
    if line.late_entry:
        said.append("补录")
    if line.offline:
        said.append("断网时签到")
    return "；".join(said)


def write_sheet(path: Path, board: Board, letterhead: Letterhead) -> None:
    """The 签到表 as an A4 xlsx; Refused when the file cannot be written."""
    rows = [[*facts, "", _paper_remarks(line)] for line, facts in _facts(board, letterhead)]
    figures = [(name, str(count)) for name, count in _counted(board.tally)]
    _write(path, board.activity, letterhead, figures, rows)


def write_blank(
    path: Path, activity: ActivityView, people: Sequence[Expected], letterhead: Letterhead
) -> None:
    """A sheet to sign by hand when the machine cannot be used: names and groups, no times."""
    names = told_apart(people)
    empty = [""] * (letterhead.roll_calls + 3)
    rows = [
        [str(number), names[person.staff_no], person.group_name, *empty]
        for number, person in enumerate(people, start=1)
    ]
    figures = [("应到", str(len(rows)))]
    figures += [(name, _BLANK) for name in ("实到", "公假", "事假", "病假", "迟到", "缺席")]
    _write(path, activity, letterhead, figures, rows)


def _facts(board: Board, letterhead: Letterhead) -> Iterator[tuple[Line, list[str]]]:
    """Each line with its number, name, group, time and calls; namesakes are told apart."""
    called = {roll.number: roll for roll in board.rolls}
    calls = [called.get(each) for each in range(1, letterhead.roll_calls + 1)]
    names = told_apart(board.lines)
    for number, line in enumerate(board.lines, start=1):
        there = [_at_roll(board, line, roll) if roll else "" for roll in calls]
        who = [str(number), names[line.staff_no], line.group_name]
        yield line, [*who, _hour(line.signed_in_at), *there]


def _at_roll(board: Board, line: Line, roll: RollState) -> str:
    """Whether somebody was there when called; once a call is over, as their standing has it."""
    mark = roll.marks.get(line.teacher_id)
    if roll.ended_at is not None:
        there = board.there.get(line.teacher_id, {}).get(roll.number, False)
        unsaid = line.status in LEAVES and mark is None
        return "到" if there else "" if unsaid else "未到"
    if mark or (line.signed_in_at is not None and not roll.denies(line)):
        return "到"
    return "" if mark is None else "未到"


def _paper_remarks(line: Line) -> str:
    status = "" if line.status in _UNSAID else STATUS_NAMES[line.status]
    return "；".join(filter(None, (status, remarks(line))))


def _counted(tally: Tally) -> list[tuple[str, int]]:
    return [
        ("应到", tally.expected),
        ("实到", tally.present),
        ("公假", tally.official_leave),
        ("事假", tally.personal_leave),
        ("病假", tally.sick_leave),
        ("迟到", tally.late),
        ("缺席", tally.absent),
    ]


def _topic(activity: ActivityView) -> str:
    return f"主题：{activity.title}"


def _pairs(activity: ActivityView) -> list[tuple[str, str]]:
    start = local(activity.starts_at)
    day = f"{start.year}年{start.month}月{start.day}日（周{WEEKDAYS[start.weekday()]}）"
    hours = f"{start:%H:%M}-{_hour(activity.ends_at)}"
    return [
        (f"时间：{day}{hours}", f"地点：{activity.place}"),
        (f"主持人：{activity.host_name}", f"主讲人：{activity.presenter}"),
    ]


def _hour(at: datetime | None) -> str:
    return f"{local(at):%H:%M}" if at else ""


def _numeral(number: int) -> str:
    return _NUMERALS[number - 1] if number <= len(_NUMERALS) else str(number)


def _write(
    path: Path,
    activity: ActivityView,
    letterhead: Letterhead,
    figures: Sequence[tuple[str, str]],
    rows: Sequence[Sequence[str]],
) -> None:
    """Lay the sheet out: title, the meeting, the counts, one row a teacher, the foot."""
    headings = ["序号", "姓名", "教研组", "签到时间", *letterhead.rolls, "本人签名", "备注"]
    widths = [_WIDTHS.get(name, _ROLL_WIDTH) for name in headings]
    book, page = a4("签到表", widths)
    _across(page, 1, 1, len(widths), "", height=36)
    put(page, 1, 1, letterhead.title, size=18, bold=True, across="center", fit="shrink")
    topic = _topic(activity)
    _across(page, 2, 1, len(widths), topic, height=_height(topic, sum(widths)))
    for row, pair in enumerate(_pairs(activity), start=3):
        _halves(page, row, pair, widths)
    line = "　".join(f"{name} {figure}" for name, figure in figures)
    _across(page, 5, 1, len(widths), line, height=_ROW)
    for column, name in enumerate(headings, start=1):
        put(page, 6, column, name, bold=True, across="center", border=True)
    page.row_dimensions[6].height = _ROW
    page.print_title_rows = "6:6"
    for row, cells in enumerate(rows, start=7):
        _one_row(page, row, cells, widths)
    _halves(page, len(rows) + 8, ("考勤人：", f"{letterhead.office}签收："), widths)
    save(book, path)


def _one_row(page: "Worksheet", row: int, cells: Sequence[str], widths: Sequence[float]) -> None:
    last = len(cells)
    for column, text in enumerate(cells[:-1], start=1):
        value = int(text) if column == 1 else text
        put(page, row, column, value, across="center", fit="shrink", border=True)
    put(page, row, last, cells[-1], size=10, fit="wrap", border=True)
    page.row_dimensions[row].height = _height(cells[-1], widths[-1], 10)


def _halves(page: "Worksheet", row: int, pair: tuple[str, str], widths: Sequence[float]) -> None:
    left, right = sum(widths[:_LEFT_HALF]), sum(widths[_LEFT_HALF:])
    height = max(_height(pair[0], left), _height(pair[1], right))
    _across(page, row, 1, _LEFT_HALF, pair[0], height=height)
    _across(page, row, _LEFT_HALF + 1, len(widths), pair[1], height=height)


def _across(
    page: "Worksheet", row: int, first: int, last: int, text: str, *, height: float = _ROW
) -> None:
    put(page, row, first, text, fit="wrap")
    page.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)
    page.row_dimensions[row].height = height


def _height(text: str, width: float, size: int = 12) -> float:
    """The height in points of a row whose text wraps in a column so many digits wide."""
    from wcwidth import wcswidth

    cells = width * 10.5 / size - 1
    lines = math.ceil(max(wcswidth(text), 1) / cells)
    return max(_ROW, lines * size * 1.3 + 6)
