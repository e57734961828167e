"""签到台 and the desk say what is wrong with the file, and go on where they were once mended."""

import pytest

from db.models import AttendanceFact
from tests.builders import PIN
from tests.faults import each_fault, hasten
from tests.screens.conftest import at_desk, settle, type_keys
from tests.screens.seen import status
from yanxiu_tui.rules.attendance import FactKind


@pytest.fixture
def tmp_path(tmp_path):
    """A folder that can be taken away."""
    folder = tmp_path / "优盘"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def impatient(tmp_path, monkeypatch):
    hasten(monkeypatch, tmp_path.parent)


def _facts(kind: FactKind) -> int:
    return AttendanceFact.select().where(AttendanceFact.kind == kind).count()


@each_fault()
async def test_the_sign_in_desk_says_it_and_the_next_try_signs_in(app, tmp_path, fault, says):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "1001", "enter")
        with fault(tmp_path / "school.db"):
            await type_keys(pilot, PIN, "enter")
            assert says in status(app)
        await type_keys(pilot, PIN, "enter")
        assert "苏慧：已签到" in status(app)
        assert _facts(FactKind.SIGN_IN) == 1


@each_fault()
async def test_the_desk_says_it_and_the_next_key_works(app, tmp_path, fault, says):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1002")
        await type_keys(pilot, "3")
        with fault(tmp_path / "school.db"):
            await type_keys(pilot, "", "f5")
            assert says in status(app)
        await type_keys(pilot, "", "f5")
        assert _facts(FactKind.ROLL_STARTED) == 1
