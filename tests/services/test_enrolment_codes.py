"""启用码: made for whoever needs one, shown once, kept only as a hash (Z25)."""

import pytest

from db.models import Credential, Teacher, Trace
from tests.builders import NOW, OPERATOR, a_school, a_teacher, an_actor
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import enrolment_codes


@pytest.fixture
def school(memory):
    """A school of two: 苏慧 has a PIN, 林远 has none yet."""
    a_school()
    a_teacher("1001", "苏慧")
    a_teacher("1002", "林远", pin="")


def test_codes_go_to_everybody_without_a_pin(school):
    a_teacher("1003", "周敏", pin="")
    Teacher.create(staff_no="1004", name="新来者", initials="xlz", created_at=NOW)
    issued = enrolment_codes.issue_codes(OPERATOR, NOW)
    assert [each.staff_no for each in issued] == ["1002", "1003", "1004"]
    assert len({each.code for each in issued}) == 3


def test_codes_are_digits_that_nobody_mistakes_and_kept_only_hashed(school):
    (issued,) = enrolment_codes.issue_codes(OPERATOR, NOW, ["1002"])
    code = issued.code
    assert len(code) == 8
    assert set(code) <= set("23456789")
    kept = Credential.get(Credential.code_hash != "")
    assert code not in kept.code_hash


def test_codes_for_numbers_nobody_has_are_refused_naming_them(school):
    with pytest.raises(Refused, match="没有找到工号：8888、9999"):
        enrolment_codes.issue_codes(OPERATOR, NOW, ["9999", "1002", "8888"])
    assert not Credential.select().where(Credential.code_hash != "").exists()


def test_a_number_typed_wide_gets_its_code(school):
    (issued,) = enrolment_codes.issue_codes(OPERATOR, NOW, ["１００２ "])
    assert issued.name == "林远"


def test_a_teacher_issues_no_codes(school):
    with pytest.raises(Refused, match="权限"):
        enrolment_codes.issue_codes(an_actor(Teacher.get(Teacher.staff_no == "1001")), NOW)


def test_the_trace_names_everybody_a_code_was_made_for(school):
    enrolment_codes.issue_codes(OPERATOR, NOW, ["1002"])
    detail = Trace.get(Trace.act == "issue_codes").detail
    assert str(Teacher.get(staff_no="1002").id) in detail
