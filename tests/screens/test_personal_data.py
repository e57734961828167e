"""我的资料: what is kept, subject by subject; a copy at one key; the office sees anybody's."""

import pytest
from textual.widgets import DataTable, Static

from db.models import Trace
from tests.screens.claiming import actor_of
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from tests.screens.seen import rows, status
from yanxiu_tui.screens import paper_files
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.personal_data import PersonalDataScreen
from yanxiu_tui.screens.teachers import TeachersScreen


async def _open(app, pilot, staff_no="1007", of=""):
    await at_desk(pilot, staff_no)
    app.push_screen(PersonalDataScreen(actor_of(staff_no), of))
    await settle(pilot)


def _told(app):
    return str(app.screen.query_one("#told", Static).content)


async def test_every_subject_is_a_line_with_how_much_and_who_else_sees_it(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        lines = {row[0]: row[1:] for row in rows(app)}
        seen_by = "教导处、校领导、组长、主持人、资源教师"
        assert lines["活动考勤"] == ["   1", "26-10-14", "26-10-14", seen_by]
        assert lines["口令"][-1] == "谁也看不到"
        assert _told(app).startswith("关于您，程序里一共留着")


async def test_on_a_small_screen_all_of_it_stands_on_one_page(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        table = app.screen.query_one(DataTable)
        assert table.max_scroll_y == 0
        assert table.row_count == 15


async def test_enter_tells_what_there_is_of_a_subject_and_how_long_it_stays(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "down", "down", "enter")
        assert isinstance(app.screen, DetailsScreen)
        fields = dict(app.screen.fields)
        assert fields["应到的活动"] == "1 条，2026-10-14 至 2026-10-14"
        assert fields["留多久"].startswith("长期")


async def test_a_copy_is_written_at_one_key_and_traced(app, tmp_path, monkeypatch):
    monkeypatch.setattr(paper_files, "new_file", lambda name, suffix: tmp_path / f"{name}.{suffix}")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "f6")
        assert (tmp_path / "个人资料_1007_20261014.xlsx").exists()
        assert "取走后请删掉" in status(app)
    assert Trace.select().order_by(Trace.id.desc()).get().act == "export_personal_data"


async def test_the_office_sees_anybodys_from_the_roster(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1002")
        app.push_screen(TeachersScreen(actor_of("1002")))
        await settle(pilot)
        await type_keys(pilot, "oyjy", "f9")
        assert isinstance(app.screen, PersonalDataScreen)
        assert app.screen.ROOM_NAME == "个人资料"
        assert _told(app).startswith("关于欧阳静怡（1003），程序里一共留着")


async def test_a_leader_who_sees_the_roster_does_not_see_what_is_kept(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, "1003", of="1007")
        assert "没有办理这件事的权限" in status(app)
        assert not rows(app)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_page_looks_like_this(app, snap_compare, size):
    async def show(pilot):
        await _open(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_a_subject_looks_like_this(app, snap_compare, size):
    async def show(pilot):
        await _open(app, pilot)
        await type_keys(pilot, "", "down", "down", "enter")

    assert snap_compare(app, terminal_size=size, run_before=show)
