"""断网: what a terminal notes while the server is away is taken once, or listed; never dropped."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import peewee
import psycopg
import pytest

from db import spool as kept
from db.connection import connect, database
from db.errors import server_away
from db.models import AttendanceFact, Attendee, School, Teacher
from tests.builders import MACHINE, NOW, OPERATOR, PIN, a_group, a_teacher, an_activity
from tests.conftest import Maintenance, empty
from tests.server import a_server
from tests.services.cast import a_cast, row_of, signs_in, status_of
from yanxiu_tui.errors import Refused
from yanxiu_tui.memory import keep_spool
from yanxiu_tui.reports.attendance import remarks
from yanxiu_tui.rules.attendance import FactKind, Status
from yanxiu_tui.rules.proxy_sign_in import ClueKind
from yanxiu_tui.services import audit, proxy_sign_in, sign_in, spool
from yanxiu_tui.services.activities import at_the_door
from yanxiu_tui.services.attendance import board
from yanxiu_tui.services.attendance_history import history
from yanxiu_tui.services.meeting import close_activity, end_activity, open_activity
from yanxiu_tui.services.spool import Noted
from yanxiu_tui.trouble import explain

MINUTE = timedelta(minutes=1)
BACK = NOW + 40 * MINUTE
LONG_PIN = "73918264"


@pytest.fixture(scope="module")
def server():
    with a_server() as found:
        yield found


@pytest.fixture
def cast(server, tmp_path):
    """The school on the server, with this terminal's spool beside it."""
    opened = connect(server.url)
    yield a_cast()
    kept.leave()
    opened.close()
    with Maintenance(server.url) as cleaner:
        empty(cleaner)


@pytest.fixture
def meeting(cast, server, tmp_path):
    """Open, and seen by this terminal."""
    found = an_activity(cast.term)
    open_activity(OPERATOR, found.id, NOW)
    start(server, tmp_path)
    look(found)
    return found


def start(server, folder):
    """The program is started, or started anew."""
    kept.leave()
    spool.begin(server.url, folder)


def look(meeting):
    """The terminal reads what stands at the door."""
    spool.remember(at_the_door(NOW), board(meeting.id))


def note(meeting, staff_no="1001", after=1, pin=PIN):
    """Somebody signs in at this terminal while it is cut off."""
    at = NOW + after * MINUTE
    return spool.sign_in_or_note(meeting.id, staff_no, pin, at, "keyboard", MACHINE, False)


def kinds(teacher):
    facts = AttendanceFact.select().where(AttendanceFact.teacher == teacher)
    return [fact.kind for fact in facts.order_by(AttendanceFact.id)]


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


# Conflicts


def _ended_before(meeting, cast):
    end_activity(OPERATOR, meeting.id, NOW)


def _struck_off(meeting, cast):
    Attendee.delete().where(Attendee.teacher == cast.su).execute()


def _left(meeting, cast):
    Teacher.update(left_at=NOW).where(Teacher.id == cast.su.id).execute()


def _other_secret(meeting, cast):
    School.update(secret="0" * 64).execute()


def _nothing(meeting, cast):
    pass


@pytest.mark.parametrize(
    ("meanwhile", "pin", "said"),
    [
        (_nothing, "0000", "口令不对"),
        (_ended_before, PIN, "活动已经结束"),
        (_struck_off, PIN, "不在应到名单"),
        (_left, PIN, "已经离岗"),
        (_other_secret, PIN, "断网时记的打不开"),
    ],
)
def test_what_cannot_be_taken_is_listed_with_its_true_time_and_reason(
    meeting, cast, meanwhile, pin, said
):
    note(meeting, pin=pin)
    meanwhile(meeting, cast)
    delivery = spool.deliver(BACK)
    assert [each.refused for each in delivery.conflicts] == [said]
    assert delivery.left == 0
    (listed,) = proxy_sign_in.check(cast.dean, meeting.id).refused
    assert (listed.name, listed.what, listed.means) == ("苏慧", said, "断网")
    assert listed.at == NOW + MINUTE
    assert FactKind.SIGN_IN not in kinds(cast.su)
    assert not audit.verify(OPERATOR).findings


def test_of_a_sign_in_here_and_one_elsewhere_the_first_counts_and_both_are_listed(meeting, cast):
    note(meeting, after=1)
    actor = spool.credentials.actor_for(cast.su, "另一台")
    sign_in.record_sign_in(meeting.id, actor, NOW + 9 * MINUTE, "keyboard")
    spool.deliver(BACK)
    assert row_of(meeting, cast.su).signed_in_at == NOW + MINUTE
    (clue,) = proxy_sign_in.check(cast.dean, meeting.id).clues
    assert clue.kind is ClueKind.TWO_PLACES
    assert [attempt.machine for attempt in clue.attempts] == [MACHINE, "另一台"]


