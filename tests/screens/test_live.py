"""Rooms that follow what is recorded on another terminal."""

from tests.builders import NOW
from tests.screens.borrowing import DEAN, OTHER, TEACHER, asked
from tests.screens.conftest import at_desk, settle, until
from tests.screens.pairs import actor_of
from tests.screens.seen import rows, status
from yanxiu_tui.errors import Refused
from yanxiu_tui.screens import live
from yanxiu_tui.screens.loans import LoansScreen
from yanxiu_tui.services import loans, pulse


async def test_what_is_asked_for_on_another_terminal_comes_up_by_itself(app, monkeypatch):
    monkeypatch.setattr(live, "SECONDS", 0.05)
    number = asked()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, DEAN)
        app.push_screen(LoansScreen(actor_of(DEAN)))
        await settle(pilot)
        loans.withdraw(actor_of(TEACHER), number, NOW)
        asked(OTHER, "校志")
        await until(pilot, lambda: [row[4] for row in rows(app)] == ["待批准", "已撤回"])


async def test_where_nothing_was_recorded_it_is_not_read_again(app, monkeypatch):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, DEAN)
        reads = []
        monkeypatch.setattr(app.screen, "read", lambda: reads.append(1))
        for _ in range(3):
            app.screen.listen()
            await settle(pilot)
        assert len(reads) == 1


async def test_once_the_server_is_back_it_no_longer_says_that_it_is_gone(app, monkeypatch):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, DEAN)
        with monkeypatch.context() as cut:
            cut.setattr(pulse, "beat", _gone)
            app.screen.listen()
            await settle(pilot)
            assert status(app) == "连不上服务器"
        app.screen.listen()
        await settle(pilot)
        assert status(app) == "恢复了，请接着办。"


def _gone():
    raise Refused("gone", "连不上服务器")
