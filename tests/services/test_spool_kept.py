"""What a terminal keeps while it is cut off: no PIN, nothing it should not take, nothing half."""

import peewee
import pytest

from db import spool as kept
from db.models import Attendee, School
from tests.builders import an_activity
from tests.services.spooling import look, note, on_a_server, seen_meeting, start
from yanxiu_tui.errors import Refused
from yanxiu_tui.memory import keep_spool
from yanxiu_tui.services import spool
from yanxiu_tui.trouble import explain

LONG_PIN = "73918264"


@pytest.fixture
def cast(server):
    with on_a_server(server) as found:
        yield found


@pytest.fixture
def meeting(cast, server, tmp_path):
    return seen_meeting(cast, server, tmp_path)


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
