"""A plan of 语文组 written in a room of its own, by 1007; 1005 is of the same group."""

from pathlib import Path

from textual.widgets import Static

from db.models import Passage, Teacher
from tests.builders import MACHINE, NOW
from tests.screens.conftest import at_desk, settle
from yanxiu_tui.rules.lesson_prep import Section
from yanxiu_tui.screens import drafts, keeping, writing
from yanxiu_tui.screens.writing import WritingRoom
from yanxiu_tui.services import credentials, manuscripts
from yanxiu_tui.widgets.section_list import SectionList
from yanxiu_tui.widgets.status_line import StatusLine

LIN = "1005"  # of 语文组, like 1007 who writes
SECTIONS = (
    Section(id="aims", name="教学目标"),
    Section(id="key_points", name="重难点分析"),
    Section(id="homework", name="作业分层"),
)


class Plan(WritingRoom):
    ROOM_NAME = "试写"
    CSS_PATH = Path(writing.__file__).with_name("writing.tcss")

    def sections(self):
        return SECTIONS


class Paired(Plan):
    PAIRED = ("aims", "key_points")


def actor_of(staff_no: str):
    return credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)


def a_plan(school) -> int:
    """A plan of 语文组 with nothing written."""
    group = Teacher.get(staff_no="1003").memberships.get().group_id
    return manuscripts.begin(
        manuscripts.SHARED_PLAN, school.term_id, "第一单元 散文", NOW.date(), NOW, group_id=group
    ).id


def quicken(monkeypatch) -> None:
    """Let seconds become moments."""
    for name in ("PAUSE", "AGAIN_AFTER"):
        monkeypatch.setattr(drafts, name, 0.05)
    monkeypatch.setattr(keeping, "_BEAT", 0.05)
    monkeypatch.setattr(writing, "_LOOK", 0.1)


async def opened(app, pilot, plan, staff_no="1007", room=Plan):
    await at_desk(pilot, staff_no)
    screen = room(actor_of(staff_no), plan)
    app.push_screen(screen)
    await settle(pilot)
    return screen


def text_of(section="aims") -> str:
    row = Passage.get_or_none(section=section)
    return row.text if row else ""


def rows_of(screen) -> list[str]:
    return [str(option.prompt) for option in screen.query_one(SectionList).options]


def said_in(screen) -> str:
    return str(screen.query_one(StatusLine).content)


def kept_in(screen) -> str:
    return str(screen.query_one("#kept", Static).content)
