"""冻结与公示: frozen, checked, published and printed from one list."""

import pytest
from textual.widgets import Input, Static

from db.connection import database
from db.models import Ranking
from tests.screens.conftest import SIZES, settle, type_keys
from tests.screens.publishing import DEAN, HEAD, ME, keys, open_room
from tests.screens.seen import rows, status, wrong
from tests.services.frozen_school import PENDING, a_school_to_freeze, adopt
from yanxiu_tui.screens.confirm import ConfirmScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.frozen_forms import FreezeScreen, NoticePeriodScreen
from yanxiu_tui.screens.frozen_rankings import FrozenRankingsScreen
from yanxiu_tui.screens.published import PublishedScreen


@pytest.fixture
def school(sqlite_memory):
    """Six ranked teachers; nothing frozen yet."""
    return a_school_to_freeze()


async def open_list(app, pilot, staff_no=DEAN):
    await open_room(app, pilot, staff_no, FrozenRankingsScreen)


async def test_f5_freezes_the_teachers_as_they_stand_today(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot)
        assert app.screen.query_one("#nothing").display
        await type_keys(pilot, "", "f5", "ctrl+s")
        assert "教师排名第 1 版已冻结，截至 2026-10-14" in status(app)
        assert rows(app)[0][0] == "教师排名第 1 版"
        assert rows(app)[0][2] == "未公示"


async def test_another_kind_and_another_day_are_typed(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot)
        await type_keys(pilot, "", "f5")
        app.screen.query_one("#subject", Input).value = "教研组"
        app.screen.query_one("#last", Input).value = "0930"
        await type_keys(pilot, "", "ctrl+s")
        assert rows(app)[0][:2] == ["教研组排名第 1 版", "2026-09-30"]


async def test_a_second_version_asks_for_its_reason_and_keeps_what_was_typed(app, school):
    school.frozen()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot)
        await type_keys(pilot, "", "f5", "ctrl+s")
        assert isinstance(app.screen, FreezeScreen)
        assert "再次冻结的原因" in wrong(app)
        assert app.screen.focused.id == "reason"
        app.screen.query_one("#reason", Input).value = "异议 1 成立"
        await type_keys(pilot, "", "ctrl+s")
        assert [row[0] for row in rows(app)] == ["教师排名第 2 版", "教师排名第 1 版"]


async def test_a_day_nobody_understands_is_said_so(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot)
        await type_keys(pilot, "", "f5")
        app.screen.query_one("#last", Input).value = "年底"
        await type_keys(pilot, "", "ctrl+s")
        assert "截止日期看不懂" in wrong(app)
        assert app.screen.focused.id == "last"


async def test_what_is_pending_is_named(app, school):
    adopt(school.cast, PENDING)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot)
        await type_keys(pilot, "", "f5", "ctrl+s")
        assert "还有 6 个得分待定" in wrong(app)


async def test_enter_shows_the_lines_of_a_version(app, school):
    school.frozen()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot)
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, PublishedScreen)
        assert "未公示" in str(app.screen.query_one("#heading", Static).content)
        assert len(rows(app)) == 6


async def test_the_reason_of_a_version_is_shown_and_the_published_one_is_marked(app, school):
    school.published()
    school.frozen(reason="异议 1 成立")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot)
        assert [row[2] for row in rows(app)] == ["未公示", "10-14 至 10-18（公示中） 已有第 2 版"]
        about = str(app.screen.query_one("#about", Static).content)
        assert about.startswith("回车 看名单\n冻结 10-14")
        assert about.endswith("原因：异议 1 成立")


async def test_leaving_a_form_that_was_not_filled_asks_nothing(app, school):
    school.frozen()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot, HEAD)
        await type_keys(pilot, "", "f7", "ctrl+s", "escape")
        assert isinstance(app.screen, NoticePeriodScreen)
        app.screen.query_one("#last", Input).value = "1020"
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, ConfirmScreen)
        await type_keys(pilot, "", "escape")
        app.screen.query_one("#last", Input).value = "2026-10-18"
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, FrozenRankingsScreen)


async def test_left_and_right_choose_the_answer(app, school):
    school.frozen()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot, HEAD)
        await type_keys(pilot, "", "f7", "ctrl+s", "left")
        assert app.screen.focused.id == "yes"
        await type_keys(pilot, "", "right", "enter")
        assert isinstance(app.screen, NoticePeriodScreen)
        await type_keys(pilot, "", "ctrl+s", "left", "enter")
        assert isinstance(app.screen, FrozenRankingsScreen)
    assert Ranking.get().notice_last is not None


