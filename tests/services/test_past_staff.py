"""A term that is over stays as its roster stood at its end, whatever the office changes later."""

from datetime import UTC, date, datetime

import pytest

from db.models import (
    EvaluationStage,
    KeptMembership,
    KeptOffice,
    KeptTeacher,
    Membership,
    Office,
    Teacher,
    Term,
)
from tests.builders import OPERATOR, a_group, an_actor
from tests.services.importing import person, roster
from tests.services.races import at_once
from tests.services.ranked import adopt
from tests.services.ranked_groups import a_school_of_groups
from yanxiu_tui.clock import local
from yanxiu_tui.roster.model import Place
from yanxiu_tui.rules.roles import GroupKind, Role
from yanxiu_tui.services import (
    archive_overview,
    bulletins,
    evaluation,
    explaining,
    group_ranking,
    pairing_proposals,
    past_staff,
    persons,
    plan_checks,
    promotion,
    quotas,
    ranking,
    school,
    submission_views,
    teachers,
)
from yanxiu_tui.services.school_weeks import WEEK

# The second week of the new term, of the same 学年; and the first of the new 学年.
SPRING = datetime(2027, 3, 3, 2, 0, tzinfo=UTC)
AUTUMN = datetime(2027, 9, 6, 2, 0, tzinfo=UTC)
EXTRA = """
[[quotas]]
id = "heard"
name = "听课"
measure = "observations_given"
least = 15
unit = "节"
cases = [
  { who = [{ roles = ["principal", "vice_principal"] }], least = 30 },
  { who = [{ roles = ["research_group_leader"] }], least = 20 },
  { who = [{ backbone = ["市级"] }], least = 25 },
]
clause = { id = "Z21", words = "其他教师不少于15节" }
[[claims]]
id = "plan"
name = "个人计划"
by = "teacher"
deadline = "group_plan"
who = [{ not_roles = ["vice_principal"] }]
clause = { id = "Z7", words = "第二周星期一送交教导处" }
"""


@pytest.fixture
def past(memory):
    """The school of two ranked groups, its term over and the next begun."""
    found = a_school_of_groups()
    term = found.cast.term
    for name, grade in (("林远", "七年级"), ("苏慧", "八年级")):
        Teacher.update(grade=grade).where(Teacher.name == name).execute()
    adopt(found.cast, term.regulation.source + EXTRA)
    EvaluationStage.create(term=term, subject="group", stage="principal", opened_at=SPRING)
    for name, first, last in (
        ("二", (2027, 2, 22), (2027, 7, 9)),
        ("三", (2027, 9, 1), (2028, 1, 20)),
    ):
        Term.create(
            name=name, starts_on=date(*first), ends_on=date(*last), regulation=term.regulation
        )
    return found


def _read(past, term_id, now=SPRING):
    """All that is read of the groups, offices and levels of a term."""
    chinese, term = a_group("语文组"), school.term_view(term_id)
    leader = an_actor(Teacher.get(name="周敏"), Role.RESEARCH_GROUP_LEADER, leads=(chinese,))
    last = min(term.ends_on, local(now).date())
    stages = EvaluationStage.select().where(EvaluationStage.term == term_id)
    return {
        "teachers": ranking.ranking(OPERATOR, term_id, last),
        "own": ranking.ranking(leader, term_id, last),
        "line": explaining.explain(OPERATOR, term_id, past.id_of("苏慧"), last),
        "groups": group_ranking.group_ranking(OPERATOR, term_id, GroupKind.RESEARCH, last),
        "attendance": group_ranking.records(OPERATOR, term_id, chinese.id, "attendance", last),
        "quotas": quotas.gaps(OPERATOR, term_id, now),
        "board": submission_views.board(OPERATOR, term_id, now),
        "led": submission_views.board(leader, term_id, now),
        "stages": evaluation.stages(OPERATOR, term_id),
        "unfinished": [evaluation.unfinished(OPERATOR, each.id) for each in stages],
        "sheet": plan_checks.sheet(past.dean, chinese.id, term_id, WEEK, 1, now),
        "bulletin": bulletins.draft(past.dean, term_id, 1, now),
        "archives": archive_overview.growth_overview(past.dean, term_id, now),
        "one": persons.one(term, past.id_of("林远")),
        "staff": persons.staff(term, local(now).date()),
    }


def _rows(table, *names):
    return sorted(table.select(*(getattr(table, name) for name in names)).tuples())


def _differ(before, after):
    return [name for name, each in before.items() if after[name] != each]


