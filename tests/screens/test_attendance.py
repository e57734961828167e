"""考勤表: the sheet as it stands, how each line came about, and what the office may do about it."""

from datetime import timedelta

import platformdirs
import pytest
from openpyxl import load_workbook
from textual.widgets import Input, Static

from db.models import Activity, AttendanceFact, Attendee, Teacher
from tests.builders import MACHINE, NOW, PIN, a_group, a_teacher, an_activity
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from yanxiu_tui import clock
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.attendance import Departure, Status
from yanxiu_tui.screens.attendance import AttendanceScreen
from yanxiu_tui.screens.correction import CorrectionScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.proxy_sign_in import ProxySignInScreen
from yanxiu_tui.screens.searched import ListTable
from yanxiu_tui.services import credentials, departures, roll_call
from yanxiu_tui.services.corrections import correct
from yanxiu_tui.services.meeting import end_activity, open_activity
from yanxiu_tui.services.sign_in import sign_in
from yanxiu_tui.widgets.status_line import StatusLine

DEAN, LEADER = "1002", "1003"


def _actor(staff_no):
    return credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)


def _status(app):
    return str(app.screen.query_one(StatusLine).content)


def _text(app):
    """Everything static on the screen that is on top."""
    return "\n".join(str(each.render()) for each in app.screen.query(Static))


def _row(app, name):
    """The cells of a teacher's line, or None when it is not shown."""
    table = app.screen.query_one(ListTable)
    rows = ([str(cell) for cell in table.get_row_at(at)] for at in range(table.row_count))
    return next((row for row in rows if name in row), None)


def _names(app):
    table = app.screen.query_one(ListTable)
    return [str(table.get_row_at(at)[1]) for at in range(table.row_count)]


def _standing(staff_no):
    return Attendee.get(teacher=Teacher.get(staff_no=staff_no))


async def _open(pilot, staff_no=DEAN):
    await at_desk(pilot, staff_no)
    await type_keys(pilot, "4")
    assert isinstance(pilot.app.screen, AttendanceScreen)


def _after(*steps):
    """Open the sheet and press keys, step by step, before the picture is taken."""

    async def press(pilot):
        await _open(pilot)
        for typed, *keys in steps:
            await type_keys(pilot, typed, *keys)

    return press


@pytest.fixture
def lively(school, monkeypatch):
    """The meeting after its first roll: signed in, called, contradicted, corrected, gone early."""
    for staff_no in ("1001", "1002", "1003", "1006"):
        sign_in(school.id, staff_no, PIN, NOW, "keyboard", MACHINE)
    with pytest.raises(Refused):
        sign_in(school.id, "1007", "0000", NOW, "keyboard", MACHINE)
    dean = _actor(DEAN)
    roll_call.start_roll(dean, school.id, NOW)
    roll_call.mark(dean, school.id, Teacher.get(staff_no="1003").id, False, NOW)
    roll_call.mark(dean, school.id, Teacher.get(staff_no="1005").id, True, NOW)
    roll_call.finish_roll(dean, school.id, NOW)
    later = NOW + timedelta(hours=1, minutes=50)
    gone = Teacher.get(staff_no="1006").id
    departures.mark_left(dean, school.id, gone, Departure.LEFT_EARLY, later, later)
    correct(dean, school.id, Teacher.get(staff_no="1008").id, Status.PRESENT, "带学生比赛", later)
    monkeypatch.setattr(clock, "now", lambda: later)
    return school


async def test_the_sheet_shows_times_calls_standings_and_remarks(app, lively):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        assert _row(app, "周敏")[3:] == ["14:30", "到", "", "出勤", "早退 16:20"]
        assert _row(app, "欧阳静怡")[3:] == ["14:30", "未到", "", "未到", "签到与点名不符"]
        assert _row(app, "王小敏")[6:] == ["出勤", "更正为出勤"]
        assert _row(app, "买买提·艾力")[3:6] == ["", "到", ""]


