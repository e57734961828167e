"""Acts of every kind at eight terminals at once: none fails, and the chain of traces is whole."""

import random
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from db.connection import database, transaction
from db.models import Leave, Trace
from tests.builders import NOW, OPERATOR, PIN, a_teacher, an_actor
from tests.services.cast import a_cast, an_open_activity
from tests.services.eight import ROUNDS, a_call, a_ticket, failures, signing_in
from yanxiu_tui.rules.attendance import Departure, Status
from yanxiu_tui.services import (
    audit,
    badges,
    corrections,
    departures,
    enrolment_codes,
    leave,
    makeup,
    phones,
    roll_call,
    trace,
)
from yanxiu_tui.services.activities import hold
from yanxiu_tui.services.corrections import correct
from yanxiu_tui.services.leave import LeaveDraft
from yanxiu_tui.services.meeting import end_activity, reopen_activity


@pytest.fixture
def cast(terminals):
    return a_cast()


@pytest.fixture
def people(cast):
    """Eight teachers beside the cast."""
    return [an_actor(a_teacher(str(2001 + each), "教师")) for each in range(8)]


def a_mixture(cast, people, seed: int) -> list:
    """What eight terminals do, each several acts of many kinds at two meetings."""
    chosen = random.Random(seed)
    everybody = [*people, cast.teacher, cast.leader]
    meetings = [an_open_activity(cast), an_open_activity(cast, group=cast.group)]
    asked = [
        leave.ask(cast.dean, replace(_LEAVE, staff_no=each.staff_no), NOW).id
        for each in everybody
        if not Leave.select().where(Leave.teacher == each.teacher_id).exists()
    ]
    ticket = a_ticket(meetings[0])
    acts = []
    for meeting in meetings:
        at = meeting.id
        for each in everybody:
            who = each.teacher_id
            acts += [signing_in(meeting, each)] * 3
            acts += [
                partial(correct, cast.dean, at, who, Status.LATE, "来晚了", NOW),
                partial(corrections.withdraw, cast.dean, at, who, "记错了", NOW),
                partial(departures.mark_left, OPERATOR, at, who, Departure.LEFT_EARLY, NOW, NOW),
                partial(roll_call.mark, OPERATOR, at, who, True, NOW),
                partial(makeup.confirm, cast.dean, who, at, "已看录像", NOW),
                partial(phones.register, ticket, each.staff_no, PIN, "", str(who), a_call()),
            ]
        acts += [
            partial(roll_call.start_roll, OPERATOR, at, NOW),
            partial(roll_call.finish_roll, OPERATOR, at, NOW),
            partial(corrections.mark_all_present, cast.dean, at, "都到了", NOW),
            partial(corrections.add_to_roster, cast.dean, at, "2001", "漏了", NOW),
            partial(end_activity, OPERATOR, at, NOW),
            *[partial(reopen_activity, cast.dean, at, "还没讲完", NOW)] * 3,
        ]
    for each in asked:
        acts += [
            partial(leave.approve, cast.head, each, NOW),
            partial(leave.come_back, cast.dean, each, NOW),
            partial(leave.revoke, cast.head, each, "批错了", NOW),
        ]
    acts += [
        partial(badges.issue, OPERATOR, NOW, ["1001", "1002"]),
        partial(badges.revoke, OPERATOR, "1001", "丢了", NOW),
        partial(enrolment_codes.issue_codes, OPERATOR, NOW, ["1001"]),
    ]
    chosen.shuffle(acts)
    return [acts[first::8] for first in range(8)]


_LEAVE = LeaveDraft("", "personal", "家中有事", NOW, NOW + timedelta(hours=2), evidence=("slip",))


def all_whole(terminals, cast, people, seed, without=()) -> bool:
    """Whether nothing goes wrong in a mixture, and the chain of traces has no gap and no double."""
    done = terminals.at_once(a_mixture(cast, people, seed), without)
    wrong = [each for acts in done for each in failures(acts)]
    return not wrong and not audit.verify(OPERATOR).findings


def test_acts_of_every_kind_at_once_neither_fail_nor_break_the_chain(terminals, cast, people):
    assert all(all_whole(terminals, cast, people, seed) for seed in range(2))
    assert Trace.select(Trace.act).distinct().count() > 14


def test_with_the_chain_unheld_an_act_fails(terminals, cast, people):
    without = ["db.chain"] if database.for_update else ["deferred"]
    assert not all(all_whole(terminals, cast, people, seed, without) for seed in range(2))


def line_before_meeting(activity_id: int) -> None:
    """What no service does: hold the head of the chain, then what others hold before it."""
    with transaction():
        trace.write(OPERATOR, "wrong", "activity", activity_id, NOW)
        hold(activity_id)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_line_written_before_the_meeting_is_held_brings_a_deadlock(terminals, cast, people):
    meeting = an_open_activity(cast)
    wrong = [partial(line_before_meeting, meeting.id)] * 4
    acts = [*wrong, *[signing_in(meeting, each) for each in people[:4]]]
    rounds = (failures(terminals.at_once(acts)) for _ in range(ROUNDS))
    assert any("deadlock detected" in str(each) for found in rounds for each in found)
