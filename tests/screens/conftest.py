"""A frozen school for screens: the clock stands still, nothing blinks, the machine has no font."""

import asyncio
import shutil
from contextlib import suppress
from datetime import date, timedelta

import pytest
from textual import app as app_module
from textual import events, pilot
from textual._context import active_app
from textual.css.stylesheet import Stylesheet
from textual.keys import _character_to_key
from textual.screen import Screen
from textual.widgets import Input, TextArea
from textual.worker import WorkerCancelled

from db.connection import connect
from db.models import Activity, Teacher, Term
from tests.builders import MACHINE, NOW, OPERATOR, a_group, a_school, a_teacher, an_activity
from yanxiu_tui import app as program
from yanxiu_tui import clock
from yanxiu_tui.app import YanxiuApp
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.screens import asking, live, sign_in
from yanxiu_tui.services import credentials, todo
from yanxiu_tui.services.meeting import open_activity
from yanxiu_tui.widgets import big_type

_STILL = (
    (program, "BACKUP_AFTER"), (asking, "GREETING_SECONDS"), (asking, "ABANDONED_SECONDS"),
    (sign_in, "ABANDONED_SECONDS"), (sign_in, "READ_EVERY"), (sign_in, "READ_SHARED_EVERY"),
    (sign_in, "PATIENCE"), (sign_in, "NEXT_DELIVERY"), (live, "SECONDS"),
)  # fmt: skip
SIZES = [(80, 24), (120, 40)]
NAMES = ["苏慧", "林远", "欧阳静怡", "刘䶮", "买买提·艾力", "周敏", "王小明", "王小敏"]


@pytest.fixture(autouse=True, scope="session")
def styles_read_once():
    """The same style sheets are parsed once for all the programs that tests open, not for each."""
    parse, parsed = Stylesheet._parse_rules, {}

    def parse_once(self, css, **where):
        key = (css, *where.items(), *self._variables.items())
        if key not in parsed:
            parsed[key] = parse(self, css, **where)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Stylesheet, "_parse_rules", parse_once)
        yield