async def test_f6_goes_through_the_filters(app, lively):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        assert len(_names(app)) == 8
        await type_keys(pilot, "", "f6")
        assert _names(app) == ["刘䶮", "欧阳静怡", "王小明"]
        await type_keys(pilot, "", "f6")
        assert _names(app) == ["欧阳静怡"]
        await type_keys(pilot, "", "f6")
        assert "没有“迟到”的老师" in str(app.screen.query_one("#nothing").content)


async def test_typing_initials_narrows_the_sheet(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "wxm")
        assert _names(app) == ["王小明", "王小敏"]
        await type_keys(pilot, "zzz")
        assert "没有找到" in str(app.screen.query_one("#nothing").content)


async def test_enter_tells_how_a_line_came_about(app, lively):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "oyjy", "enter")
        assert isinstance(app.screen, DetailsScreen)
        told = _text(app)
        assert "欧阳静怡" in told
        assert "F5 更正" in told
        assert "请核对" in str(app.screen.fields)
        assert "第一次点名：未到（林远记）" in str(app.screen.fields)


async def test_a_correction_needs_a_reason_and_says_from_what_to_what(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "1007", "enter")
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "", "enter", "enter")
        assert isinstance(app.screen, CorrectionScreen)
        assert "请填写更正的原因" in _text(app)
        await type_keys(pilot, "签到台没电", "enter")
        assert _status(app) == "王小明：未到更正为出勤"
        assert _standing("1007").status == "present"
        fact = AttendanceFact.get(AttendanceFact.kind == "corrected")
        assert (fact.before, fact.reason) == ("expected", "签到台没电")


async def test_a_correction_can_be_withdrawn(app, lively):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "1008", "enter")
        await type_keys(pilot, "", "f6")
        await type_keys(pilot, "记错了人", "enter")
        assert _status(app) == "王小敏：出勤更正为未到"
        assert not _standing("1008").by_hand


async def test_a_departure_can_be_noted_from_the_line(app, lively):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "1001", "enter")
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "", "down", "enter", "enter")
        assert _status(app) == "苏慧：中途离场 16:20"
        assert _standing("1001").departure == "left_midway"


async def test_marking_all_present_says_how_many_and_leaves_leave_alone(app, lively):
    Attendee.update(status="sick_leave", leave_status="sick_leave").where(
        Attendee.teacher == Teacher.get(staff_no="1004")
    ).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f7")
        assert "2 位" in _text(app)
        assert "请假的、更正过的不动" in _text(app)
        await type_keys(pilot, "设备故障，全员在场", "enter")
        assert "已把 2 位记为出勤" in _status(app)
        assert _standing("1004").status == "sick_leave"
        assert _standing("1007").status == "present"


async def test_marking_all_present_without_a_reason_does_nothing(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f7", "enter", "escape")
        assert not Attendee.select().where(Attendee.status == "present")


async def test_f8_looks_through_the_sign_ins_of_the_meeting_shown(app, lively):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f8")
        assert isinstance(app.screen, ProxySignInScreen)
        assert app.screen.activity_id == lively.id
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, AttendanceScreen)


@pytest.fixture
def documents(tmp_path, monkeypatch):
    folder = tmp_path / "文档"
    folder.mkdir()
    monkeypatch.setattr(platformdirs, "user_documents_path", lambda: folder)
    return folder


async def test_f9_prints_the_sheet_and_says_where(app, documents, lively):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f9")
        path = documents / "签到表_20261014_新课标下的单元整体教学.xlsx"
        assert str(path) in _status(app).replace("\n", "")
        cells = [cell.value for row in load_workbook(path).active.rows for cell in row]
        assert "买买提·艾力" in cells


async def test_the_name_of_the_file_has_nothing_a_folder_forbids(app, documents, school):
    Activity.update(title="读书/交流：“双减”?").where(Activity.id == school.id).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
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
        await _open(pilot)
        await type_keys(pilot, "", "f9")
        assert len(list(home.iterdir())) == 1


