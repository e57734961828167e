"""The phone's door: one page, four things to ask, each refusal a sentence; nothing else."""

import sqlite3
from contextlib import closing

import pytest

from db.connection import SQLITE_PRAGMAS, connect
from db.models import ALL, Attendee, Phone
from tests.builders import NOW, OPERATOR, PIN, a_teacher, an_activity
from tests.conftest import copied_sqlite
from tests.phone.conftest import a_client, a_handset, a_meeting, code_of
from tests.phone.handset import Handset
from yanxiu_tui import trouble
from yanxiu_tui.phone.app import LARGEST_BODY
from yanxiu_tui.services import phone_codes, phones
from yanxiu_tui.services.meeting import open_activity

STRICT = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "x-frame-options": "DENY",
}


def _counts():
    return {table.__name__: table.select().count() for table in ALL}


def test_from_the_code_to_the_sign_in_and_the_next_meeting_by_one_tap(any_meeting):
    meeting, handset = any_meeting, a_handset(a_client())
    status, visit = handset.enter(code_of(meeting))
    assert (status, visit["title"], visit["name"]) == (200, meeting.title, "")
    assert (visit["when"], visit["place"]) == ("10月14日 14:30—16:30", "多媒体教室")
    assert handset.names("sh")[1] == {
        "people": [{"staff_no": "1001", "name": "苏慧", "group": "语文组"}]
    }
    status, done = handset.register("1001", PIN)
    assert status == 200
    assert (done["name"], done["at"], done["first"], done["status"]) == (
        "苏慧",
        "14:30",
        True,
        "出勤",
    )
    following = an_activity(meeting.term)
    open_activity(OPERATOR, following.id, NOW)
    assert handset.enter(code_of(following))[1]["name"] == "苏慧"
    assert handset.tap()[1]["first"] is True
    assert handset.tap()[1]["first"] is False


def test_the_typed_code_does_the_same(meeting, handset):
    typed = phone_codes.codes(phone_codes.secret(), meeting.id, NOW).typed
    assert handset.enter(typed)[0] == 200


def test_what_crosses_the_network_shows_neither_pin_nor_secret(meeting, client):
    seen = []

    def post(path, content):
        answer = client.post(path, json=content)
        seen.append(answer.request.content.decode() + answer.text)
        return answer.status_code, answer.json()

    # So long that it does not stand in the hex by chance.
    pin = "73915208"
    ma = a_teacher("1010", "马远", pin=pin)
    Attendee.create(activity=meeting, teacher=ma, group_name="语文组")
    handset = Handset(post)
    handset.enter(code_of(meeting))
    assert handset.register("1010", pin)[0] == 200
    handset.tap()
    assert len(handset.secret) == 64
    assert not any(pin in each or handset.secret in each for each in seen)


def test_a_lost_answer_asked_for_again_is_the_same_answer(meeting, handset):
    handset.enter(code_of(meeting))
    body, channel = handset.registration("1001", PIN)
    first, again = handset.post("/register", body)[1], handset.post("/register", body)[1]
    assert (first["first"], again["first"]) == (True, False)
    assert first["phone"] == again["phone"]
    assert channel.open("down", first["secret"]) == channel.open("down", again["secret"])
    assert Phone.select().count() == 1


def test_a_refusal_says_its_reason_and_a_sentence(meeting, handset):
    status, no = handset.enter("0123456789")
    assert (status, no["reason"]) == (403, "wrong_code")
    assert no["sentence"].endswith("。")


def test_a_sealed_pin_that_was_changed_on_its_way_is_refused(meeting, handset):
    handset.enter(code_of(meeting))
    body, _ = handset.registration("1001", PIN)
    body["sealed"] = ("0" if body["sealed"][0] != "0" else "1") + body["sealed"][1:]
    assert handset.post("/register", body)[1]["reason"] == "garbled"


def test_a_sealed_pin_is_good_for_nobody_else(meeting, handset):
    handset.enter(code_of(meeting))
    body, _ = handset.registration("1001", PIN)
    assert handset.post("/register", body | {"staff_no": "1002"})[1]["reason"] == "garbled"


@pytest.mark.parametrize("public", ["0" * 512, "0" * 511 + "1", "f" * 512])
def test_a_public_value_that_is_none_is_refused(meeting, handset, public):
    handset.enter(code_of(meeting))
    body, _ = handset.registration("1001", PIN)
    assert handset.post("/register", body | {"public": public})[1]["reason"] == "garbled"


