"""集体备课记录: everything of a session in one screen, in few more keys than its text."""

import pytest

from db.models import ActivityFile, Passage, PlanVersion, Remark
from tests.benchmarks.keystrokes import REMARKS, SECTIONS, Keys, on_record, record
from tests.builders import NOW
from tests.screens.conftest import SIZES, type_keys
from tests.screens.prep_school import a_prep_session
from tests.screens.recordings import open_record, remark_rows, take_down
from tests.screens.written import said_in
from yanxiu_tui.screens.confirm import ConfirmScreen, ReasonScreen
from yanxiu_tui.screens.desk import DeskScreen
from yanxiu_tui.services import manuscripts, prep_sessions
from yanxiu_tui.widgets.section_list import SectionList


@pytest.fixture
def session(school):
    return a_prep_session(school.term_id)


async def test_everything_of_the_session_is_listed_at_the_left(app, session):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_record(app, pilot, session)
        listed = [str(each.prompt) for each in screen.query_one(SectionList).options]
        assert len(listed) == 13
        assert [each.split() for each in listed[-4:]] == [
            ["分工", "空"], ["成果", "空"], ["发言", "0"], ["材料", "0"]
        ]  # fmt: skip
        assert screen.focused is screen.editors[0]


async def test_plan_and_notes_are_written_in_one_go(app, session):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_record(app, pilot, session)
        await type_keys(pilot, "课标", *["f8"] * 9)
        await type_keys(pilot, "王小明出练习", "f8")
    kept = {(row.manuscript_id, row.section): row.text for row in Passage.select()}
    assert kept[session.plan_id, "standards"] == "课标"
    assert kept[session.notes_id, "division"] == "王小明出练习"


async def test_a_session_takes_no_more_keys_than_its_text_and_the_way_about(app, session):
    sections, spoken = SECTIONS[:2], REMARKS[:3]
    async with app.run_test(size=(80, 24)) as pilot:
        await open_record(app, pilot, session)
        keys = Keys(pilot)
        await record(keys, sections, spoken)
    assert keys.text <= sum(map(len, sections)) + sum(len(name + it) for _, name, it, _ in spoken)
    assert keys.text + keys.navigation < on_record()
    assert [(row.teacher.name, row.words) for row in Remark.select().order_by(Remark.id)] == [
        (name, words) for _, name, words, _ in spoken
    ]
    assert {*sections} < {row.text for row in Passage.select()}


async def test_a_photo_is_named_by_its_path_and_may_be_taken_off(app, session, tmp_path):
    (tmp_path / "a.jpg").write_text("")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_record(app, pilot, session)
        await type_keys(pilot, "", "f7")
        assert screen.focused.id == "where"
        await type_keys(pilot, f"{tmp_path}/a.jpg", "enter")
        await type_keys(pilot, "合影", "enter")
        assert said_in(screen) == "已登记。"
        await type_keys(pilot, "柜三", "enter", "enter")
        assert "没有找到它" in said_in(screen)
        await type_keys(pilot, "", "enter", "enter")
        assert "请填写存放的路径" in said_in(screen)
        await type_keys(pilot, "", "down", "f5")
        assert isinstance(app.screen, ConfirmScreen)
        await type_keys(pilot, "", "enter")
    assert [(row.caption, bool(row.removed_at)) for row in ActivityFile.select()] == [
        ("合影", False), ("", True)
    ]  # fmt: skip


async def test_f9_keeps_the_plan_as_this_session_s_version(app, session):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_record(app, pilot, session)
        await type_keys(pilot, "课标", "f9")
        assert isinstance(app.screen, ReasonScreen)
        await type_keys(pilot, "", "enter")
        assert said_in(screen) == "已存为第 1 版。"
        await type_keys(pilot, "", "f9", "enter")
        assert "和第 1 版一样" in said_in(screen)
    assert (PlanVersion.get().session_id, PlanVersion.get().note) == (session.id, "集体备课")


async def test_a_signed_record_is_only_read(app, session):
    take_down(session)
    manuscripts.close(session.notes_id, NOW)
    prep_sessions.PrepSession.update(signed_at=NOW).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_record(app, pilot, session)
        await type_keys(pilot, "", "f6", "f5", "f3")
        assert app.screen is screen
        assert len(remark_rows(screen)) == 1
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, DeskScreen)
    assert Remark.get().adopted == ""


@pytest.mark.parametrize("size", SIZES)
def test_recording_looks_like_this(snap_compare, app, session, size):
    async def run(pilot):
        await open_record(app, pilot, session)
        await type_keys(pilot, "通过人物的背影体会父爱")

    assert snap_compare(app, terminal_size=size, run_before=run)
