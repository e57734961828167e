"""上交 received by the office: complete, with something missing, sent back (Z18, T3)."""

import pytest

from db.models import Claim, Trace
from tests.builders import NOW, a_teacher, an_actor
from tests.services.handing_in import (
    MINUTE,
    NOON,
    ON_PAPER,
    a_cast_that_hands_in,
    a_prep_leader,
    papers_of,
    write_own,
)
from tests.services.races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.rules.submissions import Standing
from yanxiu_tui.services import submissions
from yanxiu_tui.services.submission_receipts import Receipt
from yanxiu_tui.services.submissions import HandIn


@pytest.fixture
def cast(memory):
    return a_cast_that_hands_in()


@pytest.fixture
def prep_leader(cast):
    return a_prep_leader()


def test_the_office_receives_what_waits_and_never_its_own(cast):
    done = submissions.hand_in(cast.teacher, "own_plan", ON_PAPER, NOW)
    for actor in (cast.leader, cast.teacher):
        with pytest.raises(Refused):
            submissions.receive(actor, done.claim_id, Receipt(), NOW)
    received = submissions.receive(cast.dean, done.claim_id, Receipt(), NOW)
    assert received.standing is Standing.ON_TIME
    with pytest.raises(Refused, match="不在等待接收"):
        submissions.receive(cast.dean, done.claim_id, Receipt(), NOW)
    own = submissions.hand_in(cast.dean, "own_plan", ON_PAPER, NOW)
    with pytest.raises(Refused, match="由他人审核"):
        submissions.receive(cast.dean, own.claim_id, Receipt(), NOW)
    assert Trace.select().where(Trace.act == "receive").count() == 1


def test_of_a_bundle_what_is_not_ticked_is_missing(cast, prep_leader):
    actor, group = prep_leader
    done = submissions.hand_in(actor, "bundle", ON_PAPER, NOON, group.id)
    there = ["校本研修手册", "听课记录", "教研会议记录"]
    found = submissions.receive(cast.dean, done.claim_id, Receipt(there), NOON)
    assert (found.standing, found.missing) == (Standing.INCOMPLETE, "阳光教研资料")
    assert papers_of(cast, actor, NOON)["bundle"].owing
    # What was missing is brought after the noon of Z18: complete by now, and late.
    whole = submissions.receive(cast.dean, done.claim_id, Receipt(), NOON + MINUTE)
    assert (whole.standing, whole.missing) == (Standing.LATE, "")


def test_too_few_copies_are_incomplete_until_the_rest_is_handed_in(cast):
    give = lambda copies: submissions.hand_in(  # noqa: E731
        cast.leader, "two_copies", HandIn(where_kept="柜", copies=copies), NOW, cast.group.id
    )
    first = give(1)
    found = submissions.receive(cast.dean, first.claim_id, Receipt(), NOW)
    assert (found.standing, found.missing) == (Standing.INCOMPLETE, "少 1 份")  # T3
    second = give(2)
    assert submissions.receive(cast.dean, second.claim_id, Receipt(), NOW).standing is (
        Standing.ON_TIME
    )
    counted = [row.id for row in Claim.select() if row.state == ClaimState.GRANTED]
    assert counted == [second.claim_id]
    with pytest.raises(Refused, match="也收了，不用再交"):
        give(2)


def test_a_pile_is_received_in_one_pass_and_the_rest_is_named(cast, prep_leader):
    leader, group = prep_leader
    made = [
        submissions.hand_in(cast.teacher, "own_plan", ON_PAPER, NOW),
        submissions.hand_in(cast.dean, "own_plan", ON_PAPER, NOW),
        submissions.hand_in(leader, "bundle", ON_PAPER, NOW, group.id),
        submissions.hand_in(cast.leader, "two_copies", ON_PAPER, NOW, cast.group.id),
    ]
    pile = submissions.receive_many(cast.dean, [each.claim_id for each in made], NOW)
    assert pile.received == 1
    assert pile.left == (
        "「个人研修计划」是自己交的，要由他人接收。",
        "「七年级语文备课组学期材料」要逐项点收，请单独收。",
        "「语文组学科组计划」少 1 份，请单独收。",
    )


def test_what_is_sent_back_says_why_and_is_handed_in_again(cast):
    write_own(cast.teacher)
    done = submissions.hand_in(cast.teacher, "own_plan", HandIn(written=True), NOW)
    with pytest.raises(Refused, match="请填写退回的原因"):
        submissions.send_back(cast.dean, done.claim_id, " ", NOW)
    submissions.send_back(cast.dean, done.claim_id, "没有措施", NOW)
    mine = papers_of(cast, cast.teacher)["own_plan"]
    assert (mine.sent_back, mine.owing, mine.handed) == ("没有措施", True, None)
    submissions.write_here(cast.teacher, "own_plan", NOW)
    submissions.hand_in(cast.teacher, "own_plan", HandIn(written=True), NOW)
    assert papers_of(cast, cast.teacher)["own_plan"].sent_back == ""


def test_two_who_receive_and_send_back_at_once_do_not_both_succeed(cast):
    other = an_actor(a_teacher("1007", "韩梅", Role.DEAN), Role.DEAN)
    done = submissions.hand_in(cast.teacher, "own_plan", ON_PAPER, NOW)
    found = at_once(
        [
            lambda: submissions.receive(cast.dean, done.claim_id, Receipt(), NOW),
            lambda: submissions.receive(other, done.claim_id, Receipt(), NOW),
            lambda: submissions.withdraw(cast.teacher, done.claim_id, NOW),
        ]
    )
    assert sum(isinstance(each, Refused) for each in found) == 2
