"""请假: asking at the machine, what is still owed, taking it back, coming back."""

from datetime import timedelta

import pytest
from textual.widgets import DataTable, Input, OptionList, Static

from db.models import Leave, LeaveEvidence, Teacher
from tests.builders import MACHINE, NOW
from tests.reports.test_word import words_of
from tests.screens.conftest import SIZES, at_desk, in_last_term, settle, type_keys
from yanxiu_tui import clock
from yanxiu_tui.rules.leave import LeaveState
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.leave import LeaveScreen
from yanxiu_tui.screens.leave_form import LeaveFormScreen
from yanxiu_tui.services import credentials, leave
from yanxiu_tui.services.leave import LeaveDraft
from yanxiu_tui.widgets.pick import Tick
from yanxiu_tui.widgets.status_line import StatusLine

ME = "1007"


def _actor(staff_no: str):
    return credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)


def _asked(kind: str = "sick", staff_no: str = ME, **more) -> int:
    """A leave from now on for two hours; its id."""
    draft = LeaveDraft(
        **{
            "staff_no": staff_no, "kind": kind, "reason": "急性肠胃炎", "starts_at": NOW,
            "ends_at": NOW + timedelta(hours=2), **more,
        }
    )  # fmt: skip
    return leave.ask(_actor(staff_no), draft, NOW).id


def _status(app) -> str:
    return str(app.screen.query_one(StatusLine).content)


def _text(app, selector: str) -> str:
    return str(app.screen.query_one(selector, Static).content)


def _value(app, name: str) -> str:
    return app.screen.query_one(f"#{name}", Input).value


def _rows(app) -> list[list[str]]:
    table = app.screen.query_one(DataTable)
    return [[str(cell) for cell in table.get_row_at(row)] for row in range(table.row_count)]


def _keys(app) -> set[str]:
    return {binding.binding.key for binding in app.screen.active_bindings.values()}


async def _open(app, pilot, staff_no: str = ME) -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(LeaveScreen(_actor(staff_no)))
    await settle(pilot)


async def _form(app, pilot, staff_no: str = ME) -> None:
    await _open(app, pilot, staff_no)
    await type_keys(pilot, "", "ctrl+n")
    assert isinstance(app.screen, LeaveFormScreen)


async def _fill(pilot, *fields: str) -> None:
    """Type into one field after another, Enter behind each."""
    for typed in fields:
        await type_keys(pilot, typed, "enter")


async def test_whoever_never_asked_is_told_how(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        assert "Ctrl+N" in _text(app, "#nothing")
        assert app.screen.query_one("#nothing").display


async def test_a_leave_is_asked_for_with_the_keyboard_alone(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot)
        await _fill(pilot, "sj", "10-21 14:30", "1021 1630", "孩子家长会", "课调到周四")
        await type_keys(pilot, "", "ctrl+s")
        assert isinstance(app.screen, LeaveScreen)
        assert _status(app) == "已提交事假申请，等待审批。"
    row = Leave.get()
    assert (row.kind, row.reason, row.cover) == ("personal", "孩子家长会", "课调到周四")
    assert row.starts_at == NOW + timedelta(days=7)
    assert row.ends_at - row.starts_at == timedelta(hours=2)
    assert row.teacher.staff_no == ME


async def test_the_slip_is_printed_from_where_it_stands(app, monkeypatch, tmp_path):
    from yanxiu_tui.screens import paper_files

    monkeypatch.setattr(paper_files, "new_file", lambda name, suffix: tmp_path / f"{name}.{suffix}")
    _asked()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "f9")
        path = tmp_path / "请假条_王小明_20261014.docx"
        assert _status(app) == f"请假条已存为 {path}。"
    assert "急性肠胃炎" in words_of(path)


async def test_the_time_of_the_next_meeting_is_already_there(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot)
        assert _value(app, "starts") == "2026-10-14 14:30"
        assert _value(app, "ends") == "2026-10-14 16:30"
        await type_keys(pilot, "", "tab")
        assert "新课标下的单元整体教学" in _text(app, "#hint")


async def test_the_class_pointed_at_shows_its_clause_and_its_papers(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot)
        await type_keys(pilot, "", *["down"] * 4)
        about = _text(app, "#about")
        assert "Z30「病假：凡因病不能参加培训学习" in about
        assert "需要：医院证明、书面申请（本人申请免交），交教导处。" in about
        await type_keys(pilot, "", "up")
        assert "Z29「事假：" in _text(app, "#about")


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
        assert "已提交王小明老师的病假申请" in _status(app)
        assert "还欠书面申请" in _status(app)
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
        assert sentence in _text(app, ".wrong")
        assert app.screen.query_one(f"#{field}").has_focus
        assert _value(app, "reason") == typed[3]
    assert not Leave.select().exists()


