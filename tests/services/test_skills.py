"""业务考核: set, marked, taken again, closed; who reads what of it (P10, P11)."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest

from db.models import Claim, SkillCandidate, SkillResult, SkillTest, Teacher, Trace
from tests.builders import NOW, a_group, a_teacher, an_actor
from tests.services.cast import a_cast
from tests.services.test_freezing import refused
from tests.services.test_races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.rules.skills import Outcome
from yanxiu_tui.services import skills
from yanxiu_tui.services.archive_sources import OF_TEACHER
from yanxiu_tui.services.explaining import explain
from yanxiu_tui.services.hours import seen
from yanxiu_tui.services.measures import Ask, read
from yanxiu_tui.services.measures.asking import window
from yanxiu_tui.services.school import regulation_of, view
from yanxiu_tui.services.skills import NewResult

DAY = date(2026, 10, 14)
YOUNG, OLD = "1990-05", "1980"


@pytest.fixture
def cast(memory):
    """苏慧, 林远 and 何静 are below forty, 周敏's age is not known, the others are older."""
    found = a_cast("pingfang")
    born = {"1001": YOUNG, "1002": YOUNG, "1004": YOUNG, "1005": OLD, "1006": OLD}
    for staff_no, day in born.items():
        Teacher.update(born=day).where(Teacher.staff_no == staff_no).execute()
    return found


def a_test(cast, kind="textbook_methods", actor=None):
    return skills.set_test(actor or cast.vice, kind, "教材教法笔试", DAY, NOW)


def mark(cast, page, teacher, score, attempt=1, comment="", actor=None):
    result = NewResult(teacher.id, attempt, score, comment)
    return skills.mark(actor or cast.vice, page.view.id, result, NOW)


def id_of(cast, actor):
    return actor.teacher_id


def line(page, teacher):
    return next(each for each in page.lines if each.teacher_id == teacher.id)


def all_marked(cast, page, su="45", lin="80"):
    """Both marked, 何静 excused and 周敏 let off."""
    mark(cast, page, cast.su, su)
    mark(cast, page, cast.lin, lin)
    skills.excuse(cast.vice, page.view.id, cast.dean.teacher_id, "借调在外", NOW)
    skills.excuse(cast.vice, page.view.id, cast.zhou.id, "已过四十", NOW)


def finished(cast, kind="textbook_methods"):
    """A test that 苏慧 passed at the retake."""
    page = a_test(cast, kind)
    all_marked(cast, page)
    skills.set_retake(cast.vice, page.view.id, DAY, NOW)
    mark(cast, page, cast.su, "66.5", attempt=2, comment="进步明显")
    return skills.close(cast.vice, page.view.id, NOW)


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
        return refused(lambda: skills.close(cast.vice, page.view.id, NOW))[0]

    assert said() == "undecided"
    skills.excuse(cast.vice, page.view.id, cast.zhou.id, "已过四十", NOW)
    assert said() == "unmarked"
    skills.excuse(cast.vice, page.view.id, cast.dean.teacher_id, "借调", NOW)
    mark(cast, page, cast.lin, "80")
    mark(cast, page, cast.su, "30")
    assert said() == "to_retake"


def figures(cast, kind, levels=(), measure="claims"):
    regulation = regulation_of(cast.term.regulation_id)
    ask = Ask(measure, (kind,), levels)
    seen = window(view(cast.term), regulation, DAY)
    return read([ask], seen, regulation, [cast.su.id, cast.lin.id])[ask]


def test_closed_each_result_is_a_line_that_scores_read(cast):
    finished(cast)
    levels = ("合格", "补考合格", "不合格")
    found = figures(cast, "textbook_test", levels)
    assert found == {cast.su.id: (0, 1, 0), cast.lin.id: (1, 0, 0)}
    finished(cast, "basic_skills")
    assert figures(cast, "basic_skills") == {cast.su.id: (Decimal("66.5"),), cast.lin.id: (80,)}


def test_of_two_tests_it_is_the_mean_that_scores_and_who_never_came_has_a_nought(cast):
    page = a_test(cast, "basic_skills")
    all_marked(cast, page, su="87")
    skills.close(cast.vice, page.view.id, NOW)
    again = skills.set_test(cast.vice, "basic_skills", "普通话", DAY, NOW)
    all_marked(cast, again, su="88", lin=None)
    skills.set_retake(cast.vice, again.view.id, DAY, NOW)
    mark(cast, again, cast.lin, None, attempt=2)
    skills.close(cast.vice, again.view.id, NOW)
    found = figures(cast, "basic_skills", measure="claims_mean")
    assert found == {cast.su.id: (Decimal("87.5"), 2), cast.lin.id: (40, 2)}
    assert Claim.get(Claim.amount == 0).level == "缺考"
    item = next(
        each
        for each in explain(cast.vice, cast.term.id, cast.su.id, DAY).items
        if each.id == "basic_skills"
    )
    assert item.working == "2 次基本功训练考核平均 87.5 分 ÷ 100 分 × 10 分 = 8.75 分"


