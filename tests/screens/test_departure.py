"""早退、中途离场: marked with a time from 点名, and taken back (Z26)."""

from datetime import timedelta

import pytest

from db.models import Attendee, Teacher
from tests.builders import MACHINE, NOW, PIN
from tests.screens.calls import (
    opened,
    status_of,
)
from tests.screens.conftest import SIZES, type_keys
from yanxiu_tui import clock
from yanxiu_tui.screens.departure import DepartureScreen
from yanxiu_tui.services.sign_in import sign_in


async def test_leaving_early_is_marked_with_a_time_and_taken_back(app, school, monkeypatch):
    sign_in(school.id, "1006", PIN, NOW, "keyboard", MACHINE)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1, minutes=50))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "zm", "enter")
        assert isinstance(app.screen, DepartureScreen)
        await type_keys(pilot, "", "enter", "enter")
        assert status_of(app) == "周敏：早退 16:20"
        row = Attendee.get(teacher=Teacher.get(staff_no="1006"))
        assert row.departure == "left_early"
        assert row.departed_at == NOW + timedelta(hours=1, minutes=50)
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "zm", "enter")
        await type_keys(pilot, "", "ctrl+z")
        assert Attendee.get_by_id(row.id).departure == ""


async def test_a_time_that_is_none_keeps_the_form_and_says_so(app, school):
    sign_in(school.id, "1006", PIN, NOW, "keyboard", MACHINE)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "zm", "enter")
        await type_keys(pilot, "", "down", "enter")
        await type_keys(pilot, "9", "enter")
        assert isinstance(app.screen, DepartureScreen)
        assert "16:20" in str(app.screen.query_one(".wrong").content)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_departure_form_looks_like_this(app, school, snap_compare, size):
    sign_in(school.id, "1005", PIN, NOW, "keyboard", MACHINE)

    async def ask(pilot):
        await opened(pilot)
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "1005", "enter")

    assert snap_compare(app, terminal_size=size, run_before=ask)
