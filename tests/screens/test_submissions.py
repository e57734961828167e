"""上交: seen by urgency, written and handed in, received and sent back (Z7, Z18, D2)."""

from datetime import timedelta

import pytest
from textual.widgets import DataTable, Input, Static

from db.models import Claim, Teacher
from tests.builders import MACHINE, NOW, a_group, a_teacher
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from tests.screens.seen import footer, rows, status
from tests.services.handing_in import PAPERS
from tests.services.regulations import adopt
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.roles import GroupKind, Role
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.paper import PaperScreen
from yanxiu_tui.screens.submission_board import SubmissionBoardScreen
from yanxiu_tui.screens.submission_form import EnterScreen, HandInScreen, ReceiptScreen
from yanxiu_tui.screens.submissions import SubmissionsScreen
from yanxiu_tui.services import credentials, submissions
from yanxiu_tui.services.submission_receipts import Receipt
from yanxiu_tui.services.submissions import HandIn
from yanxiu_tui.widgets.pick import Tick

DEAN, LEADER, TEACHER = "1002", "1003", "1007"
ON_PAPER = HandIn(where_kept="档案柜三")


@pytest.fixture(autouse=True)
def regulation(school):
    adopt(school.term, PAPERS)


def actor_of(staff_no):
    return credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)


def _keys(app):
    return {each.binding.action for each in app.screen.active_bindings.values() if each.enabled}


async def _open(app, pilot, staff_no=TEACHER, screen=SubmissionsScreen):
    await at_desk(pilot, staff_no)
    app.push_screen(screen(actor_of(staff_no)))
    await settle(pilot)


async def test_what_presses_is_first_with_its_day_and_how_long_is_left(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, LEADER)
        assert rows(app) == [
            ["09-07 周一", "已过期37天", "教研组计划", "语文组", "过期未交"],
            ["10-23 周五", "还有9天", "个人研修计划", "欧阳静怡", "未到期"],
            ["10-23 周五", "还有9天", "学科组计划", "语文组", "未到期"],
        ]
        assert "board" in _keys(app)
        assert "write" not in _keys(app)  # Nothing is said of sections for the group's plan.


async def test_enter_hands_in_what_is_owed_and_delete_takes_it_back(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        assert footer(app)["回车"] == "交、看"
        await type_keys(pilot, "", "enter")
        form = app.screen
        assert isinstance(form, HandInScreen)
        assert "D2「教师研修计划" in str(form.query_one("#about", Static).content)
        await type_keys(pilot, "", "ctrl+s")
        assert "交的是什么" in str(form.query_one(".wrong", Static).content)
        form.query_one("#kept", Input).value = "已送教导处"
        await type_keys(pilot, "", "ctrl+s")
        assert status(app) == "「个人研修计划」已交，等待接收。"
        assert rows(app)[0][-1] == "待接收"
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, DetailsScreen)
        assert dict(app.screen.fields)["存放"] == "已送教导处"
        await type_keys(pilot, "", "delete")
        await type_keys(pilot, "", "enter")
        assert "已撤回" in status(app)
    assert Claim.get().state == ClaimState.WITHDRAWN


async def test_f5_writes_it_here_and_what_is_written_is_handed_in(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, PaperScreen)
        await type_keys(pilot, "读三本书")
        await type_keys(pilot, "", "escape")
        assert rows(app)[0][-1] == "未到期，在写"
        await type_keys(pilot, "", "enter")
        assert app.screen.query_one("#written", Tick).value
        await type_keys(pilot, "", "ctrl+s")
        assert "已交" in status(app)
    assert Claim.get().manuscript.closed_at == NOW


async def test_the_office_receives_with_one_key_all_at_once_or_sends_back(app):
    for staff_no in (TEACHER, "1005", "1008"):
        submissions.hand_in(actor_of(staff_no), "own_plan", ON_PAPER, NOW)
    async with app.run_test(size=(120, 40)) as pilot:
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "f3")
        assert isinstance(app.screen, SubmissionBoardScreen)
        await type_keys(pilot, "", "f3")
        await type_keys(pilot, "dz", "enter")
        assert [row[-1] for row in rows(app)] == ["待接收"] * 3
        await type_keys(pilot, "", "f5")
        assert status(app) == "「个人研修计划」已收，按时。"
        await type_keys(pilot, "", "f8")
        await type_keys(pilot, "没有措施", "enter")
        assert "已退回" in status(app)
        await type_keys(pilot, "", "f7")
        await type_keys(pilot, "", "left", "enter")
        assert status(app) == "1 份已收。"
        assert rows(app) == []
    states = sorted(row.state for row in Claim.select())
    assert states == ["granted", "granted", "refused"]


