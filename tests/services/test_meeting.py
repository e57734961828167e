"""A meeting's course: opened with a frozen roster, ended, closed, reopened (Z5, Z8)."""

from datetime import timedelta

import pytest

from db.models import Attendee, Leave, Membership, Teacher, Trace
from tests.builders import (
    NOW,
    OPERATOR,
    a_group,
    a_school,
    a_teacher,
    an_activity,
    an_actor,
)
from tests.services.cast import a_cast, an_open_activity, row_of, signs_in, status_of
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import Status
from yanxiu_tui.rules.roles import GroupKind
from yanxiu_tui.services.activities import State, activity
from yanxiu_tui.services.attendance import board, sheet
from yanxiu_tui.services.documents import documents, hand_in
from yanxiu_tui.services.meeting import (
    close_activity,
    end_activity,
    open_activity,
    reopen_activity,
)
from yanxiu_tui.services.planning import cancel

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def cast(memory):
    return a_cast()


def _expected_names(meeting):
    return {line.name for line in board(meeting.id).lines}


def test_opening_expects_everybody_who_works_here_today(cast):
    Teacher.update(left_at=NOW).where(Teacher.id == cast.zhou.id).execute()
    meeting = an_open_activity(cast)
    assert _expected_names(meeting) == {"苏慧", "林远", "何静", "钱立", "孙正"}
    opened = activity(meeting.id)
    assert (opened.state, opened.opened_at) == (State.OPEN, NOW)


def test_a_groups_meeting_expects_its_members_only(cast):
    meeting = an_open_activity(cast, group=cast.group)
    assert _expected_names(meeting) == {"苏慧", "林远", "周敏"}


def test_the_sheet_names_the_research_group_whichever_group_meets(cast):
    grade = a_group("七年级组", GroupKind.GRADE)
    Membership.create(group=grade, teacher=cast.su)
    meeting = an_open_activity(cast, group=grade)
    assert [line.group_name for line in board(meeting.id).lines] == ["语文组"]


def test_moving_a_teacher_later_changes_no_frozen_roster(cast):
    meeting = an_open_activity(cast, group=cast.group)
    Membership.delete().where(Membership.teacher == cast.su).execute()
    Membership.create(group=a_group("数学组"), teacher=cast.su)
    close_activity(OPERATOR, meeting.id, LATER)
    assert row_of(meeting, cast.su).group_name == "语文组"


def test_a_newcomer_is_not_expected_at_a_meeting_opened_before(cast):
    meeting = an_open_activity(cast)
    a_teacher("1009", "新来者")
    assert "新来者" not in _expected_names(meeting)


def test_an_empty_roster_is_not_opened(memory):
    meeting = an_activity(a_school())
    with pytest.raises(Refused, match="应到名单是空的"):
        open_activity(OPERATOR, meeting.id, NOW)
    assert activity(meeting.id).state is State.PLANNED


def test_a_meeting_is_opened_once(cast):
    meeting = an_open_activity(cast)
    with pytest.raises(Refused, match="进行中，不能再开放签到"):
        open_activity(OPERATOR, meeting.id, NOW)
    assert Attendee.select().count() == 6


def test_a_cancelled_meeting_is_not_opened(cast):
    meeting = an_activity(cast.term)
    cancel(cast.dean, meeting.id, "停电", NOW)
    with pytest.raises(Refused, match="已取消"):
        open_activity(OPERATOR, meeting.id, NOW)


def test_the_host_opens_and_ends_it_another_teacher_does_not(cast):
    meeting = an_activity(cast.term, host=cast.su, recorder=cast.lin)
    with pytest.raises(Refused, match="权限"):
        open_activity(an_actor(cast.zhou), meeting.id, NOW)
    assert open_activity(cast.teacher, meeting.id, NOW).state is State.OPEN
    assert end_activity(an_actor(cast.lin), meeting.id, LATER).state is State.ENDED


def test_a_leader_runs_the_groups_meeting_and_not_the_schools(cast):
    own = an_activity(cast.term, group=cast.group)
    assert open_activity(cast.leader, own.id, NOW).state is State.OPEN
    with pytest.raises(Refused, match="权限"):
        open_activity(cast.leader, an_activity(cast.term).id, NOW)


def test_ending_makes_the_missing_absent_and_the_rest_stays(cast):
    meeting = an_open_activity(cast)
    signs_in(meeting, cast.su)
    ended = end_activity(OPERATOR, meeting.id, LATER)
    assert (ended.state, ended.ended_at, ended.closed_at) == (State.ENDED, LATER, None)
    assert status_of(meeting, cast.su) is Status.PRESENT
    assert status_of(meeting, cast.lin) is Status.ABSENT


def test_closing_an_open_meeting_ends_it_as_well(cast):
    meeting = an_open_activity(cast)
    closed = close_activity(OPERATOR, meeting.id, LATER)
    assert (closed.state, closed.ended_at, closed.closed_at) == (State.CLOSED, LATER, LATER)
    assert board(meeting.id).tally.absent == 6


