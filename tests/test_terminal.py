"""The real program in a real pseudo-terminal, long commits of an input method included."""

import sys
from datetime import UTC, datetime, timedelta

import pytest

from db.connection import connect
from db.migrate import upgrade
from tests.builders import OPERATOR, PIN, a_group, a_school, a_teacher, an_activity
from tests.terminal import Terminal
from yanxiu_tui.services.meeting import open_activity

LONG_NAME = "买买提·艾力·阿不都热依木·吐尔逊"


@pytest.fixture
def url(tmp_path):
    """A school on disk with a meeting open now; the connection is given up."""
    found = f"sqlite:///{tmp_path / 'school.db'}"
    opened = connect(found)
    upgrade(opened)
    now = datetime.now(UTC)
    term = a_school()
    group = a_group()
    for staff_no, name in (("1001", "苏慧"), ("1002", "刘䶮"), ("1003", LONG_NAME)):
        a_teacher(staff_no, name, group=group)
    meeting = an_activity(term, starts_at=now, ends_at=now + timedelta(hours=2))
    open_activity(OPERATOR, meeting.id, now)
    opened.close()
    return found


@pytest.fixture
def start(url):
    """Start the program at a size; it is ended after the test."""
    running = []

    def begin(columns=80, rows=24):
        command = [sys.executable, "-m", "yanxiu_tui", "--db", url]
        running.append(Terminal(command, columns, rows))
        running[-1].wait_for("应到 3", "语文组")
        return running[-1]

    yield begin
    for terminal in running:
        terminal.close()


def test_a_teacher_signs_in_with_the_keyboard(start):
    terminal = start()
    terminal.type("1001\r")
    terminal.wait_for("苏慧老师", "请输入口令")
    terminal.type(f"{PIN}\r")
    terminal.wait_for("苏慧：已签到", "实到 1")


def test_a_long_commit_of_an_input_method_arrives_whole(start):
    terminal = start(columns=120, rows=40)
    terminal.type(LONG_NAME)
    terminal.wait_for("1003", LONG_NAME)


def test_a_commit_followed_at_once_by_enter_is_not_garbled(start):
    terminal = start()
    terminal.type("刘䶮\r")
    terminal.wait_for("刘䶮老师", "请输入口令")


def test_after_two_seconds_it_rests_again(start):
    terminal = start()
    terminal.type("1001\r")
    terminal.wait_for("请输入口令")
    terminal.type(f"{PIN}\r")
    terminal.wait_for("已签到")
    terminal.wait_for("刘䶮")


def test_killed_and_started_again_it_remembers(start):
    first = start()
    first.type("1001\r")
    first.wait_for("请输入口令")
    first.type(f"{PIN}\r")
    first.wait_for("已签到")
    start().wait_for("实到 1")
