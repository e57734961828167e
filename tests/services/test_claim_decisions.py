"""申报 decided by another, one by one or a pile in a pass; counted only when granted."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from db.models import Claim, Trace
from tests.builders import NOW, OPERATOR, a_teacher, an_actor
from tests.services.cast import a_cast
from tests.services.claiming import HEARD, STUDY, grant
from tests.services.races import at_once
from tests.services.regulations import SOURCE, adopt
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import claims, regulation


@pytest.fixture
def cast(memory):
    found = a_cast()
    adopt(found.term)
    return found


def test_granting_gives_the_hours_the_office_finds(cast):
    made = claims.claim(cast.teacher, STUDY, NOW)
    done = grant(cast, made.id, "2.5", False, "笔记不全")
    assert (done.state, done.hours_asked, done.hours_granted) == (
        ClaimState.GRANTED, 4, Decimal("2.5"),
    )  # fmt: skip
    assert (done.complete, done.opinion, done.decided_by, done.decided_at) == (
        False, "笔记不全", "何静", NOW,
    )  # fmt: skip


def test_what_is_decided_is_not_decided_again(cast):
    made = claims.claim(cast.teacher, STUDY, NOW)
    grant(cast, made.id)
    for act in (
        lambda: grant(cast, made.id),
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
    grant(cast, made.id, opinion="同意")
    done = claims.revoke(cast.dean, made.id, "与活动重复", NOW)
    assert (done.state, done.hours_granted) == (ClaimState.REFUSED, 0)
    assert done.opinion == "与活动重复（原审核意见：同意）"
    assert Trace.select().where(Trace.act == "revoke_claim").count() == 1


def test_nobody_decides_their_own(cast):
    made = claims.claim(cast.dean, STUDY, NOW)
    for act in (
        lambda: grant(cast, made.id),
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
        grant(cast, claims.claim(cast.teacher, replace(STUDY, title=title), NOW).id, 7)
    third = claims.claim(cast.teacher, replace(STUDY, title="三"), NOW)
    with pytest.raises(Refused, match="最多认定 15 学时（P1），苏慧老师已认定 14，这次最多 1"):
        grant(cast, third.id)
    with pytest.raises(Refused, match="这次最多 1"):
        claims.enter_for(cast.dean, "1001", replace(STUDY, title="四"), NOW)
    assert grant(cast, third.id, 1).hours_granted == 1
    assert Claim.select().count() == 3


def test_two_who_decide_at_once_do_not_both_succeed(cast):
    other = an_actor(a_teacher("1007", "韩梅", Role.DEAN), Role.DEAN)
    made = claims.claim(cast.teacher, STUDY, NOW)
    done = at_once(
        [
            lambda: grant(cast, made.id),
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
    acts = [lambda each=each: grant(cast, each.id, 9) for each in made[:2]]
    acts.append(lambda: claims.grant_many(cast.dean, [made[2].id], NOW))
    at_once(acts)
    granted = [row.hours_granted for row in Claim.select() if row.state == ClaimState.GRANTED]
    assert granted == [9]


def test_an_unknown_claim_is_told(cast):
    with pytest.raises(Refused, match="没有编号为 9 的申报"):
        grant(cast, 9)


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
        grant(cast, made.id, 16)
    assert grant(cast, made.id).hours_granted == 4


def test_a_pile_holds_claims_of_a_dropped_kind_too(cast):
    made = _dropped(cast)
    assert claims.grant_many(cast.dean, [made.id], NOW).granted == 1


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
