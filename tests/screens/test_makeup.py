"""后补任务: what was missed on 公假, confirmed by whoever leads or by the office (Z28)."""

from datetime import timedelta

import pytest
from textual.widgets import DataTable, Static

from db.models import MakeupTask, Teacher
from tests.builders import MACHINE, NOW, OPERATOR
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from tests.screens.seen import status
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.makeup import MakeupScreen
from yanxiu_tui.services import credentials, leave, makeup
from yanxiu_tui.services.leave import LeaveDraft
from yanxiu_tui.services.meeting import end_activity

HEAD, DEAN = "1001", "1002"
LATER = NOW + timedelta(hours=2)


def _actor(staff_no: str):
    return credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)


def _missed(school, *staff_nos: str) -> None:
    """These were on 公假 while the meeting was held."""
    for staff_no in staff_nos:
        draft = LeaveDraft(
            staff_no, "official", "市级教研", NOW, LATER, evidence=["official_notice"]
        )
        leave.approve(_actor(HEAD), leave.ask(_actor(DEAN), draft, NOW).id, NOW)
    end_activity(OPERATOR, school.id, LATER)


def _rows(app) -> list[list[str]]:
    table = app.screen.query_one(DataTable)
    return [[str(cell) for cell in table.get_row_at(row)] for row in range(table.row_count)]


async def _open(app, pilot, staff_no: str = DEAN) -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(MakeupScreen(_actor(staff_no)))
    await settle(pilot)


async def test_without_any_task_it_says_so(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        nothing = app.screen.query_one("#nothing", Static)
        assert nothing.display
        assert "没有后补任务" in str(nothing.content)
        await type_keys(pilot, "", "f5", "enter")
        assert isinstance(app.screen, MakeupScreen)


async def test_enter_and_a_word_on_how_confirm_what_was_made_up(app, school):
    _missed(school, "1007")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        assert _rows(app) == [["10-14", "王小明", school.title, "待补", ""]]
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, ReasonScreen)
        await type_keys(pilot, "看录像并交了笔记", "enter")
        assert status(app) == "王小明老师的补学已确认。"
        assert _rows(app)[0][3:] == ["已补", "看录像并交了笔记"]
    task = MakeupTask.get()
    assert (task.done_at, task.confirmed_by.staff_no) == (NOW, DEAN)


async def test_f5_confirms_too_and_escape_confirms_nothing(app, school):
    _missed(school, "1007")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "", "escape")
        assert _rows(app)[0][3] == "待补"
    assert MakeupTask.get().done_at is None


async def test_what_was_confirmed_is_told_and_not_asked_again(app, school):
    _missed(school, "1007")
    makeup.confirm(_actor(DEAN), Teacher.get(staff_no="1007").id, school.id, "交了笔记", NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "enter")
        assert status(app) == "王小明老师的这次补学已由林远确认。"


async def test_nobody_confirms_their_own(app, school):
    _missed(school, DEAN)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "enter")
        await type_keys(pilot, "自己学完了", "enter")
        assert "自己的补学要请组长或教导处确认" in status(app)
        assert _rows(app)[0][3] == "待补"
    assert MakeupTask.get().done_at is None


async def test_a_leader_sees_the_group_and_what_is_owed_stands_first(app, school):
    _missed(school, "1005", "1007", "1008")
    makeup.confirm(_actor(DEAN), Teacher.get(staff_no="1005").id, school.id, "交了笔记", NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, "1003")
        rows = [(row[1], row[3]) for row in _rows(app)]
        assert rows == [("王小明", "待补"), ("买买提·艾力", "已补")]


async def test_a_teacher_without_the_right_is_refused_by_the_service(app, school):
    _missed(school, "1005")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, "1007")
        assert "没有办理这件事的权限" in status(app)
        assert _rows(app) == []


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_list_looks_like_this(app, school, snap_compare, size):
    _missed(school, "1003", "1005", "1007", "1008")
    makeup.confirm(_actor(DEAN), Teacher.get(staff_no="1005").id, school.id, "看录像交笔记", NOW)

    async def show(pilot):
        await _open(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_an_empty_list_looks_like_this(app, snap_compare, size):
    async def show(pilot):
        await _open(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)
