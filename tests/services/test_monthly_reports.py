"""A month that nobody froze in time: frozen late, once, from the roster of its own term."""

from datetime import UTC, date, datetime, timedelta

import pytest

from db.connection import database
from db.models import ALL, MonthlyReport, Teacher, Term, Trace
from db.moving import hashes
from tests.builders import NOW, a_group, a_teacher, a_term_after
from tests.services.cast import a_cast
from tests.services.lessons import completed
from tests.services.test_races import at_once
from tests.services.test_steering import INSPECTION_DRAFT
from tests.services.test_teachers import person, roster
from yanxiu_tui.errors import Refused
from yanxiu_tui.roster.model import Place
from yanxiu_tui.rules.plan_checks import Finding
from yanxiu_tui.rules.roles import GroupKind
from yanxiu_tui.services import (
    bulletins,
    inspections,
    observation_statistics,
    plan_checks,
    steering,
    teachers,
)
from yanxiu_tui.services.inspections import FindingDraft
from yanxiu_tui.services.school_weeks import WEEK

# The 学月 and the calendar month that NOW is in.
MONTH, OCTOBER = 2, 2
WINTER = datetime(2027, 2, 10, 2, tzinfo=UTC)
SPRING = datetime(2027, 2, 24, 2, tzinfo=UTC)
AUTUMN = datetime(2027, 9, 2, 2, tzinfo=UTC)


@pytest.fixture
def cast(memory):
    """语文组 was checked and 苏慧 heard a lesson, and nobody froze it before the next term."""
    found = a_cast()
    findings = {found.su.id: (Finding.GOOD, ""), found.lin.id: (Finding.MISSING, "")}
    plan_checks.sign(found.leader, found.group.id, found.term.id, WEEK, 7, findings, NOW)
    completed(found.teacher)
    a_term_after(found.term)
    return found


SERVICES = pytest.mark.parametrize(
    ("service", "number"), [(bulletins, MONTH), (observation_statistics, OCTOBER)],
    ids=["bulletins", "observations"],
)  # fmt: skip


def _frozen(service, cast):
    read = service.bulletins if service is bulletins else service.frozen
    return read(cast.dean, cast.term.id)


@SERVICES
def test_it_is_frozen_in_the_next_term_and_says_that_it_was_late(cast, service, number):
    late = service.freeze(cast.dean, cast.term.id, number, "", SPRING)
    assert (late.version, late.late, late.frozen_at) == (1, True, SPRING)
    assert _frozen(service, cast) == [late]
    assert Trace.get(Trace.act == "freeze_month").at == SPRING


@SERVICES
def test_what_was_frozen_in_the_holidays_is_not_late_and_may_be_frozen_again(cast, service, number):
    service.freeze(cast.dean, cast.term.id, number, "", WINTER)
    service.freeze(cast.dean, cast.term.id, number, "核对", WINTER)
    assert [(each.version, each.late) for each in _frozen(service, cast)] == [
        (2, False), (1, False),
    ]  # fmt: skip


@SERVICES
def test_what_was_frozen_is_not_frozen_again_once_the_next_term_runs(cast, service, number):
    service.freeze(cast.dean, cast.term.id, number, "", SPRING)
    with pytest.raises(Refused) as refused:
        service.freeze(cast.dean, cast.term.id, number, "核对", SPRING + timedelta(days=1))
    assert refused.value.reason == "frozen_then"
    assert MonthlyReport.select().count() == 1


@SERVICES
def test_of_three_terminals_that_freeze_it_at_once_one_does(cast, service, number):
    done = at_once([lambda: service.freeze(cast.dean, cast.term.id, number, "核对", SPRING)] * 3)
    assert [each.reason for each in done if isinstance(each, Refused)] == ["frozen_then"] * 2
    assert MonthlyReport.select().count() == 1


@SERVICES
def test_only_the_term_just_before_is_open_still(cast, service, number):
    Term.create(
        name="2027—2028学年第一学期", starts_on=date(2027, 9, 1), ends_on=date(2028, 1, 20),
        regulation=cast.term.regulation,
    )  # fmt: skip
    with pytest.raises(Refused, match="现在是2027—2028学年第一学期，别的学期的不能再办"):
        service.freeze(cast.dean, cast.term.id, number, "", AUTUMN)
    assert not MonthlyReport.select().exists()


@SERVICES
def test_the_months_that_may_be_frozen_are_told(cast, service, number):
    assert number in service.open_months(cast.term.id, WINTER)
    service.freeze(cast.dean, cast.term.id, number, "", WINTER)
    assert number in service.open_months(cast.term.id, WINTER)
    begun = {each.number for each in service.months(cast.term.id, SPRING)}
    assert service.open_months(cast.term.id, SPRING) == begun - {number}
    assert service.open_months(cast.term.id, AUTUMN) == begun - {number}


@SERVICES
def test_it_is_drawn_up_from_the_roster_of_its_term_whoever_has_moved_since(cast, service, number):
    drawn = bulletins.draft if service is bulletins else observation_statistics.live
    before = drawn(cast.dean, cast.term.id, number, WINTER).lines
    a_group("数学组")
    moved = person("1001", "苏慧", groups=(Place(GroupKind.RESEARCH, "数学组", True),))
    new = person("3001", "新来", groups=(Place(GroupKind.RESEARCH, "语文组"),))
    teachers.import_roster(cast.dean, roster(moved, new), SPRING)
    teachers.mark_left(cast.dean, "1002", "调出", SPRING)
    late = service.freeze(cast.dean, cast.term.id, number, "", SPRING)
    assert late.lines == before
    words = str(late.lines)
    assert "林远" in words and "新来" not in words and "数学组" not in words


@SERVICES
def test_nothing_else_of_the_term_changes(cast, service, number):
    a_teacher("1090", "何来")
    Teacher.update(created_at=NOW).execute()
    teachers.mark_left(cast.dean, "1090", "调出", SPRING)
    rows = {table: list(table.select().order_by(table.id).dicts()) for table in ALL[:-1]}
    told = hashes(database)
    service.freeze(cast.dean, cast.term.id, number, "", SPRING)
    changed = {each for each, said in hashes(database).items() if told[each] != said}
    assert changed == {"monthly_report", "trace", "chain"}
    for table in (MonthlyReport, Trace):
        kept = list(table.select().order_by(table.id).dicts())
        assert kept[: len(rows[table])] == rows[table] and len(kept) == len(rows[table]) + 1


def test_an_inspection_told_before_does_not_tell_what_was_frozen_late(cast):
    kept = steering.keep(cast.dean, INSPECTION_DRAFT, NOW)
    inspections.add(cast.dean, kept, FindingDraft("学习笔记要按周检查", False), NOW)
    steering.finish(cast.dean, kept, NOW)
    inspections.publish(cast.dean, kept, False, NOW)
    late = bulletins.freeze(cast.dean, cast.term.id, MONTH, "", SPRING)
    assert inspections.bulletin(cast.dean, kept, SPRING).plan_checks is None
    inspections.publish(cast.dean, kept, False, SPRING)
    assert inspections.bulletin(cast.dean, kept, SPRING).plan_checks == late
