"""A server slower than rooms ask it: nothing is lost or undone, and what comes late is shown."""

from threading import Event

import pytest

from db.models import AttendanceFact, Attendee
from tests.builders import NOW, OPERATOR, PIN, an_activity
from tests.screens.conftest import all_at_once, at_desk, settle, type_keys, until
from tests.screens.pairs import actor_of
from yanxiu_tui.screens import sign_in as door
from yanxiu_tui.screens.attendance import AttendanceScreen
from yanxiu_tui.screens.proxy_sign_in import ProxySignInScreen
from yanxiu_tui.screens.roll_call import RollCallScreen
from yanxiu_tui.services import credentials, pulse
from yanxiu_tui.services.meeting import open_activity
from yanxiu_tui.widgets.meeting_head import MeetingHead


class Held:
    """A call whose answer is held back until it is let go."""

    def __init__(self, monkeypatch, where, name):
        self.go, real = Event(), getattr(where, name)

        def held(*given):
            answer = real(*given)
            assert self.go.wait(60)
            return answer

        monkeypatch.setattr(where, name, held)


@pytest.fixture
def other(school):
    """Another meeting, open now, to which 1002 is expected and not to the first."""
    meeting = an_activity(school.term, title="另一个会")
    open_activity(OPERATOR, meeting.id, NOW)
    away = credentials.find_teacher("1002")
    Attendee.delete().where(Attendee.activity == school.id, Attendee.teacher == away).execute()
    return meeting


async def _at_the_first(app, pilot, school):
    await settle(pilot)
    app.screen.shown, app.screen.beat = school.id, (-1, -1)
    app.screen.read()
    await settle(pilot)
    assert app.screen.shown == school.id


async def test_another_meeting_is_turned_to_while_a_reading_is_under_way(
    app, school, other, monkeypatch
):
    async with app.run_test(size=(80, 24)) as pilot:
        await _at_the_first(app, pilot, school)
        held = Held(monkeypatch, pulse, "beat")
        app.screen.read()
        await pilot.press("f3")
        held.go.set()
        await settle(pilot)
        assert app.screen.shown == other.id


async def test_who_signs_in_right_behind_f3_does_so_at_the_meeting_turned_to(app, school, other):
    async with app.run_test(size=(80, 24)) as pilot:
        await _at_the_first(app, pilot, school)
        all_at_once(pilot, "f3", *"1003\r", *f"{PIN}\r")
        await until(pilot, lambda: app.screen.greeting)
        await settle(pilot)
        assert {fact.activity_id for fact in AttendanceFact.select()} == {other.id}


async def test_a_late_answer_does_not_turn_back_from_the_meeting_one_is_asked_at(
    app, school, other, monkeypatch
):
    async with app.run_test(size=(80, 24)) as pilot:
        await _at_the_first(app, pilot, school)
        app.screen.beat = (-1, -1)
        held = Held(monkeypatch, door, "read_door")
        app.screen.read()
        await pilot.press(*"1002", "enter")
        await until(pilot, lambda: app.screen.shown == other.id)
        held.go.set()
        await settle(pilot)
        assert app.screen.shown == other.id
        await type_keys(pilot, PIN, "enter")
        assert app.screen.board.activity.id == other.id
        assert "实到 1" in str(app.screen.query_one(MeetingHead).content)


async def test_who_has_just_signed_in_is_counted_also_when_an_older_reading_is_under_way(
    app, school, monkeypatch
):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "1001", "enter")
        held = Held(monkeypatch, pulse, "beat")
        app.screen.read()
        await pilot.press(*PIN, "enter")
        await until(pilot, lambda: app.screen.greeting)
        held.go.set()
        await settle(pilot)
        assert "实到 1" in str(app.screen.query_one(MeetingHead).content)


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (RollCallScreen, lambda screen: screen.board),
        (AttendanceScreen, lambda screen: screen.sheet.board),
        (lambda actor: ProxySignInScreen(actor, 1), lambda screen: screen.seen),
    ],
    ids=["roll call", "sheet", "proxy sign-in"],
)
async def test_a_room_that_looks_again_hears_the_first_answer_out(app, monkeypatch, room, shown):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1002")
        held = Held(monkeypatch, pulse, "beat")
        screen = room(actor_of("1002"))
        await app.push_screen(screen)
        first = await _reading(pilot, screen)
        screen.follow(screen.read)
        assert not first.is_cancelled
        held.go.set()
        await settle(pilot)
        assert shown(screen)


async def _reading(pilot, screen):
    await until(pilot, lambda: screen.at_work("read"))
    return next(each for each in screen.workers if each.node is screen and each.group == "read")
