"""证书登记: earned by the whole 学年, entered by the office, put right and taken back (P12, D8)."""

import json
from decimal import Decimal

import pytest

from db.models import Certificate, Trace
from tests.builders import NOW
from tests.services.certifying import SPRING, YEAR, a_school_year, studied
from tests.services.races import at_once
from tests.services.refusals import refused
from tests.services.regulations import SOURCE
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import certificates
from yanxiu_tui.services.archive_sources import OF_TEACHER
from yanxiu_tui.services.certificates import Entry
from yanxiu_tui.services.hours import seen


@pytest.fixture
def cast(memory):
    """苏慧 has 22 学时 in both terms together, 何静 24, 林远 10."""
    found, spring = a_school_year()
    studied(found.term, found.su, 10)
    studied(spring, found.su, 12)
    studied(found.term, found.dean.teacher_id, 12)
    studied(spring, found.dean.teacher_id, 12)
    studied(spring, found.lin, 10)
    return found


def page(cast, now=SPRING):
    return certificates.page(cast.dean, YEAR, now)


def line(cast, name, now=SPRING):
    return next(each for each in page(cast, now).lines if each.staff.name == name)


def enter(cast, staff_no="1001", entry=None, actor=None):
    return certificates.enter(actor or cast.dean, staff_no, YEAR, entry or Entry(), SPRING)


def test_both_terms_of_the_year_count_together(cast):
    su = line(cast, "苏慧")
    assert (su.hours, su.met, su.lacks, su.proposed) == (22, ("学时 22",), (), True)
    lin = line(cast, "林远")
    assert (lin.hours, lin.lacks, lin.proposed) == (
        10,
        ("学时 10（应不少于 20）",),
        False,
    )
    found = page(cast)
    assert (found.year_name, len(found.terms)) == ("2026—2027学年", 2)
    assert found.says == "学时不少于 20"


def test_in_the_first_term_only_what_there_is_counts(cast):
    assert line(cast, "苏慧", NOW).hours == 10
    assert certificates.school_years(NOW) == [YEAR]
    assert refused(lambda: certificates.page(cast.dean, 2025, NOW))[0] == "no_year"


def test_the_hours_are_those_on_record_and_the_number_is_remembered(cast):
    made = enter(cast, entry=Entry("JX-0412", "优秀"))
    assert (made.number, made.result, made.hours, made.entered_by) == (
        "JX-0412", "优秀", 22, "何静",
    )  # fmt: skip
    Certificate.update(school_year=YEAR - 1).execute()
    assert line(cast, "苏慧").number == "JX-0412"
    assert certificates.enter_proposed(cast.dean, YEAR, SPRING) == 1
    (again,) = certificates.certificates(YEAR)
    assert (again.number, again.result) == ("JX-0412", "合格")


def test_it_stands_in_the_growth_archive_under_a_name_that_says_what_it_is(cast):
    enter(cast, entry=Entry("JX-0412", "优秀"))
    (source,) = OF_TEACHER["certificates"]
    (filed,) = source.items(seen(cast.term.id, SPRING), cast.su.id)
    assert (filed.title, filed.words) == ("证书：优秀", "证书登记，JX-0412")


def test_who_has_not_earned_it_needs_a_word_why(cast):
    assert refused(lambda: enter(cast, "1002"))[0] == "not_earned"
    assert enter(cast, "1002", Entry(note="援藏")).note == "援藏"


def test_nobody_enters_their_own_nor_anybody_twice(cast):
    assert refused(lambda: enter(cast, "1004"))[0] == "own_certificate"
    enter(cast)
    assert refused(lambda: enter(cast))[0] == "entered"


def test_two_at_once_enter_one(cast):
    done = at_once([lambda: enter(cast)] * 3)
    assert sum(isinstance(each, Refused) for each in done) == 2
    assert Certificate.select().count() == 1


def test_all_who_earned_it_are_entered_once_and_not_oneself(cast):
    done = at_once([lambda: certificates.enter_proposed(cast.dean, YEAR, SPRING)] * 2)
    assert sorted(done) == [0, 1]
    assert [each.teacher_id for each in certificates.certificates(YEAR)] == [cast.su.id]


def test_an_entry_is_put_right_with_a_reason_and_its_hours_are_read_anew(cast):
    made = enter(cast)
    studied(cast.term, cast.su, 2, "读《大学》")
    act = certificates.correct
    entry = Entry("JX-1", "良好")
    assert refused(lambda: act(cast.dean, made.id, entry, "", SPRING))[0] == "empty"
    found = act(cast.dean, made.id, entry, "编号抄错", SPRING)
    assert (found.number, found.result, found.hours) == ("JX-1", "良好", 24)
    told = json.loads(Trace.get(Trace.act == "correct_certificate").detail)
    assert (told["was"][:2], told["reason"]) == (["", "合格"], "编号抄错")
    assert Decimal(told["was"][2]) == 22


def test_one_taken_back_stays_on_record_and_may_be_entered_again(cast):
    made = enter(cast)
    certificates.withdraw(cast.dean, made.id, "重复", SPRING)
    assert certificates.certificates(YEAR) == []
    act = certificates.withdraw
    assert refused(lambda: act(cast.dean, made.id, "重复", SPRING))[0] == "no_certificate"
    enter(cast)
    assert Certificate.select().count() == 2


def test_where_the_school_says_nothing_of_it_nobody_is_proposed(memory):
    cast, _ = a_school_year(SOURCE)
    found = page(cast)
    assert (found.name, found.clause.id) == ("证书", "默认")
    assert not any(each.proposed for each in found.lines)


def test_few_queries_read_a_year(cast, queries):
    with queries() as made:
        page(cast)
    assert len(made) <= 16
