"""后补: what official leave leaves to be made up, and who confirms it (Z28)."""

from datetime import timedelta

import pytest

from db.models import Leave
from tests.builders import NOW, OPERATOR, a_group, a_teacher, an_actor
from tests.services.cast import a_cast, an_open_activity
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import Status
from yanxiu_tui.rules.leave import LeaveState
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import corrections, makeup
from yanxiu_tui.services.meeting import close_activity, end_activity, reopen_activity

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def cast(memory):
    return a_cast()


def _on_leave(teacher, kind="official"):
    return Leave.create(
        teacher=teacher,
        kind=kind,
        reason="外出学习",
        starts_at=NOW - timedelta(hours=1),
        ends_at=LATER,
        state=LeaveState.APPROVED,
        asked_at=NOW,
    )


def _a_closed_meeting(cast, kind="official", **values):
    """A meeting that 苏慧 missed on leave."""
    _on_leave(cast.su, kind)
    meeting = an_open_activity(cast, **values)
    close_activity(OPERATOR, meeting.id, LATER)
    return meeting


def test_official_leave_leaves_a_task_once_the_meeting_is_over(cast):
    _on_leave(cast.su)
    meeting = an_open_activity(cast)
    assert makeup.tasks(cast.dean) == []
    end_activity(OPERATOR, meeting.id, LATER)
    (task,) = makeup.tasks(cast.dean)
    assert (task.staff_no, task.teacher_name, task.title) == ("1001", "苏慧", meeting.title)
    assert (task.activity_id, task.done_at, task.confirmed_by) == (meeting.id, None, "")


def test_maternity_leave_leaves_one_too_and_sick_leave_none(cast):
    _on_leave(cast.lin, "maternity")
    _a_closed_meeting(cast, "sick")
    assert [task.teacher_name for task in makeup.tasks(cast.dean)] == ["林远"]


def test_ending_again_after_reopening_leaves_one_task_only(cast):
    meeting = _a_closed_meeting(cast)
    reopen_activity(OPERATOR, meeting.id, "补签到", LATER)
    close_activity(OPERATOR, meeting.id, LATER)
    assert len(makeup.tasks(cast.dean)) == 1


def test_a_correction_to_present_takes_the_task_away_and_its_withdrawal_brings_it_back(cast):
    meeting = _a_closed_meeting(cast)
    corrections.correct(cast.dean, meeting.id, cast.su.id, Status.PRESENT, "本人到会", LATER)
    assert makeup.tasks(cast.dean) == []
    corrections.withdraw(cast.dean, meeting.id, cast.su.id, "记错了人", LATER)
    assert len(makeup.tasks(cast.dean)) == 1


def test_official_leave_set_by_hand_leaves_a_task(cast):
    meeting = _a_closed_meeting(cast, "sick")
    corrections.correct(
        cast.dean, meeting.id, cast.lin.id, Status.OFFICIAL_LEAVE, "公务外出", LATER
    )
    assert [task.teacher_name for task in makeup.tasks(cast.dean)] == ["林远"]


def test_what_was_made_up_stays_made_up_whatever_is_corrected_later(cast):
    meeting = _a_closed_meeting(cast)
    makeup.confirm(cast.dean, cast.su.id, meeting.id, "已看录像并交笔记", LATER)
    corrections.correct(cast.dean, meeting.id, cast.su.id, Status.PRESENT, "本人到会", LATER)
    assert len(makeup.tasks(cast.dean)) == 1


def test_the_office_confirms_and_says_how(cast):
    meeting = _a_closed_meeting(cast)
    done = makeup.confirm(cast.dean, cast.su.id, meeting.id, "已看录像并交笔记", LATER)
    assert (done.done_at, done.note, done.confirmed_by) == (LATER, "已看录像并交笔记", "何静")


def test_a_leader_confirms_for_the_members_of_the_group(cast):
    meeting = _a_closed_meeting(cast)
    done = makeup.confirm(cast.leader, cast.su.id, meeting.id, "交了笔记", LATER)
    assert done.confirmed_by == "周敏"


def test_a_leader_confirms_for_a_guest_of_the_groups_own_meeting(cast):
    guest = a_teacher("1009", "来宾")
    meeting = _a_closed_meeting(cast, group=cast.group)
    corrections.add_to_roster(cast.dean, meeting.id, "1009", "跨组参加", LATER)
    corrections.correct(cast.dean, meeting.id, guest.id, Status.OFFICIAL_LEAVE, "公务", LATER)
    done = makeup.confirm(cast.leader, guest.id, meeting.id, "交了笔记", LATER)
    assert done.teacher_name == "来宾"


def test_a_leader_of_another_group_may_not(cast):
    meeting = _a_closed_meeting(cast)
    maths = a_group("数学组")
    other = a_teacher("1010", "吴波", Role.RESEARCH_GROUP_LEADER, group=maths)
    leader = an_actor(other, Role.RESEARCH_GROUP_LEADER, leads=(maths,))
    with pytest.raises(Refused, match="权限"):
        makeup.confirm(leader, cast.su.id, meeting.id, "交了笔记", LATER)
    assert makeup.tasks(leader) == []


def test_a_teacher_may_not_confirm_and_nobody_confirms_their_own(cast):
    meeting = _a_closed_meeting(cast)
    with pytest.raises(Refused, match="权限"):
        makeup.confirm(an_actor(cast.lin), cast.su.id, meeting.id, "看见了", LATER)
    with pytest.raises(Refused, match="自己的补学"):
        makeup.confirm(cast.teacher, cast.su.id, meeting.id, "学完了", LATER)


def test_a_task_is_confirmed_once_and_only_where_there_is_one(cast):
    meeting = _a_closed_meeting(cast)
    makeup.confirm(cast.dean, cast.su.id, meeting.id, "交了笔记", LATER)
    with pytest.raises(Refused, match="已经确认过"):
        makeup.confirm(cast.dean, cast.su.id, meeting.id, "又交了", LATER)
    with pytest.raises(Refused, match="没有这次活动的后补任务"):
        makeup.confirm(cast.dean, cast.lin.id, meeting.id, "交了笔记", LATER)


def test_confirming_without_a_word_on_how_is_refused(cast):
    meeting = _a_closed_meeting(cast)
    with pytest.raises(Refused, match="请填写补学情况"):
        makeup.confirm(cast.dean, cast.su.id, meeting.id, "", LATER)


def test_a_teacher_sees_their_own_tasks_and_no_others(cast):
    _on_leave(cast.lin)
    _a_closed_meeting(cast)
    assert [task.teacher_name for task in makeup.tasks(cast.teacher, cast.su.id)] == ["苏慧"]
    with pytest.raises(Refused, match="权限"):
        makeup.tasks(cast.teacher, cast.lin.id)
    with pytest.raises(Refused, match="权限"):
        makeup.tasks(cast.teacher)


def test_a_leader_sees_the_tasks_of_the_group(cast):
    outsider = a_teacher("1009", "外组人")
    _on_leave(outsider)
    _a_closed_meeting(cast)
    assert [task.teacher_name for task in makeup.tasks(cast.leader)] == ["苏慧"]
    assert {task.teacher_name for task in makeup.tasks(cast.dean)} == {"苏慧", "外组人"}
