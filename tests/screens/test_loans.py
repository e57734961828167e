"""借阅 at the desk: asked for by initials, decided, signed for, taken back (Z36)."""

from datetime import date

import pytest
from openpyxl import load_workbook
from textual.widgets import DataTable, Static

from db.models import ArchiveItem, Loan, Term
from tests.builders import NOW, PIN
from tests.screens.borrowing import DEAN, OTHER, TEACHER, TODAY, asked, lent
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from tests.screens.pairs import actor_of
from tests.screens.seen import rows, status
from yanxiu_tui.screens import paper_files
from yanxiu_tui.screens.loan_hand_out import HandOutScreen
from yanxiu_tui.screens.loans import LoansScreen


async def _open(app, pilot, staff_no):
    await at_desk(pilot, staff_no)
    app.push_screen(LoansScreen(actor_of(staff_no)))
    await settle(pilot)


@pytest.mark.parametrize("typed", ["yxhd", "研修活动照片"])
async def test_what_is_filed_is_asked_for_by_its_initials_or_its_name(app, typed):
    ArchiveItem.create(
        term=Term.get(), archive_class="school", title="研修活动照片", day=TODAY, medium="paper",
        added_at=NOW,
    )  # fmt: skip
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, TEACHER)
        await type_keys(pilot, "", "ctrl+n")
        assert "一次最多借 14 天" in str(app.screen.query_one("#about", Static).content)
        await type_keys(pilot, typed, "enter", "enter")
        await type_keys(pilot, "做展板", "ctrl+s")
        assert "已申请借「研修活动照片」" in status(app)
    row = Loan.get()
    assert (row.item.title, row.reason, row.due_on) == (
        "研修活动照片",
        "做展板",
        date(2026, 10, 28),
    )


async def test_a_day_too_late_is_refused_and_what_was_typed_stays(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, TEACHER)
        await type_keys(pilot, "", "ctrl+n")
        await type_keys(pilot, "校志", "enter", "enter")
        await type_keys(pilot, "查资料", "enter")
        await type_keys(pilot, "1230", "ctrl+s")
        assert "一次最多借 14 天" in str(app.screen.query_one(".wrong", Static).content)
        assert app.screen.query_one("#reason").value == "查资料"


async def test_the_office_agrees_the_borrower_signs_and_it_comes_back(app):
    asked()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "f5")
        assert "已同意，等来签字领取" in status(app)
        await type_keys(pilot, "", "f7")
        await type_keys(pilot, "0000", "enter")
        assert isinstance(app.screen, HandOutScreen)
        assert "口令不对" in str(app.screen.query_one(".wrong", Static).content)
        await type_keys(pilot, PIN, "enter")
        assert "已签字领取，10月21日 以前归还" in status(app)
        await type_keys(pilot, "", "f9")
        await type_keys(pilot, "", "enter")
        await type_keys(pilot, "没写完", "ctrl+s")
        assert "已延期，11月04日 以前归还" in status(app)
        await type_keys(pilot, "", "enter", "f8", "enter")
        assert "已归还" in status(app)
    row = Loan.get()
    assert (row.state, row.note, row.extended_reason) == ("back", "完好", "没写完")


async def test_what_was_lent_this_term_is_saved_as_the_paper_register(app, tmp_path, monkeypatch):
    lent()
    monkeypatch.setattr(paper_files, "new_file", lambda name, suffix: tmp_path / f"a.{suffix}")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "ctrl+e")
        assert "借阅登记已存为" in status(app)
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert [sheet.cell(4, column).value for column in (1, 3, 6)] == [
        "王小明", "优秀教案汇编 研-06", "2026-10-21",
    ]  # fmt: skip


async def test_the_register_of_an_earlier_term_is_looked_at_and_saved(app, last_term, documents):
    lent()
    lent(OTHER, title="校志", ago=200, days=-190)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        assert len(rows(app)) == 2
        await type_keys(pilot, "", "ctrl+t", "down", "enter")
        assert [row[0] for row in rows(app)] == ["王小敏"]
        assert str(app.screen.query_one("#summary", Static).content).startswith(
            "2025—2026学年第二学期：全校"
        )
        await type_keys(pilot, "", "ctrl+e")
        assert "借阅登记_2025—2026学年第二学期.xlsx" in status(app)
    (saved,) = documents.iterdir()
    sheet = load_workbook(saved).active
    assert [sheet.cell(row, 3).value for row in (4, 5)] == ["校志 研-02", None]


async def test_by_ones_own_loans_it_is_the_register_of_this_term_that_is_saved(
    app, last_term, documents
):
    lent()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "ctrl+t", "down", "enter")
        await type_keys(pilot, "", "f3", "ctrl+e")
        assert "借阅登记_2026—2027学年第一学期.xlsx" in status(app)


async def test_a_key_that_does_nothing_for_this_row_says_so(app):
    asked()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        await type_keys(pilot, "", "f9")
        assert status(app) == "这一行不能办「延期」。"
        await type_keys(pilot, "", "f5")
        assert "已同意" in status(app)
        await type_keys(pilot, "", "f5")
        assert status(app) == "这一行不能办「同意」。"


async def test_one_sees_only_ones_own(app):
    asked(), asked(OTHER, "校志")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, TEACHER)
        assert app.screen.query_one(DataTable).row_count == 1
        await type_keys(pilot, "", "f3", "delete", "enter")
        assert "已撤回" in status(app)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_office_list_looks_like_this(app, snap_compare, size):
    lent(title="公开课录像光盘", ago=9, days=-2)
    lent(OTHER, title="校级课题研究资料")
    asked("1003", "去年的校本研修计划和总结")

    async def show(pilot):
        await _open(app, pilot, DEAN)

    assert snap_compare(app, terminal_size=size, run_before=show)
