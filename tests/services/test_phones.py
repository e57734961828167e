"""Signing in by phone: registered once with the PIN, then one tap; one phone, one teacher (Z25)."""

from datetime import timedelta

import pytest

from db.models import AttendanceFact, Attendee, Phone, Teacher, Trace
from tests.builders import MACHINE, NOW, OPERATOR, PIN, a_teacher, an_activity, an_actor
from tests.services.cast import a_cast, an_open_activity
from tests.services.races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import FactKind, Status
from yanxiu_tui.rules.phone_codes import proof, registration
from yanxiu_tui.services import phone_codes, phones
from yanxiu_tui.services.attendance_history import REASON_NAMES
from yanxiu_tui.services.meeting import end_activity, open_activity
from yanxiu_tui.services.phones import Call
from yanxiu_tui.services.proxy_sign_in import check
from yanxiu_tui.services.sign_in import record_sign_in

LATER = NOW + timedelta(minutes=1)
NONE = ""


@pytest.fixture
def cast(memory):
    return a_cast()


@pytest.fixture
def meeting(cast):
    """An open meeting of the whole school."""
    return an_open_activity(cast)


def _call(phone=NONE, now=NOW, keeps=True):
    return Call("192.0.2.9", MACHINE, now, phone, keeps)


def _ticket(meeting, now=NOW):
    codes = phone_codes.codes(phone_codes.secret(), meeting.id, now)
    return phones.enter(codes.scanned, _call(now=now)).ticket


def _register(meeting, staff_no="1001", pin=PIN, held=None, nonce="a", now=NOW):
    ticket = _ticket(meeting, now)
    shown = proof(held.secret, registration(ticket, staff_no, nonce)) if held else NONE
    call = _call(held.phone if held else NONE, now)
    return phones.register(ticket, staff_no, pin, shown, nonce, call)


def _tap(meeting, held, now=NOW):
    ticket = _ticket(meeting, now)
    return phones.sign_in(ticket, proof(held.secret, ticket), _call(held.phone, now))


def _another(cast, now=NOW):
    activity = an_activity(cast.term)
    open_activity(OPERATOR, activity.id, now)
    return activity


def _kept():
    facts = AttendanceFact.select().where(AttendanceFact.kind == FactKind.REFUSED)
    return [fact.detail for fact in facts.order_by(AttendanceFact.id)]


def _signed_in(meeting):
    rows = Attendee.select().where(
        Attendee.activity == meeting, Attendee.signed_in_at.is_null(False)
    )
    return {row.teacher.staff_no for row in rows}


def test_registering_with_the_pin_signs_in_and_keeps_where_from(cast, meeting):
    done = _register(meeting)
    assert (done.signed_in.name, done.signed_in.first) == ("苏慧", True)
    assert done.signed_in.status is Status.PRESENT
    fact = AttendanceFact.get(AttendanceFact.kind == FactKind.SIGN_IN)
    assert (fact.means, fact.address, fact.phone.key) == ("phone", "192.0.2.9", done.phone)
    assert Trace.select().where(Trace.act == "register_phone").count() == 1


def test_the_next_meeting_is_one_tap(cast, meeting):
    held = _register(meeting)
    following = _another(cast)
    codes = phone_codes.codes(phone_codes.secret(), following.id, NOW)
    assert phones.enter(codes.scanned, _call(held.phone)).name == "苏慧"
    assert _tap(following, held).first
    assert _signed_in(following) == {"1001"}


def test_a_second_tap_is_the_same_sign_in(cast, meeting):
    held = _register(meeting)
    again = _tap(meeting, held, LATER)
    assert (again.first, again.at) == (False, NOW)


def test_registering_again_because_the_answer_was_lost_makes_no_second_phone(cast, meeting):
    first, second = _register(meeting), _register(meeting)
    assert (first.phone, first.secret) == (second.phone, second.secret)
    assert (first.signed_in.first, second.signed_in.first) == (True, False)
    assert Phone.select().count() == 1
    assert Trace.select().where(Trace.act == "register_phone").count() == 1


def test_the_same_registration_many_times_at_once_makes_one_phone(cast, meeting):
    ticket = _ticket(meeting)
    done = at_once(
        [lambda: phones.register(ticket, "1001", PIN, NONE, "a", _call())] * 4,
    )
    assert {each.phone for each in done} == {Phone.get().key}
    assert sum(each.signed_in.first for each in done) == 1


