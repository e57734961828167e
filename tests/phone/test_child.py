"""The child's contract with the terminal: it says where it serves or why not, and ends with it."""

import signal
import socket
import ssl
import stat
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from cryptography import x509

from db.connection import connect
from tests.benchmarks.phones import crowd, facts_of
from tests.conftest import copied_sqlite
from tests.phone.child import a_meeting_now, code_now, heard, serving, start
from tests.phone.handset import Handset
from yanxiu_tui.phone.certificate import certificate
from yanxiu_tui.phone.server import origin_of

NOW = datetime(2026, 10, 14, tzinfo=UTC)


@pytest.fixture
def url(request, tmp_path):
    """A school with a meeting now."""
    address = copied_sqlite(request, tmp_path)
    opened = connect(address)
    a_meeting_now({"1001": "苏慧"})
    yield address
    opened.close()


def _refused(child):
    said = heard(child)["refused"]
    assert child.wait(20) == 1
    child.communicate()
    return said


def test_it_says_where_it_serves_and_ends_with_its_input(url):
    child = start(url)
    origin = heard(child)["serving"]
    assert httpx.get(origin).status_code == 200
    out, err = child.communicate(timeout=20)
    assert (child.returncode, out, err) == (0, b"", b"")


def test_it_ends_when_it_is_told_to(url):
    child = start(url)
    heard(child)
    child.send_signal(signal.SIGTERM)
    child.wait(20)
    assert b"Traceback" not in child.communicate()[1]


def test_it_ends_though_a_phone_holds_on_to_it(url):
    child = start(url)
    host, port = heard(child)["serving"].removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as phone:
        phone.sendall(b"POST /enter HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n")
        child.communicate(timeout=20)


def test_an_address_of_another_machine_is_refused(url):
    assert "没有地址 192.0.2.1" in _refused(start(url, "--address", "192.0.2.1", "--port", "0"))


def test_a_port_already_taken_is_refused(url):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = _refused(start(url, "--address", "127.0.0.1", "--port", port))
    assert f"端口 {port} 已被别的程序占用" in said


def test_a_port_that_is_none_is_refused(url):
    assert "端口 99999 不对" in _refused(start(url, "--address", "127.0.0.1", "--port", "99999"))


@pytest.mark.parametrize(
    "address", ["oracle://x", "sqlite:////nonexistent/none/x.db", "sqlite:///"]
)
def test_a_database_that_does_not_open_is_said_in_one_sentence(address):
    said = _refused(start(address))
    assert said.endswith("。")
    assert "Traceback" not in said


def test_a_database_without_a_school_is_refused(request, tmp_path):
    assert "还没有建立学校" in _refused(start(copied_sqlite(request, tmp_path)))


def test_it_speaks_https_with_a_certificate_of_its_own(url, tmp_path):
    arguments = ("--address", "127.0.0.1", "--port", "0", "--secure")
    with serving(url, *arguments, XDG_DATA_HOME=str(tmp_path), HOME=str(tmp_path)) as origin:
        assert origin.startswith("https://127.0.0.1:")
        (made,) = tmp_path.rglob("phone-127.0.0.1.pem")
        trusting = ssl.create_default_context(cafile=str(made))
        trusting.verify_flags &= ~ssl.VERIFY_X509_STRICT
        with httpx.Client(base_url=origin, verify=trusting, headers={"Origin": origin}) as client:
            phone = Handset(lambda path, body: _answer(client.post(path, json=body)))
            assert phone.enter("0123456789")[1]["reason"] == "wrong_code"


def test_a_folder_that_takes_no_certificate_is_said(url, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    arguments = ("--address", "127.0.0.1", "--port", "0", "--secure")
    child = start(url, *arguments, XDG_DATA_HOME=str(blocked), HOME=str(blocked))
    assert "证书" in _refused(child)


def _answer(answer):
    return answer.status_code, answer.json()


# The certificate


@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8::7", "yanxiu.example"])
def test_a_certificate_names_the_address_and_is_its_owner_s_alone(tmp_path, address):
    path = certificate(address, tmp_path, NOW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    made = x509.load_pem_x509_certificate(path.read_bytes())
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(each.value) for each in names] == [address]


def test_a_certificate_is_kept_until_it_is_nearly_over(tmp_path):
    first = certificate("192.0.2.7", tmp_path, NOW).read_bytes()
    assert certificate("192.0.2.7", tmp_path, NOW + timedelta(days=300)).read_bytes() == first
    assert certificate("192.0.2.7", tmp_path, NOW + timedelta(days=380)).read_bytes() != first


@pytest.mark.parametrize("spoil", ["cut", "open"])
def test_a_certificate_that_is_broken_or_open_to_others_is_made_anew(tmp_path, spoil):
    path = certificate("192.0.2.7", tmp_path, NOW)
    first = path.read_bytes()
    if spoil == "cut":
        path.write_bytes(first[:-200])
    else:
        path.chmod(0o644)
    assert certificate("192.0.2.7", tmp_path, NOW).read_bytes() != first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("where", "origin"),
    [
        (("192.0.2.7", 80, False), "http://192.0.2.7"),
        (("192.0.2.7", 443, True), "https://192.0.2.7"),
        (("192.0.2.7", 8080, False), "http://192.0.2.7:8080"),
        (("2001:db8::7", 8443, True), "https://[2001:db8::7]:8443"),
    ],
)
def test_an_origin_is_what_a_browser_calls_it(where, origin):
    assert origin_of(*where) == origin


# Many at once


def test_sixty_phones_at_once_are_all_answered_none_lost_and_none_twice(database_url):
    opened = connect(database_url)
    meeting = a_meeting_now({str(1001 + turn): f"教师{turn}" for turn in range(60)})
    with serving(database_url) as origin:
        phones = crowd(origin, code_now(meeting), 60)
        told = phones.register(code_now(meeting))
        assert [each["first"] for each in told] == [True] * 60
        assert [each["first"] for each in phones.tap(code_now(meeting))] == [False] * 60
    assert facts_of(meeting) == {"sign_in": 60, "sign_in_again": 60}
    opened.close()
