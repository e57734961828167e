"""点名: one key a name, undone as easily, and one truth with the sign-ins."""

from datetime import timedelta
from threading import Event

import pytest

from db.models import AttendanceFact, Attendee, RegulationVersion, Teacher
from tests.builders import MACHINE, NOW, PIN, an_activity
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from yanxiu_tui import clock
from yanxiu_tui.regulation.loader import preset_source
from yanxiu_tui.rules.attendance import FactKind
from yanxiu_tui.screens.call_panel import CallPanel, NameList
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.departure import DepartureScreen
from yanxiu_tui.screens.roll_call import RollCallScreen
from yanxiu_tui.services import credentials, roll_call
from yanxiu_tui.services.attendance import board
from yanxiu_tui.services.meeting import end_activity, open_activity
from yanxiu_tui.services.roll_call import finish_roll
from yanxiu_tui.services.sign_in import sign_in
from yanxiu_tui.widgets.meeting_head import MeetingHead
from yanxiu_tui.widgets.status_line import StatusLine

DEAN, HOST = "1002", "1005"
# The order of the sheet: 数学组 1002 1004 1006 1008, then 语文组 1001 1003 1005 1007.
FIRST, SECOND, THIRD = "林远", "刘䶮", "周敏"


def _actor(staff_no):
    return credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)


def _status(app):
    return str(app.screen.query_one(StatusLine).content)


def _called(app):
    """The name in large type, or "" when nobody is called."""
    shown = app.screen.query_one(CallPanel).shown
    return shown[1].name if shown else ""


def _listed(app):
    return [str(option.prompt) for option in app.screen.query_one(NameList).options]


def _marks(meeting):
    """What holds in the last roll call, by name."""
    now = board(meeting.id)
    names = {line.teacher_id: line.name for line in now.lines}
    return {names[teacher]: there for teacher, there in now.rolls[-1].marks.items()}


async def _open(pilot, staff_no=DEAN):
    await at_desk(pilot, staff_no)
    await type_keys(pilot, "3")
    assert isinstance(pilot.app.screen, RollCallScreen)


async def test_one_key_a_name_marks_and_goes_on(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f5")
        assert _called(app) == FIRST
        await type_keys(pilot, "1")
        assert _status(app) == "林远：到"
        assert _called(app) == SECOND
        await type_keys(pilot, "0")
        assert _status(app) == "刘䶮：不在"
        await type_keys(pilot, "", "enter")
        await type_keys(pilot, "2")
        assert _marks(school) == {FIRST: True, SECOND: False, THIRD: True, "王小敏": False}


async def test_keys_pressed_faster_than_they_are_recorded_mark_one_name_each(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "1011")
        assert _marks(school) == {FIRST: True, SECOND: False, THIRD: True, "王小敏": True}


async def test_full_width_digits_of_an_input_method_mark_too(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "１０２")
        assert _marks(school) == {FIRST: True, SECOND: False, THIRD: False}


async def test_backspace_takes_the_last_mark_back_and_returns_to_the_name(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "10", "backspace")
        assert _called(app) == SECOND
        assert _marks(school) == {FIRST: True}
        await type_keys(pilot, "", "backspace")
        assert _called(app) == FIRST
        assert _status(app) == "林远：已撤销"
        await type_keys(pilot, "", "backspace")
        assert _status(app) == "没有可以撤销的了。"


async def test_a_name_can_be_skipped_and_is_called_again_at_the_end(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "", "down")
        assert _called(app) == SECOND
        await type_keys(pilot, "1111111")
        assert _called(app) == FIRST


async def test_going_back_to_a_name_changes_its_mark(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "0")
        await type_keys(pilot, "", "up")
        assert _called(app) == FIRST
        await type_keys(pilot, "1")
        assert _marks(school) == {FIRST: True}
        assert _called(app) == SECOND


async def test_those_signed_in_are_not_called_unless_everybody_is(app, school):
    sign_in(school.id, "1002", PIN, NOW, "keyboard", MACHINE)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f5")
        assert not any(FIRST in entry for entry in _listed(app))
        await type_keys(pilot, "", "f9")
        assert any(FIRST in entry for entry in _listed(app))


async def test_those_on_leave_are_not_called_even_in_a_strict_roll(app, school):
    on_leave = Teacher.get(staff_no="1002")
    Attendee.update(status="sick_leave", leave_status="sick_leave").where(
        Attendee.teacher == on_leave
    ).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot, HOST)
        await type_keys(pilot, "", "f5", "f9")
        assert not any(FIRST in entry for entry in _listed(app))


