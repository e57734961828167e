"""Eight real terminals at the same moment, again and again; and what each guard is for.

Taking a guard out shows that it is needed. SQLite has one for all: a transaction takes its turn
as it begins ("deferred" takes that out). PostgreSQL holds the rows that an act decides by; a
module named here holds none.
"""

import random
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from db import backup
from db.connection import database, transaction
from db.models import AttendanceFact, Attendee, Badge, Leave, Trace
from tests.builders import MACHINE, NOW, OPERATOR, PIN, a_teacher, an_activity, an_actor
from tests.services.cast import a_cast, an_open_activity
from tests.terminals import Failed, Terminals
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import Departure, FactKind, Status
from yanxiu_tui.rules.phone_codes import proof, registration
from yanxiu_tui.services import (
    audit,
    backups,
    badges,
    corrections,
    departures,
    enrolment_codes,
    leave,
    makeup,
    phone_codes,
    phones,
    roll_call,
    trace,
)
from yanxiu_tui.services.activities import hold
from yanxiu_tui.services.corrections import correct
from yanxiu_tui.services.leave import LeaveDraft
from yanxiu_tui.services.meeting import (
    close_activity,
    end_activity,
    open_activity,
    reopen_activity,
)
from yanxiu_tui.services.phones import Call
from yanxiu_tui.services.sign_in import SignedIn, record_sign_in
from yanxiu_tui.services.standings import attendees, derive

ROUNDS = 20
SERVICES = "yanxiu_tui.services."


@pytest.fixture(scope="module")
def eight():
    """Eight terminals, started once."""
    with Terminals(8) as terminals:
        yield terminals


@pytest.fixture
def terminals(eight, memory, database_url):
    """The same, in the school of this test."""
    eight.use(database_url)
    return eight


@pytest.fixture
def cast(terminals):
    return a_cast()


@pytest.fixture
def people(cast):
    """Eight teachers beside the cast."""
    return [an_actor(a_teacher(str(2001 + each), "教师")) for each in range(8)]


def guard(*modules: str) -> list[str]:
    """What to take out on the database in use."""
    return [SERVICES + each for each in modules] if database.for_update else ["deferred"]


def failures(done: list) -> list[Failed]:
    """What went wrong, other than a refusal."""
    return [each for each in done if isinstance(each, Failed)]


def _signing_in(meeting, actor):
    return partial(record_sign_in, meeting.id, actor, NOW, "keyboard")


# The same teacher at all of them


def signs_in_once(terminals, cast, without=()) -> bool:
    """Whether eight who are one teacher make one sign-in and get eight kind answers."""
    meeting = an_open_activity(cast)
    done = terminals.at_once([_signing_in(meeting, cast.teacher)] * 8, without)
    if not all(isinstance(each, SignedIn) for each in done):
        return False
    kinds = [
        fact.kind for fact in AttendanceFact.select().where(AttendanceFact.activity == meeting)
    ]
    once = [each.first for each in done].count(True) == kinds.count(FactKind.SIGN_IN) == 1
    return once and kinds.count(FactKind.SIGN_IN_AGAIN) == 7


def test_the_same_teacher_at_eight_terminals_signs_in_once(terminals, cast):
    assert all(signs_in_once(terminals, cast) for _ in range(ROUNDS))
    assert not audit.verify(OPERATOR).findings


def test_unheld_somebody_signs_in_twice(terminals, cast):
    without = guard("standings")
    assert not all(signs_in_once(terminals, cast, without) for _ in range(ROUNDS))


# Different people


def all_sign_in(terminals, cast, people, without=()) -> bool:
    """Whether eight teachers at eight terminals are all signed in."""
    meeting = an_open_activity(cast)
    done = terminals.at_once([_signing_in(meeting, each) for each in people], without)
    there = Attendee.select().where(Attendee.activity == meeting, Attendee.status == Status.PRESENT)
    told = all(isinstance(each, SignedIn) and each.first for each in done)
    return told and {row.teacher_id for row in there} == {each.teacher_id for each in people}


