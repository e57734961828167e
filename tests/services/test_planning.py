"""Planning: the four fixed things, a weekly series, changes, cancelling (Z3, Z5, Z8)."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from db.models import Activity, ExemptDays, Leave, Trace
from tests.builders import NOW, OPERATOR, a_teacher, an_actor
from tests.services.cast import a_cast, an_open_activity, row_of, status_of
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import Status
from yanxiu_tui.services import planning
from yanxiu_tui.services.activities import State, activities, activity, at_the_door, course
from yanxiu_tui.services.meeting import close_activity
from yanxiu_tui.services.planning import Draft

HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)
DRAFT = Draft(
    title="新课标下的单元整体教学",
    kind="校本培训",
    starts_at=NOW,
    ends_at=NOW + 2 * HOUR,
    place="多媒体教室",
    presenter="苏慧",
)


@pytest.fixture
def cast(memory):
    return a_cast()


def test_a_planned_activity_has_the_four_fixed_things(cast):
    made = planning.plan(cast.dean, replace(DRAFT, host_no="１００３", recorder_no="1002"), NOW)
    assert (made.starts_at, made.title, made.presenter, made.place) == (
        NOW,
        "新课标下的单元整体教学",
        "苏慧",
        "多媒体教室",
    )
    assert (made.host_name, made.recorder_name, made.scope_name) == ("周敏", "林远", "全校")
    assert made.state is State.PLANNED


@pytest.mark.parametrize(
    ("missing", "label"),
    [("title", "活动内容"), ("place", "地点"), ("presenter", "主讲人"), ("kind", "活动类型")],
)
def test_without_one_of_the_fixed_things_nothing_is_planned(cast, missing, label):
    with pytest.raises(Refused, match=f"请填写{label}"):
        planning.plan(cast.dean, replace(DRAFT, **{missing: " "}), NOW)
    assert not Activity.select().exists()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"ends_at": NOW}, "结束时间应晚于开始时间"),
        ({"starts_at": NOW + 30 * WEEK, "ends_at": NOW + 30 * WEEK + HOUR}, "不在本学期"),
        ({"hours": Decimal("-1")}, "学时应在 0 到 40 之间"),
        ({"hours": Decimal("41")}, "学时应在 0 到 40 之间"),
        ({"hours": Decimal("NaN")}, "学时应在 0 到 40 之间"),
        ({"hours": Decimal("Infinity")}, "学时应在 0 到 40 之间"),
        ({"group_id": 99}, "没有这个教研组"),
        ({"host_no": "9999"}, "主持人的工号「9999」没有找到"),
        ({"recorder_no": "\x00"}, "记录人的工号"),
        ({"title": "长" * 129}, "太长"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(cast, values, sentence):
    with pytest.raises(Refused, match=sentence):
        planning.plan(cast.dean, replace(DRAFT, **values), NOW)
    assert not Activity.select().exists()


def test_control_characters_in_what_is_typed_are_blanks(cast):
    made = planning.plan(cast.dean, replace(DRAFT, title="单元\t整体\x00教学\n"), NOW)
    assert made.title == "单元 整体 教学"


def test_the_trace_names_the_title_that_was_kept(cast):
    made = planning.plan(cast.dean, replace(DRAFT, title="单元\ud800整体\t教学"), NOW)
    planning.change(cast.dean, made.id, replace(DRAFT, title="作业\ud800设计"), NOW)
    assert [json.loads(row.detail)["title"] for row in Trace.select().order_by(Trace.id)] == [
        "单元整体 教学",
        "作业设计",
    ]


def test_each_of_a_series_knows_that_it_was_planned(cast):
    series = planning.plan_series(cast.dean, DRAFT, date(2026, 11, 4), NOW)
    assert len(series.ids) == 4
    courses = [[step.what for step in course(each)] for each in series.ids]
    assert courses == [["安排（每周一次）"]] * 4


def test_a_long_series_takes_no_statement_for_each_week(cast, memory):
    start = datetime(2026, 9, 3, 6, 30, tzinfo=UTC)
    draft = replace(DRAFT, starts_at=start, ends_at=start + HOUR)
    statements = []
    memory.query_hooks.append(lambda event: statements.append(event.sql))
    series = planning.plan_series(cast.dean, draft, None, start)
    memory.query_hooks.clear()
    assert len(series.ids) == 19
    assert len(statements) <= 10


def test_a_leader_plans_for_the_group_and_not_for_the_school(cast):
    own = planning.plan(cast.leader, replace(DRAFT, group_id=cast.group.id), NOW)
    assert own.scope_name == "语文组"
    for actor in (cast.leader, cast.teacher):
        with pytest.raises(Refused, match="权限"):
            planning.plan(actor, DRAFT, NOW)


def test_a_weekly_series_runs_to_the_end_of_the_term_and_skips_holidays(cast):
    start = datetime(2026, 9, 3, 6, 30, tzinfo=UTC)
    draft = replace(DRAFT, starts_at=start, ends_at=start + HOUR)
    series = planning.plan_series(cast.dean, draft, None, start)
    days = [local(each.starts_at).date() for each in activities(cast.term.id)]
    assert (days[0], days[-1]) == (date(2026, 9, 3), date(2027, 1, 14))
    assert {day.weekday() for day in days} == {3}
    assert date(2026, 10, 1) not in days
    assert (date(2026, 10, 1), "国庆节") in series.days.skipped
    assert len(series.ids) == len(days) == 19


def test_the_terms_own_free_days_are_skipped_with_their_reason(cast):
    ExemptDays.create(
        term=cast.term, first=date(2026, 10, 19), last=date(2026, 10, 23), reason="期中考试"
    )
    series = planning.plan_series(cast.dean, DRAFT, date(2026, 11, 4), NOW)
    assert series.days.days == (date(2026, 10, 14), date(2026, 10, 28), date(2026, 11, 4))
    assert series.days.skipped == ((date(2026, 10, 21), "期中考试"),)
    shared = {row.series for row in Activity.select()}
    assert len(shared) == 1 and "" not in shared


def test_a_series_without_a_single_day_is_refused(cast):
    with pytest.raises(Refused, match="没有可安排的日子"):
        planning.plan_series(cast.dean, DRAFT, date(2026, 10, 1), NOW)


def test_a_planned_activity_can_be_changed_in_everything(cast):
    made = planning.plan(cast.dean, DRAFT, NOW)
    moved = replace(DRAFT, title="作业设计", starts_at=NOW + WEEK, ends_at=NOW + WEEK + HOUR)
    changed = planning.change(cast.dean, made.id, moved, NOW)
    assert (changed.title, changed.starts_at) == ("作业设计", NOW + WEEK)


def test_an_open_one_keeps_its_start_its_group_and_its_size(cast):
    meeting = an_open_activity(cast)
    wanted = replace(
        DRAFT, place="阶梯教室", starts_at=NOW + HOUR, group_id=cast.group.id, large=True
    )
    changed = planning.change(cast.dean, meeting.id, wanted, NOW)
    assert (changed.place, changed.starts_at) == ("阶梯教室", NOW)
    assert (changed.group_id, changed.large) == (None, False)


def _on_leave(teacher, starts, ends):
    return Leave.create(
        teacher=teacher,
        kind="personal",
        reason="有事",
        starts_at=NOW + starts * HOUR,
        ends_at=NOW + ends * HOUR,
        state="approved",
        asked_at=NOW,
    )


def test_an_open_one_that_ends_later_counts_the_leave_that_begins_meanwhile(cast):
    meeting = an_open_activity(cast)
    _on_leave(cast.su, 2, 4)
    planning.change(cast.dean, meeting.id, replace(DRAFT, ends_at=NOW + 3 * HOUR), NOW)
    assert status_of(meeting, cast.su) is Status.PERSONAL_LEAVE
    assert status_of(meeting, cast.lin) is Status.EXPECTED


def test_an_open_one_that_ends_sooner_takes_off_the_leave_that_begins_later(cast):
    _on_leave(cast.su, 1, 4)
    meeting = an_open_activity(cast)
    assert status_of(meeting, cast.su) is Status.PERSONAL_LEAVE
    planning.change(cast.dean, meeting.id, replace(DRAFT, ends_at=NOW + HOUR), NOW)
    assert status_of(meeting, cast.su) is Status.EXPECTED
    assert row_of(meeting, cast.su).leave is None


def test_a_new_end_takes_a_few_statements_however_long_the_roster_is(cast, memory):
    for number in range(2001, 2061):
        _on_leave(a_teacher(str(number), "教师", pin=""), 2, 4)
    meeting = an_open_activity(cast)
    statements = []
    memory.query_hooks.append(lambda event: statements.append(event.sql))
    planning.change(cast.dean, meeting.id, replace(DRAFT, ends_at=NOW + 3 * HOUR), NOW)
    memory.query_hooks.clear()
    assert len(statements) <= 15


def test_what_is_over_is_not_changed_any_more(cast):
    meeting = an_open_activity(cast)
    close_activity(OPERATOR, meeting.id, NOW + HOUR)
    with pytest.raises(Refused, match="已经结束，不能再改"):
        planning.change(cast.dean, meeting.id, DRAFT, NOW)


def test_a_leader_cannot_make_the_groups_meeting_the_whole_schools(cast):
    own = planning.plan(cast.leader, replace(DRAFT, group_id=cast.group.id), NOW)
    with pytest.raises(Refused, match="权限"):
        planning.change(cast.leader, own.id, DRAFT, NOW)
    assert activity(own.id).group_id == cast.group.id


def test_calling_off_needs_a_reason_and_keeps_the_record(cast):
    made = planning.plan(cast.dean, DRAFT, NOW)
    with pytest.raises(Refused, match="请填写取消原因"):
        planning.cancel(cast.dean, made.id, "", NOW)
    assert planning.cancel(cast.dean, made.id, "停电", NOW).state is State.CANCELLED
    assert "停电" in Trace.get(Trace.act == "cancel_activity").detail
    with pytest.raises(Refused, match="只有还没开始的活动可以取消"):
        planning.cancel(cast.dean, made.id, "停电", NOW)


def test_a_teacher_neither_changes_nor_calls_off(cast):
    made = planning.plan(cast.dean, DRAFT, NOW)
    stranger = an_actor(a_teacher("1009", "新来者"))
    with pytest.raises(Refused, match="权限"):
        planning.change(stranger, made.id, DRAFT, NOW)
    with pytest.raises(Refused, match="权限"):
        planning.cancel(stranger, made.id, "不想开", NOW)


def test_the_desk_shows_what_is_open_then_today_else_the_next(cast):
    assert at_the_door(NOW) == []
    next_week = planning.plan(
        cast.dean, replace(DRAFT, starts_at=NOW + WEEK, ends_at=NOW + WEEK + HOUR), NOW
    )
    assert [each.id for each in at_the_door(NOW)] == [next_week.id]
    today = planning.plan(cast.dean, DRAFT, NOW)
    assert [each.id for each in at_the_door(NOW)] == [today.id]
    opened = an_open_activity(cast, starts_at=NOW - HOUR)
    assert [each.id for each in at_the_door(NOW)] == [opened.id, today.id]
