"""补录: a paper sheet entered afterwards (Z25)."""

from datetime import timedelta

import pytest

from db.models import AttendanceFact, Attendee, Trace
from tests.builders import NOW, OPERATOR, a_group, a_teacher, an_activity, an_actor
from tests.services.cast import a_cast, an_open_activity, row_of, signs_in, status_of
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import Status
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import corrections, roll_call
from yanxiu_tui.services.meeting import close_activity
from yanxiu_tui.services.paper_sheet import PaperRow, enter

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
LATER = NOW + 3 * HOUR


@pytest.fixture
def cast(memory):
    return a_cast()


@pytest.fixture
def meeting(cast):
    return an_open_activity(cast)


def test_a_paper_sheet_is_entered_after_the_meeting_with_the_papers_own_times(cast, meeting):
    close_activity(OPERATOR, meeting.id, NOW + 2 * HOUR)
    rows = [PaperRow("1001", NOW - MINUTE), PaperRow("１００２", NOW + MINUTE)]
    assert enter(cast.dean, meeting.id, rows, LATER) == 2
    line = row_of(meeting, cast.su)
    assert (line.status, line.signed_in_at) == (Status.PRESENT, NOW - MINUTE)
    assert line.late_entry
    assert status_of(meeting, cast.lin) is Status.PRESENT
    assert status_of(meeting, cast.zhou) is Status.ABSENT
    assert not row_of(meeting, cast.zhou).late_entry


def test_every_fact_says_that_it_came_from_paper_and_who_entered_it(cast, meeting):
    enter(cast.dean, meeting.id, [PaperRow("1001", NOW)], LATER)
    fact = AttendanceFact.get()
    assert (fact.means, fact.late_entry) == ("paper", True)
    assert (fact.at, fact.recorded_at) == (NOW, LATER)
    assert fact.recorded_by_id == cast.dean.teacher_id
    assert Trace.get(Trace.act == "enter_paper").detail == '{"count": 1}'


def test_who_left_before_the_end_left_early(cast, meeting):
    enter(cast.dean, meeting.id, [PaperRow("1001", NOW, NOW + HOUR)], LATER)
    line = row_of(meeting, cast.su)
    assert (line.departure, line.departed_at) == ("left_early", NOW + HOUR)


def test_a_paper_signed_after_both_calls_is_late(cast, meeting):
    for _ in range(2):
        roll_call.start_roll(cast.dean, meeting.id, NOW)
        roll_call.finish_roll(cast.dean, meeting.id, NOW + MINUTE)
    rows = [PaperRow("1001", NOW), PaperRow("1002", NOW + 2 * MINUTE)]
    enter(cast.dean, meeting.id, rows, LATER)
    assert status_of(meeting, cast.su) is Status.PRESENT
    assert status_of(meeting, cast.lin) is Status.LATE


def test_who_signed_in_on_the_machine_keeps_that(cast, meeting):
    signs_in(meeting, cast.su, NOW + 4 * MINUTE)
    assert enter(cast.dean, meeting.id, [PaperRow("1001", NOW)], LATER) == 0
    line = row_of(meeting, cast.su)
    assert (line.signed_in_at, line.late_entry) == (NOW + 4 * MINUTE, False)
    assert AttendanceFact.select().count() == 1


def test_entering_the_same_sheet_again_adds_nothing(cast, meeting):
    rows = [PaperRow("1001", NOW, NOW + HOUR)]
    assert enter(cast.dean, meeting.id, rows, LATER) == 1
    assert enter(cast.dean, meeting.id, rows, LATER) == 0
    assert AttendanceFact.select().count() == 2


def test_numbers_not_on_the_roster_are_all_named_and_nothing_is_entered(cast, meeting):
    a_teacher("1009", "新来者")
    rows = [PaperRow("1001", NOW), PaperRow("1009", NOW), PaperRow("8888", NOW)]
    with pytest.raises(Refused, match="1009、8888"):
        enter(cast.dean, meeting.id, rows, LATER)
    assert not AttendanceFact.select().exists()
    assert not Attendee.select().where(Attendee.late_entry).exists()


