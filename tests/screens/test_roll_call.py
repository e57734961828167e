"""点名: one key a name, undone as easily, and one truth with the sign-ins."""

from datetime import timedelta
from threading import Event

import pytest

from db.models import AttendanceFact, Attendee, RegulationVersion, Teacher
from tests.builders import MACHINE, NOW, PIN, an_activity
from tests.screens.calls import (
    DEAN,
    FIRST,
    HOST,
    SECOND,
    THIRD,
    actor_of,
    called_in,
    listed_in,
    marks_in,
    opened,
    status_of,
)
from tests.screens.conftest import SIZES, settle, type_keys
from yanxiu_tui.regulation.loader import preset_source
from yanxiu_tui.rules.attendance import FactKind
from yanxiu_tui.screens.call_panel import CallPanel
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.roll_call import RollCallScreen
from yanxiu_tui.services import roll_call
from yanxiu_tui.services.attendance import board
from yanxiu_tui.services.meeting import end_activity, open_activity
from yanxiu_tui.services.roll_call import finish_roll
from yanxiu_tui.services.sign_in import sign_in


async def test_one_key_a_name_marks_and_goes_on(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await type_keys(pilot, "", "f5")
        assert called_in(app) == FIRST
        await type_keys(pilot, "1")
        assert status_of(app) == "林远：到"
        assert called_in(app) == SECOND
        await type_keys(pilot, "0")
        assert status_of(app) == "刘䶮：不在"
        await type_keys(pilot, "", "enter")
        await type_keys(pilot, "2")
        assert marks_in(school) == {FIRST: True, SECOND: False, THIRD: True, "王小敏": False}


async def test_keys_pressed_faster_than_they_are_recorded_mark_one_name_each(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "1011")
        assert marks_in(school) == {FIRST: True, SECOND: False, THIRD: True, "王小敏": True}


async def test_full_width_digits_of_an_input_method_mark_too(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "１０２")
        assert marks_in(school) == {FIRST: True, SECOND: False, THIRD: False}


async def test_backspace_takes_the_last_mark_back_and_returns_to_the_name(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "10", "backspace")
        assert called_in(app) == SECOND
        assert marks_in(school) == {FIRST: True}
        await type_keys(pilot, "", "backspace")
        assert called_in(app) == FIRST
        assert status_of(app) == "林远：已撤销"
        await type_keys(pilot, "", "backspace")
        assert status_of(app) == "没有可以撤销的了。"


async def test_a_name_can_be_skipped_and_is_called_again_at_the_end(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "", "down")
        assert called_in(app) == SECOND
        await type_keys(pilot, "1111111")
        assert called_in(app) == FIRST


async def test_going_back_to_a_name_changes_its_mark(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "0")
        await type_keys(pilot, "", "up")
        assert called_in(app) == FIRST
        await type_keys(pilot, "1")
        assert marks_in(school) == {FIRST: True}
        assert called_in(app) == SECOND


async def test_those_signed_in_are_not_called_unless_everybody_is(app, school):
    sign_in(school.id, "1002", PIN, NOW, "keyboard", MACHINE)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await type_keys(pilot, "", "f5")
        assert not any(FIRST in entry for entry in listed_in(app))
        await type_keys(pilot, "", "f9")
        assert any(FIRST in entry for entry in listed_in(app))


async def test_those_on_leave_are_not_called_even_in_a_strict_roll(app, school):
    on_leave = Teacher.get(staff_no="1002")
    Attendee.update(status="sick_leave", leave_status="sick_leave").where(
        Attendee.teacher == on_leave
    ).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, HOST)
        await type_keys(pilot, "", "f5", "f9")
        assert not any(FIRST in entry for entry in listed_in(app))


