"""师徒结对 signed: by three, each with their own PIN, in order; fixed from then on."""

from dataclasses import replace
from datetime import date
from threading import Barrier

import pytest

from db.models import Pairing, PairingSignature, Teacher, Trace
from tests.builders import MACHINE, NOW, OPERATOR, PIN, an_actor
from tests.services.cast import a_cast
from tests.services.pairing import BEGUN, drafted, signed
from tests.services.races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.pairings import PairingState
from yanxiu_tui.services import credentials, pairing_signing, pairing_views, pairings


@pytest.fixture
def cast(memory):
    return a_cast()


@pytest.fixture
def mentor(cast):
    """周敏 at the desk."""
    return credentials.actor_for(cast.zhou, MACHINE)


@pytest.fixture
def apprentice(cast):
    """林远 at the desk."""
    return an_actor(cast.lin)


def test_both_sides_sign_in_any_order_and_the_school_last(cast, mentor, apprentice):
    made = drafted(cast)
    with pytest.raises(Refused, match="师傅和徒弟都签了，学校才签"):
        pairings.sign(cast.vice, made.id, PIN, NOW)
    assert pairings.sign(apprentice, made.id, PIN, NOW).signed == {"apprentice"}
    made = pairings.sign(mentor, made.id, PIN, NOW)
    assert (made.signed, made.state) == ({"apprentice", "mentor"}, PairingState.DRAFTED)
    made = pairings.sign(cast.vice, made.id, PIN, NOW)
    assert (made.state_name, made.signed_at) == ("培养中", NOW)
    assert [(each.side, each.name, each.intact) for each in made.signatures] == [
        ("apprentice", "林远", True), ("mentor", "周敏", True), ("school", "孙正", True),
    ]  # fmt: skip
    assert Trace.select().where(Trace.act == "sign_pairing").count() == 3


def test_a_pair_that_has_not_begun_is_signed_but_not_yet_under_way(cast):
    assert signed(cast, first=date(2026, 11, 1)).state_name == "已签"


def test_a_wrong_pin_signs_nothing_and_is_counted(cast, mentor):
    made = drafted(cast)
    for _ in range(4):
        with pytest.raises(Refused):
            pairings.sign(mentor, made.id, "0000", NOW)
    assert not PairingSignature.select().exists()
    with pytest.raises(Refused, match="再试"):
        pairings.sign(mentor, made.id, PIN, NOW)


def test_nobody_signs_for_another_nor_twice_nor_for_two_sides(cast, mentor):
    made = drafted(cast)
    pairings.sign(mentor, made.id, PIN, NOW)
    with pytest.raises(Refused, match="您已经签过了"):
        pairings.sign(mentor, made.id, PIN, NOW)
    with pytest.raises(Refused, match="没有编号为"):
        pairings.sign(cast.teacher, made.id, PIN, NOW)
    with pytest.raises(Refused, match="本人在工作台上用口令签"):
        pairings.sign(OPERATOR, made.id, PIN, NOW)
    own = drafted(cast, mentor_no="1006", apprentice_no="1001")
    for actor in (cast.vice, cast.teacher):
        pairings.sign(actor, own.id, PIN, NOW)
    with pytest.raises(Refused, match="您已经签过了"):
        pairings.sign(cast.vice, own.id, PIN, NOW)
    assert pairings.sign(cast.head, own.id, PIN, NOW).state is PairingState.SIGNED


def test_words_changed_since_they_were_read_are_not_signed(cast, mentor):
    read = drafted(cast)
    changed = pairings.change(cast.dean, read.id, replace(BEGUN, aims="三年成名师。"), NOW)
    with pytest.raises(Refused, match="协议刚刚改过"):
        pairings.sign(mentor, read.id, PIN, NOW, seen=read.digest)
    assert pairings.sign(mentor, read.id, PIN, NOW, seen=changed.digest).signed == {"mentor"}


def test_a_signature_shows_when_the_words_were_tampered_with(cast):
    made = signed(cast)
    Pairing.update(aims="另一回事").where(Pairing.id == made.id).execute()
    assert not any(
        each.intact for each in pairing_views.pairing(cast.dean, made.id, NOW).signatures
    )


def test_a_name_put_right_leaves_the_signatures_as_they_are(cast):
    made = signed(cast)
    Teacher.update(name="林苑").where(Teacher.staff_no == "1002").execute()
    assert all(each.intact for each in pairing_views.pairing(cast.dean, made.id, NOW).signatures)


def test_a_signed_agreement_is_fixed(cast):
    made = signed(cast)
    for act in (
        lambda: pairings.change(cast.dean, made.id, BEGUN, NOW),
        lambda: pairings.withdraw_draft(cast.dean, made.id, "不要了", NOW),
    ):
        with pytest.raises(Refused, match="要变动请拟补充协议"):
            act()
    with pytest.raises(Refused, match="不是在等签字"):
        pairings.sign(cast.head, made.id, PIN, NOW)


def test_one_who_left_before_the_school_signed_is_not_signed_for(cast, mentor, apprentice):
    made = drafted(cast)
    for actor in (mentor, apprentice):
        pairings.sign(actor, made.id, PIN, NOW)
    Teacher.update(left_at=NOW).where(Teacher.staff_no == "1002").execute()
    with pytest.raises(Refused, match="林远老师 2026-10-14 已经离岗"):
        pairings.sign(cast.vice, made.id, PIN, NOW)


def test_of_those_who_sign_for_the_school_at_once_one_signature_is_kept(
    cast, mentor, apprentice, monkeypatch
):
    made = drafted(cast)
    for actor in (mentor, apprentice):
        pairings.sign(actor, made.id, PIN, NOW)
    # All with the right PIN at the same moment.
    ready = Barrier(3)
    monkeypatch.setattr(pairing_signing, "check_pin", lambda *_: ready.wait(timeout=120))
    done = at_once(
        [
            lambda actor=actor: pairings.sign(actor, made.id, PIN, NOW)
            for actor in (cast.vice, cast.head, cast.dean)
        ]
    )
    assert sum(isinstance(each, Refused) for each in done) == 2
    assert PairingSignature.select().where(PairingSignature.side == "school").count() == 1


def test_nothing_is_signed_of_what_is_withdrawn_meanwhile(cast, mentor):
    made = drafted(cast)
    pairings.withdraw_draft(cast.dean, made.id, "选错了人", NOW)
    with pytest.raises(Refused, match="不是在等签字"):
        pairings.sign(mentor, made.id, PIN, NOW)
