"""Slow clients wait for nothing, garbage is not answered, and too large a crowd is sent away."""

import socket
import threading
import time
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime

import pytest

from yanxiu_tui.phone import server as module
from yanxiu_tui.phone.certificate import certificate
from yanxiu_tui.phone.guard import Guard
from yanxiu_tui.phone.server import listen, server

SHORT, LONG = 0.2, 60.0


async def _app(scope, receive, send):
    """Answers once the whole body has come."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"here"})


@pytest.fixture
def port(monkeypatch):
    """Where a server listens that gives whoever is slow as long as the machine may need."""
    with _served(monkeypatch, LONG) as where:
        yield where


@pytest.fixture
def hasty(monkeypatch):
    """Where a server listens that waits a fifth of a second at the most."""
    with _served(monkeypatch, SHORT) as where:
        yield where


@contextmanager
def _served(monkeypatch, patience, secured=None):
    for name in ("TO_ASK", "TO_ANSWER"):
        monkeypatch.setattr(module, name, patience)
    monkeypatch.setattr(module, "TO_STAY", SHORT)
    monkeypatch.setattr(module, "MOST_CONNECTIONS", 20)
    listening = listen("127.0.0.1", 0)
    where = listening.getsockname()[1]
    ready = threading.Event()
    running = server(Guard(_app, f"127.0.0.1:{where}"), secured, ready.set)
    thread = threading.Thread(target=running.run, args=([listening],), daemon=True)
    thread.start()
    assert ready.wait(LONG)
    yield where
    running.should_exit = True
    thread.join(LONG)


def _until_closed(connection):
    """All that comes until the other side hangs up."""
    connection.settimeout(LONG)
    got = b""
    try:
        while more := connection.recv(65536):
            got += more
    except ConnectionResetError:
        pass
    return got


def _call(port):
    return closing(socket.create_connection(("127.0.0.1", port)))


def _head(port, length=0):
    return b"POST /enter HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: %d\r\n\r\n" % (
        port,
        length,
    )


@pytest.mark.parametrize("begun", [b"", b"GET / HT", b"POST /enter HTTP/1.1\r\nHost: x\r\n"])
def test_a_request_that_does_not_come_to_its_end_is_dropped(hasty, begun):
    with _call(hasty) as phone:
        phone.sendall(begun)
        assert _until_closed(phone) == b""


def test_a_connection_that_never_begins_to_speak_https_is_dropped(monkeypatch, tmp_path):
    secured = str(certificate("127.0.0.1", tmp_path, datetime.now(UTC)))
    with _served(monkeypatch, SHORT, secured) as port, _call(port) as silent:
        assert _until_closed(silent) == b""


def test_a_body_that_trickles_is_dropped_though_something_comes_all_the_time(hasty):
    with _call(hasty) as phone:
        phone.sendall(_head(hasty, 1_000_000))
        with pytest.raises(OSError):
            while True:
                phone.sendall(b"x")
                time.sleep(0.05)


def test_a_whole_request_is_answered_and_the_connection_then_ends_soon(port):
    assert _answered(port)


def test_two_requests_on_one_connection_are_both_answered(port):
    with _call(port) as phone:
        phone.sendall(_head(port) * 2)
        assert _until_closed(phone).count(b"here") == 2


@pytest.mark.parametrize(
    "garbage", [b"\x16\x03\x01\x02\x00\x01\r\n\r\n", b"GET / HTTP/9\r\n\r\n", b"A" * 20_000]
)
def test_garbage_is_not_answered(port, garbage):
    with _call(port) as phone:
        phone.sendall(garbage)
        assert _until_closed(phone) == b""


def test_a_head_too_long_is_not_read(port):
    with _call(port) as phone:
        phone.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 20_000)
        assert _until_closed(phone) == b""


def test_more_connections_than_a_hall_needs_are_sent_away_and_the_rest_served(port):
    idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(20)]
    with _call(port) as phone:
        assert _until_closed(phone) == b""
    for each in idle:
        each.close()
    while not _answered(port):
        time.sleep(0.05)


def _answered(port):
    with suppress(ConnectionError), _call(port) as phone:
        phone.sendall(_head(port))
        return _until_closed(phone).count(b"here") == 1
    return False


def test_no_answer_names_the_program_that_serves(port):
    with _call(port) as phone:
        phone.sendall(_head(port))
        assert b"server:" not in _until_closed(phone).lower()


def test_trouble_in_the_door_is_a_sentence(monkeypatch, tmp_path):
    from starlette.testclient import TestClient

    from yanxiu_tui import trouble

    trouble._keep.cache_clear()
    monkeypatch.setattr("platformdirs.user_log_path", lambda *_, **__: tmp_path)

    async def failing(scope, receive, send):
        raise ZeroDivisionError("division by zero")

    answer = TestClient(Guard(failing, "testserver")).get("/")
    assert (answer.status_code, answer.text) == (500, "程序出了意外，请到签到台签到。")
    assert "ZeroDivisionError" in (tmp_path / "error.log").read_text()
