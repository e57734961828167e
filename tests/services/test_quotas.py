"""我的差距: what is done, what is asked, what should be done by now (Z20, Z21, D3, D5)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from db.models import RegulationVersion, Teacher, Term
from tests.builders import NOW, OPERATOR, a_group, a_teacher, an_actor
from tests.services.cast import a_cast, an_open_activity
from tests.services.regulations import SOURCE, adopt
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import claims
from yanxiu_tui.services.claims import ClaimDraft
from yanxiu_tui.services.meeting import close_activity
from yanxiu_tui.services.quotas import gaps, my_gap, records_of

HEARD = ClaimDraft("observation", "听课", date(2026, 9, 8), date(2026, 9, 8), amount=Decimal(3))
THOUGHT = ClaimDraft("reflection", "反思", date(2026, 9, 8), date(2026, 9, 8))
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def cast(memory):
    found = a_cast()
    adopt(found.term)
    return found


def _did(cast, draft, staff_no="1001", **change):
    claims.enter_for(cast.dean, staff_no, replace(draft, **change), NOW)


def _lines(actor, cast, now=NOW, term=None):
    return {each.quota.id: each for each in my_gap(actor, (term or cast.term).id, now)}


def _term(name, starts_on, ends_on):
    """Another term, under the regulation adopted last."""
    return Term.create(
        name=name, starts_on=starts_on, ends_on=ends_on,
        regulation=RegulationVersion.select().order_by(RegulationVersion.id.desc()).get(),
    )  # fmt: skip


def test_each_sees_what_they_have_done_of_what_is_asked(cast):
    _did(cast, HEARD)
    line = _lines(cast.teacher, cast)["observations"].progress
    assert (line.done, line.need, line.short) == (3, 15, 12)


def test_another_number_is_asked_of_those_who_lead_a_group(cast):
    assert _lines(cast.leader, cast)["observations"].progress.need == 20


def test_of_a_terms_quota_the_share_of_the_weeks_gone_should_be_done(cast):
    line = _lines(cast.teacher, cast)["observations"]
    assert (line.progress.due, line.behind, line.steps) == (4, 4, 1)
    _did(cast, HEARD, amount=Decimal(4))
    assert _lines(cast.teacher, cast)["observations"].behind == 0


def test_of_somebody_who_came_in_the_midst_of_the_term_the_weeks_before_ask_for_nothing(cast):
    came = Teacher.update(created_at=datetime(2026, 9, 30, 2, 0, tzinfo=UTC))
    came.where(Teacher.id == cast.su.id).execute()
    lines = _lines(cast.teacher, cast)
    assert (lines["observations"].progress.due, lines["observations"].progress.need) == (0, 15)
    assert lines["reflections"].progress.due == 0
    after = datetime(2027, 1, 25, tzinfo=UTC)
    lines = _lines(cast.teacher, cast, after)
    assert 0 < lines["observations"].progress.due < 15
    assert _lines(an_actor(cast.lin), cast)["observations"].progress.due == 4


def test_somebody_who_came_after_the_term_owed_nothing_in_it(cast):
    came = Teacher.update(created_at=datetime(2027, 1, 25, tzinfo=UTC))
    came.where(Teacher.id == cast.su.id).execute()
    assert _lines(cast.teacher, cast, datetime(2027, 3, 1, tzinfo=UTC)) == {}


def test_a_roster_read_in_the_first_two_weeks_is_there_from_the_first_day(cast):
    Teacher.update(created_at=datetime(2026, 9, 14, 2, 0, tzinfo=UTC)).execute()
    assert _lines(cast.teacher, cast)["observations"].progress.due == 4


def test_at_the_end_of_the_term_all_of_it_should_be_done(cast):
    after = datetime(2027, 1, 25, tzinfo=UTC)
    line = _lines(cast.teacher, cast, after)["observations"]
    assert line.progress.due == line.progress.need == line.behind == 15


def test_a_busy_fortnight_makes_up_for_no_other_and_the_running_one_counts(cast):
    for title in "甲乙丙":
        _did(cast, THOUGHT, title=title)
    before = _lines(cast.teacher, cast)["reflections"]
    assert (before.progress.done, before.progress.due) == (1, 3)
    assert before.steps == before.progress.need
    today = date(2026, 10, 14)
    _did(cast, THOUGHT, first=today, last=today)
    assert _lines(cast.teacher, cast)["reflections"].progress.done == 2


def test_the_hours_of_term_and_cycle_are_lines_too(cast):
    study = ClaimDraft("self_study", "自修", date(2026, 9, 8), date(2026, 9, 8), hours=Decimal(8))
    _did(cast, study)
    lines = _lines(cast.teacher, cast)
    assert (lines["term_hours"].progress.done, lines["term_hours"].progress.need) == (8, 60)
    cycle = lines["cycle_hours"]
    assert (cycle.quota.name, cycle.progress.need) == ("2024-2028 学时", 360)
    assert (cycle.progress.due, cycle.behind) == (0, 0)


def test_hours_the_quotas_already_ask_for_stand_once(cast):
    adopt(
        cast.term,
        SOURCE
        + '[[quotas]]\nid = "hours"\nname = "学时"\nmeasure = "training_hours"\nleast = 50\n'
        + 'unit = "学时"\nclause = { id = "P1", words = "学时" }\n',
    )
    lines = _lines(cast.teacher, cast)
    assert "term_hours" not in lines
    assert lines["hours"].progress.need == 50


def test_leaders_see_their_groups_and_the_office_the_school(cast):
    for group in (cast.group, None):
        meeting = an_open_activity(cast, group=group)
        close_activity(OPERATOR, meeting.id, LATER)
    group = _lines(cast.leader, cast)["meetings"]
    assert (group.whose, group.progress.done, group.progress.due) == ("语文组", 1, 6)
    school = _lines(cast.dean, cast)["school_meetings"]
    assert (school.whose, school.progress.done) == ("全校", 1)
    assert "school_meetings" not in _lines(cast.leader, cast)
    assert {"meetings", "school_meetings"}.isdisjoint(_lines(cast.teacher, cast))


def test_the_operator_sees_the_school(cast):
    assert set(_lines(OPERATOR, cast)) == {"school_meetings"}


def test_the_very_records_stand_behind_a_line(cast):
    _did(cast, HEARD)
    _did(cast, HEARD, staff_no="1002", title="别人的")
    records = records_of(cast.teacher, cast.term.id, "observations", cast.su.id, NOW)
    assert [(each.title, each.amount) for each in records] == [("听课", 3)]


def test_records_are_only_shown_to_those_who_may_see_them(cast):
    maths = a_group("数学组")
    term = cast.term.id
    records_of(cast.leader, term, "meetings", cast.group.id, NOW)
    for actor, quota, whose in (
        (an_actor(cast.lin), "observations", cast.su.id),
        (cast.leader, "meetings", maths.id),
        (cast.leader, "school_meetings", 0),
    ):
        with pytest.raises(Refused, match="没有办理这件事的权限"):
            records_of(actor, term, quota, whose, NOW)
    with pytest.raises(Refused, match="没有这项定额"):
        records_of(cast.teacher, term, "poems", cast.su.id, NOW)


def test_the_office_sees_who_is_behind_with_what(cast):
    _did(cast, HEARD, amount=Decimal(4))
    behind = {(each.staff.name, each.gap.quota.id) for each in gaps(cast.dean, cast.term.id, NOW)}
    assert ("苏慧", "observations") not in behind
    assert {("苏慧", "reflections"), ("林远", "observations"), ("周敏", "observations")} <= behind


def test_leaders_see_who_of_their_own_is_behind(cast):
    a_teacher("1007", "韩梅", group=a_group("数学组"))
    names = {each.staff.name for each in gaps(cast.leader, cast.term.id, NOW)}
    assert names == {"苏慧", "林远", "周敏"}
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        gaps(cast.teacher, cast.term.id, NOW)


def test_seeing_who_is_behind_takes_the_same_queries_whatever_their_number(cast, memory):
    def queries():
        statements = []
        memory.query_hooks.append(lambda event: statements.append(event.sql))
        gaps(cast.dean, cast.term.id, NOW)
        memory.query_hooks.clear()
        return len(statements)

    few = queries()
    for number in range(20):
        a_teacher(str(2000 + number), "教师", pin="")
    assert queries() == few


YEARLY = (
    SOURCE
    + """
