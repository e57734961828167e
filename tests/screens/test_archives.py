"""档案: what is there and what is missing, filed and taken out by key, everybody's, the check."""

from datetime import timedelta

import pytest
from textual.widgets import Input, Static

from db.models import ArchiveCheck, ArchiveItem, Teacher
from tests.builders import MACHINE, NOW
from tests.screens.conftest import SIZES, at_desk, in_last_term, settle, type_keys
from tests.screens.seen import status
from yanxiu_tui import clock
from yanxiu_tui.rules.archives import Medium
from yanxiu_tui.screens.archive_check import ArchiveCheckScreen
from yanxiu_tui.screens.archive_form import ArchiveFormScreen
from yanxiu_tui.screens.archives import ArchivesScreen
from yanxiu_tui.screens.archives_overview import ArchivesOverviewScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.services import archives, credentials
from yanxiu_tui.services.archives import ItemDraft
from yanxiu_tui.widgets.archive_words import percent
from yanxiu_tui.widgets.kept_table import KeptTable

DEAN, LEADER, TEACHER = "1002", "1003", "1007"
DAY = NOW.date()


def actor_of(staff_no: str):
    return credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)


def filed(staff_no: str, title: str, medium: Medium = "paper", path: str = "") -> None:
    """Something that a teacher added to their own archive."""
    actor = actor_of(staff_no)
    where = "" if medium == "file" else "档案柜三"
    draft = ItemDraft("results", title, DAY, medium, actor.teacher_id, where, path)
    archives.add(actor, draft, NOW)


def cells(app, name: str) -> list[list[str]]:
    table = app.screen.query_one(f"#{name}", KeptTable)
    return [[str(cell) for cell in table.get_row_at(row)] for row in range(table.row_count)]


def keys(app) -> set[str]:
    return {
        each.binding.description for each in app.screen.active_bindings.values() if each.enabled
    }


async def _open(app, pilot, staff_no: str = TEACHER) -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(ArchivesScreen(actor_of(staff_no)))
    await settle(pilot)


async def _overview(app, pilot, staff_no: str = DEAN) -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(ArchivesOverviewScreen(actor_of(staff_no)))
    await settle(pilot)


async def test_ones_own_archive_says_what_is_missing_and_how_it_comes(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        said = [row[:3] for row in cells(app, "classes")]
        assert said == [
            ["缺", "自修计划", "0/1"],
            ["缺", "参训过程", "0/1"],
            ["缺", "参训成效", "0/1"],
        ]
        summary = str(app.screen.query_one("#summary", Static).content)
        assert "王小明老师的成长档案" in summary and "完整 0%，缺 3 类" in summary
        assert "归进来。按 Ctrl+N 添加" in str(app.screen.query_one("#empty", Static).content)
        await type_keys(pilot, "", "down", "enter")
        assert "会自己归进来" in str(app.screen.query_one("#empty", Static).content)
        assert "换档案" not in keys(app)


async def test_something_is_added_with_a_form_and_taken_out_with_a_reason(app, tmp_path):
    path = tmp_path / "证书.jpg"
    path.write_bytes(b"picture")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "down", "down", "ctrl+n")
        form = app.screen
        assert isinstance(form, ArchiveFormScreen)
        assert form.focused.id == "title" and form.query_one("#class", Input).value == "参训成效"
        await type_keys(pilot, "结题证书", "ctrl+s")
        assert "纸质的请写放在哪里" in str(form.query_one(".wrong", Static).content)
        form.query_one("#path", Input).value = str(tmp_path / "没有.jpg")
        await type_keys(pilot, "柜三", "ctrl+s")
        assert "没有找到" in str(form.query_one(".wrong", Static).content)
        assert form.focused.id == "path"
        form.query_one("#path", Input).value = f"'{path}'"
        await type_keys(pilot, "", "ctrl+s")
        assert status(app) == "「结题证书」已添加。"
        assert ArchiveItem.get().medium == "both"
        assert cells(app, "items")[0][1:] == ["结题证书", "手工添加"]
        await type_keys(pilot, "", "enter", "delete")
        await type_keys(pilot, "放错了", "enter")
        assert status(app) == "「结题证书」已移出。"
        assert cells(app, "classes")[2][0] == "缺"


async def test_a_copy_is_taken_out_to_where_one_says(app, tmp_path):
    source, target = tmp_path / "证书.jpg", tmp_path / "取出.jpg"
    source.write_bytes(b"picture")
    filed(TEACHER, "结题证书", "file", str(source))
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "down", "down", "right", "left", "right", "enter")
        assert isinstance(app.screen, DetailsScreen)
        await type_keys(pilot, "", "f5")
        app.screen.query_one("#reason", Input).value = str(target)
        await type_keys(pilot, "", "enter")
        assert status(app) == f"已存为「{target}」。"
        assert target.read_bytes() == b"picture"


