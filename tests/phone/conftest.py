"""A meeting, and the phone's door on it."""

import pytest
from starlette.testclient import TestClient

from db.connection import connect
from db.models import Activity
from tests.builders import MACHINE, NOW, OPERATOR, a_group, a_school, a_teacher, an_activity
from tests.conftest import copied_sqlite
from tests.phone.handset import Handset
from yanxiu_tui import clock
from yanxiu_tui.phone.app import phone_app
from yanxiu_tui.phone.door import Door
from yanxiu_tui.services import phone_codes
from yanxiu_tui.services.meeting import open_activity

ORIGIN = "http://192.0.2.7:8080"


@pytest.fixture(autouse=True)
def at_the_meeting(monkeypatch):
    """It is NOW, whatever the clock says."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def meeting(request, tmp_path):
    """An open meeting that expects 苏慧 and 林远, on SQLite."""
    opened = connect(copied_sqlite(request, tmp_path))
    yield a_meeting()
    opened.close()


@pytest.fixture
def any_meeting(memory):
    """The same on each kind of database."""
    return a_meeting()


def a_meeting() -> Activity:
    """An open meeting that expects 苏慧 and 林远."""
    term = a_school()
    group = a_group()
    a_teacher("1001", "苏慧", group=group)
    a_teacher("1002", "林远", group=group)
    activity = an_activity(term)
    open_activity(OPERATOR, activity.id, NOW)
    return activity


def code_of(activity: Activity, now=NOW) -> str:
    """What the QR of this moment ends in."""
    return phone_codes.codes(phone_codes.secret(), activity.id, now).scanned


def a_client(address: str = "192.0.2.50", door: Door | None = None) -> TestClient:
    """Somebody at this address before a door of its own, or the one given."""
    app = phone_app(door or Door(MACHINE), ORIGIN)
    headers = {"Origin": ORIGIN}
    return TestClient(app, ORIGIN, headers=headers, client=(address, 50000))


def a_handset(client: TestClient) -> Handset:
    """A new phone that calls by this client."""

    def post(path, content):
        answer = client.post(path, json=content)
        return answer.status_code, answer.json()

    return Handset(post)


@pytest.fixture
def client(meeting):
    """A browser before the door of the meeting."""
    return a_client()


@pytest.fixture
def handset(client):
    """A new phone before that door."""
    return a_handset(client)
