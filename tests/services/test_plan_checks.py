"""教案检查签字: one pass, one act; a later signing stands, the former stays on record (Z17)."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest

from db.connection import database, transaction
from db.models import Membership, PersonalPlan, PlanCheck, Trace
from tests.builders import NOW, OPERATOR, a_group, a_teacher, a_term_after, an_actor
from tests.services.cast import a_cast
from tests.services.writings import THIS_WEEK, a_prep_group, a_unit, lin, su
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.plan_checks import Finding
from yanxiu_tui.rules.roles import GroupKind, Role
from yanxiu_tui.services import personal_plans, plan_checks
from yanxiu_tui.services.school_weeks import MONTH, WEEK

GOOD = (Finding.GOOD, "")


@pytest.fixture
def cast(memory):
    return a_cast()


def sheet(cast, actor=None, week=THIS_WEEK, span=WEEK, group=None):
    group = group or cast.group
    return plan_checks.sheet(actor or cast.leader, group.id, cast.term.id, span, week, NOW)


def lines(found):
    return {line.name: line for line in found.lines}


def sign(cast, actor=None, findings=None, span=WEEK, number=THIS_WEEK, now=NOW):
    findings = findings or {cast.su.id: GOOD, cast.lin.id: (Finding.MISSING, "没有写")}
    return plan_checks.sign(
        actor or cast.leader, cast.group.id, cast.term.id, span, number, findings, now
    )


def supervisor(cast):
    """孙正, who supervises 语文组 and holds no office."""
    return an_actor(a_teacher("1030", "方远"), Role.SUPERVISING_LEADER, supervises=(cast.group,))


def test_the_sheet_shows_everybody_but_the_leader_with_their_plans_of_the_week(cast):
    unit = a_unit(cast, standards="课标")
    a_unit(cast, title="下周的单元", weeks=(THIS_WEEK + 1, THIS_WEEK + 2))
    personal_plans.begin(su(cast), unit.id, "七1", NOW)
    found = sheet(cast)
    assert (found.group.name, found.left_out, found.may_sign) == ("语文组", True, True)
    assert list(lines(found)) == ["苏慧", "林远"]
    own, none = lines(found)["苏慧"], lines(found)["林远"]
    assert [plan.class_name for plan in own.due.plans] == ["七1"]
    assert [(each.title, each.filled, each.of) for each in none.due.units] == [("第一单元", 2, 9)]
    assert (own.proposed, none.proposed) == (Finding.GOOD, Finding.MISSING)


def test_where_no_unit_was_planned_for_the_week_nobody_is_said_to_lack_a_plan(cast):
    a_unit(cast, weeks=(1, 2))
    assert [line.proposed for line in sheet(cast).lines] == [None, None]


def test_a_unit_of_several_weeks_is_due_in_each_and_a_dropped_one_in_none(cast):
    a_unit(cast, weeks=(THIS_WEEK - 2, THIS_WEEK))
    dropped = a_unit(cast, title="不上的单元")
    dropped.dropped_at = NOW
    dropped.save()
    for week in (THIS_WEEK - 2, THIS_WEEK - 1, THIS_WEEK):
        assert [len(line.due.units) for line in sheet(cast, week=week).lines] == [1, 1]
    assert [len(line.due.units) for line in sheet(cast, week=THIS_WEEK - 3).lines] == [0, 0]


def test_a_plan_of_a_unit_without_weeks_is_found_in_the_week_it_was_written(cast):
    personal_plans.begin(su(cast), a_unit(cast, weeks=(None, None)).id, "七1", NOW)
    assert len(lines(sheet(cast))["苏慧"].due.plans) == 1
    assert not lines(sheet(cast, week=THIS_WEEK - 1))["苏慧"].due.plans


def test_a_research_group_leader_sees_plans_made_in_the_members_prep_group(cast):
    prep = a_prep_group(cast, cast.su)
    unit = a_unit(cast, prep)
    member = an_actor(cast.su, belongs=(prep, cast.group))
    personal_plans.begin(member, unit.id, "七1", NOW)
    found = lines(sheet(cast))
    assert len(found["苏慧"].due.plans) == 1
    assert (found["林远"].due.units, found["林远"].proposed) == ((), None)


def test_one_pass_signs_everybody_and_says_who_signed(cast):
    assert sign(cast) == 2
    found = lines(sheet(cast))
    assert (found["苏慧"].check.finding, found["苏慧"].check.by) == (Finding.GOOD, "周敏")
    assert (found["林远"].check.finding, found["林远"].check.words) == (Finding.MISSING, "没有写")
    assert Trace.select().where(Trace.act == "check_plans").count() == 1


def test_a_later_signing_stands_and_the_former_stays_on_record(cast):
    sign(cast)
    sign(cast, findings={cast.lin.id: (Finding.IMPROVE, "补上了")}, now=NOW + timedelta(hours=1))
    found = lines(sheet(cast))
    assert found["林远"].check.finding is Finding.IMPROVE
    assert found["苏慧"].check.finding is Finding.GOOD
    assert PlanCheck.select().count() == 3


def test_of_two_leaders_who_sign_at_once_one_waits_and_the_whole_of_theirs_stands(cast):
    other = an_actor(
        a_teacher("1040", "许静", Role.RESEARCH_GROUP_LEADER, group=cast.group),
        Role.RESEARCH_GROUP_LEADER, leads=(cast.group,),
    )  # fmt: skip
    findings = {cast.su.id: GOOD, cast.lin.id: GOOD}

    def too():
        with database.connection_context():
            return sign(cast, other, findings)

    with ThreadPoolExecutor(1) as thread:
        with transaction():
            sign(cast, cast.leader, findings)
            signing = thread.submit(too)
            assert wait([signing], timeout=0.3).not_done
        assert signing.result() == 2
    assert PlanCheck.select().count() == 4
    standing = plan_checks.standing(cast.term.id, WEEK, [THIS_WEEK], [cast.group.id])
    assert {check.by for check in standing.values()} == {"许静"}


def test_nobody_signs_their_own_plans(cast):
    with pytest.raises(Refused, match="自己的教案不能自己签"):
        sign(cast, findings={cast.zhou.id: GOOD})
    with pytest.raises(Refused, match="自己的教案不能自己签"):
        sign(cast, cast.dean, findings={cast.dean.teacher_id: GOOD})
    assert not PlanCheck.select().exists()


def test_the_supervising_leader_checks_everybody_of_the_group_each_school_month(cast):
    boss = supervisor(cast)
    found = sheet(cast, boss, week=2, span=MONTH)
    assert set(lines(found)) == {"苏慧", "林远", "周敏"}
    assert (found.left_out, found.may_sign) == (False, True)
    sign(cast, boss, {cast.zhou.id: GOOD}, MONTH, 2)
    assert lines(sheet(cast, boss, 2, MONTH))["周敏"].check.by == "方远"
    assert not plan_checks.standing(cast.term.id, WEEK, [2], [cast.group.id])


def test_a_school_month_finds_the_plans_of_all_its_weeks(cast):
    # 张洪's 学月 are four weeks long: the second one is weeks 5 to 8 or so.
    personal_plans.begin(su(cast), a_unit(cast, weeks=(THIS_WEEK, THIS_WEEK)).id, "七1", NOW)
    found = sheet(cast, supervisor(cast), 2, MONTH)
    assert found.period.first <= NOW.date() <= found.period.last
    assert len(lines(found)["苏慧"].due.plans) == 1


def test_who_does_not_lead_the_group_neither_sees_nor_signs(cast):
    other = a_group("数学组")
    stranger = an_actor(
        a_teacher("1050", "吴军"), Role.RESEARCH_GROUP_LEADER, leads=(other,), belongs=(other,)
    )
    for actor in (cast.teacher, lin(cast), stranger):
        with pytest.raises(Refused, match="没有办理"):
            sheet(cast, actor)
        with pytest.raises(Refused, match="没有办理"):
            sign(cast, actor)
    for actor, span in ((supervisor(cast), WEEK), (cast.leader, MONTH), (OPERATOR, WEEK)):
        with pytest.raises(Refused, match="没有办理"):
            sign(cast, actor, span=span, number=2)
        assert not sheet(cast, actor, 2, span).may_sign
    assert not PlanCheck.select().exists()


def test_the_office_may_sign_a_week_and_the_heads_a_school_month(cast):
    assert sign(cast, cast.dean) == 2
    for actor in (cast.head, cast.vice, cast.dean):
        assert sign(cast, actor, span=MONTH, number=1) == 2


def test_weeks_ahead_strangers_and_empty_hands_are_refused(cast):
    stranger = a_teacher("1050", "吴军")
    for number, findings, said in (
        (THIS_WEEK + 1, {cast.su.id: GOOD}, "还没有第 8 周"),
        (99, {cast.su.id: GOOD}, "还没有第 99 周"),
        (THIS_WEEK, {stranger.id: GOOD}, "已经不在这个组"),
        (THIS_WEEK, {cast.su.id: (Finding.GOOD, "好" * 201)}, "检查意见太长"),
    ):
        with pytest.raises(Refused, match=said):
            sign(cast, findings=findings, number=number)
    with pytest.raises(Refused, match="还没有给任何人"):
        plan_checks.sign(cast.leader, cast.group.id, cast.term.id, WEEK, THIS_WEEK, {}, NOW)
    with pytest.raises(Refused, match="没有这个教研组或备课组"):
        sheet(cast, cast.dean, group=a_group("七年级", GroupKind.GRADE))
    assert not PlanCheck.select().exists()


def test_of_a_term_that_is_over_the_checks_are_read_and_nothing_is_signed(cast):
    sign(cast)
    Membership.delete().where(Membership.teacher == cast.lin).execute()
    later, now = a_term_after(cast.term), NOW + timedelta(weeks=22)

    def of(term):
        return plan_checks.sheet(cast.leader, cast.group.id, term.id, WEEK, 2, now)

    found = plan_checks.sheet(cast.leader, cast.group.id, cast.term.id, WEEK, THIS_WEEK, now)
    assert (found.over, found.may_sign) == (True, False)
    assert lines(found)["林远"].check.words == "没有写"
    assert (of(later).over, of(later).may_sign, len(of(later).lines)) == (False, True, 1)
    with pytest.raises(Refused, match="别的学期的不能再办"):
        sign(cast, now=now)
    assert {check.term_id for check in PlanCheck.select()} == {cast.term.id}


def test_a_leader_is_offered_the_own_groups_and_the_office_all(cast):
    prep = a_prep_group(cast, cast.su)
    a_group("数学组")
    assert [each.name for each in plan_checks.groups(cast.leader)] == ["语文组"]
    assert {each.id for each in plan_checks.groups(cast.dean)} > {prep.id, cast.group.id}
    assert plan_checks.groups(su(cast)) == []
    assert [each.name for each in plan_checks.groups(supervisor(cast))] == ["语文组"]


def test_the_sheet_takes_the_same_queries_for_three_members_as_for_thirty(cast, queries):
    unit = a_unit(cast)
    with queries() as few:
        sheet(cast)
    for number in range(27):
        who = a_teacher(str(3000 + number), "教师", group=cast.group, pin="")
        personal_plans.begin(an_actor(who, belongs=(cast.group,)), unit.id, "七1", NOW)
    sign(cast, findings={cast.su.id: GOOD})
    with queries() as many:
        assert len(sheet(cast).lines) == 29
    assert PersonalPlan.select().count() == 27
    assert len(many) <= len(few) + 1
