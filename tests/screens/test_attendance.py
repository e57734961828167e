"""考勤表: the sheet as it stands, narrowed, printed; everybody marked present."""

from datetime import timedelta

import platformdirs
import pytest
from openpyxl import load_workbook

from db.models import Activity, Attendee, Teacher
from tests.builders import MACHINE, NOW, PIN, a_group, an_activity
from tests.screens.conftest import SIZES, settle, type_keys
from tests.screens.seen import status
from tests.screens.sheet import (
    DEAN,
    LEADER,
    actor_of,
    after,
    much_happens,
    names,
    open_sheet,
    row_of,
    standing_of,
    text_of,
)
from yanxiu_tui import clock
from yanxiu_tui.screens.attendance import AttendanceScreen
from yanxiu_tui.screens.proxy_sign_in import ProxySignInScreen
from yanxiu_tui.services.meeting import end_activity, open_activity
from yanxiu_tui.services.sign_in import sign_in


@pytest.fixture
def lively(school, monkeypatch):
    """The meeting when much has happened at it."""
    later = much_happens(school)
    monkeypatch.setattr(clock, "now", lambda: later)
    return school


async def test_the_sheet_shows_times_calls_standings_and_remarks(app, lively):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_sheet(pilot)
        assert row_of(app, "周敏")[3:] == ["14:30", "到", "", "出勤", "早退 16:20"]
        assert row_of(app, "欧阳静怡")[3:] == ["14:30", "未到", "", "未到", "签到与点名不符"]
        assert row_of(app, "王小敏")[6:] == ["出勤", "更正为出勤"]
        assert row_of(app, "买买提·艾力")[3:6] == ["", "到", ""]


async def test_f6_goes_through_the_filters(app, lively):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_sheet(pilot)
        assert len(names(app)) == 8
        await type_keys(pilot, "", "f6")
        assert names(app) == ["刘䶮", "欧阳静怡", "王小明"]
        await type_keys(pilot, "", "f6")
        assert names(app) == ["欧阳静怡"]
        await type_keys(pilot, "", "f6")
        assert "没有“迟到”的老师" in str(app.screen.query_one("#nothing").content)


