"""谁还没交: what was written on the program is read there, before it is received."""

import pytest
from textual.containers import VerticalScroll

from db.models import Claim, Teacher
from tests.builders import MACHINE, NOW
from tests.screens.conftest import at_desk, settle, type_keys
from tests.screens.seen import fields, status
from tests.services.handing_in import PAPERS
from tests.services.regulations import adopt
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.submissions import Standing
from yanxiu_tui.screens.submission_board import SubmissionBoardScreen
from yanxiu_tui.services import credentials, manuscripts, submissions
from yanxiu_tui.services.submission_receipts import Receipt
from yanxiu_tui.services.submissions import HandIn

DEAN, TEACHER = "1002", "1007"
LONG = "\n".join(f"第{number}周读一章。" for number in range(1, 41))


@pytest.fixture(autouse=True)
def regulation(school):
    adopt(school.term, PAPERS)


def _actor(staff_no):
    return credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)


def _handed_in():
    actor = _actor(TEACHER)
    number = submissions.write_here(actor, "own_plan", NOW).manuscript_id
    manuscripts.write(actor, number, "aims", LONG, 0, NOW)
    submissions.hand_in(actor, "own_plan", HandIn(written=True), NOW)


async def _board(app, pilot, showing="waiting"):
    await at_desk(pilot, DEAN)
    board = SubmissionBoardScreen(_actor(DEAN))
    board.showing = showing
    app.push_screen(board)
    await settle(pilot)


async def test_enter_shows_what_was_written_and_keys_turn_its_pages(app):
    _handed_in()
    async with app.run_test(size=(80, 24)) as pilot:
        await _board(app, pilot)
        await type_keys(pilot, "", "enter")
        assert fields(app)["专业发展目标"] == LONG
        assert fields(app)["具体措施"] == "（空着）"
        below = app.screen.query_one(VerticalScroll)
        await type_keys(pilot, "", "end")
        assert below.scroll_offset.y == below.max_scroll_y > 0
        await type_keys(pilot, "", "f5")
        assert status(app) == "「个人研修计划」已收，按时。"
    assert Claim.get().state == ClaimState.GRANTED


async def test_what_came_on_paper_is_shown_without_a_text(app):
    submissions.hand_in(_actor(TEACHER), "own_plan", HandIn(where_kept="柜三"), NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _board(app, pilot)
        await type_keys(pilot, "", "enter")
        assert "专业发展目标" not in fields(app)
        assert fields(app)["存放"] == "柜三"


async def test_a_paper_that_nobody_handed_in_is_not_sent_back_and_that_is_said(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _board(app, pilot, "owing")
        await type_keys(pilot, "", "f8")
        assert status(app) == "这一行不能办「退回」。"


async def test_an_incomplete_paper_is_received_by_its_parts_and_that_is_said(app):
    done = submissions.hand_in(_actor(TEACHER), "own_plan", HandIn(where_kept="柜三"), NOW)
    submissions.receive(_actor(DEAN), done.claim_id, Receipt(missing="第三部分"), NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _board(app, pilot, "all")
        await type_keys(pilot, "", *["down"] * app.screen.found.index(_incomplete(app)), "f5")
        assert status(app) == "这一行不能办「收」。"


def _incomplete(app):
    return next(each for each in app.screen.found if each.standing is Standing.INCOMPLETE)
