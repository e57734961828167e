"""``yanxiu todo``: the same list as on that teacher's desk."""

import json
from datetime import timedelta

import pytest

from tests.builders import NOW
from tests.services.cast import a_cast
from yanxiu_tui.services import leave, todo
from yanxiu_tui.services.leave import LeaveDraft


@pytest.fixture
def asked(memory, monkeypatch):
    """苏慧 (1001) asks 钱立 (1005), the head, for leave from tomorrow on; nothing else waits."""
    monkeypatch.setattr(todo, "_SUBJECTS", ())
    cast, start = a_cast(), NOW + timedelta(days=1)
    draft = LeaveDraft("1001", "sick", "偏头痛", start, start + timedelta(hours=1))
    leave.ask(cast.dean, draft, NOW)


def test_it_lists_what_waits_for_that_teacher_with_the_days_left(yanxiu, asked):
    (row,) = json.loads(yanxiu("todo", "1005", "--format", "json").out)
    assert row == {"期限": "明天", "截止": "10月15日 周四 14:30", "要办的事": "1 张请假条待批"}


def test_where_nothing_waits_it_says_so(yanxiu, asked):
    assert yanxiu("todo", "1001").out == "（没有记录）\n"


def test_somebody_unknown_is_refused_in_a_sentence(yanxiu, asked):
    said = yanxiu("todo", "9999")
    assert said.code == 1
    assert "没有找到" in said.err