async def test_typing_initials_narrows_the_sheet(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_sheet(pilot)
        await type_keys(pilot, "wxm")
        assert names(app) == ["王小明", "王小敏"]
        await type_keys(pilot, "zzz")
        assert "没有找到" in str(app.screen.query_one("#nothing").content)


async def test_marking_all_present_says_how_many_and_leaves_leave_alone(app, lively):
    Attendee.update(status="sick_leave", leave_status="sick_leave").where(
        Attendee.teacher == Teacher.get(staff_no="1004")
    ).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_sheet(pilot)
        await type_keys(pilot, "", "f7")
        assert "2 位" in text_of(app)
        assert "请假的、更正过的不动" in text_of(app)
        await type_keys(pilot, "设备故障，全员在场", "enter")
        assert "已把 2 位记为出勤" in status(app)
        assert standing_of("1004").status == "sick_leave"
        assert standing_of("1007").status == "present"


async def test_marking_all_present_without_a_reason_does_nothing(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_sheet(pilot)
        await type_keys(pilot, "", "f7", "enter", "escape")
        assert not Attendee.select().where(Attendee.status == "present")


async def test_f8_looks_through_the_sign_ins_of_the_meeting_shown(app, lively):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_sheet(pilot)
        await type_keys(pilot, "", "f8")
        assert isinstance(app.screen, ProxySignInScreen)
        assert app.screen.activity_id == lively.id
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, AttendanceScreen)


async def test_f9_prints_the_sheet_and_says_where(app, documents, lively):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_sheet(pilot)
        await type_keys(pilot, "", "f9")
        path = documents / "签到表_20261014_新课标下的单元整体教学.xlsx"
        assert str(path) in status(app).replace("\n", "")
        cells = [cell.value for row in load_workbook(path).active.rows for cell in row]
        assert "买买提·艾力" in cells


async def test_the_name_of_the_file_has_nothing_a_folder_forbids(app, documents, school):
    Activity.update(title="读书/交流：“双减”?").where(Activity.id == school.id).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_sheet(pilot)
        await type_keys(pilot, "", "f9")
        assert [path.name for path in documents.iterdir()] == [
            "签到表_20261014_读书 交流：“双减”.xlsx"
        ]


async def test_where_there_is_no_documents_folder_it_goes_home(app, tmp_path, monkeypatch):
    monkeypatch.setattr(platformdirs, "user_documents_path", lambda: tmp_path / "没有")
    home = tmp_path / "家"
    home.mkdir()
    monkeypatch.setattr("pathlib.Path.home", lambda: home)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_sheet(pilot)
        await type_keys(pilot, "", "f9")
        assert len(list(home.iterdir())) == 1


async def test_before_a_meeting_opened_there_is_nothing_to_enter_or_print(app, documents):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_sheet(pilot)
        await type_keys(pilot, "", "f3")
        await type_keys(pilot, "", "up", "enter")
        assert "Ctrl+B" in str(app.screen.query_one("#nothing").content)
        for key in ("f9", "ctrl+e"):
            await type_keys(pilot, "", key)
            assert "还没有开放过签到" in status(app)
        assert not list(documents.iterdir())


async def test_a_blank_sheet_of_a_planned_meeting_lists_who_will_be_expected(app, documents):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_sheet(pilot)
        await type_keys(pilot, "", "f3")
        await type_keys(pilot, "", "up", "enter")
        assert app.screen.sheet.board.activity.title == "数学组备课"
        await type_keys(pilot, "", "ctrl+b")
        (path,) = documents.iterdir()
        cells = [cell.value for row in load_workbook(path).active.rows for cell in row]
        assert "刘䶮" in cells
        assert "苏慧" not in cells


async def test_a_group_leader_sees_the_group_s_meetings_and_may_not_correct(app, school):
    mine = an_activity(
        school.term, title="语文组研讨", group=a_group("语文组"), starts_at=NOW - timedelta(hours=1)
    )
    open_activity(actor_of(DEAN), mine.id, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_sheet(pilot, LEADER)
        assert [each.title for each in app.screen.sheet.meetings] == ["语文组研讨"]
        await type_keys(pilot, "", "enter")
        assert "更正" not in text_of(app)
        await type_keys(pilot, "", "escape")
        for key in ("f7", "ctrl+a"):
            await type_keys(pilot, "", key)
            assert isinstance(app.screen, AttendanceScreen)
            assert "没有办理这件事的权限" in status(app)


async def test_somebody_who_may_see_no_sheet_is_told_so(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.push_screen(AttendanceScreen(actor_of("1007")))
        await settle(pilot)
        assert "没有您可以查看的活动" in str(app.screen.query_one("#nothing").content)
        await type_keys(pilot, "", "enter", "f7", "f8", "f9", "ctrl+a", "ctrl+e")
        assert isinstance(app.screen, AttendanceScreen)


async def test_without_an_open_meeting_the_latest_one_is_shown(app, school):
    end_activity(actor_of(DEAN), school.id, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_sheet(pilot)
        assert app.screen.sheet.board.activity.id == school.id
        assert row_of(app, "苏慧")[6] == "缺席"


async def test_the_sheet_follows_what_happens_elsewhere_and_keeps_its_place(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_sheet(pilot)
        await type_keys(pilot, "", "down", "down")
        kept = app.screen.current
        sign_in(school.id, "1001", PIN, NOW, "keyboard", MACHINE)
        app.screen.read()
        await settle(pilot)
        assert row_of(app, "苏慧")[6] == "出勤"
        assert app.screen.current == kept


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_sheet_looks_like_this(app, lively, snap_compare, size):
    assert snap_compare(app, terminal_size=size, run_before=open_sheet)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_choosing_a_meeting_looks_like_this(app, snap_compare, size):
    assert snap_compare(app, terminal_size=size, run_before=after(("", "f3")))
