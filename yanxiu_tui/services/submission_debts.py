"""What is due this term by the regulation, and whose paper somebody may hand in (Z7, Z18, D2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from db.connection import held
from db.models import Group, School, Teacher, TermMembership
from yanxiu_tui.clock import ZONE, local
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.terms import ClaimKind, Deadline
from yanxiu_tui.rules.applies import Person, applies
from yanxiu_tui.rules.periods import due_day
from yanxiu_tui.rules.submissions import DuePaper, due_at, title_of
from yanxiu_tui.services import persons, school
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.school import TermView


@dataclass(frozen=True)
class Owed:
    """One paper of one term that somebody owes: a teacher's, a group's, else the school's."""

    term: TermView
    kind: ClaimKind
    deadline: Deadline
    teacher: Teacher | None = None
    group: Group | None = None

    @property
    def title(self) -> str:
        """What it is called on record."""
        return title_of(self.group.name, self.kind.name) if self.group else self.kind.name

    @property
    def due_at(self) -> datetime:
        """From when it is late."""
        return due(self.deadline, self.term)


def due(deadline: Deadline, term: TermView) -> datetime:
    """The instant from which what is due by this deadline is late."""
    day = due_day(term.starts_on, term.ends_on, deadline.week, deadline.weekday)
    return due_at(day, deadline.at, ZONE)


def papers(regulation: Regulation, term: TermView) -> list[DuePaper]:
    """Every kind of paper that is due in this term."""
    return [
        DuePaper(kind.id, kind.by, due(deadline, term), kind.who, kind.group_kinds)
        for kind in regulation.claims
        if kind.by != "office" and (deadline := regulation.deadline(kind.deadline))
    ]


def people(
    regulation: Regulation, term: TermView, teachers: Mapping[int, Teacher], now: datetime
) -> Sequence[Person]:
    """These teachers as the rules see them; read in full only where a paper is not everybody's."""
    if not any(kind.who for kind in regulation.claims if kind.handed_in):
        return [Person(row.id, row.staff_no) for row in teachers.values()]
    found = persons.staff(term, local(now).date())
    return [each.person for each in found if each.id in teachers]


def owed_by(
    actor: Actor,
    kind_id: str,
    group_id: int | None,
    now: datetime,
    term_id: int | None = None,
) -> Owed:
    """What this person may hand in of that kind, held until the transaction ends.

    For oneself one hands in one's own, for a group its leader, for the school the office. Of an
    earlier term (None: the current one) it may still come, late.
    """
    owed = _known(kind_id, now, term_id)
    if owed.kind.by == "school":
        require(actor, Act.HAND_IN_FOR_SCHOOL)
        return _hold(owed)
    if owed.kind.by == "leader":
        require(actor, Act.CLAIM_FOR_GROUP, group_id)
        return _hold(_of_group(owed, group_id))
    require(actor, Act.CLAIM)
    return _hold(_of_teacher(owed, Teacher.get_by_id(actor.teacher_id)))


def owed_of(
    kind_id: str,
    teacher: Teacher | None,
    group_id: int | None,
    now: datetime,
    term_id: int | None = None,
) -> Owed:
    """The paper of that kind of this teacher or group, held likewise."""
    owed = _known(kind_id, now, term_id)
    if owed.kind.by == "school":
        raise Refused("of_school", f"「{owed.kind.name}」由学校交，请用「交」登记。")
    if owed.kind.by == "leader":
        return _hold(_of_group(owed, group_id))
    if teacher is None:
        raise Refused("no_teacher", f"「{owed.kind.name}」由老师本人交，请选姓名。")
    return _hold(_of_teacher(owed, teacher))


def _of_teacher(owed: Owed, teacher: Teacher) -> Owed:
    kind = owed.kind
    if kind.who and applies(kind.who, persons.one(owed.term, teacher.id).person) is False:
        raise Refused("not_owed", f"「{kind.name}」不用{teacher.name}老师交（{kind.clause.id}）。")
    return replace(owed, teacher=teacher)


def _of_group(owed: Owed, group_id: int | None) -> Owed:
    kind, group = owed.kind, Group.get_or_none(Group.id == group_id)
    if group is None:
        raise Refused("no_group", f"「{kind.name}」由组长按组交，请选组。")
    if kind.group_kinds and group.kind not in kind.group_kinds:
        raise Refused("not_owed", f"「{kind.name}」不用{group.name}交（{kind.clause.id}）。")
    return replace(owed, group=group)


def answerable(owed: Owed, actor: Actor) -> int | None:
    """Who answers for it: the teacher; of a group whoever leads it, first of all who acts.

    None for the school, and for a group that nobody leads.
    """
    if owed.teacher or not owed.group:
        return owed.teacher.id if owed.teacher else None
    if owed.group.id in actor.leads:
        return actor.teacher_id
    led = persons.belonging(owed.term, TermMembership.teacher).where(
        TermMembership.group == owed.group, TermMembership.leads
    )
    found = led.order_by(Teacher.staff_no).first()
    return found.teacher_id if found else None


def _known(kind_id: str, now: datetime, term_id: int | None) -> Owed:
    term = current = school.current_term(now)
    if term_id is not None:
        term = school.term_view(term_id)
    if term.starts_on > current.starts_on:
        raise Refused("not_begun", f"{term.name}还没有开始，到时再交。")
    regulation = school.regulation_of(term.regulation_id)
    kind = regulation.claim_kind(kind_id)
    deadline = regulation.deadline(kind.deadline) if kind and kind.handed_in else None
    if kind is None or deadline is None:
        due_ = [each for each in regulation.claims if each.handed_in]
        names = "、".join(f"{each.name}（{each.id}）" for each in due_)
        known = f"可选：{names}" if names else "本校制度还没有规定要交什么"
        raise Refused("unknown_kind", f"没有这种要上交的材料，{known}。")
    return Owed(term, kind, deadline)


def _hold(owed: Owed) -> Owed:
    """The same, its owner held, so that one paper is not handed in twice at once."""
    owner = owed.teacher or owed.group or School.get()
    table = type(owner)
    held(table.select().where(table.id == owner.id), table).get()
    return owed
