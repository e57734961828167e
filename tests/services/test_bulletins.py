"""通报: drawn up from the checks, frozen, and read again as it was (Z17)."""

from datetime import timedelta

import pytest

from db.models import MonthlyReport, Trace
from tests.builders import NOW, OPERATOR, a_group, a_teacher, a_term_after, an_actor
from tests.services.cast import a_cast
from tests.services.test_races import at_once
from tests.services.writings import THIS_WEEK, su
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.plan_checks import Finding
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import bulletins, plan_checks
from yanxiu_tui.services.bulletins import Tally
from yanxiu_tui.services.school_weeks import MONTH, WEEK

# The second 学月 of the term has NOW in it.
MONTH_NOW = 2


@pytest.fixture
def cast(memory):
    return a_cast()


@pytest.fixture
def checked(cast):
    """语文组 was checked twice by 周敏, and by 孙正 for the 学月."""
    for week, finding in ((6, Finding.GOOD), (THIS_WEEK, Finding.MISSING)):
        findings = {cast.su.id: (Finding.GOOD, ""), cast.lin.id: (finding, "")}
        plan_checks.sign(cast.leader, cast.group.id, cast.term.id, WEEK, week, findings, NOW)
    plan_checks.sign(
        cast.vice, cast.group.id, cast.term.id, MONTH, MONTH_NOW,
        {cast.lin.id: (Finding.MISSING, ""), cast.zhou.id: (Finding.IMPROVE, "")}, NOW,
    )  # fmt: skip
    return cast


def test_it_says_group_by_group_what_the_checks_came_to(checked):
    told = bulletins.draft(checked.dean, checked.term.id, MONTH_NOW, NOW)
    (line,) = told.lines
    assert (line.group_name, line.leaders) == ("语文组", "周敏")
    assert (line.weeks_checked, line.teachers_checked, line.teachers) == (2, 3, 3)
    assert line.weeks_due >= 2
    assert (line.weekly, line.monthly) == (Tally(3, 0, 1), Tally(0, 1, 1))
    assert (line.monthly_by, line.missing) == ("孙正", ("林远（第 7 周，学月检查）",))
    assert (told.version, told.last) == (0, NOW.date())


def test_a_group_that_was_never_checked_is_not_passed_over(checked):
    a_teacher("1050", "吴军", Role.RESEARCH_GROUP_LEADER, group=a_group("数学组"))
    lines = {
        line.group_name: line
        for line in bulletins.draft(checked.head, checked.term.id, 2, NOW).lines
    }
    assert (lines["数学组"].weeks_checked, lines["数学组"].teachers_checked) == (0, 0)


def test_a_later_signing_counts_instead_of_the_former(checked):
    plan_checks.sign(
        checked.leader, checked.group.id, checked.term.id, WEEK, THIS_WEEK,
        {checked.lin.id: (Finding.IMPROVE, "补交")}, NOW,
    )  # fmt: skip
    (line,) = bulletins.draft(checked.dean, checked.term.id, MONTH_NOW, NOW).lines
    assert line.weekly == Tally(3, 1, 0)
    assert line.missing == ("林远（学月检查）",)


def test_what_a_term_that_is_over_was_told_is_read_and_not_frozen_again(checked):
    frozen = bulletins.freeze(checked.dean, checked.term.id, MONTH_NOW, "", NOW)
    later, now = a_term_after(checked.term), NOW + timedelta(weeks=22)
    assert bulletins.bulletins(checked.dean, checked.term.id) == [frozen]
    assert bulletins.bulletins(checked.dean, later.id) == []
    (line,) = bulletins.draft(checked.dean, checked.term.id, MONTH_NOW, now).lines
    assert line.weekly == frozen.lines[0].weekly
    with pytest.raises(Refused, match="已经结束，这个月冻结过，不能再冻结一版"):
        bulletins.freeze(checked.dean, checked.term.id, MONTH_NOW, "核对", now)


def test_what_was_frozen_stays_whatever_is_signed_later(checked):
    frozen = bulletins.freeze(checked.dean, checked.term.id, MONTH_NOW, "", NOW)
    plan_checks.sign(
        checked.leader, checked.group.id, checked.term.id, WEEK, THIS_WEEK,
        {checked.lin.id: (Finding.GOOD, "")}, NOW,
    )  # fmt: skip
    assert bulletins.bulletins(checked.dean, checked.term.id) == [frozen]
    assert frozen.lines[0].weekly == Tally(3, 0, 1)
    assert (frozen.version, frozen.reason, frozen.frozen_by) == (1, "首次", "何静")
    assert Trace.select().where(Trace.act == "freeze_month").count() == 1


def test_freezing_again_makes_another_version_and_needs_a_reason(checked):
    first = bulletins.freeze(checked.dean, checked.term.id, MONTH_NOW, "", NOW)
    with pytest.raises(Refused, match="再次冻结的原因"):
        bulletins.freeze(checked.dean, checked.term.id, MONTH_NOW, " ", NOW)
    second = bulletins.freeze(
        checked.dean, checked.term.id, MONTH_NOW, "漏了一周", NOW + timedelta(hours=1)
    )
    assert [each.version for each in bulletins.bulletins(checked.dean, checked.term.id)] == [2, 1]
    assert (second.reason, first.version) == ("漏了一周", 1)


def test_frozen_twice_at_once_the_second_is_told_to_say_why(checked):
    done = at_once(
        [lambda: bulletins.freeze(checked.dean, checked.term.id, MONTH_NOW, "", NOW)] * 3
    )
    assert sum(isinstance(each, Refused) for each in done) == 2
    assert MonthlyReport.select().count() == 1


def test_nothing_is_announced_of_a_month_without_a_check_or_yet_to_come(cast):
    with pytest.raises(Refused, match="还没有检查签字"):
        bulletins.freeze(cast.dean, cast.term.id, MONTH_NOW, "", NOW)
    with pytest.raises(Refused, match="到今天还没有"):
        bulletins.freeze(cast.dean, cast.term.id, 3, "", NOW)
    assert [each.number for each in bulletins.months(cast.term.id, NOW)] == [1, 2]


def test_leaders_and_teachers_freeze_nothing_and_teachers_read_nothing(checked):
    for actor in (checked.leader, su(checked), checked.head):
        with pytest.raises(Refused, match="没有办理"):
            bulletins.freeze(actor, checked.term.id, MONTH_NOW, "", NOW)
    for actor in (checked.leader, su(checked)):
        with pytest.raises(Refused, match="没有办理"):
            bulletins.draft(actor, checked.term.id, MONTH_NOW, NOW)
    with pytest.raises(Refused, match="没有办理"):
        bulletins.bulletins(su(checked), checked.term.id)


def test_leaders_and_those_who_supervise_read_what_was_frozen(checked):
    bulletins.freeze(OPERATOR, checked.term.id, MONTH_NOW, "", NOW)
    boss = an_actor(a_teacher("1030", "方远"), Role.SUPERVISING_LEADER, supervises=(checked.group,))
    for actor in (checked.leader, boss, checked.head):
        assert len(bulletins.bulletins(actor, checked.term.id)) == 1


def test_it_takes_the_same_queries_for_one_group_as_for_twenty(checked, queries):
    with queries() as one:
        bulletins.draft(checked.dean, checked.term.id, MONTH_NOW, NOW)
    for number in range(20):
        a_teacher(str(3000 + number), "教师", group=a_group(f"第{number}组"), pin="")
    with queries() as twenty:
        assert len(bulletins.draft(checked.dean, checked.term.id, MONTH_NOW, NOW).lines) == 21
    assert len(one) == len(twenty)
