"""A 备课组 in the screens' school with a unit and a session of it, for tests to write in."""

from datetime import timedelta

from db.models import Membership, Teacher
from tests.builders import MACHINE, NOW, a_group
from yanxiu_tui.rules.roles import GroupKind
from yanxiu_tui.services import credentials, prep_sessions, prep_units
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.prep_sessions import SessionDraft, SessionView
from yanxiu_tui.services.prep_units import UnitDraft

LEADER, TEACHER, OTHER, STRANGER = "1003", "1005", "1007", "1008"


def actor_of(staff_no: str) -> Actor:
    """The teacher as their PIN opens the desk."""
    return credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)


def a_prep_session(term_id: int) -> SessionView:
    """欧阳静怡 (1003) leads 买买提·艾力 (1005) and 王小明 (1007), who meet right now."""
    group = a_group("七年级语文备课组", GroupKind.PREP)
    for staff_no in (LEADER, TEACHER, OTHER):
        teacher = Teacher.get(staff_no=staff_no)
        Membership.create(group=group, teacher=teacher, leads=staff_no == LEADER)
    leader = actor_of(LEADER)
    unit = prep_units.add(leader, group.id, term_id, UnitDraft("第一单元 散文"), NOW)
    draft = SessionDraft(NOW, NOW + timedelta(hours=2), "备课组长办公室", keynote_no=TEACHER)
    return prep_sessions.plan(leader, unit.id, draft, NOW)
