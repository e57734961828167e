"""公示 and 异议: shown for some days, objected to within them, answered by somebody else."""

import json
from datetime import date, timedelta

import pytest

from db.connection import database
from db.models import Objection, Trace, Veto
from tests.builders import NOW, OPERATOR, an_actor
from tests.services.frozen_school import TODAY, a_school_to_freeze
from tests.services.refusals import refused
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import objections, publishing, veto

END = TODAY + timedelta(days=4)


@pytest.fixture
def school(memory):
    return a_school_to_freeze()


def publish(school, frozen, first=TODAY, last=END, actor=None):
    return publishing.publish(actor or school.head, frozen.id, first, last, NOW)


def test_publishing_says_when_by_whom_and_for_how_long(school):
    shown = publish(school, school.frozen())
    assert (shown.published_at, shown.published_by) == (NOW, "钱立")
    assert (shown.notice_first, shown.notice_last) == (TODAY, END)
    trace = Trace.get(Trace.act == "publish_ranking")
    assert json.loads(trace.detail)["digest"] == shown.digest


def test_the_notice_covers_both_its_days(school):
    shown = publish(school, school.frozen())
    day = timedelta(days=1)
    assert shown.on_notice(TODAY)
    assert shown.on_notice(END)
    assert not shown.on_notice(END + day)
    assert not shown.on_notice(TODAY - day)


def test_a_single_day_is_enough_and_sixty_are_the_most(school):
    assert publish(school, school.frozen(), TODAY, TODAY)
    second = school.frozen(reason="补录")
    assert refused(lambda: publish(school, second, TODAY, TODAY + timedelta(days=60)))[0] == (
        "too_long"
    )
    assert publish(school, second, TODAY, TODAY + timedelta(days=59))


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [(date(2026, 10, 13), END, "past"), (END, TODAY, "bad_dates")],
)
def test_odd_days_are_refused(school, first, last, reason):
    frozen = school.frozen()
    assert refused(lambda: publish(school, frozen, first, last))[0] == reason


def test_only_the_newest_version_is_published(school):
    first = school.frozen()
    school.frozen(reason="补录")
    assert refused(lambda: publish(school, first))[0] == "superseded"


def test_nothing_is_published_twice(school):
    shown = school.published()
    assert refused(lambda: publish(school, shown))[0] == "published"


def test_what_was_altered_is_not_published(school):
    frozen = school.frozen()
    database.execute_sql("UPDATE ranking_line SET score = 99 WHERE place = 3")
    assert refused(lambda: publish(school, frozen))[0] == "tampered"


@pytest.mark.parametrize("subject", ["teacher", "research"])
def test_nothing_is_published_past_a_veto_given_or_lifted_since(school, subject):
    frozen = school.frozen(subject)
    given = veto.give(school.head, school.term_id, "1001", "师德", NOW + timedelta(minutes=1))
    reason, sentence = refused(lambda: publish(school, frozen))
    assert reason == "vetoed_since"
    assert "之后又有一票否决或撤销，请重新冻结" in sentence
    again = school.frozen(subject, "一票否决", NOW + timedelta(minutes=2))
    veto.lift(school.head, given.id, "查无此事", NOW + timedelta(minutes=3))
    assert refused(lambda: publish(school, again))[0] == "vetoed_since"
    last = school.frozen(subject, "撤销一票否决", NOW + timedelta(minutes=4))
    assert publish(school, last).published_at


def test_a_veto_that_the_version_shows_does_not_stop_it(school):
    veto.give(school.head, school.term_id, "1001", "师德", NOW)
    assert publish(school, school.frozen()).published_at


def test_a_veto_on_somebody_who_is_not_ranked_does_not_stop_it(school):
    frozen = school.frozen()
    Veto.create(term=school.term_id, teacher=school.cast.vice.teacher_id, reason="师德", at=NOW)
    assert publish(school, frozen).published_at


@pytest.mark.parametrize("role", [Role.DEAN, Role.STEERING_HEAD, Role.ACADEMIC_OFFICE])
def test_only_the_principal_and_the_vice_principal_publish(school, role):
    frozen, actor = school.frozen(), an_actor(school.cast.su, role)
    assert refused(lambda: publish(school, frozen, actor=actor))[0] == "not_allowed"


def test_the_operator_cannot_publish(school):
    frozen = school.frozen()
    assert refused(lambda: publish(school, frozen, actor=OPERATOR))[0] == "not_allowed"


def test_the_published_ones_are_listed(school):
    school.frozen("research")
    shown = school.published()
    found = publishing.published(school.dean, school.term_id)
    assert [each.id for each in found] == [shown.id]


def test_the_sheet_names_the_clauses_of_its_items(school):
    teachers = publishing.notice(school.actor("1001"), school.published().id)
    assert teachers.clauses == ("Z37", "Z26", "Z21")
    groups = publishing.notice(school.actor("1001"), school.published("research").id)
    assert groups.clauses == ("Z19", "Z27")