def test_eight_people_at_eight_terminals_are_all_signed_in(terminals, cast, people):
    assert all(all_sign_in(terminals, cast, people) for _ in range(ROUNDS))
    assert not audit.verify(OPERATOR).findings


def test_without_patience_or_with_the_chain_unheld_somebody_is_turned_away(terminals, cast, people):
    without = ["db.chain"] if database.for_update else ["hurried"]
    assert not all(all_sign_in(terminals, cast, people, without) for _ in range(ROUNDS))


# Opening, closing, correcting and signing in


def keeps_the_rules(terminals, cast, people, without=()) -> bool:
    """Open at two terminals amid sign-ins, then close at two amid sign-ins and corrections."""
    meeting = an_activity(cast.term)
    early, late, late_corrected = people[:4], people[4:], people[:2]
    opening = partial(open_activity, OPERATOR, meeting.id, NOW)
    first = [opening, *[_signing_in(meeting, each) for each in early], opening]
    closing = partial(close_activity, OPERATOR, meeting.id, NOW)
    fixing = [
        partial(correct, cast.dean, meeting.id, each.teacher_id, Status.LATE, "来晚了", NOW)
        for each in late_corrected
    ]
    second = [closing, *[_signing_in(meeting, each) for each in late], *fixing, closing]
    opened, closed = terminals.at_once(first, without), terminals.at_once(second, without)
    done = opened + closed
    if failures(done) or sum(isinstance(each, Refused) for each in (opened[0], opened[-1])) != 1:
        return False
    signed_in = {
        actor.teacher_id
        for actor, each in zip(early + late, opened[1:5] + closed[1:5], strict=True)
        if isinstance(each, SignedIn)
    }
    fixed = {each.teacher_id for each in late_corrected}
    return _in_order(meeting) and _stands(meeting, signed_in, fixed)


def _in_order(meeting) -> bool:
    """Nobody signs in before it is opened, or after it is closed."""
    lines = Trace.select(Trace.act).where(Trace.subject_id == meeting.id).order_by(Trace.number)
    acts = [
        line.act for line in lines if line.act in ("open_activity", "sign_in", "close_activity")
    ]
    return acts == ["open_activity", *["sign_in"] * (len(acts) - 2), "close_activity"]


def _stands(meeting, signed_in, fixed) -> bool:
    """One row a person, each as the facts make it: who signed in is there, or as corrected."""
    with transaction():
        activity = hold(meeting.id)
        rows = attendees(activity)
        stored = {row.teacher_id: Status(row.status) for row in rows}
        derived = {who: each.status for who, each in derive(activity, rows).items()}
    expected = {
        who: Status.LATE if who in fixed else Status.PRESENT if who in signed_in else Status.ABSENT
        for who in stored
    }
    return len(rows) == len(stored) == 14 and stored == derived == expected


def test_opening_closing_correcting_and_signing_in_at_once_keep_the_rules(terminals, cast, people):
    assert all(keeps_the_rules(terminals, cast, people) for _ in range(ROUNDS))
    assert not audit.verify(OPERATOR).findings


def test_with_the_meeting_unheld_a_rule_is_broken(terminals, cast, people):
    without = guard("activities")
    assert not all(keeps_the_rules(terminals, cast, people, without) for _ in range(ROUNDS))


# One phone, two teachers


