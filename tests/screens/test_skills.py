"""业务考核: set in a form, marked one after the other, taken again, closed; one's own result."""

from datetime import date

import pytest
from openpyxl import load_workbook
from textual.widgets import DataTable, Input, Static

from db.models import SkillResult, Teacher, Term
from tests.builders import NOW
from tests.screens.conftest import SIZES, at_desk, settle, type_keys
from tests.screens.pairs import actor_of
from tests.services.regulations import SOURCE, adopt
from yanxiu_tui.screens.skill_test import SkillTestScreen
from yanxiu_tui.screens.skills import SkillsScreen
from yanxiu_tui.services import skills
from yanxiu_tui.services.skills import NewResult
from yanxiu_tui.widgets.status_line import StatusLine

DEAN, TEACHER = "1002", "1005"
YOUNG = ("1005", "1007", "1008")
SKILLS = """
[[skills]]
id = "basic_skills"
name = "基本功"
who = [{ age_below = 40 }]
age_on = "09-01"
clause = { id = "P10", words = "40岁以下的教师必须认真参加各项训练" }
"""


@pytest.fixture
def school(school):
    """Three below forty, one whose age nobody knows."""
    adopt(Term.get(), SOURCE + SKILLS)
    Teacher.update(born="1975").execute()
    Teacher.update(born="1995").where(Teacher.staff_no.in_(YOUNG)).execute()
    Teacher.update(born="").where(Teacher.staff_no == "1006").execute()
    return school


def a_test(title="粉笔字过关"):
    page = skills.set_test(actor_of(DEAN), "basic_skills", title, date(2026, 10, 14), NOW)
    return page.view.id


def marked(test_id, staff_no, score, attempt=1):
    who = Teacher.get(Teacher.staff_no == staff_no).id
    result = NewResult(who, attempt, score, "笔画清楚")
    return skills.mark(actor_of(DEAN), test_id, result, NOW)


def closed(test_id):
    for staff_no, score in zip(YOUNG, ("88", "70", "92"), strict=True):
        marked(test_id, staff_no, score)
    who = Teacher.get(Teacher.staff_no == "1006").id
    skills.excuse(actor_of(DEAN), test_id, who, "已过四十", NOW)
    skills.close(actor_of(DEAN), test_id, NOW)


def rows(app) -> list[list[str]]:
    table = app.screen.query_one(DataTable)
    return [[str(cell) for cell in table.get_row_at(row)] for row in range(table.row_count)]


def status(app) -> str:
    return str(app.screen.query_one(StatusLine).content)


def said(app, name: str) -> str:
    return str(app.screen.query_one(f"#{name}", Static).content)


async def _open(app, pilot, staff_no, test_id=None):
    await at_desk(pilot, staff_no)
    actor = actor_of(staff_no)
    screen = SkillTestScreen(actor, test_id) if test_id else SkillsScreen(actor)
    app.push_screen(screen)
    await settle(pilot)


async def test_the_office_sets_a_test_and_marks_one_after_the_other(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN)
        assert said(app, "nothing").startswith("还没有安排过考核")
        await type_keys(pilot, "", "ctrl+n", "down", "enter")
        app.screen.query_one("#title", Input).value = "粉笔字过关"
        await type_keys(pilot, "", "ctrl+s")
        assert isinstance(app.screen, SkillTestScreen)
        assert "3 人未登记，1 人年龄不详" in said(app, "about")
        await type_keys(pilot, "88", "enter")
        await type_keys(pilot, "45.5", "tab")
        await type_keys(pilot, "bihua", "enter")
        await type_keys(pilot, "", "f8")
        assert [(row[2], row[4], row[5]) for row in rows(app)] == [
            ("88", "合格", ""), ("45.5", "要补考", "bihua"), ("缺考", "要补考", ""),
            ("", "年龄不详", ""),
        ]  # fmt: skip
        assert "要补考" in said(app, "about")


async def test_what_is_no_score_stays_to_be_typed_anew(app):
    test_id = a_test()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN, test_id)
        await type_keys(pilot, "101", "enter")
        assert "0 到 100" in status(app)
        assert app.screen.query_one("#score", Input).value == "101"
        assert SkillResult.select().count() == 0


async def test_the_unsure_are_decided_the_retake_marked_and_the_test_closed(app):
    test_id = a_test()
    marked(test_id, "1005", "50")
    marked(test_id, "1007", "70")
    marked(test_id, "1008", "92")
    async with app.run_test(size=(120, 40)) as pilot:
        await _open(app, pilot, DEAN, test_id)
        await type_keys(pilot, "", "f5")
        await type_keys(pilot, "1014", "enter")
        assert "补考定在 2026-10-14" in status(app)
        await type_keys(pilot, "66", "enter")
        assert rows(app)[1][4] == "补考合格"
        await type_keys(pilot, "", "pagedown")
        assert "F7 不用参加" in said(app, "who")
        await type_keys(pilot, "", "f7")
        await type_keys(pilot, "guo", "enter")
        assert "可以结束" in said(app, "about")
        await type_keys(pilot, "", "f3")
        await type_keys(pilot, "", "enter")
        assert "已结束" in said(app, "about")
        assert not app.screen.query_one("#form").display
        await type_keys(pilot, "", "ctrl+t")
        assert app.screen.is_modal
        await type_keys(pilot, "", "escape", "f3")
        await type_keys(pilot, "cuo", "enter")
        assert app.screen.query_one("#form").display


async def test_nobody_comes_to_a_retake_before_all_have_their_first_mark(app):
    test_id = a_test()
    marked(test_id, "1008", "50")
    skills.set_retake(actor_of(DEAN), test_id, date(2026, 10, 14), NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN, test_id)
        await type_keys(pilot, "88", "enter")
        await type_keys(pilot, "92", "enter")
        await type_keys(pilot, "61", "enter")
        taken = {(row[2], row[3]) for row in rows(app) if row[2]}
        assert taken == {("88", ""), ("92", ""), ("50", "61")}


async def test_a_mark_is_put_right_with_a_reason(app):
    test_id = a_test()
    marked(test_id, "1005", "50")
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN, test_id)
        await type_keys(pilot, "", "down")
        assert "更正成绩" in said(app, "who")
        await type_keys(pilot, "65", "enter")
        await type_keys(pilot, "luru", "enter")
        assert rows(app)[1][2] == "65"


async def test_leaving_with_something_typed_asks_first(app):
    test_id = a_test()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN, test_id)
        await type_keys(pilot, "8", "escape")
        await type_keys(pilot, "", "escape")
        assert isinstance(app.screen, SkillTestScreen)
        assert app.screen.query_one("#score", Input).value == "8"


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


async def test_the_sheet_is_written_for_the_printer(app, tmp_path, monkeypatch):
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path)
    test_id = a_test()
    closed(test_id)
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(app, pilot, DEAN, test_id)
        await type_keys(pilot, "", "f9")
        assert "成绩登记表已存为" in status(app)
    page = load_workbook(tmp_path / "粉笔字过关成绩登记表.xlsx").active
    assert page["A1"].value == "示范中学粉笔字过关成绩登记表"
    assert page["C4"].font.name == "宋体"


@pytest.mark.parametrize("size", SIZES)
async def test_the_page_is_readable_at_both_sizes(app, size, tmp_path):
    test_id = a_test()
    marked(test_id, "1005", "50")
    async with app.run_test(size=size) as pilot:
        await _open(app, pilot, DEAN, test_id)
        assert app.screen.query_one("#score", Input).has_focus
        assert all(row[0] for row in rows(app))
