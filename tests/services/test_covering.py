"""What granted leave does to rosters (Z28–Z30)."""

from datetime import date, timedelta

import pytest

from db.models import Leave, RegulationVersion, Term
from tests.builders import NOW, OPERATOR, a_group, a_teacher, an_activity, an_actor
from tests.services.cast import a_cast, an_open_activity, row_of, status_of
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.loader import preset_source
from yanxiu_tui.rules.attendance import Status
from yanxiu_tui.rules.leave import LeaveState
from yanxiu_tui.services.activities import hold
from yanxiu_tui.services.covering import (
    cover,
    hold_meetings,
    leaves_covering,
    meetings_covered,
)
from yanxiu_tui.services.meeting import end_activity

HOUR = timedelta(hours=1)


@pytest.fixture
def cast(memory):
    return a_cast()


def _leave(teacher, kind="sick", starts=-1, ends=1, state=LeaveState.APPROVED, **values):
    return Leave.create(
        teacher=teacher,
        kind=kind,
        reason="有事",
        starts_at=NOW + starts * HOUR,
        ends_at=NOW + ends * HOUR,
        state=state,
        asked_at=NOW,
        **values,
    )


def test_every_meeting_in_the_time_is_held_whatever_its_state_but_cancelled(cast):
    opened = an_open_activity(cast)
    cancelled = an_open_activity(cast)
    cancelled.state = "cancelled"
    cancelled.save()
    an_open_activity(cast, starts_at=NOW + HOUR, ends_at=NOW + 2 * HOUR)
    assert [each.id for each in hold_meetings(_leave(cast.su))] == [opened.id]


@pytest.mark.parametrize("order", [1, -1], ids=["asked first", "asked last"])
def test_of_two_leaves_that_touch_a_meeting_the_one_at_its_start_counts(cast, order):
    meeting = an_open_activity(cast)
    spans = [("sick", -1, 1), ("official", 1, 3)]
    early, late = [_leave(cast.su, *span) for span in spans[::order]][::order]
    assert leaves_covering(meeting) == {cast.su.id: early}
    assert cover([hold(meeting.id)], cast.su.id) == 1
    assert status_of(meeting, cast.su) is Status.SICK_LEAVE
    Leave.update(state="withdrawn").where(Leave.id == early.id).execute()
    cover([hold(meeting.id)], cast.su.id)
    assert row_of(meeting, cast.su).leave_id == late.id
    assert status_of(meeting, cast.su) is Status.OFFICIAL_LEAVE


def test_of_two_leaves_after_the_start_the_first_counts(cast):
    meeting = an_open_activity(cast)
    first = _leave(cast.su, "sick", 1, 2)
    _leave(cast.su, "official", 1, 3)
    assert leaves_covering(meeting) == {cast.su.id: first}


def test_thirty_meetings_take_as_many_statements_as_three(cast, memory):
    def statements(days):
        meetings = []
        for day in days:
            starts = NOW + timedelta(days=day)
            meeting = an_open_activity(cast, starts_at=starts, ends_at=starts + HOUR)
            end_activity(OPERATOR, meeting.id, starts + HOUR)
            meetings.append(hold(meeting.id))
        _leave(cast.su, "official", 24 * days[0] - 1, 24 * days[-1] + 1)
        run = []
        memory.query_hooks.append(lambda event: run.append(event.sql))
        assert cover(meetings, cast.su.id) == len(days)
        memory.query_hooks.clear()
        return len(run)

    assert statements(range(3)) == statements(range(10, 40)) <= 8


def test_the_meetings_a_leave_covers_are_those_where_its_teacher_is_expected(cast):
    met = an_open_activity(cast, title="全校培训")
    an_activity(cast.term, title="语文组备课", group=cast.group, starts_at=NOW + HOUR / 2)
    an_activity(cast.term, title="数学组备课", group=a_group("数学组"))
    an_activity(cast.term, title="次日", starts_at=NOW + 24 * HOUR, ends_at=NOW + 25 * HOUR)
    leave = _leave(cast.su, state=LeaveState.ASKED)
    titles = [each.title for each in meetings_covered(cast.head, leave.id)]
    assert titles == [met.title, "语文组备课"]


def test_a_refused_leave_covers_nothing_and_a_colleague_may_not_look(cast):
    an_open_activity(cast)
    leave = _leave(cast.su, state=LeaveState.REFUSED)
    assert meetings_covered(cast.teacher, leave.id) == []
    with pytest.raises(Refused, match="权限"):
        meetings_covered(an_actor(cast.lin), leave.id)


def test_covering_again_changes_nothing(cast):
    meeting = an_open_activity(cast)
    _leave(cast.su)
    assert cover([hold(meeting.id)], cast.su.id) == 1
    assert cover([hold(meeting.id)], cast.su.id) == 0


def test_a_teacher_who_is_not_on_a_roster_is_left_alone(cast):
    meeting = an_open_activity(cast)
    newcomer = a_teacher("1009", "新来者")
    _leave(newcomer)
    assert cover([hold(meeting.id)], newcomer.id) == 0


def test_a_leave_somebody_came_back_from_covers_only_what_began_before(cast):
    meeting = an_open_activity(cast)
    leave = _leave(cast.su, state=LeaveState.RETURNED, returned_at=NOW + timedelta(minutes=5))
    assert leaves_covering(meeting) == {cast.su.id: leave}
    Leave.update(returned_at=NOW).where(Leave.id == leave.id).execute()
    assert leaves_covering(meeting) == {}


def test_a_kind_the_new_terms_regulation_dropped_still_counts_as_it_did(cast):
    other = RegulationVersion.create(
        name="third", source=preset_source("third"), adopted_at=NOW, reason="换制度"
    )
    term = Term.create(
        name="下学期", starts_on=date(2027, 2, 1), ends_on=date(2027, 7, 1), regulation=other
    )
    starts = NOW + timedelta(days=130)
    _leave(cast.su, ends=24 * 140)
    meeting = an_open_activity(cast, term=term, starts_at=starts, ends_at=starts + HOUR)
    assert status_of(meeting, cast.su) is Status.SICK_LEAVE