def test_one_number_on_two_lines_is_refused(cast, meeting):
    rows = [PaperRow("1001", NOW), PaperRow(" 1001", NOW + MINUTE), PaperRow("1002", NOW)]
    with pytest.raises(Refused, match="不止一行：1001，"):
        enter(cast.dean, meeting.id, rows, LATER)


@pytest.mark.parametrize(
    ("signed_at", "left"),
    [
        (LATER + MINUTE, None),
        (NOW - timedelta(days=1), None),
        (NOW, NOW),
        (NOW - HOUR, NOW - MINUTE),
        (NOW, LATER + MINUTE),
    ],
    ids=["in the future", "the day before", "left at once", "left before the start", "left later"],
)
def test_times_that_cannot_be_are_refused_naming_whose(cast, meeting, signed_at, left):
    rows = [PaperRow("1002", NOW), PaperRow("1001", signed_at, left)]
    with pytest.raises(Refused, match="时间不对：1001；"):
        enter(cast.dean, meeting.id, rows, LATER)
    assert not AttendanceFact.select().exists()


def test_who_left_before_signing_in_at_the_machine_is_refused(cast, meeting):
    signs_in(meeting, cast.su, NOW + HOUR)
    rows = [PaperRow("1001", NOW, NOW + HOUR / 2)]
    with pytest.raises(Refused, match="时间不对：1001；"):
        enter(cast.dean, meeting.id, rows, LATER)
    assert not row_of(meeting, cast.su).departure


@pytest.mark.parametrize("who", ["dean", "leader"])
def test_nobody_enters_their_own_line(cast, who):
    actor = getattr(cast, who)
    own = an_open_activity(cast, group=cast.group)
    corrections.add_to_roster(cast.dean, own.id, "1004", "跨组参加", NOW)
    rows = [PaperRow("1001", NOW), PaperRow(actor.staff_no, NOW)]
    with pytest.raises(Refused, match="自己的一行请教导处或别的组长补录。"):
        enter(actor, own.id, rows, LATER)
    assert not AttendanceFact.select().exists()


def test_an_empty_sheet_and_a_planned_meeting_are_refused(cast, meeting):
    with pytest.raises(Refused, match="还没有一行"):
        enter(cast.dean, meeting.id, [], LATER)
    planned = an_activity(cast.term)
    with pytest.raises(Refused, match="没有开放过"):
        enter(cast.dean, planned.id, [PaperRow("1001", NOW)], LATER)


def test_a_leader_enters_the_groups_own_sheet_and_no_other(cast, meeting):
    own = an_open_activity(cast, group=cast.group)
    assert enter(cast.leader, own.id, [PaperRow("1001", NOW)], LATER) == 1
    with pytest.raises(Refused, match="权限"):
        enter(cast.leader, meeting.id, [PaperRow("1001", NOW)], LATER)
    maths = a_group("数学组")
    other = a_teacher("1010", "吴波", Role.RESEARCH_GROUP_LEADER, group=maths)
    with pytest.raises(Refused, match="权限"):
        actor = an_actor(other, Role.RESEARCH_GROUP_LEADER, leads=(maths,))
        enter(actor, own.id, [PaperRow("1002", NOW)], LATER)


def test_a_whole_sheet_takes_a_few_statements(cast, memory):
    for number in range(2001, 2121):
        a_teacher(str(number), "教师", pin="")
    meeting = an_open_activity(cast)
    rows = [PaperRow(str(number), NOW) for number in range(2001, 2121)]
    statements = []
    memory.query_hooks.append(lambda event: statements.append(event.sql))
    assert enter(cast.dean, meeting.id, rows, LATER) == 120
    assert len(statements) <= 12


def test_a_signature_on_paper_outweighs_the_call_that_missed_it(cast, meeting):
    roll_call.start_roll(cast.dean, meeting.id, NOW + MINUTE)
    roll_call.mark(cast.dean, meeting.id, cast.su.id, False, NOW + 2 * MINUTE)
    roll_call.finish_roll(cast.dean, meeting.id, NOW + 3 * MINUTE)
    close_activity(OPERATOR, meeting.id, NOW + 2 * HOUR)
    assert status_of(meeting, cast.su) is Status.ABSENT
    enter(cast.dean, meeting.id, [PaperRow("1001", NOW)], LATER)
    assert status_of(meeting, cast.su) is Status.PRESENT
