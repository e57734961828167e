"""``yanxiu proxy-sign-ins``: what deserves a look, and what was refused, at the command line."""

import json
from datetime import timedelta

import pytest

from tests.builders import NOW, OPERATOR, PIN, a_school, a_teacher, an_activity
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import credentials, roll_call
from yanxiu_tui.services.meeting import open_activity
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.sign_in import sign_in

MACHINE = "测试机"


@pytest.fixture
def meeting(memory):
    """苏慧 signed in and was not there when called; 林远 mistyped the PIN."""
    term = a_school()
    su, lin = a_teacher("1001", "苏慧"), a_teacher("1002", "林远")
    activity = an_activity(term, host=lin)
    open_activity(OPERATOR, activity.id, NOW)
    sign_in(activity.id, "1001", PIN, NOW, "keyboard", MACHINE)
    with pytest.raises(Refused):
        sign_in(activity.id, "1002", "0000", NOW, "keyboard", MACHINE)
    host: Actor = credentials.actor_for(lin, MACHINE)
    roll_call.start_surprise(host, activity.id, NOW)
    roll_call.mark(host, activity.id, su.id, False, NOW + timedelta(minutes=1))
    return activity


def test_the_latest_meeting_is_looked_through_when_none_is_named(yanxiu, meeting):
    named = yanxiu("proxy-sign-ins", meeting.id, "--format", "json")
    assert yanxiu("proxy-sign-ins", "--format", "json").out == named.out
    clue, refused = json.loads(named.out)
    assert (clue["类别"], clue["事由"], clue["姓名"]) == ("可疑", "签到与点名不符", "苏慧")
    assert "请核对" in clue["说明"]
    assert (refused["类别"], refused["事由"], refused["姓名"]) == ("被拒", "口令不对", "林远 1002")
    assert (refused["方式"], refused["机器"]) == ("口令", MACHINE)


def test_a_plain_table_says_when_there_is_nothing(yanxiu, memory):
    term = a_school()
    a_teacher("1001", "苏慧")
    open_activity(OPERATOR, an_activity(term).id, NOW)
    assert yanxiu("proxy-sign-ins").out.strip() == "（没有记录）"


def test_an_unknown_meeting_is_refused_in_words(yanxiu, memory):
    a_school()
    said = yanxiu("proxy-sign-ins", 99)
    assert (said.code, "没有编号为 99 的活动" in said.err) == (1, True)
