"""What happened to a line of a sheet, told in words (Z25)."""

from datetime import timedelta

import pytest

from tests.builders import MACHINE, NOW, a_teacher
from tests.services.cast import a_cast, an_open_activity, signs_in
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import Departure, Status
from yanxiu_tui.services import corrections, departures, roll_call
from yanxiu_tui.services.paper_sheet import PaperRow, enter
from yanxiu_tui.services.sign_in import sign_in

MINUTE = timedelta(minutes=1)


@pytest.fixture
def cast(memory):
    return a_cast()


@pytest.fixture
def meeting(cast):
    return an_open_activity(cast)


def test_a_line_tells_all_that_happened_to_it_in_order(cast, meeting):
    signs_in(meeting, cast.su)
    roll_call.start_roll(cast.dean, meeting.id, NOW)
    roll_call.mark(cast.dean, meeting.id, cast.su.id, False, NOW + MINUTE)
    roll_call.mark(cast.dean, meeting.id, cast.su.id, None, NOW + 2 * MINUTE)
    departures.mark_left(
        cast.dean, meeting.id, cast.su.id, Departure.LEFT_MIDWAY, NOW + 3 * MINUTE, NOW + 4 * MINUTE
    )
    told = corrections.history(cast.dean, meeting.id, cast.su.id)
    assert [(each.what, each.by) for each in told] == [
        ("签到", "苏慧"),
        ("第一次点名：未到", "何静"),
        ("第一次点名：撤销标记", "何静"),
        ("中途离场", "何静"),
    ]
    assert (told[-1].at, told[-1].recorded_at) == (NOW + 3 * MINUTE, NOW + 4 * MINUTE)


def test_a_surprise_call_is_called_so(cast, meeting):
    roll_call.start_surprise(cast.dean, meeting.id, NOW)
    roll_call.mark(cast.dean, meeting.id, cast.su.id, False, NOW)
    (told,) = corrections.history(cast.dean, meeting.id, cast.su.id)
    assert told.what == "第一次突击点名：未到"


def test_a_correction_shows_from_what_to_what_and_why(cast, meeting):
    corrections.correct(cast.dean, meeting.id, cast.su.id, Status.LATE, "核对录像", NOW)
    corrections.withdraw(cast.dean, meeting.id, cast.su.id, "看错了人", NOW)
    first, second = corrections.history(cast.dean, meeting.id, cast.su.id)
    assert (first.what, first.before, first.after) == ("更正", "未到", "迟到")
    assert (first.by, first.reason) == ("何静", "核对录像")
    assert (second.what, second.before, second.after) == ("撤销更正", "迟到", "")


def test_what_came_from_paper_is_stamped(cast, meeting):
    enter(cast.dean, meeting.id, [PaperRow("1001", NOW)], NOW + 5 * MINUTE)
    (entry,) = corrections.history(cast.dean, meeting.id, cast.su.id)
    assert (entry.what, entry.by, entry.late_entry) == ("签到", "何静", True)
    assert (entry.at, entry.recorded_at) == (NOW, NOW + 5 * MINUTE)


def test_being_added_to_the_roster_is_told_with_its_reason(cast, meeting):
    newcomer = a_teacher("1009", "新来者")
    corrections.add_to_roster(cast.dean, meeting.id, "1009", "本周报到", NOW)
    (entry,) = corrections.history(cast.dean, meeting.id, newcomer.id)
    assert (entry.what, entry.by, entry.reason) == ("补入名单", "何静", "本周报到")
    assert corrections.history(cast.dean, meeting.id, cast.su.id) == []


def test_a_teacher_reads_their_own_line_and_no_other(cast, meeting):
    signs_in(meeting, cast.su)
    assert len(corrections.history(cast.teacher, meeting.id, cast.su.id)) == 1
    with pytest.raises(Refused, match="权限"):
        corrections.history(cast.teacher, meeting.id, cast.lin.id)


def test_a_leader_reads_the_lines_of_the_groups_own_meeting_only(cast, meeting):
    own = an_open_activity(cast, group=cast.group)
    signs_in(own, cast.su)
    assert len(corrections.history(cast.leader, own.id, cast.su.id)) == 1
    with pytest.raises(Refused, match="权限"):
        corrections.history(cast.leader, meeting.id, cast.su.id)


def _tries(meeting, staff_no, pin, now=NOW):
    with pytest.raises(Refused):
        sign_in(meeting.id, staff_no, pin, now, "keyboard", MACHINE)


def test_refused_attempts_are_not_part_of_anybodys_history(cast, meeting):
    _tries(meeting, "1001", "0000")
    assert corrections.history(cast.dean, meeting.id, cast.su.id) == []
