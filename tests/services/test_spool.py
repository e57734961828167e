"""Sign-ins noted while the server is away: taken once it is back, once each."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import peewee
import psycopg
import pytest

from db import spool as kept
from db.connection import database
from db.models import AttendanceFact, Attendee, Teacher
from tests.builders import MACHINE, NOW, OPERATOR, PIN, a_group, a_teacher, an_activity
from tests.services.cast import row_of, signs_in, status_of
from tests.services.spooling import (
    BACK,
    MINUTE,
    kinds,
    look,
    note,
    on_a_server,
    seen_meeting,
    start,
)
from yanxiu_tui.reports.attendance import remarks
from yanxiu_tui.rules.attendance import FactKind, Status
from yanxiu_tui.services import audit, sign_in, spool
from yanxiu_tui.services.attendance import board
from yanxiu_tui.services.attendance_history import history
from yanxiu_tui.services.meeting import close_activity, end_activity, open_activity
from yanxiu_tui.services.spool import Noted


@pytest.fixture
def cast(server):
    with on_a_server(server) as found:
        yield found


@pytest.fixture
def meeting(cast, server, tmp_path):
    return seen_meeting(cast, server, tmp_path)


# Taken


def test_with_the_server_stopped_a_sign_in_is_noted_and_taken_once_it_is_back(
    meeting, cast, server, tmp_path
):
    server.stop()
    people = (("1001", 1), ("1002", 2), ("1003", 3))
    for staff_no, after in people:
        at = NOW + after * MINUTE
        done = spool.sign_in_or_note(meeting.id, staff_no, PIN, at, "keyboard", MACHINE)
        assert isinstance(done, Noted)
    assert spool.deliver(NOW).left == 3
    start(server, tmp_path)
    server.start()
    delivery = spool.deliver(BACK)
    assert [each.name for each in delivery.outcomes] == ["苏慧", "林远", "周敏"]
    assert (delivery.conflicts, delivery.left) == ((), 0)
    for staff_no, after in people:
        fact = AttendanceFact.get(AttendanceFact.teacher == Teacher.get(staff_no=staff_no))
        assert (fact.at, fact.recorded_at) == (NOW + after * MINUTE, BACK)
        assert (fact.means, fact.machine) == ("offline", MACHINE)
    assert not audit.verify(OPERATOR).findings


def test_it_is_marked_on_the_sheet_and_in_the_history(meeting, cast):
    note(meeting)
    signs_in(meeting, cast.lin)
    spool.deliver(BACK)
    marks = {line.name: remarks(line) for line in board(meeting.id).lines}
    assert (marks["苏慧"], marks["林远"]) == ("断网时签到", "")
    (entry,) = history(cast.dean, meeting.id, cast.su.id)
    assert (entry.what, entry.at, entry.recorded_at) == ("断网时签到", NOW + MINUTE, BACK)


@pytest.mark.parametrize("over", [end_activity, close_activity])
def test_a_sign_in_from_before_the_end_counts_though_the_meeting_is_over(meeting, cast, over):
    note(meeting, after=1)
    over(OPERATOR, meeting.id, NOW + 30 * MINUTE)
    assert status_of(meeting, cast.su) is Status.ABSENT
    assert spool.deliver(BACK).conflicts == ()
    assert status_of(meeting, cast.su) is Status.PRESENT


def test_somebody_who_mistyped_and_tried_again_is_signed_in(meeting, cast):
    for after in range(3):
        note(meeting, after=after, pin="0000")
    note(meeting, after=4)
    assert len(spool.deliver(BACK).conflicts) == 3
    assert status_of(meeting, cast.su) is Status.PRESENT


def test_guessing_at_a_terminal_cut_off_is_locked_as_it_would_be_at_one_that_is_not(meeting, cast):
    for second in range(8):
        note(meeting, after=10 * second, pin="0000")
    note(meeting, after=71)
    refused = {each.refused for each in spool.deliver(NOW + 80 * MINUTE).conflicts}
    assert "口令已锁定" in refused
    assert status_of(meeting, cast.su) is Status.EXPECTED


def test_another_meeting_open_at_the_time_can_be_signed_in_to(meeting, cast):
    maths = a_group("数学组")
    wang = a_teacher("1009", "王小明", group=maths)
    theirs = an_activity(cast.term, group=maths)
    open_activity(OPERATOR, theirs.id, NOW)
    look(meeting)
    assert note(theirs, "1009").name == "王小明"
    spool.deliver(BACK)
    assert status_of(theirs, wang) is Status.PRESENT


# Once each


def _interrupted(monkeypatch):
    """Deliver, and be cut off after the server has it and before it is crossed off here."""
    with monkeypatch.context() as power:
        power.setattr(kept, "drop", _power_fails)
        with pytest.raises(KeyboardInterrupt):
            spool.deliver(BACK)


def _power_fails(attempt):
    raise KeyboardInterrupt


def test_a_delivery_broken_off_after_the_commit_is_not_doubled(meeting, cast, monkeypatch):
    note(meeting)
    _interrupted(monkeypatch)
    delivery = spool.deliver(BACK + MINUTE)
    assert [(each.name, each.refused) for each in delivery.outcomes] == [("苏慧", "")]
    assert kinds(cast.su) == [FactKind.SIGN_IN]
    assert delivery.left == 0


def test_a_refusal_broken_off_after_the_commit_is_not_doubled(meeting, cast, monkeypatch):
    note(meeting, pin="0000")
    _interrupted(monkeypatch)
    assert [each.refused for each in spool.deliver(BACK).outcomes] == ["口令不对"]
    assert kinds(cast.su) == [FactKind.REFUSED]


def test_without_the_number_of_the_try_it_would_be_doubled(meeting, cast, monkeypatch):
    note(meeting)
    monkeypatch.setattr(sign_in, "_of", lambda attempt: {"recorded_at": attempt.delivered_at})
    for _ in range(2):
        # The server has it, and nothing there says which try it was.
        assert spool.deliver(BACK).left == 1
    assert kinds(cast.su) == [FactKind.SIGN_IN, FactKind.SIGN_IN_AGAIN]


def test_a_sign_in_whose_answer_was_lost_is_neither_lost_nor_doubled(meeting, cast, monkeypatch):
    real = sign_in.sign_in

    def answer_lost(*given):
        real(*given)
        raise peewee.OperationalError(psycopg.OperationalError("server closed the connection"))

    monkeypatch.setattr(sign_in, "sign_in", answer_lost)
    done = spool.sign_in_or_note(meeting.id, "1001", PIN, NOW, "keyboard", MACHINE)
    assert isinstance(done, Noted)
    spool.deliver(BACK)
    (fact,) = AttendanceFact.select().where(AttendanceFact.teacher == cast.su)
    assert (fact.kind, fact.means, fact.at) == (FactKind.SIGN_IN, "keyboard", NOW)


def test_two_programs_that_hand_over_the_same_at_once_do_it_once(meeting, cast, monkeypatch):
    for number, staff_no in enumerate(("1001", "1002", "1003")):
        note(meeting, staff_no, number)
    ready = Barrier(2)

    def hand_over(_):
        with database.connection_context():
            ready.wait(timeout=120)
            return spool.deliver(BACK)

    with ThreadPoolExecutor(2) as programs:
        done = list(programs.map(hand_over, range(2)))
    assert not any(delivery.conflicts for delivery in done)
    for person in (cast.su, cast.lin, cast.zhou):
        assert kinds(person) == [FactKind.SIGN_IN]
    assert spool.waiting() == 0


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_a_server_restarted_while_eight_sign_in_loses_and_doubles_nobody(
    meeting, cast, server, how
):
    people = [a_teacher(str(number), "教师") for number in range(2001, 2009)]
    for person in people:
        Attendee.create(activity=meeting, teacher=person)
    look(meeting)
    down = Event()

    def arrive(number):
        if number >= 4:
            down.wait(timeout=120)
        at, staff_no = NOW + timedelta(seconds=number), people[number].staff_no
        try:
            return spool.sign_in_or_note(meeting.id, staff_no, PIN, at, "keyboard", MACHINE)
        finally:
            database.close()

    with ThreadPoolExecutor(8) as terminals:
        answers = [terminals.submit(arrive, number) for number in range(8)]
        server.stop(how)
        down.set()
        told = [each.result(timeout=120) for each in answers]
    assert all(isinstance(each, Noted) for each in told[4:])
    server.start()
    assert spool.deliver(BACK).conflicts == ()
    for number, person in enumerate(people):
        assert kinds(person) == [FactKind.SIGN_IN]
        assert row_of(meeting, person).signed_in_at == NOW + timedelta(seconds=number)
    assert not audit.verify(OPERATOR).findings
