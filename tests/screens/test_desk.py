"""工作台: everyone sees what they may do, goes there by key, and reads what is most urgent."""

from datetime import timedelta

import pytest
from textual.widgets import OptionList

from db.models import Activity, Office, Teacher
from tests.builders import NOW, a_group, a_teacher
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from tests.screens.desk import menu, purpose, rooms_in, todos
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.rules.todo import Todo, by_urgency
from yanxiu_tui.screens.change_pin import ChangePinScreen
from yanxiu_tui.screens.desk import DeskScreen
from yanxiu_tui.screens.leave import LeaveScreen
from yanxiu_tui.screens.my_attendance import MyAttendanceScreen
from yanxiu_tui.screens.rooms import ROOMS
from yanxiu_tui.screens.todo import TodoScreen
from yanxiu_tui.services import todo

pytestmark = pytest.mark.usefixtures("alone")

EVERYONE = {
    "我的出勤", "请假", "备课", "教案与反思", "听课", "公开课", "查找", "我的差距", "我的考核",
    "申报", "四级评价", "公示与评优", "制度", "我的资料", "修改口令", "师徒结对", "手机签到",
    "上交", "档案", "借阅", "外出学习", "业务考核", "领导小组", "待办",
}  # fmt: skip
JUDGING = {"申报审核", "考核排名", "差距一览", "听课统计"}
CHECKING = {"教案检查"}
RUNNING = {"点名", "考勤表", "研修活动"}
OFFICE = {"证书登记", "迎检材料", "新学期"}


@pytest.mark.parametrize(
    ("staff_no", "rooms"),
    [
        ("1007", EVERYONE),
        ("1003", EVERYONE | RUNNING | JUDGING | CHECKING | {"后补任务", "教师名册"}),
        ("1001", EVERYONE | JUDGING | CHECKING | OFFICE | {"考勤表", "请假审批", "教师名册"}),
        (
            "1002",
            EVERYONE
            | RUNNING
            | JUDGING
            | CHECKING
            | OFFICE
            | {"请假审批", "后补任务", "教师名册", "停研日"},
        ),
        ("1006", EVERYONE | {"考勤表", "研修活动", "教师名册"}),
    ],
    ids=["teacher", "group leader", "principal", "dean", "resource teacher"],
)
async def test_everyone_sees_the_rooms_they_may_enter(app, staff_no, rooms):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, staff_no)
        assert rooms_in(app) == rooms


async def test_the_host_of_an_open_meeting_may_call_its_roll(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1005")
        assert rooms_in(app) == EVERYONE | RUNNING


async def test_once_the_meeting_is_closed_its_host_is_a_teacher_again(app):
    Activity.update(state="closed").execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1005")
        assert rooms_in(app) == EVERYONE


async def test_the_recorder_of_a_meeting_still_to_come_may_prepare_it(app):
    coming = Activity.get(Activity.state == "planned")
    Activity.update(recorder=Teacher.get(staff_no="1007")).where(Activity.id == coming).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        assert rooms_in(app) == EVERYONE | RUNNING


async def test_a_digit_opens_its_room_and_escape_comes_back(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        await type_keys(pilot, "1")
        assert isinstance(app.screen, MyAttendanceScreen)
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, DeskScreen)


async def test_the_arrows_and_enter_open_a_room(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        await type_keys(pilot, "", "down", "up", "enter")
        assert isinstance(app.screen, MyAttendanceScreen)


async def test_the_arrows_go_from_column_to_column_and_say_what_each_room_is_for(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        await type_keys(pilot, "", "right")
        assert app.focused.id == "middle"
        assert purpose(app).startswith("听课、反思、学时")
        await type_keys(pilot, "", "right", "right", "down", "left", "left", "left", "up", "up")
        assert app.focused.id == "left"
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, MyAttendanceScreen)


async def test_a_room_beyond_the_tenth_has_no_digit(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1002")
        numbered = [line for line in menu(app) if line[0].isdigit()]
        assert len(numbered) == 10 < len(menu(app))


# What waits


DAY = timedelta(days=1)
WAITS = [
    Todo("leave_decisions", "2 张请假条待批", NOW + 2 * DAY, "待批", 2),
    Todo("leave", "销假：家中有事", NOW - 3 * DAY),
    Todo("personal_data", "核对我的资料"),
]


@pytest.fixture
def waits(monkeypatch):
    """So much waits for whoever comes, and may be changed."""
    found = list(WAITS)
    monkeypatch.setattr(todo, "todos", lambda actor, now: by_urgency(found))
    return found


async def test_what_is_most_urgent_stands_on_the_desk_with_the_days_it_has_left(app, waits):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1001")
        assert todos(app) == ["已过期3天 销假：家中有事", "还有2天 2 张请假条待批", "核对我的资料"]
        assert any(line.endswith("请假审批 待批2") for line in menu(app))
        assert any(line.endswith("我的资料 待办1") for line in menu(app))


async def test_enter_on_what_waits_goes_where_it_is_done_and_coming_back_reads_again(app, waits):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        await type_keys(pilot, "", "right", "right")
        assert purpose(app) == "销假：家中有事  10月11日 周日 14:30  在「请假」里办"
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, LeaveScreen)
        waits.pop(1)
        await type_keys(pilot, "", "escape")
        assert len(todos(app)) == 2
        await type_keys(pilot, "1")
        assert isinstance(app.screen, MyAttendanceScreen)


async def test_two_arrows_typed_at_once_go_two_columns(app, waits):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        for _ in range(2):
            app.screen.action_across(1)
        assert app.focused.id == "right"


@pytest.mark.parametrize("keys", [["f5"], ["right", "right", "up", "enter"]])
async def test_the_whole_list_is_one_key_away_and_its_heading_opens_it_too(app, waits, keys):
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1007")
        await type_keys(pilot, "", *keys)
        assert isinstance(app.screen, TodoScreen)


async def test_everything_an_office_sees_stands_in_twenty_four_lines(app, waits):
    waits += WAITS * 4
    for role in (Role.DEAN, Role.VICE_PRINCIPAL, Role.RESOURCE_TEACHER):
        Office.get_or_create(teacher=Teacher.get(staff_no="1001"), role=role)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_desk(pilot, "1001")
        assert rooms_in(app) == {room.name for room in ROOMS} - {"谁还没交"}
        assert len(todos(app)) == 8
        assert not any(column.max_scroll_y for column in app.screen.query(OptionList))
        await pilot.resize_terminal(120, 40)
        await settle(pilot)
        assert len(todos(app)) == len(waits)


async def test_in_a_narrow_window_every_room_can_still_be_gone_to(app, waits):
    async with app.run_test(size=(60, 20)) as pilot:
        await at_desk(pilot, "1002")
        await type_keys(pilot, "", "right", "right", "end", "enter")
        assert isinstance(app.screen, ChangePinScreen)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
@pytest.mark.parametrize(
    "staff_no",
    ["1001", "1002", "1007", "1009"],
    ids=["principal", "dean", "teacher", "many offices"],
)
def test_the_desk_looks_like_this(app, snap_compare, waits, size, staff_no):
    a_teacher(
        "1009", "上官婉清", Role.VICE_PRINCIPAL, Role.TRAINING_OFFICER, Role.PREP_GROUP_LEADER,
        Role.SUPERVISING_LEADER, group=a_group("英语组"),
    )  # fmt: skip

    async def open_desk(pilot):
        await at_desk(pilot, staff_no)

    assert snap_compare(app, terminal_size=size, run_before=open_desk)
