"""业务考核 in the screens' school: who must take a test, one set, marked and closed."""

from datetime import date

from textual.widgets import Input

from db.models import Teacher, Term
from tests.builders import NOW
from tests.screens.conftest import at_desk, settle
from tests.screens.pairs import actor_of
from tests.services.regulations import SOURCE, adopt
from yanxiu_tui.screens.skill_test import SkillTestScreen
from yanxiu_tui.services import skills
from yanxiu_tui.services.skills import NewResult

DEAN, TEACHER, UNSURE = "1002", "1005", "1006"
YOUNG = (TEACHER, "1007", "1008")
DAY = date(2026, 10, 14)
SKILLS = """
[[skills]]
id = "basic_skills"
name = "基本功"
who = [{ age_below = 40 }]
age_on = "09-01"
clause = { id = "P10", words = "40岁以下的教师必须认真参加各项训练" }
"""


def let_be_tested() -> None:
    """Three below forty, one whose age nobody knows."""
    adopt(Term.get(), SOURCE + SKILLS)
    Teacher.update(born="1975").execute()
    Teacher.update(born="1995").where(Teacher.staff_no.in_(YOUNG)).execute()
    Teacher.update(born="").where(Teacher.staff_no == UNSURE).execute()


def a_test(title: str = "粉笔字过关") -> int:
    page = skills.set_test(actor_of(DEAN), "basic_skills", title, DAY, NOW)
    return page.view.id


def marked(test_id: int, staff_no: str, score: str | None, attempt: int = 1) -> None:
    result = NewResult(_id_of(staff_no), attempt, score, "笔画清楚")
    skills.mark(actor_of(DEAN), test_id, result, NOW)


def let_off(test_id: int, staff_no: str = UNSURE) -> None:
    skills.excuse(actor_of(DEAN), test_id, _id_of(staff_no), "已过四十", NOW)


def closed(test_id: int) -> None:
    for staff_no, score in zip(YOUNG, ("88", "70", "92"), strict=True):
        marked(test_id, staff_no, score)
    let_off(test_id)
    skills.close(actor_of(DEAN), test_id, NOW)


async def open_test(app, pilot, test_id: int, staff_no: str = DEAN) -> None:
    """A test's page, opened at the desk."""
    await at_desk(pilot, staff_no)
    app.push_screen(SkillTestScreen(actor_of(staff_no), test_id))
    await settle(pilot)


def score(app) -> Input:
    """The field that a score is typed into."""
    return app.screen.query_one("#score", Input)


def _id_of(staff_no: str) -> int:
    return Teacher.get(Teacher.staff_no == staff_no).id
