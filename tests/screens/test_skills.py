"""业务考核: set in a form and found in a list; one's own results."""

import pytest
from textual.widgets import Input

from tests.screens.conftest import at_desk, settle, type_keys
from tests.screens.examining import DEAN, TEACHER, a_test, closed, let_be_tested, let_off, marked
from tests.screens.pairs import actor_of
from tests.screens.seen import rows, said
from yanxiu_tui.screens.skill_test import SkillTestScreen
from yanxiu_tui.screens.skills import SkillsScreen
from yanxiu_tui.services import skills
from tests.builders import NOW


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


async def test_a_teacher_reads_their_own_result_once_it_is_closed(app):
    test_id = a_test()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, TEACHER)
        assert (rows(app)[0][0], rows(app)[0][-1]) == ("2026-10-14", "未公布")
        closed(test_id)
        await type_keys(pilot, "", "escape")
        app.push_screen(SkillsScreen(actor_of(TEACHER)))
        await settle(pilot)
        assert rows(app)[0][-1] == "合格 88"
        await type_keys(pilot, "", "ctrl+n", "delete", "f3", "enter")
        assert app.screen.is_modal
