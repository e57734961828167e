"""突击点名: as often as one likes; makes nobody late, and flags who signed in and is away."""

import pytest

from tests.builders import NOW, OPERATOR, an_actor
from tests.services.calling import MINUTE, a_call, a_surprise_call
from tests.services.cast import a_cast, an_open_activity, row_of, signs_in, status_of
from yanxiu_tui.errors import Refused
from yanxiu_tui.reports.attendance import Letterhead, table
from yanxiu_tui.rules.attendance import FIRST_SURPRISE, Status
from yanxiu_tui.services import roll_call
from yanxiu_tui.services.attendance import latest_rolls, sheet
from yanxiu_tui.services.meeting import close_activity


@pytest.fixture
def cast(memory):
    return a_cast()


@pytest.fixture
def meeting(cast):
    return an_open_activity(cast)


def test_surprise_calls_are_made_before_between_and_after_the_others_as_often_as_one_likes(
    cast, meeting
):
    a_surprise_call(cast, meeting, 1)
    a_call(cast, meeting, 5)
    a_surprise_call(cast, meeting, 10)
    a_call(cast, meeting, 30)
    made = a_surprise_call(cast, meeting, 60)
    assert [roll.number for roll in made.rolls] == [101, 1, 102, 2, 103]
    assert [roll.number for roll in made.regular] == [1, 2]


def test_a_surprise_call_does_not_begin_during_another_call(cast, meeting):
    roll_call.start_roll(cast.dean, meeting.id, NOW)
    with pytest.raises(Refused, match="上一次点名还没有结束"):
        roll_call.start_surprise(cast.dean, meeting.id, NOW)
    roll_call.finish_roll(cast.dean, meeting.id, NOW)
    roll_call.start_surprise(cast.dean, meeting.id, NOW)
    with pytest.raises(Refused, match="上一次点名还没有结束"):
        roll_call.start_roll(cast.dean, meeting.id, NOW)


def test_who_signed_in_and_is_away_at_a_surprise_call_stays_present_and_is_flagged(cast, meeting):
    signs_in(meeting, cast.su)
    a_surprise_call(cast, meeting, 20, absent=[cast.su, cast.lin])
    su, lin = row_of(meeting, cast.su), row_of(meeting, cast.lin)
    assert (su.status, su.conflict) == (Status.PRESENT, True)
    assert (lin.status, lin.conflict) == (Status.EXPECTED, False)


def test_who_is_there_at_a_surprise_call_without_a_sign_in_has_come(cast, meeting):
    a_surprise_call(cast, meeting, 20, present=[cast.su])
    close_activity(OPERATOR, meeting.id, NOW + 120 * MINUTE)
    assert status_of(meeting, cast.su) is Status.PRESENT


def test_a_surprise_call_is_none_of_the_two_that_make_late(cast, meeting):
    a_call(cast, meeting, 5)
    a_surprise_call(cast, meeting, 20)
    signs_in(meeting, cast.su, NOW + 25 * MINUTE)
    assert status_of(meeting, cast.su) is Status.PRESENT
    a_call(cast, meeting, 30)
    assert status_of(meeting, cast.su) is Status.PRESENT


def test_a_mark_of_a_surprise_call_can_be_mended_although_somebody_has_signed_in_since(
    cast, meeting
):
    signs_in(meeting, cast.su)
    a_surprise_call(cast, meeting, 20, absent=[cast.su])
    signs_in(meeting, cast.lin, NOW + 25 * MINUTE)
    roll_call.resume_roll(cast.dean, meeting.id, NOW + 26 * MINUTE)
    roll_call.mark(cast.dean, meeting.id, cast.su.id, True, NOW + 26 * MINUTE)
    roll_call.finish_roll(cast.dean, meeting.id, NOW + 27 * MINUTE)
    assert not row_of(meeting, cast.su).conflict


def test_the_last_call_is_the_one_begun_last_whatever_its_number(cast, meeting):
    a_surprise_call(cast, meeting, 1, present=[cast.su])
    a_call(cast, meeting, 5, present=[cast.lin])
    resumed = roll_call.resume_roll(cast.dean, meeting.id, NOW + 7 * MINUTE)
    assert (resumed.rolls[-1].number, resumed.rolls[-1].ended_at) == (1, None)


def test_a_surprise_call_still_running_at_the_end_is_over_with_it(cast, meeting):
    signs_in(meeting, cast.su)
    roll_call.start_surprise(cast.dean, meeting.id, NOW + MINUTE)
    roll_call.mark(cast.dean, meeting.id, cast.su.id, False, NOW + 2 * MINUTE)
    close_activity(OPERATOR, meeting.id, NOW + 90 * MINUTE)
    assert latest_rolls(meeting.id)[0].ended_at == NOW + 2 * MINUTE
    assert status_of(meeting, cast.su) is Status.PRESENT


def test_only_who_calls_the_roll_makes_a_surprise_call_and_only_while_it_meets(cast, meeting):
    with pytest.raises(Refused, match="权限"):
        roll_call.start_surprise(cast.teacher, meeting.id, NOW)
    hosted = an_open_activity(cast, host=cast.lin)
    roll_call.start_surprise(an_actor(cast.lin), hosted.id, NOW)
    close_activity(OPERATOR, meeting.id, NOW)
    with pytest.raises(Refused, match="不在进行中"):
        roll_call.start_surprise(cast.dean, meeting.id, NOW)


def test_the_sheet_keeps_its_two_columns_whatever_surprise_calls_were_made(cast, meeting):
    a_call(cast, meeting, 5)
    signs_in(meeting, cast.su, NOW + 8 * MINUTE)
    a_surprise_call(cast, meeting, 10, absent=[cast.su])
    a_call(cast, meeting, 30)
    headings, rows = table(sheet(cast.dean, meeting.id), Letterhead("示范中学", "教导处", 2))
    row = dict(zip(headings, next(row for row in rows if row[1] == "苏慧"), strict=True))
    assert (row["点名一"], row["点名二"], row["状态"]) == ("未到", "到", "出勤")
    assert row["备注"] == "签到与点名不符"
    assert latest_rolls(meeting.id)[1].number == FIRST_SURPRISE
