"""外出学习: a notice put right for all whom it sends, its days and people only at first (P8)."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from db.models import Leave, OutStudy, Term, Trace
from tests.builders import NOW, a_teacher
from tests.services.cast import a_cast, an_open_activity, status_of
from tests.services.test_races import at_once
from tests.services.trips import (
    BACK,
    DAY,
    TODAY,
    YUAN,
    a_draft,
    asked,
    handed_in,
    reported,
)
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import Status
from yanxiu_tui.services import manuscripts, out_studies

RIGHT = a_draft(title="省学科带头人培训", place="省会", organiser="省教师学院", notice="13号")
BOTH = ["1001", "1002"]


@pytest.fixture
def cast(memory):
    return a_cast("pingfang")


def entered(cast):
    """One notice that sends 苏慧 and 林远."""
    return [each.id for each in out_studies.enter(cast.dean, a_draft(), BOTH, NOW)]


def changed(cast, trip_id, draft=RIGHT, people=("1001",), at=NOW):
    return out_studies.change_notice(cast.dean, trip_id, draft, people, at)


def test_a_form_opens_with_what_the_notice_says_and_whom_it_sends(cast):
    first, _ = entered(cast)
    told = out_studies.notice(cast.dean, first)
    assert (told.draft, [each.name for each in told.sent]) == (a_draft(), ["苏慧", "林远"])
    assert (told.decided, told.settled) == (False, 0)
    out_studies.approve(cast.head, first, YUAN, "同意", NOW)
    assert out_studies.notice(cast.dean, first).decided


def test_its_words_are_put_right_for_all_it_sends_and_what_was_decided_stands(cast):
    meeting = an_open_activity(cast)
    ids = entered(cast)
    out_studies.approve(cast.head, ids[0], YUAN, "同意", NOW)
    views = changed(cast, ids[1], people=BOTH)
    assert {(each.title, each.place, each.organiser, each.notice) for each in views} == {
        ("省学科带头人培训", "省会", "省教师学院", "13号")
    }
    assert (views[0].standing, views[0].cap) == ("待汇报", YUAN)
    assert status_of(meeting, cast.su) is Status.OFFICIAL_LEAVE
    assert Leave.get().reason == "外出学习：省学科带头人培训"


def test_what_stood_before_and_after_is_in_the_trace_of_each(cast):
    ids = entered(cast)
    changed(cast, ids[0], people=BOTH)
    lines = list(Trace.select().where(Trace.act == "change_notice"))
    assert [line.subject_id for line in lines] == ids
    told = json.loads(lines[0].detail)
    assert told["before"][0] == "省骨干教师培训"
    assert told["after"][:2] == ["省学科带头人培训", "省会"]


def test_nothing_changed_leaves_no_trace(cast):
    first, _ = entered(cast)
    changed(cast, first, a_draft(), BOTH)
    assert not Trace.select().where(Trace.act == "change_notice").exists()


def test_the_report_is_called_by_the_new_title_handed_in_or_not(cast):
    trip = reported(cast)
    changed(cast, trip.id)
    told = manuscripts.manuscript(cast.dean, trip.report_id)
    assert told.title == "省学科带头人培训（外出学习汇报）"
    assert out_studies.view(cast.dean, trip.id, BACK).reported_at == BACK


def test_settled_it_keeps_its_words_also_where_another_of_its_notice_does_not(cast):
    first, second = entered(cast)
    out_studies.approve_together(cast.head, [first, second], YUAN, "同意", NOW)
    handed_in(cast, out_studies.view(cast.dean, first, NOW))
    out_studies.settle(cast.dean, first, YUAN, "", Decimal(12), BACK)
    with pytest.raises(Refused, match="已经核销，通知不能再改"):
        changed(cast, first, people=BOTH)
    assert out_studies.notice(cast.dean, second).settled == 1
    changed(cast, second, people=BOTH)
    titles = {row.id: row.title for row in OutStudy.select()}
    assert titles == {first: "省骨干教师培训", second: "省学科带头人培训"}


@pytest.mark.parametrize("end", [out_studies.refuse, out_studies.cancel])
def test_what_is_off_is_not_put_right(cast, end):
    trip = asked(cast)
    end(cast.head if end is out_studies.refuse else cast.dean, trip.id, "课紧", NOW)
    with pytest.raises(Refused, match="通知不能再改"):
        changed(cast, trip.id)
    with pytest.raises(Refused, match="通知不能再改"):
        out_studies.notice(cast.dean, trip.id)


def test_until_somebody_may_go_its_days_and_people_are_put_right_too(cast):
    a_teacher("1021", "赵易")
    first, second = entered(cast)
    later = replace(RIGHT, first=TODAY + 7 * DAY, last=TODAY + 8 * DAY)
    views = changed(cast, first, later, ["1001", "1021"])
    assert [(each.teacher_name, each.first, each.standing) for each in views] == [
        ("苏慧", later.first, "待批准"), ("赵易", later.first, "待批准"),
    ]  # fmt: skip
    off = out_studies.view(cast.dean, second, NOW)
    assert (off.standing, off.opinion) == ("已取消", "通知更正，不派这位老师去")
    assert Trace.get(Trace.act == "cancel_out_study").subject_id == second


@pytest.mark.parametrize(
    ("draft", "people"),
    [
        (replace(RIGHT, last=TODAY + 3 * DAY), BOTH),
        (RIGHT, ["1001"]),
        (RIGHT, [*BOTH, "1003"]),
    ],
)
def test_once_somebody_may_go_days_and_people_stand_and_nothing_is_kept(cast, draft, people):
    first, second = entered(cast)
    out_studies.approve(cast.head, second, YUAN, "同意", NOW)
    with pytest.raises(Refused, match="日期请用「改期」，人请用「取消」"):
        changed(cast, first, draft, people)
    assert {row.title for row in OutStudy.select()} == {"省骨干教师培训"}
    assert OutStudy.select().count() == 2


def test_put_into_the_next_term_it_belongs_to_that_and_on_days_taken_it_is_refused(cast):
    following = Term.create(
        name="第二学期", starts_on=date(2027, 2, 22), ends_on=date(2027, 7, 9),
        regulation=cast.term.regulation_id,
    )  # fmt: skip
    trip = asked(cast)
    day = following.starts_on + DAY
    asked(cast, title="市里听课", first=day, last=day)
    with pytest.raises(Refused, match="「市里听课」，日期重叠"):
        changed(cast, trip.id, replace(RIGHT, first=day, last=day))
    assert OutStudy.get_by_id(trip.id).title == "省骨干教师培训"
    (view,) = changed(cast, trip.id, replace(RIGHT, first=day + DAY, last=day + DAY))
    assert view.term_id == following.id


@pytest.mark.parametrize(
    ("draft", "people", "sentence"),
    [
        (replace(RIGHT, title=" "), ["1001"], "请填写学习内容"),
        (replace(RIGHT, last=TODAY - DAY), ["1001"], "返回日期早于出发日期"),
        (RIGHT, [], "至少一位老师"),
        (RIGHT, ["1001", "9999"], "没有找到"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_kept(cast, draft, people, sentence):
    trip = asked(cast)
    with pytest.raises(Refused, match=sentence):
        changed(cast, trip.id, draft, people)
    assert OutStudy.get().title == "省骨干教师培训"


def test_only_the_office_puts_it_right(cast):
    trip = asked(cast)
    for actor in (cast.teacher, cast.leader, cast.head):
        with pytest.raises(Refused, match="权限"):
            out_studies.change_notice(actor, trip.id, RIGHT, ["1001"], NOW)


def test_another_of_the_same_words_on_other_days_is_another_notice(cast):
    first = asked(cast)
    later = asked(cast, first=TODAY + 7 * DAY, last=TODAY + 7 * DAY)
    changed(cast, first.id)
    assert out_studies.view(cast.dean, later.id, NOW).title == "省骨干教师培训"


def test_settled_meanwhile_a_trip_keeps_the_words_it_was_settled_with(cast):
    trip = reported(cast)
    done = at_once(
        [
            lambda: changed(cast, trip.id),
            lambda: out_studies.settle(cast.dean, trip.id, YUAN, "", Decimal(12), BACK),
        ]
    )
    row = OutStudy.get_by_id(trip.id)
    assert row.claim.title == row.title
    refused = [each for each in done if isinstance(each, Refused)]
    assert [each.reason for each in refused] in ([], ["settled"])


def test_two_who_put_one_notice_right_at_once_do_not_wait_for_each_other(cast):
    ids = entered(cast)
    drafts = [replace(RIGHT, title=f"培训 {number}") for number in range(6)]
    at_once(
        [
            lambda trip=trip, draft=draft: changed(cast, trip, draft, BOTH)
            for trip, draft in zip(ids * 3, drafts, strict=True)
        ]
    )
    assert len({row.title for row in OutStudy.select()}) == 1


def test_approved_while_its_days_are_put_right_it_covers_the_meetings_of_the_days_it_is_on(cast):
    meeting = an_open_activity(cast)
    trip = asked(cast, first=TODAY + 7 * DAY, last=TODAY + 7 * DAY)
    at_once(
        [
            lambda: changed(cast, trip.id, replace(RIGHT, first=TODAY, last=TODAY)),
            lambda: out_studies.approve(cast.head, trip.id, YUAN, "同意", NOW),
        ]
    )
    view = out_studies.view(cast.dean, trip.id, NOW)
    away = view.standing == "待汇报" and view.first == TODAY
    assert (status_of(meeting, cast.su) is Status.OFFICIAL_LEAVE) == away
