"""Who may plan, run, enter and look at meetings, and who may ask for leave from them."""

from datetime import timedelta

from tests.builders import NOW
from tests.services.cells import Row, of_group, reaching, row, something
from tests.services.cells.world import World
from yanxiu_tui.rules.attendance import Departure, Status
from yanxiu_tui.services import (
    activities,
    activity_files,
    attendance,
    attendance_history,
    corrections,
    covering,
    departures,
    documents,
    expected,
    leave,
    leave_views,
    makeup,
    meeting,
    paper_sheet,
    planning,
    proxy_sign_in,
    roll_call,
)
from yanxiu_tui.services.leave import LeaveDraft
from yanxiu_tui.services.permission import Act
from yanxiu_tui.services.planning import Draft

WHY = "核对过了"


def draft(group_id: int | None = None) -> Draft:
    """A meeting of a group, or of the whole school."""
    return Draft("教学研讨", "专题研讨", NOW, NOW + timedelta(hours=2), "会议室", "方主", group_id)


def slip(staff_no: str) -> LeaveDraft:
    """A 请假条 for tomorrow."""
    tomorrow = NOW + timedelta(days=1)
    return LeaveDraft(staff_no, "personal", "家里有事", tomorrow, tomorrow + timedelta(hours=2))


def _line(world: World) -> list[paper_sheet.PaperRow]:
    return [paper_sheet.PaperRow(world.member.staff_no, NOW)]


