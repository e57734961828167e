"""申报: handed in, decided by another, counted only when granted (DOMAIN §8)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from db.models import Claim, Trace
from tests.builders import NOW, OPERATOR, a_group, a_teacher, an_actor
from tests.services.cast import a_cast
from tests.services.regulations import SOURCE, adopt
from tests.services.test_races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import claim_views, claims, regulation
from yanxiu_tui.services.claims import ClaimDraft

DAY = date(2026, 10, 12)
TODAY = date(2026, 10, 14)
STUDY = ClaimDraft("self_study", "读《课程标准》", DAY, DAY, hours=Decimal(4))
HEARD = ClaimDraft("observation", "听张老师《背影》", DAY, DAY, amount=Decimal(2))


@pytest.fixture
def cast(memory):
    found = a_cast()
    adopt(found.term)
    return found


def _grant(cast, claim_id, hours=4, complete=True, opinion=""):
    return claims.grant(cast.dean, claim_id, Decimal(hours), complete, opinion, NOW)


# Handing in


def test_a_claim_is_written_down_and_waits(cast):
    draft = replace(STUDY, organiser=" 县教师进修学校 ", where_kept="档案柜三")
    made = claims.claim(cast.teacher, draft, NOW)
    assert (made.state, made.state_name, made.kind_name) == (ClaimState.ASKED, "待审核", "自学研修")
    assert (made.hours_asked, made.hours_granted) == (4, 0)
    assert (made.organiser, made.where_kept, made.group_name) == (
        "县教师进修学校", "档案柜三", "语文组",
    )  # fmt: skip
    assert (made.asked_by, made.clause.id) == ("苏慧", "P1")
    trace = Trace.get(Trace.act == "claim")
    assert (trace.subject_id, trace.actor_id) == (made.id, cast.su.id)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "poem"}, "没有这类申报，可选：听课记录"),
        ({"title": "  "}, "请填写名称"),
        ({"title": "长" * 129}, "名称太长"),
        ({"last": DAY - timedelta(days=1)}, "结束日期早于开始日期"),
        ({"last": TODAY + timedelta(days=1)}, "最晚是今天"),
        ({"first": date(2026, 8, 31)}, "只能申报本学期"),
        ({"amount": Decimal(0)}, "数量应大于 0"),
        ({"amount": Decimal(-1)}, "数量应大于 0"),
        ({"amount": Decimal(201)}, "一次最多 200 项"),
        ({"amount": Decimal("0.001")}, "最多两位小数"),
        ({"amount": Decimal("NaN")}, "数量应大于 0"),
        ({"amount": Decimal("1e30")}, "数量应大于 0"),
        ({"level": "市级"}, "不分级别"),
        ({"hours": Decimal(-1)}, "学时应在 0 至 500"),
        ({"hours": Decimal(501)}, "学时应在 0 至 500"),
        ({"kind": "task_refused", "hours": Decimal(0)}, "由教导处登记"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(cast, change, said):
    with pytest.raises(Refused, match=said):
        claims.claim(cast.teacher, replace(STUDY, **change), NOW)
    assert not Claim.select().exists()


def test_hours_are_only_asked_where_the_kind_gives_any(cast):
    with pytest.raises(Refused, match="「听课记录」不计学时"):
        claims.claim(cast.teacher, replace(HEARD, hours=Decimal(2)), NOW)


def test_a_paper_needs_a_level_the_school_knows(cast):
    paper = ClaimDraft("paper", "论单元教学", DAY, DAY)
    for level in ("", "国级"):
        with pytest.raises(Refused, match="县级、市级、省级"):
            claims.claim(cast.teacher, replace(paper, level=level), NOW)
    assert claims.claim(cast.teacher, replace(paper, level="省级"), NOW).level == "省级"


def test_notes_are_counted_in_thousands_of_characters(cast):
    notes = ClaimDraft("notes", "读《给教师的建议》", DAY, DAY, amount=Decimal(5200))
    assert claims.claim(cast.teacher, notes, NOW).amount == 5200


def test_the_same_thing_is_claimed_once(cast):
    first = claims.claim(cast.teacher, STUDY, NOW)
    with pytest.raises(Refused, match="已经申报过（待审核）"):
        claims.claim(cast.teacher, STUDY, NOW)
    _grant(cast, first.id)
    with pytest.raises(Refused, match="已经申报过（已通过）"):
        claims.claim(cast.teacher, STUDY, NOW)
    assert claims.claim(an_actor(cast.lin), STUDY, NOW).teacher_name == "林远"


def test_what_was_refused_or_withdrawn_may_be_claimed_again(cast):
    first = claims.claim(cast.teacher, STUDY, NOW)
    claims.refuse(cast.dean, first.id, "没有笔记", NOW)
    second = claims.claim(cast.teacher, STUDY, NOW)
    claims.withdraw(cast.teacher, second.id, NOW)
    claims.claim(cast.teacher, STUDY, NOW)
    assert Claim.select().count() == 3


def test_the_same_claim_twice_at_once_is_one_claim(cast):
    done = at_once([lambda: claims.claim(cast.teacher, STUDY, NOW)] * 4)
    assert sum(isinstance(each, Refused) for each in done) == 3
    assert Claim.select().count() == 1


def test_the_operator_has_nothing_to_claim(cast):
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        claims.claim(OPERATOR, STUDY, NOW)


# For a group


def _prize(cast, **more):
    prize = ClaimDraft("group_prize", "县优秀教研组", DAY, DAY, group_id=cast.group.id)
    return replace(prize, **more)


def test_a_leader_claims_for_the_group(cast):
    made = claims.claim(cast.leader, _prize(cast), NOW)
    assert (made.for_group, made.teacher_name) == ("语文组", "周敏")
    done = claims.enter_for(cast.dean, "1003", _prize(cast, title="市优秀教研组"), NOW)
    assert (done.for_group, done.state) == ("语文组", ClaimState.GRANTED)


def test_only_those_who_lead_a_group_claim_for_it(cast):
    maths = a_group("数学组")
    for actor, group in ((cast.teacher, cast.group), (cast.leader, maths), (cast.leader, None)):
        with pytest.raises(Refused, match="由组长代表本组申报"):
            claims.claim(actor, _prize(cast, group_id=group and group.id), NOW)
    with pytest.raises(Refused, match="苏慧老师不是这个组的组长"):
        claims.enter_for(cast.dean, "1001", _prize(cast), NOW)


def test_a_claim_of_ones_own_belongs_to_no_group(cast):
    made = claims.claim(cast.teacher, replace(STUDY, group_id=cast.group.id), NOW)
    assert made.for_group == ""


# By the office


def test_what_the_office_enters_is_granted_at_once_and_says_so(cast):
    made = claims.enter_for(cast.dean, "1001", STUDY, NOW)
    assert (made.state, made.hours_granted, made.opinion) == (ClaimState.GRANTED, 4, "教导处登记")
    assert (made.asked_by, made.decided_by) == ("何静", "何静")
    refused = ClaimDraft("task_refused", "不承担公开课", DAY, DAY)
    assert claims.enter_for(cast.dean, "1001", refused, NOW).state is ClaimState.GRANTED


def test_only_the_office_enters_for_others_and_never_for_itself(cast):
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        claims.enter_for(cast.leader, "1001", STUDY, NOW)
    with pytest.raises(Refused, match="自己的请走「申报」"):
        claims.enter_for(cast.dean, "1004", STUDY, NOW)


# Deciding


def test_granting_gives_the_hours_the_office_finds(cast):
    made = claims.claim(cast.teacher, STUDY, NOW)
    done = _grant(cast, made.id, "2.5", False, "笔记不全")
    assert (done.state, done.hours_asked, done.hours_granted) == (
        ClaimState.GRANTED, 4, Decimal("2.5"),
    )  # fmt: skip
    assert (done.complete, done.opinion, done.decided_by, done.decided_at) == (
        False, "笔记不全", "何静", NOW,
    )  # fmt: skip


def test_what_is_decided_is_not_decided_again(cast):
    made = claims.claim(cast.teacher, STUDY, NOW)
    _grant(cast, made.id)
    for act in (
        lambda: _grant(cast, made.id),
        lambda: claims.refuse(cast.dean, made.id, "晚了", NOW),
        lambda: claims.withdraw(cast.teacher, made.id, NOW),
    ):
        with pytest.raises(Refused, match="这份申报已通过"):
            act()


def test_refusing_needs_a_reason(cast):
    made = claims.claim(cast.teacher, STUDY, NOW)
    with pytest.raises(Refused, match="请填写不通过的理由"):
        claims.refuse(cast.dean, made.id, " ", NOW)
    done = claims.refuse(cast.dean, made.id, "没有笔记", NOW)
    assert (done.state, done.opinion, done.hours_granted) == (ClaimState.REFUSED, "没有笔记", 0)


def test_what_was_granted_wrongly_is_taken_back_with_a_reason(cast):
    made = claims.claim(cast.teacher, STUDY, NOW)
    with pytest.raises(Refused, match="没有可以撤销的通过"):
        claims.revoke(cast.dean, made.id, "重复", NOW)
    _grant(cast, made.id, opinion="同意")
    done = claims.revoke(cast.dean, made.id, "与活动重复", NOW)
    assert (done.state, done.hours_granted) == (ClaimState.REFUSED, 0)
    assert done.opinion == "与活动重复（原审核意见：同意）"
    assert Trace.select().where(Trace.act == "revoke_claim").count() == 1


def test_nobody_decides_their_own(cast):
    made = claims.claim(cast.dean, STUDY, NOW)
    for act in (
        lambda: _grant(cast, made.id),
        lambda: claims.refuse(cast.dean, made.id, "不行", NOW),
    ):
        with pytest.raises(Refused, match="自己申报的、上交的要由他人审核"):
            act()


def test_where_nobody_else_may_a_head_decides_on_the_offices_own(cast):
    made = claims.claim(cast.dean, STUDY, NOW)
    assert claims.to_decide(cast.vice) == 1
    claims.grant(cast.vice, made.id, Decimal(4), True, "", NOW)
    a_teacher("1007", "韩梅", Role.ACADEMIC_OFFICE)
    other = claims.claim(cast.dean, replace(STUDY, title="读《学记》"), NOW)
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        claims.grant(cast.vice, other.id, Decimal(4), True, "", NOW)


def test_teachers_and_leaders_decide_nothing(cast):
    made = claims.claim(cast.teacher, STUDY, NOW)
    for actor in (an_actor(cast.lin), cast.leader, cast.head, OPERATOR):
        with pytest.raises(Refused, match="没有办理这件事的权限"):
            claims.grant(actor, made.id, Decimal(4), True, "", NOW)


def test_no_more_hours_are_granted_than_a_term_allows(cast):
    for title in ("一", "二"):
        _grant(cast, claims.claim(cast.teacher, replace(STUDY, title=title), NOW).id, 7)
    third = claims.claim(cast.teacher, replace(STUDY, title="三"), NOW)
    with pytest.raises(Refused, match="最多认定 15 学时（P1），苏慧老师已认定 14，这次最多 1"):
        _grant(cast, third.id)
    with pytest.raises(Refused, match="这次最多 1"):
        claims.enter_for(cast.dean, "1001", replace(STUDY, title="四"), NOW)
    assert _grant(cast, third.id, 1).hours_granted == 1
    assert Claim.select().count() == 3


def test_two_who_decide_at_once_do_not_both_succeed(cast):
    other = an_actor(a_teacher("1007", "韩梅", Role.DEAN), Role.DEAN)
    made = claims.claim(cast.teacher, STUDY, NOW)
    done = at_once(
        [
            lambda: _grant(cast, made.id),
            lambda: claims.refuse(other, made.id, "没有笔记", NOW),
            lambda: claims.grant(other, made.id, Decimal(1), True, "", NOW),
        ]
    )
    assert sum(isinstance(each, Refused) for each in done) == 2
    assert Trace.select().where(Trace.act.in_(["grant_claim", "refuse_claim"])).count() == 1


def test_two_claims_decided_at_once_do_not_exceed_the_term_together(cast):
    made = [
        claims.claim(cast.teacher, replace(STUDY, title=title, hours=Decimal(9)), NOW)
        for title in ("一", "二", "三")
    ]
    acts = [lambda each=each: _grant(cast, each.id, 9) for each in made[:2]]
    acts.append(lambda: claims.grant_many(cast.dean, [made[2].id], NOW))
    at_once(acts)
    granted = [row.hours_granted for row in Claim.select() if row.state == ClaimState.GRANTED]
    assert granted == [9]


# When another regulation is adopted


def _dropped(cast):
    """A claim of a kind that the school does not have any more."""
    made = claims.claim(cast.teacher, STUDY, NOW)
    kept, rest = SOURCE.split('[[claims]]\nid = "self_study"')
    source = kept + rest[rest.index("[[claims]]") :]
    source = source.replace('claims = ["self_study"]\n', "")
    regulation.adopt(cast.head, cast.term.id, source, "不再申报自学", NOW + timedelta(hours=1))
    return made


def test_a_claim_of_a_kind_that_was_dropped_keeps_its_name_and_is_decided(cast):
    made = _dropped(cast)
    (shown,) = claims.my_claims(cast.teacher, cast.term.id)
    assert (shown.kind_name, shown.unit, shown.clause.id) == ("自学研修", "项", "P1")
    with pytest.raises(Refused, match="最多认定 15 学时"):
        _grant(cast, made.id, 16)
    assert _grant(cast, made.id).hours_granted == 4


def test_a_pile_holds_claims_of_a_dropped_kind_too(cast):
    made = _dropped(cast)
    assert claims.grant_many(cast.dean, [made.id], NOW).granted == 1


def test_a_kind_nobody_knows_is_never_shown_by_its_id(cast):
    made = claims.claim(cast.teacher, STUDY, NOW)
    Claim.update(kind="poem").execute()
    assert claim_views.view(cast.teacher, made.id).kind_name == "已取消的类别"


# A pile


def test_a_pile_is_granted_in_one_pass_with_the_hours_asked(cast):
    made = [
        claims.claim(actor, draft, NOW)
        for actor in (cast.teacher, an_actor(cast.lin))
        for draft in (STUDY, HEARD)
    ]
    pile = claims.grant_many(cast.dean, [each.id for each in made], NOW)
    assert (pile.granted, pile.left) == (4, ())
    assert sorted(row.hours_granted for row in Claim.select()) == [0, 0, 4, 4]
    assert Trace.select().where(Trace.act == "grant_claim").count() == 4


def test_what_cannot_be_granted_in_the_pass_is_left_and_named(cast):
    own = claims.claim(cast.dean, STUDY, NOW)
    gone = claims.claim(cast.teacher, HEARD, NOW)
    claims.withdraw(cast.teacher, gone.id, NOW)
    much = [
        claims.claim(cast.teacher, replace(STUDY, title=title, hours=Decimal(10)), NOW)
        for title in ("一", "二")
    ]
    pile = claims.grant_many(cast.dean, [own.id, gone.id, *(each.id for each in much)], NOW)
    assert pile.granted == 1
    assert pile.left == (
        "何静老师的「读《课程标准》」要由他人审核。",
        "苏慧老师的「听张老师《背影》」已撤回。",
        "苏慧老师的「二」超过每学期可认定的学时，请单独审核。",
    )


def test_a_pile_takes_the_same_queries_whatever_its_height(cast, memory):
    def queries(titles):
        made = [claims.claim(cast.teacher, replace(HEARD, title=each), NOW).id for each in titles]
        statements = []
        memory.query_hooks.append(lambda event: statements.append(event.sql))
        claims.grant_many(cast.dean, made, NOW)
        memory.query_hooks.clear()
        return len(statements)

    assert queries("甲午") == queries("乙丙丁戊己庚辛")


def test_only_those_who_decide_grant_a_pile(cast):
    made = claims.claim(cast.teacher, STUDY, NOW)
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        claims.grant_many(cast.leader, [made.id], NOW)


# Taking back, reading


def test_one_takes_back_ones_own_while_it_waits(cast):
    made = claims.claim(cast.teacher, STUDY, NOW)
    with pytest.raises(Refused, match="只能撤回自己的申报"):
        claims.withdraw(an_actor(cast.lin), made.id, NOW)
    assert claims.withdraw(cast.teacher, made.id, NOW).state is ClaimState.WITHDRAWN


def test_an_unknown_claim_is_told(cast):
    with pytest.raises(Refused, match="没有编号为 9 的申报"):
        _grant(cast, 9)


def test_one_claim_is_read_by_its_own_the_office_and_its_leader_alone(cast):
    made = claims.claim(cast.teacher, STUDY, NOW)
    for actor in (cast.teacher, cast.leader, cast.dean, cast.head, OPERATOR):
        assert claim_views.view(actor, made.id).title == STUDY.title
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        claim_views.view(an_actor(cast.lin), made.id)
    maths = a_group("数学组")
    other = an_actor(cast.lin, Role.RESEARCH_GROUP_LEADER, leads=(maths,))
    with pytest.raises(Refused, match="没有编号为"):
        claim_views.view(other, made.id)


def test_each_reads_their_own_the_latest_first(cast):
    claims.claim(cast.teacher, STUDY, NOW)
    claims.claim(cast.teacher, replace(HEARD, first=TODAY, last=TODAY), NOW)
    claims.claim(an_actor(cast.lin), STUDY, NOW)
    mine = claims.my_claims(cast.teacher, cast.term.id)
    assert [each.title for each in mine] == [HEARD.title, STUDY.title]


def test_the_office_reads_all_page_by_page_and_what_waits_in_its_order(cast):
    for actor in (cast.teacher, an_actor(cast.lin), cast.leader):
        claims.claim(actor, STUDY, NOW)
    _grant(cast, claims.my_claims(cast.leader, cast.term.id)[0].id)
    waiting = claims.claims(cast.dean, cast.term.id, ClaimState.ASKED)
    assert [each.teacher_name for each in waiting] == ["苏慧", "林远"]
    page = claims.claims(cast.dean, cast.term.id, limit=1, offset=1)
    assert [each.teacher_name for each in page] == ["林远"]
    assert len(claims.claims(OPERATOR)) == 3


def test_leaders_read_their_own_members_only(cast):
    maths = a_group("数学组")
    claims.claim(an_actor(a_teacher("1007", "韩梅", group=maths)), STUDY, NOW)
    claims.claim(cast.teacher, STUDY, NOW)
    found = claims.claims(cast.leader, cast.term.id)
    assert [each.teacher_name for each in found] == ["苏慧"]
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        claims.claims(cast.teacher, cast.term.id)


def test_the_desk_counts_what_waits_for_one_to_decide(cast):
    claims.claim(cast.teacher, STUDY, NOW)
    claims.claim(cast.dean, STUDY, NOW)
    assert claims.to_decide(cast.dean) == 1
    assert claims.to_decide(cast.vice) == 1
    assert claims.to_decide(cast.leader) == 0
    assert claims.to_decide(cast.teacher) == 0


def test_reading_many_takes_the_same_queries(cast, memory):
    def queries():
        statements = []
        memory.query_hooks.append(lambda event: statements.append(event.sql))
        claims.claims(cast.dean, cast.term.id)
        memory.query_hooks.clear()
        return len(statements)

    claims.claim(cast.teacher, STUDY, NOW)
    few = queries()
    for title in "甲乙丙丁":
        claims.claim(an_actor(cast.lin), replace(HEARD, title=title), NOW)
    assert queries() == few == 3
