"""``yanxiu phones`` and ``--phone``: what they print, and where the page is asked for."""

import json

import pytest

from db.models import Phone
from tests.builders import NOW, a_school, a_teacher
from yanxiu_tui.commands import demo as demo_command
from yanxiu_tui.commands import screen


@pytest.fixture
def phone(memory):
    """苏慧's phone."""
    a_school()
    owner = a_teacher("1001", "苏慧")
    return Phone.create(key="ab" * 16, teacher=owner, registered_at=NOW, address="192.168.1.77")


@pytest.fixture
def opened(monkeypatch):
    """What the screen was opened with, instead of opening it."""
    calls = []
    monkeypatch.setattr(screen, "open_screen", lambda _, phone=None: calls.append(phone))
    return calls


def test_the_phones_are_listed_with_their_owners(yanxiu, phone):
    (row,) = json.loads(yanxiu("phones", "list", "--format", "json").out)
    assert (row["编号"], row["工号"], row["姓名"]) == (str(phone.id), "1001", "苏慧")
    assert (row["登记时间"], row["登记时的地址"]) == ("2026-10-14 14:30", "192.168.1.77")
    assert not row["停用时间"]


def test_a_lost_phone_is_stopped(yanxiu, phone):
    said = yanxiu("phones", "revoke", phone.id)
    assert (said.code, said.out) == (0, f"已停用：编号 {phone.id}，苏慧（1001）的手机。\n")
    assert Phone.get().revoked_at == NOW
    (row,) = json.loads(yanxiu("phones", "list", "--format", "json").out)
    assert row["停用时间"] == "2026-10-14 14:30"


def test_a_phone_nobody_has_is_refused(yanxiu, phone):
    said = yanxiu("phones", "revoke", 99)
    assert (said.code, "没有这部手机" in said.err) == (1, True)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ([], None),
        (["--phone"], ""),
        (["--phone", "192.168.1.20"], "192.168.1.20"),
        (["demo"], None),
        (["demo", "--phone"], ""),
        (["demo", "--phone", "127.0.0.1:9000"], "127.0.0.1:9000"),
        (["--phone", "127.0.0.1", "demo"], "127.0.0.1"),
    ],
    ids=str,
)
def test_the_page_is_asked_for_where_the_words_say(yanxiu, opened, monkeypatch, words, asked):
    school = demo_command.demo.DemoSchool
    monkeypatch.setattr(demo_command.demo, "build_demo", lambda *_: school)
    monkeypatch.setattr(demo_command, "_tell", lambda *_: None)
    yanxiu(*words)
    assert opened == [asked]


def test_a_command_taken_for_an_address_is_wrong_usage(yanxiu, phone):
    said = yanxiu("--phone", "demo")
    assert (said.code, "「demo」不是网络地址" in said.err) == (2, True)
