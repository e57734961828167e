"""请假: asked for, proved, decided, ended (Z28–Z30)."""

from datetime import UTC, datetime, timedelta

import pytest

from db.models import Leave, LeaveEvidence, Office, Trace
from tests.builders import NOW, OPERATOR, an_actor
from tests.services.cast import a_cast, an_open_activity, row_of, status_of
from tests.services.leaves import HOUR, a_draft, asked_for
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import Status
from yanxiu_tui.rules.leave import LeaveState
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import leave
from yanxiu_tui.services.makeup import tasks
from yanxiu_tui.services.meeting import close_activity

DAY = timedelta(days=1)
LATER = NOW + 3 * HOUR


@pytest.fixture
def cast(memory):
    return a_cast()


def test_a_teacher_asks_for_leave_and_it_waits(cast):
    asked = leave.ask(cast.teacher, a_draft(cover="林远代课"), NOW)
    assert (asked.teacher_name, asked.staff_no, asked.group_name) == ("苏慧", "1001", "语文组")
    assert (asked.kind_name, asked.counts_as) == ("事假", Status.PERSONAL_LEAVE)
    assert (asked.state, asked.state_name) == (LeaveState.ASKED, "待批")
    assert (asked.reason, asked.cover, asked.decided_by) == ("家中有事", "林远代课", "")


def test_a_request_made_in_person_is_itself_the_slip(cast):
    asked = leave.ask(cast.teacher, a_draft(), NOW)
    assert (asked.evidence, asked.owed) == (("请假条",), ())


def test_a_sick_leave_asked_for_in_person_still_owes_the_hospitals_paper(cast):
    asked = leave.ask(cast.teacher, a_draft("sick"), NOW)
    assert (asked.evidence, asked.owed) == (("书面申请",), ("医院证明",))


@pytest.mark.parametrize(
    ("kind", "owed"), [("personal", ("slip",)), ("sick", ("written_application",))]
)
def test_what_the_office_copies_from_paper_owes_all_that_it_does_not_say_is_there(cast, kind, owed):
    asked = leave.ask(cast.dean, a_draft(kind, evidence=("hospital_certificate",)), NOW)
    assert asked.owed_kinds == owed


def test_a_teacher_may_not_ask_for_a_colleague(cast):
    with pytest.raises(Refused, match="权限"):
        leave.ask(cast.teacher, a_draft(staff_no="1002"), NOW)


def test_the_office_asks_for_a_teacher_and_hands_in_the_papers_at_once(cast):
    asked = leave.ask(cast.dean, a_draft(evidence=("slip", "slip")), NOW)
    assert (asked.evidence, asked.owed) == (("请假条",), ())


def test_a_teacher_cannot_say_that_their_own_papers_were_received(cast):
    with pytest.raises(Refused, match="权限"):
        leave.ask(cast.teacher, a_draft(evidence=("slip",)), NOW)
    assert not Leave.select().exists()


def test_a_kind_the_regulation_does_not_have_is_refused_naming_those_it_has(cast):
    with pytest.raises(Refused, match=r"可选：公假（official）、产假（maternity）、事假"):
        leave.ask(cast.teacher, a_draft("holiday"), NOW)


