"""业务考核: set, marked, taken again, closed (P10, P11)."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest

from db.models import Claim, SkillCandidate, SkillResult, SkillTest, Teacher, Trace
from tests.builders import NOW, a_teacher
from tests.services.examining import (
    DAY,
    OLD,
    YOUNG,
    a_cast_to_examine,
    a_test,
    figures,
    finished,
    line,
    mark,
)
from tests.services.races import at_once
from tests.services.refusals import refused
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.skills import Outcome
from yanxiu_tui.services import skills
from yanxiu_tui.services.skills import NewResult


@pytest.fixture
def cast(memory):
    return a_cast_to_examine()


def detail(act):
    row = Trace.select().where(Trace.act == act).order_by(Trace.id.desc()).get()
    return json.loads(row.detail)


# Who takes it


def test_the_candidates_are_frozen_and_an_unknown_age_is_left_to_the_office(cast):
    page = a_test(cast)
    outcomes = [(each.name, each.outcome) for each in page.lines]
    unmarked = Outcome.UNMARKED
    assert outcomes == [
        ("何静", unmarked), ("苏慧", unmarked), ("林远", unmarked), ("周敏", None),
    ]  # fmt: skip
    Teacher.update(born=OLD).where(Teacher.id == cast.su.id).execute()
    late = a_teacher("1010", "后来", group=cast.group)
    Teacher.update(born=YOUNG).where(Teacher.id == late.id).execute()
    again = skills.test(cast.vice, page.view.id)
    assert {each.name for each in again.lines} == {"何静", "苏慧", "林远", "周敏"}


def test_the_age_counts_on_the_first_of_september(cast):
    Teacher.update(born="1986-10-01").where(Teacher.id == cast.su.id).execute()
    Teacher.update(born="1986-09-01").where(Teacher.id == cast.lin.id).execute()
    names = {each.name for each in a_test(cast).lines}
    assert "苏慧" in names and "林远" not in names


def test_the_office_adds_somebody_and_decides_on_whoever_is_unsure(cast):
    page = a_test(cast)
    assert skills.add(cast.vice, page.view.id, "1003", NOW).outcome is Outcome.UNMARKED
    assert refused(lambda: skills.add(cast.vice, page.view.id, "1003", NOW))[0] == "there_already"
    skills.excuse(cast.vice, page.view.id, cast.zhou.id, "支教", NOW)
    assert line(skills.test(cast.vice, page.view.id), cast.zhou).excused == "支教"
    assert skills.add(cast.vice, page.view.id, "1003", NOW).outcome is Outcome.UNMARKED


def test_nobody_is_excused_who_need_not_come_or_has_a_score(cast):
    page = a_test(cast)
    act = skills.excuse
    head = cast.head.teacher_id
    assert refused(lambda: act(cast.vice, page.view.id, head, "事", NOW))[0] == "no_candidate"
    mark(cast, page, cast.su, "70")
    assert refused(lambda: act(cast.vice, page.view.id, cast.su.id, "事", NOW))[0] == "has_score"


def test_the_same_test_is_set_once_also_by_two_at_once(cast):
    done = at_once([lambda: a_test(cast)] * 3)
    assert sum(isinstance(each, Refused) for each in done) == 2
    assert SkillTest.select().count() == 1


@pytest.mark.parametrize(
    ("kind", "day", "reason"),
    [
        ("singing", DAY, "no_skill"),
        ("basic_skills", date(2027, 3, 1), "outside_term"),
    ],
)
def test_a_test_of_no_kind_or_on_no_day_of_the_term_is_refused(cast, kind, day, reason):
    act = skills.set_test
    assert refused(lambda: act(cast.vice, kind, "测试", day, NOW))[0] == reason


def test_where_nobody_must_take_it_there_is_nothing_to_set(cast):
    Teacher.update(born=OLD).execute()
    assert refused(lambda: a_test(cast))[0] == "nobody"


# Marks


def test_a_score_and_a_comment_are_kept_and_the_same_again_is_the_same(cast):
    page = a_test(cast)
    for _ in range(2):
        found = mark(cast, page, cast.su, "８８．５", comment="板书工整")
    assert (found.score, found.comments, found.outcome) == (
        Decimal("88.5"), "板书工整", Outcome.PASSED,
    )  # fmt: skip
    assert found.attempts[0].marked_by == "孙正"
    assert SkillResult.select().count() == 1
    assert refused(lambda: mark(cast, page, cast.su, "90"))[0] == "marked"


def test_a_comment_is_missed_of_a_score_and_not_of_who_never_came(cast):
    page = a_test(cast)
    mark(cast, page, cast.su, "80")
    mark(cast, page, cast.lin, None)
    assert skills.test(cast.vice, page.view.id).silent == 1


@pytest.mark.parametrize("score", ["101", "-1", "优", "", "1.234"])
def test_what_is_no_score_is_refused(cast, score):
    page = a_test(cast)
    assert refused(lambda: mark(cast, page, cast.su, score))[0] == "bad_score"


def test_two_who_mark_the_same_person_at_once_leave_one_result(cast):
    page = a_test(cast)
    done = at_once(
        [lambda: mark(cast, page, cast.su, "70"), lambda: mark(cast, page, cast.su, "80")]
    )
    assert sum(isinstance(each, Refused) for each in done) == 1
    assert SkillResult.select().count() == 1


def test_nothing_is_marked_before_its_day_nor_by_oneself(cast):
    later = skills.set_test(cast.vice, "basic_skills", "粉笔字", DAY + timedelta(days=1), NOW)
    assert refused(lambda: mark(cast, later, cast.su, "70"))[0] == "too_early"
    page = a_test(cast)
    dean = Teacher.get_by_id(cast.dean.teacher_id)
    assert refused(lambda: mark(cast, page, dean, "99", actor=cast.dean))[0] == "own_result"


def test_only_who_failed_or_was_absent_takes_it_again_on_a_day_that_is_set(cast):
    page = a_test(cast)
    act = skills.set_retake
    assert refused(lambda: act(cast.vice, page.view.id, DAY, NOW))[0] == "nobody_retakes"
    mark(cast, page, cast.su, None)
    mark(cast, page, cast.lin, "80")
    assert refused(lambda: mark(cast, page, cast.su, "70", attempt=2))[0] == "no_retake"
    early = DAY - timedelta(days=1)
    assert refused(lambda: act(cast.vice, page.view.id, early, NOW))[0] == "bad_day"
    act(cast.vice, page.view.id, DAY, NOW)
    assert refused(lambda: mark(cast, page, cast.lin, "90", attempt=2))[0] == "no_attempt"
    assert mark(cast, page, cast.su, "70", attempt=2).outcome is Outcome.PASSED_AT_RETAKE
    assert refused(lambda: mark(cast, page, cast.su, "90", attempt=3))[0] == "no_attempt"


def test_a_mark_is_corrected_with_a_reason_and_the_trace_says_what_it_was(cast):
    page = a_test(cast)
    mark(cast, page, cast.su, "56", comment="教法一般")
    result = NewResult(cast.su.id, 1, "65", "教法一般")
    assert refused(lambda: skills.correct(cast.vice, page.view.id, result, "", NOW))[0] == "empty"
    found = skills.correct(cast.vice, page.view.id, result, "录错了", NOW)
    assert (found.score, found.outcome) == (Decimal(65), Outcome.PASSED)
    told = detail("correct_skill")
    assert (Decimal(told["was"]), told["score"], told["reason"]) == (56, "65", "录错了")


# Closing


def test_it_is_not_closed_while_anybody_waits(cast):
    page = a_test(cast)

    def said():
        """The same whether it is only about to be closed."""
        before = refused(lambda: skills.to_close(cast.vice, page.view.id))
        assert refused(lambda: skills.close(cast.vice, page.view.id, NOW)) == before
        return before[0]

    assert said() == "undecided"
    skills.excuse(cast.vice, page.view.id, cast.zhou.id, "已过四十", NOW)
    assert said() == "unmarked"
    skills.excuse(cast.vice, page.view.id, cast.dean.teacher_id, "借调", NOW)
    mark(cast, page, cast.lin, "80")
    mark(cast, page, cast.su, "30")
    assert said() == "to_retake"


def test_closed_nothing_changes_until_it_is_opened_again_with_a_reason(cast):
    page = finished(cast)
    result = NewResult(cast.su.id, 2, "50")
    closed = (
        lambda: skills.correct(cast.vice, page.view.id, result, "错", NOW),
        lambda: skills.mark(cast.vice, page.view.id, result, NOW),
        lambda: skills.add(cast.vice, page.view.id, "1005", NOW),
        lambda: skills.withdraw(cast.vice, page.view.id, "错", NOW),
        lambda: skills.close(cast.vice, page.view.id, NOW),
    )
    assert [refused(act)[0] for act in closed] == ["closed"] * len(closed)
    skills.reopen(cast.vice, page.view.id, "分数录错", NOW)
    assert figures(cast, "textbook_test") == {cast.su.id: (0,), cast.lin.id: (0,)}
    skills.correct(cast.vice, page.view.id, result, "录错", NOW)
    skills.close(cast.vice, page.view.id, NOW)
    assert figures(cast, "textbook_test", ("补考合格", "不合格"))[cast.su.id] == (0, 1)
    assert Claim.select().count() == 2
    assert refused(lambda: skills.reopen(cast.vice, page.view.id, "", NOW))[0] == "empty"


def test_a_test_set_by_mistake_is_withdrawn_and_stays_on_record(cast):
    page = a_test(cast)
    skills.withdraw(cast.vice, page.view.id, "重复了", NOW)
    assert skills.tests(cast.vice) == []
    assert refused(lambda: skills.test(cast.vice, page.view.id))[0] == "no_test"
    assert SkillCandidate.select().count() == 3
    a_test(cast)