async def test_what_another_terminal_puts_under_the_cursor_is_received_at_the_second_press(app):
    waiting = [
        submissions.hand_in(actor_of(staff_no), "own_plan", ON_PAPER, NOW).claim_id
        for staff_no in ("1005", "1006", TEACHER)
    ]
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN, SubmissionBoardScreen)
        await type_keys(pilot, "", "end", "f3")
        await type_keys(pilot, "dz", "enter")
        assert app.screen.query_one(DataTable).cursor_row == 0
        elsewhere = app.screen.current.handed.claim_id
        submissions.receive(actor_of(DEAN), elsewhere, Receipt(), NOW)
        app.screen.listen()
        await settle(pilot)
        assert len(rows(app)) == 2
        await type_keys(pilot, "", "f5")
        assert status(app) == "光标上的那一行刚换过，请看清再按一次。"
        assert Claim.select().where(Claim.state == ClaimState.GRANTED).count() == 1
        await type_keys(pilot, "", "f5", "f5")
    assert {row.id for row in Claim.select() if row.state == ClaimState.GRANTED} == {*waiting}


async def test_what_is_read_in_full_stays_what_its_keys_act_on(app):
    for staff_no in ("1005", TEACHER):
        submissions.hand_in(actor_of(staff_no), "own_plan", ON_PAPER, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN, SubmissionBoardScreen)
        board = app.screen
        board.showing = "waiting"
        board.read()
        await settle(pilot)
        read = board.current.handed.claim_id
        await type_keys(pilot, "", "enter")
        submissions.receive(actor_of(DEAN), read, Receipt(), NOW)
        board.listen()
        await settle(pilot)
        await type_keys(pilot, "", "f5")
    assert [row.id for row in Claim.select() if row.state == ClaimState.GRANTED] == [read]


async def test_a_bundle_is_ticked_part_by_part(app):
    group = a_group("七年级语文", GroupKind.PREP)
    a_teacher("1010", "吴越", Role.PREP_GROUP_LEADER, group=group)
    submissions.hand_in(actor_of("1010"), "bundle", ON_PAPER, NOW, group.id)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN, SubmissionBoardScreen)
        await type_keys(pilot, "", "down", "down", "down", "f5")
        assert isinstance(app.screen, ReceiptScreen)
        app.screen.query_one("#part3", Tick).value = False
        await type_keys(pilot, "", "ctrl+s")
        assert status(app) == "「七年级语文备课组学期材料」已收，不完整，缺：阳光教研资料。"
    assert not Claim.get().complete


async def test_what_was_brought_on_paper_is_entered_with_the_day_it_came(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN, SubmissionBoardScreen)
        await type_keys(pilot, "", "f5")
        form = app.screen
        assert isinstance(form, EnterScreen)
        form.query_one("#day", Input).value = "9-7"
        form.query_one("#hour", Input).value = "几点"
        form.query_one("#kept", Input).value = "柜二"
        await type_keys(pilot, "", "ctrl+s")
        assert "不知道不填" in str(form.query_one(".wrong", Static).content)
        form.query_one("#hour", Input).value = ""
        await type_keys(pilot, "", "ctrl+s")
        assert status(app) == "「语文组教研组计划」已收，按时。"


async def test_leaders_see_who_of_theirs_owes_what_and_receive_nothing(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, LEADER, SubmissionBoardScreen)
        assert {row[2] for row in rows(app)} == {"语文组", "欧阳静怡", "买买提·艾力", "王小明"}
        acts = {"receive", "check", "receive_all", "send_back"}
        assert acts.isdisjoint(_keys(app))


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_board_looks_like_this(app, snap_compare, size):
    submissions.hand_in(actor_of(TEACHER), "own_plan", ON_PAPER, NOW - timedelta(hours=2))
    submissions.hand_in(actor_of(DEAN), "school_plan", ON_PAPER, NOW - timedelta(days=3))

    async def show(pilot):
        await _open(app, pilot, DEAN, SubmissionBoardScreen)

    assert snap_compare(app, terminal_size=size, run_before=show)