def test_a_paper_the_regulation_does_not_know_is_refused(cast):
    with pytest.raises(Refused, match="没有这种证明"):
        leave.ask(cast.dean, a_draft(evidence=("photo",)), NOW)
    assert not Leave.select().exists()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"ends_at": NOW - HOUR}, "结束时间应晚于开始时间"),
        ({"ends_at": NOW + 201 * DAY}, "最长 200 天"),
        (
            {
                "starts_at": datetime(1999, 12, 31, tzinfo=UTC),
                "ends_at": datetime(2000, 1, 2, tzinfo=UTC),
            },
            "请假应在 2000 年至 2100 年之间",
        ),
        (
            {
                "starts_at": datetime(2100, 12, 31, tzinfo=UTC),
                "ends_at": datetime(2101, 1, 2, tzinfo=UTC),
            },
            "请假应在 2000 年至 2100 年之间",
        ),
        ({"reason": "  "}, "请填写请假事由"),
        ({"reason": "很" * 201}, "请假事由太长"),
        ({"staff_no": "9999"}, "没有找到"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_kept(cast, values, sentence):
    with pytest.raises(Refused, match=sentence):
        leave.ask(cast.dean, a_draft(**values), NOW)
    assert not Leave.select().exists()


def test_a_second_leave_in_the_same_time_is_refused_saying_which(cast):
    leave.ask(cast.teacher, a_draft(), NOW)
    with pytest.raises(Refused, match=r"10月14日 13:30 至 10月14日 18:30 已有请假（待批）"):
        leave.ask(cast.teacher, a_draft("sick", starts_at=NOW + HOUR, ends_at=NOW + 9 * HOUR), NOW)


def test_leave_right_after_another_is_another(cast):
    first = leave.ask(cast.teacher, a_draft(), NOW)
    second = leave.ask(cast.teacher, a_draft(starts_at=first.ends_at, ends_at=NOW + DAY), NOW)
    assert second.id != first.id


def test_a_withdrawn_or_refused_leave_stands_in_nobodys_way(cast):
    first = leave.ask(cast.teacher, a_draft(), NOW)
    leave.withdraw(cast.teacher, first.id, NOW)
    second = leave.ask(cast.teacher, a_draft(), NOW)
    leave.refuse(cast.head, second.id, "请安排在周末", NOW)
    assert leave.ask(cast.teacher, a_draft(), NOW).state is LeaveState.ASKED


def test_after_coming_back_the_rest_of_the_time_is_free_again(cast):
    first = asked_for(cast, ends_at=NOW + 3 * DAY)
    leave.approve(cast.head, first.id, NOW)
    leave.come_back(cast.teacher, first.id, NOW + DAY)
    again = a_draft(starts_at=NOW + 2 * DAY, ends_at=NOW + 3 * DAY)
    assert leave.ask(cast.teacher, again, NOW + DAY).state is LeaveState.ASKED


def test_without_its_papers_a_leave_is_not_approved(cast):
    asked = leave.ask(cast.dean, a_draft("sick"), NOW)
    with pytest.raises(Refused, match=r"病假还缺医院证明、书面申请，交齐后才能批准（Z30）"):
        leave.approve(cast.head, asked.id, NOW)


def test_only_the_office_receives_papers(cast):
    asked = leave.ask(cast.teacher, a_draft(), NOW)
    with pytest.raises(Refused, match="权限"):
        leave.receive_evidence(cast.teacher, asked.id, "slip", NOW)


def test_with_its_papers_the_head_approves(cast):
    asked = leave.ask(cast.dean, a_draft(), NOW)
    leave.receive_evidence(cast.dean, asked.id, "slip", NOW)
    granted = leave.approve(cast.head, asked.id, LATER, "同意")
    assert (granted.state_name, granted.decided_by) == ("已批准", "钱立")
    assert (granted.decided_at, granted.opinion) == (LATER, "同意")


def test_a_paper_is_received_once(cast):
    asked = leave.ask(cast.dean, a_draft(), NOW)
    leave.receive_evidence(cast.dean, asked.id, "slip", NOW)
    with pytest.raises(Refused, match="已经收过"):
        leave.receive_evidence(cast.dean, asked.id, "slip", NOW)
    assert LeaveEvidence.select().count() == 1


def test_a_refused_leave_takes_no_more_papers(cast):
    asked = leave.ask(cast.teacher, a_draft(), NOW)
    leave.refuse(cast.head, asked.id, "本周有公开课", NOW)
    with pytest.raises(Refused, match="未批准，不用再交证明"):
        leave.receive_evidence(cast.dean, asked.id, "slip", NOW)


def test_an_emergency_is_approved_and_the_papers_remain_owed(cast):
    asked = leave.ask(cast.dean, a_draft("sick", emergency=True), NOW)
    granted = leave.approve(cast.head, asked.id, NOW)
    assert (granted.state, granted.owed) == (LeaveState.APPROVED, ("医院证明", "书面申请"))
    later = leave.receive_evidence(cast.dean, asked.id, "hospital_certificate", LATER)
    assert (later.evidence, later.owed) == (("医院证明",), ("书面申请",))


def test_an_emergency_excuses_no_paper_where_the_regulation_does_not_say_so(cast):
    asked = leave.ask(cast.dean, a_draft("personal", emergency=True), NOW)
    with pytest.raises(Refused, match="还缺请假条"):
        leave.approve(cast.head, asked.id, NOW)


def test_the_dean_may_not_decide(cast):
    asked = asked_for(cast)
    with pytest.raises(Refused, match="权限"):
        leave.approve(cast.dean, asked.id, NOW)
    with pytest.raises(Refused, match="权限"):
        leave.refuse(cast.dean, asked.id, "不行", NOW)


def test_nobody_decides_on_their_own_leave(cast):
    asked = asked_for(cast, staff_no="1005")
    with pytest.raises(Refused, match="自己的请假要由他人审批"):
        leave.approve(cast.head, asked.id, NOW)


def test_the_heads_own_leave_is_decided_by_a_deputy_when_nobody_else_may(cast):
    asked = asked_for(cast, staff_no="1005")
    assert leave.approve(cast.vice, asked.id, NOW).decided_by == "孙正"


def test_the_deputy_does_not_decide_while_another_head_can(cast):
    Office.create(teacher=cast.lin, role=Role.STEERING_HEAD)
    asked = asked_for(cast, staff_no="1005")
    with pytest.raises(Refused, match="权限"):
        leave.approve(cast.vice, asked.id, NOW)
    second_head = an_actor(cast.lin, Role.STEERING_HEAD)
    assert leave.approve(second_head, asked.id, NOW).state is LeaveState.APPROVED


def test_the_deputy_does_not_decide_on_a_teachers_leave(cast):
    asked = asked_for(cast)
    with pytest.raises(Refused, match="权限"):
        leave.approve(cast.vice, asked.id, NOW)


def test_refusing_needs_a_reason(cast):
    asked = asked_for(cast)
    with pytest.raises(Refused, match="请填写不批准的理由"):
        leave.refuse(cast.head, asked.id, " ", NOW)


def test_a_leave_is_decided_once(cast):
    asked = asked_for(cast)
    leave.approve(cast.head, asked.id, NOW)
    with pytest.raises(Refused, match="已批准，不能再审批"):
        leave.refuse(cast.head, asked.id, "改了主意", NOW)


def test_an_unknown_leave_is_refused(cast):
    with pytest.raises(Refused, match="没有编号为 77 的请假"):
        leave.approve(cast.head, 77, NOW)


def test_one_takes_back_ones_own_leave_only_while_it_waits(cast):
    asked = asked_for(cast)
    leave.approve(cast.head, asked.id, NOW)
    with pytest.raises(Refused, match="已批准，不能撤回"):
        leave.withdraw(cast.teacher, asked.id, NOW)


def test_a_colleague_may_not_take_it_back_but_the_office_may(cast):
    asked = leave.ask(cast.teacher, a_draft(), NOW)
    with pytest.raises(Refused, match="权限"):
        leave.withdraw(an_actor(cast.lin), asked.id, NOW)
    assert leave.withdraw(cast.dean, asked.id, NOW).state_name == "已撤回"


def test_a_leave_granted_wrongly_is_taken_back_with_a_reason(cast):
    meeting = an_open_activity(cast)
    granted = leave.approve(cast.head, asked_for(cast, "official").id, NOW, "同意")
    close_activity(OPERATOR, meeting.id, LATER)
    revoked = leave.revoke(cast.head, granted.id, "批错了人", LATER)
    assert (revoked.state_name, revoked.decided_by) == ("已撤销", "钱立")
    assert (revoked.opinion, revoked.decided_at) == ("批错了人（原审批意见：同意）", LATER)
    assert status_of(meeting, cast.su) is Status.ABSENT
    assert row_of(meeting, cast.su).leave is None
    assert tasks(cast.dean) == []


def test_only_a_granted_leave_is_taken_back_and_only_with_a_reason(cast):
    asked = asked_for(cast)
    with pytest.raises(Refused, match="待批，没有可以撤销的批准"):
        leave.revoke(cast.head, asked.id, "批错了", NOW)
    leave.approve(cast.head, asked.id, NOW)
    with pytest.raises(Refused, match="请填写撤销批准的原因"):
        leave.revoke(cast.head, asked.id, " ", NOW)


def test_who_may_not_decide_may_not_take_a_decision_back(cast):
    granted = leave.approve(cast.head, asked_for(cast).id, NOW)
    for actor in (cast.dean, cast.vice, an_actor(cast.lin)):
        with pytest.raises(Refused, match="权限"):
            leave.revoke(actor, granted.id, "批错了", NOW)
    with pytest.raises(Refused, match="自己的请假要由他人审批"):
        leave.revoke(an_actor(cast.su, Role.STEERING_HEAD), granted.id, "批错了", NOW)


def test_after_a_leave_was_taken_back_another_may_be_asked_for(cast):
    granted = leave.approve(cast.head, asked_for(cast).id, NOW)
    leave.revoke(cast.head, granted.id, "日期写错", NOW)
    assert leave.ask(cast.teacher, a_draft(), NOW).state is LeaveState.ASKED


def test_one_comes_back_once_and_only_from_a_leave_that_was_granted(cast):
    asked = asked_for(cast)
    with pytest.raises(Refused, match="待批，不用销假"):
        leave.come_back(cast.teacher, asked.id, NOW)
    leave.approve(cast.head, asked.id, NOW)
    leave.come_back(cast.teacher, asked.id, NOW)
    with pytest.raises(Refused, match="已销假，不用销假"):
        leave.come_back(cast.teacher, asked.id, NOW)


def test_a_school_with_one_kind_of_leave_asks_for_that_one(memory):
    cast = a_cast("third")
    asked = leave.ask(cast.teacher, a_draft("leave"), NOW)
    assert (asked.kind_name, asked.evidence) == ("请假", ("请假条",))


def test_the_trace_tells_what_was_done_but_never_why(cast):
    asked = leave.ask(cast.teacher, a_draft("sick", reason="偏头痛"), NOW)
    leave.receive_evidence(cast.dean, asked.id, "hospital_certificate", NOW)
    leave.refuse(cast.head, asked.id, "请先就医偏头痛", NOW)
    kept = list(Trace.select().where(Trace.subject == "leave").order_by(Trace.id))
    assert [row.act for row in kept] == ["ask_leave", "receive_evidence", "refuse_leave"]
    assert not any("偏头痛" in row.detail for row in kept)
