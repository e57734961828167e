"""我的出勤: a term at a glance, and why each meeting counts as it does."""

from datetime import timedelta

import pytest
from textual.widgets import DataTable, Static

from db.models import Attendee, Leave, Teacher, Term
from tests.builders import MACHINE, NOW, OPERATOR, PIN, an_activity
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from tests.screens.seen import rows
from yanxiu_tui.rules.attendance import Departure
from yanxiu_tui.rules.leave import LeaveState
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.my_attendance import MyAttendanceScreen
from yanxiu_tui.services import credentials, departures, makeup, meeting, roll_call, sign_in

ME = "1003"


def _teacher(staff_no: str) -> Teacher:
    return Teacher.get(staff_no=staff_no)


def _meeting(title: str, weeks_ago: int, act, group=None) -> None:
    """A meeting that many weeks ago, on which ``act(activity, dean)`` happened, and its end."""
    dean = credentials.actor_for(_teacher("1002"), MACHINE)
    start = NOW - timedelta(weeks=weeks_ago)
    activity = an_activity(
        Term.get(), title=title, group=group, starts_at=start, ends_at=start + timedelta(hours=2)
    )
    meeting.open_activity(OPERATOR, activity.id, start)
    act(activity, dean, start)
    meeting.end_activity(OPERATOR, activity.id, start + timedelta(hours=2))


def _came(activity, _, start) -> None:
    sign_in.sign_in(activity.id, ME, PIN, start - timedelta(minutes=4), "keyboard", MACHINE)


def _came_late_and_left_early(activity, dean, start) -> None:
    for number in (1, 2):
        at = start + timedelta(minutes=10 * number)
        roll_call.start_roll(dean, activity.id, at)
        roll_call.finish_roll(dean, activity.id, at + timedelta(minutes=4))
    sign_in.sign_in(activity.id, ME, PIN, start + timedelta(minutes=31), "keyboard", MACHINE)
    left = start + timedelta(minutes=70)
    me = _teacher(ME).id
    departures.mark_left(dean, activity.id, me, Departure.LEFT_EARLY, left, left)


def _stayed_away(*_) -> None:
    pass


@pytest.fixture
def term(school):
    """Four meetings behind 1003: there, late and left early, away on duty, absent."""
    duty = NOW - timedelta(weeks=2)
    Leave.create(
        teacher=_teacher(ME), kind="official", reason="外出听课", starts_at=duty,
        ends_at=duty + timedelta(hours=8), asked_at=duty, state=LeaveState.APPROVED,
    )  # fmt: skip
    _meeting("新课标学习", 4, _came)
    _meeting("单元作业设计与分层布置的实践研讨暨优秀案例展示", 3, _came_late_and_left_early)
    _meeting("同课异构", 2, _stayed_away)
    _meeting("教学质量分析", 1, _stayed_away)


async def _open(app, pilot) -> None:
    await at_desk(pilot, ME)
    app.push_screen(MyAttendanceScreen(credentials.actor_for(_teacher(ME), MACHINE)))
    await settle(pilot)


def _figures(app) -> str:
    return str(app.screen.query_one("#figures", Static).content)


def _fields(app) -> dict[str, str]:
    assert isinstance(app.screen, DetailsScreen)
    return dict(app.screen.fields)


async def _explained(pilot, row: int) -> dict[str, str]:
    await type_keys(pilot, "", *["down"] * row, "enter")
    return _fields(pilot.app)


async def test_the_term_stands_at_a_glance(app, term):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        figures = _figures(app)
        for part in ("应到 4", "实到 2", "迟到 1", "早退 1", "缺席 1", "公假 1", "学时 4"):
            assert part in figures
        assert "出勤率 66.7%（公假不计入）" in figures
        assert "待后补 1 项" in figures


async def test_every_meeting_has_a_row_the_latest_first(app, term):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        today, absent, duty, late, present = rows(app)
        assert today[3] == "未到"
        assert absent[:4] == ["10-07", "教学质量分析", "全校", "缺席"]
        assert (duty[3], duty[7]) == ("公假", "待补")
        assert late[3:7] == ["迟到", "15:01", "早退", "2"]
        assert (present[3], present[4]) == ("出勤", "14:26")


async def test_being_late_is_explained_by_the_records_and_the_clause(app, term):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        fields = await _explained(pilot, 3)
        assert fields["状态"] == "迟到，15:40 早退"
        records = fields["记录"].splitlines()
        assert [each.split("（")[0] for each in records] == [
            "14:44  第一次点名结束", "14:54  第二次点名结束", "15:01  签到", "15:40  早退",
        ]  # fmt: skip
        assert fields["依据"] == "Z31「培训学习两次点名后未到者，记迟到一次」"


async def test_being_away_on_duty_is_explained_and_is_to_be_made_up(app, term):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        fields = await _explained(pilot, 2)
        assert fields["状态"] == "公假"
        assert fields["依据"].startswith("Z28「公假：")
        assert "还没有补" in fields["后补"]


async def test_what_was_made_up_says_how_and_who_confirmed_it(app, term):
    dean = credentials.actor_for(_teacher("1002"), MACHINE)
    (task,) = makeup.tasks(dean, _teacher(ME).id)
    makeup.confirm(dean, task.teacher_id, task.activity_id, "看了录像，交了笔记", NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        assert "待后补" not in _figures(app)
        fields = await _explained(pilot, 2)
        assert fields["后补"] == "10月14日 14:30 已补：看了录像，交了笔记（林远确认）"


async def test_coming_back_from_an_explanation_leaves_the_cursor_where_it_was(app, term):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await _explained(pilot, 2)
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, MyAttendanceScreen)
        assert app.screen.query_one(DataTable).cursor_row == 2


async def test_a_term_without_meetings_says_so(app, school):
    Attendee.delete().execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        assert app.screen.query_one("#nothing").display
        assert "出勤率 尚无" in _figures(app)


async def test_the_table_grows_with_the_window(app, term):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await pilot.resize_terminal(120, 40)
        await settle(pilot)
        assert rows(app)[1][0] == "10-07 周三 14:30"


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_a_term_looks_like_this(app, term, snap_compare, size):
    async def show(pilot):
        await _open(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_an_explanation_looks_like_this(app, term, snap_compare, size):
    async def show(pilot):
        await _open(app, pilot)
        await _explained(pilot, 3)

    assert snap_compare(app, terminal_size=size, run_before=show)
