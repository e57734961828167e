"""A 备课组 in the screens' school with a unit and a session of it, for tests to write in."""

from datetime import datetime, timedelta

from db.models import Group, Membership, Teacher
from tests.builders import MACHINE, NOW, a_group
from tests.screens.conftest import at_desk, settle
from yanxiu_tui.rules.roles import GroupKind
from yanxiu_tui.screens.prep import PrepScreen
from yanxiu_tui.services import credentials, meeting, prep_sessions, prep_units
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.prep_sessions import SessionDraft, SessionView
from yanxiu_tui.services.prep_units import UnitDraft

DEAN, LEADER, TEACHER, OTHER, STRANGER = "1002", "1003", "1005", "1007", "1008"
NEXT = NOW.replace(day=21)


def actor_of(staff_no: str) -> Actor:
    """The teacher as their PIN opens the desk."""
    return credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)


def a_prep_group() -> Group:
    """七年级语文备课组: 欧阳静怡 (1003) leads 买买提·艾力 (1005) and 王小明 (1007)."""
    made = a_group("七年级语文备课组", GroupKind.PREP)
    for staff_no in (LEADER, TEACHER, OTHER):
        teacher = Teacher.get(staff_no=staff_no)
        Teacher.update(grade="七年级", subject="语文").where(Teacher.id == teacher.id).execute()
        Membership.create(group=made, teacher=teacher, leads=staff_no == LEADER)
    return made


def a_prep_session(term_id: int) -> SessionView:
    """A session of that group, which meets right now."""
    group = a_prep_group()
    leader = actor_of(LEADER)
    unit = prep_units.add(leader, group.id, term_id, UnitDraft("第一单元 散文"), NOW)
    draft = SessionDraft(NOW, NOW + timedelta(hours=2), "备课组长办公室", keynote_no=TEACHER)
    return prep_sessions.plan(leader, unit.id, draft, NOW)


def planned(group, term_id: int, *units: UnitDraft) -> list:
    return [prep_units.add(actor_of(LEADER), group.id, term_id, each, NOW) for each in units]


def a_session(unit, **more):
    draft = SessionDraft(
        **{"starts_at": NOW, "ends_at": NOW.replace(hour=8), "place": "三楼小会议室",
           "keynote_no": TEACHER, **more}
    )  # fmt: skip
    return prep_sessions.plan(actor_of(LEADER), unit.id, draft, NOW)


async def open_plan(app, pilot, staff_no: str = LEADER) -> None:
    await at_desk(pilot, staff_no)
    app.push_screen(PrepScreen(actor_of(staff_no)))
    await settle(pilot)


def a_whole_plan(group, term_id) -> None:
    units = planned(
        group,
        term_id,
        UnitDraft("第一单元 四季之美", 3, 4, TEACHER),
        UnitDraft("第二单元 至爱亲情", 5, 6, "1007"),
        UnitDraft("第三单元 学习生活", 7, 8),
        UnitDraft("第四单元 人生之舟，写一个很长很长的名称来看看放不放得下", 9, 10),
    )
    held = a_session(units[0])
    meeting.open_activity(actor_of(DEAN), held.activity_id, NOW)
    meeting.end_activity(actor_of(DEAN), held.activity_id, NOW.replace(hour=8))
    a_session(units[1], starts_at=NEXT, ends_at=datetime(2026, 10, 21, 8, tzinfo=NOW.tzinfo))
    Teacher.update(grade="八年级").where(Teacher.staff_no == "1007").execute()
