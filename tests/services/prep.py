"""A 备课组 and its plan, for tests to begin from."""

from datetime import timedelta

from db.models import Membership
from tests.builders import NOW, a_group, an_actor
from tests.services.cast import Cast
from yanxiu_tui.rules.roles import GroupKind, Role
from yanxiu_tui.services import meeting, prep_sessions, prep_units
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.prep_sessions import SessionDraft, SessionView
from yanxiu_tui.services.prep_units import UnitDraft, UnitView

LATER = NOW + timedelta(hours=2)
PREP_GROUP = "七年级语文备课组"


def a_prep_group(cast: Cast) -> int:
    """七年级语文备课组: 周敏 leads 苏慧 and 林远; its id."""
    group = a_group(PREP_GROUP, GroupKind.PREP)
    for teacher in (cast.su, cast.lin, cast.zhou):
        Membership.create(group=group, teacher=teacher, leads=teacher == cast.zhou)
    return group.id


def the_leader(cast: Cast) -> Actor:
    """周敏 at the desk, who leads the group."""
    group = a_group(PREP_GROUP, GroupKind.PREP)
    return an_actor(cast.zhou, Role.PREP_GROUP_LEADER, leads=(group,), belongs=(group,))


def a_member(cast: Cast) -> Actor:
    """苏慧 at the desk, who is in the group."""
    return an_actor(cast.su, belongs=(a_group(PREP_GROUP, GroupKind.PREP),))


def a_unit(cast: Cast, title: str = "第一单元", **more: object) -> UnitView:
    """A unit of the group's plan for the term."""
    group = a_group(PREP_GROUP, GroupKind.PREP)
    draft = UnitDraft(title, **more)
    return prep_units.add(the_leader(cast), group.id, cast.term.id, draft, NOW)


def a_draft(**more: object) -> SessionDraft:
    """A session right now, for two hours; 苏慧 (1001) speaks."""
    return SessionDraft(
        **{
            "starts_at": NOW,
            "ends_at": LATER,
            "place": "备课组长办公室",
            "keynote_no": "1001",
            **more,
        }
    )


def a_session(cast: Cast, unit: UnitView, **more: object) -> SessionView:
    """A session of that unit."""
    return prep_sessions.plan(the_leader(cast), unit.id, a_draft(**more), NOW)


def is_over(cast: Cast, session: SessionView, now=LATER) -> None:
    """The meeting is opened and ends."""
    meeting.open_activity(cast.dean, session.activity_id, now - timedelta(hours=2))
    meeting.end_activity(cast.dean, session.activity_id, now)
