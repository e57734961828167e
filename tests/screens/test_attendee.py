"""One line of 考勤表: how it came about, corrected with a reason, a departure noted."""

import pytest
from textual.widgets import Input

from db.models import AttendanceFact
from tests.builders import a_group, a_teacher
from tests.screens.conftest import SIZES, type_keys
from tests.screens.seen import status
from tests.screens.sheet import after, much_happens, names, open_sheet, standing_of, text_of
from yanxiu_tui import clock
from yanxiu_tui.screens.correction import CorrectionScreen
from yanxiu_tui.screens.details import DetailsScreen


@pytest.fixture
def lively(school, monkeypatch):
    """The meeting when much has happened at it."""
    later = much_happens(school)
    monkeypatch.setattr(clock, "now", lambda: later)
    return school


async def test_enter_tells_how_a_line_came_about(app, lively):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_sheet(pilot)
        await type_keys(pilot, "oyjy", "enter")
        assert isinstance(app.screen, DetailsScreen)
        told = text_of(app)
        assert "欧阳静怡" in told
        assert "F5 更正" in told
        assert "请核对" in str(app.screen.fields)
        assert "第一次点名：未到（林远记）" in str(app.screen.fields)


async def test_a_correction_needs_a_reason_and_says_from_what_to_what(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_sheet(pilot)
        await type_keys(pilot, "1007", "enter")
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "", "enter", "enter")
        assert isinstance(app.screen, CorrectionScreen)
        assert "请填写更正的原因" in text_of(app)
        await type_keys(pilot, "签到台没电", "enter")
        assert status(app) == "王小明：未到更正为出勤"
        assert standing_of("1007").status == "present"
        fact = AttendanceFact.get(AttendanceFact.kind == "corrected")
        assert (fact.before, fact.reason) == ("expected", "签到台没电")


async def test_a_correction_can_be_withdrawn(app, lively):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_sheet(pilot)
        await type_keys(pilot, "1008", "enter")
        await type_keys(pilot, "", "f6")
        await type_keys(pilot, "记错了人", "enter")
        assert status(app) == "王小敏：出勤更正为未到"
        assert not standing_of("1008").by_hand


async def test_a_departure_can_be_noted_from_the_line(app, lively):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_sheet(pilot)
        await type_keys(pilot, "1001", "enter")
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "", "down", "enter", "enter")
        assert status(app) == "苏慧：中途离场 16:20"
        assert standing_of("1001").departure == "left_midway"


async def test_somebody_the_roster_missed_is_added_with_a_reason(app, school):
    a_teacher("1099", "何新", group=a_group("语文组"))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_sheet(pilot)
        await type_keys(pilot, "", "ctrl+a")
        await type_keys(pilot, "hx", "enter")
        await type_keys(pilot, "今天报到", "enter")
        assert status(app) == "何新：已补入名单，未到"
        assert "何新" in names(app)


async def test_what_was_typed_for_a_correction_stays_when_it_is_refused(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_sheet(pilot)
        await type_keys(pilot, "1007", "enter")
        await type_keys(pilot, "", "f5", "enter")
        app.screen.query_one("#reason", Input).value = "长" * 201
        await type_keys(pilot, "", "enter")
        assert "太长" in text_of(app)
        assert app.screen.query_one("#reason", Input).value == "长" * 201


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_one_line_looks_like_this(app, lively, snap_compare, size):
    assert snap_compare(app, terminal_size=size, run_before=after(("1008", "enter")))


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_a_correction_looks_like_this(app, lively, snap_compare, size):
    steps = after(("1003", "enter"), ("", "f5"))
    assert snap_compare(app, terminal_size=size, run_before=steps)
