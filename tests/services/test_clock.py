"""A clock put back or forward, another zone, midnight in the middle: noticed, or right."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from time_machine import travel

from db.models import Credential
from tests.builders import MACHINE, NOW, PIN
from tests.services.cast import a_cast, an_open_activity, row_of, signs_in, status_of
from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.reports.attendance import Letterhead, table
from yanxiu_tui.rules.attendance import Status
from yanxiu_tui.rules.pin import LOCK
from yanxiu_tui.services import (
    attendance,
    credentials,
    enrolment_codes,
    leave,
    phone_codes,
    phones,
    roll_call,
    school,
)
from yanxiu_tui.services.activities import at_the_door
from yanxiu_tui.services.backups import write_daily
from yanxiu_tui.services.leave import LeaveDraft
from yanxiu_tui.services.meeting import close_activity
from yanxiu_tui.services.phones import Call
from yanxiu_tui.services.sign_in import sign_in

MINUTE, HOUR, YEAR = timedelta(minutes=1), timedelta(hours=1), timedelta(days=365)
# An evening whose meeting runs into the next day, 22:30 to 00:30 in the school.
EVENING = datetime(2026, 10, 14, 14, 30, tzinfo=UTC)
AFTER_MIDNIGHT = EVENING + timedelta(minutes=100)


@pytest.fixture
def cast(memory):
    return a_cast()


@pytest.fixture
def meeting(cast):
    return an_open_activity(cast)


@pytest.fixture
def late_meeting(cast):
    return an_open_activity(cast, starts_at=EVENING, ends_at=EVENING + 2 * HOUR)


def _a_call(cast, meeting, begun, ended=None, absent=()):
    roll_call.start_roll(cast.dean, meeting.id, begun)
    for teacher in absent:
        roll_call.mark(cast.dean, meeting.id, teacher.id, False, begun)
    roll_call.finish_roll(cast.dean, meeting.id, ended or begun + MINUTE)


def _reason(act, *arguments):
    with pytest.raises(Refused) as refusal:
        act(*arguments)
    return refusal.value.reason


# The clock put back


@pytest.mark.parametrize("back", [2 * MINUTE, HOUR, YEAR], ids=str)
def test_who_signed_in_before_the_clock_was_put_back_is_there_at_the_calls_after_it(
    cast, meeting, back
):
    signs_in(meeting, cast.su, NOW + 5 * MINUTE)
    _a_call(cast, meeting, NOW + 6 * MINUTE - back)
    _a_call(cast, meeting, NOW + 8 * MINUTE - back)
    close_activity(cast.dean, meeting.id, NOW + 9 * MINUTE - back)
    assert status_of(meeting, cast.su) is Status.PRESENT
    assert row_of(meeting, cast.su).signed_in_at == NOW + 5 * MINUTE


def test_the_printed_sheet_says_of_the_calls_what_the_standing_says(cast, meeting):
    signs_in(meeting, cast.su, NOW + 5 * MINUTE)
    _a_call(cast, meeting, NOW + 6 * MINUTE - HOUR, absent=[cast.lin])
    signs_in(meeting, cast.lin, NOW + 8 * MINUTE - HOUR)
    _a_call(cast, meeting, NOW + 9 * MINUTE - HOUR)
    board = attendance.sheet(cast.dean, meeting.id)
    _, rows = table(board, Letterhead("示范中学", "教导处", 2))
    assert {row[1]: row[4:6] for row in rows if row[1] in ("苏慧", "林远")} == {
        "苏慧": ["到", "到"], "林远": ["未到", "到"],
    }  # fmt: skip


@pytest.mark.parametrize("back", [10 * MINUTE, HOUR], ids=str)
def test_who_comes_after_both_calls_is_late_though_the_clock_was_put_back(cast, meeting, back):
    _a_call(cast, meeting, NOW)
    _a_call(cast, meeting, NOW + 3 * MINUTE)
    signs_in(meeting, cast.su, NOW + 6 * MINUTE - back)
    assert status_of(meeting, cast.su) is Status.LATE


def test_who_was_away_when_called_and_comes_later_is_believed_though_the_clock_was_put_back(
    cast, meeting
):
    _a_call(cast, meeting, NOW, absent=[cast.su])
    signs_in(meeting, cast.su, NOW + 5 * MINUTE - HOUR)
    row = row_of(meeting, cast.su)
    assert (row.status, row.conflict) == (Status.PRESENT, False)


def test_a_clock_put_back_in_the_middle_of_a_call_makes_nobody_late(cast, meeting):
    signs_in(meeting, cast.su, NOW)
    _a_call(cast, meeting, NOW + MINUTE, NOW + 2 * MINUTE - HOUR)
    _a_call(cast, meeting, NOW + 3 * MINUTE - HOUR)
    assert status_of(meeting, cast.su) is Status.PRESENT


def test_signing_in_again_on_a_clock_put_back_keeps_the_first_time(cast, meeting):
    signs_in(meeting, cast.su, NOW + 5 * MINUTE)
    signs_in(meeting, cast.su, NOW + 6 * MINUTE - HOUR)
    assert row_of(meeting, cast.su).signed_in_at == NOW + 5 * MINUTE


def test_a_call_is_not_taken_up_again_once_somebody_came_after_it(cast, meeting):
    _a_call(cast, meeting, NOW)
    signs_in(meeting, cast.su, NOW + 2 * MINUTE - HOUR)
    assert _reason(roll_call.resume_roll, cast.dean, meeting.id, NOW) == "signed_since"


def test_where_minutes_tell_lateness_a_clock_put_right_counts_from_then_on(memory):
    cast = a_cast("dadong")
    meeting = an_open_activity(cast)
    signs_in(meeting, cast.lin, NOW + 2 * HOUR)
    signs_in(meeting, cast.su, NOW + 2 * MINUTE)
    assert status_of(meeting, cast.su) is Status.PRESENT


@pytest.mark.parametrize(("guesses", "longest"), [(1, 0), (3, 5), (8, LOCK.seconds)])
def test_the_wait_for_a_pin_never_grows(cast, guesses, longest):
    now = NOW
    for _ in range(guesses):
        _reason(credentials.enter, "1001", "0000", now, MACHINE)
        now = Credential.get(Credential.teacher == cast.su).next_try_at
    past = NOW - YEAR
    if longest:
        assert _reason(credentials.enter, "1001", PIN, past, MACHINE) in ("wait", "locked")
    after = past + timedelta(seconds=longest)
    assert credentials.enter("1001", PIN, after, MACHINE).staff_no == "1001"


def test_a_clock_a_year_ahead_and_back_leaves_codes_locks_and_meetings_alone(cast, meeting):
    ahead = NOW + YEAR
    code = enrolment_codes.issue_codes(cast.dean, NOW, ["1002"])[0].code
    assert _reason(credentials.enrol, "1002", code, "8064", ahead, MACHINE) == "code_expired"
    assert _reason(sign_in, meeting.id, "1001", PIN, ahead, "keyboard", MACHINE) == "not_today"
    credentials.enrol("1002", code, "8064", NOW, MACHINE)
    assert sign_in(meeting.id, "1001", PIN, NOW, "keyboard", MACHINE).status is Status.PRESENT


def test_a_phone_s_code_and_ticket_of_another_hour_open_nothing(meeting):
    secret = phone_codes.secret()
    ticket = phone_codes.enter(phone_codes.codes(secret, meeting.id, NOW).scanned, NOW).ticket
    for now in (NOW - HOUR, NOW + HOUR, NOW - YEAR, NOW + YEAR):
        assert _reason(phone_codes.open_ticket, secret, ticket, now) == "ticket_expired"
    assert phone_codes.open_ticket(secret, ticket, NOW) == meeting.id


def test_a_backup_made_on_a_clock_put_back_does_not_go_at_once(cast, tmp_path):
    made = write_daily(tmp_path, NOW)
    for day in range(1, 20):
        made.with_name(made.name.replace("2026-10-14", f"2026-11-{day:02}")).touch()
    assert write_daily(tmp_path, NOW - YEAR).exists()


# Another zone on the machine


@pytest.fixture
def in_zone(monkeypatch):
    """Put the machine into a time zone, while the program runs."""

    def put(zone):
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield put
    monkeypatch.undo()
    time.tzset()


ZONES = ["Asia/Shanghai", "UTC", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe"]
# The hours around which New York's clocks go back, and forward.
TURNS = [datetime(2026, 11, 1, 5, 59, tzinfo=UTC), datetime(2027, 3, 14, 6, 59, tzinfo=UTC)]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", TURNS, ids=str)
def test_school_time_is_shanghai_s_whatever_the_machine_s(in_zone, zone, at):
    in_zone(zone)
    for minutes in (0, 1, 2, 60, 61):
        with travel(at + minutes * MINUTE, tick=False):
            now = clock.now()
            assert now == at + minutes * MINUTE
            assert clock.local(now).utcoffset() == 8 * HOUR
            assert clock.instant(clock.local(now).date(), clock.local(now).time()) == now


def test_a_meeting_is_the_same_in_every_zone_and_when_it_changes_under_way(cast, memory, in_zone):
    found = set()
    for zone in ZONES:
        in_zone(zone)
        with memory.atomic() as trial:
            meeting = an_open_activity(cast, starts_at=EVENING, ends_at=EVENING + 2 * HOUR)
            signs_in(meeting, cast.su, EVENING)
            in_zone("America/New_York")
            _a_call(cast, meeting, EVENING + MINUTE)
            assert [each.id for each in at_the_door(AFTER_MIDNIGHT)] == [meeting.id]
            signs_in(meeting, cast.lin, AFTER_MIDNIGHT)
            close_activity(cast.dean, meeting.id, AFTER_MIDNIGHT + MINUTE)
            rows = [row_of(meeting, each) for each in (cast.su, cast.lin, cast.zhou)]
            found.add(tuple((row.status, row.signed_in_at) for row in rows))
            trial.rollback()
    assert found == {(("present", EVENING), ("present", AFTER_MIDNIGHT), ("absent", None))}


# Midnight, and the ends of months and terms


def test_a_meeting_that_runs_past_midnight_takes_sign_ins_calls_and_phones(cast, late_meeting):
    assert [each.id for each in at_the_door(AFTER_MIDNIGHT)] == [late_meeting.id]
    signs_in(late_meeting, cast.su, EVENING + 80 * MINUTE)
    _a_call(cast, late_meeting, EVENING + 89 * MINUTE, AFTER_MIDNIGHT)
    done = sign_in(late_meeting.id, "1002", PIN, AFTER_MIDNIGHT + MINUTE, "keyboard", MACHINE)
    _a_call(cast, late_meeting, AFTER_MIDNIGHT + 2 * MINUTE)
    assert (done.first, status_of(late_meeting, cast.su)) == (True, Status.PRESENT)
    assert status_of(late_meeting, cast.lin) is Status.PRESENT


def test_a_phone_s_code_of_a_minute_before_midnight_holds_a_minute_after(cast, late_meeting):
    before = clock.day_bounds(date(2026, 10, 14))[1] - timedelta(seconds=5)
    codes = phone_codes.codes(phone_codes.secret(), late_meeting.id, before)
    after = before + timedelta(seconds=12)
    welcome = phones.enter(codes.typed, Call("192.0.2.9", MACHINE, after, "", True))
    ticket = phones.enter(codes.scanned, Call("192.0.2.9", MACHINE, before, "", True)).ticket
    secret = phone_codes.secret()
    assert welcome.ticket
    assert phone_codes.open_ticket(secret, ticket, before + MINUTE) == late_meeting.id


def test_the_day_after_a_meeting_over_before_midnight_takes_no_sign_in(cast, meeting):
    tomorrow = clock.day_bounds(date(2026, 10, 14))[1]
    last = tomorrow - timedelta(seconds=1)
    assert sign_in(meeting.id, "1001", PIN, last, "keyboard", MACHINE).first
    assert _reason(sign_in, meeting.id, "1002", PIN, tomorrow, "keyboard", MACHINE) == "not_today"


def test_leave_from_before_midnight_to_after_it_covers_the_meeting(cast, late_meeting):
    asked = leave.ask(
        cast.teacher,
        LeaveDraft("1001", "personal", "家里有事", EVENING - HOUR, AFTER_MIDNIGHT),
        EVENING - 2 * HOUR,
    )
    leave.approve(cast.head, asked.id, EVENING - HOUR)
    assert status_of(late_meeting, cast.su) is Status.PERSONAL_LEAVE


def test_the_term_of_the_last_evening_is_still_the_term_after_midnight(cast):
    last = clock.day_bounds(cast.term.ends_on)[1]
    for now in (last - MINUTE, last, last + HOUR):
        assert school.current_term(now).id == cast.term.id


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2026, 12, 31), date(2027, 2, 28)])
def test_a_day_of_the_school_begins_and_ends_at_its_own_midnight(day):
    first, last = clock.day_bounds(day)
    assert (last - first, clock.local(first).date()) == (timedelta(days=1), day)
    assert clock.local(last - timedelta(microseconds=1)).date() == day
