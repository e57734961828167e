"""The groups that prepare lessons together: which one may see, who is in them, what Z10 says."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.connection import held
from db.models import Group, Membership, Teacher, TermMembership, TermTeacher
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.clauses import UNSAID
from yanxiu_tui.rules.lesson_prep import LessonPrep
from yanxiu_tui.rules.names import Named
from yanxiu_tui.rules.prep_groups import Member, faults
from yanxiu_tui.rules.roles import GROUP_KIND_NAMES, GroupKind
from yanxiu_tui.services import persons
from yanxiu_tui.services.groups import within_reach
from yanxiu_tui.services.permission import Act, Actor, Scope, allowed, reach
from yanxiu_tui.services.school import TermView

# A small school prepares in its 教研组; where there are 备课组 those come first.
_KINDS = (GroupKind.PREP, GroupKind.RESEARCH)


@dataclass(frozen=True)
class GroupView:
    """A group that prepares together."""

    id: int
    name: str
    kind_name: str


@dataclass(frozen=True)
class MemberView:
    """Somebody of a group, with the grade and subject they had in that term."""

    teacher_id: int
    staff_no: str
    name: str
    initials: str
    leads: bool
    grade: str
    subject: str


def my_groups(actor: Actor) -> list[GroupView]:
    """The groups whose plans this person may see, their own first; one or two queries."""
    query = Group.select().where(Group.kind.in_([str(kind) for kind in _KINDS]))
    if reach(actor, Act.VIEW_PREP) is not Scope.SCHOOL:
        query = query.where(Group.id.in_(list(within_reach(actor, Act.VIEW_PREP))))
    own = actor.belongs | actor.leads

    # Sorted here: databases do not agree on the order of Chinese names.
    def place(row: Group) -> tuple[bool, int, str]:
        return row.id not in own, _KINDS.index(GroupKind(row.kind)), row.name

    return [view_of(row) for row in sorted(query, key=place)]


def view_of(group: Group) -> GroupView:
    """The group as people see it."""
    return GroupView(group.id, group.name, GROUP_KIND_NAMES[GroupKind(group.kind)])


def may_see(actor: Actor, group_id: int) -> bool:
    """Whether this person may see what the group prepares."""
    return allowed(actor, Act.VIEW_PREP, group_id) or group_id in within_reach(actor, Act.VIEW_PREP)


def refuse_unseen(actor: Actor, group_id: int) -> None:
    """Refused to whoever may not see what the group prepares."""
    if not may_see(actor, group_id):
        raise Refused("not_allowed", "您没有查看这个组备课的权限，请找组长或教导处。")


def hold(group_id: int) -> Group:
    """The group, held until the transaction ends: one change of its plan at a time."""
    found = next(iter(held(Group.select().where(Group.id == group_id), Group)), None)
    if found is None or found.kind not in _KINDS:
        raise Refused("no_group", "没有这个备课组，请重新选择。")
    return found


def members(group_id: int, term: TermView) -> list[MemberView]:
    """Who is in the group, or was at the end of a term that is over, by staff number; one query."""
    rows = persons.belonging(
        term, Teacher.id, Teacher.staff_no, Teacher.name, Teacher.initials,
        TermMembership.leads, TermTeacher.grade, TermTeacher.subject,
    )  # fmt: skip
    here = rows.where(TermMembership.group == group_id).order_by(Teacher.staff_no)
    return [MemberView(*row) for row in here.tuples()]


def people(group_id: int) -> list[Named]:
    """Who is in the group today, as a search needs them."""
    query = Teacher.select().join(Membership)
    here = query.where(Membership.group == group_id, Teacher.left_at.is_null())
    return [Named(row.staff_no, row.name, row.initials) for row in here.order_by(Teacher.staff_no)]


def warning(group: Group, here: Sequence[MemberView], rule: LessonPrep) -> str:
    """What is not as Z10 asks of a 备课组, with the clause; "" when all is well."""
    if group.kind != GroupKind.PREP:
        return ""
    members_ = [Member(each.name, each.leads, each.grade, each.subject) for each in here]
    found = faults(members_, rule)
    clause = "" if rule.group == UNSAID else f"（{rule.group.id}「{rule.group.words}」）"
    return f"{'；'.join(found)}{clause}。" if found else ""