async def test_somebody_who_signs_in_meanwhile_drops_out_of_the_roll(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f5")
        assert any(SECOND in entry for entry in _listed(app))
        sign_in(school.id, "1006", PIN, NOW, "keyboard", MACHINE)
        app.screen.read()
        await settle(pilot)
        assert not any(THIRD in entry for entry in _listed(app))
        assert _called(app) == FIRST


async def test_the_name_being_called_stays_until_the_host_moves_on(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f5")
        sign_in(school.id, "1002", PIN, NOW, "keyboard", MACHINE)
        app.screen.read()
        await settle(pilot)
        assert _called(app) == FIRST
        await type_keys(pilot, "", "down")
        assert _called(app) == SECOND


async def test_ending_with_names_left_is_asked_first(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "1", "f6")
        await type_keys(pilot, "", "escape")
        assert board(school.id).rolls[-1].ended_at is None
        await type_keys(pilot, "", "f6")
        await type_keys(pilot, "", "enter")
        assert board(school.id).rolls[-1].ended_at is not None
        assert _status(app) == "第一次点名结束，还有 7 位未到。"


async def test_a_roll_ended_by_mistake_is_taken_up_again_with_its_marks(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "11111111", "f6")
        assert board(school.id).rolls[-1].ended_at is not None
        await type_keys(pilot, "", "f7")
        assert _status(app) == "第一次点名接着点。"
        assert len(_marks(school)) == 8
        await type_keys(pilot, "", "backspace")
        assert _called(app) == "王小明"


async def test_ending_while_the_last_mark_is_being_kept_waits_its_turn(app, school, monkeypatch):
    kept, mark = Event(), roll_call.mark

    def slowly(*given):
        kept.wait(5)
        return mark(*given)

    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f5")
        monkeypatch.setattr(roll_call, "mark", slowly)
        await pilot.press("1", "f6")
        kept.set()
        await settle(pilot)
        assert isinstance(app.screen, ConfirmScreen)


async def test_the_second_roll_follows_the_first_and_there_is_no_third(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        for _ in range(2):
            await type_keys(pilot, "", "f5")
            await type_keys(pilot, "11111111", "f6")
        assert [roll.number for roll in board(school.id).rolls] == [1, 2]
        await type_keys(pilot, "", "f5")
        assert len(board(school.id).rolls) == 2


async def test_a_surprise_call_names_everybody_who_is_not_on_leave(app, school):
    sign_in(school.id, "1002", PIN, NOW, "keyboard", MACHINE)
    on_leave = Teacher.get(staff_no="1004")
    Attendee.update(status="sick_leave", leave_status="sick_leave").where(
        Attendee.teacher == on_leave
    ).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot, HOST)
        await type_keys(pilot, "", "ctrl+t")
        assert _status(app) == "第一次突击点名开始。"
        assert _called(app) == FIRST
        assert any(FIRST in entry for entry in _listed(app))
        assert not any(SECOND in entry for entry in _listed(app))
        assert "Z25" in str(app.screen.query_one("#clause").content)
        assert "第一次突击点名进行中" in str(app.screen.query_one(MeetingHead).content)


async def test_ending_a_surprise_call_says_how_many_signed_in_and_were_not_there(app, school):
    sign_in(school.id, "1002", PIN, NOW, "keyboard", MACHINE)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "ctrl+t")
        await type_keys(pilot, "00", "f6")
        assert "没点到的不算不在" in str(app.screen.query_one(".box Static").content)
        await type_keys(pilot, "", "enter")
        assert _status(app) == "第一次突击点名结束，签到了却不在的 1 位。"
        row = Attendee.get(teacher=Teacher.get(staff_no="1002"))
        assert (row.status, row.conflict) == ("present", True)


async def test_a_surprise_call_leaves_the_regular_ones_to_come(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        for key in ("ctrl+t", "f5", "ctrl+t", "f5", "ctrl+t"):
            await type_keys(pilot, "", key)
            await type_keys(pilot, "11111111", "f6")
        assert [roll.number for roll in board(school.id).rolls] == [101, 1, 102, 2, 103]
        assert "第二次点名已完成" in str(app.screen.query_one(MeetingHead).content)


async def test_during_a_call_no_surprise_call_begins(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "", "ctrl+t")
        assert [roll.number for roll in board(school.id).rolls] == [1]


async def test_a_surprise_call_ended_by_mistake_is_taken_up_again(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "ctrl+t")
        await type_keys(pilot, "11111111", "f6")
        await type_keys(pilot, "", "f7")
        assert _status(app) == "第一次突击点名接着点。"
        assert len(_marks(school)) == 8


async def test_a_mark_before_any_roll_says_what_to_press(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "1")
        assert "F5" in _status(app)


async def test_a_roll_ended_on_another_terminal_refuses_the_mark_and_shows_so(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f5")
        finish_roll(_actor(HOST), school.id, NOW)
        await type_keys(pilot, "1")
        assert "没有在点名" in _status(app)
        app.screen.read()
        await settle(pilot)
        assert _called(app) == ""


async def test_the_host_may_call_and_the_clause_is_shown(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot, HOST)
        clause = str(app.screen.query_one("#clause").content)
        assert "点名 2 次" in clause
        assert "Z31" in clause
        assert "两次点名后未到者，记迟到一次" in clause
        await type_keys(pilot, "", "f5")
        assert _called(app) == FIRST


async def test_where_lateness_goes_by_minutes_the_words_say_so(app):
    RegulationVersion.update(source=preset_source("pingfang")).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        assert "5 分钟" in str(app.screen.query_one("#clause").content)


async def test_somebody_who_may_call_nothing_is_told_so(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.push_screen(RollCallScreen(_actor("1007")))
        await settle(pilot)
        assert "没有您可以点名的活动" in str(app.screen.query_one(CallPanel).content)
        await type_keys(pilot, "", "f5")
        assert not AttendanceFact.select().where(AttendanceFact.kind == FactKind.ROLL_STARTED)


async def test_after_the_meeting_there_is_nothing_to_call(app, school):
    end_activity(_actor(HOST), school.id, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        assert "没有您可以点名的活动" in str(app.screen.query_one(CallPanel).content)


async def test_f3_turns_to_another_open_meeting(app, school):
    other = an_activity(school.term, title="德育论坛", starts_at=NOW + timedelta(minutes=5))
    open_activity(_actor(DEAN), other.id, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        assert app.screen.board.activity.id == school.id
        await type_keys(pilot, "", "f3")
        assert app.screen.board.activity.id == other.id


async def test_leaving_early_is_marked_with_a_time_and_taken_back(app, school, monkeypatch):
    sign_in(school.id, "1006", PIN, NOW, "keyboard", MACHINE)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1, minutes=50))
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "zm", "enter")
        assert isinstance(app.screen, DepartureScreen)
        await type_keys(pilot, "", "enter", "enter")
        assert _status(app) == "周敏：早退 16:20"
        row = Attendee.get(teacher=Teacher.get(staff_no="1006"))
        assert row.departure == "left_early"
        assert row.departed_at == NOW + timedelta(hours=1, minutes=50)
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "zm", "enter")
        await type_keys(pilot, "", "ctrl+z")
        assert Attendee.get_by_id(row.id).departure == ""


async def test_a_time_that_is_none_keeps_the_form_and_says_so(app, school):
    sign_in(school.id, "1006", PIN, NOW, "keyboard", MACHINE)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "zm", "enter")
        await type_keys(pilot, "", "down", "enter")
        await type_keys(pilot, "9", "enter")
        assert isinstance(app.screen, DepartureScreen)
        assert "16:20" in str(app.screen.query_one(".wrong").content)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_before_the_first_roll_it_looks_like_this(app, snap_compare, size):
    assert snap_compare(app, terminal_size=size, run_before=_open)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_in_the_middle_of_a_roll_it_looks_like_this(app, school, snap_compare, size):
    sign_in(school.id, "1001", PIN, NOW, "keyboard", MACHINE)

    async def call(pilot):
        await _open(pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "101", "down", "down")

    assert snap_compare(app, terminal_size=size, run_before=call)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_in_the_middle_of_a_surprise_call_it_looks_like_this(app, school, snap_compare, size):
    for staff_no in ("1001", "1002"):
        sign_in(school.id, staff_no, PIN, NOW, "keyboard", MACHINE)

    async def call(pilot):
        await _open(pilot)
        await type_keys(pilot, "", "ctrl+t")
        await type_keys(pilot, "01")

    assert snap_compare(app, terminal_size=size, run_before=call)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_departure_form_looks_like_this(app, school, snap_compare, size):
    sign_in(school.id, "1005", PIN, NOW, "keyboard", MACHINE)

    async def ask(pilot):
        await _open(pilot)
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "1005", "enter")

    assert snap_compare(app, terminal_size=size, run_before=ask)