def test_one_that_the_server_chokes_on_stays_and_holds_up_no_other(meeting, cast, monkeypatch):
    note(meeting, "1001", 1)
    note(meeting, "1002", 2)
    send = spool._send

    def choke(each, now):
        if each.staff_no == "1001":
            raise peewee.DataError("no")
        send(each, now)

    monkeypatch.setattr(spool, "_send", choke)
    delivery = spool.deliver(BACK)
    assert ([each.name for each in delivery.outcomes], delivery.left) == (["林远"], 1)
    monkeypatch.undo()
    assert [each.name for each in spool.deliver(BACK).outcomes] == ["苏慧"]


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
            ready.wait(timeout=30)
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
            down.wait(timeout=30)
        at, staff_no = NOW + timedelta(seconds=number), people[number].staff_no
        try:
            return spool.sign_in_or_note(meeting.id, staff_no, PIN, at, "keyboard", MACHINE)
        finally:
            database.close()

    with ThreadPoolExecutor(8) as terminals:
        answers = [terminals.submit(arrive, number) for number in range(8)]
        server.stop(how)
        down.set()
        told = [each.result(timeout=30) for each in answers]
    assert all(isinstance(each, Noted) for each in told[4:])
    server.start()
    assert spool.deliver(BACK).conflicts == ()
    for number, person in enumerate(people):
        assert kinds(person) == [FactKind.SIGN_IN]
        assert row_of(meeting, person).signed_in_at == NOW + timedelta(seconds=number)
    assert not audit.verify(OPERATOR).findings


# What is kept here


def test_no_pin_stands_in_the_spool(meeting, cast, tmp_path):
    note(meeting, pin=LONG_PIN)
    files = list(tmp_path.glob("spool_*"))
    assert files
    for path in files:
        assert LONG_PIN.encode() not in path.read_bytes()
        assert School.get().secret.encode() not in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0


def test_somebody_who_is_not_on_the_list_last_seen_is_not_noted(meeting, cast):
    with pytest.raises(Refused, match="名单上的老师"):
        note(meeting, "8888")
    assert spool.waiting() == 0


def test_a_meeting_that_was_not_open_when_last_seen_takes_no_notes(cast, server, tmp_path):
    planned = an_activity(cast.term)
    start(server, tmp_path)
    look(planned)
    Attendee.create(activity=planned, teacher=cast.su)
    with pytest.raises(Refused):
        note(planned)


def test_what_another_version_saw_is_not_recalled(meeting, cast, monkeypatch):
    assert spool.recall().school_name == "示范中学"
    monkeypatch.setattr(spool, "latest", lambda: "9999_next")
    assert spool.recall() is None


def test_each_address_has_a_spool_of_its_own(meeting, cast, tmp_path):
    note(meeting)
    kept.leave()
    spool.begin("postgresql://elsewhere/school", tmp_path)
    assert (spool.waiting(), spool.recall()) == (0, None)


def test_a_database_on_this_machine_has_none(tmp_path):
    spool.begin(f"sqlite:///{tmp_path / 'school.db'}", tmp_path)
    assert not spool.in_use()
    assert spool.waiting() == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("cause", "away"),
    [
        (psycopg.OperationalError("connection refused"), True),
        (psycopg.errors.AdminShutdown("terminating"), True),
        (psycopg.errors.CannotConnectNow("starting up"), True),
        (psycopg.errors.TooManyConnections("full"), True),
        (psycopg.errors.DeadlockDetected("deadlock"), False),
        (psycopg.errors.DiskFull("disk"), False),
        (psycopg.errors.UniqueViolation("twice"), False),
        (ValueError("no"), False),
    ],
)
def test_a_server_that_is_away_is_told_from_one_that_says_no(cause, away):
    assert server_away(cause) is away
    assert server_away(peewee.OperationalError(cause)) is away
    assert server_away(peewee.OperationalError(peewee.OperationalError(cause))) is away


def test_trouble_with_a_file_is_never_taken_for_a_server_that_is_away(tmp_path):
    with pytest.raises(peewee.OperationalError) as locked:
        peewee.SqliteDatabase(str(tmp_path / "none" / "x.db")).connect()
    assert not server_away(locked.value)


def test_a_program_that_cannot_keep_a_spool_says_so_and_starts_all_the_same(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_: tmp_path / "file" / "yanxiu")
    assert "记不下签到" in keep_spool("postgresql://elsewhere/school")
    assert not spool.in_use()
    assert keep_spool(f"sqlite:///{tmp_path / 'school.db'}") == ""


def test_a_full_disk_leaves_the_teacher_told_that_nothing_was_noted(meeting, cast, monkeypatch):
    def full(**_):
        raise peewee.OperationalError("database or disk is full")

    monkeypatch.setattr(kept, "note", full)
    with pytest.raises(peewee.OperationalError) as trouble:
        note(meeting)
    assert "没有记下" in explain(trouble.value)
    assert spool.waiting() == 0