async def test_a_second_leave_in_the_same_time_is_refused_in_words(app):
    _asked("personal")
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot)
        await _fill(pilot, "sj", "", "", "又有事", "")
        await type_keys(pilot, "", "ctrl+s")
        assert "时间重叠" in _text(app, ".wrong")
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
    assert (f"{starts:%m-%d %H:%M}", f"{ends:%m-%d %H:%M}") == ("10-20 00:00", "10-20 23:59")


async def test_every_candidate_can_be_clicked(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _form(app, pilot)
        await pilot.click("#candidates", offset=(2, 2))
        await settle(pilot)
        assert _value(app, "kind") == "事假"


async def test_what_is_owed_stands_above_the_list_until_it_is_there(app):
    asked = _asked()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        assert "还欠医院证明，请交教导处登记" in _text(app, "#owed")
        assert _rows(app)[0][3:5] == ["待批", "欠1份"]
        leave.receive_evidence(_actor("1002"), asked, "hospital_certificate", NOW)
        app.screen.read()
        await settle(pilot)
        assert not app.screen.query_one("#owed").display
        assert _rows(app)[0][4] == "交齐"


async def test_enter_shows_a_leave_in_full_with_the_opinion(app):
    asked = _asked("personal", reason="孩子家长会")
    leave.approve(_actor("1001"), asked, NOW, "同意，课务已调")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, DetailsScreen)
        fields = dict(app.screen.fields)
        assert fields["事由"] == "孩子家长会"
        assert fields["审批"].startswith("苏慧，2026-10-14")
        assert fields["审批"].endswith("同意，课务已调")
        assert "Z29" in fields["依据"]


async def test_delete_takes_back_what_nobody_decided(app):
    _asked()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        assert "f5" not in _keys(app)
        await type_keys(pilot, "", "delete")
        await type_keys(pilot, "", "enter")
        assert "已撤回" in _status(app)
        assert _rows(app)[0][3] == "已撤回"
        assert "delete" not in _keys(app)
    assert Leave.get().state == LeaveState.WITHDRAWN


async def test_f5_ends_an_approved_leave_early(app):
    asked = _asked("sick", emergency=True)
    leave.approve(_actor("1001"), asked, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        assert "delete" not in _keys(app)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "", "enter")
        assert "已销假" in _status(app)
    assert Leave.get().state == LeaveState.RETURNED


async def test_the_keys_work_while_a_leave_is_read_in_full(app):
    _asked()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "enter")
        await type_keys(pilot, "", "delete")
        await type_keys(pilot, "", "enter")
        assert "已撤回" in _status(app)


async def test_changing_one_s_mind_changes_nothing(app):
    _asked()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "delete")
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, LeaveScreen)
    assert Leave.get().state == LeaveState.ASKED


async def test_the_leave_of_the_last_term_is_looked_at(app, last_term):
    spring = {"starts_at": NOW - timedelta(days=150), "ends_at": NOW - timedelta(days=149)}
    asked = _asked("personal", **spring)
    leave.approve(_actor("1001"), asked, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        assert _rows(app) == []
        await in_last_term(pilot)
        assert _text(app, "#term") == last_term.name
        assert _rows(app)[0][3] == "已批准"
        assert {"f5", "f9", "ctrl+n"} <= _keys(app)
        await type_keys(pilot, "", "ctrl+t", "up", "enter")
        assert not app.screen.query_one("#term").display


async def test_nobody_sees_the_leave_of_others_here(app):
    _asked(staff_no="1005")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        assert _rows(app) == []


def _a_history() -> None:
    """Four leaves of 1007, of every kind and state."""
    week = timedelta(days=7)
    head, dean = _actor("1001"), _actor("1002")
    first = _asked(
        "official", reason="参加市级骨干教师课堂教学观摩活动", starts_at=NOW - 3 * week,
        ends_at=NOW - 3 * week + timedelta(days=2, hours=2),
    )  # fmt: skip
    leave.receive_evidence(dean, first, "official_notice", NOW)
    leave.approve(head, first, NOW)
    second = _asked("personal", starts_at=NOW - week, ends_at=NOW - week + timedelta(hours=1))
    leave.refuse(head, second, "当天有全校活动", NOW)
    third = _asked("sick", emergency=True)
    leave.approve(head, third, NOW)
    _asked("personal", reason="家中有事", starts_at=NOW + week, ends_at=NOW + 9 * week / 7)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_one_s_leave_looks_like_this(app, snap_compare, size):
    _a_history()

    async def show(pilot):
        await _open(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)


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
