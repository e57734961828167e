"""《报告册》: everything the records hold of a teacher's 学年, and nothing more (D8)."""

from datetime import date, timedelta

import pytest

from db.models import Award, Certificate, Claim, OutStudy, SkillCandidate, SkillResult, SkillTest
from tests.builders import NOW, OPERATOR
from tests.services.cast import an_open_activity, signs_in
from tests.services.certifying import CERTIFICATE, SPRING, YEAR, a_school_year, studied
from tests.services.pairing import signed
from tests.services.refusals import refused
from tests.services.regulations import SOURCE
from yanxiu_tui.services.meeting import close_activity
from yanxiu_tui.services.report_book import report_book

SKILLS = """
[[skills]]
id = "basic_skills"
name = "基本功"
clause = { id = "P10", words = "40岁以下的教师必须认真参加各项训练" }
"""


@pytest.fixture
def cast(memory):
    """苏慧 has something of everything, all in the 学年."""
    found, spring = a_school_year(SOURCE + SKILLS + CERTIFICATE)
    meeting = an_open_activity(found)
    signs_in(meeting, found.su)
    close_activity(OPERATOR, meeting.id, NOW + timedelta(hours=2))
    studied(found.term, found.su, 10)
    studied(spring, found.su, 4)
    studied(spring, found.su, 0, "论单元教学", kind="paper", level="市级")
    studied(spring, found.su, 0, "考核所得", origin="skill_test 1 1")
    test = SkillTest.create(
        term=found.term, kind="basic_skills", title="粉笔字", held_on=date(2026, 10, 14),
        set_at=NOW, closed_at=NOW,
    )  # fmt: skip
    SkillCandidate.create(test=test, teacher=found.su)
    SkillResult.create(
        test=test, teacher=found.su, attempt=1, score=88, comment="笔画清楚", marked_at=NOW
    )
    Award.create(
        term=found.term,
        award="star",
        name="先进个人",
        teacher=found.su,
        reason="好",
        decided_at=NOW,
    )
    Certificate.create(
        teacher=found.su, school_year=YEAR, number="JX-1", result="合格", hours=16, entered_at=NOW
    )
    signed(found)
    OutStudy.create(
        term=found.term, teacher=found.su, title="骨干教师培训", place="省城",
        first=date(2026, 10, 12), last=date(2026, 10, 13), state="approved", asked_at=NOW,
        reported_at=NOW, claim=Claim.get(Claim.title == "考核所得"),
    )  # fmt: skip
    return found


def parts(actor, staff_no):
    book = report_book(actor, staff_no, YEAR, SPRING)
    return {each.title: each for each in book.parts}


def test_it_holds_what_the_records_hold(cast):
    found = parts(cast.dean, "1001")
    assert found["考勤（次）"].rows == (("1", "1", "0", "0", "0", "0", "0", "0", "0"),)
    assert found["考勤（次）"].sum == "出勤率 100%，公假不计"
    assert [row[1:] for row in found["学时"].rows] == [
        ("校本培训", "2"), ("自修", "10"), ("自修", "4"),
    ]  # fmt: skip
    assert found["学时"].sum == "合计 16 学时"
    assert found["业务考核"].rows == (("2026-10-14", "粉笔字", "88", "合格", "笔画清楚"),)
    assert found["外出学习"].rows == (("2026-10-13", "骨干教师培训", "省城", "0"),)
    assert found["评优"].rows[0][1:] == ("先进个人", "好")
    assert found["继续教育证书登记"].rows == (("JX-1", "合格", "16", ""),)


def test_papers_stand_there_once_and_lines_made_from_other_records_do_not(cast):
    titles = [row[1] for row in parts(cast.dean, "1001")["申报的成果"].rows]
    assert titles == ["读《学记》", "读《学记》", "论单元教学"]


def test_both_of_a_pair_have_it_in_their_books(cast):
    assert parts(cast.dean, "1002")["师徒结对"].rows[0][0] == "师傅周敏"
    assert parts(cast.dean, "1003")["师徒结对"].rows[0][0] == "带徒弟林远"


def test_of_who_did_nothing_it_says_nothing(cast):
    found = parts(cast.dean, "1006")
    assert all(not each.rows for name, each in found.items() if name != "考勤（次）")


def test_one_has_ones_own_and_only_the_office_anybodys(cast):
    assert report_book(cast.teacher, "1001", YEAR, SPRING).staff.name == "苏慧"
    assert refused(lambda: report_book(cast.teacher, "1002", YEAR, SPRING))[0] == "not_allowed"
    assert refused(lambda: report_book(cast.leader, "1001", YEAR, SPRING))[0] == "not_allowed"