def one_teacher_a_phone(terminals, cast, without=()) -> bool:
    """Whether a phone that is handed to another just as its owner taps signs in one of them."""
    held = phones.register(_ticket(an_open_activity(cast)), "1001", PIN, "", "mine", _call())
    meeting = an_open_activity(cast)
    ticket = _ticket(meeting)
    shown, call = proof(held.secret, ticket), replace(_call(), phone=held.phone)
    tapping = partial(phones.sign_in, ticket, shown, call)
    told = proof(held.secret, registration(ticket, "1002", "theirs"))
    taking = partial(phones.register, ticket, "1002", PIN, told, "theirs", call)
    done = terminals.at_once([tapping, taking] * 4, without)
    there = Attendee.select().where(
        Attendee.activity == meeting, Attendee.signed_in_at.is_null(False)
    )
    return not failures(done) and there.count() == 1


def _call():
    return Call("192.0.2.9", MACHINE, NOW)


def _ticket(meeting):
    code = phone_codes.codes(phone_codes.secret(), meeting.id, NOW).scanned
    return phones.enter(code, _call()).ticket


def test_one_phone_in_two_hands_signs_in_one_teacher(terminals, cast):
    assert all(one_teacher_a_phone(terminals, cast) for _ in range(ROUNDS // 2))
    assert not audit.verify(OPERATOR).findings


def test_with_the_phone_unheld_it_signs_in_both(terminals, cast):
    without = guard("phones", "sign_in")
    assert not all(one_teacher_a_phone(terminals, cast, without) for _ in range(ROUNDS))


# Badges


def one_good_badge_each(terminals, without=()) -> bool:
    """Whether badges handed out anew at eight terminals leave each teacher one that is good."""
    everybody = ["1001", "1002", "1003"]
    done = terminals.at_once([partial(badges.issue, OPERATOR, NOW, everybody)] * 8, without)
    good = [each.teacher_id for each in Badge.select().where(Badge.revoked_at.is_null())]
    return not failures(done) and len(good) == len(set(good)) == len(everybody)


def test_badges_handed_out_at_eight_terminals_leave_everybody_one(terminals, cast):
    assert all(one_good_badge_each(terminals) for _ in range(3))


def test_with_the_teachers_unheld_somebody_has_two_badges(terminals, cast):
    without = guard("badges")
    assert not all(one_good_badge_each(terminals, without) for _ in range(ROUNDS))


# Everything at once


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
    ticket = _ticket(meetings[0])
    acts = []
    for meeting in meetings:
        at = meeting.id
        for each in everybody:
            who = each.teacher_id
            acts += [_signing_in(meeting, each)] * 3
            acts += [
                partial(correct, cast.dean, at, who, Status.LATE, "来晚了", NOW),
                partial(corrections.withdraw, cast.dean, at, who, "记错了", NOW),
                partial(departures.mark_left, OPERATOR, at, who, Departure.LEFT_EARLY, NOW, NOW),
                partial(roll_call.mark, OPERATOR, at, who, True, NOW),
                partial(makeup.confirm, cast.dean, who, at, "已看录像", NOW),
                partial(phones.register, ticket, each.staff_no, PIN, "", str(who), _call()),
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
    acts = [*wrong, *[_signing_in(meeting, each) for each in people[:4]]]
    rounds = (failures(terminals.at_once(acts)) for _ in range(ROUNDS))
    assert any("deadlock detected" in str(each) for found in rounds for each in found)


# The daily backup


def one_backup(terminals, folder, without=()) -> bool:
    """Whether several that back up at once leave one whole file and nothing beside it."""
    done = terminals.at_once([partial(backups.write_daily, folder, NOW)] * 4, without)
    left = list(folder.iterdir())
    if failures(done) or len(left) != 1 or not left[0].name.endswith("_2026-10-14.db"):
        return False
    with backup.whole(left[0]):
        return True


def test_the_daily_backup_of_several_terminals_is_one_whole_file(terminals, cast, tmp_path):
    assert one_backup(terminals, tmp_path / "backups")


def test_under_one_unfinished_name_they_spoil_it_for_each_other(terminals, cast, tmp_path):
    folders = (tmp_path / str(each) for each in range(ROUNDS))
    assert not all(one_backup(terminals, folder, ["same_name"]) for folder in folders)
