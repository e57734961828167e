"""The people a meeting's paperwork takes: teachers, a leader, the office, the heads."""

from dataclasses import dataclass

from db.models import Activity, Attendee, Group, Teacher, Term
from tests.builders import NOW, OPERATOR, a_group, a_school, a_teacher, an_activity, an_actor
from yanxiu_tui.rules.attendance import Status
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services.meeting import open_activity
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.sign_in import record_sign_in


@dataclass(frozen=True)
class Cast:
    """A school of six: 苏慧 and 林远 teach Chinese under 周敏, 何静 is dean, two are heads."""

    term: Term
    group: Group
    su: Teacher
    lin: Teacher
    zhou: Teacher
    dean: Actor
    head: Actor
    vice: Actor
    leader: Actor

    @property
    def teacher(self) -> Actor:
        """苏慧 at the desk."""
        return an_actor(self.su)


def a_cast(preset: str = "zhanghong") -> Cast:
    """The school and its people, with nothing planned yet."""
    term = a_school(preset)
    group = a_group()
    zhou = a_teacher("1003", "周敏", Role.RESEARCH_GROUP_LEADER, group=group)
    return Cast(
        term=term,
        group=group,
        su=a_teacher("1001", "苏慧", group=group),
        lin=a_teacher("1002", "林远", group=group),
        zhou=zhou,
        dean=an_actor(a_teacher("1004", "何静", Role.DEAN), Role.DEAN),
        head=an_actor(
            a_teacher("1005", "钱立", Role.PRINCIPAL, Role.STEERING_HEAD),
            Role.PRINCIPAL,
            Role.STEERING_HEAD,
        ),
        vice=an_actor(a_teacher("1006", "孙正", Role.VICE_PRINCIPAL), Role.VICE_PRINCIPAL),
        leader=an_actor(zhou, Role.RESEARCH_GROUP_LEADER, leads=(group,)),
    )


def an_open_activity(cast: Cast, **values: object) -> Activity:
    """A meeting that signing in is open for."""
    activity = an_activity(values.pop("term", cast.term), **values)
    open_activity(OPERATOR, activity.id, NOW)
    return activity


def signs_in(activity: Activity, teacher: Teacher, now=NOW) -> None:
    """The teacher signs in."""
    record_sign_in(activity.id, an_actor(teacher), now, "keyboard")


def row_of(activity: Activity, teacher: Teacher) -> Attendee:
    """The teacher's line as it is stored now."""
    return Attendee.get(Attendee.activity == activity.id, Attendee.teacher == teacher.id)


def status_of(activity: Activity, teacher: Teacher) -> Status:
    """The teacher's standing as it is stored now."""
    return Status(row_of(activity, teacher).status)