def test_a_test_that_somebody_never_came_to_is_not_filed_in_their_archive(cast):
    page = a_test(cast)
    all_marked(cast, page, lin=None)
    skills.set_retake(cast.vice, page.view.id, DAY, NOW)
    mark(cast, page, cast.su, "66", attempt=2)
    mark(cast, page, cast.lin, None, attempt=2)
    skills.close(cast.vice, page.view.id, NOW)
    (source,), here = OF_TEACHER["skills"], seen(cast.term.id, NOW)
    filed = [[item.words for item in source.items(here, who.id)] for who in (cast.su, cast.lin)]
    assert filed == [["45 分", "补考，66 分"], []]


def test_nobody_excused_or_absent_is_given_a_line(cast):
    finished(cast)
    assert {row.teacher_id for row in Claim.select()} == {cast.su.id, cast.lin.id}


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


# Who reads what


def test_one_reads_ones_own_result_once_the_test_is_closed(cast):
    page = a_test(cast)
    all_marked(cast, page)
    skills.set_retake(cast.vice, page.view.id, DAY, NOW)
    (found,) = skills.mine(cast.teacher)
    assert (found.line, found.must_retake) == (None, True)
    assert not skills.mine(an_actor(cast.lin))[0].must_retake
    mark(cast, page, cast.su, "70", attempt=2, comment="好")
    skills.close(cast.vice, page.view.id, NOW)
    (found,) = skills.mine(cast.teacher)
    assert (found.line.score, found.line.comments) == (Decimal(70), "好")
    assert skills.mine(cast.head) == []


def test_a_leader_reads_their_group_once_it_is_closed(cast):
    other = a_group("数学组")
    far = a_teacher("1020", "吴越", group=other)
    Teacher.update(born=YOUNG).where(Teacher.id == far.id).execute()
    page = a_test(cast)
    seen = skills.test(cast.leader, page.view.id)
    assert {each.name for each in seen.lines} == {"苏慧", "林远"}
    mark(cast, page, cast.su, "90", comment="很好")
    seen = skills.test(cast.leader, page.view.id)
    assert (seen.told, line(seen, cast.su).attempts, seen.tallies) == (False, (), ())
    (listed,) = skills.tests(cast.leader)
    assert {(each.due, each.passed, each.waiting) for each in (listed, seen.view)} == {(2, 0, 0)}
    mark(cast, page, far, "90")
    mark(cast, page, cast.lin, "80")
    skills.excuse(cast.vice, page.view.id, cast.dean.teacher_id, "借调", NOW)
    skills.excuse(cast.vice, page.view.id, cast.zhou.id, "已过四十", NOW)
    skills.close(cast.vice, page.view.id, NOW)
    seen = skills.test(cast.leader, page.view.id)
    assert (seen.told, line(seen, cast.su).score, seen.tallies[0].average) == (True, 90, 85)
    stranger = an_actor(far, Role.RESEARCH_GROUP_LEADER, leads=(a_group("空组"),))
    assert skills.tests(stranger) == []
    assert refused(lambda: skills.test(stranger, page.view.id))[0] == "no_test"


def test_the_office_and_the_candidates_are_told_what_is_to_do(cast):
    assert skills.to_do(cast.vice, NOW) == []
    page = a_test(cast)

    def said(actor):
        return [each.words for each in skills.to_do(actor, NOW)]

    assert said(cast.vice) == ["登记「教材教法笔试」的成绩，还有 3 人"]
    assert said(cast.teacher) == ["参加考核「教材教法笔试」"]
    assert said(cast.head) == []
    all_marked(cast, page)
    assert said(cast.vice) == ["「教材教法笔试」1 人要补考，请定日子"]
    assert said(cast.teacher) == []
    skills.set_retake(cast.vice, page.view.id, DAY, NOW)
    assert said(cast.teacher) == ["参加补考「教材教法笔试」"]
    mark(cast, page, cast.su, "70", attempt=2)
    assert said(cast.vice) == ["「教材教法笔试」成绩已登记完，请结束"]
    skills.close(cast.vice, page.view.id, NOW)
    assert said(cast.vice) == []


def test_few_queries_read_a_list_of_tests(cast, queries):
    for number in range(4):
        skills.set_test(cast.vice, "basic_skills", f"第{number}次", DAY, NOW)
    with queries() as made:
        assert len(skills.tests(cast.vice)) == 4
    assert len(made) <= 6
