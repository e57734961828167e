"""A small school, built row by row, for tests to begin from."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache

from db.models import (
    Activity,
    Adoption,
    Credential,
    Group,
    Membership,
    Office,
    RegulationVersion,
    School,
    Teacher,
    Term,
)
from yanxiu_tui.regulation.loader import preset_source
from yanxiu_tui.rules.names import initials
from yanxiu_tui.rules.roles import LEADER_OF, GroupKind, Role
from yanxiu_tui.services.permission import Actor

NOW = datetime(2026, 10, 14, 6, 30, tzinfo=UTC)  # Wednesday, 14:30 in the school
PIN = "7391"
MACHINE = "测试机"
OPERATOR = Actor(None, "操作员", MACHINE, frozenset({Role.OPERATOR}))


def a_school(preset: str = "zhanghong") -> Term:
    """A school in its first term, 2026-09-01 to 2027-01-20."""
    School.create(name="示范中学", created_at=NOW)
    version = RegulationVersion.create(
        name=preset, source=preset_source(preset), adopted_at=NOW, reason="建校"
    )
    term = Term.create(
        name="2026—2027学年第一学期",
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 1, 20),
        regulation=version,
    )
    Adoption.create(term=term, regulation=version, at=NOW, reason="建校")
    return term


def a_term_after(term: Term) -> Term:
    """The next term, 2027-02-22 to 2027-07-09, under the same regulation."""
    return Term.create(
        name="2026—2027学年第二学期",
        starts_on=date(2027, 2, 22),
        ends_on=date(2027, 7, 9),
        regulation=term.regulation,
    )


def a_group(name: str = "语文组", kind: GroupKind = GroupKind.RESEARCH) -> Group:
    """A group, made once."""
    return Group.get_or_create(kind=kind, name=name)[0]


def a_teacher(
    staff_no: str, name: str, *roles: Role, group: Group | None = None, pin: str = PIN
) -> Teacher:
    """A teacher with a PIN; leader roles lead ``group``, other roles are offices."""
    teacher = Teacher.create(
        staff_no=staff_no, name=name, initials=initials(name), created_at=NOW - timedelta(days=90)
    )
    Credential.create(teacher=teacher, pin_hash=_hash(pin) if pin else "")
    if group:
        leads = any(role in LEADER_OF for role in roles)
        Membership.create(group=group, teacher=teacher, leads=leads)
    for role in roles:
        if role not in LEADER_OF:
            Office.create(teacher=teacher, role=role)
    return teacher


def an_actor(
    teacher: Teacher,
    *roles: Role,
    leads: tuple[Group, ...] = (),
    supervises: tuple[Group, ...] = (),
    belongs: tuple[Group, ...] = (),
) -> Actor:
    """The teacher at the desk, with these roles and groups."""
    return Actor(
        teacher.id,
        teacher.name,
        MACHINE,
        frozenset({Role.TEACHER, *roles}),
        frozenset(group.id for group in leads),
        teacher.staff_no,
        frozenset(group.id for group in supervises),
        frozenset(group.id for group in belongs),
    )


def an_activity(term: Term, **values: object) -> Activity:
    """A planned meeting of the whole school, 14:30 to 16:30 on the day of NOW."""
    return Activity.create(
        **{
            "term": term,
            "kind": "校本培训",
            "title": "新课标下的单元整体教学",
            "starts_at": NOW,
            "ends_at": NOW + timedelta(hours=2),
            "place": "多媒体教室",
            "presenter": "苏慧",
            "hours": Decimal(2),
            **values,
        }
    )


@cache
def _hash(pin: str) -> str:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(pin)
