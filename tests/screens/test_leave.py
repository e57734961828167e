"""请假: one's leave, what is still owed of it, taking it back, coming back."""

from datetime import timedelta

import pytest

from db.models import Leave
from tests.builders import NOW
from tests.reports.test_word import words_of
from tests.screens.conftest import SIZES, in_last_term, settle, type_keys
from tests.screens.leaves import actor_of, asked_for, open_leave
from tests.screens.seen import rows, said, status
from yanxiu_tui.rules.leave import LeaveState
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.leave import LeaveScreen
from yanxiu_tui.services import leave


def _keys(app) -> set[str]:
    return {binding.binding.key for binding in app.screen.active_bindings.values()}


async def test_whoever_never_asked_is_told_how(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_leave(app, pilot)
        assert "Ctrl+N" in said(app, "#nothing")
        assert app.screen.query_one("#nothing").display


async def test_the_slip_is_printed_from_where_it_stands(app, monkeypatch, tmp_path):
    from yanxiu_tui.screens import paper_files

    monkeypatch.setattr(paper_files, "new_file", lambda name, suffix: tmp_path / f"{name}.{suffix}")
    asked_for()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_leave(app, pilot)
        await type_keys(pilot, "", "f9")
        path = tmp_path / "请假条_王小明_20261014.docx"
        assert status(app) == f"请假条已存为 {path}。"
    assert "急性肠胃炎" in words_of(path)


async def test_what_is_owed_stands_above_the_list_until_it_is_there(app):
    asked = asked_for()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_leave(app, pilot)
        assert "还欠医院证明，请交教导处登记" in said(app, "#owed")
        assert rows(app)[0][3:5] == ["待批", "欠1份"]
        leave.receive_evidence(actor_of("1002"), asked, "hospital_certificate", NOW)
        app.screen.read()
        await settle(pilot)
        assert not app.screen.query_one("#owed").display
        assert rows(app)[0][4] == "交齐"


async def test_enter_shows_a_leave_in_full_with_the_opinion(app):
    asked = asked_for("personal", reason="孩子家长会")
    leave.approve(actor_of("1001"), asked, NOW, "同意，课务已调")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_leave(app, pilot)
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, DetailsScreen)
        fields = dict(app.screen.fields)
        assert fields["事由"] == "孩子家长会"
        assert fields["审批"].startswith("苏慧，2026-10-14")
        assert fields["审批"].endswith("同意，课务已调")
        assert "Z29" in fields["依据"]


async def test_delete_takes_back_what_nobody_decided(app):
    asked_for()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_leave(app, pilot)
        assert "f5" not in _keys(app)
        await type_keys(pilot, "", "delete")
        await type_keys(pilot, "", "enter")
        assert "已撤回" in status(app)
        assert rows(app)[0][3] == "已撤回"
        assert "delete" not in _keys(app)
    assert Leave.get().state == LeaveState.WITHDRAWN


async def test_f5_ends_an_approved_leave_early(app):
    asked = asked_for("sick", emergency=True)
    leave.approve(actor_of("1001"), asked, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_leave(app, pilot)
        assert "delete" not in _keys(app)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "", "enter")
        assert "已销假" in status(app)
    assert Leave.get().state == LeaveState.RETURNED


async def test_the_keys_work_while_a_leave_is_read_in_full(app):
    asked_for()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_leave(app, pilot)
        await type_keys(pilot, "", "enter")
        await type_keys(pilot, "", "delete")
        await type_keys(pilot, "", "enter")
        assert "已撤回" in status(app)


async def test_changing_one_s_mind_changes_nothing(app):
    asked_for()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_leave(app, pilot)
        await type_keys(pilot, "", "delete")
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, LeaveScreen)
    assert Leave.get().state == LeaveState.ASKED


async def test_the_leave_of_the_last_term_is_looked_at(app, last_term):
    spring = {"starts_at": NOW - timedelta(days=150), "ends_at": NOW - timedelta(days=149)}
    asked = asked_for("personal", **spring)
    leave.approve(actor_of("1001"), asked, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_leave(app, pilot)
        assert rows(app) == []
        await in_last_term(pilot)
        assert said(app, "#term") == last_term.name
        assert rows(app)[0][3] == "已批准"
        assert {"f5", "f9", "ctrl+n"} <= _keys(app)
        await type_keys(pilot, "", "ctrl+t", "up", "enter")
        assert not app.screen.query_one("#term").display


async def test_nobody_sees_the_leave_of_others_here(app):
    asked_for(staff_no="1005")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_leave(app, pilot)
        assert rows(app) == []


def _a_history() -> None:
    """Four leaves of 1007, of every kind and state."""
    week = timedelta(days=7)
    head, dean = actor_of("1001"), actor_of("1002")
    first = asked_for(
        "official", reason="参加市级骨干教师课堂教学观摩活动", starts_at=NOW - 3 * week,
        ends_at=NOW - 3 * week + timedelta(days=2, hours=2),
    )  # fmt: skip
    leave.receive_evidence(dean, first, "official_notice", NOW)
    leave.approve(head, first, NOW)
    second = asked_for("personal", starts_at=NOW - week, ends_at=NOW - week + timedelta(hours=1))
    leave.refuse(head, second, "当天有全校活动", NOW)
    third = asked_for("sick", emergency=True)
    leave.approve(head, third, NOW)
    asked_for("personal", reason="家中有事", starts_at=NOW + week, ends_at=NOW + 9 * week / 7)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_one_s_leave_looks_like_this(app, snap_compare, size):
    _a_history()

    async def show(pilot):
        await open_leave(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)
