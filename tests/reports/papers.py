"""A meeting of a few people with everything a sheet may have to say about them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from tests.builders import NOW
from yanxiu_tui.reports.attendance import Letterhead
from yanxiu_tui.rules.attendance import Departure, FactKind, Status
from yanxiu_tui.rules.attendance_tally import tally
from yanxiu_tui.rules.standings import AttendanceRule, Fact, Meeting, there_at_calls
from yanxiu_tui.services.activities import ActivityView, State
from yanxiu_tui.services.attendance import Board, Line, RollState

LETTERHEAD = Letterhead("示范中学", "教务处", 2)
FIRST = RollState(1, NOW, NOW + timedelta(minutes=2), NOW, {})
SECOND = RollState(2, NOW + timedelta(hours=1), NOW + timedelta(hours=1, minutes=2), NOW, {})


def a_view(title: str = "单元整体教学") -> ActivityView:
    """A meeting of the whole school from 14:30 to 16:30, now over."""
    return ActivityView(
        id=1,
        term_id=1,
        title=title,
        kind="校本培训",
        group_id=None,
        group_name="",
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=2),
        place="多媒体教室",
        presenter="苏慧",
        host_id=1,
        host_name="何静",
        recorder_id=None,
        recorder_name="",
        hours=Decimal(2),
        large=False,
        state=State.CLOSED,
        opened_at=NOW,
        ended_at=NOW,
        closed_at=NOW,
    )


def a_line(
    teacher_id: int = 1,
    name: str = "苏慧",
    status: Status = Status.PRESENT,
    signed_in_at: datetime | None = None,
    departure: Departure | None = None,
    departed_at: datetime | None = None,
    **marks: bool,
) -> Line:
    """One teacher's line; ``conflict``, ``by_hand`` and ``late_entry`` are False unless given."""
    return Line(
        teacher_id=teacher_id,
        staff_no=str(1000 + teacher_id),
        name=name,
        initials="",
        group_name="语文组",
        status=status,
        leave_kind="",
        signed_in_at=signed_in_at,
        departure=departure,
        departed_at=departed_at,
        conflict=marks.get("conflict", False),
        by_hand=marks.get("by_hand", False),
        late_entry=marks.get("late_entry", False),
        has_pin=True,
    )


def a_board(*lines: Line, rolls: tuple[RollState, ...] = (FIRST, SECOND)) -> Board:
    """The meeting with these people and roll calls."""
    there = {line.teacher_id: _there(line, rolls) for line in lines}
    return Board(a_view(), lines, rolls, tally(line.status for line in lines), there)


def _there(line: Line, rolls: tuple[RollState, ...]) -> Mapping[int, bool]:
    facts = [Fact(FactKind.SIGN_IN, line.signed_in_at)] if line.signed_in_at else []
    for roll in rolls:
        if (there := roll.marks.get(line.teacher_id)) is not None:
            kind = FactKind.ROLL_PRESENT if there else FactKind.ROLL_ABSENT
            at = roll.marked_at.get(line.teacher_id, roll.started_at)
            facts.append(Fact(kind, at, roll.number))
    ended = {roll.number: roll.ended_at for roll in rolls if roll.ended_at}
    return there_at_calls(facts, Meeting(NOW, True, ended), AttendanceRule())
