"""The form of a leave: asked for with the keyboard alone, what is wrong said at its field."""

from datetime import timedelta

import pytest
from textual.widgets import Input, OptionList

from db.models import Leave, LeaveEvidence
from tests.builders import NOW
from tests.screens.conftest import SIZES, settle, type_keys
from tests.screens.leaves import ME, asked_for, open_leave
from tests.screens.seen import said, status
from yanxiu_tui import clock
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.leave import LeaveScreen
from yanxiu_tui.screens.leave_form import LeaveFormScreen
from yanxiu_tui.widgets.pick import Tick


def _value(app, name: str) -> str:
    return app.screen.query_one(f"#{name}", Input).value


async def _form(app, pilot, staff_no: str = ME) -> None:
    await open_leave(app, pilot, staff_no)
    await type_keys(pilot, "", "ctrl+n")
    assert isinstance(app.screen, LeaveFormScreen)


async def _fill(pilot, *fields: str) -> None:
    """Type into one field after another, Enter behind each."""
    for typed in fields:
        await type_keys(pilot, typed, "enter")


async def test_a_leave_is_asked_for_with_the_keyboard_alone(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot)
        await _fill(pilot, "sj", "10-21 14:30", "1021 1630", "孩子家长会", "课调到周四")
        await type_keys(pilot, "", "ctrl+s")
        assert isinstance(app.screen, LeaveScreen)
        assert status(app) == "已提交事假申请，等待审批。"
    row = Leave.get()
    assert (row.kind, row.reason, row.cover) == ("personal", "孩子家长会", "课调到周四")
    assert row.starts_at == NOW + timedelta(days=7)
    assert row.ends_at - row.starts_at == timedelta(hours=2)
    assert row.teacher.staff_no == ME


async def test_the_time_of_the_next_meeting_is_already_there(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot)
        assert _value(app, "starts") == "2026-10-14 14:30"
        assert _value(app, "ends") == "2026-10-14 16:30"
        await type_keys(pilot, "", "tab")
        assert "新课标下的单元整体教学" in said(app, "#hint")


async def test_the_class_pointed_at_shows_its_clause_and_its_papers(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot)
        await type_keys(pilot, "", *["down"] * 4)
        about = said(app, "#about")
        assert "Z30「病假：凡因病不能参加培训学习" in about
        assert "需要：医院证明、书面申请（本人申请免交），交教导处。" in about
        await type_keys(pilot, "", "up")
        assert "Z29「事假：" in said(app, "#about")


async def test_an_emergency_can_be_said_only_where_the_class_allows_it(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot)
        await _fill(pilot, "sj")
        assert not app.screen.query_one("#emergency", Tick).display
        await type_keys(pilot, "", "shift+tab")
        await _fill(pilot, "bj")
        assert app.screen.query_one("#emergency", Tick).display
        await _fill(pilot, "", "", "突发阑尾炎", "")
        await type_keys(pilot, "", "space", "ctrl+s")
    assert Leave.get().emergency


async def test_a_teacher_cannot_say_that_papers_are_there(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot)
        await _fill(pilot, "bj")
        ticks = [tick.id for tick in app.screen.query(Tick)]
        assert ticks == ["emergency"]


async def test_the_office_asks_for_another_and_says_which_papers_came(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot, "1002")
        assert _value(app, "person") == "林远 1002"
        await _fill(pilot, "wxm", "bj", "", "", "住院", "")
        shown = [tick.id for tick in app.screen.query(Tick) if tick.display]
        assert shown == ["emergency", "paper-hospital_certificate", "paper-written_application"]
        await type_keys(pilot, "", "tab", "space", "ctrl+s")
        assert "已提交王小明老师的病假申请" in status(app)
        assert "还欠书面申请" in status(app)
    assert Leave.get().teacher.staff_no == ME
    assert [paper.kind for paper in LeaveEvidence.select()] == ["hospital_certificate"]


async def test_of_two_with_the_same_initials_the_arrow_picks(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot, "1002")
        await type_keys(pilot, "wxm", "down", "enter")
        assert _value(app, "person") == "王小敏 1008"


@pytest.mark.parametrize(
    ("typed", "sentence", "field"),
    [
        (["", "", "", "有事", ""], "请选定类别", "kind"),
        (["sj", "下周", "", "有事", ""], "开始时间「下周」看不懂", "starts"),
        (["sj", "", "14:30", "有事", ""], "结束时间「14:30」看不懂", "ends"),
        (["sj", "", "10-13 8:00", "有事", ""], "结束时间应晚于开始时间", "ends"),
        (["sj", "", "", "", "不用调课"], "请填写请假事由", "reason"),
    ],
    ids=["no class", "no start", "no day", "ends before it starts", "no reason"],
)
async def test_what_is_wrong_is_said_at_its_field_and_the_rest_stays(app, typed, sentence, field):
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot)
        await _fill(pilot, *typed)
        await type_keys(pilot, "", "ctrl+s")
        assert sentence in said(app, ".wrong")
        assert app.screen.query_one(f"#{field}").has_focus
        assert _value(app, "reason") == typed[3]
    assert not Leave.select().exists()


async def test_a_second_leave_in_the_same_time_is_refused_in_words(app):
    asked_for("personal")
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot)
        await _fill(pilot, "sj", "", "", "又有事", "")
        await type_keys(pilot, "", "ctrl+s")
        assert "时间重叠" in said(app, ".wrong")
        assert app.screen.query_one("#starts").has_focus


async def test_escape_leaves_the_form_and_nothing_is_asked_for(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot)
        await _fill(pilot, "sj")
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, ConfirmScreen)
        await type_keys(pilot, "", "shift+tab", "enter")
        assert isinstance(app.screen, LeaveScreen)
    assert not Leave.select().exists()


async def test_one_esc_does_not_throw_a_filled_form_away(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot)
        await _fill(pilot, "sj", "", "", "有事")
        await type_keys(pilot, "", "escape")
        await type_keys(pilot, "", "enter")
        assert _value(app, "reason") == "有事"


async def test_a_day_alone_is_the_whole_day(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot)
        await _fill(pilot, "sj", "10-20", "10-20", "有事", "")
        await type_keys(pilot, "", "ctrl+s")
    kept = Leave.get()
    starts, ends = clock.local(kept.starts_at), clock.local(kept.ends_at)
    assert (f"{starts:%m-%d %H:%M}", f"{ends:%m-%d %H:%M}") == ("10-20 00:00", "10-21 00:00")


async def test_every_candidate_can_be_clicked(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot)
        await pilot.click("#candidates", offset=(2, 2))
        await settle(pilot)
        assert _value(app, "kind") == "事假"


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_form_looks_like_this(app, snap_compare, size):
    async def show(pilot):
        await _form(app, pilot, "1002")
        await _fill(pilot, "mmt", "bj", "", "", "住院手术", "")

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_choosing_a_class_looks_like_this(app, snap_compare, size):
    async def show(pilot):
        await _form(app, pilot)
        await type_keys(pilot, "", *["down"] * 4)

    assert snap_compare(app, terminal_size=size, run_before=show)


async def test_the_candidates_are_the_classes_of_the_regulation(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot)
        offered = app.screen.query_one("#candidates", OptionList).options
        assert [str(each.prompt) for each in offered] == ["公假", "产假", "事假", "病假"]
