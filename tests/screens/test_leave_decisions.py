"""请假审批: waiting first, each in full only for those who may see it, decided with a key."""

from datetime import timedelta

import pytest
from textual.widgets import Input, Static

from db.models import Leave
from tests.builders import NOW, a_teacher
from tests.screens.conftest import SIZES, in_last_term, type_keys
from tests.screens.leaves import DEAN, HEAD, actor_of, copied, keys, open_decisions
from tests.screens.seen import fields, rows, status
from yanxiu_tui.rules.leave import LeaveState
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.screens.confirm import ReasonScreen
from yanxiu_tui.screens.leave_decisions import LeaveDecisionsScreen
from yanxiu_tui.services import leave

WEEK = timedelta(days=7)
DECIDING = {"f5", "f6"}


async def test_what_waits_stands_first_the_most_urgent_on_top(app):
    decided = copied("1005", papers=["slip"], starts_at=NOW + WEEK, ends_at=NOW + 2 * WEEK)
    leave.approve(actor_of(HEAD), decided, NOW)
    copied("1007", starts_at=NOW + WEEK, ends_at=NOW + 2 * WEEK)
    copied("1008")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_decisions(app, pilot)
        assert [(row[0], row[4]) for row in rows(app)] == [
            ("王小敏", "待批"), ("王小明", "待批"), ("买买提·艾力", "已批准"),
        ]  # fmt: skip
        assert "待批 2 张   还欠证明 2 张" in str(app.screen.query_one("#waiting", Static).content)


async def test_without_any_leave_it_says_so(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_decisions(app, pilot)
        assert app.screen.query_one("#nothing").display
        assert keys(app) == set()


async def test_what_was_decided_last_term_is_looked_at_and_may_be_taken_back(app, last_term):
    then = {"starts_at": NOW - 20 * WEEK, "ends_at": NOW - 20 * WEEK + timedelta(hours=2)}
    leave.approve(actor_of(HEAD), copied(papers=["slip"], **then), NOW)
    copied()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_decisions(app, pilot)
        assert [row[4] for row in rows(app)] == ["待批"]
        await in_last_term(pilot)
        head = str(app.screen.query_one("#waiting", Static).content)
        assert head == "2025—2026学年第二学期：待批 0 张   还欠证明 0 张"
        assert [row[4] for row in rows(app)] == ["已批准"]
        assert keys(app) == {"f9"}


async def test_f5_and_enter_approve(app):
    asked = copied(papers=["slip"])
    async with app.run_test(size=(80, 24)) as pilot:
        await open_decisions(app, pilot)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "", "enter")
        assert status(app) == "王小明老师的事假（10-14 14:30-16:30）已批准。"
        assert rows(app)[0][4] == "已批准"
        assert keys(app) == {"f9"}
    row = Leave.get_by_id(asked)
    assert (row.state, row.opinion, row.decided_by.staff_no) == ("approved", "同意", HEAD)


async def test_the_question_shows_the_clause_and_takes_another_opinion(app):
    copied(papers=["slip"])
    async with app.run_test(size=(80, 24)) as pilot:
        await open_decisions(app, pilot)
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, ReasonScreen)
        assert "Z29「事假：" in app.screen.label
        app.screen.query_one(Input).value = ""
        await type_keys(pilot, "同意请调好课", "enter")
    assert Leave.get().opinion == "同意请调好课"


async def test_a_refusal_needs_a_reason(app):
    copied(papers=["slip"])
    async with app.run_test(size=(80, 24)) as pilot:
        await open_decisions(app, pilot)
        await type_keys(pilot, "", "f6")
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, ReasonScreen)
        await type_keys(pilot, "当天有全校活动", "enter")
        assert "未批准" in status(app)
    assert (Leave.get().state, Leave.get().opinion) == (LeaveState.REFUSED, "当天有全校活动")


async def test_f9_takes_back_what_was_granted_wrongly(app):
    asked = copied(papers=["slip"])
    leave.approve(actor_of(HEAD), asked, NOW, "同意")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_decisions(app, pilot)
        assert keys(app) == {"f9"}
        await type_keys(pilot, "", "f9")
        await type_keys(pilot, "批错了人", "enter")
        assert status(app) == "王小明老师的事假（10-14 14:30-16:30）的批准已撤销。"
        assert rows(app)[0][4] == "已撤销"
        assert keys(app) == set()
        await type_keys(pilot, "", "enter")
        assert fields(app)["撤销批准"].endswith("批错了人（原审批意见：同意）")


