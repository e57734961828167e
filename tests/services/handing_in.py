"""A regulation under which teachers, groups and the school owe papers, and those who hand in."""

from datetime import UTC, date, datetime, timedelta

from db.models import Term
from tests.builders import NOW, a_group, a_teacher, an_actor
from tests.services.cast import a_cast
from tests.services.regulations import SOURCE, adopt
from yanxiu_tui.rules.roles import GroupKind, Role
from yanxiu_tui.services import manuscripts, submissions
from yanxiu_tui.services.submissions import HandIn

PAPERS = f"""{SOURCE}
[[claims]]
id = "own_plan"
name = "个人研修计划"
by = "teacher"
deadline = "own_plan"
who = [{{ not_roles = ["principal", "vice_principal"] }}]
sections = [{{ id = "aims", name = "专业发展目标" }}, {{ id = "steps", name = "具体措施" }}]
clause = {{ id = "D2", words = "教师研修计划特别要有明确、切实的专业发展目标" }}

[[claims]]
id = "bundle"
name = "备课组学期材料"
unit = "套"
by = "leader"
deadline = "bundle"
group_kinds = ["prep"]
parts = ["校本研修手册", "听课记录", "教研会议记录", "阳光教研资料"]
clause = {{ id = "Z18", words = "所有备课材料" }}

[[claims]]
id = "two_copies"
name = "学科组计划"
by = "leader"
deadline = "two_copies"
group_kinds = ["research"]
clause = {{ id = "T3", words = "一式两份" }}

[[claims]]
id = "school_plan"
name = "学校研修计划"
by = "school"
deadline = "own_plan"
clause = {{ id = "D2", words = "学校有计划、总结" }}

[[deadlines]]
id = "own_plan"
name = "个人研修计划"
week = 8
weekday = 5
clause = {{ id = "D2", words = "计划" }}

[[deadlines]]
id = "bundle"
name = "学期材料"
week = -2
weekday = 1
at = 12:00:00
clause = {{ id = "Z18", words = "每学期结束前一周的周一上午" }}

[[deadlines]]
id = "two_copies"
name = "学科组计划"
week = 8
weekday = 5
copies = 2
clause = {{ id = "T3", words = "一式两份" }}
"""
# The office's Friday of week 8, and the Monday noon of Z18, as UTC.
OWN_DUE = datetime(2026, 10, 23, 16, 0, tzinfo=UTC)
NOON = datetime(2027, 1, 11, 4, 0, tzinfo=UTC)
ON_PAPER = HandIn(where_kept="档案柜三")
MINUTE = timedelta(minutes=1)


def a_cast_that_hands_in():
    """The people of ``a_cast`` under this regulation."""
    found = a_cast()
    adopt(found.term, PAPERS)
    return found


def a_prep_leader():
    """Somebody who leads the 备课组 of 七年级语文, and that group."""
    group = a_group("七年级语文", GroupKind.PREP)
    teacher = a_teacher("1010", "吴越", Role.PREP_GROUP_LEADER, group=group)
    return an_actor(teacher, Role.PREP_GROUP_LEADER, leads=(group,)), group


def the_next_term(cast):
    """Let the term after this one be there; an instant in its second week."""
    Term.create(
        name="第二学期", starts_on=date(2027, 2, 22), ends_on=date(2027, 7, 2),
        regulation=Term.get_by_id(cast.term.id).regulation,
    )  # fmt: skip
    return datetime(2027, 3, 1, 2, 0, tzinfo=UTC)


def papers_of(cast, actor, now=NOW):
    """What this person sees of their own, by kind."""
    return {each.kind: each for each in submissions.mine(actor, cast.term.id, now)}


def board_of(cast, now=NOW, show="all", actor=None):
    """The board: of each paper its kind, whose it is and how it stands."""
    found = submissions.board(actor or cast.dean, cast.term.id, now, show)
    return [(each.kind, each.whose, each.standing) for each in found.lines]


def hand_in_plan(actor, now, cast, paper=ON_PAPER):
    """Hand in the plan of the leader's group."""
    return submissions.hand_in(actor, "group_plan", paper, now, cast.group.id)


def write_own(actor, now=NOW, text="读三本书"):
    """Write a section of one's own plan."""
    writing = submissions.write_here(actor, "own_plan", now)
    manuscripts.write(actor, writing.manuscript_id, "aims", text, 0, now)
    return writing
