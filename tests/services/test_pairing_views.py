"""Who sees which pairs, in which order, and what each reader may do with one."""

from datetime import date

import pytest

from tests.builders import NOW, OPERATOR, PIN, a_group, a_teacher, an_actor
from tests.services.cast import a_cast
from tests.services.pairing import drafted, signed
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.pairings import PairingState
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import pairing_addenda, pairing_views, pairings
from yanxiu_tui.services.pairing_addenda import AddendumDraft


@pytest.fixture
def cast(memory):
    return a_cast()


def _ids(found):
    return [view.id for view in found]


def test_the_school_is_seen_by_the_office_and_the_heads(cast):
    made = drafted(cast)
    for actor in (cast.dean, cast.head, cast.vice, OPERATOR):
        assert _ids(pairing_views.pairings(actor, NOW)) == [made.id]
        assert pairing_views.pairing(actor, made.id, NOW).mentor_name == "周敏"


def test_a_leader_sees_the_pairs_of_the_members(cast):
    made = drafted(cast)
    drafted(cast, mentor_no="1004", apprentice_no="1006")
    assert _ids(pairing_views.pairings(cast.leader, NOW)) == [made.id]
    maths = a_group("数学组")
    other = a_teacher("1009", "方敏", Role.RESEARCH_GROUP_LEADER, group=maths)
    leader = an_actor(other, Role.RESEARCH_GROUP_LEADER, leads=(maths,))
    assert pairing_views.pairings(leader, NOW) == []
    with pytest.raises(Refused, match="没有编号为"):
        pairing_views.pairing(leader, made.id, NOW)


def test_a_teacher_sees_their_own_and_nobody_elses(cast):
    made = drafted(cast)
    for person in (cast.lin, cast.zhou):
        assert _ids(pairing_views.mine(an_actor(person), NOW)) == [made.id]
        assert pairing_views.pairing(an_actor(person), made.id, NOW).id == made.id
    assert pairing_views.mine(cast.teacher, NOW) == []
    with pytest.raises(Refused, match="没有编号为 1 的师徒结对，或您没有查看的权限"):
        pairing_views.pairing(cast.teacher, made.id, NOW)
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        pairing_views.pairings(cast.teacher, NOW)


def test_drafts_come_first_then_those_under_way_then_the_ended_then_the_withdrawn(cast):
    gone = drafted(cast)
    pairings.withdraw_draft(cast.dean, gone.id, "错了", NOW)
    ended = signed(cast)
    pairings.graduate(cast.vice, ended.id, NOW)
    running = signed(cast, first=date(2026, 10, 14))
    draft = drafted(cast, mentor_no="1001", apprentice_no="1004")
    found = pairing_views.pairings(cast.dean, NOW)
    assert _ids(found) == [draft.id, running.id, ended.id, gone.id]
    assert _ids(pairing_views.pairings(cast.dean, NOW, limit=2, offset=1)) == [running.id, ended.id]
    over = (PairingState.GRADUATED, PairingState.DISSOLVED)
    assert _ids(pairing_views.pairings(cast.dean, NOW, states=over)) == [ended.id]


def test_what_one_may_do_depends_on_who_one_is_and_how_far_it_is(cast):
    made = drafted(cast)
    mentor, apprentice = an_actor(cast.zhou), an_actor(cast.lin)

    def rights(actor):
        view = pairing_views.pairing(actor, made.id, NOW)
        return view.may_sign, view.may_log, view.may_draft, view.may_end

    assert rights(mentor) == ("mentor", False, False, False)
    assert rights(cast.vice) == ("", False, True, False)
    pairings.sign(mentor, made.id, PIN, NOW)
    pairings.sign(apprentice, made.id, PIN, NOW)
    assert rights(mentor) == ("", False, False, False)
    assert rights(cast.vice) == ("school", False, True, False)
    assert rights(OPERATOR) == ("", False, False, False)
    pairings.sign(cast.vice, made.id, PIN, NOW)
    assert rights(mentor) == rights(apprentice) == ("", True, False, False)
    assert rights(cast.vice) == ("", False, True, True)


def test_what_waits_for_ones_signature_is_counted(cast):
    made = drafted(cast)
    mentor, apprentice = an_actor(cast.zhou), an_actor(cast.lin)
    assert [pairing_views.to_sign(actor, NOW) for actor in (mentor, cast.vice)] == [1, 0]
    for actor in (mentor, apprentice):
        pairings.sign(actor, made.id, PIN, NOW)
    assert [pairing_views.to_sign(actor, NOW) for actor in (mentor, cast.vice)] == [0, 1]
    pairings.sign(cast.vice, made.id, PIN, NOW)
    pairing_addenda.draft(cast.dean, made.id, AddendumDraft("再带一年。"), NOW)
    assert [pairing_views.to_sign(actor, NOW) for actor in (mentor, cast.vice)] == [1, 0]
    assert pairing_views.to_sign(OPERATOR, NOW) == 0


def test_what_has_run_out_and_was_not_ended_is_overdue(cast):
    made = signed(cast, last=date(2026, 10, 13))
    assert pairing_views.pairing(cast.dean, made.id, NOW).overdue
    pairings.graduate(cast.vice, made.id, NOW)
    assert not pairing_views.pairing(cast.dean, made.id, NOW).overdue


def test_the_list_takes_as_many_queries_for_twenty_pairs_as_for_one(cast, queries):
    signed(cast)
    with queries() as few:
        pairing_views.pairings(cast.dean, NOW)
    for number in range(20):
        mentor = a_teacher(str(2000 + number), "师傅", pin="")
        apprentice = a_teacher(str(3000 + number), "徒弟", pin="")
        drafted(cast, mentor_no=mentor.staff_no, apprentice_no=apprentice.staff_no)
    with queries() as many:
        assert len(pairing_views.pairings(cast.dean, NOW)) == 21
    assert len(many) == len(few) == 3