async def test_somebody_who_signs_in_meanwhile_drops_out_of_the_roll(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await type_keys(pilot, "", "f5")
        assert any(SECOND in entry for entry in listed_in(app))
        sign_in(school.id, "1006", PIN, NOW, "keyboard", MACHINE)
        app.screen.read()
        await settle(pilot)
        assert not any(THIRD in entry for entry in listed_in(app))
        assert called_in(app) == FIRST


async def test_the_name_being_called_stays_until_the_host_moves_on(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await type_keys(pilot, "", "f5")
        sign_in(school.id, "1002", PIN, NOW, "keyboard", MACHINE)
        app.screen.read()
        await settle(pilot)
        assert called_in(app) == FIRST
        await type_keys(pilot, "", "down")
        assert called_in(app) == SECOND


async def test_ending_with_names_left_is_asked_first(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "1", "f6")
        await type_keys(pilot, "", "escape")
        assert board(school.id).rolls[-1].ended_at is None
        await type_keys(pilot, "", "f6")
        await type_keys(pilot, "", "enter")
        assert board(school.id).rolls[-1].ended_at is not None
        assert status_of(app) == "第一次点名结束，还有 7 位未到。"


async def test_a_roll_ended_by_mistake_is_taken_up_again_with_its_marks(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "11111111", "f6")
        assert board(school.id).rolls[-1].ended_at is not None
        await type_keys(pilot, "", "f7")
        assert status_of(app) == "第一次点名接着点。"
        assert len(marks_in(school)) == 8
        await type_keys(pilot, "", "backspace")
        assert called_in(app) == "王小明"


async def test_ending_while_the_last_mark_is_being_kept_waits_its_turn(app, school, monkeypatch):
    kept, mark = Event(), roll_call.mark

    def slowly(*given):
        kept.wait(120)
        return mark(*given)

    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await type_keys(pilot, "", "f5")
        monkeypatch.setattr(roll_call, "mark", slowly)
        await pilot.press("1", "f6")
        kept.set()
        await settle(pilot)
        assert isinstance(app.screen, ConfirmScreen)


async def test_the_second_roll_follows_the_first_and_there_is_no_third(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        for _ in range(2):
            await type_keys(pilot, "", "f5")
            await type_keys(pilot, "11111111", "f6")
        assert [roll.number for roll in board(school.id).rolls] == [1, 2]
        await type_keys(pilot, "", "f5")
        assert len(board(school.id).rolls) == 2


async def test_a_mark_before_any_roll_says_what_to_press(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await type_keys(pilot, "1")
        assert "F5" in status_of(app)


async def test_a_roll_ended_on_another_terminal_refuses_the_mark_and_shows_so(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await type_keys(pilot, "", "f5")
        finish_roll(actor_of(HOST), school.id, NOW)
        await type_keys(pilot, "1")
        assert "没有在点名" in status_of(app)
        app.screen.read()
        await settle(pilot)
        assert called_in(app) == ""


async def test_the_host_may_call_and_the_clause_is_shown(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, HOST)
        clause = str(app.screen.query_one("#clause").content)
        assert "点名 2 次" in clause
        assert "Z31" in clause
        assert "两次点名后未到者，记迟到一次" in clause
        await type_keys(pilot, "", "f5")
        assert called_in(app) == FIRST


async def test_where_lateness_goes_by_minutes_the_words_say_so(app):
    RegulationVersion.update(source=preset_source("pingfang")).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert "5 分钟" in str(app.screen.query_one("#clause").content)


async def test_somebody_who_may_call_nothing_is_told_so(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.push_screen(RollCallScreen(actor_of("1007")))
        await settle(pilot)
        assert "没有您可以点名的活动" in str(app.screen.query_one(CallPanel).content)
        await type_keys(pilot, "", "f5")
        assert not AttendanceFact.select().where(AttendanceFact.kind == FactKind.ROLL_STARTED)


async def test_after_the_meeting_there_is_nothing_to_call(app, school):
    end_activity(actor_of(HOST), school.id, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert "没有您可以点名的活动" in str(app.screen.query_one(CallPanel).content)


async def test_f3_turns_to_another_open_meeting(app, school):
    other = an_activity(school.term, title="德育论坛", starts_at=NOW + timedelta(minutes=5))
    open_activity(actor_of(DEAN), other.id, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        assert app.screen.board.activity.id == school.id
        await type_keys(pilot, "", "f3")
        assert app.screen.board.activity.id == other.id


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_before_the_first_roll_it_looks_like_this(app, snap_compare, size):
    assert snap_compare(app, terminal_size=size, run_before=opened)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_in_the_middle_of_a_roll_it_looks_like_this(app, school, snap_compare, size):
    sign_in(school.id, "1001", PIN, NOW, "keyboard", MACHINE)

    async def call(pilot):
        await opened(pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "101", "down", "down")

    assert snap_compare(app, terminal_size=size, run_before=call)
