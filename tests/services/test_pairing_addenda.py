"""补充协议: what a signed agreement has otherwise, in force once both sides have signed it."""

from dataclasses import replace
from datetime import date

import msgspec
import pytest

from db.models import PairingAddendum, Teacher
from tests.builders import NOW, PIN, an_actor
from tests.services.cast import a_cast
from tests.services.pairing import BEGUN, drafted, signed
from tests.services.races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.pairings import PairingState
from yanxiu_tui.services import pairing_addenda, pairing_views, pairings
from yanxiu_tui.services.pairing_addenda import AddendumDraft

LATER = date(2028, 8, 31)
LONGER = AddendumDraft("再带一年。", last=LATER)


@pytest.fixture
def cast(memory):
    return a_cast()


def _sides(cast):
    return an_actor(cast.zhou), an_actor(cast.lin)


def test_it_is_in_force_once_both_sides_have_signed_and_not_before(cast):
    made = signed(cast)
    fewer = (msgspec.structs.replace(BEGUN.quotas[0], least=4),)
    change = AddendumDraft("听课减为四节，再带一年。", LATER, fewer)
    made = pairing_addenda.draft(cast.dean, made.id, change, NOW)
    added = made.open_addendum
    assert (added.number, added.words, added.last) == (1, change.words, LATER)
    mentor, apprentice = _sides(cast)
    made = pairings.sign(apprentice, made.id, PIN, NOW, added.id, added.digest)
    assert (made.last, made.quotas) == (BEGUN.last, BEGUN.quotas)
    made = pairings.sign(mentor, made.id, PIN, NOW, added.id)
    assert (made.last, made.quotas) == (LATER, fewer)
    assert (made.agreed_last, made.agreed_quotas) == (BEGUN.last, BEGUN.quotas)
    assert made.open_addendum is None
    assert [each.intact for each in made.addenda[0].signatures] == [True, True]
    assert all(each.intact for each in made.signatures)
    assert made.state is PairingState.SIGNED


def test_the_newest_that_speaks_of_a_thing_has_the_word(cast):
    made = signed(cast)
    for change in (LONGER, AddendumDraft("只补充一句话。")):
        made = pairing_addenda.draft(cast.dean, made.id, change, NOW)
        for side in _sides(cast):
            made = pairings.sign(side, made.id, PIN, NOW, made.addenda[-1].id)
    assert ([each.number for each in made.addenda], made.last) == ([1, 2], LATER)


def test_only_the_two_sides_sign_it_and_the_school_does_not(cast):
    made = pairing_addenda.draft(cast.dean, signed(cast).id, LONGER, NOW)
    with pytest.raises(Refused, match="这份协议不用孙正老师签"):
        pairings.sign(cast.vice, made.id, PIN, NOW, made.addenda[0].id)
    mentor, _ = _sides(cast)
    assert pairing_views.pairing(mentor, made.id, NOW).addenda[0].may_sign == "mentor"
    pairings.sign(mentor, made.id, PIN, NOW, made.addenda[0].id)
    with pytest.raises(Refused, match="您已经签过了"):
        pairings.sign(mentor, made.id, PIN, NOW, made.addenda[0].id)


def test_only_the_office_drafts_one_and_only_to_what_is_signed(cast):
    made = drafted(cast)
    with pytest.raises(Refused, match="只有签好、还没结束的协议可以补充"):
        pairing_addenda.draft(cast.dean, made.id, LONGER, NOW)
    for actor in (cast.leader, cast.teacher, *_sides(cast)):
        with pytest.raises(Refused, match="没有办理这件事的权限"):
            pairing_addenda.draft(actor, made.id, LONGER, NOW)
        with pytest.raises(Refused, match="没有办理这件事的权限"):
            pairing_addenda.withdraw(actor, made.id, 1, NOW)


