"""学时: by project, with the share each way of attending earns, in term and 周期 (P1, X8)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from db.models import Claim, Term
from tests.builders import NOW, OPERATOR, a_group, a_teacher, an_actor
from tests.services.cast import a_cast, an_open_activity, signs_in
from tests.services.regulations import SOURCE, adopt
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import claims, regulation
from yanxiu_tui.services.claims import ClaimDraft
from yanxiu_tui.services.hours import hours_of, hours_register
from yanxiu_tui.services.hours_records import hours_forms
from yanxiu_tui.services.meeting import close_activity

TODAY = date(2026, 10, 14)
LATER = NOW + timedelta(hours=2)
STUDY = ClaimDraft("self_study", "读《课程标准》", TODAY, TODAY, hours=Decimal(8))


@pytest.fixture
def cast(memory):
    found = a_cast()
    adopt(found.term)
    return found


def _attended(cast, teacher, minutes_late=0, **values):
    meeting = an_open_activity(cast, **values)
    signs_in(meeting, teacher, NOW + timedelta(minutes=minutes_late))
    close_activity(OPERATOR, meeting.id, LATER)
    return meeting


def _granted(cast, draft=STUDY, staff_no="1001"):
    return claims.enter_for(cast.dean, staff_no, draft, NOW)


def _mine(cast, now=LATER):
    return hours_of(cast.teacher, cast.su.id, cast.term.id, now)


def test_before_anything_there_is_zero_against_what_is_asked(cast):
    mine = _mine(cast)
    assert (mine.total, mine.per_term, mine.cycle_total, mine.cycle) == (0, 60, 0, 360)
    assert (mine.cycle_first, mine.cycle_last, mine.clause.id) == (2024, 2028, "P1")
    assert mine.records == ()


def test_meetings_and_claims_are_credited_to_their_projects(cast):
    _attended(cast, cast.su)
    _attended(cast, cast.su, kind="集体备课", hours=Decimal("1.5"))
    _granted(cast)
    credited = {each.name: each.credited for each in _mine(cast).projects}
    assert credited == {"校本培训": 2, "自修": 8, "其他": Decimal("1.5")}
    assert _mine(cast).total == Decimal("11.5")


def test_being_late_earns_the_share_the_regulation_says(cast):
    _attended(cast, cast.su, minutes_late=20)
    assert _mine(cast).total == 1


def test_no_more_than_the_most_of_a_project_counts(cast):
    _granted(cast)
    _granted(cast, replace(STUDY, title="读《学记》", hours=Decimal(7)))
    study = next(each for each in _mine(cast).projects if each.name == "自修")
    assert (study.credited, study.planned, study.most) == (12, 10, 12)


def test_only_what_is_granted_counts_and_taking_it_back_takes_the_hours(cast):
    claims.claim(cast.teacher, replace(STUDY, title="待审的"), NOW)
    made = _granted(cast)
    assert _mine(cast).total == 8
    claims.revoke(cast.dean, made.id, "登记错了", NOW)
    assert _mine(cast).total == 0


def test_the_records_behind_are_told_in_order_of_time(cast):
    _granted(cast, replace(STUDY, first=date(2026, 9, 20), last=date(2026, 9, 20)))
    meeting = _attended(cast, cast.su)
    records = _mine(cast).records
    assert [(each.title, each.amount) for each in records] == [(STUDY.title, 8), (meeting.title, 2)]


def test_the_cycle_counts_earlier_terms_too(cast):
    earlier = Term.create(
        name="上学期",
        starts_on=date(2026, 2, 20),
        ends_on=date(2026, 7, 5),
        regulation=cast.term.regulation,
    )
    made = _granted(cast)
    Claim.update(term=earlier).where(Claim.id == made.id).execute()
    mine = _mine(cast)
    assert (mine.total, mine.cycle_total) == (0, 8)


def test_ones_own_hours_are_open_to_all_others_to_those_who_see_them(cast):
    for actor in (cast.dean, cast.head, cast.leader, OPERATOR):
        assert hours_of(actor, cast.su.id, cast.term.id, NOW).staff.name == "苏慧"
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        hours_of(an_actor(cast.lin), cast.su.id, cast.term.id, NOW)


def test_the_register_has_everybody_by_project(cast):
    _attended(cast, cast.su)
    _granted(cast, staff_no="1002")
    register = hours_register(cast.dean, cast.term.id, LATER)
    assert register.projects == ("校本培训", "自修", "其他")
    lines = {each.staff.name: (each.by_project, each.total) for each in register.lines}
    assert lines["苏慧"] == ((2, 0, 0), 2)
    assert lines["林远"] == ((0, 8, 0), 8)
    assert len(lines) == 6


def test_leaders_see_the_register_of_their_own_members(cast):
    a_teacher("1007", "韩梅", group=a_group("数学组"))
    names = [each.staff.name for each in hours_register(cast.leader, cast.term.id, NOW).lines]
    assert names == ["苏慧", "林远", "周敏"]
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        hours_register(cast.teacher, cast.term.id, NOW)


def test_the_register_takes_the_same_queries_whatever_the_number_of_teachers(cast, memory):
    def queries():
        statements = []
        memory.query_hooks.append(lambda event: statements.append(event.sql))
        hours_register(cast.dean, cast.term.id, LATER)
        hours_forms(cast.dean, cast.term.id, LATER)
        memory.query_hooks.clear()
        return len(statements)

    few = queries()
    for number in range(20):
        a_teacher(str(2000 + number), "教师", pin="")
    assert queries() == few


# 学时登记表


def test_a_form_lists_meetings_and_claims_with_what_was_asked_and_credited(cast):
    meeting = _attended(cast, cast.su, minutes_late=20, group=cast.group)
    made = claims.claim(cast.teacher, replace(STUDY, organiser="县教师进修学校"), NOW)
    claims.grant(cast.dean, made.id, Decimal(6), True, "", NOW)
    (form,) = hours_forms(cast.teacher, cast.term.id, LATER, cast.su.id)
    came, read = form.entries
    assert (came.title, came.kind, came.organiser, came.asked, came.granted, came.checked) == (
        meeting.title, "校本培训", "语文组", 2, 1, "迟到",
    )  # fmt: skip
    assert (read.kind, read.organiser, read.first, read.asked, read.granted, read.checked) == (
        "自学研修", "县教师进修学校", TODAY, 8, 6, "何静",
    )  # fmt: skip
    assert form.total == 7


def test_the_office_has_a_form_of_everybody_and_a_teacher_only_their_own(cast):
    _attended(cast, cast.su)
    forms = hours_forms(cast.dean, cast.term.id, LATER)
    assert [len(each.entries) for each in forms] == [1, 0, 0, 0, 0, 0]
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        hours_forms(cast.teacher, cast.term.id, LATER)
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        hours_forms(cast.teacher, cast.term.id, LATER, cast.lin.id)


def test_the_form_names_a_kind_as_it_was_when_it_was_claimed(cast):
    _granted(cast)
    source = SOURCE.replace('name = "自学研修"', 'name = "自修"')
    regulation.adopt(cast.head, cast.term.id, source, "改名", NOW + timedelta(hours=1))
    (form,) = hours_forms(cast.teacher, cast.term.id, LATER, cast.su.id)
    assert [entry.kind for entry in form.entries] == ["自学研修"]
