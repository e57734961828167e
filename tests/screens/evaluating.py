"""四级评价 in the screens' school: who gives marks, the list of stages and the marking opened."""

from db.models import Group, Teacher, Term
from tests.builders import MACHINE, NOW
from tests.screens.conftest import at_desk, settle
from tests.services.evaluating import closed, opened
from yanxiu_tui.screens.evaluation import EvaluationScreen
from yanxiu_tui.screens.evaluation_marks import MarkingScreen
from yanxiu_tui.services import credentials
from yanxiu_tui.services.evaluation_marks import NewMark, give_marks

HEAD, DEAN, LEADER, TEACHER = "1001", "1002", "1003", "1007"


def teacher(staff_no: str) -> Teacher:
    return Teacher.get(staff_no=staff_no)


def actor_of(staff_no: str):
    return credentials.actor_for(teacher(staff_no), MACHINE)


def gives(staff_no: str, stage: int, **scores: str) -> None:
    """Marks by staff number: ``_1003="90"``; ``_1003="90 肯钻研"`` with a comment."""
    marks = []
    for key, typed in scores.items():
        score, _, comment = typed.partition(" ")
        marks.append(NewMark(teacher(key[1:]).id, score, comment))
    give_marks(actor_of(staff_no), stage, marks, NOW)


def keys(app) -> set[str]:
    acts = {"f5", "f6", "f7", "f8", "f9"}
    return acts & {key for key, each in app.screen.active_bindings.items() if each.enabled}


async def open_list(app, pilot, staff_no: str = TEACHER) -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(EvaluationScreen(actor_of(staff_no)))
    await settle(pilot)


async def open_marking(app, pilot, stage: int, staff_no: str = TEACHER) -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(MarkingScreen(actor_of(staff_no), stage))
    await settle(pilot)


def a_term_under_way(term: Term) -> int:
    """自评 closed, 互评 and the leaders' 导评 open; 互评 is returned."""
    stage = opened(term, "teacher", "self")
    for staff_no in ("1001", "1002", "1003", "1005", "1007", "1008"):
        gives(staff_no, stage, **{f"_{staff_no}": f"{80 + int(staff_no[-1])}.5 还要多读书"})
    closed(stage)
    stage = opened(term, "group", "self")
    give_marks(actor_of(LEADER), stage, [NewMark(Group.get(name="语文组").id, "92")], NOW)
    closed(stage)
    opened(term, "leader", "principal")
    stage = opened(term, "teacher", "peer")
    gives(LEADER, stage, _1001="95", _1005="88.5 课堂有活力，望多带年轻教师", _1007="79.25")
    gives(TEACHER, stage, _1001="91 专业引领好")
    return stage
