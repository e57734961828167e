"""听课统计: the month in hand, another one, frozen once it is over, printed (Z24)."""

from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook
from textual.widgets import Static

from db.models import MonthlyReport, Term
from tests.builders import NOW
from tests.screens.conftest import SIZES, at_desk, in_last_term, settle, type_keys
from tests.screens.hearing import DEAN, OBSERVER, TEACHER, actor_of, completed
from tests.screens.seen import rows, status
from yanxiu_tui import clock
from yanxiu_tui.screens.choose import ChooseScreen
from yanxiu_tui.screens.confirm import ConfirmScreen, ReasonScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.observation_statistics import ObservationStatisticsScreen
from yanxiu_tui.services import observation_statistics

NOVEMBER = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


def about(app) -> str:
    return str(app.screen.query_one("#about", Static).content)


async def _open(app, pilot, staff_no: str, *keys: str) -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(ObservationStatisticsScreen(actor_of(staff_no)))
    await settle(pilot)
    for key in keys:
        await type_keys(pilot, "", key)


async def test_the_running_month_is_shown_and_not_frozen(app):
    completed()
    completed(1)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN, "f5")
        assert isinstance(app.screen, ObservationStatisticsScreen)
        assert about(app).startswith("2026年10月  现在的记录，这个月还没过完")
        assert "8 人共听课 2 节，7 人没有听课" in about(app)
        row = next(row for row in rows(app) if row[0] == "王小明")
        assert row == ["王小明", "语文组", "2", "2", "", "", "", "2", "2/15", "13"]
    assert not MonthlyReport.select().exists()


async def test_enter_shows_one_teachers_month_in_full(app):
    completed()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, TEACHER)
        assert {row[1] for row in rows(app)} == {"语文组"}
        await type_keys(pilot, "", "end", "enter")
        assert isinstance(app.screen, DetailsScreen)
        fields = dict(app.screen.fields)
        assert fields["本月"] == "1 节（集中 1，随机 0，申报 0）"
        assert fields["听课"] == "1/15，还差 14"


async def test_a_month_that_is_over_is_frozen_after_a_question(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN, "f3")
        assert isinstance(app.screen, ChooseScreen)
        await type_keys(pilot, "", "down", "enter")
        assert about(app).startswith("2026年9月  现在的记录，还没有冻结")
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, ConfirmScreen)
        await type_keys(pilot, "", "enter")
        assert status(app) == "2026年9月听课统计已冻结，第 1 版。按 F9 打印。"
        assert "第 1 版，10-14 林远冻结" in about(app)
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, ReasonScreen)
        await type_keys(pilot, "补交记录", "enter")
        assert "第 2 版，10-14 林远冻结，补交记录" in about(app)
    assert [row.version for row in MonthlyReport.select()] == [1, 2]


async def test_an_earlier_version_and_the_records_as_they_stand_may_be_looked_at(
    app, school, monkeypatch
):
    observation_statistics.freeze(actor_of(DEAN), school.term_id, 1, "", NOW)
    completed(20)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN, "f3")
        await type_keys(pilot, "", "down", "down", "enter")
        assert "共听课 0 节" in about(app)
        await type_keys(pilot, "", "f3")
        await type_keys(pilot, "", "up", "enter")
        assert "共听课 1 节" in about(app)


async def test_a_month_frozen_is_shown_as_it_was_frozen(app, school, monkeypatch):
    completed()
    # The last day of the month is over, the next has nothing yet.
    monkeypatch.setattr(clock, "now", lambda: NOVEMBER)
    observation_statistics.freeze(actor_of(DEAN), school.term_id, 2, "", NOVEMBER)
    completed(3)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        assert about(app).startswith("2026年11月")
        app.screen.number = 2
        app.screen.read()
        await settle(pilot)
        assert "第 1 版，11-02 林远冻结" in about(app)
        assert "共听课 1 节" in about(app)


async def test_leaders_look_and_do_not_freeze(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, TEACHER, "f3")
        await type_keys(pilot, "", "down", "enter", "f5")
        assert isinstance(app.screen, ObservationStatisticsScreen)
    assert not MonthlyReport.select().exists()


async def test_a_teacher_who_comes_in_by_a_side_door_is_refused(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, OBSERVER)
        assert "没有办理这件事的权限" in status(app)
        await type_keys(pilot, "", "f3", "f5", "f9", "enter")
        assert isinstance(app.screen, ObservationStatisticsScreen)


async def test_f9_writes_the_sheet(app, monkeypatch, tmp_path):
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path)
    completed()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN, "f9")
        assert "听课统计表已存为" in status(app)
    page = load_workbook(tmp_path / "听课统计_2026年10月.xlsx").active
    assert page["A1"].value == "示范中学2026年10月听课统计表"


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_month_looks_like_this(app, snap_compare, size):
    completed()
    completed(9, topic="春")
    completed(observer="1005", class_name="七（2）班")

    async def show(pilot):
        await _open(app, pilot, DEAN)

    assert snap_compare(app, terminal_size=size, run_before=show)


async def test_last_terms_month_is_frozen_late_and_once(app, last_term):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        await in_last_term(pilot)
        assert about(app).startswith("2025—2026学年第二学期：2026年7月  现在的记录，还没有冻结")
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, ConfirmScreen)
        assert "按那个学期的名册，写明是补冻结的" in app.screen.question
        await type_keys(pilot, "", "enter")
        assert status(app) == "2026年7月听课统计已补冻结，第 1 版。按 F9 打印。"
        assert "第 1 版，10-14 林远补冻结" in about(app)
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, ObservationStatisticsScreen)
        await type_keys(pilot, "", "f3", "down", "enter")
        assert about(app).startswith("2025—2026学年第二学期：2026年6月  现在的记录，还没有冻结")
    assert MonthlyReport.select().count() == 1


async def test_what_was_frozen_then_or_is_of_a_term_before_is_not_frozen(app, last_term):
    july = datetime(2026, 7, 12, 2, tzinfo=UTC)
    observation_statistics.freeze(actor_of(DEAN), last_term.id, 6, "", july)
    Term.create(
        name="2025—2026学年第一学期", starts_on=date(2025, 9, 1), ends_on=date(2026, 1, 20),
        regulation=last_term.regulation,
    )  # fmt: skip
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        await in_last_term(pilot)
        assert "第 1 版，07-12 林远冻结" in about(app)
        assert not app.screen.check_action("freeze", ())
        await in_last_term(pilot)
        assert about(app).startswith("2025—2026学年第一学期：2026年1月  现在的记录，还没有冻结")
        assert not app.screen.check_action("freeze", ())
