"""The desk forgets on lock: nobody who was there is left in memory, nor anything they typed."""

import asyncio
import gc
import heapq
import secrets
from concurrent.futures import ThreadPoolExecutor
from types import FrameType

import pytest
from textual.widgets import Input, TextArea

from db.models import Credential, Passage
from tests.builders import NOW
from tests.screens.conftest import settle, type_keys, until
from yanxiu_tui import app as program
from yanxiu_tui.screens.leave import LeaveScreen
from yanxiu_tui.screens.leave_form import LeaveFormScreen
from yanxiu_tui.screens.reflection import ReflectionScreen
from yanxiu_tui.screens.room import DeskRoom
from yanxiu_tui.screens.sign_in import SignInScreen
from yanxiu_tui.services import credentials, reflections
from yanxiu_tui.services.permission import Actor

STAFF_NO = "1007"


@pytest.fixture
def pin(school):
    """A PIN that stands nowhere else, digit by digit: so it can be looked for."""
    digits = tuple(str(secrets.randbelow(10**7) + 10**7))
    teacher = credentials.find_teacher(STAFF_NO)
    hashed = credentials.hash_pin("".join(digits))
    Credential.update(pin_hash=hashed).where(Credential.teacher == teacher).execute()
    return digits


@pytest.fixture
def words():
    """Something that only the person types, letter by letter."""
    return tuple(secrets.choice("春眠不觉晓处闻啼鸟") for _ in range(12))


async def visited(app, pilot, pin, does) -> None:
    """Somebody comes to the desk, ``does`` something there, and it locks.

    In a task of its own: Pilot leaves what it saw in the task that drives it.
    """

    async def visit() -> None:
        await settle(pilot)
        await type_keys(pilot, "", "f2")
        await type_keys(pilot, STAFF_NO, "enter")
        await type_keys(pilot, pin, "enter")
        assert app.actor.staff_no == STAFF_NO
        await does()
        await settle(pilot)
        assert isinstance(app.screen, SignInScreen)

    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor() as readers:
        loop.set_default_executor(readers)
        await asyncio.create_task(visit())
        loop.set_default_executor(ThreadPoolExecutor())
        # What was being read when it locked is read to its end, though nobody waits for it.
    await asyncio.sleep(0.01)
    _ring_in_vain()


def _ring_in_vain() -> None:
    """Let go of the timers that were called off, as their time would."""
    waiting = asyncio.get_running_loop()._scheduled
    waiting[:] = [each for each in waiting if not each.cancelled()]
    heapq.heapify(waiting)


def _in_memory() -> list[object]:
    """Every room of the desk, and everybody who was ever at it."""
    gc.collect()
    found = [each for each in gc.get_objects() if isinstance(each, DeskRoom | Actor)]
    return [each for each in found if isinstance(each, DeskRoom) or each.teacher_id is not None]


@pytest.fixture(autouse=True)
def others():
    """What earlier tests left behind is none of ours."""
    return _in_memory()


def _holding(letters) -> list[object]:
    """Whatever holds a text with this in it, but for the running test."""
    gc.collect()
    text, found = "".join(letters), []
    for each in gc.get_objects():
        if not isinstance(each, FrameType):
            for held in gc.get_referents(each):
                if isinstance(held, str) and text in held:
                    found.append(each)
    return found


@pytest.fixture
def forgotten(app, others):
    """Ask whether nothing is left of anybody, nor of these texts of theirs."""

    def ask(*texts) -> None:
        assert app.actor is None
        known = {id(each) for each in others}
        assert not [each for each in _in_memory() if id(each) not in known]
        assert not [held for letters in texts for held in _holding(letters)]

    return ask


async def test_after_f2_nobody_is_left_nor_what_they_looked_for_or_copied(
    app, pin, words, forgotten
):
    async with app.run_test(size=(120, 40)) as pilot:

        async def looks_around():
            await type_keys(pilot, "1")
            await type_keys(pilot, "", "f4")
            app.screen.query_one(Input).value = "".join(words)
            await settle(pilot)
            await type_keys(pilot, "", "escape")
            app.copy_to_clipboard("".join(words))
            app.notify("".join(words), markup=False)
            await type_keys(pilot, "", "f2")

        await visited(app, pilot, pin, looks_around)
        assert app.clipboard == ""
        forgotten(pin, words)


async def test_left_alone_over_a_form_it_forgets_what_was_typed_there(
    app, pin, words, forgotten, monkeypatch
):
    async with app.run_test(size=(120, 40)) as pilot:

        async def asks_for_leave():
            app.push_screen(LeaveScreen(app.actor))
            await settle(pilot)
            await type_keys(pilot, "", "ctrl+n")
            assert isinstance(app.screen, LeaveFormScreen)
            for field in app.screen.query(Input):
                field.value = "".join(words)
            monkeypatch.setattr(program, "DESK_SECONDS", 0.1)
            await type_keys(pilot, "", "tab")
            await until(pilot, lambda: isinstance(app.screen, SignInScreen))

        await visited(app, pilot, pin, asks_for_leave)
        forgotten(pin, words)


async def test_what_was_being_written_is_kept_in_the_database_and_nowhere_else(
    app, pin, words, forgotten
):
    async with app.run_test(size=(120, 40)) as pilot:

        async def writes():
            begun = reflections.begin_narrative(app.actor, "一堂课", NOW)
            app.push_screen(ReflectionScreen(app.actor, begun))
            await settle(pilot)
            app.screen.query_one(TextArea).text = "".join(words)
            await pilot.pause()
            app.lock_idle()

        await visited(app, pilot, pin, writes)
        assert Passage.select().where(Passage.text == "".join(words)).exists()
        forgotten(pin, words)


async def test_a_pin_is_not_copied_from_where_it_is_typed(app, pin):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await type_keys(pilot, "", "f2")
        await type_keys(pilot, STAFF_NO, "enter")
        await type_keys(pilot, pin, "shift+home", "ctrl+c")
        assert app.focused.password and app.focused.selected_text
        assert app.clipboard == ""


async def test_what_was_typed_at_the_resting_screen_is_gone_after_the_desk(
    app, pin, words, forgotten
):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.screen.query_one(Input).value = "".join(words)

        async def looks_around():
            await type_keys(pilot, "", "f2")

        await visited(app, pilot, pin, looks_around)
        assert app.screen.query_one(Input).value == ""
        forgotten(pin, words)
