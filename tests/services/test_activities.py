"""研修活动 as they are read, and what a planner may choose from."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from db.models import ExemptDays, Trace
from tests.builders import NOW, OPERATOR, a_group, a_school, a_teacher, an_activity, an_actor
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.calendar import Exempt
from yanxiu_tui.rules.roles import GroupKind, Role
from yanxiu_tui.services import school
from yanxiu_tui.services.activities import course, visible
from yanxiu_tui.services.meeting import close_activity, open_activity, reopen_activity
from yanxiu_tui.services.planning import Draft, cancel, draft_of, places, plan, scopes

EXAMINATIONS = Exempt(date(2026, 11, 9), date(2026, 11, 13), "期中考试")


@pytest.fixture
def term(memory):
    """A school's first term with two groups."""
    a_group("数学组")
    a_group("语文组")
    return a_school()


def _titles(actor, term):
    return [each.title for each in visible(actor, term.id)]


def test_a_leader_follows_the_school_s_the_own_group_s_and_what_they_host(term):
    chinese, maths = a_group("语文组"), a_group("数学组")
    leader = a_teacher("1003", "周敏", Role.RESEARCH_GROUP_LEADER, group=chinese)
    an_activity(term, title="全校的")
    an_activity(term, title="本组的", group=chinese)
    an_activity(term, title="别组的", group=maths)
    an_activity(term, title="别组请我主持的", group=maths, host=leader)
    actor = an_actor(leader, Role.RESEARCH_GROUP_LEADER, leads=(chinese,))
    assert _titles(actor, term) == ["全校的", "本组的", "别组请我主持的"]


@pytest.mark.parametrize("role", [Role.DEAN, Role.PRINCIPAL, Role.RESOURCE_TEACHER])
def test_the_office_and_the_heads_follow_every_group_s(term, role):
    an_activity(term, title="组内的", group=a_group("数学组"))
    assert _titles(an_actor(a_teacher("1001", "苏慧"), role), term) == ["组内的"]


def test_the_course_tells_who_did_what_in_order_and_why(term):
    a_teacher("1001", "苏慧")
    dean = an_actor(a_teacher("1002", "林远"), Role.DEAN)
    activity = an_activity(term)
    open_activity(dean, activity.id, NOW)
    close_activity(OPERATOR, activity.id, NOW)
    reopen_activity(dean, activity.id, "漏了补录", NOW + timedelta(hours=3))
    steps = [(step.what, step.by, step.reason) for step in course(activity.id)]
    assert steps == [
        ("开放签到", "林远", ""),
        ("结束", "操作员", ""),
        ("重新开放", "林远", "漏了补录"),
    ]
    assert course(activity.id)[-1].at == NOW + timedelta(hours=3)


def test_the_reason_of_a_cancellation_can_be_read(term):
    activity = an_activity(term)
    cancel(OPERATOR, activity.id, "与月考冲突", NOW)
    assert [step.reason for step in course(activity.id)] == ["与月考冲突"]


def test_the_office_plans_for_the_school_and_every_group(term):
    names = [scope.name for scope in scopes(an_actor(a_teacher("1002", "林远"), Role.DEAN))]
    assert names[0] == "全校"
    assert set(names[1:]) == {"数学组", "语文组"}


def test_groups_of_one_name_tell_their_kind(term):
    a_group("语文组", GroupKind.PREP)
    names = [scope.name for scope in scopes(OPERATOR)]
    assert {"语文组（教研组）", "语文组（备课组）", "数学组"} <= set(names)


def test_a_leader_plans_for_the_groups_they_lead_alone(term):
    chinese = a_group("语文组")
    leader = a_teacher("1003", "周敏", Role.RESEARCH_GROUP_LEADER, group=chinese)
    actor = an_actor(leader, Role.RESEARCH_GROUP_LEADER, leads=(chinese,))
    assert [(scope.group_id, scope.name) for scope in scopes(actor)] == [(chinese.id, "语文组")]


def test_who_plans_for_nobody_is_refused(term):
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        scopes(an_actor(a_teacher("1001", "苏慧")))


def test_the_most_usual_place_comes_first(term):
    for place in ("图书馆", "阶梯教室", "阶梯教室"):
        an_activity(term, place=place)
    assert places() == ["阶梯教室", "图书馆"]


def test_an_activity_is_its_own_draft(term):
    a_teacher("1001", "苏慧")
    draft = Draft(
        title="单元教学",
        kind="集体备课",
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=2),
        place="图书馆",
        presenter="高教授",
        group_id=a_group("语文组").id,
        host_no="1001",
        large=True,
    )
    assert draft_of(plan(OPERATOR, draft, NOW).id) == draft


# Days without 研修


def _add(term, days=EXAMINATIONS):
    school.add_exempt_days(OPERATOR, term.id, days.first, days.last, days.reason, NOW)


def test_days_off_are_removed_and_leave_a_trace(term):
    _add(term)
    school.remove_exempt_days(OPERATOR, term.id, EXAMINATIONS, NOW)
    assert school.exempt_days(term.id) == []
    assert "期中考试" in Trace.get(Trace.act == "remove_exempt_days").detail


def test_days_off_that_are_gone_already_are_refused(term):
    with pytest.raises(Refused, match="刚被别人删除"):
        school.remove_exempt_days(OPERATOR, term.id, EXAMINATIONS, NOW)


def test_the_days_off_of_a_term_that_is_over_stay_as_they_were(term):
    _add(term)
    over, days = NOW + timedelta(days=150), (EXAMINATIONS.first, EXAMINATIONS.last)
    for act in (
        lambda: school.add_exempt_days(OPERATOR, term.id, *days, "校运会", over),
        lambda: school.remove_exempt_days(OPERATOR, term.id, EXAMINATIONS, over),
    ):
        with pytest.raises(Refused, match="已经结束"):
            act()
    assert school.exempt_days(term.id) == [EXAMINATIONS]


def test_only_those_who_keep_the_calendar_remove_days_off(term):
    _add(term)
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        school.remove_exempt_days(an_actor(a_teacher("1001", "苏慧")), term.id, EXAMINATIONS, NOW)
    assert ExemptDays.select().count() == 1


def test_days_off_outside_the_term_are_refused(term):
    with pytest.raises(Refused, match="应在本学期"):
        _add(term, Exempt(date(2027, 1, 20), date(2027, 1, 21), "寒假"))


def test_public_holidays_of_the_term_are_told_in_runs(term):
    found = school.public_holidays(replace(school.current_term(NOW), ends_on=date(2026, 12, 31)))
    assert [(each.first, each.last) for each in found] == [
        (date(2026, 9, 25), date(2026, 9, 27)),
        (date(2026, 10, 1), date(2026, 10, 7)),
    ]


def test_years_whose_holidays_are_not_published_are_told(term):
    assert 2026 not in school.unpublished_years(school.current_term(NOW))
    far = school.TermView(1, "", date(2090, 9, 1), date(2091, 1, 20), 1)
    assert school.unpublished_years(far) == [2090, 2091]
