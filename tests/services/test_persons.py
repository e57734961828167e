"""Teachers as the rules see them: roles, groups, age and years of teaching on the first day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from db.models import Membership, Teacher
from tests.builders import a_group, a_school, a_teacher
from yanxiu_tui.rules.roles import GroupKind, Role
from yanxiu_tui.services import school
from yanxiu_tui.services.persons import one, staff

LAST = date(2026, 10, 14)
# 2026-10-15 00:00 in the school: the first instant after LAST.
MIDNIGHT = datetime(2026, 10, 14, 16, 0, tzinfo=UTC)


@pytest.fixture
def term(memory):
    """A term from 2026-09-01."""
    return school.view(a_school())


def _person(term, staff_no):
    return next(each for each in staff(term, LAST) if each.staff_no == staff_no).person


def test_everybody_is_a_teacher_and_what_their_offices_say(term):
    a_teacher("1001", "苏慧")
    a_teacher("1002", "钱立", Role.PRINCIPAL, Role.STEERING_HEAD)
    assert _person(term, "1001").roles == {Role.TEACHER}
    assert _person(term, "1002").roles == {Role.TEACHER, Role.PRINCIPAL, Role.STEERING_HEAD}


def test_whoever_leads_a_group_has_the_role_of_its_kind(term):
    zhou = a_teacher("1003", "周敏", Role.RESEARCH_GROUP_LEADER, group=a_group())
    prep = a_group("七年级语文", GroupKind.PREP)
    Membership.create(group=prep, teacher=zhou, leads=True)
    Membership.create(group=a_group("七年级", GroupKind.GRADE), teacher=zhou)
    assert _person(term, "1003").roles == {
        Role.TEACHER, Role.RESEARCH_GROUP_LEADER, Role.PREP_GROUP_LEADER,
    }  # fmt: skip


def test_groups_of_all_kinds_are_told_and_the_research_group_by_itself(term):
    su = a_teacher("1001", "苏慧", group=a_group("语文组"))
    prep = a_group("七年级语文", GroupKind.PREP)
    Membership.create(group=prep, teacher=su)
    (found,) = staff(term, LAST)
    assert found.research_group == found.person.research_group == "语文组"
    assert found.person.groups == {"语文组", "七年级语文"}
    assert found.group_ids == {a_group("语文组").id, prep.id}


def test_somebody_without_a_group_has_none(term):
    a_teacher("1001", "苏慧")
    (found,) = staff(term, LAST)
    assert (found.research_group, found.group_ids) == ("", frozenset())


@pytest.mark.parametrize(
    ("born", "age"), [("1986-09-01", 40), ("1986-09-02", 39), ("1986", 40), ("", None)]
)
def test_age_is_that_of_the_terms_first_day(term, born, age):
    a_teacher("1001", "苏慧")
    Teacher.update(born=born).execute()
    assert _person(term, "1001").age == age


@pytest.mark.parametrize(
    ("joined", "year"), [("2023-09-01", 4), ("2023-09-02", 3), ("2026-08", 1), ("", None)]
)
def test_the_year_of_teaching_is_that_of_the_terms_first_day(term, joined, year):
    a_teacher("1001", "苏慧")
    Teacher.update(joined=joined).execute()
    assert _person(term, "1001").teaching_year == year


def test_what_else_a_rule_asks_for_comes_from_the_roster(term):
    a_teacher("1001", "苏慧")
    Teacher.update(sex="女", subject="语文", backbone_level="市级").execute()
    person = _person(term, "1001")
    assert (person.sex, person.subject, person.backbone) == ("女", "语文", "市级")


def test_whoever_left_before_the_days_end_is_not_on_the_roster_and_later_still_is(term):
    for staff_no, left_at in (
        ("1001", MIDNIGHT - timedelta(seconds=1)),
        ("1002", MIDNIGHT),
        ("1003", None),
    ):
        a_teacher(staff_no, "苏慧")
        Teacher.update(left_at=left_at).where(Teacher.staff_no == staff_no).execute()
    assert [each.staff_no for each in staff(term, LAST)] == ["1002", "1003"]


def test_they_come_by_staff_number(term):
    for staff_no in ("1003", "1001", "1002"):
        a_teacher(staff_no, "苏慧")
    assert [each.staff_no for each in staff(term, LAST)] == ["1001", "1002", "1003"]


def test_one_of_them_is_the_same_as_in_the_list(term):
    zhou = a_teacher("1003", "周敏", Role.RESEARCH_GROUP_LEADER, Role.DEAN, group=a_group())
    Teacher.update(born="1980-05", joined="2001-08").execute()
    a_teacher("1001", "苏慧", Role.PRINCIPAL, group=a_group("数学组"))
    assert one(term, zhou.id) == staff(term, LAST)[1]


def test_somebody_who_has_left_can_still_be_read_alone(term):
    gone = a_teacher("1001", "苏慧")
    Teacher.update(left_at=MIDNIGHT - timedelta(days=30)).execute()
    assert staff(term, LAST) == []
    assert one(term, gone.id).name == "苏慧"


def test_three_queries_read_any_number_of_people(term, queries):
    for number in range(40):
        leader = [Role.RESEARCH_GROUP_LEADER] if number == 0 else []
        a_teacher(f"{1001 + number}", f"老师{number}", *leader, Role.DEAN, group=a_group())
    with queries() as made:
        assert len(staff(term, LAST)) == 40
    assert len(made) == 3
