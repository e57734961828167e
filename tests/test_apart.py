"""Two real programs on one real server: each sees the other by itself, or goes on alone."""

import sys
from datetime import UTC, datetime, timedelta

import pytest

from db.connection import connect
from db.models import AttendanceFact
from tests.builders import OPERATOR, PIN, a_group, a_school, a_teacher, an_activity
from tests.server import a_server
from tests.terminal import Terminal
from yanxiu_tui.screens.sign_in import READ_SHARED_EVERY
from yanxiu_tui.services import audit
from yanxiu_tui.services.meeting import open_activity

NAMES = ("苏慧", "林远", "周敏", "何静", "钱立", "孙正", "王小明", "王小敏")
AWAY = "连不上服务器，先记在本机"


@pytest.fixture
def server():
    """A school of eight with a meeting open now."""
    with a_server() as found:
        opened = connect(found.url)
        term, group, now = a_school(), a_group("语文组"), datetime.now(UTC)
        for number, name in enumerate(NAMES):
            a_teacher(str(1001 + number), name, group=group)
        meeting = an_activity(term, starts_at=now, ends_at=now + timedelta(hours=2))
        open_activity(OPERATOR, meeting.id, now)
        opened.close()
        yield found


@pytest.fixture
def running():
    """The programs that run; all are ended after the test."""
    terminals = []
    yield terminals
    for terminal in terminals:
        terminal.close()


@pytest.fixture
def start(server, tmp_path, running):
    """Start a program on a machine of its own."""

    def begin(machine, *shown):
        command = [sys.executable, "-m", "yanxiu_tui", "--db", server.url]
        running.append(Terminal(command, XDG_DATA_HOME=str(tmp_path / machine)))
        running[-1].wait_for(*shown)
        return running[-1]

    return begin


def signs_in(terminal, staff_no, *told):
    terminal.type(f"{staff_no}\r")
    terminal.wait_for("请输入口令")
    terminal.type(f"{PIN}\r")
    terminal.wait_for(*told)


def facts(server):
    """Every fact of everybody, by staff number."""
    opened = connect(server.url)
    found = {}
    for fact in AttendanceFact.select().where(AttendanceFact.teacher.is_null(False)):
        found.setdefault(fact.teacher.staff_no, []).append(fact)
    assert not audit.verify(OPERATOR).findings
    opened.close()
    return found


def test_what_one_signs_in_the_other_shows_by_itself(start):
    assert READ_SHARED_EVERY < 1
    here, there = start("here", "实到 0"), start("there", "实到 0")
    for number in range(3):
        signs_in(here, str(1001 + number), "已签到", f"实到 {number + 1}")
        there.wait_for(f"实到 {number + 1}")


def test_cut_off_killed_and_started_anew_it_hands_over_what_it_noted(start, running, server):
    here, there = start("here", "实到 0"), start("there", "实到 0")
    signs_in(here, "1001", "已签到", "实到 1")
    server.stop("immediate")
    here.wait_for(AWAY)
    there.wait_for(AWAY)
    for number in range(2, 5):
        signs_in(here, str(1000 + number), "已先记下", f"（{number - 1} 条）")
    signs_in(there, "1005", "已先记下", "（1 条）")
    left_at = datetime.now(UTC)
    running.remove(here)
    here.close()
    anew = start("here", AWAY, "（3 条）")
    server.start()
    anew.wait_for("断网时记下的 3 条已补上", "实到 5")
    there.wait_for("断网时记下的 1 条已补上", "实到 5")
    signs_in(anew, "1006", "已签到", "实到 6")
    found = facts(server)
    assert {number: len(each) for number, each in found.items()} == {
        str(number): 1 for number in range(1001, 1007)
    }
    for number in ("1002", "1003", "1004", "1005"):
        (fact,) = found[number]
        assert (fact.means, fact.at < left_at <= fact.recorded_at) == ("offline", True)
