"""Eight real terminals at the same moment, again and again; and what each guard is for.

Taking a guard out shows that it is needed. SQLite has one for all: a transaction takes its turn
as it begins ("deferred" takes that out). PostgreSQL holds the rows that an act decides by; a
module named here holds none.
"""

from dataclasses import replace
from functools import partial

import pytest

from db import backup
from db.connection import database, transaction
from db.models import AttendanceFact, Attendee, Badge, Trace
from tests.builders import NOW, OPERATOR, PIN, a_teacher, an_activity, an_actor
from tests.services.cast import a_cast, an_open_activity
from tests.services.eight import ROUNDS, a_call, a_ticket, failures, signing_in
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import FactKind, Status
from yanxiu_tui.rules.phone_codes import proof, registration
from yanxiu_tui.services import audit, backups, badges, phones
from yanxiu_tui.services.activities import hold
from yanxiu_tui.services.corrections import correct
from yanxiu_tui.services.meeting import close_activity, open_activity
from yanxiu_tui.services.sign_in import SignedIn
from yanxiu_tui.services.standings import attendees, derive

SERVICES = "yanxiu_tui.services."


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


# The same teacher at all of them


def signs_in_once(terminals, cast, without=()) -> bool:
    """Whether eight who are one teacher make one sign-in and get eight kind answers."""
    meeting = an_open_activity(cast)
    done = terminals.at_once([signing_in(meeting, cast.teacher)] * 8, without)
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
    done = terminals.at_once([signing_in(meeting, each) for each in people], without)
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
    first = [opening, *[signing_in(meeting, each) for each in early], opening]
    closing = partial(close_activity, OPERATOR, meeting.id, NOW)
    fixing = [
        partial(correct, cast.dean, meeting.id, each.teacher_id, Status.LATE, "来晚了", NOW)
        for each in late_corrected
    ]
    second = [closing, *[signing_in(meeting, each) for each in late], *fixing, closing]
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
    held = phones.register(a_ticket(an_open_activity(cast)), "1001", PIN, "", "mine", a_call())
    meeting = an_open_activity(cast)
    ticket = a_ticket(meeting)
    shown, call = proof(held.secret, ticket), replace(a_call(), phone=held.phone)
    tapping = partial(phones.sign_in, ticket, shown, call)
    told = proof(held.secret, registration(ticket, "1002", "theirs"))
    taking = partial(phones.register, ticket, "1002", PIN, told, "theirs", call)
    done = terminals.at_once([tapping, taking] * 4, without)
    there = Attendee.select().where(
        Attendee.activity == meeting, Attendee.signed_in_at.is_null(False)
    )
    return not failures(done) and there.count() == 1


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