def test_two_phones_of_the_same_moment_are_two(cast, meeting):
    _register(meeting, nonce="a")
    _register(meeting, "1002", nonce="b")
    assert Phone.select().count() == 2


def test_people_are_found_by_initials_and_characters_among_those_expected(cast, meeting):
    a_teacher("1009", "苏新来")
    ticket = _ticket(meeting)
    for typed in ("sh", "苏", "1001", "ｓｈ"):
        assert [each.staff_no for each in phones.candidates(ticket, typed, NOW)] == ["1001"]
    assert phones.candidates(ticket, " ", NOW) == []


# Refusals


def test_a_phone_signs_in_one_teacher_an_activity_and_both_attempts_are_kept(cast, meeting):
    held = _register(meeting)
    with pytest.raises(Refused, match="只能签一位") as refusal:
        _register(meeting, "1002", held=held)
    assert refusal.value.reason == "phone_used"
    assert _signed_in(meeting) == {"1001"}
    assert Phone.get().teacher.staff_no == "1001"
    fact = AttendanceFact.get(AttendanceFact.detail == "phone_used")
    assert (fact.teacher.staff_no, fact.phone.key) == ("1002", held.phone)
    assert fact.address == "192.0.2.9"


def test_a_stopped_phone_registered_by_another_is_still_the_same_phone(cast, meeting):
    held = _register(meeting)
    phones.revoke(an_actor(cast.su), Phone.get().id, NOW)
    with pytest.raises(Refused, match="只能签一位"):
        _register(meeting, "1002", held=held)
    assert Phone.get().revoked_at == NOW


def test_a_phone_may_pass_to_another_teacher_for_the_next_meeting(cast, meeting):
    held = _register(meeting)
    following = _another(cast)
    assert _register(following, "1002", held=held).phone == held.phone
    assert _signed_in(following) == {"1002"}
    assert Phone.get().teacher.staff_no == "1002"


def test_two_teachers_at_once_by_one_phone_are_one(cast, meeting):
    held = _register(meeting)
    following = _another(cast)
    ticket = _ticket(following)

    def registering(staff_no):
        shown = proof(held.secret, registration(ticket, staff_no, "b"))
        return lambda: phones.register(ticket, staff_no, PIN, shown, "b", _call(held.phone))

    def tapping():
        return phones.sign_in(ticket, proof(held.secret, ticket), _call(held.phone))

    done = at_once([registering("1001"), registering("1002"), tapping, registering("1003")])
    assert any(isinstance(each, Refused) for each in done)
    assert len(_signed_in(following)) == 1


def test_two_teachers_at_once_by_one_new_phone_are_one(cast, meeting):
    ticket = _ticket(meeting)

    def registering(staff_no):
        return lambda: phones.register(ticket, staff_no, PIN, NONE, "a", _call())

    at_once([registering("1001"), registering("1002"), registering("1003")])
    assert len(_signed_in(meeting)) == 1
    assert Phone.select().count() == 1


def test_what_is_overheard_makes_nobody_s_phone_somebody_else_s(cast, meeting):
    held = _register(meeting)
    ticket = _ticket(_another(cast))
    tap = proof(held.secret, ticket)
    again = proof(held.secret, registration(ticket, "1001", "b"))
    for overheard, nonce in ((tap, "b"), (again, "b"), (again, "c")):
        with pytest.raises(Refused, match="失效"):
            phones.register(ticket, "1002", PIN, overheard, nonce, _call(held.phone))
    with pytest.raises(Refused, match="失效"):
        phones.sign_in(ticket, again, _call(held.phone))
    assert Phone.get().teacher.staff_no == "1001"


def test_a_refused_sign_in_takes_the_registration_back_with_it(cast, meeting):
    a_teacher("1009", "新来者")
    with pytest.raises(Refused, match="应到名单"):
        _register(meeting, "1009")
    assert not Phone.select().exists()
    assert not Trace.select().where(Trace.act == "register_phone").exists()
    assert _kept() == ["not_expected"]


def test_somebody_without_a_pin_is_sent_to_the_desk_with_their_code(cast, meeting):
    a_teacher("1010", "陶然", pin="")
    with pytest.raises(Refused, match="陶然老师还没有设置口令，请先带启用码到签到台"):
        _register(meeting, "1010")


