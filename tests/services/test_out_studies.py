"""外出学习: arranged, decided with its 公假, moved, cancelled, told of (P8)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from db.models import Award, Leave, LeaveEvidence, OutStudy, Term, Trace
from tests.builders import NOW, OPERATOR, an_activity, an_actor
from tests.services.cast import a_cast, an_open_activity, row_of, status_of
from tests.services.trips import (
    BACK,
    DAY,
    TODAY,
    YUAN,
    a_draft,
    approved,
    asked,
    handed_in,
    reported,
    settled,
)
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import Status
from yanxiu_tui.rules.out_study import OutStudyState
from yanxiu_tui.services import leave, out_studies
from yanxiu_tui.services.makeup import tasks
from yanxiu_tui.services.meeting import close_activity


@pytest.fixture
def cast(memory):
    return a_cast("pingfang")


def test_those_of_one_notice_go_together_or_nobody_goes(cast):
    meeting = an_open_activity(cast)
    ids = [each.id for each in out_studies.enter(cast.dean, a_draft(), ["1001", "1002"], NOW)]
    out_studies.refuse(cast.head, ids[1], "课紧", NOW)
    with pytest.raises(Refused, match="未批准，不能再审批"):
        out_studies.approve_together(cast.head, ids, YUAN, "同意", NOW)
    assert not Leave.select().exists()
    other = out_studies.enter(cast.dean, a_draft(), ["1002"], NOW)[0].id
    gone = out_studies.approve_together(cast.head, [other, ids[0]], YUAN, "同意", NOW)
    assert [(each.teacher_name, each.cap) for each in gone] == [("苏慧", YUAN), ("林远", YUAN)]
    away = Status.OFFICIAL_LEAVE
    assert status_of(meeting, cast.su) == status_of(meeting, cast.lin) == away


def test_a_teacher_asks_to_go_and_it_waits(cast):
    view = asked(cast)
    assert (view.teacher_name, view.group_name, view.standing) == ("苏慧", "语文组", "待批准")
    assert (view.days, view.due_on, view.hours_proposed) == (2, TODAY + DAY, 12)


def test_the_office_enters_one_notice_for_all_it_sends_or_for_none(cast):
    sent = out_studies.enter(cast.dean, a_draft(), ["1001", "1002", "1001"], NOW)
    assert [(each.teacher_name, each.asked_by) for each in sent] == [
        ("苏慧", "何静"), ("林远", "何静"),
    ]  # fmt: skip
    with pytest.raises(Refused, match="没有找到"):
        out_studies.enter(cast.dean, a_draft(first=TODAY + 5 * DAY, last=TODAY + 5 * DAY),
                          ["1003", "9999"], NOW)  # fmt: skip
    assert OutStudy.select().count() == 2
    with pytest.raises(Refused, match="至少一位"):
        out_studies.enter(cast.dean, a_draft(), [], NOW)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"last": TODAY - DAY}, "返回日期早于出发日期"),
        ({"last": TODAY + 100 * DAY}, "最长 100 天"),
        ({"title": " "}, "请填写学习内容"),
        ({"place": ""}, "请填写地点"),
        ({"first": date(1999, 1, 1), "last": date(1999, 1, 2)}, "2000 年至 2100 年"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_kept(cast, values, sentence):
    with pytest.raises(Refused, match=sentence):
        asked(cast, **values)
    assert not OutStudy.select().exists()


def test_nobody_is_on_two_trips_at_once(cast):
    asked(cast)
    with pytest.raises(Refused, match="已有外出学习「省骨干教师培训」，日期重叠"):
        asked(cast, title="市里听课")


def test_approved_it_brings_its_own_leave_that_meetings_count_at_once(cast):
    meeting = an_open_activity(cast)
    trip = approved(cast)
    (slip,) = Leave.select()
    assert (slip.state, slip.kind, slip.teacher_id) == ("approved", "official", cast.su.id)
    assert slip.reason == "外出学习：省骨干教师培训"
    assert [paper.kind for paper in LeaveEvidence.select()] == ["official_notice"]
    assert status_of(meeting, cast.su) is Status.OFFICIAL_LEAVE
    assert (trip.decided_by, trip.cap, trip.standing) == ("钱立", YUAN, "待汇报")


def test_what_was_missed_on_the_trip_is_made_up(cast):
    approved(cast)
    meeting = an_open_activity(cast)
    close_activity(OPERATOR, meeting.id, NOW + timedelta(hours=3))
    assert [task.teacher_name for task in tasks(cast.dean)] == ["苏慧"]


def test_cancelled_it_takes_its_leave_back(cast):
    meeting = an_open_activity(cast)
    trip = out_studies.cancel(cast.teacher, approved(cast).id, "会议改为线上", NOW)
    assert (trip.standing, trip.opinion) == ("已取消", "会议改为线上（原审批意见：同意）")
    assert status_of(meeting, cast.su) is Status.EXPECTED
    assert row_of(meeting, cast.su).leave_id is None
    assert Leave.get().state == "revoked"


def test_on_other_days_it_waits_anew_and_then_covers_those(cast):
    meeting = an_open_activity(cast)
    later = an_open_activity(
        cast, starts_at=NOW + 6 * DAY, ends_at=NOW + 6 * DAY + timedelta(hours=2)
    )
    trip = approved(cast)
    first, last = TODAY + 6 * DAY, TODAY + 7 * DAY
    moved = out_studies.change_days(cast.dean, trip.id, first, last, "主办方改期", NOW)
    assert (moved.standing, moved.first, moved.decided_by) == ("待批准", first, "")
    assert status_of(meeting, cast.su) is Status.EXPECTED
    out_studies.approve(cast.head, trip.id, None, "", NOW)
    assert status_of(later, cast.su) is Status.OFFICIAL_LEAVE
    assert status_of(meeting, cast.su) is Status.EXPECTED


def test_why_it_was_put_off_stands_with_the_trip_and_in_no_trace(cast):
    day = TODAY + 6 * DAY
    moved = out_studies.change_days(cast.dean, approved(cast).id, day, day, "家里有人住院", NOW)
    assert moved.opinion == "改期：家里有人住院"
    assert not Trace.select().where(Trace.detail.contains("住院")).exists()


def test_what_is_not_over_is_listed_in_the_next_term_too(cast):
    settled(cast)
    day = TODAY - 7 * DAY
    open_ = reported(cast, first=day, last=day)
    following = Term.create(
        name="第二学期", starts_on=date(2027, 2, 22), ends_on=date(2027, 7, 9),
        regulation=cast.term.regulation_id,
    )  # fmt: skip
    found = out_studies.trips(cast.dean, following.id, BACK)
    assert [each.id for each in found] == [open_.id]


def test_put_off_into_the_next_term_it_belongs_to_that(cast):
    following = Term.create(
        name="第二学期", starts_on=date(2027, 2, 22), ends_on=date(2027, 7, 9),
        regulation=cast.term.regulation_id,
    )  # fmt: skip
    day = following.starts_on + DAY
    moved = out_studies.change_days(cast.dean, asked(cast).id, day, day, "主办方改期", NOW)
    assert moved.term_id == following.id


def test_its_leave_is_not_taken_back_behind_its_back(cast):
    approved(cast)
    with pytest.raises(Refused, match="请到「外出学习」里取消"):
        leave.revoke(cast.head, Leave.get().id, "批错了", NOW)
    assert Leave.get().state == "approved"


def test_a_leave_in_the_same_days_stands_in_its_way_and_nothing_is_kept(cast):
    slip = leave.LeaveDraft("1001", "personal", "家事", NOW, NOW + DAY)
    leave.ask(cast.teacher, slip, NOW)
    with pytest.raises(Refused, match="已有请假（待批）"):
        approved(cast)
    assert OutStudy.get().state == "asked"


def test_nobody_decides_on_their_own_trip_and_a_deputy_stands_in(cast):
    own = out_studies.ask(cast.head, a_draft(), NOW)
    with pytest.raises(Refused, match="自己的外出学习"):
        out_studies.approve(cast.head, own.id, None, "", NOW)
    with pytest.raises(Refused, match="权限"):
        out_studies.approve(cast.dean, own.id, None, "", NOW)
    assert out_studies.approve(cast.vice, own.id, None, "", NOW).decided_by == "孙正"


def test_refused_it_says_why_and_is_not_decided_again(cast):
    trip = out_studies.refuse(cast.head, asked(cast).id, "期末课紧", NOW)
    assert (trip.standing, trip.opinion) == ("未批准", "期末课紧")
    with pytest.raises(Refused, match="未批准，不能再审批"):
        out_studies.approve(cast.head, trip.id, None, "", NOW)


@pytest.mark.parametrize("money", ["-1", "0.001", "1e9", "NaN"])
def test_what_is_no_sum_of_money_is_refused(cast, money):
    with pytest.raises(Refused, match="金额应在 0 至"):
        out_studies.approve(cast.head, asked(cast).id, Decimal(money), "", NOW)


def test_whoever_is_named_to_be_sent_first_is_shown_to_who_decides(cast):
    Award.create(
        term=cast.term, award="out_study", name="外出学习优先", teacher=cast.su, decided_at=NOW
    )
    view = out_studies.view(cast.head, asked(cast).id, NOW)
    assert view.priority == "外出学习优先（2026—2027学年第一学期）"


def test_leaders_see_their_groups_trips_but_not_the_money(cast):
    trip = settled(cast, violation="超标准住宿")
    (seen,) = out_studies.trips(cast.leader, cast.term.id, BACK)
    assert (seen.id, seen.cost, seen.pays, seen.violation, seen.opinion) == (
        trip.id, None, None, "", "",
    )  # fmt: skip
    with pytest.raises(Refused, match="权限"):
        out_studies.trips(an_actor(cast.lin), cast.term.id, BACK)
    with pytest.raises(Refused, match="没有编号"):
        out_studies.view(cast.leader, trip.id + 1, BACK)


def test_what_waits_is_told_to_each_whom_it_waits_for(cast):
    trip = asked(cast)
    assert [each.words for each in out_studies.to_do(cast.head, NOW)] == ["审批 1 份外出学习申请"]
    assert out_studies.to_do(cast.teacher, NOW) == []
    out_studies.approve(cast.head, trip.id, None, "", NOW)
    (mine,) = out_studies.to_do(cast.teacher, BACK + DAY)
    assert mine.words == "写「省骨干教师培训」的外出学习汇报，已逾期 1 天"
    assert mine.due_at < BACK + DAY
    handed_in(cast, trip)
    assert [each.words for each in out_studies.to_do(cast.dean, BACK)] == ["核销 1 次外出学习"]
    assert out_studies.to_do(cast.teacher, BACK) == []


def test_a_long_list_takes_few_queries(cast, queries):
    for day in range(12):
        first = TODAY + 3 * day * DAY
        asked(cast, first=first, last=first)
    with queries() as made:
        assert len(out_studies.trips(cast.dean, cast.term.id, NOW)) == 12
    assert len(made) <= 5


def test_a_trip_approved_while_its_meeting_opens_covers_it(cast):
    from tests.services.test_races import at_once
    from yanxiu_tui.services.meeting import open_activity

    meeting, trip = an_activity(cast.term), asked(cast)
    at_once(
        [
            lambda: out_studies.approve(cast.head, trip.id, None, "", NOW),
            lambda: open_activity(OPERATOR, meeting.id, NOW),
        ]
    )
    assert status_of(meeting, cast.su) is Status.OFFICIAL_LEAVE
    assert OutStudy.get().state == OutStudyState.APPROVED


def test_a_notice_for_two_and_what_one_of_them_asks_meanwhile_do_not_wait_for_each_other(cast):
    from tests.services.test_races import at_once

    def entering(day):
        return lambda: out_studies.enter(cast.dean, a_draft(first=day, last=day),
                                         ["1001", "1002"], NOW)  # fmt: skip

    def asking(day):
        return lambda: out_studies.ask(an_actor(cast.lin), a_draft(first=day, last=day), NOW)

    days = [TODAY + number * DAY for number in range(1, 9)]
    at_once([act(day) for day, act in zip(days, [entering, asking] * 4, strict=True)])
    assert OutStudy.select().count() == 12


def test_put_on_days_that_one_asks_for_meanwhile_it_is_refused_or_what_is_asked_is(cast):
    from tests.services.test_races import at_once

    def moving(trip, day):
        return lambda: out_studies.change_days(cast.teacher, trip.id, day, day, "换场次", NOW)

    def asking(day):
        return lambda: asked(cast, first=day, last=day)

    days = [TODAY + number * DAY for number in range(10, 14)]
    trips = [asked(cast, first=day - 8 * DAY, last=day - 8 * DAY) for day in days]
    acts = [act for day, trip in zip(days, trips, strict=True)
            for act in (moving(trip, day), asking(day))]  # fmt: skip
    at_once(acts)
    assert all(OutStudy.select().where(OutStudy.first == day).count() == 1 for day in days)
