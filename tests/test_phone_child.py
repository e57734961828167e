"""The process that serves the phones: begun, watched, begun again, and never left behind."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import textwrap
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from db.connection import connect
from tests.conftest import copied_sqlite
from yanxiu_tui import phone_child
from yanxiu_tui.phone_child import PageState, PhoneChild, command, heard
from yanxiu_tui.services.phone_pages import Place

PLACE = Place("127.0.0.1", 8731, on=True)
SERVING = PageState(wanted=True, served_at="http://127.0.0.1:8731")
# A child that keeps to the contract: it says where it serves and ends with its standard input.
SERVES = """
    import json, os, sys
    open("pids", "a").write(f"{os.getpid()}\\n")
    open("called", "w").write(json.dumps([sys.argv[1:], os.environ["YANXIU_DB"]]))
    print(json.dumps({"serving": "http://127.0.0.1:8731"}), flush=True)
    sys.stdin.read()
"""
REFUSES = """
    import sys
    open("pids", "a").write("0\\n")
    print('{"refused": "端口 8731 已经有别的程序在用，请换一个。"}')
    sys.exit(1)
"""
STUBBORN = """
    import os, signal, sys, time
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    open("pids", "a").write(f"{os.getpid()}\\n")
    print('{"serving": "http://127.0.0.1:8731"}', flush=True)
    time.sleep(60)
"""


@pytest.fixture
def child(tmp_path, monkeypatch):
    """Put a module in the place of the real one; the pauses are short."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(phone_child, "MODULE", "fake_child")
    monkeypatch.setattr(phone_child, "PAUSE", 0.01)
    monkeypatch.setattr(phone_child, "LONG_PAUSE", 0.05)
    monkeypatch.setattr(phone_child, "_PATIENCE", 0.5)

    def put(code):
        (tmp_path / "fake_child.py").write_text(textwrap.dedent(code), encoding="utf-8")

    put(SERVES)
    return put


@asynccontextmanager
async def _kept(place=PLACE, asked=None, url="sqlite:///school.db"):
    """Keep a child; what is heard of it, for as long as this lasts."""
    states = []
    task = asyncio.create_task(PhoneChild(url, asked).keep(place, states.append))
    yield states
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _until(holds):
    async with asyncio.timeout(60):
        while not holds():
            await asyncio.sleep(0.01)


def _pids():
    return [int(line) for line in Path("pids").read_text().split()] if Path("pids").exists() else []


def _alive(pid):
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


async def test_it_is_told_where_to_serve_and_finds_the_database_in_its_environment(child):
    async with _kept(Place("127.0.0.1", 8731, secure=True, on=True)) as states:
        await _until(lambda: SERVING in states)
    arguments, url = json.loads(Path("called").read_text())
    assert arguments == ["--address", "127.0.0.1", "--port", "8731", "--secure"]
    assert url == "sqlite:///school.db"
    assert "--secure" not in command(PLACE)


async def test_no_file_of_the_folder_one_is_in_is_run(child, tmp_path, monkeypatch):
    folder = tmp_path / "usb"
    folder.mkdir()
    (folder / "json.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(folder)
    async with _kept() as states:
        await _until(lambda: states and (SERVING in states or states[-1].trouble))
    assert SERVING in states


async def test_it_ends_with_the_program(child):
    async with _kept() as states:
        await _until(lambda: SERVING in states)
        assert _alive(*_pids())
    assert not _alive(*_pids())


async def test_one_that_will_not_end_is_ended(child):
    child(STUBBORN)
    async with _kept() as states:
        await _until(lambda: SERVING in states)
    assert not _alive(*_pids())


async def test_one_that_dies_is_replaced_and_that_is_said(child):
    async with _kept() as states:
        await _until(lambda: SERVING in states)
        os.kill(_pids()[0], signal.SIGKILL)
        await _until(lambda: states.count(SERVING) == 2)
    assert [bool(state.trouble) for state in states] == [False, False, True, False]


async def test_what_it_refuses_is_said_in_its_own_words_and_tried_again(child):
    child(REFUSES)
    async with _kept() as states:
        await _until(lambda: len(_pids()) > 1)
    assert states[1].trouble == "端口 8731 已经有别的程序在用，请换一个。"


async def test_one_that_says_nothing_is_said_to_be_away(child):
    child("raise SystemExit('no library')")
    async with _kept() as states:
        await _until(lambda: len(states) > 1)
    assert "稍后自动再试" in states[1].trouble


async def test_the_next_one_begins_when_the_last_is_gone(child):
    kept = PhoneChild("sqlite:///school.db")
    first = asyncio.create_task(kept.keep(PLACE, lambda _: None))
    await _until(lambda: len(_pids()) == 1)
    first.cancel()
    second = asyncio.create_task(kept.keep(PLACE, lambda _: None))
    await _until(lambda: len(_pids()) == 2)
    assert not _alive(_pids()[0])
    second.cancel()
    with suppress(asyncio.CancelledError):
        await second


async def test_where_it_is_not_wanted_none_is_begun(child, request, tmp_path):
    opened = connect(copied_sqlite(request, tmp_path))
    async with _kept(place=None) as states:
        await _until(lambda: states)
    assert (states, _pids()) == ([PageState()], [])
    opened.close()


async def test_the_command_line_wants_it_where_it_says(child, request, tmp_path):
    opened = connect(copied_sqlite(request, tmp_path))
    async with _kept(place=None, asked="127.0.0.1:9000") as states:
        await _until(lambda: SERVING in states)
    assert json.loads(Path("called").read_text())[0] == ["--address", "127.0.0.1", "--port", "9000"]
    opened.close()


def test_killed_with_force_the_program_leaves_no_child_behind(child):
    code = """
        import asyncio
        from yanxiu_tui import phone_child
        from yanxiu_tui.services.phone_pages import Place
        phone_child.MODULE = "fake_child"
        place = Place("127.0.0.1", 8731, on=True)
        kept = phone_child.PhoneChild("sqlite:///school.db").keep(place, lambda _: None)
        asyncio.run(kept)
    """
    root = Path(phone_child.__file__).parent.parent
    path = os.pathsep.join((str(root), os.environ["PYTHONPATH"]))
    program = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], env={**os.environ, "PYTHONPATH": path}
    )
    asyncio.run(_until(lambda: _pids()))
    program.kill()
    program.wait()
    asyncio.run(_until(lambda: not _alive(_pids()[0])))


@pytest.mark.parametrize(
    ("line", "state"),
    [
        (b'{"serving": "http://10.0.0.7:8731"}\n', PageState(True, "http://10.0.0.7:8731")),
        ('{"refused": "没有这个地址。"}\n'.encode(), PageState(True, "", "没有这个地址。")),
        (b"", PageState(True)),
        (b"Traceback\n", PageState(True)),
        (b"[]\n", PageState(True)),
        (b"\xff\n", PageState(True)),
    ],
)
def test_its_one_line_is_understood_or_it_has_said_nothing(line, state):
    assert heard(line) == state