async def test_the_office_goes_from_one_archive_to_the_other(app):
    filed(TEACHER, "结题证书")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "f3", "down", "enter")
        assert "学校总档案" in str(app.screen.query_one("#summary", Static).content)
        assert cells(app, "classes")[0][1] == "校本研修计划"
        await type_keys(pilot, "", "f3", "down", "down", "enter")
        assert isinstance(app.screen, ArchivesOverviewScreen)
        await type_keys(pilot, "wxm", "enter")
        assert "王小明老师的成长档案" in str(app.screen.query_one("#summary", Static).content)
        assert "添加" in keys(app)


async def test_the_office_checks_one_and_then_all_the_others(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _overview(app, pilot)
        await type_keys(pilot, "wxm", "f6")
        assert isinstance(app.screen, ArchiveCheckScreen)
        assert "缺：自修计划、参训过程、参训成效" in str(
            app.screen.query_one("#about", Static).content
        )
        await type_keys(pilot, "", "space", "ctrl+s")
        assert "请在意见里写明" in str(app.screen.query_one(".wrong", Static).content)
        assert app.screen.focused.id == "opinion"
        await type_keys(pilot, "纸质的看过了", "ctrl+s")
        assert status(app) == "王小明老师的档案已检查：齐全。"
        await type_keys(pilot, "", "f8", "left", "enter")
        assert status(app) == "检查了 6 份：齐全 0 份，不全 6 份。"
        assert ArchiveCheck.select().where(ArchiveCheck.complete).count() == 1


async def test_a_leader_looks_over_the_group_and_checks_nobody(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _overview(app, pilot, LEADER)
        assert len(app.screen.lines) == 4
        assert "检查" not in keys(app)


async def test_everybody_s_archives_of_last_term_are_looked_over_and_not_checked(app, last_term):
    async with app.run_test(size=(80, 24)) as pilot:
        await _overview(app, pilot)
        await in_last_term(pilot)
        beside = str(app.screen.query_one("#beside", Static).content)
        assert beside == "2025—2026学年第二学期：8 人，齐全 0 人，已检查 0 人"
        assert not {"检查", "全部检查"} & keys(app)
        await type_keys(pilot, "wxm", "f6", "f8")
        assert isinstance(app.screen, ArchivesOverviewScreen)
        await type_keys(pilot, "", "enter")
        summary = str(app.screen.query_one("#summary", Static).content)
        assert "王小明老师的成长档案  2025—2026学年第二学期" in summary
    assert not ArchiveCheck.select().exists()


async def test_from_an_archive_of_last_term_one_goes_to_everybody_s_of_it(app, last_term):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        await in_last_term(pilot)
        await type_keys(pilot, "", "f3", "down", "down", "enter")
        assert isinstance(app.screen, ArchivesOverviewScreen)
        assert "2025—2026学年第二学期" in str(app.screen.query_one("#beside", Static).content)


async def test_what_was_forgotten_last_term_is_added_there_with_a_day_of_that_term(app, last_term):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await in_last_term(pilot)
        await type_keys(pilot, "", "down", "down", "ctrl+n")
        form = app.screen
        assert isinstance(form, ArchiveFormScreen)
        assert form.query_one("#day", Input).value == ""
        form.query_one("#title", Input).value = "暑期培训照片"
        form.query_one("#kept", Input).value = "柜三"
        form.query_one("#day", Input).value = f"{DAY}"
        await type_keys(pilot, "", "ctrl+s")
        assert f"{DAY} 不在2025—2026学年第二学期" in str(form.query_one(".wrong", Static).content)
        assert form.focused.id == "day"
        form.query_one("#day", Input).value = "2026-07-20"
        await type_keys(pilot, "", "ctrl+s")
        assert status(app) == "「暑期培训照片」已添加。"
        assert cells(app, "items")[0][:2] == ["07-20", "暑期培训照片"]


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_everybody_s_of_last_term_look_like_this(snap_compare, app, last_term, size):
    async def show(pilot):
        await _overview(app, pilot)
        await in_last_term(pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_an_archive_looks_like_this(snap_compare, app, size):
    filed(TEACHER, "课题《单元整体教学》结题证书")

    async def show(pilot):
        await _open(app, pilot, TEACHER)
        await type_keys(pilot, "", "down", "down")

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_everybody_s_archives_look_like_this(snap_compare, app, size):
    filed(TEACHER, "课题《单元整体教学》结题证书")

    async def show(pilot):
        await _overview(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)


def test_nearly_complete_is_not_said_to_be_complete():
    assert (percent(0.999), percent(1.0)) == ("99%", "100%")


async def test_in_the_first_weeks_of_a_term_last_term_s_archives_are_checked(
    app, last_term, monkeypatch
):
    monkeypatch.setattr(clock, "now", lambda: NOW - timedelta(days=30))
    async with app.run_test(size=(80, 24)) as pilot:
        await _overview(app, pilot)
        await in_last_term(pilot)
        await type_keys(pilot, "", "f8", "left", "enter")
        assert status(app).startswith("检查了 7 份")
    assert {row.term_id for row in ArchiveCheck.select()} == {last_term.id}
