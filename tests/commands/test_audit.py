"""``yanxiu audit verify``: 0 while the chain is whole, 1 with the place where it is not."""

import json

import pytest

from db.models import Trace
from tests.builders import NOW, OPERATOR, a_group, a_school, a_teacher, an_activity
from yanxiu_tui.services.meeting import open_activity


@pytest.fixture
def school(memory):
    """One line: a meeting was opened."""
    activity = an_activity(a_school())
    a_teacher("1001", "苏慧", group=a_group())
    open_activity(OPERATOR, activity.id, NOW)


def test_a_whole_chain_is_said_to_be_whole(yanxiu, school):
    done = yanxiu("audit", "verify")
    assert (done.code, done.out) == (0, "共 1 条痕迹，条条相扣，没有改动。\n")


def test_an_altered_line_is_named_and_ends_with_1(yanxiu, school):
    Trace.update(act="close_activity").execute()
    done = yanxiu("audit", "verify")
    assert done.code == 1
    assert "被改动" in done.out
    assert "2026-10-14 14:30" in done.out
    assert "请保留现状，与备份核对" in done.err


def test_the_findings_can_be_read_by_a_program(yanxiu, school):
    Trace.delete().execute()
    done = yanxiu("audit", "verify", "--format", "json")
    assert [(row["痕迹号"], row["发现"]) for row in json.loads(done.out)] == [("1", "被删去")]


def test_a_whole_chain_gives_a_program_an_empty_list(yanxiu, school):
    done = yanxiu("audit", "verify", "--format", "json")
    assert json.loads(done.out) == []
