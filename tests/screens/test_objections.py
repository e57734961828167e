"""异议: objected while it is on notice, answered by somebody else, no word lost on the way."""

import pytest
from textual.widgets import Static, TextArea

from db.models import Objection
from tests.builders import NOW
from tests.screens.conftest import SIZES, type_keys
from tests.screens.publishing import DEAN, ME, keys, objected, open_room
from tests.screens.seen import rows, status
from tests.services.frozen_school import a_school_to_freeze
from yanxiu_tui.screens.objection_forms import AnswerForm, ObjectionForm
from yanxiu_tui.screens.objections import ObjectionsScreen
from yanxiu_tui.screens.published import PublishedScreen
from yanxiu_tui.screens.ranking_explanation import ExplanationScreen
from yanxiu_tui.services import objections


@pytest.fixture
def school(sqlite_memory):
    """Six ranked teachers; nothing frozen yet."""
    return a_school_to_freeze()


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


async def test_the_office_is_told_that_objections_wait_and_answers_them(app, school):
    objected(school)
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
    objected(school)
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
    objected(school)
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
    objected(school)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_room(app, pilot, DEAN, ObjectionsScreen)
        await type_keys(pilot, "", "enter", "f6")
        assert isinstance(app.screen, ExplanationScreen)
        assert "周敏" in str(app.screen.query_one("#who", Static).content)
        assert [row[0] for row in rows(app)] == ["出勤", "缺席", "听课"]


async def test_a_teacher_reads_the_answer_to_one_s_own(app, school):
    made = objected(school)
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
def test_the_objections_look_like_this(app, school, snap_compare, size):
    made = objected(school)
    objections.answer(school.dean, made.id, "已更正", True, NOW)

    async def show(pilot):
        await open_room(app, pilot, DEAN, ObjectionsScreen)

    assert snap_compare(app, terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_an_answer_looks_like_this(app, school, snap_compare, size):
    objected(school)

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
