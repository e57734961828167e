"""公示与评优: everybody reads what is published, one's own line explained; objections."""

from dataclasses import replace
from datetime import timedelta

import pytest
from rich.cells import cell_len
from rich.text import Text
from textual.widgets import DataTable, Static, TextArea

from db.models import Objection, Veto
from tests.builders import MACHINE, NOW
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from tests.services.frozen_school import a_school_to_freeze
from yanxiu_tui import clock
from yanxiu_tui.screens.awards import AwardsScreen
from yanxiu_tui.screens.details import DetailsScreen
from yanxiu_tui.screens.frozen_rankings import FrozenRankingsScreen
from yanxiu_tui.screens.objection_forms import AnswerForm, ObjectionForm
from yanxiu_tui.screens.objections import ObjectionsScreen
from yanxiu_tui.screens.proposals import ProposalsScreen
from yanxiu_tui.screens.published import PublishedScreen
from yanxiu_tui.screens.ranking_explanation import ExplanationScreen
from yanxiu_tui.screens.regulation import RegulationScreen
from yanxiu_tui.services import credentials, frozen_views, objections
from yanxiu_tui.widgets.frozen_table import PAGE, FrozenTable
from yanxiu_tui.widgets.status_line import StatusLine

ME, DEAN, HEAD = "1003", "1004", "1005"


@pytest.fixture
def school(sqlite_memory):
    """Six ranked teachers; nothing frozen yet."""
    return a_school_to_freeze()


def actor(staff_no):
    return credentials.actor_for(credentials.find_teacher(staff_no), MACHINE)


def status(app):
    return str(app.screen.query_one(StatusLine).content)


def rows(app):
    table = app.screen.query_one(DataTable)
    return [[str(cell) for cell in table.get_row_at(row)] for row in range(table.row_count)]


def keys(app):
    """The F-keys of the screen that the footer offers."""
    offered = {binding.binding.key for binding in app.screen.active_bindings.values()}
    return offered & {"f3", "f5", "f6", "f7", "f8", "f9", "delete"}


async def open_room(app, pilot, staff_no=ME, screen=PublishedScreen):
    await at_desk(pilot, staff_no)
    app.push_screen(screen(actor(staff_no)))
    await settle(pilot)


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


async def test_f5_objects_while_it_is_on_notice(app, school):
    school.published()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_room(app, pilot)
        await type_keys(pilot, "", "f5")
        assert isinstance(app.screen, ObjectionForm)
        app.screen.query_one(TextArea).text = "第四次培训我没有迟到"
        await type_keys(pilot, "", "ctrl+s")
        assert "异议已提交" in status(app)
    assert Objection.get().words == "第四次培训我没有迟到"


async def test_what_was_typed_stays_when_it_is_refused(app, school):
    school.published()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_room(app, pilot)
        await type_keys(pilot, "", "f5")
        app.screen.query_one(TextArea).text = "长" * 501
        await type_keys(pilot, "", "ctrl+s")
        assert "太长" in str(app.screen.query_one(".wrong", Static).content)
        assert app.screen.query_one(TextArea).text == "长" * 501


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


# 异议


def _objected(school):
    ranking = school.published()
    objections.object_(school.actor("1008"), ranking.id, "第二次培训请过假，应算事假", NOW)
    return objections.object_(school.actor(ME), ranking.id, "第四次培训我没有迟到", NOW)


async def test_the_office_is_told_that_objections_wait_and_answers_them(app, school):
    _objected(school)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_room(app, pilot, DEAN)
        assert "有 2 条异议待答复" in status(app)
        await type_keys(pilot, "", "f6", "f5")
        assert "第四次培训我没有迟到" in str(app.screen.query_one("#about", Static).content)
        await type_keys(pilot, "", "down", "enter")
        app.screen.query_one(TextArea).text = "核对了点名，第二次点名也到了，更正"
        await type_keys(pilot, "", "ctrl+s")
        assert status(app) == "周敏老师的异议已答复：成立。更正后请另冻结一版。"
        assert [row[4] for row in rows(app)] == ["待答复", "成立"]


