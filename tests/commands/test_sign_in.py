"""``yanxiu sign-in``: one's own PIN, never shown, and every refused attempt kept (Z25)."""

from datetime import timedelta

import pytest

from db.models import AttendanceFact
from tests.builders import NOW, OPERATOR, PIN, a_group, a_school, a_teacher, an_activity
from yanxiu_tui.services.meeting import open_activity


@pytest.fixture
def meeting(memory):
    """An open meeting that expects 苏慧."""
    term = a_school()
    a_teacher("1001", "苏慧", group=a_group())
    activity = an_activity(term)
    open_activity(OPERATOR, activity.id, NOW)
    return activity


def _sign_in(yanxiu, *words, pin=PIN):
    return yanxiu("sign-in", *words, "--pin-stdin", stdin=f"{pin}\n")


def _refusals():
    facts = AttendanceFact.select().where(AttendanceFact.kind == "refused")
    return [(fact.detail, fact.means) for fact in facts]


def test_the_pin_comes_from_the_first_line_of_standard_input(yanxiu, meeting):
    said = _sign_in(yanxiu, "1001", pin=f"{PIN}\n0000")
    assert (said.code, said.out) == (0, "苏慧，14:30 签到成功（出勤）。\n")
    assert AttendanceFact.get(AttendanceFact.kind == "sign_in").means == "command"


def test_or_it_is_asked_for_unseen(yanxiu, meeting):
    said = yanxiu("sign-in", "1001", unseen=(PIN,))
    assert said.out == "苏慧，14:30 签到成功（出勤）。\n"
    assert PIN not in said.out + said.err


def test_signing_in_again_tells_when_the_first_was(yanxiu, meeting, at):
    _sign_in(yanxiu, "1001")
    at(NOW + timedelta(minutes=9))
    assert _sign_in(yanxiu, "1001").out == "苏慧，您 14:30 已经签到。\n"


def test_a_wrong_pin_is_refused_and_kept(yanxiu, meeting):
    said = _sign_in(yanxiu, "1001", pin="0000")
    assert (said.code, said.out) == (1, "")
    assert "口令不对" in said.err
    assert _refusals() == [("wrong_pin", "command")]


def test_no_pin_at_all_is_refused_and_counts_as_no_guess(yanxiu, meeting):
    said = yanxiu("sign-in", "1001", "--pin-stdin")
    assert said.code == 1
    assert "没有口令" in said.err
    assert _refusals() == []


def test_an_unknown_number_is_told_before_any_pin_is_asked(yanxiu, meeting):
    said = yanxiu("sign-in", "9999")
    assert said.code == 1
    assert "没有找到" in said.err
    assert _refusals() == [("unknown_teacher", "command")]


def test_with_nothing_open_it_says_so_and_keeps_the_attempt(yanxiu, memory):
    a_school()
    a_teacher("1001", "苏慧")
    assert "没有开放签到" in yanxiu("sign-in", "1001").err
    assert _refusals() == [("nothing_open", "command")]


def test_the_activity_named_is_the_one_signed_in_to_and_no_other(yanxiu, meeting):
    other = an_activity(meeting.term)
    said = _sign_in(yanxiu, "1001", "--activity", other.id)
    assert said.code == 1
    assert "还没有开放签到" in said.err
    assert not AttendanceFact.select().where(AttendanceFact.kind == "sign_in").exists()
