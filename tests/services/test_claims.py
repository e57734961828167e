"""申报: handed in by oneself, for a group or by the office, and taken back (DOMAIN §8)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from db.models import Claim, Trace
from tests.builders import NOW, OPERATOR, a_group, an_actor
from tests.services.cast import a_cast
from tests.services.claiming import DAY, HEARD, STUDY, TODAY, grant
from tests.services.races import at_once
from tests.services.regulations import adopt
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.services import claims
from yanxiu_tui.services.claims import ClaimDraft


@pytest.fixture
def cast(memory):
    found = a_cast()
    adopt(found.term)
    return found


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
    grant(cast, first.id)
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


# Taking back


def test_one_takes_back_ones_own_while_it_waits(cast):
    made = claims.claim(cast.teacher, STUDY, NOW)
    with pytest.raises(Refused, match="只能撤回自己的申报"):
        claims.withdraw(an_actor(cast.lin), made.id, NOW)
    assert claims.withdraw(cast.teacher, made.id, NOW).state is ClaimState.WITHDRAWN
