"""The day's backup: made behind whatever one does, anew the next day; a failure is said at rest."""

from datetime import timedelta

import pytest

from tests.builders import NOW
from tests.screens.conftest import at_desk, settle, type_keys, until
from tests.screens.seen import status
from yanxiu_tui import app as program
from yanxiu_tui import clock
from yanxiu_tui.services import backups

TROUBLE = "每日备份：备份没有写成"


@pytest.fixture
def soon(monkeypatch):
    """The program looks after a moment, and ever again."""
    monkeypatch.setattr(program, "BACKUP_AFTER", 0.05)
    monkeypatch.setattr(program, "BACKUP_EVERY", 0.1)


@pytest.fixture
def unwritable(tmp_path):
    """A file stands where the folder should."""
    (tmp_path / "backups").write_text("")


async def test_it_is_made_after_the_start_and_again_when_the_day_changes(
    app, soon, tmp_path, monkeypatch
):
    folder = tmp_path / "backups"
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, (folder / "school_2026-10-14.db").exists)
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=1))
        await until(pilot, (folder / "school_2026-10-15.db").exists)
        assert app.backup_trouble == ""


async def test_a_failure_is_said_at_rest_and_to_those_who_look_after_it(app, soon, unwritable):
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: TROUBLE in status(app))
        await at_desk(pilot, "1002")
        assert TROUBLE in status(app)
        await type_keys(pilot, "", "f2")
        await at_desk(pilot, "1007")
        assert TROUBLE not in status(app)


async def test_whoever_is_signing_in_is_not_disturbed(app, unwritable):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "1007", "enter")
        app.back_up()
        await settle(pilot)
        assert app.backup_trouble
        assert TROUBLE not in status(app)


async def test_what_could_not_be_said_then_is_said_at_the_next_look_at_rest(app, unwritable):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "1007", "enter")
        app.back_up()
        await settle(pilot)
        await type_keys(pilot, "", "escape")
        app.back_up()
        await settle(pilot)
        assert TROUBLE in status(app)


async def test_once_it_could_be_made_nothing_is_said_any_more(app, soon, unwritable, tmp_path):
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.backup_trouble)
        (tmp_path / "backups").unlink()
        await until(pilot, lambda: not app.backup_trouble)
        assert backups.last_daily(tmp_path / "backups")
