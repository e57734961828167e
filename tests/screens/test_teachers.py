"""教师名册: who is here, their codes, and the office's roster."""

import os
from pathlib import Path

import docx
import platformdirs
import pytest
from openpyxl import load_workbook
from textual.widgets import Button, Digits, Input, Static
from textual.widgets._footer import FooterKey

from db.models import Badge, Credential, Teacher
from tests.builders import MACHINE, NOW, OPERATOR, PIN
from tests.screens.conftest import NAMES, SIZES, settle, type_keys
from yanxiu_tui.errors import Refused
from yanxiu_tui.screens.confirm import ConfirmScreen, ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.enrolment_codes import CodeScreen
from yanxiu_tui.screens.roster_import import RosterImportScreen
from yanxiu_tui.screens.searched import ListTable
from yanxiu_tui.screens.teachers import TeachersScreen
from yanxiu_tui.services import badges, credentials, enrolment_codes
from yanxiu_tui.widgets.status_line import StatusLine

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Where the slips go."""
    documents = tmp_path / "文档"
    documents.mkdir()
    monkeypatch.setattr(platformdirs, "user_documents_path", lambda: documents)
    return documents


async def _enter(pilot, staff_no="1002"):
    """Open the room as this teacher."""
    await settle(pilot)
    actor = credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)
    pilot.app.push_screen(TeachersScreen(actor))
    await settle(pilot)


async def _import(pilot, path):
    """Ask for this file to be imported."""
    await type_keys(pilot, "", "ctrl+o")
    pilot.app.screen.query_one("#path", Input).value = str(path)
    await type_keys(pilot, "", "enter")


def _rows(app):
    table = app.screen.query_one(ListTable)
    return [[str(cell) for cell in table.get_row_at(row)] for row in range(table.row_count)]


def _status(app):
    return str(app.screen.query_one(StatusLine).content)


def _static(app, name):
    return str(app.screen.query_one(name, Static).content)


async def test_everybody_stands_in_the_list_with_whether_they_have_a_pin(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        rows = _rows(app)
        assert [row[0] for row in rows] == [str(1001 + place) for place in range(8)]
        assert rows[3] == ["1004", "刘䶮", "", "", "数学组", "", "未设", "无"]
        assert _static(app, "#beside") == "在岗 8 人，未设口令 1 人"


async def test_initials_narrow_the_list(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "wxm")
        assert [row[1] for row in _rows(app)] == ["王小明", "王小敏"]


async def test_those_who_left_stand_last_and_say_so(app):
    Teacher.update(left_at=NOW).where(Teacher.staff_no == "1001").execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        assert _rows(app)[-1][0] == "1001"
        assert _rows(app)[-1][-2] == "离开"


async def test_a_leader_sees_the_own_group_and_is_refused_the_codes(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot, "1003")
        assert [row[0] for row in _rows(app)] == ["1001", "1003", "1005", "1007"]
        await type_keys(pilot, "", "f7")
        assert "没有办理这件事的权限" in _status(app)


async def test_a_code_for_one_teacher_is_shown_large_and_lets_them_enrol(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "1004", "f6")
        assert isinstance(app.screen, CodeScreen)
        shown = app.screen.query_one(Digits).value
        assert len(shown) == 9
        credentials.enrol("1004", shown, "8064", NOW, MACHINE)
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, TeachersScreen)


async def test_somebody_with_a_pin_gets_a_new_code_only_after_a_question(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "1005", "f6")
        assert isinstance(app.screen, ConfirmScreen)
        assert not Credential.get(teacher=Teacher.get(staff_no="1005")).code_hash
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, CodeScreen)


async def test_slips_for_everybody_without_a_pin_go_into_the_documents(app, folder):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "", "enter")
        (file,) = folder.iterdir()
        assert file.name == "启用码_20261014_143000.xlsx"
        assert "1 张启用码已存为" in _status(app)
        values = [cell.value for row in load_workbook(file).active for cell in row if cell.value]
        assert "刘䶮" in values


async def test_with_nowhere_to_put_the_slips_no_code_is_issued(app, folder, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "", "enter")
        assert "写不进去" in _status(app)
        assert not Credential.get(teacher=Teacher.get(staff_no="1004")).code_hash


async def test_without_a_documents_folder_the_slips_go_home(app, tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setattr(platformdirs, "user_documents_path", lambda: tmp_path / "没有")
    monkeypatch.setattr(Path, "home", lambda: home)
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "", "enter")
        assert len(list(home.iterdir())) == 1


async def test_a_locked_pin_is_unlocked(app):
    for _ in range(3):
        with pytest.raises(Refused):
            credentials.enter("1005", "0000", NOW, MACHINE)
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "1005", "f7")
        assert "已解锁" in _status(app)
        assert credentials.enter("1005", PIN, NOW, MACHINE).staff_no == "1005"


def _names(path):
    cells = [cell for row in docx.Document(str(path)).tables[0].rows for cell in row.cells[::2]]
    return [cell.paragraphs[1].text for cell in cells if cell.text]


async def test_badges_for_everybody_without_one_are_cards_in_the_documents(app, folder):
    badges.issue(OPERATOR, NOW, ["1001"])
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "", "enter")
        (file,) = folder.iterdir()
        assert file.name == "工牌_20261014_143000.docx"
        assert _names(file) == NAMES[1:]
        assert "7 张工牌已存为" in _status(app)
        assert {row[-1] for row in _rows(app)} == {"有"}


async def test_the_badges_of_a_group_are_for_those_who_have_none(app, folder):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "", "f8", "down", "enter")
        await type_keys(pilot, "sxz", "enter")
        assert _names(next(folder.iterdir())) == NAMES[1::2]


async def test_a_badge_is_issued_anew_for_the_teacher_under_the_cursor(app, folder):
    badges.issue(OPERATOR, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "1005", "f8")
        await type_keys(pilot, "", "enter")
        assert "旧的作废" in str(app.screen.query_one(Static).content)
        await type_keys(pilot, "", "enter")
        assert _names(next(folder.iterdir())) == ["买买提·艾力"]
        assert "1 张工牌已存为" in _status(app)
    good = Badge.select().where(Badge.revoked_at.is_null())
    assert (good.count(), Badge.select().count()) == (8, 9)


async def test_a_lost_badge_is_stopped_with_a_reason(app):
    badges.issue(OPERATOR, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "1005", "f8")
        await type_keys(pilot, "gs", "enter")
        assert isinstance(app.screen, ReasonScreen)
        app.screen.query_one("#reason", Input).value = "丢在操场"
        await type_keys(pilot, "", "enter")
        assert "买买提·艾力老师的工牌已挂失" in _status(app)
        assert _rows(app)[0][-1] == "无"


async def test_with_nowhere_to_put_the_cards_no_badge_is_issued(app, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "", "enter")
        assert "写不进去" in _status(app)
    assert Badge.select().count() == 0


async def test_a_leader_is_refused_the_badges(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot, "1003")
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "", "enter")
        assert "没有办理这件事的权限" in _status(app)


async def test_delete_marks_a_teacher_left_with_a_reason(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "1005", "delete")
        assert isinstance(app.screen, ReasonScreen)
        app.screen.query_one("#reason", Input).value = "调往县二中"
        await type_keys(pilot, "", "enter")
        assert "已离岗" in _status(app)
        assert Teacher.get(staff_no="1005").left_at == NOW
        assert _rows(app)[0][-2] == "离开"


async def test_delete_brings_back_somebody_who_left(app):
    Teacher.update(left_at=NOW).where(Teacher.staff_no == "1005").execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "1005", "enter")
        await type_keys(pilot, "", "delete")
        app.screen.query_one("#reason", Input).value = "支教期满"
        await type_keys(pilot, "", "enter")
        assert "已返岗" in _status(app)
        assert Teacher.get(staff_no="1005").left_at is None


async def test_nobody_marks_themselves_left(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "1002", "delete")
        app.screen.query_one("#reason", Input).value = "误按"
        await type_keys(pilot, "", "enter")
        assert "不能给自己" in _status(app)


async def test_every_key_of_the_footer_fits_in_eighty_columns(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        keys = {key.description: key.region.right for key in app.screen.query(FooterKey)}
        assert {"导入", "发码", "解锁", "工牌", "找功能"} <= keys.keys()
        assert max(keys.values()) <= 80, keys


async def test_enter_shows_one_teacher_with_what_can_be_done(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await type_keys(pilot, "1004", "enter")
        assert isinstance(app.screen, DetailsScreen)
        assert dict(app.screen.fields) == {
            "工号": "1004",
            "姓名": "刘䶮",
            "教研组": "数学组",
            "口令": "未设",
            "工牌": "无",
        }
        await type_keys(pilot, "", "f6")
        assert isinstance(app.screen, CodeScreen)


async def test_a_roster_is_shown_first_and_imported_after_a_confirmation(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await _import(pilot, f"'{DATA / 'roster_office.xlsx'}'")
        assert "新增" in _static(app, "#told")
        assert "不再列出" in _static(app, "#told")
        assert Teacher.select().count() == 8
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, TeachersScreen)
        assert "已导入：新增" in _status(app)
        assert Teacher.select().count() == len(_rows(app)) > 8


async def test_every_fault_is_named_by_sheet_row_and_column_and_nothing_can_be_imported(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await _import(pilot, DATA / "roster_faults.xlsx")
        told = _static(app, "#told")
        assert "教师 第3行 B列（姓名）：没有填写。" in told
        assert f"有 {len(told.splitlines()) - 2} 处要改" in told
        assert app.screen.query_one("#yes", Button).disabled
        await type_keys(pilot, "", "ctrl+s")
        assert isinstance(app.screen, RosterImportScreen)
        assert Teacher.select().count() == 8


async def test_a_file_that_is_not_there_is_said_and_the_path_stays(app, tmp_path):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await _import(pilot, tmp_path / "没有.xlsx")
        assert "找不到文件" in _static(app, ".wrong")
        assert "没有.xlsx" in app.screen.query_one("#path", Input).value


async def test_what_is_no_path_is_said_and_may_be_typed_again(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await _import(pilot, "~nobody-of-that-name/名册.xlsx")
        assert "请核对路径" in _static(app, ".wrong")


async def test_another_path_forgets_what_was_read(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot)
        await _import(pilot, DATA / "roster_office.xlsx")
        app.screen.query_one("#path", Input).value = "别的.xlsx"
        await type_keys(pilot, "", "ctrl+s")
        assert isinstance(app.screen, RosterImportScreen)
        assert Teacher.select().count() == 8


async def test_who_may_not_import_is_refused_in_words(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(pilot, "1003")
        await _import(pilot, DATA / "roster_office.xlsx")
        assert "没有办理这件事的权限" in _static(app, ".wrong")


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_roster_looks_like_this(app, snap_compare, size):
    Teacher.update(
        subject="道德与法治", grade="七年级", sex="女", posts="教导副主任、教研组长"
    ).where(Teacher.staff_no == "1005").execute()
    assert snap_compare(app, terminal_size=size, run_before=_enter)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_what_may_be_done_with_badges_looks_like_this(app, snap_compare, size):
    badges.issue(OPERATOR, NOW, ["1005"])

    async def offered(pilot):
        await _enter(pilot)
        await type_keys(pilot, "1005", "f8")

    assert snap_compare(app, terminal_size=size, run_before=offered)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_faults_look_like_this(app, snap_compare, size, monkeypatch):
    monkeypatch.chdir(DATA)

    async def faults(pilot):
        await _enter(pilot)
        await _import(pilot, "roster_faults.xlsx")

    assert snap_compare(app, terminal_size=size, run_before=faults)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_a_code_looks_like_this(app, snap_compare, size, monkeypatch):
    monkeypatch.setattr(enrolment_codes, "_new_code", lambda: "26437958")

    async def code(pilot):
        await _enter(pilot)
        await type_keys(pilot, "1004", "f6")

    assert snap_compare(app, terminal_size=size, run_before=code)
