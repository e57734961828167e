"""The page of a test: who is marked next, what is refused, what is counted and printed (P10)."""

import pytest
from openpyxl import load_workbook

from db.models import SkillResult
from tests.builders import NOW
from tests.screens.conftest import SIZES, type_keys
from tests.screens.examining import (
    DAY,
    DEAN,
    a_test,
    closed,
    let_be_tested,
    marked,
    open_test,
    score,
)
from tests.screens.pairs import actor_of
from tests.screens.seen import fields, rows, said, status, wrong
from yanxiu_tui.screens.skill_test import SkillTestScreen
from yanxiu_tui.services import skills


@pytest.fixture
def school(school):
    let_be_tested()
    return school


async def test_a_score_that_was_just_saved_is_printed_and_counted(app, documents):
    test_id = a_test()
    marked(test_id, "1005", "50")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_test(app, pilot, test_id)
        await type_keys(pilot, "88", "enter", "f9")
        assert "成绩登记表已存为" in status(app)
        await type_keys(pilot, "", "ctrl+t")
        assert fields(app)["全部"].startswith("应考 3，参加 2，合格 1")
    page = load_workbook(documents / "粉笔字过关成绩登记表.xlsx").active
    assert {page.cell(row, 5).value for row in (4, 5, 6)} == {"50", "88", None}


async def test_what_is_no_score_stays_to_be_typed_anew(app):
    test_id = a_test()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_test(app, pilot, test_id)
        await type_keys(pilot, "101", "enter")
        assert "0 到 100" in status(app)
        assert score(app).value == "101"
        assert SkillResult.select().count() == 0
        await type_keys(pilot, "", "backspace", "enter")
        assert (status(app), said(app, "#who")) == ("", "买买提·艾力：登记成绩")


async def test_the_unsure_are_decided_the_retake_marked_and_the_test_closed(app):
    test_id = a_test()
    marked(test_id, "1005", "50")
    marked(test_id, "1007", "70")
    marked(test_id, "1008", "92")
    async with app.run_test(size=(120, 40)) as pilot:
        await open_test(app, pilot, test_id)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "1014", "enter")
        assert "补考定在 2026-10-14" in status(app)
        await type_keys(pilot, "66", "enter")
        assert rows(app)[1][4] == "补考合格"
        await type_keys(pilot, "", "pagedown")
        assert "F7 不用参加" in said(app, "#who")
        await type_keys(pilot, "", "f7")
        await type_keys(pilot, "guo", "enter")
        assert "可以结束" in said(app, "#about")
        await type_keys(pilot, "", "f3")
        await type_keys(pilot, "", "enter")
        assert "已结束" in said(app, "#about")
        assert not app.screen.query_one("#form").display
        await type_keys(pilot, "", "ctrl+t")
        assert app.screen.is_modal
        await type_keys(pilot, "", "escape", "f3")
        await type_keys(pilot, "cuo", "enter")
        assert app.screen.query_one("#form").display


async def test_a_test_that_cannot_be_closed_yet_says_so_before_it_asks(app):
    test_id = a_test()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_test(app, pilot, test_id)
        await type_keys(pilot, "", "f3")
        assert isinstance(app.screen, SkillTestScreen)
        assert "还有 1 人年龄不详" in status(app)


async def test_nobody_comes_to_a_retake_before_all_have_their_first_mark(app):
    test_id = a_test()
    marked(test_id, "1008", "50")
    skills.set_retake(actor_of(DEAN), test_id, DAY, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_test(app, pilot, test_id)
        await type_keys(pilot, "88", "enter")
        await type_keys(pilot, "92", "enter")
        await type_keys(pilot, "61", "enter")
        taken = {(row[2], row[3]) for row in rows(app) if row[2]}
        assert taken == {("88", ""), ("92", ""), ("50", "61")}


async def test_behind_a_retake_comes_the_next_who_must_retake(app):
    test_id = a_test()
    marked(test_id, "1005", "40")
    marked(test_id, "1008", "50")
    skills.set_retake(actor_of(DEAN), test_id, DAY, NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_test(app, pilot, test_id)
        assert said(app, "#who") == "王小明：登记成绩"
        await type_keys(pilot, "", "pageup")
        assert said(app, "#who") == "王小敏：登记补考"
        await type_keys(pilot, "61", "enter")
        assert said(app, "#who") == "买买提·艾力：登记补考"


async def test_a_retake_that_is_refused_stays_to_be_typed_anew_and_the_day_stands_in_the_heading(
    app,
):
    test_id = a_test()
    marked(test_id, "1005", "50")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_test(app, pilot, test_id)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "1013", "enter")
        assert "不能早于考核的日子" in wrong(app)
        await type_keys(pilot, "45", "enter")
        assert "日期请写成" in wrong(app)
        await type_keys(pilot, "1020", "enter")
        assert "补考定在 2026-10-20" in status(app)
        assert "补考 10-20" in said(app, "#about")
        assert score(app).value == ""


async def test_a_mark_is_put_right_with_a_reason(app):
    test_id = a_test()
    marked(test_id, "1005", "50")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_test(app, pilot, test_id)
        await type_keys(pilot, "", "down")
        assert "更正成绩" in said(app, "#who")
        await type_keys(pilot, "65", "enter")
        await type_keys(pilot, "luru", "enter")
        assert rows(app)[1][2] == "65"


async def test_leaving_with_something_typed_asks_first(app):
    test_id = a_test()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_test(app, pilot, test_id)
        await type_keys(pilot, "8", "escape")
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, SkillTestScreen)
        assert score(app).value == "8"


async def test_the_sheet_is_written_for_the_printer(app, documents):
    test_id = a_test()
    closed(test_id)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_test(app, pilot, test_id)
        await type_keys(pilot, "", "f9")
        assert "成绩登记表已存为" in status(app)
    page = load_workbook(documents / "粉笔字过关成绩登记表.xlsx").active
    assert page["A1"].value == "示范中学粉笔字过关成绩登记表"
    assert page["C4"].font.name == "宋体"


@pytest.mark.parametrize("size", SIZES)
async def test_the_page_is_readable_at_both_sizes(app, size):
    test_id = a_test()
    marked(test_id, "1005", "50")
    async with app.run_test(size=size) as pilot:
        await open_test(app, pilot, test_id)
        assert score(app).has_focus
        assert all(row[0] for row in rows(app))