def test_somebody_without_a_pin_is_sent_to_the_desk(meeting, handset):
    a_teacher("1010", "陶然", pin="")
    handset.enter(code_of(meeting))
    status, no = handset.register("1010", PIN)
    assert (status, no["reason"]) == (403, "no_pin")
    assert "启用码到签到台" in no["sentence"]


# What is served, and what is not


@pytest.mark.parametrize("path", ["/", "/12-ABCDEFGH23"])
def test_a_get_gives_the_page_and_changes_nothing(client, path):
    before = _counts()
    page = client.get(path)
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert client.head(path).status_code == 200
    assert _counts() == before


@pytest.mark.parametrize(
    "path",
    ["/favicon.ico", "/robots.txt", "/12-ABC/x", "/..%2fpage.js", "/page.js", "/12-", "/names/",
     "/%00", "/1-\u4e2d", "/12-ABCDEFGH23%0a", "/openapi.json"],
)  # fmt: skip
def test_everything_else_is_not_found_in_one_chinese_sentence(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.text == "这里只有签到页，请扫大屏幕上的二维码打开。"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "POST"])
def test_no_other_method_is_allowed(client, method):
    before = _counts()
    answer = client.request(method, "/12-ABCDEFGH23")
    assert (answer.status_code, answer.text[-1]) == (405, "。")
    assert _counts() == before


@pytest.mark.parametrize("path", ["/", "/nothing/here", "/enter", "/12-ABCDEFGH23"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_answer_has_strict_headers(client, method, path):
    headers = client.request(method, path, content=b"{").headers
    assert {name: headers[name] for name in STRICT} == STRICT
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    for rule in ("frame-ancestors", "base-uri", "form-action"):
        assert f"{rule} 'none'" in policy
    assert "unsafe" not in policy
    assert "geolocation=()" in headers["permissions-policy"]
    assert "server" not in headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": ""},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "https://192.0.2.7:8080"},
        {"Origin": "http://192.0.2.7"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_post_from_another_page_is_refused(meeting, client, headers):
    before = _counts()
    body = {"code": code_of(meeting), "phone": ""}
    answer = client.post("/enter", json=body, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["reason"] == "not_understood"
    assert _counts() == before


def test_another_name_for_this_machine_is_not_answered(client):
    answer = client.get("/", headers={"Host": "rebound.example:8080"})
    assert answer.status_code == 421


@pytest.mark.parametrize("kind", ["text/plain", "", "application/x-www-form-urlencoded"])
def test_a_post_must_be_json(client, kind):
    assert client.post("/enter", content=b"{}", headers={"Content-Type": kind}).status_code == 415


def test_a_body_too_long_is_refused(client):
    headers = {"Content-Type": "application/json"}
    answer = client.post("/enter", content=b" " * (LARGEST_BODY + 1), headers=headers)
    assert (answer.status_code, answer.json()["sentence"][-1]) == (413, "。")


# Trouble


@pytest.fixture
def log(tmp_path, monkeypatch):
    """The trouble file of this test."""
    trouble._keep.cache_clear()
    monkeypatch.setattr("platformdirs.user_log_path", lambda *_, **__: tmp_path)
    return tmp_path / "error.log"


def test_a_busy_database_is_said_kindly_and_nothing_is_lost(request, tmp_path, log, monkeypatch):
    monkeypatch.setitem(SQLITE_PRAGMAS, "busy_timeout", 50)
    opened = connect(copied_sqlite(request, tmp_path))
    meeting, handset = a_meeting(), a_handset(a_client())
    handset.enter(code_of(meeting))
    body, _ = handset.registration("1001", PIN)
    with closing(sqlite3.connect(tmp_path / "school.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        status, no = handset.post("/register", body)
    assert (status, no["reason"]) == (503, "busy")
    assert "再试" in no["sentence"]
    assert str(log) not in no["sentence"]
    assert "database is locked" in log.read_text()
    assert not Phone.select().exists()
    assert handset.post("/register", body)[1]["first"] is True
    opened.close()


def test_no_pin_and_no_code_stands_in_the_trouble_file(meeting, handset, log, monkeypatch):
    handset.enter(code_of(meeting))

    def failing(*_):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(phones, "register", failing)
    monkeypatch.setattr(phones, "enter", failing)
    assert handset.register("1001", PIN)[0] == 503
    assert handset.post("/enter", {"code": code_of(meeting), "phone": ""})[0] == 503
    kept = log.read_text()
    assert "ZeroDivisionError" in kept
    assert f'"{PIN}"' not in kept
    assert code_of(meeting) not in kept
