"""业务考核: set in a form and found in a list; one's own results."""

from datetime import date

import pytest
from textual.widgets import Input

from db.models import Teacher
from tests.builders import NOW
from tests.screens.conftest import at_desk, settle, type_keys
from tests.screens.examining import DEAN, TEACHER, YOUNG, a_test, closed, let_be_tested, marked
from tests.screens.pairs import actor_of
from tests.screens.seen import fields, rows, said
from yanxiu_tui.screens.skill_test import SkillTestScreen
from yanxiu_tui.screens.skills import SkillsScreen
from yanxiu_tui.services import skills

LEADER = "1003"


@pytest.fixture
def school(school):
    let_be_tested()
    return school


async def _open(app, pilot, staff_no):
    await at_desk(pilot, staff_no)
    app.push_screen(SkillsScreen(actor_of(staff_no)))
    await settle(pilot)


async def test_the_office_sets_a_test_and_marks_one_after_the_other(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        assert said(app, "#nothing").startswith("还没有安排过考核")
        await type_keys(pilot, "", "ctrl+n", "down", "enter")
        app.screen.query_one("#title", Input).value = "粉笔字过关"
        await type_keys(pilot, "", "ctrl+s")
        assert isinstance(app.screen, SkillTestScreen)
        assert "3 人未登记，1 人年龄不详" in said(app, "#about")
        await type_keys(pilot, "88", "enter")
        await type_keys(pilot, "45.5", "tab")
        await type_keys(pilot, "bihua", "enter")
        await type_keys(pilot, "", "f8")
        assert [(row[2], row[4], row[5]) for row in rows(app)] == [
            ("88", "合格", ""), ("45.5", "要补考", "bihua"), ("缺考", "要补考", ""),
            ("", "年龄不详", ""),
        ]  # fmt: skip
        assert "要补考" in said(app, "#about")


async def test_a_teacher_reads_their_own_result_once_it_is_closed_and_no_count(app):
    test_id = a_test()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, TEACHER)
        assert rows(app) == [["2026-10-14", "粉笔字过关", "基本功", "", "", "未公布"]]
        closed(test_id)
        await type_keys(pilot, "", "escape")
        app.push_screen(SkillsScreen(actor_of(TEACHER)))
        await settle(pilot)
        assert rows(app) == [["2026-10-14", "粉笔字过关", "基本功", "", "88", "合格"]]
        await type_keys(pilot, "", "ctrl+n", "delete", "f3", "enter")
        assert app.screen.is_modal


@pytest.mark.parametrize(("staff_no", "day"), [(TEACHER, ""), ("1007", "2026-10-20")])
async def test_the_day_of_the_retake_is_shown_to_those_only_who_retake(app, staff_no, day):
    test_id = a_test()
    for taker, score in zip(YOUNG, ("88", "40", "92"), strict=True):
        marked(test_id, taker, score)
    skills.set_retake(actor_of(DEAN), test_id, date(2026, 10, 20), NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, staff_no)
        assert rows(app)[0][3] == day
        await type_keys(pilot, "", "enter")
        assert fields(app).get("补考", "") == day


async def test_who_takes_a_test_and_reads_all_finds_the_count_in_the_one_list_only(app):
    Teacher.update(born="1995").where(Teacher.staff_no == LEADER).execute()
    test_id = a_test()
    marked(test_id, LEADER, "66")
    closed(test_id)
    async with app.run_test(size=(120, 40)) as pilot:
        await _open(app, pilot, LEADER)
        assert rows(app)[0][-2:] == ["66", "合格"]
        await type_keys(pilot, "", "f3")
        assert rows(app)[0][-3:] == ["3", "3", "已结束"]
