"""A meeting's 签到表 as 考勤表 shows it: what is read, how it is filtered, where it is printed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.text import Text
from textual.message import Message

from yanxiu_tui import clock
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.reports.attendance import Letterhead, table
from yanxiu_tui.rules.attendance import LEAVES, Status
from yanxiu_tui.screens.paper_files import as_name, documents
from yanxiu_tui.services import activities, attendance, pulse, school
from yanxiu_tui.services.activities import ActivityView, State
from yanxiu_tui.services.attendance import Board, Line
from yanxiu_tui.services.permission import Act, Actor, allowed
from yanxiu_tui.widgets.standings import STYLES

MET = (State.OPEN, State.ENDED, State.CLOSED)
AWAY = (Status.EXPECTED, Status.ABSENT)
FILTERS: tuple[tuple[str, Callable[[Line], bool]], ...] = (
    ("全部", lambda line: True),
    ("未到", lambda line: line.status in AWAY),
    ("签到与点名不符", lambda line: line.conflict),
    ("迟到", lambda line: line.status is Status.LATE),
    ("请假", lambda line: line.status in LEAVES),
    ("出勤", lambda line: line.status is Status.PRESENT),
    ("早退离场", lambda line: line.departure is not None),
    ("更正补录", lambda line: line.by_hand or line.late_entry),
)
_WIDTHS = {"序号": 4, "姓名": 11, "教研组": 10, "签到": 5, "状态": 4}
_ROLL_WIDTH = 6
_LEAST_REMARKS = 12


@dataclass
class SheetRead(Message):
    """The meetings of the term this person may see, the newest first, and the sheet of one.

    ``asked`` is the meeting that was asked for; None for the usual one.
    """

    asked: int | None
    meetings: Sequence[ActivityView]
    board: Board | None
    regulation: Regulation | None
    letterhead: Letterhead | None
    beat: tuple[int, int]


NOTHING_READ = SheetRead(None, (), None, None, None, (-1, -1))


def look(actor: Actor, shown: int | None) -> SheetRead:
    """Read the sheet ``shown``, else that of the open meeting, else of the latest one held."""
    beat = pulse.beat()
    term = school.current_term(clock.now())
    found = reversed(activities.activities(term.id, (State.PLANNED, *MET)))
    meetings = [each for each in found if _may_see(actor, each)]
    ids = [each.id for each in meetings]
    chosen = shown if shown in ids else _usual(meetings)
    if chosen is None:
        return SheetRead(shown, meetings, None, None, None, beat)
    board = attendance.sheet(actor, chosen)
    regulation = activities.regulation_for(activities.find(chosen))
    calls = regulation.attendance.roll_calls
    letterhead = Letterhead(school.school_name(), regulation.office, calls)
    return SheetRead(shown, meetings, board, regulation, letterhead, beat)


def _may_see(actor: Actor, meeting: ActivityView) -> bool:
    hosting = meeting.is_run_by(actor.teacher_id)
    return allowed(actor, Act.VIEW_SHEET, meeting.group_id, hosting)


def _usual(meetings: Sequence[ActivityView]) -> int | None:
    """The open meeting, else the latest one held, else the one to come."""
    by_choice = (
        [each for each in meetings if each.state is State.OPEN],
        [each for each in meetings if each.state in MET],
        list(reversed(meetings)),
    )
    return next((each.id for group in by_choice for each in group), None)


def rows(board: Board, letterhead: Letterhead) -> dict[int, list[str | Text]]:
    """The cells of each teacher's line, the status coloured, by teacher."""
    headings, lines = table(board, letterhead)
    status = headings.index("状态")
    cells: dict[int, list[str | Text]] = {}
    for line, row in zip(board.lines, lines, strict=True):
        shown: list[str | Text] = [Text(cell, no_wrap=True) for cell in row]
        shown[status] = Text(row[status], STYLES[line.status])
        cells[line.teacher_id] = shown
    return cells


def columns(letterhead: Letterhead, width: int) -> list[tuple[str, int]]:
    """The headings with their widths on a screen so wide; 备注 takes what is left."""
    names = ["序号", "姓名", "教研组", "签到", *letterhead.rolls, "状态"]
    widths = [(name, _WIDTHS.get(name, _ROLL_WIDTH)) for name in names]
    taken = sum(each for _, each in widths) + 2 * (len(widths) + 1) + 2
    return [*widths, ("备注", max(_LEAST_REMARKS, width - taken))]


def file_for(kind: str, activity: ActivityView) -> Path:
    """Where a printed sheet goes: the user's documents, else the home folder."""
    day = clock.local(activity.starts_at)
    return documents() / f"{kind}_{day:%Y%m%d}_{as_name(activity.title)}.xlsx"
