"""教师名册: who is here, their codes and PINs, who has left."""

import os
from pathlib import Path

import platformdirs
import pytest
from openpyxl import load_workbook
from textual.widgets import Digits, Input
from textual.widgets._footer import FooterKey

from db.models import Credential, Teacher
from tests.builders import MACHINE, NOW, PIN
from tests.screens.conftest import SIZES, type_keys
from tests.screens.roster import open_roster
from tests.screens.seen import rows, said, status
from yanxiu_tui.errors import Refused
from yanxiu_tui.screens.confirm import ConfirmScreen, ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.enrolment_codes import CodeScreen
from yanxiu_tui.screens.teachers import TeachersScreen
from yanxiu_tui.services import credentials, enrolment_codes

pytestmark = pytest.mark.usefixtures("documents")


async def test_everybody_stands_in_the_list_with_whether_they_have_a_pin(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot)
        everybody = rows(app)
        assert [row[0] for row in everybody] == [str(1001 + place) for place in range(8)]
        assert everybody[3] == ["1004", "刘䶮", "", "", "数学组", "", "未设", "无"]
        assert said(app, "#beside") == "在岗 8 人，未设口令 1 人"


async def test_initials_narrow_the_list(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot)
        await type_keys(pilot, "wxm")
        assert [row[1] for row in rows(app)] == ["王小明", "王小敏"]


async def test_those_who_left_stand_last_and_say_so(app):
    Teacher.update(left_at=NOW).where(Teacher.staff_no == "1001").execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot)
        assert rows(app)[-1][0] == "1001"
        assert rows(app)[-1][-2] == "离开"


async def test_a_leader_sees_the_own_group_and_is_refused_the_codes(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot, "1003")
        assert [row[0] for row in rows(app)] == ["1001", "1003", "1005", "1007"]
        await type_keys(pilot, "", "f7")
        assert "没有办理这件事的权限" in status(app)


async def test_a_code_for_one_teacher_is_shown_large_and_lets_them_enrol(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot)
        await type_keys(pilot, "1004", "f6")
        assert isinstance(app.screen, CodeScreen)
        shown = app.screen.query_one(Digits).value
        assert len(shown) == 9
        credentials.enrol("1004", shown, "8064", NOW, MACHINE)
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, TeachersScreen)


async def test_somebody_with_a_pin_gets_a_new_code_only_after_a_question(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot)
        await type_keys(pilot, "1005", "f6")
        assert isinstance(app.screen, ConfirmScreen)
        assert not Credential.get(teacher=Teacher.get(staff_no="1005")).code_hash
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, CodeScreen)


async def test_slips_for_everybody_without_a_pin_go_into_the_documents(app, documents):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "", "enter")
        (file,) = documents.iterdir()
        assert file.name == "启用码_20261014_143000.xlsx"
        assert "1 张启用码已存为" in status(app)
        values = [cell.value for row in load_workbook(file).active for cell in row if cell.value]
        assert "刘䶮" in values


async def test_with_nowhere_to_put_the_slips_no_code_is_issued(app, documents, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "", "enter")
        assert "写不进去" in status(app)
        assert not Credential.get(teacher=Teacher.get(staff_no="1004")).code_hash


async def test_without_a_documents_folder_the_slips_go_home(app, tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setattr(platformdirs, "user_documents_path", lambda: tmp_path / "没有")
    monkeypatch.setattr(Path, "home", lambda: home)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "", "enter")
        assert len(list(home.iterdir())) == 1


async def test_a_locked_pin_is_unlocked(app):
    for _ in range(3):
        with pytest.raises(Refused):
            credentials.enter("1005", "0000", NOW, MACHINE)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot)
        await type_keys(pilot, "1005", "f7")
        assert "已解锁" in status(app)
        assert credentials.enter("1005", PIN, NOW, MACHINE).staff_no == "1005"


async def test_delete_marks_a_teacher_left_with_a_reason(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot)
        await type_keys(pilot, "1005", "delete")
        assert isinstance(app.screen, ReasonScreen)
        app.screen.query_one("#reason", Input).value = "调往县二中"
        await type_keys(pilot, "", "enter")
        assert "已离岗" in status(app)
        assert Teacher.get(staff_no="1005").left_at == NOW
        assert rows(app)[0][-2] == "离开"


async def test_delete_brings_back_somebody_who_left(app):
    Teacher.update(left_at=NOW).where(Teacher.staff_no == "1005").execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot)
        await type_keys(pilot, "1005", "enter")
        await type_keys(pilot, "", "delete")
        app.screen.query_one("#reason", Input).value = "支教期满"
        await type_keys(pilot, "", "enter")
        assert "已返岗" in status(app)
        assert Teacher.get(staff_no="1005").left_at is None


async def test_nobody_marks_themselves_left(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot)
        await type_keys(pilot, "1002", "delete")
        app.screen.query_one("#reason", Input).value = "误按"
        await type_keys(pilot, "", "enter")
        assert "不能给自己" in status(app)


async def test_every_key_of_the_footer_fits_in_eighty_columns(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot)
        keys = {key.description: key.region.right for key in app.screen.query(FooterKey)}
        assert {"导入", "发码", "解锁", "工牌", "找功能"} <= keys.keys()
        assert max(keys.values()) <= 80, keys


async def test_enter_shows_one_teacher_with_what_can_be_done(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_roster(pilot)
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


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_roster_looks_like_this(app, snap_compare, size):
    Teacher.update(
        subject="道德与法治", grade="七年级", sex="女", posts="教导副主任、教研组长"
    ).where(Teacher.staff_no == "1005").execute()
    assert snap_compare(app, terminal_size=size, run_before=open_roster)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_a_code_looks_like_this(app, snap_compare, size, monkeypatch):
    monkeypatch.setattr(enrolment_codes, "_new_code", lambda: "26437958")

    async def code(pilot):
        await open_roster(pilot)
        await type_keys(pilot, "1004", "f6")

    assert snap_compare(app, terminal_size=size, run_before=code)