async def test_an_objection_may_be_answered_with_no(app, school):
    _objected(school)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_room(app, pilot, DEAN, ObjectionsScreen)
        await type_keys(pilot, "", "enter", "f5")
        assert isinstance(app.screen, AnswerForm)
        await type_keys(pilot, "", "ctrl+s")
        assert "请选定成立或不成立" in str(app.screen.query_one(".wrong", Static).content)
        await type_keys(pilot, "", "down", "down", "enter", "ctrl+s")
        assert "请填写答复" in str(app.screen.query_one(".wrong", Static).content)
        app.screen.query_one(TextArea).text = "两次点名都不在，维持"
        await type_keys(pilot, "", "ctrl+s")
        assert "不成立" in status(app)


@pytest.mark.parametrize("staff_no", [ME, DEAN], ids=["objecting", "answering"])
async def test_words_not_yet_kept_are_not_lost_by_escape(app, school, staff_no):
    _objected(school)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_room(
            app, pilot, staff_no, ObjectionsScreen if staff_no == DEAN else PublishedScreen
        )
        await type_keys(pilot, "", "f5")
        form = app.screen
        form.query_one(TextArea).text = "写了一半"
        await type_keys(pilot, "", "escape")
        assert app.screen.question == "填的还没有保存，要离开吗？"
        await type_keys(pilot, "", "escape")
        assert app.screen is form
        await type_keys(pilot, "", "escape", "left", "enter")
        assert app.screen is not form
    assert Objection.select().where(Objection.answered_at.is_null()).count() == 2


async def test_the_arrows_move_in_the_words(app, school):
    school.published()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_room(app, pilot)
        await type_keys(pilot, "", "f5", "a", "enter", "b", "up", "c")
        assert app.screen.query_one(TextArea).text == "ac\nb"


async def test_the_office_goes_from_an_objection_to_the_points_and_records(app, school):
    _objected(school)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_room(app, pilot, DEAN, ObjectionsScreen)
        await type_keys(pilot, "", "enter", "f6")
        assert isinstance(app.screen, ExplanationScreen)
        assert "周敏" in str(app.screen.query_one("#who", Static).content)
        assert [row[0] for row in rows(app)] == ["出勤", "缺席", "听课"]


HELPED = [
    PublishedScreen, FrozenRankingsScreen, ObjectionsScreen, AwardsScreen, ProposalsScreen,
    RegulationScreen,
]  # fmt: skip


@pytest.mark.parametrize("screen", HELPED, ids=lambda each: each.__name__)
def test_no_sentence_of_the_help_is_broken_at_80_columns(screen):
    lines = Text.from_markup(screen.HELP_TEXT).plain.splitlines()
    assert [line for line in lines if cell_len(line) > 56] == []


async def test_a_teacher_reads_the_answer_to_one_s_own(app, school):
    made = _objected(school)
    objections.answer(school.dean, made.id, "已更正", True, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_room(app, pilot, ME, ObjectionsScreen)
        assert [row[1] for row in rows(app)] == ["周敏"]
        assert keys(app) == set()
        await type_keys(pilot, "", "enter")
        assert "已更正" in dict(app.screen.fields)["答复"]


async def test_without_objections_it_says_so(app, school):
    async with app.run_test(size=(80, 24)) as pilot:
        await open_room(app, pilot, DEAN, ObjectionsScreen)
        assert app.screen.query_one("#nothing").display


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_ranking_looks_like_this(app, school, snap_compare, size):
    Veto.create(term=school.cast.term, teacher=school.id_of("1008"), reason="师德", at=NOW)
    school.published()

    async def show(pilot):
        await open_room(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_office_s_view_looks_like_this(app, school, snap_compare, size):
    _objected(school)
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


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_the_objections_look_like_this(app, school, snap_compare, size):
    made = _objected(school)
    objections.answer(school.dean, made.id, "已更正", True, NOW)

    async def show(pilot):
        await open_room(app, pilot, DEAN, ObjectionsScreen)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_an_answer_looks_like_this(app, school, snap_compare, size):
    _objected(school)

    async def show(pilot):
        await open_room(app, pilot, DEAN, ObjectionsScreen)
        await type_keys(pilot, "", "f5")

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_objecting_looks_like_this(app, school, snap_compare, size):
    school.published()

    async def show(pilot):
        await open_room(app, pilot)
        await type_keys(pilot, "", "f5")

    assert snap_compare(app, terminal_size=size, run_before=show)
