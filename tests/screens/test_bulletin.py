"""教案检查通报: drawn up, frozen with a reason where it is not the first, printed (Z17)."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.widgets import DataTable, Input

from db.models import Membership, MonthlyReport, Teacher
from tests.builders import MACHINE, NOW
from tests.screens.conftest import SIZES, at_desk, in_last_term, settle, type_keys
from tests.screens.seen import said, status
from yanxiu_tui.rules.plan_checks import Finding
from yanxiu_tui.screens.bulletin import BulletinScreen
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.confirm import ConfirmScreen, ReasonScreen
from yanxiu_tui.screens.plan_checks import PlanChecksScreen
from yanxiu_tui.services import bulletins, credentials, plan_checks
from yanxiu_tui.services.school_weeks import WEEK

DEAN, LEADER, TEACHER = "1002", "1003", "1007"


def actor_of(staff_no: str):
    return credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)


@pytest.fixture
def checked(school):
    """语文组 was checked this week: 王小明 had no plan, 苏慧 had."""
    group = Membership.get(Membership.teacher == Teacher.get(staff_no=TEACHER)).group
    findings = {
        Teacher.get(staff_no="1001").id: (Finding.GOOD, ""),
        Teacher.get(staff_no=TEACHER).id: (Finding.MISSING, ""),
    }
    plan_checks.sign(actor_of(LEADER), group.id, school.term_id, WEEK, 7, findings, NOW)


@pytest.fixture
def checked_then(last_term):
    """苏慧 of 语文组 was checked in the last weeks of the term before."""
    su = Teacher.get(staff_no="1001")
    group = Membership.get(Membership.teacher == su).group
    findings = {su.id: (Finding.GOOD, "")}
    july = datetime(2026, 7, 3, 2, tzinfo=UTC)
    plan_checks.sign(actor_of(LEADER), group.id, last_term.id, WEEK, 18, findings, july)
    return last_term


def rows(app) -> dict[str, list[str]]:
    table = app.screen.query_one(DataTable)
    cells = [[str(cell) for cell in table.get_row_at(row)] for row in range(table.row_count)]
    return {row[0]: row[1:] for row in cells}


async def _open(app, pilot, staff_no: str = DEAN) -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(PlanChecksScreen(actor_of(staff_no)))
    await settle(pilot)
    await type_keys(pilot, "", "f7")
    assert isinstance(app.screen, BulletinScreen)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
async def test_the_office_sees_the_figures_as_they_are_now(app, checked, size):
    async with app.run_test(size=size) as pilot:
        await _open(app, pilot)
        assert "第 2 学月  未冻结" in said(app, "#about")
        assert rows(app)["语文组"][1:] == ["1/3", "2/4", "1", "0", "1", "未检查"]
        assert rows(app)["数学组"][1:3] == ["0/3", "0/4"]
        assert said(app, "#missing") == "缺教案的：语文组：王小明（第 7 周）"


async def test_it_is_frozen_and_once_more_only_with_a_reason(app, checked):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, ConfirmScreen)
        await type_keys(pilot, "", "enter")
        assert "已冻结（第 1 版）" in status(app)
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, ReasonScreen)
        app.screen.query_one("#reason", Input).value = "补签了一周"
        await type_keys(pilot, "", "enter")
        assert "第 2 学月  第 2 版" in said(app, "#about")
        assert "补签了一周" in said(app, "#about")
        await type_keys(pilot, "", "f3", "down", "enter")
        assert "第 2 学月  第 1 版" in said(app, "#about")
    assert MonthlyReport.select().count() == 2


async def test_a_month_without_a_check_is_not_frozen(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "f5", "enter")
        assert "还没有检查签字" in status(app)
        await type_keys(pilot, "", "f3")
        assert isinstance(app.screen, ChooseScreen)
        await type_keys(pilot, "", "down", "enter")
        assert "第 1 学月  未冻结" in said(app, "#about")
    assert not MonthlyReport.select().exists()


async def test_a_leader_reads_what_was_frozen_and_nothing_else(app, school, checked):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, LEADER)
        assert said(app, "#nothing") == "这个学月还没有通报。"
        await type_keys(pilot, "", "f5", "f9")
        assert isinstance(app.screen, BulletinScreen)
        await type_keys(pilot, "", "escape")
        bulletins.freeze(actor_of(DEAN), school.term_id, 2, "", NOW)
        await type_keys(pilot, "", "f7")
        assert "第 2 学月  第 1 版" in said(app, "#about")
    assert MonthlyReport.select().count() == 1


async def test_last_terms_last_month_is_frozen_late_and_once(app, checked_then):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await in_last_term(pilot)
        assert said(app, "#about").startswith("2025—2026学年第二学期\n第 5 学月  未冻结")
        assert rows(app)["语文组"][1:3] == ["1/4", "1/4"]
        await type_keys(pilot, "", "f5")
        assert "补冻结2025—2026学年第二学期第 5 学月通报" in app.screen.question
        await type_keys(pilot, "", "enter")
        assert status(app) == "第 5 学月通报已补冻结（第 1 版），按 F9 打印。"
        assert "林远 10-14 14:30 补冻结（首次）" in said(app, "#about")
        assert not app.screen.check_action("freeze", ())
        await type_keys(pilot, "", "f3", "down", "enter")
        assert "第 4 学月  未冻结" in said(app, "#about")
        await type_keys(pilot, "", "f5", "enter")
        assert "还没有检查签字" in status(app)
    assert MonthlyReport.select().count() == 1


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_a_bulletin_frozen_late_looks_like_this(app, checked_then, snap_compare, size):
    bulletins.freeze(actor_of(DEAN), checked_then.id, 5, "", NOW)

    async def show(pilot):
        await _open(app, pilot)
        await in_last_term(pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)


async def test_it_is_printed_into_the_documents(app, school, checked, tmp_path, monkeypatch):
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot)
        await type_keys(pilot, "", "f9")
        path = Path(tmp_path / "教案检查通报_2026—2027学年第一学期_第2学月_未冻结.xlsx")
        assert path.exists()
        assert str(path) in status(app)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_bulletin_looks_like_this(app, school, checked, snap_compare, size):
    bulletins.freeze(actor_of(DEAN), school.term_id, 2, "", NOW)

    async def show(pilot):
        await _open(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)