async def test_enter_shows_it_in_full_and_the_keys_work_there(app):
    copied(papers=["slip"], cover="与林远老师调课")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_decisions(app, pilot)
        await type_keys(pilot, "", "enter")
        said = fields(app)
        assert said["事由"] == "孩子家长会"
        assert said["课务安排"] == "与林远老师调课"
        assert said["已交证明"] == "请假条"
        assert said["覆盖活动"] == "10-14「新课标下的单元整体教学」"
        assert "Z29" in said["依据"]
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "", "enter")
        assert "已批准" in status(app)


async def test_whoever_may_only_look_sees_neither_the_reason_nor_the_keys(app):
    a_teacher("1009", "上官婉清", Role.VICE_PRINCIPAL)
    asked = copied(kind="sick", reason="术后复查", emergency=True)
    leave.approve(actor_of(HEAD), asked, NOW)
    copied("1008", kind="sick", reason="术后复查")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_decisions(app, pilot, "1009")
        assert not keys(app) & DECIDING
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, LeaveDecisionsScreen)
        await type_keys(pilot, "", "enter")
        assert "术后复查" not in str(fields(app))
        assert fields(app)["事由"] == "（只有本人、教导处和审批人能看）"


async def test_a_refusal_is_not_told_as_consent_to_those_who_may_not_read_it(app):
    a_teacher("1009", "上官婉清", Role.VICE_PRINCIPAL)
    leave.refuse(actor_of(HEAD), copied(kind="sick"), "术后也要医院证明", NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_decisions(app, pilot, "1009")
        await type_keys(pilot, "", "enter")
        assert fields(app)["审批"].endswith("意见只有本人、教导处和审批人能看")


async def test_the_head_s_own_leave_is_decided_by_a_vice_principal(app):
    a_teacher("1009", "上官婉清", Role.VICE_PRINCIPAL)
    copied(HEAD, papers=["slip"])
    async with app.run_test(size=(80, 24)) as pilot:
        await open_decisions(app, pilot)
        assert not keys(app) & DECIDING
        await type_keys(pilot, "", "f2")
        await open_decisions(app, pilot, "1009")
        assert keys(app) >= DECIDING


async def test_the_office_ends_a_leave_for_somebody_who_came_back(app):
    asked = copied(papers=["slip"])
    leave.approve(actor_of(HEAD), asked, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_decisions(app, pilot, DEAN)
        assert keys(app) == {"f8"}
        await type_keys(pilot, "", "f8", "enter")
        assert "已销假" in status(app)
    assert Leave.get().state == LeaveState.RETURNED


async def test_the_office_takes_back_a_request_for_somebody(app):
    copied()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_decisions(app, pilot, DEAN)
        await type_keys(pilot, "", "delete", "enter")
        assert "已撤回" in status(app)
    assert Leave.get().state == LeaveState.WITHDRAWN


async def test_somebody_else_decided_meanwhile(app):
    asked = copied(papers=["slip"])
    async with app.run_test(size=(80, 24)) as pilot:
        await open_decisions(app, pilot)
        leave.withdraw(actor_of("1007"), asked, NOW)
        await type_keys(pilot, "", "f5", "enter")
        assert "已撤回，不能再审批" in status(app)


async def test_a_teacher_without_the_right_is_refused_by_the_service(app):
    copied("1005")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_decisions(app, pilot, "1007")
        assert "没有办理这件事的权限" in status(app)
        assert rows(app) == []


def _some_leave() -> None:
    """Waiting and decided ones, long names included."""
    a_teacher("1009", "阿卜杜热合曼·买买提")
    first = copied(
        "1005", "official", ["official_notice"], starts_at=NOW - WEEK, cover="与王小明调课"
    )
    leave.approve(actor_of(HEAD), first, NOW)
    second = copied("1008", "sick", emergency=True, reason="急性阑尾炎")
    leave.approve(actor_of(HEAD), second, NOW)
    third = copied("1003", starts_at=NOW - WEEK, ends_at=NOW - WEEK + timedelta(hours=1))
    leave.refuse(actor_of(HEAD), third, "当天有全校活动", NOW)
    copied(
        "1009", "maternity", starts_at=NOW + WEEK, ends_at=NOW + 20 * WEEK, cover="九班由林远代课"
    )
    copied("1007", papers=["slip"])


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_list_looks_like_this(app, snap_compare, size):
    _some_leave()

    async def show(pilot):
        await open_decisions(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_one_in_full_looks_like_this(app, snap_compare, size):
    _some_leave()

    async def show(pilot):
        await open_decisions(app, pilot)
        await type_keys(pilot, "", "enter")

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_deciding_looks_like_this(app, snap_compare, size):
    _some_leave()

    async def show(pilot):
        await open_decisions(app, pilot)
        await type_keys(pilot, "", "f6")

    assert snap_compare(app, terminal_size=size, run_before=show)