def test_every_refusal_is_kept_in_words_the_office_can_read(cast, meeting):
    held, other = _register(meeting), _register(meeting, "1002", nonce="b")
    ticket, codes = _ticket(meeting), phone_codes.codes(phone_codes.secret(), meeting.id, NOW)
    late = NOW + timedelta(minutes=10)
    a_teacher("1010", "陶然", pin="")
    a_teacher("1009", "新来者")

    def told(act):
        with pytest.raises(Refused):
            act()

    told(lambda: phones.enter(codes.scanned, _call(now=late)))
    told(lambda: phones.enter("0123456789", _call()))
    told(lambda: phones.sign_in(ticket, NONE, _call(now=late)))
    told(lambda: phones.sign_in("1.2.3", NONE, _call()))
    told(lambda: phones.sign_in(ticket, NONE, _call()))
    told(lambda: phones.sign_in(ticket, NONE, _call(held.phone)))
    for staff_no, pin in (("1003", "0000"),) * 4 + (("9999", PIN), ("1010", PIN), ("1009", PIN)):
        told(lambda staff_no=staff_no, pin=pin: _register(meeting, staff_no, pin, nonce="c"))
    told(lambda: _register(meeting, "1003", held=other, now=late))
    told(lambda: _register(meeting, "1004", held=held))
    phones.revoke(OPERATOR, Phone.get(Phone.key == other.phone).id, NOW)
    told(lambda: _tap(meeting, other))
    end_activity(OPERATOR, meeting.id, NOW)
    told(lambda: phones.sign_in(ticket, proof(held.secret, ticket), _call(held.phone)))
    assert set(_kept()) == {
        "code_expired", "wrong_code", "ticket_expired", "wrong_ticket", "unknown_phone",
        "wrong_proof", "wrong_pin", "wait", "unknown_teacher", "no_pin", "not_expected",
        "phone_used", "phone_revoked", "over",
    }  # fmt: skip
    assert set(_kept()) <= set(REASON_NAMES)
    # All can be read at the meeting, also the ticket that is nobody's.
    assert len(check(cast.dean, meeting.id).refused) == len(_kept())


def test_where_somebody_knocks_too_often_a_refusal_is_said_but_not_kept(cast, meeting):
    with pytest.raises(Refused):
        phones.enter("0123456789", _call(keeps=False))
    assert _kept() == []


def test_the_phone_of_somebody_who_left_is_nobody_s(cast, meeting):
    held = _register(meeting)
    Teacher.update(left_at=NOW).where(Teacher.staff_no == "1001").execute()
    codes = phone_codes.codes(phone_codes.secret(), meeting.id, NOW)
    assert phones.enter(codes.scanned, _call(held.phone)).name == ""
    with pytest.raises(Refused, match="还没有登记"):
        _tap(meeting, held)


def test_a_wrong_guess_is_told_how_long_to_wait_and_nothing_of_the_next_teacher(cast, meeting):
    for _ in range(3):
        with pytest.raises(Refused):
            _register(meeting, pin="0000")
    with pytest.raises(Refused, match=r"请等 \d+ 秒再试。$"):
        _register(meeting)


# Whose phones they are


def test_who_signed_in_by_phone_last_is_told_first_and_nobody_twice_nor_by_keyboard(cast, meeting):
    held = _register(meeting)
    _register(meeting, "1002", nonce="b")
    _tap(meeting, held, LATER)
    record_sign_in(meeting.id, cast.dean, NOW, "keyboard")
    assert phones.latest(meeting.id) == ["林远", "苏慧"]
    assert phones.latest(_another(cast).id) == []


def test_a_teacher_sees_and_stops_their_own_phone_and_the_office_everybody_s(cast, meeting):
    _register(meeting)
    _register(meeting, "1002", nonce="b")
    mine = phones.phones(an_actor(cast.su))
    assert [each.staff_no for each in mine] == ["1001"]
    assert {each.staff_no for each in phones.phones(cast.dean)} == {"1001", "1002"}
    with pytest.raises(Refused, match="没有办理"):
        phones.revoke(an_actor(cast.lin), mine[0].id, NOW)
    assert phones.revoke(an_actor(cast.su), mine[0].id, LATER).revoked_at == LATER
    assert phones.revoke(cast.dean, mine[0].id, NOW).revoked_at == LATER


def test_a_stopped_phone_is_registered_anew_with_the_pin(cast, meeting):
    held = _register(meeting)
    phones.revoke(cast.dean, Phone.get().id, NOW)
    assert _register(meeting, held=held, now=LATER).phone == held.phone
    assert Phone.get().revoked_at is None
    assert not _tap(meeting, held, LATER).first
