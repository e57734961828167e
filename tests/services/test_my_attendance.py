"""我的出勤: each person their own, and only that."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from db.models import Leave, MakeupTask, Term
from tests.builders import NOW, OPERATOR, an_activity, an_actor
from tests.services.cast import a_cast, an_open_activity, signs_in
from tests.services.regulations import adopt
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import Departure, Status
from yanxiu_tui.services import departures
from yanxiu_tui.services.hours import hours_of
from yanxiu_tui.services.meeting import close_activity, open_activity
from yanxiu_tui.services.my_attendance import my_attendance

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def cast(memory):
    return a_cast()


def _a_meeting(cast, days=0, come=True, **values):
    """A closed meeting that 苏慧 came to, or not."""
    starts = NOW + days * DAY
    meeting = an_open_activity(cast, starts_at=starts, ends_at=starts + 2 * HOUR, **values)
    if come:
        signs_in(meeting, cast.su, starts)
    close_activity(OPERATOR, meeting.id, starts + 2 * HOUR)
    return meeting


def test_before_any_meeting_there_is_nothing_and_no_rate(cast):
    an_activity(cast.term)
    mine = my_attendance(cast.teacher, cast.term.id)
    assert (mine.lines, mine.rate, mine.hours, mine.makeups) == ((), None, 0, ())


def test_each_meeting_is_a_line_the_latest_first(cast):
    first = _a_meeting(cast)
    second = _a_meeting(cast, 7, come=False)
    mine = my_attendance(cast.teacher, cast.term.id)
    assert [line.activity_id for line in mine.lines] == [second.id, first.id]
    missed, there = mine.lines
    assert (missed.status, missed.signed_in_at, missed.hours) == (Status.ABSENT, None, 0)
    assert (there.status, there.signed_in_at, there.hours) == (Status.PRESENT, NOW, Decimal(2))
    assert (there.title, there.starts_at) == (first.title, NOW)
    assert (mine.rate, mine.hours) == (0.5, Decimal(2))


def test_a_departure_is_told(cast):
    meeting = an_open_activity(cast)
    signs_in(meeting, cast.su)
    departures.mark_left(
        cast.dean, meeting.id, cast.su.id, Departure.LEFT_EARLY, NOW + HOUR, NOW + HOUR
    )
    assert my_attendance(cast.teacher, cast.term.id).lines[0].departure is Departure.LEFT_EARLY


def test_official_leave_lowers_no_rate_and_shows_what_to_make_up(cast):
    _a_meeting(cast)
    Leave.create(
        teacher=cast.su,
        kind="official",
        reason="送教下乡",
        starts_at=NOW + 7 * DAY,
        ends_at=NOW + 8 * DAY,
        state="approved",
        asked_at=NOW,
    )
    missed = _a_meeting(cast, 7, come=False)
    mine = my_attendance(cast.teacher, cast.term.id)
    assert (mine.rate, mine.tally.official_leave) == (1.0, 1)
    assert [task.activity_id for task in mine.makeups] == [missed.id]


def test_a_meeting_still_waited_for_counts_neither_way(cast):
    _a_meeting(cast)
    an_open_activity(cast, starts_at=NOW + DAY, ends_at=NOW + DAY + HOUR)
    mine = my_attendance(cast.teacher, cast.term.id)
    assert mine.lines[0].status is Status.EXPECTED
    assert (mine.rate, mine.tally.expected) == (1.0, 1)


def test_only_the_term_asked_for_and_only_ones_own_lines(cast):
    other = Term.create(
        name="下学期",
        starts_on=date(2027, 2, 1),
        ends_on=date(2027, 7, 1),
        regulation=cast.term.regulation,
    )
    _a_meeting(cast, group=cast.group)
    assert my_attendance(cast.teacher, other.id).lines == ()
    assert my_attendance(cast.dean, cast.term.id).lines == ()
    (line,) = my_attendance(an_actor(cast.lin), cast.term.id).lines
    assert line.status is Status.ABSENT


def test_the_operator_has_no_attendance(cast):
    with pytest.raises(Refused, match="操作员没有自己的出勤记录"):
        my_attendance(OPERATOR, cast.term.id)


def test_late_left_early_and_made_up_give_the_share_the_regulation_says(cast):
    adopt(cast.term)
    late = an_open_activity(cast)
    signs_in(late, cast.su, NOW + timedelta(minutes=30))
    departures.mark_left(
        cast.dean, late.id, cast.su.id, Departure.LEFT_EARLY, NOW + HOUR, NOW + HOUR
    )
    close_activity(OPERATOR, late.id, NOW + 2 * HOUR)
    _a_meeting(cast, 7)
    MakeupTask.create(teacher=cast.su, activity=_a_meeting(cast, 14, come=False), done_at=NOW)
    MakeupTask.create(teacher=cast.su, activity=_a_meeting(cast, 21, come=False))
    mine = my_attendance(cast.teacher, cast.term.id)
    assert [line.hours for line in mine.lines] == [0, Decimal("1.6"), 2, Decimal("0.5")]


def test_the_hours_of_the_meetings_are_those_that_are_measured(cast):
    adopt(cast.term)
    late = an_open_activity(cast)
    signs_in(late, cast.su, NOW + timedelta(minutes=30))
    close_activity(OPERATOR, late.id, NOW + 2 * HOUR)
    _a_meeting(cast, 7)
    MakeupTask.create(teacher=cast.su, activity=_a_meeting(cast, 14, come=False), done_at=NOW)
    mine = my_attendance(cast.teacher, cast.term.id)
    measured = hours_of(cast.teacher, cast.su.id, cast.term.id, NOW + 30 * DAY)
    assert mine.hours == measured.total == Decimal("4.6")


def test_a_term_takes_three_queries(cast, memory):
    for week in range(5):
        meeting = an_activity(
            cast.term, starts_at=NOW + week * 7 * DAY, ends_at=NOW + week * 8 * DAY + HOUR
        )
        open_activity(OPERATOR, meeting.id, NOW)
    statements = []
    memory.query_hooks.append(lambda event: statements.append(event.sql))
    assert len(my_attendance(cast.teacher, cast.term.id).lines) == 5
    assert len(statements) == 3
