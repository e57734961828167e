"""What is typed is kept as one types, when one leaves, and when the memory was away."""

from threading import Event

import pytest
from peewee import OperationalError

from tests.screens.conftest import at_desk, settle, type_keys, until
from tests.screens.written import (
    Plan,
    a_plan,
    actor_of,
    kept_in,
    opened,
    quicken,
    rows_of,
    said_in,
    text_of,
)
from yanxiu_tui import app as program
from yanxiu_tui.screens import drafts, keeping
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.desk import DeskScreen
from yanxiu_tui.screens.sign_in import SignInScreen
from yanxiu_tui.services import manuscripts


@pytest.fixture
def plan(school) -> int:
    return a_plan(school)


@pytest.fixture
def quickly(monkeypatch):
    quicken(monkeypatch)


@pytest.fixture
def away(monkeypatch) -> list[bool]:
    """Put something into it, and nothing can be saved any more."""
    gone, write = [], manuscripts.write

    def unless_away(*args):
        if gone:
            raise OperationalError("the memory is away")
        return write(*args)

    monkeypatch.setattr(manuscripts, "write", unless_away)
    return gone


async def test_what_is_typed_is_kept_on_leaving_the_section(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, plan)
        await type_keys(pilot, "读懂背影", "enter", *"体会父爱")
        assert (kept_in(screen), text_of()) == ("正在输入", "")
        await type_keys(pilot, "", "f8")
        assert (kept_in(screen), text_of()) == ("已保存 14:30", "读懂背影\n体会父爱")
        assert rows_of(screen)[:2] == ["教学目标   有", "重难点分析 空"]


async def test_a_pause_is_enough_to_have_it_kept(app, plan, quickly):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, plan)
        await type_keys(pilot, "读懂")
        await until(pilot, lambda: text_of() == "读懂")
        assert kept_in(screen) == "已保存 14:30"


async def test_typing_on_without_a_pause_is_kept_all_the_same(app, plan, monkeypatch):
    monkeypatch.setattr(drafts, "PAUSE", 60.0)
    monkeypatch.setattr(drafts, "AT_LATEST", 0.2)
    monkeypatch.setattr(keeping, "_BEAT", 0.05)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot, plan)
        await type_keys(pilot, "读懂")
        await until(pilot, lambda: text_of().startswith("读"))


@pytest.mark.parametrize(("key", "where"), [("escape", DeskScreen), ("f2", SignInScreen)])
async def test_leaving_keeps_what_was_typed_first(app, plan, key, where):
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot, plan)
        await type_keys(pilot, "读懂", key)
        assert isinstance(app.screen, where)
        assert text_of() == "读懂"


async def test_a_desk_that_locks_by_itself_keeps_what_was_typed(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot, plan)
        await type_keys(pilot, "读懂")
        app.action_rest()
        await settle(pilot)
        assert isinstance(app.screen, SignInScreen)
        assert text_of() == "读懂"


async def test_leaving_the_program_keeps_what_was_typed(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot, plan)
        await type_keys(pilot, "读懂", "ctrl+q", "left", "enter")
    assert text_of() == "读懂"


async def test_people_listen_for_longer_in_a_writing_room_than_at_the_desk(app, plan, monkeypatch):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, plan)
        monkeypatch.setattr(program, "DESK_SECONDS", 0.1)
        await type_keys(pilot, "听")
        await pilot.pause(0.4)
        assert app.screen is screen
        monkeypatch.setattr(Plan, "IDLE_SECONDS", 0.1)
        await type_keys(pilot, "课")
        await until(pilot, lambda: isinstance(app.screen, SignInScreen))
    assert text_of() == "听课"


async def test_while_the_memory_is_away_it_says_so_and_saves_by_itself_later(
    app, plan, quickly, away
):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, plan)
        away.append(True)
        await type_keys(pilot, "读懂")
        await until(pilot, lambda: kept_in(screen) == "没存上")
        assert "数据库连不上或正忙" in said_in(screen)
        await type_keys(pilot, "背影")
        away.clear()
        await until(pilot, lambda: text_of() == "读懂背影")
        await until(pilot, lambda: kept_in(screen) == "已保存 14:30")
        assert said_in(screen) == "存上了。"


async def test_who_leaves_while_the_memory_is_away_is_asked_and_may_wait(app, plan, away):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, plan)
        away.append(True)
        await type_keys(pilot, "读懂", "escape")
        assert isinstance(app.screen, ConfirmScreen)
        await type_keys(pilot, "", "enter")
        assert app.screen is screen
        assert screen.editors[0].text == "读懂"
        await type_keys(pilot, "", "f2")
        assert isinstance(app.screen, ConfirmScreen)
        away.clear()
        await type_keys(pilot, "", "left", "enter")
        assert isinstance(app.screen, SignInScreen)
    assert text_of() == "读懂"


async def test_the_time_of_a_room_counts_from_entering_it(app, plan, monkeypatch):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        begun_in = []
        monkeypatch.setattr(app, "stay", lambda: begun_in.append(app.room))
        app.push_screen(screen := Plan(actor_of("1007"), plan))
        await settle(pilot)
        assert begun_in == [screen]


async def test_the_desk_does_not_lock_itself_over_what_cannot_be_kept(app, plan, away, monkeypatch):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, plan)
        away.append(True)
        await type_keys(pilot, "读懂", "f8")
        await until(pilot, lambda: kept_in(screen) == "没存上")
        monkeypatch.setattr(program, "DESK_SECONDS", 0.1)
        monkeypatch.setattr(Plan, "IDLE_SECONDS", 0.1)
        await type_keys(pilot, "", "f7")
        await pilot.pause(0.4)
        assert app.screen is screen
        away.clear()
        app.action_rest()


async def test_what_is_typed_while_a_save_is_under_way_is_saved_after_it(app, plan, monkeypatch):
    going_on, under_way, write = Event(), [], manuscripts.write

    def slowly(*args):
        under_way.append(args[3])
        going_on.wait(120)
        return write(*args)

    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(app, pilot, plan)
        monkeypatch.setattr(manuscripts, "write", slowly)
        await pilot.press(*"读懂")
        screen.flush()
        await until(pilot, lambda: under_way)
        await pilot.press(*"背影")
        screen.flush()
        assert under_way == ["读懂"]
        going_on.set()
        await settle(pilot)
        screen.flush()
        await settle(pilot)
        assert under_way == ["读懂", "读懂背影"]
        assert not app.screen.drafts[0].theirs
    assert text_of() == "读懂背影"
