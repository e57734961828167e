"""突击点名: all are called who are not on leave, and no regular call is used up (Z25)."""

import pytest

from db.models import Attendee, Teacher
from tests.builders import MACHINE, NOW, PIN
from tests.screens.calls import (
    FIRST,
    HOST,
    SECOND,
    called_in,
    listed_in,
    marks_in,
    opened,
    status_of,
)
from tests.screens.conftest import SIZES, type_keys
from yanxiu_tui.services.attendance import board
from yanxiu_tui.services.sign_in import sign_in
from yanxiu_tui.widgets.meeting_head import MeetingHead


async def test_a_surprise_call_names_everybody_who_is_not_on_leave(app, school):
    sign_in(school.id, "1002", PIN, NOW, "keyboard", MACHINE)
    on_leave = Teacher.get(staff_no="1004")
    Attendee.update(status="sick_leave", leave_status="sick_leave").where(
        Attendee.teacher == on_leave
    ).execute()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, HOST)
        await type_keys(pilot, "", "ctrl+t")
        assert status_of(app) == "第一次突击点名开始。"
        assert called_in(app) == FIRST
        assert any(FIRST in entry for entry in listed_in(app))
        assert not any(SECOND in entry for entry in listed_in(app))
        assert "Z25" in str(app.screen.query_one("#clause").content)
        assert "第一次突击点名进行中" in str(app.screen.query_one(MeetingHead).content)


async def test_ending_a_surprise_call_says_how_many_signed_in_and_were_not_there(app, school):
    sign_in(school.id, "1002", PIN, NOW, "keyboard", MACHINE)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await type_keys(pilot, "", "ctrl+t")
        await type_keys(pilot, "00", "f6")
        assert "没点到的不算不在" in str(app.screen.query_one(".box Static").content)
        await type_keys(pilot, "", "enter")
        assert status_of(app) == "第一次突击点名结束，签到了却不在的 1 位。"
        row = Attendee.get(teacher=Teacher.get(staff_no="1002"))
        assert (row.status, row.conflict) == ("present", True)


async def test_a_surprise_call_leaves_the_regular_ones_to_come(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        for key in ("ctrl+t", "f5", "ctrl+t", "f5", "ctrl+t"):
            await type_keys(pilot, "", key)
            await type_keys(pilot, "11111111", "f6")
        assert [roll.number for roll in board(school.id).rolls] == [101, 1, 102, 2, 103]
        assert "第二次点名已完成" in str(app.screen.query_one(MeetingHead).content)


async def test_during_a_call_no_surprise_call_begins(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "", "ctrl+t")
        assert [roll.number for roll in board(school.id).rolls] == [1]


async def test_a_surprise_call_ended_by_mistake_is_taken_up_again(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await type_keys(pilot, "", "ctrl+t")
        await type_keys(pilot, "11111111", "f6")
        await type_keys(pilot, "", "f7")
        assert status_of(app) == "第一次突击点名接着点。"
        assert len(marks_in(school)) == 8


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_in_the_middle_of_a_surprise_call_it_looks_like_this(app, school, snap_compare, size):
    for staff_no in ("1001", "1002"):
        sign_in(school.id, staff_no, PIN, NOW, "keyboard", MACHINE)

    async def call(pilot):
        await opened(pilot)
        await type_keys(pilot, "", "ctrl+t")
        await type_keys(pilot, "01")

    assert snap_compare(app, terminal_size=size, run_before=call)
