"""早退 and 中途离场 (Z26)."""

from datetime import timedelta

import pytest

from db.models import AttendanceFact, Trace
from tests.builders import NOW, OPERATOR, a_teacher, an_activity, an_actor
from tests.services.cast import a_cast, an_open_activity, row_of, signs_in
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import Departure, FactKind, Status
from yanxiu_tui.services import corrections, departures
from yanxiu_tui.services.meeting import close_activity

HOUR = timedelta(hours=1)
EARLY, MIDWAY = Departure.LEFT_EARLY, Departure.LEFT_MIDWAY


@pytest.fixture
def cast(memory):
    return a_cast()


@pytest.fixture
def meeting(cast):
    opened = an_open_activity(cast)
    signs_in(opened, cast.su)
    return opened


def test_who_left_early_keeps_being_present(cast, meeting):
    left = departures.mark_left(
        cast.dean, meeting.id, cast.su.id, EARLY, NOW + HOUR, NOW + 2 * HOUR
    )
    assert (left.name, left.status) == ("苏慧", Status.PRESENT)
    assert (left.departure, left.departed_at) == (EARLY, NOW + HOUR)
    row = row_of(meeting, cast.su)
    assert (row.departure, row.departed_at) == ("left_early", NOW + HOUR)


def test_a_later_word_replaces_an_earlier_one(cast, meeting):
    departures.mark_left(cast.dean, meeting.id, cast.su.id, EARLY, NOW + HOUR, NOW + HOUR)
    departures.mark_left(cast.dean, meeting.id, cast.su.id, MIDWAY, NOW, NOW + HOUR)
    row = row_of(meeting, cast.su)
    assert (row.departure, row.departed_at) == ("left_midway", NOW)


def test_it_can_be_taken_back_and_the_facts_remain(cast, meeting):
    departures.mark_left(cast.dean, meeting.id, cast.su.id, EARLY, NOW + HOUR, NOW + HOUR)
    undone = departures.undo(cast.dean, meeting.id, cast.su.id, NOW + HOUR)
    assert (undone.departure, undone.departed_at) == (None, None)
    assert row_of(meeting, cast.su).departure == ""
    kinds = [fact.kind for fact in AttendanceFact.select().order_by(AttendanceFact.id)]
    assert kinds == ["sign_in", "left_early", "left_undone"]
    assert Trace.select().where(Trace.act == "undo_left").count() == 1


def test_what_was_not_noted_cannot_be_taken_back(cast, meeting):
    with pytest.raises(Refused, match="没有离场记录"):
        departures.undo(cast.dean, meeting.id, cast.su.id, NOW)


def test_who_never_came_cannot_leave(cast, meeting):
    with pytest.raises(Refused, match="林远老师没有到场"):
        departures.mark_left(cast.dean, meeting.id, cast.lin.id, EARLY, NOW, NOW)


@pytest.mark.parametrize("minutes", [-1, 61])
def test_nobody_leaves_before_the_start_or_in_the_future(cast, meeting, minutes):
    at = NOW + timedelta(minutes=minutes)
    with pytest.raises(Refused, match="离场时间应在活动开始之后"):
        departures.mark_left(cast.dean, meeting.id, cast.su.id, EARLY, at, NOW + HOUR)


def test_nobody_leaves_before_they_came(cast, meeting):
    signs_in(meeting, cast.lin, NOW + HOUR)
    with pytest.raises(Refused, match="早于林远老师的签到时间"):
        departures.mark_left(cast.dean, meeting.id, cast.lin.id, EARLY, NOW, NOW + HOUR)


def test_the_host_and_the_leader_of_the_group_may_note_it_a_teacher_may_not(cast, meeting):
    own = an_open_activity(cast, group=cast.group, host=cast.lin)
    signs_in(own, cast.su)
    for actor in (cast.leader, an_actor(cast.lin)):
        assert departures.mark_left(actor, own.id, cast.su.id, EARLY, NOW, NOW).departure is EARLY
    with pytest.raises(Refused, match="权限"):
        departures.mark_left(cast.teacher, meeting.id, cast.su.id, EARLY, NOW, NOW)


def test_after_the_end_only_those_who_may_correct_note_it_and_it_is_stamped(cast):
    own = an_open_activity(cast, group=cast.group)
    signs_in(own, cast.su)
    close_activity(OPERATOR, own.id, NOW + HOUR)
    with pytest.raises(Refused, match="权限"):
        departures.mark_left(cast.leader, own.id, cast.su.id, EARLY, NOW, NOW + HOUR)
    departures.mark_left(cast.dean, own.id, cast.su.id, EARLY, NOW, NOW + 2 * HOUR)
    fact = AttendanceFact.get(AttendanceFact.kind == FactKind.LEFT_EARLY)
    assert (fact.at, fact.recorded_at, fact.late_entry) == (NOW, NOW + 2 * HOUR, True)
    with pytest.raises(Refused, match="散会之前"):
        departures.mark_left(cast.dean, own.id, cast.su.id, EARLY, NOW + 2 * HOUR, NOW + 2 * HOUR)


def test_who_was_set_present_by_hand_can_leave_too(cast, meeting):
    corrections.correct(cast.dean, meeting.id, cast.lin.id, Status.PRESENT, "忘带证件", NOW)
    left = departures.mark_left(cast.dean, meeting.id, cast.lin.id, MIDWAY, NOW, NOW)
    assert (left.status, left.departure) == (Status.PRESENT, MIDWAY)


def test_somebody_not_expected_and_a_planned_meeting_are_refused(cast, meeting):
    stranger = a_teacher("1009", "新来者")
    with pytest.raises(Refused, match="不在应到名单"):
        departures.mark_left(cast.dean, meeting.id, stranger.id, EARLY, NOW, NOW)
    planned = an_activity(cast.term)
    with pytest.raises(Refused, match="还没有开始"):
        departures.mark_left(cast.dean, planned.id, cast.su.id, EARLY, NOW, NOW)