async def test_before_a_meeting_opened_there_is_nothing_to_enter_or_print(app, documents):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f3")
        await type_keys(pilot, "", "up", "enter")
        assert "Ctrl+B" in str(app.screen.query_one("#nothing").content)
        for key in ("f9", "ctrl+e"):
            await type_keys(pilot, "", key)
            assert "还没有开放过签到" in _status(app)
        assert not list(documents.iterdir())


async def test_a_blank_sheet_of_a_planned_meeting_lists_who_will_be_expected(app, documents):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f3")
        await type_keys(pilot, "", "up", "enter")
        assert app.screen.sheet.board.activity.title == "数学组备课"
        await type_keys(pilot, "", "ctrl+b")
        (path,) = documents.iterdir()
        cells = [cell.value for row in load_workbook(path).active.rows for cell in row]
        assert "刘䶮" in cells
        assert "苏慧" not in cells


async def test_somebody_the_roster_missed_is_added_with_a_reason(app, school):
    a_teacher("1099", "何新", group=a_group("语文组"))
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "ctrl+a")
        await type_keys(pilot, "hx", "enter")
        await type_keys(pilot, "今天报到", "enter")
        assert _status(app) == "何新：已补入名单，未到"
        assert "何新" in _names(app)


async def test_a_group_leader_sees_the_group_s_meetings_and_may_not_correct(app, school):
    mine = an_activity(
        school.term, title="语文组研讨", group=a_group("语文组"), starts_at=NOW - timedelta(hours=1)
    )
    open_activity(_actor(DEAN), mine.id, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot, LEADER)
        assert [each.title for each in app.screen.sheet.meetings] == ["语文组研讨"]
        await type_keys(pilot, "", "enter")
        assert "更正" not in _text(app)
        await type_keys(pilot, "", "escape")
        for key in ("f7", "ctrl+a"):
            await type_keys(pilot, "", key)
            assert isinstance(app.screen, AttendanceScreen)
            assert "没有办理这件事的权限" in _status(app)


async def test_somebody_who_may_see_no_sheet_is_told_so(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.push_screen(AttendanceScreen(_actor("1007")))
        await settle(pilot)
        assert "没有您可以查看的活动" in str(app.screen.query_one("#nothing").content)
        await type_keys(pilot, "", "enter", "f7", "f8", "f9", "ctrl+a", "ctrl+e")
        assert isinstance(app.screen, AttendanceScreen)


async def test_without_an_open_meeting_the_latest_one_is_shown(app, school):
    end_activity(_actor(DEAN), school.id, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        assert app.screen.sheet.board.activity.id == school.id
        assert _row(app, "苏慧")[6] == "缺席"


async def test_the_sheet_follows_what_happens_elsewhere_and_keeps_its_place(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "down", "down")
        kept = app.screen.current
        sign_in(school.id, "1001", PIN, NOW, "keyboard", MACHINE)
        app.screen.read()
        await settle(pilot)
        assert _row(app, "苏慧")[6] == "出勤"
        assert app.screen.current == kept


async def test_what_was_typed_for_a_correction_stays_when_it_is_refused(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "1007", "enter")
        await type_keys(pilot, "", "f5", "enter")
        app.screen.query_one("#reason", Input).value = "长" * 201
        await type_keys(pilot, "", "enter")
        assert "太长" in _text(app)
        assert app.screen.query_one("#reason", Input).value == "长" * 201


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_sheet_looks_like_this(app, lively, snap_compare, size):
    assert snap_compare(app, terminal_size=size, run_before=_open)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_one_line_looks_like_this(app, lively, snap_compare, size):
    assert snap_compare(app, terminal_size=size, run_before=_after(("1008", "enter")))


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_a_correction_looks_like_this(app, lively, snap_compare, size):
    steps = _after(("1003", "enter"), ("", "f5"))
    assert snap_compare(app, terminal_size=size, run_before=steps)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_choosing_a_meeting_looks_like_this(app, snap_compare, size):
    assert snap_compare(app, terminal_size=size, run_before=_after(("", "f3")))