async def test_a_pick_says_when_nothing_is_meant(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot)
        await type_keys(pilot, "", "f5")
        assert "没有这一项" not in str(app.screen.query_one("#hint", Static).content)
        app.screen.query_one("#subject", Input).value = "食堂"
        await settle(pilot)
        assert "没有这一项" in str(app.screen.query_one("#hint", Static).content)


async def test_f6_finds_nothing_changed(app, school):
    school.frozen()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot)
        await type_keys(pilot, "", "f6")
        fields = dict(app.screen.fields)
        assert fields["存的数据"] == "与冻结时一致，没有被改动"
        assert fields["按记录重算"] == "结果相同"


async def test_f6_tells_what_a_correction_would_change(app, school):
    school.frozen()
    school.absent("1003")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot)
        await type_keys(pilot, "", "f6")
        assert isinstance(app.screen, DetailsScreen)
        assert dict(app.screen.fields)["周敏"] == "得分 92.00 变为 72.00，名次 3 变为 5，出勤、缺席"


async def test_f6_finds_what_was_altered_behind_the_program(app, school):
    school.frozen()
    database.execute_sql("UPDATE ranking_line SET score = 99 WHERE place = 3")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot)
        await type_keys(pilot, "", "f6")
        assert "被改动过" in dict(app.screen.fields)["存的数据"]


async def test_nothing_is_published_when_the_question_is_answered_with_no(app, school):
    school.frozen()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot, HEAD)
        await type_keys(pilot, "", "f7")
        assert isinstance(app.screen, NoticePeriodScreen)
        app.screen.query_one("#last", Input).value = "1020"
        await type_keys(pilot, "", "ctrl+s")
        assert isinstance(app.screen, ConfirmScreen)
        assert "2026-10-14 公示到 2026-10-20" in app.screen.question
        await type_keys(pilot, "", "escape")
        await settle(pilot)
    assert Ranking.get().notice_last is None


async def test_the_question_answered_with_yes_publishes(app, school):
    school.frozen()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot, HEAD)
        await type_keys(pilot, "", "f7", "ctrl+s")
        await pilot.click("#yes")
        await settle(pilot)
        assert "公示 10-14 至 10-18（公示中）" in status(app)
        assert "公示中" in rows(app)[0][2]
        assert keys(app) == {"f6", "f9"}


async def test_a_period_that_is_refused_stays_as_it_was_typed(app, school):
    school.frozen()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot, HEAD)
        await type_keys(pilot, "", "f7")
        app.screen.query_one("#first", Input).value = "10-01"
        await type_keys(pilot, "", "ctrl+s")
        await pilot.click("#yes")
        await settle(pilot)
        assert "公示不能从过去的日子开始" in wrong(app)
        assert app.screen.query_one("#first", Input).value == "10-01"


async def test_the_keys_follow_what_one_may_do(app, school):
    school.frozen()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot, DEAN)
        assert keys(app) == {"f5", "f6"}
        await open_list(app, pilot, HEAD)
        assert keys(app) == {"f6", "f7"}
        await open_list(app, pilot, ME)
        assert keys(app) == set()


async def test_f9_prints_the_published_one(app, school, tmp_path, monkeypatch):
    school.published("research")
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_list(app, pilot)
        await type_keys(pilot, "", "f9")
    assert (tmp_path / "公示_教研组_第1版_20261014.xlsx").exists()


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_versions_look_like_this(app, school, snap_compare, size):
    school.published()
    school.frozen(reason="异议 1 成立，更正第四次培训的点名后重排")
    school.frozen("research")

    async def show(pilot):
        await open_list(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_freezing_looks_like_this(app, school, snap_compare, size):
    async def show(pilot):
        await open_list(app, pilot)
        await type_keys(pilot, "", "f5")

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_publishing_looks_like_this(app, school, snap_compare, size):
    school.frozen()

    async def show(pilot):
        await open_list(app, pilot, HEAD)
        await type_keys(pilot, "", "f7")

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_a_check_looks_like_this(app, school, snap_compare, size):
    school.frozen()
    school.absent("1003")

    async def show(pilot):
        await open_list(app, pilot)
        await type_keys(pilot, "", "f6")

    assert snap_compare(app, terminal_size=size, run_before=show)
