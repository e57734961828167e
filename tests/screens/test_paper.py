"""写材料: written section by section, saved for Word at a key, only read once it is closed."""

from datetime import timedelta

import docx
import pytest
from textual.events import Paste
from textual.widgets import Static

from db.models import Passage, Teacher
from tests.builders import MACHINE, NOW
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from yanxiu_tui.rules.lesson_prep import Section
from yanxiu_tui.screens import paper_files
from yanxiu_tui.screens.desk import DeskScreen
from yanxiu_tui.screens.paper import PaperScreen
from yanxiu_tui.services import credentials, manuscripts
from yanxiu_tui.widgets.status_line import StatusLine

TITLE = "语文组工作计划"
SECTIONS = (
    Section(id="aims", name="目标任务", hint="本学期要做到什么"),
    Section(id="topic", name="研修主题及内容"),
    Section(id="steps", name="具体安排"),
)
LEADER = "1003"


@pytest.fixture(autouse=True)
def documents(tmp_path, monkeypatch):
    """Files go into a folder of the test."""
    monkeypatch.setattr(paper_files, "new_file", lambda name, suffix: tmp_path / f"{name}.{suffix}")
    return tmp_path


@pytest.fixture
def plan(school) -> int:
    """An empty plan of 语文组."""
    group = Teacher.get(staff_no=LEADER).memberships.get().group_id
    return manuscripts.begin(
        manuscripts.PAPER, school.term_id, TITLE, NOW.date(), NOW, group_id=group
    ).id


async def _open(app, pilot, plan, staff_no=LEADER):
    await at_desk(pilot, staff_no)
    actor = credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)
    app.push_screen(screen := PaperScreen(actor, plan, TITLE, SECTIONS))
    await settle(pilot)
    return screen


def _texts() -> dict[str, str]:
    return {row.section: row.text for row in Passage.select()}


def _said(screen) -> str:
    return str(screen.query_one(StatusLine).content)


async def test_chinese_paragraphs_are_kept_section_by_section(app, plan):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, plan)
        await type_keys(pilot, "落实课标", "enter", *"同伴互助", "f8")
        await type_keys(pilot, "大单元教学", "escape")
        assert isinstance(app.screen, DeskScreen)
    assert _texts() == {"aims": "落实课标\n同伴互助", "topic": "大单元教学"}


async def test_f9_saves_what_is_written_by_now_for_word(app, plan, documents):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _open(app, pilot, plan)
        await type_keys(pilot, "落实课标", "f9")
        path = documents / "语文组工作计划_语文组.docx"
        assert _said(screen) == f"已存为 {path}"
    words = [each.text for each in docx.Document(str(path)).paragraphs]
    assert words[:4] == [TITLE, "示范中学", "语文组　2026年10月14日", "目标任务"]
    assert words[4] == "落实课标"


async def test_forty_thousand_characters_are_pasted_and_kept_at_any_size(app, plan):
    page = ("以校本研修为抓手，立足课堂，聚焦问题，同伴互助，人人有成果。\n" * 690)[:20_000]
    async with app.run_test(size=(120, 40)) as pilot:
        await _open(app, pilot, plan)
        for size in ((80, 24), (60, 20)):
            app.post_message(Paste(page))
            await settle(pilot)
            await pilot.resize_terminal(*size)
            await type_keys(pilot, "", "f8")
    assert _texts() == {"aims": page, "topic": page}


async def test_one_that_is_closed_is_read_and_saved_for_word_but_not_changed(app, plan, documents):
    leader = credentials.actor_for(Teacher.get(staff_no=LEADER), MACHINE)
    manuscripts.write(leader, plan, "aims", "落实课标。", 0, NOW)
    manuscripts.close(plan, NOW + timedelta(hours=1))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _open(app, pilot, plan)
        await type_keys(pilot, "改", "f9")
        assert str(screen.query_one("#kept", Static).content) == "已经定稿，不能再改"
        assert list(documents.glob("*.docx"))
    assert _texts() == {"aims": "落实课标。"}


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_it_looks_like_this(snap_compare, app, plan, size):
    leader = credentials.actor_for(Teacher.get(staff_no=LEADER), MACHINE)
    manuscripts.write(leader, plan, "aims", "落实课标，同伴互助，" * 20, 0, NOW)

    async def open_it(pilot):
        await _open(app, pilot, plan)

    assert snap_compare(app, terminal_size=size, run_before=open_it)
