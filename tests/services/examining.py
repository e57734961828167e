"""业务考核 of the cast: a test set, marked and closed."""

from datetime import date

from db.models import Teacher
from tests.builders import NOW
from tests.services.cast import Cast, a_cast
from yanxiu_tui.services import skills
from yanxiu_tui.services.measures import Ask, read
from yanxiu_tui.services.measures.asking import window
from yanxiu_tui.services.school import regulation_of, view
from yanxiu_tui.services.skills import NewResult

DAY = date(2026, 10, 14)
YOUNG, OLD = "1990-05", "1980"


def a_cast_to_examine() -> Cast:
    """苏慧, 林远 and 何静 are below forty, 周敏's age is not known, the others are older."""
    found = a_cast("pingfang")
    born = {"1001": YOUNG, "1002": YOUNG, "1004": YOUNG, "1005": OLD, "1006": OLD}
    for staff_no, day in born.items():
        Teacher.update(born=day).where(Teacher.staff_no == staff_no).execute()
    return found


def a_test(cast, kind="textbook_methods", actor=None):
    return skills.set_test(actor or cast.vice, kind, "教材教法笔试", DAY, NOW)


def mark(cast, page, teacher, score, attempt=1, comment="", actor=None):
    result = NewResult(teacher.id, attempt, score, comment)
    return skills.mark(actor or cast.vice, page.view.id, result, NOW)


def id_of(cast, actor):
    return actor.teacher_id


def line(page, teacher):
    return next(each for each in page.lines if each.teacher_id == teacher.id)


def all_marked(cast, page, su="45", lin="80"):
    """Both marked, 何静 excused and 周敏 let off."""
    mark(cast, page, cast.su, su)
    mark(cast, page, cast.lin, lin)
    skills.excuse(cast.vice, page.view.id, cast.dean.teacher_id, "借调在外", NOW)
    skills.excuse(cast.vice, page.view.id, cast.zhou.id, "已过四十", NOW)


def finished(cast, kind="textbook_methods"):
    """A test that 苏慧 passed at the retake."""
    page = a_test(cast, kind)
    all_marked(cast, page)
    skills.set_retake(cast.vice, page.view.id, DAY, NOW)
    mark(cast, page, cast.su, "66.5", attempt=2, comment="进步明显")
    return skills.close(cast.vice, page.view.id, NOW)


def figures(cast, kind, levels=(), measure="claims"):
    regulation = regulation_of(cast.term.regulation_id)
    ask = Ask(measure, (kind,), levels)
    seen = window(view(cast.term), regulation, DAY)
    return read([ask], seen, regulation, [cast.su.id, cast.lin.id])[ask]