[[quotas]]
id = "yearly"
name = "一年听课"
measure = "observations_given"
every = "school_year"
least = 40
unit = "节"
clause = { id = "X7", words = "每学年听课不少于40节" }
"""
)


def test_what_is_asked_of_a_school_year_counts_both_of_its_terms(cast):
    adopt(cast.term, YEARLY)
    _did(cast, HEARD, amount=Decimal(12))
    line = _lines(cast.teacher, cast)["yearly"]
    # Six of twenty-one weeks of the first term are over.
    assert (line.progress.done, line.progress.need, line.progress.due) == (12, 40, 5)
    spring = _term("2026-2027学年第二学期", date(2027, 2, 22), date(2027, 7, 9))
    now = datetime(2027, 3, 2, tzinfo=UTC)
    line = _lines(cast.teacher, cast, now, spring)["yearly"]
    assert (line.progress.done, line.progress.due, line.behind) == (12, 21, 9)
    (record,) = records_of(cast.teacher, spring.id, "yearly", cast.su.id, now)
    assert record.amount == 12
    next_year = _term("2027-2028学年第一学期", date(2027, 9, 1), date(2028, 1, 20))
    later = datetime(2027, 9, 2, tzinfo=UTC)
    assert _lines(cast.teacher, cast, later, next_year)["yearly"].progress.done == 0
