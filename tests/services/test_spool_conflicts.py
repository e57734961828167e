"""What was noted while cut off and cannot be taken is listed with its time and reason."""

import peewee
import pytest

from db.models import Attendee, School, Teacher
from tests.builders import MACHINE, NOW, OPERATOR, PIN
from tests.services.cast import row_of
from tests.services.spooling import BACK, MINUTE, kinds, note, on_a_server, seen_meeting
from yanxiu_tui.rules.attendance import FactKind
from yanxiu_tui.rules.proxy_sign_in import ClueKind
from yanxiu_tui.services import audit, proxy_sign_in, sign_in, spool
from yanxiu_tui.services.meeting import end_activity


@pytest.fixture
def cast(server):
    with on_a_server(server) as found:
        yield found


@pytest.fixture
def meeting(cast, server, tmp_path):
    return seen_meeting(cast, server, tmp_path)


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