@pytest.fixture(autouse=True)
def frozen(monkeypatch, request):
    """Everything that moves by itself stands still, however long the machine takes."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for module, seconds in _STILL:
        monkeypatch.setattr(module, seconds, 3600.0)
    monkeypatch.setattr(big_type, "chinese_font", lambda: "")
    monkeypatch.setattr(Input, "cursor_blink", False)
    monkeypatch.setattr(TextArea, "cursor_blink", False)
    monkeypatch.setattr(YanxiuApp, "animation_level", "none", raising=False)
    # Painted once all is at rest (until_idle), not also in the middle, sixty times a second;
    # where no picture is taken, once before the program ends, not after every key.
    monkeypatch.setattr("textual.screen.UPDATE_PERIOD", 60.0)
    if "snap_compare" not in request.fixturenames:
        monkeypatch.setattr(Screen, "_compositor_refresh", _leave_unpainted)
        monkeypatch.setattr(YanxiuApp, "_shutdown", _paint_and_shut_down)
    for module in (app_module, pilot):
        monkeypatch.setattr(module, "wait_for_idle", until_idle)


def _leave_unpainted(screen):
    screen._compositor._dirty_regions.clear()


async def _paint_and_shut_down(app, shut_down=YanxiuApp._shutdown):
    try:
        if app._screen_stack and app._exception is None:
            app.screen._compositor.render_update(full=True)
    finally:
        await shut_down(app)


async def until_idle(*_):
    """Give way until nothing in the program wants to run and all is painted.

    Pilot guesses so from how little time the process uses, and sleeps over it after every key.
    """
    ready, app, quiet = asyncio.get_running_loop()._ready, active_app.get(), 0
    async with asyncio.timeout(30):
        while quiet < 2:
            await asyncio.sleep(0)
            if not ready:
                app.screen._on_timer_update()
            # A new size is passed on a moment after it is told.
            quiet = 0 if ready or app._resize_event else quiet + 1


@pytest.fixture
def school(built_school, tmp_path):
    """A small school with a meeting open now: 1001 principal, 1002 dean, 1003 leads 语文组.

    1004 has no PIN yet. Everybody else's is tests.builders.PIN.
    """
    path = tmp_path / "school.db"
    shutil.copyfile(built_school, path)
    opened = connect(f"sqlite:///{path}")
    yield Activity.get_by_id(1)
    opened.close()


@pytest.fixture(scope="session")
def built_school(sqlite_template, tmp_path_factory):
    """That school on disk; each test begins from a copy."""
    path = tmp_path_factory.mktemp("school") / "school.db"
    shutil.copyfile(sqlite_template, path)
    opened = connect(f"sqlite:///{path}")
    _build_school()
    opened.close()
    return path


def _build_school():
    term = a_school()
    chinese, maths = a_group("语文组"), a_group("数学组")
    roles = {
        0: [Role.PRINCIPAL, Role.STEERING_HEAD],
        1: [Role.DEAN],
        2: [Role.RESEARCH_GROUP_LEADER],
        5: [Role.RESOURCE_TEACHER],
    }
    for index, name in enumerate(NAMES):
        group = maths if index % 2 else chinese
        pin = {"pin": ""} if index == 3 else {}
        a_teacher(str(1001 + index), name, *roles.get(index, []), group=group, **pin)
    meeting = an_activity(term, host=credentials.find_teacher("1005"))
    open_activity(OPERATOR, meeting.id, NOW)
    an_activity(
        term, title="数学组备课", group=maths, place="数学办公室",
        starts_at=NOW + timedelta(days=1), ends_at=NOW + timedelta(days=1, hours=1),
    )  # fmt: skip


@pytest.fixture
def last_term(school):
    """The term before this one, under the same regulation; everybody was here already."""
    Teacher.update(created_at=NOW - timedelta(days=365)).execute()
    return Term.create(
        name="2025—2026学年第二学期",
        starts_on=date(2026, 2, 23),
        ends_on=date(2026, 7, 10),
        regulation=school.term.regulation,
    )


@pytest.fixture
def alone(monkeypatch):
    """Of what waits only what the desk counts itself; each subject tests its own."""
    monkeypatch.setattr(todo, "_SUBJECTS", ())


@pytest.fixture
def documents(tmp_path, monkeypatch):
    """Where what is printed goes."""
    folder = tmp_path / "文档"
    folder.mkdir()
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: folder)
    return folder


@pytest.fixture
def app(school):
    """The program, resting at 签到台."""
    return YanxiuApp("示范中学")


async def settle(pilot):
    """Wait until the workers have answered and the screen is painted."""
    await until_idle()
    while pending := [worker for worker in pilot.app.workers if not worker.is_finished]:
        # One that a later one of its group has replaced is over, too.
        with suppress(WorkerCancelled):
            await pilot.app.workers.wait_for_complete(pending)
        await until_idle()


async def until(pilot, condition):
    """Wait for what comes by itself, by a timer or from another thread, and until it stands."""
    async with asyncio.timeout(60):
        while not condition():
            await pilot.pause(0.05)
    await until_idle()


async def type_keys(pilot, text, *keys):
    """Type a text without a pause, then press the keys, each once the one before is answered."""
    await pilot.press(*text)
    await settle(pilot)
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def burst(pilot, *lines):
    """Every key of these lines at once, each with its Enter, as a scanner lets them come."""
    all_at_once(pilot, *"".join(f"{line}\r" for line in lines))


def all_at_once(pilot, *keys):
    """Keys pressed faster than any of them is answered."""
    for each in keys:
        character = each if len(each) == 1 else None
        key = "enter" if each == "\r" else _character_to_key(each) if character else each
        event = events.Key(key, character)
        event.set_sender(pilot.app)
        pilot.app._driver.send_message(event)


async def in_last_term(pilot):
    """Look at the term before this one, in a room that shows one term."""
    await type_keys(pilot, "", "ctrl+t", "down", "enter")


async def at_desk(pilot, staff_no):
    """The desk, opened for this teacher as the right PIN opens it."""
    await settle(pilot)
    teacher = credentials.find_teacher(staff_no)
    pilot.app.open_desk(credentials.actor_for(teacher, MACHINE))
    await settle(pilot)
