"""写着写着断了电: what is typed in the real program is kept while one types on."""

import sys
from datetime import UTC, datetime

import pytest

from db.connection import connect
from db.migrate import upgrade
from db.models import Membership, Passage, PrepUnit
from tests.builders import PIN, a_group, a_school, a_teacher
from tests.terminal import Terminal
from yanxiu_tui.rules.roles import GroupKind, Role
from yanxiu_tui.services import manuscripts

SENTENCE = "体会父爱的深沉与含蓄，学习抓住细节写人。"


@pytest.fixture
def url(tmp_path):
    """A school whose 备课组 has one unit, its plan still empty."""
    found = f"sqlite:///{tmp_path / 'school.db'}"
    opened = connect(found)
    upgrade(opened)
    term, now = a_school(), datetime.now(UTC)
    group = a_group("七年级语文备课组", GroupKind.PREP)
    teacher = a_teacher("1001", "苏慧", Role.PREP_GROUP_LEADER, group=group)
    Membership.update(leads=True).where(Membership.teacher == teacher).execute()
    plan = manuscripts.begin(
        manuscripts.SHARED_PLAN, term.id, "第一单元", now.date(), now, group_id=group.id
    )
    PrepUnit.create(term=term, group=group, plan=plan, number=1, title="第一单元")
    opened.close()
    return found


def _open_plan(url: str) -> Terminal:
    terminal = Terminal([sys.executable, "-m", "yanxiu_tui", "--db", url])
    terminal.wait_for("F2")
    terminal.type("\x1bOQ")
    terminal.wait_for("回车继续，Esc 返回签到台")
    terminal.type("1001\r")
    terminal.wait_for("口令")
    terminal.type(f"{PIN}\r")
    terminal.wait_for("备课")
    for keys, shown in (("7", "第一单元"), ("\r", "共性教案"), ("\r", "课标要求")):
        terminal.type(keys)
        terminal.wait_for(shown)
    return terminal


def _one_more(terminal: Terminal) -> str:
    """Type a sentence without ever waiting for it to be kept."""
    terminal.type(SENTENCE)
    terminal.watch(0.2)
    return SENTENCE


def _kept() -> str:
    """What of it is on the disk."""
    found = Passage.get_or_none()
    return found.text if found else ""


def test_a_program_killed_while_one_types_on_loses_nothing_that_it_had_kept(url):
    terminal, typed = _open_plan(url), ""
    opened = connect(url)
    try:
        terminal.wait_for("已写 0/9")
        sure = 0
        while not sure:
            typed += _one_more(terminal)
            sure = len(_kept())
        for _ in range(5):
            typed += _one_more(terminal)
    finally:
        terminal.close()
    kept = _kept()
    opened.close()
    assert typed.startswith(kept)
    assert len(kept) >= sure
    terminal = _open_plan(url)
    try:
        terminal.wait_for("已写 1/9", SENTENCE[:10])
    finally:
        terminal.close()