def test_one_at_a_time_waits_and_one_withdrawn_is_never_signed(cast):
    made = pairing_addenda.draft(cast.dean, signed(cast).id, LONGER, NOW)
    with pytest.raises(Refused, match="上一份补充协议还在等签字"):
        pairing_addenda.draft(cast.vice, made.id, LONGER, NOW)
    gone = made.addenda[0].id
    assert pairing_addenda.withdraw(cast.dean, made.id, gone, NOW).addenda == ()
    mentor, _ = _sides(cast)
    with pytest.raises(Refused, match="没有这份等着签字的补充协议"):
        pairings.sign(mentor, made.id, PIN, NOW, gone)
    with pytest.raises(Refused, match="没有这份等着签字的补充协议"):
        pairing_addenda.withdraw(cast.dean, made.id, gone, NOW)
    assert pairing_addenda.draft(cast.dean, made.id, LONGER, NOW).addenda[0].number == 2


def test_what_cannot_be_is_refused(cast):
    made = signed(cast)
    for change, said in (
        (AddendumDraft(" "), "请填写补充内容"),
        (AddendumDraft("写" * 501), "500 字以内"),
        (AddendumDraft("缩短", date(2026, 8, 1)), "到期日期早于开始日期"),
        (AddendumDraft("改", quotas=(msgspec.structs.replace(BEGUN.quotas[0], least=-1),)), "0 到"),
    ):
        with pytest.raises(Refused, match=said):
            pairing_addenda.draft(cast.dean, made.id, change, NOW)
    assert not PairingAddendum.select().exists()


def test_a_longer_pair_must_not_run_into_the_next_one(cast):
    made = signed(cast)
    drafted(cast, mentor_no="1001", first=date(2027, 9, 1), last=LATER)
    with pytest.raises(Refused, match="已是苏慧老师的徒弟"):
        pairing_addenda.draft(cast.dean, made.id, LONGER, NOW)


def test_what_came_between_is_looked_at_again_when_the_last_side_signs(cast):
    made = pairing_addenda.draft(cast.dean, signed(cast).id, LONGER, NOW)
    drafted(cast, mentor_no="1001", first=date(2027, 9, 1), last=LATER)
    mentor, apprentice = _sides(cast)
    pairings.sign(mentor, made.id, PIN, NOW, made.addenda[0].id)
    with pytest.raises(Refused, match="已是苏慧老师的徒弟"):
        pairings.sign(apprentice, made.id, PIN, NOW, made.addenda[0].id)
    assert pairing_views.pairing(mentor, made.id, NOW).last == BEGUN.last


def test_a_pair_made_longer_takes_the_room_of_the_new_days(cast):
    made = pairing_addenda.draft(cast.dean, signed(cast).id, LONGER, NOW)
    for side in _sides(cast):
        pairings.sign(side, made.id, PIN, NOW, made.addenda[0].id)
    with pytest.raises(Refused, match="至 2028-08-31 已是周敏老师的徒弟"):
        drafted(cast, mentor_no="1001", first=date(2027, 9, 1), last=LATER)


def test_nobody_is_kept_beyond_the_day_they_left(cast):
    made = signed(cast)
    Teacher.update(left_at=NOW).where(Teacher.staff_no == "1003").execute()
    with pytest.raises(Refused, match="已经离岗"):
        pairing_addenda.draft(cast.dean, made.id, LONGER, NOW)


def test_of_two_drafted_at_once_one_is_kept(cast):
    made = signed(cast)
    done = at_once([lambda: pairing_addenda.draft(cast.dean, made.id, LONGER, NOW)] * 3)
    assert sum(isinstance(each, Refused) for each in done) == 2


def test_nothing_is_added_to_what_has_ended(cast):
    made = pairing_addenda.draft(cast.dean, signed(cast).id, LONGER, NOW)
    pairings.dissolve(cast.vice, made.id, "调离", NOW)
    mentor, _ = _sides(cast)
    with pytest.raises(Refused, match="没有这份等着签字的补充协议"):
        pairings.sign(mentor, made.id, PIN, NOW, made.addenda[0].id)
    with pytest.raises(Refused, match="只有签好、还没结束"):
        pairing_addenda.draft(cast.dean, made.id, replace(LONGER, words="再来"), NOW)
