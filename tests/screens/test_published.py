"""公示与评优: everybody reads what is published, one's own line explained."""

from dataclasses import replace
from datetime import timedelta

import pytest
from rich.cells import cell_len
from rich.text import Text
from textual.widgets import Static

from db.models import Veto
from tests.builders import NOW
from tests.screens.conftest import SIZES, type_keys
from tests.screens.publishing import DEAN, HEAD, keys, objected, open_room
from tests.screens.seen import rows, status
from tests.services.frozen_school import a_school_to_freeze
from yanxiu_tui import clock
from yanxiu_tui.screens.awards import AwardsScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.frozen_rankings import FrozenRankingsScreen
from yanxiu_tui.screens.objections import ObjectionsScreen
from yanxiu_tui.screens.proposals import ProposalsScreen
from yanxiu_tui.screens.published import PublishedScreen
from yanxiu_tui.screens.regulation import RegulationScreen
from yanxiu_tui.services import frozen_views
from yanxiu_tui.widgets.frozen_table import PAGE, FrozenTable


@pytest.fixture
def school(sqlite_memory):
    """Six ranked teachers; nothing frozen yet."""
    return a_school_to_freeze()


async def test_a_teacher_sees_what_is_published_and_one_s_own_line(app, school):
    school.published()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_room(app, pilot)
        assert [row[:2] for row in rows(app)][:3] == [
            ["1", "苏慧"], ["1", "林远"], ["3", "周敏（本人）"],
        ]  # fmt: skip
        assert app.screen.query_one(FrozenTable).current.name == "周敏"
        assert "公示 10-14 至 10-18（公示中）" in str(
            app.screen.query_one("#heading", Static).content
        )


async def test_before_anything_is_published_it_says_so(app, school):
    school.frozen()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_room(app, pilot)
        assert rows(app) == []
        assert "还没有公示过" in str(app.screen.query_one("#nothing", Static).content)
        assert keys(app) == {"f6", "f7"}


async def test_enter_explains_one_s_own_line(app, school):
    school.published()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_room(app, pilot)
        await type_keys(pilot, "", "enter")
        assert isinstance(app.screen, DetailsScreen)
        fields = dict(app.screen.fields)
        assert (fields["名次"], fields["得分"]) == ("3/6", "92.00 分")
        assert fields["听课"].startswith("32 分")
        assert "Z21「其他教师不少于15节」" in fields["听课"]


async def test_a_teacher_who_leads_nobody_reads_no_other_line(app, school):
    school.published()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_room(app, pilot, "1008")
        await type_keys(pilot, "", "up", "enter")
        assert status(app) == "只能看自己的得分明细。"


async def test_a_leader_reads_a_member_s_line_and_is_refused_another_s(app, school):
    school.published()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_room(app, pilot)
        await type_keys(pilot, "", "up", "enter")
        assert app.screen.title_text == "林远：教师排名第 1 版"
        await type_keys(pilot, "", "escape", "down", "down", "down", "enter")
        assert "没有办理这件事的权限" in status(app)


async def test_the_office_reads_anybody_s_line(app, school):
    school.published()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_room(app, pilot, HEAD)
        await type_keys(pilot, "", "enter")
        assert app.screen.title_text == "苏慧：教师排名第 1 版"


async def test_f3_turns_to_another_ranking(app, school):
    school.published()
    school.published("research")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_room(app, pilot)
        await type_keys(pilot, "", "f3", "down", "enter")
        assert rows(app)[0] == ["1", "语文组", "98.67", ""]


async def test_after_the_notice_the_key_is_gone(app, school, monkeypatch):
    school.published()
    later = NOW + timedelta(days=5)
    async with app.run_test(size=(80, 24)) as pilot:
        monkeypatch.setattr(clock, "now", lambda: later)
        await open_room(app, pilot)
        assert "f5" not in keys(app)
        assert "已期满" in str(app.screen.query_one("#heading", Static).content)


async def test_the_keys_of_the_office_are_not_for_teachers(app, school):
    school.published()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_room(app, pilot)
        assert keys(app) == {"f5", "f6", "f7"}
        await open_room(app, pilot, DEAN)
        assert keys(app) == {"f5", "f6", "f7", "f8", "f9"}


async def test_f9_prints_the_notice(app, school, tmp_path, monkeypatch):
    school.published()
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_room(app, pilot, DEAN)
        await type_keys(pilot, "", "f9")
        assert "公示_教师_第1版_20261014.xlsx" in status(app)
    assert (tmp_path / "公示_教师_第1版_20261014.xlsx").exists()


async def test_a_school_of_hundreds_is_turned_page_by_page(app, school, monkeypatch):
    ranking = school.published()
    view = frozen_views.frozen(school.dean, ranking.id)
    lines = tuple(replace(view.lines[0], whose=900 + number) for number in range(450))
    monkeypatch.setattr(frozen_views, "frozen", lambda *_: replace(view, lines=lines))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_room(app, pilot)
        assert len(rows(app)) == PAGE
        await type_keys(pilot, "", "right", "right", "right")
        assert len(rows(app)) == 50
        assert "第 3/3 页" in str(app.screen.query_one("#heading", Static).content)
        assert app.screen.query_one(FrozenTable).current.whose == 1300
        await type_keys(pilot, "", "left")
        assert len(rows(app)) == PAGE


HELPED = [
    PublishedScreen, FrozenRankingsScreen, ObjectionsScreen, AwardsScreen, ProposalsScreen,
    RegulationScreen,
]  # fmt: skip


@pytest.mark.parametrize("screen", HELPED, ids=lambda each: each.__name__)
def test_no_sentence_of_the_help_is_broken_at_80_columns(screen):
    lines = Text.from_markup(screen.HELP_TEXT).plain.splitlines()
    assert [line for line in lines if cell_len(line) > 56] == []


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_ranking_looks_like_this(app, school, snap_compare, size):
    Veto.create(term=school.cast.term, teacher=school.id_of("1008"), reason="师德", at=NOW)
    school.published()

    async def show(pilot):
        await open_room(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_office_s_view_looks_like_this(app, school, snap_compare, size):
    objected(school)
    school.published("research")

    async def show(pilot):
        await open_room(app, pilot, DEAN)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_an_explanation_looks_like_this(app, school, snap_compare, size):
    school.published()

    async def show(pilot):
        await open_room(app, pilot)
        await type_keys(pilot, "", "enter")

    assert snap_compare(app, terminal_size=size, run_before=show)
