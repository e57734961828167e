"""先落盘，再亮绿灯: whoever was told that they signed in is in the database, whatever is killed.

A terminal and a phone's door sign people in as fast as they can and note each answer they got;
both are killed at a random moment, again and again, and the database is looked at each time.
"""

import os
import random
import signal
import time
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.connection import wait
from typing import Any

import pytest
from peewee import fn

from db.connection import connect, database
from db.models import AttendanceFact, Attendee, Phone, Term, Trace
from tests.builders import NOW, OPERATOR, a_school, a_teacher, an_activity
from tests.conftest import copied_sqlite
from tests.storm import PEOPLE, storm
from yanxiu_tui.rules.attendance import FactKind
from yanxiu_tui.services import audit
from yanxiu_tui.services.meeting import open_activity

forked = get_context("fork")
SECONDS = 60
# They are killed after so many answers, and so many seconds more.
MOST, LONGEST = 8, 0.004
WHICH = (["desk"], ["phone"], ["desk"], ["phone"], ["desk", "phone"])


def a_round(url: str, activity_id: int, number: int, too_early: bool = False) -> dict[str, set]:
    """Let one door or both begin, kill them at a random moment; what each had been answered.

    Our own connection is closed until they run: SQLite must not be carried over a fork. Every
    other time it is open while they are killed, as another terminal's.
    """
    database.close()
    running, answered, heard = [], {}, {}
    for door in WHICH[number % len(WHICH)]:
        line, theirs = forked.Pipe(duplex=False)
        machine = f"{door} {number}"
        arguments = (url, activity_id, machine, theirs, too_early)
        running.append(forked.Process(target=storm, args=arguments))
        running[-1].start()
        theirs.close()
        heard[line] = answered[machine] = set()
    if number % 2:
        database.connect()
    _hear(heard, random.randrange(MOST))
    time.sleep(random.uniform(0, LONGEST))
    for each in running:
        os.kill(each.pid, signal.SIGKILL)
    for each in running:
        each.join(SECONDS)
        each.close()
    _hear(heard)
    _wait_for_server()
    return answered


def _wait_for_server() -> None:
    """PostgreSQL takes a moment to end what they had begun; who is idle writes nothing more."""
    others = (
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND state <> 'idle'"
    )
    while database.for_update and database.execute_sql(others).fetchone():
        time.sleep(0.001)


def _hear(heard: dict[Any, set], enough: int = 1_000_000) -> None:
    """Note the answers that come down the lines until there are enough, or all are silent."""
    while heard and sum(map(len, heard.values())) < enough:
        ready = wait(list(heard), SECONDS)
        assert ready, "nobody is answered"
        for line in ready:
            try:
                heard[line].add(line.recv())
            except (EOFError, OSError):
                del heard[line]


def lost(answered: dict[str, set]) -> set[tuple[str, datetime]]:
    """The sign-ins that somebody was told of and that are not there."""
    gone = set()
    for machine, moments in answered.items():
        facts = AttendanceFact.select(AttendanceFact.at).where(AttendanceFact.machine == machine)
        there = {fact.at for fact in facts}
        # At most the one that was just being written was not yet told.
        assert len(there - moments) <= 1
        gone |= {(machine, moment) for moment in moments - there}
    return gone


def assert_whole(activity_id: int) -> None:
    """Nothing is damaged, and no act is there by half."""
    if not database.for_update:
        assert database.execute_sql("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert not database.execute_sql("PRAGMA foreign_key_check").fetchall()
    assert not audit.verify(OPERATOR).findings
    signed: Any = (
        AttendanceFact.select(AttendanceFact.teacher, fn.MIN(AttendanceFact.at))
        .where(
            AttendanceFact.activity == activity_id,
            AttendanceFact.kind.in_([FactKind.SIGN_IN, FactKind.SIGN_IN_AGAIN]),
        )
        .group_by(AttendanceFact.teacher)
    )
    standing: Any = Attendee.select(Attendee.teacher, Attendee.signed_in_at).where(
        Attendee.activity == activity_id, Attendee.signed_in_at.is_null(False)
    )
    assert sorted(signed.tuples()) == sorted(standing.tuples())
    registered = Trace.select(Trace.subject_id).where(Trace.act == "register_phone")
    assert {phone.id for phone in Phone.select()} == {line.subject_id for line in registered}


def a_school_at(url: str) -> Term:
    """A school at this address, in use."""
    connect(url)
    term = a_school()
    for staff_no in PEOPLE:
        a_teacher(staff_no, "教师")
    return term


def a_meeting(term: Term) -> int:
    """One that signing in is open for."""
    activity = an_activity(term)
    open_activity(OPERATOR, activity.id, NOW)
    return activity.id


def _kill_and_look(url: str, meetings: int, rounds: int) -> None:
    term = a_school_at(url)
    for begun in range(0, meetings * rounds, rounds):
        meeting = a_meeting(term)
        for number in range(begun, begun + rounds):
            answered = a_round(url, meeting, number)
            assert not lost(answered)
            assert_whole(meeting)


@pytest.fixture(autouse=True)
def closed():
    """Leave no connection behind."""
    yield
    database.close()


@pytest.mark.parametrize("batch", range(12))
def test_killed_three_hundred_times_a_file_has_all_who_were_told(batch, request, tmp_path):
    _kill_and_look(copied_sqlite(request, tmp_path), 5, 5)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_killed_forty_times_a_server_has_all_who_were_told(database_url):
    _kill_and_look(database_url, 2, 20)


def test_told_before_it_is_written_somebody_is_lost(database_url):
    meeting = a_meeting(a_school_at(database_url))
    rounds = (a_round(database_url, meeting, number, too_early=True) for number in range(60))
    assert any(lost(answered) for answered in rounds)
