"""签到核查: what deserves a look at one meeting, and every attempt it refused (Z25)."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.builders import MACHINE, NOW, OPERATOR, PIN, a_teacher, an_activity, an_actor
from tests.services.cast import a_cast, an_open_activity, signs_in
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules import phone_codes as codes_rule
from yanxiu_tui.rules.proxy_sign_in import ClueKind
from yanxiu_tui.services import phone_codes, phones, proxy_sign_in, roll_call
from yanxiu_tui.services.attendance_history import REASON_NAMES
from yanxiu_tui.services.meeting import end_activity, open_activity
from yanxiu_tui.services.phones import Call
from yanxiu_tui.services.sign_in import note_refusal, sign_in

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def cast(memory):
    return a_cast()


@pytest.fixture
def meeting(cast):
    return an_open_activity(cast)


def _ticket(meeting, now):
    return codes_rule.ticket(phone_codes.secret(), meeting.id, now.timestamp())


def _by_phone(meeting, staff_no, now=NOW, address="10.0.0.5", held=None):
    """Register a phone (anew, where ``held`` was registered before) and sign in with it."""
    ticket, nonce = _ticket(meeting, now), f"{staff_no}{now}"
    words = codes_rule.registration(ticket, staff_no, nonce)
    proof = codes_rule.proof(held.secret, words) if held else ""
    call = Call(address, MACHINE, now, held.phone if held else "")
    return phones.register(ticket, staff_no, PIN, proof, nonce, call)


def _taps(meeting, held, now):
    ticket = _ticket(meeting, now)
    call = Call("10.0.0.5", MACHINE, now, held.phone)
    phones.sign_in(ticket, codes_rule.proof(held.secret, ticket), call)


def _tries(meeting, staff_no, pin, now=NOW):
    with pytest.raises(Refused):
        sign_in(meeting.id, staff_no, pin, now, "keyboard", MACHINE)


def _clues(cast, meeting, kind):
    found = proxy_sign_in.check(cast.dean, meeting.id).clues
    return [clue for clue in found if clue.kind is kind]


def _next_week(cast):
    later = NOW + timedelta(days=7)
    activity = an_activity(cast.term, starts_at=later, ends_at=later + timedelta(hours=2))
    open_activity(OPERATOR, activity.id, later)
    return activity, later


def test_refused_attempts_are_listed_with_their_reason_the_latest_first(cast, meeting):
    a_teacher("1009", "新来者")
    _tries(meeting, "1001", "0000")
    _tries(meeting, "9999", PIN, NOW + MINUTE)
    _tries(meeting, "1009", PIN, NOW + 2 * MINUTE)
    check = proxy_sign_in.check(cast.dean, meeting.id)
    assert [(each.staff_no, each.name, each.what) for each in check.refused] == [
        ("1009", "新来者", "不在应到名单"),
        ("", "", "没有这个工号"),
        ("1001", "苏慧", "口令不对"),
    ]
    assert (check.refused[0].means, check.refused[0].machine) == ("口令", MACHINE)
    assert (check.refused[0].phone, check.refused[0].address) == (None, "")
    assert check.clues == ()


def test_what_named_no_meeting_is_listed_with_the_one_that_was_open_then(cast, meeting):
    note_refusal(None, "", "wrong_code", NOW + MINUTE, "phone", MACHINE)
    end_activity(OPERATOR, meeting.id, NOW + 90 * MINUTE)
    note_refusal(None, "", "wrong_code", NOW + 91 * MINUTE, "phone", MACHINE)
    (stray,) = proxy_sign_in.check(cast.dean, meeting.id).refused
    assert (stray.at, stray.what) == (NOW + MINUTE, "手机扫到或输入的码不对")


def test_a_phone_that_tried_a_second_teacher_is_shown_with_both_attempts(cast, meeting):
    held = _by_phone(meeting, "1001")
    with pytest.raises(Refused, match="只能签一位"):
        _by_phone(meeting, "1002", NOW + 5 * SECOND, "10.0.0.6", held)
    check = proxy_sign_in.check(cast.dean, meeting.id)
    (clue,) = [clue for clue in check.clues if clue.kind is ClueKind.SECOND_TEACHER]
    assert [(each.name, each.what, each.address) for each in clue.attempts] == [
        ("苏慧", "签到", "10.0.0.5"),
        ("林远", REASON_NAMES["phone_used"], "10.0.0.6"),
    ]
    assert len({each.phone for each in clue.attempts}) == 1
    assert clue.names == ("苏慧", "林远")
    assert check.clues[0] is clue
    assert [each.what for each in check.refused] == [REASON_NAMES["phone_used"]]


def test_a_phone_registered_that_day_is_shown_and_nothing_is_said_of_it_next_time(cast, meeting):
    held = _by_phone(meeting, "1001")
    (clue,) = _clues(cast, meeting, ClueKind.FIRST_PHONE)
    assert "以前没有登记过手机" in clue.note
    other, later = _next_week(cast)
    _taps(other, held, later)
    assert proxy_sign_in.check(cast.dean, other.id).clues == ()


def test_a_second_phone_of_a_teacher_is_told_from_a_first_one(cast, meeting):
    _by_phone(meeting, "1001")
    other, later = _next_week(cast)
    _by_phone(other, "1001", later)
    (clue,) = _clues(cast, other, ClueKind.NEW_PHONE)
    assert "以前登记过别的手机" in clue.note


def test_a_phone_that_was_another_teachers_says_whose(cast, meeting):
    held = _by_phone(meeting, "1002")
    other, later = _next_week(cast)
    _by_phone(other, "1001", later, held=held)
    (clue,) = _clues(cast, other, ClueKind.NEW_PHONE)
    assert "这部手机以前是林远老师登记的" in clue.note


def test_a_burst_from_one_address_is_one_group_and_speaks_of_the_router(cast, meeting):
    for number, staff_no in enumerate(("1001", "1002", "1003")):
        _by_phone(meeting, staff_no, NOW + 10 * number * SECOND)
    (clue,) = _clues(cast, meeting, ClueKind.BURST)
    assert clue.names == ("苏慧", "林远", "周敏")
    assert "3 位老师在 20 秒里从 10.0.0.5 签到" in clue.note
    assert "路由器" in clue.note


def test_whom_a_roll_call_did_not_find_is_shown_with_the_sign_in(cast, meeting):
    signs_in(meeting, cast.su)
    roll_call.start_surprise(cast.dean, meeting.id, NOW + MINUTE)
    roll_call.mark(cast.dean, meeting.id, cast.su.id, False, NOW + MINUTE)
    (clue,) = proxy_sign_in.check(cast.dean, meeting.id).clues
    assert (clue.kind, clue.name, clue.names) == (ClueKind.DENIED, "签到与点名不符", ("苏慧",))


def test_only_what_belongs_to_this_meeting_is_looked_at(cast, meeting):
    hosted = an_open_activity(cast)
    held = _by_phone(meeting, "1001")
    _tries(meeting, "1001", "0000")
    assert proxy_sign_in.check(cast.dean, hosted.id).refused == ()
    _taps(hosted, held, NOW)
    kinds = [clue.kind for clue in proxy_sign_in.check(cast.dean, hosted.id).clues]
    assert kinds == [ClueKind.FIRST_PHONE]


def test_it_takes_as_many_queries_for_many_as_for_one(cast, meeting, queries):
    _by_phone(meeting, "1001")
    with queries() as few:
        proxy_sign_in.check(cast.dean, meeting.id)
    for number, staff_no in enumerate(("1002", "1003", "1004", "1005")):
        _by_phone(meeting, staff_no, NOW + number * SECOND)
        _tries(meeting, staff_no, "0000")
    with queries() as many:
        proxy_sign_in.check(cast.dean, meeting.id)
    assert len(few) == len(many) == 4


def test_the_office_the_host_and_the_leader_of_its_group_look_and_nobody_else(cast, meeting):
    own = an_open_activity(cast, group=cast.group, host=cast.lin)
    for actor in (cast.dean, cast.head, cast.leader, an_actor(cast.lin), OPERATOR):
        assert proxy_sign_in.check(actor, own.id).activity.id == own.id
    for actor in (cast.teacher, cast.leader, an_actor(cast.lin)):
        with pytest.raises(Refused, match="权限"):
            proxy_sign_in.check(actor, meeting.id)


# Every reason for which a sign-in may be refused has words

_WHERE = (
    "sign_in", "credentials", "phones", "phone_codes", "badges", "activities", "attendance",
    "spool",
)  # fmt: skip
_DOORS = ("sign_in", "record_sign_in", "where_expected", "enter", "register", "scan", "deliver")


def _functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for name in _WHERE:
        tree = ast.parse(inspect.getsource(importlib.import_module(f"yanxiu_tui.services.{name}")))
        yield from ((each.name, each) for each in tree.body if isinstance(each, ast.FunctionDef))


def _calls(function: ast.FunctionDef) -> Iterator[ast.Call]:
    return (node for node in ast.walk(function) if isinstance(node, ast.Call))


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _reasons() -> set[str]:
    """Every reason raised by what the doors of signing in lead to, read from the code itself."""
    bodies: dict[str, list[ast.Call]] = {}
    for name, function in _functions():
        bodies.setdefault(name, []).extend(_calls(function))
    reached, ahead = set(), list(_DOORS)
    while ahead:
        name = ahead.pop()
        if name not in reached and name in bodies:
            reached.add(name)
            ahead += [_called(call) for call in bodies[name]]
    refusals = (call for name in reached for call in bodies[name] if _called(call) == "Refused")
    return {call.args[0].value for call in refusals if isinstance(call.args[0], ast.Constant)}


def test_every_reason_a_sign_in_may_be_refused_for_has_words_for_the_office():
    found = _reasons()
    assert {"wrong_pin", "phone_used", "code_expired", "wrong_ticket", "not_today"} <= found
    assert found - set(REASON_NAMES) == set()


def test_no_words_are_kept_for_a_reason_that_is_not_raised_any_more():
    # Said by the desk itself, which takes no badge for a PIN, and by the phones' door.
    assert set(REASON_NAMES) - _reasons() <= {"badge_for_pin", "limited"}
