"""Whatever is sent, the door answers with a refusal, and nothing is half written."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.models import ALL, AttendanceFact, Trace
from tests.phone.conftest import a_client, code_of
from yanxiu_tui import trouble
from yanxiu_tui.phone import limits

PATHS = {
    "/enter": ("code", "phone"),
    "/names": ("ticket", "typed"),
    "/register": ("ticket", "staff_no", "phone", "proof", "public", "sealed"),
    "/sign-in": ("ticket", "phone", "proof"),
}
GOOD = {
    "phone": "", "proof": "", "typed": "sh", "staff_no": "1001", "public": "2" * 512,
    "sealed": "0" * 192,
}  # fmt: skip
ODD_WORDS = [
    "",
    "\0",
    "1001\0",
    "\u202e1001",
    "\U0010ffff",
    "%",
    "'",
    "9" * 40,
    "-1",
    "1e9",
    "a" * 32,
]
HEX = st.text("0123456789abcdef", min_size=1)
ODD = st.one_of(
    st.text(st.characters(), max_size=80),
    st.sampled_from(
        ["", "0" * 32, "f" * 64, "0" * 512, "a" * 192, "1.2.3", "1-AAAA", "\0", "９" * 9]
    ),
    HEX,
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)
ANY_JSON = st.recursive(
    ODD, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8
)
FUZZ = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def door(meeting, client, tmp_path, monkeypatch):
    """A browser before a door that is never tired, and what a good request to it says."""
    trouble._keep.cache_clear()
    monkeypatch.setattr("platformdirs.user_log_path", lambda *_, **__: tmp_path)
    monkeypatch.setattr(limits.Limits, "_allows", lambda *_: True)
    good = client.post("/enter", json={"code": code_of(meeting), "phone": ""}).json()
    odd = GOOD | {"code": code_of(meeting), "ticket": good["ticket"]}
    return client, odd, tmp_path / "error.log"


def _kept():
    # What was refused is kept, with its line.
    kept = [table for table in ALL if table not in (AttendanceFact, Trace)]
    return {table.__name__: table.select().count() for table in kept}


def _signed_in():
    return AttendanceFact.select().where(AttendanceFact.kind != "refused").count()


def _post(door, path, body):
    client, _, log = door
    before = _kept()
    headers = {"Content-Type": "application/json"}
    answer = client.post(path, content=body, headers=headers)
    assert answer.status_code in (200, 400, 403, 413), answer.text
    if answer.status_code != 200:
        assert answer.json()["sentence"].endswith("。")
    assert not log.exists(), log.read_text()
    return before == _kept() and _signed_in() == 0


@pytest.mark.parametrize("path", PATHS)
@FUZZ
@given(body=st.binary(max_size=300))
def test_bytes_are_refused(door, path, body):
    assert _post(door, path, body)


@pytest.mark.parametrize("path", PATHS)
@FUZZ
@given(content=ANY_JSON)
def test_json_of_another_shape_is_refused(door, path, content):
    assert _post(door, path, json.dumps(content).encode())


@pytest.mark.parametrize("path", PATHS)
@FUZZ
@given(data=st.data())
def test_a_good_request_with_something_odd_in_it_writes_nothing_by_halves(door, path, data):
    _, good, _ = door
    content = {name: good[name] for name in PATHS[path]}
    for name in data.draw(st.sets(st.sampled_from(PATHS[path]), min_size=1)):
        content[name] = data.draw(ODD)
    body = json.dumps(content).encode()
    assert _post(door, path, body)


@pytest.mark.parametrize(
    "body",
    [
        b'{"code": "\\ud800", "phone": ""}',
        b'{"code": "\xff", "phone": ""}',
        b'{"code": 1e999, "phone": ""}',
        b'{"code": "' + b"1" * 4000 + b'", "phone": ""}',
        b"[" * 4000,
        b'{"a":' * 800,
        b'{"code": "1-A", "phone": "", "more": 1}',
        b'{"code": "1-A", "phone": "' + b"g" * 32 + b'"}',
        b'{"code": "1-A", "phone": "' + b"a" * 32 + b'\\n"}',
        b"9" * 4000,
        b"",
        b"null",
    ],
    ids=range(12),
)
def test_the_oddest_bodies_are_refused(door, body):
    assert _post(door, "/enter", body)


@pytest.mark.parametrize("path", PATHS)
def test_no_odd_word_in_any_field_upsets_either_database(any_meeting, path, tmp_path, monkeypatch):
    trouble._keep.cache_clear()
    monkeypatch.setattr("platformdirs.user_log_path", lambda *_, **__: tmp_path)
    client = a_client()
    code = code_of(any_meeting)
    ticket = client.post("/enter", json={"code": code, "phone": ""}).json()["ticket"]
    good = {**GOOD, "code": code, "ticket": ticket}
    before = _kept()
    for name in PATHS[path]:
        for odd in ODD_WORDS:
            content = {each: good[each] for each in PATHS[path]} | {name: odd}
            answer = client.post(path, json=content)
            assert answer.status_code in (200, 400, 403), (name, odd, answer.text)
    assert _kept() == before
    assert _signed_in() == 0
