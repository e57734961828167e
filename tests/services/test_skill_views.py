"""Who reads what of 业务考核, and who is told what is to do."""

from decimal import Decimal

import pytest

from db.models import Teacher
from tests.builders import NOW, a_group, a_teacher, an_actor
from tests.services.examining import DAY, YOUNG, a_cast_to_examine, a_test, all_marked, line, mark
from tests.services.refusals import refused
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import skills


@pytest.fixture
def cast(memory):
    return a_cast_to_examine()


def test_one_reads_ones_own_result_once_the_test_is_closed(cast):
    page = a_test(cast)
    all_marked(cast, page)
    skills.set_retake(cast.vice, page.view.id, DAY, NOW)
    (found,) = skills.mine(cast.teacher)
    assert (found.line, found.must_retake) == (None, True)
    (other,) = skills.mine(an_actor(cast.lin))
    assert (found.retake_on, other.retake_on, other.must_retake) == (DAY, None, False)
    mark(cast, page, cast.su, "70", attempt=2, comment="好")
    assert skills.mine(cast.teacher)[0].retake_on == DAY
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