def _imported(now=SPRING):
    """苏慧 leads 数学组 now, 周敏 is 副校长 and leads nobody, 郑好 has a level; 新来 comes."""
    changed = {
        "1001": {"subject": "数学", "groups": (Place(GroupKind.RESEARCH, "数学组", True),)},
        "1003": {"posts": ("副校长",), "groups": (Place(GroupKind.RESEARCH, "语文组"),)},
        "1008": {"backbone_level": "市级", "groups": (Place(GroupKind.RESEARCH, "数学组"),)},
    }
    people = [
        person(row.staff_no, row.name, joined=row.joined, **changed[row.staff_no])
        for row in Teacher.select().where(Teacher.staff_no.in_(list(changed)))
    ]
    new = person("3001", "新来", groups=(Place(GroupKind.RESEARCH, "语文组"),))
    teachers.import_roster(OPERATOR, roster(*people, new), now)


def test_a_roster_taken_in_later_changes_nothing_of_a_term_that_is_over(past):
    before = _read(past, past.term_id)
    assert before["quotas"] and before["board"].lines and any(before["unfinished"])
    _imported()
    assert _differ(before, _read(past, past.term_id)) == []


def test_the_running_term_does_change(past):
    running = Term.get(name="二").id
    before = _read(past, running)
    _imported()
    unchanged = set(before) - set(_differ(before, _read(past, running)))
    assert unchanged == {"attendance", "unfinished", "one"}


def test_who_leaves_or_comes_back_later_leaves_it_as_it_was(past):
    gone = datetime(2026, 12, 1, tzinfo=UTC)
    Teacher.update(left_at=gone).where(Teacher.name == "郑好").execute()
    before = _read(past, past.term_id)
    teachers.mark_left(past.dean, "1007", "调出", SPRING)
    teachers.mark_returned(past.dean, "1008", "返岗", SPRING)
    assert _differ(before, _read(past, past.term_id)) == []
    names = {each.name for each in persons.staff(school.current_term(SPRING), SPRING.date())}
    assert "吴越" not in names and "郑好" in names


def test_grades_that_go_up_change_nothing_of_the_years_before(past):
    terms = past.term_id, Term.get(name="二").id
    before = [_read(past, each, AUTUMN) for each in terms]
    assert promotion.promote(past.dean, True, AUTUMN) == 2
    for term_id, read in zip(terms, before, strict=True):
        assert _differ(read, _read(past, term_id, AUTUMN)) == []
    now = persons.one(school.current_term(AUTUMN), past.id_of("林远"))
    assert "八年级语文" in now.person.groups


def test_what_is_kept_once_stays_whatever_changes_afterwards(past):
    before = _read(past, past.term_id)
    _imported()
    teachers.mark_left(past.dean, "1001", "调出", SPRING)
    promotion.promote(past.dean, True, AUTUMN)
    assert _differ(before, _read(past, past.term_id)) == []
    assert [row.staff_kept_at for row in Term.select().order_by(Term.id)] == [SPRING, AUTUMN, None]


def test_a_term_that_still_runs_on_its_last_day_is_not_kept(past):
    _imported(datetime(2027, 1, 20, 15, 59, tzinfo=UTC))
    assert not KeptTeacher.select().exists()
    past_staff.keep(datetime(2027, 1, 20, 16, 0, tzinfo=UTC))
    assert KeptTeacher.select().count() == Teacher.select().count()
    assert Term.get_by_id(past.term_id).staff_kept_at is not None


def test_two_terminals_that_change_the_roster_at_once_keep_what_was_before_both(past):
    before = _rows(Membership, "group", "teacher", "leads"), _rows(Office, "teacher", "role")
    at_once(
        [
            _imported,
            lambda: teachers.mark_left(past.dean, "1002", "调出", SPRING),
            lambda: teachers.mark_left(past.dean, "1007", "调出", SPRING),
        ]
    )
    kept = _rows(KeptMembership, "group", "teacher", "leads"), _rows(KeptOffice, "teacher", "role")
    assert kept == before
    assert not KeptTeacher.select().where(KeptTeacher.left_at.is_null(False)).exists()


def test_who_came_later_can_be_looked_up_in_it_and_is_not_on_its_roster(past):
    _imported()
    term, new = school.term_view(past.term_id), Teacher.get(name="新来")
    assert persons.one(term, new.id).group_ids == frozenset()
    assert "新来" not in {each.name for each in persons.staff(term, SPRING.date())}


def test_between_two_terms_whoever_has_come_is_proposed_a_mentor(past):
    summer = datetime(2027, 8, 25, 2, 0, tzinfo=UTC)
    young = person("3001", "新来", subject="语文", joined="2027-08")
    teachers.import_roster(OPERATOR, roster(young), summer)
    assert school.current_term(summer).name == "二"
    found = pairing_proposals.proposals(past.dean, summer).found
    assert "新来" in {each.apprentice.name for each in found}