ROWS: list[Row] = [
    reaching(Act.PLAN_ACTIVITY, planning.scopes, lambda w: ()),
    row(Act.PLAN_ACTIVITY, planning.plan, lambda w: (draft(), NOW)),
    of_group(Act.PLAN_ACTIVITY, planning.plan, lambda w: (draft(w.group.id), NOW)),
    row(Act.PLAN_ACTIVITY, planning.plan_series, lambda w: (draft(), None, NOW)),
    of_group(Act.PLAN_ACTIVITY, planning.plan_series, lambda w: (draft(w.group.id), None, NOW)),
    of_group(Act.PLAN_ACTIVITY, planning.change, lambda w: (w.planned, draft(w.group.id), NOW)),
    # Out of one's own group into the whole school's hands.
    row(Act.PLAN_ACTIVITY, planning.change, lambda w: (w.planned, draft(), NOW)),
    of_group(Act.PLAN_ACTIVITY, planning.cancel, lambda w: (w.planned, WHY, NOW)),
    row(Act.PLAN_ACTIVITY, planning.cancel, lambda w: (w.open_to_all, WHY, NOW)),
    of_group(Act.RUN_ACTIVITY, meeting.open_activity, lambda w: (w.planned, NOW), host=True),
    of_group(Act.RUN_ACTIVITY, meeting.end_activity, lambda w: (w.running, NOW), host=True),
    row(Act.RUN_ACTIVITY, meeting.end_activity, lambda w: (w.open_to_all, NOW)),
    of_group(Act.RUN_ACTIVITY, meeting.close_activity, lambda w: (w.over, NOW), host=True),
    of_group(
        Act.RUN_ACTIVITY, documents.hand_in, lambda w: (w.over, "plan", "柜一", NOW), host=True
    ),
    of_group(
        (Act.RUN_ACTIVITY, Act.WRITE_PREP), activity_files.add,
        lambda w: (w.over, "照片.jpg", "", NOW), host=True,
    ),
    of_group(
        (Act.RUN_ACTIVITY, Act.WRITE_PREP), activity_files.take_off,
        lambda w: (w.file, NOW), host=True,
    ),
    of_group(
        (Act.VIEW_SHEET, Act.VIEW_PREP), activity_files.files, lambda w: (w.over,), host=True
    ),
    row(Act.REOPEN_ACTIVITY, meeting.reopen_activity, lambda w: (w.over, WHY, NOW)),
    of_group(Act.CALL_ROLL, roll_call.start_roll, lambda w: (w.running, NOW), host=True),
    row(Act.CALL_ROLL, roll_call.start_roll, lambda w: (w.open_to_all, NOW)),
    of_group(Act.CALL_ROLL, roll_call.start_surprise, lambda w: (w.running, NOW), host=True),
    of_group(
        Act.CALL_ROLL, roll_call.mark, lambda w: (w.running, w.member.id, True, NOW), host=True
    ),
    of_group(Act.CALL_ROLL, roll_call.finish_roll, lambda w: (w.running, NOW), host=True),
    of_group(Act.CALL_ROLL, roll_call.resume_roll, lambda w: (w.running, NOW), host=True),
    of_group(
        Act.CALL_ROLL, departures.mark_left,
        lambda w: (w.running, w.member.id, Departure.LEFT_MIDWAY, NOW, NOW), host=True,
    ),
    of_group(
        Act.CALL_ROLL, departures.undo, lambda w: (w.running, w.member.id, NOW), host=True
    ),
    row(
        Act.CORRECT_ATTENDANCE, departures.mark_left,
        lambda w: (w.over, w.member.id, Departure.LEFT_EARLY, NOW, NOW),
    ),
    row(Act.CORRECT_ATTENDANCE, departures.undo, lambda w: (w.over, w.member.id, NOW)),
    of_group(Act.VIEW_SHEET, attendance.sheet, lambda w: (w.over,), host=True),
    row(Act.VIEW_SHEET, attendance.sheet, lambda w: (w.open_to_all,)),
    of_group(Act.VIEW_SHEET, expected.expected, lambda w: (w.planned,), host=True),
    of_group(
        Act.VIEW_SHEET, attendance_history.history, lambda w: (w.over, w.member.id),
        owner=lambda w: w.member.id, host=True,
    ),
    of_group(Act.CHECK_PROXY, proxy_sign_in.check, lambda w: (w.over,), host=True),
    row(Act.CHECK_PROXY, proxy_sign_in.check, lambda w: (w.open_to_all,)),
    row(
        Act.CORRECT_ATTENDANCE, corrections.correct,
        lambda w: (w.over, w.member.id, Status.PRESENT, WHY, NOW),
    ),
    row(Act.CORRECT_ATTENDANCE, corrections.withdraw, lambda w: (w.over, w.member.id, WHY, NOW)),
    row(Act.CORRECT_ATTENDANCE, corrections.mark_all_present, lambda w: (w.over, WHY, NOW)),
    row(
        Act.CORRECT_ATTENDANCE, corrections.add_to_roster,
        lambda w: (w.over, w.host.staff_no, WHY, NOW),
    ),
    of_group(Act.ENTER_PAPER, paper_sheet.enter, lambda w: (w.over, _line(w), NOW)),
    row(Act.ENTER_PAPER, paper_sheet.enter, lambda w: (w.open_to_all, _line(w), NOW)),
    row(Act.ASK_LEAVE, leave.ask, lambda w: (slip(w.outsider.staff_no), NOW)),
    row(Act.ASK_LEAVE_FOR_OTHERS, leave.ask, lambda w: (slip(w.member.staff_no), NOW)),
    row(
        Act.ASK_LEAVE_FOR_OTHERS, leave.withdraw, lambda w: (w.asked.id, NOW),
        owner=lambda w: w.asked.teacher_id,
    ),
    row(
        Act.ASK_LEAVE_FOR_OTHERS, leave.come_back, lambda w: (w.approved.id, NOW),
        owner=lambda w: w.approved.teacher_id,
    ),
    row(
        Act.RECEIVE_EVIDENCE, leave.receive_evidence,
        lambda w: (w.asked.id, "leave_slip", NOW),
    ),
    row(Act.DECIDE_LEAVE, leave.approve, lambda w: (w.asked.id, NOW)),
    row(Act.DECIDE_LEAVE, leave.refuse, lambda w: (w.asked.id, WHY, NOW)),
    row(Act.DECIDE_LEAVE, leave.revoke, lambda w: (w.approved.id, WHY, NOW)),
    row(Act.DECIDE_LEAVE, leave_views.to_decide, lambda w: (), shows=something),
    row(Act.DECIDE_LEAVE, leave_views.require_to_decide, lambda w: (w.member.id,)),
    row(Act.DECIDE_LEAVE, leave_views.may_decide, lambda w: (w.member.id, {1}), shows=something),
    row(Act.VIEW_LEAVE, leave_views.leaves, lambda w: ()),
    row(
        Act.VIEW_LEAVE, leave_views.view, lambda w: (w.asked.id,),
        owner=lambda w: w.asked.teacher_id,
    ),
    row(Act.ASK_LEAVE, leave_views.my_leaves, lambda w: (w.term,)),
    row(
        Act.VIEW_LEAVE, covering.meetings_covered, lambda w: (w.approved.id,),
        owner=lambda w: w.approved.teacher_id,
    ),
    of_group(
        Act.CONFIRM_MAKEUP, makeup.tasks, lambda w: (),
        shows=lambda found, w: w.member.id in {each.teacher_id for each in found},
    ),
    of_group(
        Act.CONFIRM_MAKEUP, makeup.confirm, lambda w: (w.member.id, w.over, "看了录像", NOW)
    ),
    of_group(
        Act.VIEW_SHEET, activities.visible, lambda w: (w.term,), host=True,
        shows=lambda found, w: w.over in {each.id for each in found},
    ),
]  # fmt: skip