def test_a_planned_or_closed_meeting_is_neither_ended_nor_closed(cast):
    planned = an_activity(cast.term)
    for act in (end_activity, close_activity):
        with pytest.raises(Refused, match="不在进行中"):
            act(OPERATOR, planned.id, NOW)
    meeting = an_open_activity(cast)
    close_activity(OPERATOR, meeting.id, LATER)
    with pytest.raises(Refused, match="不在进行中"):
        close_activity(OPERATOR, meeting.id, LATER)


def test_a_large_meeting_does_not_close_without_its_papers(cast):
    meeting = an_open_activity(cast, large=True)
    hand_in(OPERATOR, meeting.id, "plan", "教导处 3 号柜", NOW)
    with pytest.raises(Refused, match="还缺简报、总结，交齐后才能结束（Z8）；可以先散会"):
        close_activity(OPERATOR, meeting.id, LATER)
    assert end_activity(OPERATOR, meeting.id, LATER).state is State.ENDED
    for kind in ("newsletter", "summary"):
        hand_in(OPERATOR, meeting.id, kind, "教导处 3 号柜", LATER)
    assert close_activity(OPERATOR, meeting.id, LATER).state is State.CLOSED


def test_which_papers_are_owed_is_the_regulations_to_say(memory):
    cast = a_cast("third")
    meeting = an_open_activity(cast, large=True)
    with pytest.raises(Refused, match="还缺活动方案、总结，交齐后才能结束（T4）"):
        close_activity(OPERATOR, meeting.id, LATER)


def test_a_paper_handed_in_again_replaces_the_first(cast):
    meeting = an_activity(cast.term, large=True)
    hand_in(OPERATOR, meeting.id, "plan", "旧柜", NOW)
    hand_in(OPERATOR, meeting.id, "plan", "新柜", LATER)
    assert [(each.name, each.where_kept) for each in documents(meeting.id)] == [
        ("活动方案", "新柜")
    ]
    with pytest.raises(Refused, match="三种"):
        hand_in(OPERATOR, meeting.id, "photo", "相册", NOW)


def test_reopening_needs_a_reason_and_waits_for_the_missing_again(cast):
    meeting = an_open_activity(cast)
    close_activity(OPERATOR, meeting.id, LATER)
    with pytest.raises(Refused, match="请填写重新开放的原因"):
        reopen_activity(OPERATOR, meeting.id, " ", LATER)
    again = reopen_activity(OPERATOR, meeting.id, "漏了一组", LATER)
    assert (again.state, again.ended_at, again.closed_at) == (State.OPEN, None, None)
    assert status_of(meeting, cast.su) is Status.EXPECTED
    signs_in(meeting, cast.su, LATER)
    assert status_of(meeting, cast.su) is Status.PRESENT
    assert "漏了一组" in Trace.get(Trace.act == "reopen_activity").detail


def test_only_what_has_ended_is_reopened_and_not_by_a_leader(cast):
    meeting = an_open_activity(cast, group=cast.group)
    with pytest.raises(Refused, match="还没有结束"):
        reopen_activity(OPERATOR, meeting.id, "试试", NOW)
    close_activity(OPERATOR, meeting.id, LATER)
    with pytest.raises(Refused, match="权限"):
        reopen_activity(cast.leader, meeting.id, "试试", LATER)


def test_a_leave_given_up_before_the_meeting_is_not_frozen_into_it(cast):
    Leave.create(
        teacher=cast.su,
        kind="sick",
        reason="感冒",
        starts_at=NOW - timedelta(days=2),
        ends_at=LATER,
        state="returned",
        returned_at=NOW - timedelta(days=1),
        asked_at=NOW - timedelta(days=2),
    )
    assert status_of(an_open_activity(cast), cast.su) is Status.EXPECTED


def test_the_sheet_is_for_those_who_run_it_or_may_see_it(cast):
    meeting = an_open_activity(cast, host=cast.lin)
    assert len(sheet(an_actor(cast.lin), meeting.id).lines) == 6
    assert len(sheet(cast.head, meeting.id).lines) == 6
    with pytest.raises(Refused, match="权限"):
        sheet(cast.teacher, meeting.id)


def test_opening_and_closing_three_hundred_takes_a_few_statements(cast, memory):
    for number in range(2001, 2295):
        a_teacher(str(number), "教师", pin="")
    meeting = an_activity(cast.term)
    statements = []
    memory.query_hooks.append(lambda event: statements.append(event.sql))
    open_activity(OPERATOR, meeting.id, NOW)
    close_activity(OPERATOR, meeting.id, LATER)
    assert len(statements) <= 32


def test_an_unknown_meeting_is_refused(cast):
    with pytest.raises(Refused, match="没有编号为 99 的活动"):
        open_activity(OPERATOR, 99, NOW)