def test_there_is_no_sheet_before_it_is_published(school):
    frozen = school.frozen()
    assert refused(lambda: publishing.notice(school.dean, frozen.id))[0] == "unpublished"


# 异议


def object_(school, shown, staff_no="1003", words="第三次培训我到了", now=NOW):
    return objections.object_(school.actor(staff_no), shown.id, words, now)


def test_a_teacher_objects_during_the_notice(school):
    made = object_(school, school.published())
    assert (made.name, made.words, made.state_name) == ("周敏", "第三次培训我到了", "待答复")
    assert made.ranking_title == "教师排名第 1 版"


def test_nobody_objects_after_the_notice(school):
    shown = school.published()
    later = NOW + timedelta(days=5)
    reason, sentence = refused(lambda: object_(school, shown, now=later))
    assert reason == "not_on_notice"
    assert "教导处" in sentence


def test_nobody_objects_to_what_is_not_published(school):
    frozen = school.frozen()
    assert refused(lambda: object_(school, frozen))[0] == "no_ranking"


def test_an_older_version_is_no_longer_objected_to(school):
    shown = school.published()
    school.published(reason="异议成立，更正出勤")
    assert refused(lambda: object_(school, shown))[0] == "superseded"


def test_an_objection_says_something_and_not_too_much(school):
    shown = school.published()
    assert refused(lambda: object_(school, shown, words=" "))[0] == "empty"
    assert refused(lambda: object_(school, shown, words="长" * 501))[0] == "too_long"


def test_the_operator_does_not_object(school):
    shown = school.published()
    act = objections.object_
    assert refused(lambda: act(OPERATOR, shown.id, "不对", NOW))[0] == "not_allowed"


def test_the_office_answers_once(school):
    made = object_(school, school.published())
    told = objections.answer(school.dean, made.id, "已核对签到表，更正", True, NOW)
    assert (told.state_name, told.answer, told.answered_by) == (
        "成立",
        "已核对签到表，更正",
        "何静",
    )
    act = objections.answer
    assert refused(lambda: act(school.dean, made.id, "再答", False, NOW))[0] == "answered"


def test_nobody_answers_their_own(school):
    shown = school.published()
    made = objections.object_(school.dean, shown.id, "我也有异议", NOW)
    act = objections.answer
    assert refused(lambda: act(school.dean, made.id, "成立", True, NOW))[0] == "own_objection"


def test_a_teacher_does_not_answer(school):
    made = object_(school, school.published())
    other, act = school.actor("1001"), objections.answer
    assert refused(lambda: act(other, made.id, "成立", True, NOW))[0] == "not_allowed"


def test_one_that_is_not_there_cannot_be_answered(school):
    act = objections.answer
    assert refused(lambda: act(school.dean, 99, "成立", True, NOW))[0] == "no_objection"


def test_the_office_reads_all_of_them_and_a_teacher_one_s_own(school):
    shown = school.published()
    object_(school, shown)
    object_(school, shown, "1008", "听课少记了")

    def seen(actor):
        return [each.name for each in objections.objections(actor, school.term_id)]

    assert seen(school.dean) == ["郑好", "周敏"]
    assert seen(school.actor("1003")) == ["周敏"]
    assert seen(school.actor("1001")) == []


def test_those_that_wait_stand_first(school):
    shown = school.published()
    object_(school, shown)
    second = object_(school, shown, "1008", "听课少记了")
    objections.answer(school.dean, second.id, "没有少记", False, NOW)
    found = objections.objections(school.dean, school.term_id)
    assert [each.state_name for each in found] == ["待答复", "不成立"]


def test_the_desk_counts_what_waits_for_one_s_answer(school):
    shown = school.published()
    object_(school, shown)
    objections.object_(school.dean, shown.id, "我也有异议", NOW)
    assert len(objections.waiting(school.dean)) == 1
    assert len(objections.waiting(school.cast.vice)) == 2
    assert len(objections.waiting(school.actor("1001"))) == 0
    objections.answer(school.cast.vice, Objection.get().id, "成立", True, NOW)
    assert len(objections.waiting(school.dean)) == 0


def test_an_objection_leads_to_a_new_version_and_keeps_the_old(school):
    shown = school.published()
    made = object_(school, shown, "1008", "第二次培训我请了假")
    objections.answer(school.dean, made.id, "核对属实", True, NOW)
    school.absent("1008", 0)
    second = school.published(reason=f"异议 {made.id} 成立，更正后重排")
    assert (second.version, second.reason) == (2, "异议 1 成立，更正后重排")
    found = publishing.published(school.actor("1001"), school.term_id)
    assert [each.version for each in found] == [2, 1]


def test_the_usual_notice_is_five_days_from_today():
    assert publishing.usual_period(NOW) == (TODAY, END)
