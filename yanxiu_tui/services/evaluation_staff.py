"""Who is marked and who marks, with the names to show; a stage, found or held (D9)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from db.connection import held
from db.models import (
    EvaluationStage,
    Group,
    RegulationVersion,
    Teacher,
    Term,
    TermMembership,
    TermOffice,
    TermTeacher,
)
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.loader import pinned
from yanxiu_tui.regulation.terms import Evaluation
from yanxiu_tui.rules.evaluation import STAGE_NAMES, SUBJECT_NAMES, Member, Staff
from yanxiu_tui.rules.names import told_apart
from yanxiu_tui.rules.roles import ROLE_NAMES, GroupKind, Role
from yanxiu_tui.services import persons, school


@dataclass(frozen=True)
class Subject:
    """Somebody marked, or a 教研组. ``about``: the 教研组, the 职务, or who leads the group."""

    id: int
    name: str
    about: str = ""
    staff_no: str = ""
    initials: str = ""


@dataclass
class _Person:
    row: Teacher
    offices: set[Role] = field(default_factory=set)
    groups: dict[int, str] = field(default_factory=dict)
    leads: set[int] = field(default_factory=set)


class Roster:
    """Everybody there in the term, of one that is over at its end; four queries."""

    def __init__(self, term_id: int) -> None:
        active = _active(term_id)
        people = {row.id: _Person(row) for row in active}
        self._groups: dict[int, str] = {}
        offices: Any = TermOffice.select(TermOffice.teacher, TermOffice.role)
        for who, role in offices.where(TermOffice.term == term_id).tuples():
            if who in people:
                people[who].offices.add(Role(role))
        for each in _memberships(term_id):
            if each.teacher_id not in people:
                continue
            self._groups[each.group_id] = each.group.name
            people[each.teacher_id].groups[each.group_id] = each.group.name
            if each.leads:
                people[each.teacher_id].leads.add(each.group_id)
        self._people = people
        self._names = told_apart(active)
        self.staff = Staff(
            Member(who, frozenset(each.offices), frozenset(each.groups), frozenset(each.leads))
            for who, each in people.items()
        )

    def subjects(self, kind: str) -> dict[int, Subject]:
        """All of one kind as they are listed: by 教研组 and staff number, groups by name."""
        if kind == "group":
            return self._group_subjects()
        ids = self.staff.subjects[kind]
        found = [self._person_subject(who, kind) for who in ids]
        found.sort(key=lambda each: (each.about if kind == "teacher" else "", each.staff_no))
        return {each.id: each for each in found}

    def _person_subject(self, who: int, kind: str) -> Subject:
        person = self._people[who]
        about = "、".join(person.groups.values())
        if kind == "leader":
            about = "、".join(ROLE_NAMES[role] for role in Role if role in person.offices)
        row = person.row
        return Subject(who, self._names[row.staff_no], about, row.staff_no, row.initials)

    def _group_subjects(self) -> dict[int, Subject]:
        leaders: Mapping[int, list[str]] = defaultdict(list)
        for person in self._people.values():
            for group in person.leads:
                leaders[group].append(self._names[person.row.staff_no])
        by_name = sorted(self._groups.items(), key=lambda each: each[1])
        return {who: Subject(who, name, "、".join(leaders[who])) for who, name in by_name}


def evaluation_of(term_id: int) -> Evaluation | None:
    """What the term's regulation says of 四级评价, if anything; one query."""
    query = Term.select(Term, RegulationVersion).join(RegulationVersion)
    return pinned(query.where(Term.id == term_id).get().regulation.source).evaluation


def require_evaluation(term_id: int) -> Evaluation:
    """The same; Refused where there is none."""
    found = evaluation_of(term_id)
    if found is None:
        raise Refused("no_evaluation", "本校制度没有规定四级评价。")
    return found


def is_asked(evaluation: Evaluation | None, subject: str, stage: str) -> bool:
    """Whether the regulation still asks for a stage of this kind."""
    ids = [each.id for each in evaluation.stages] if evaluation else []
    return evaluation is not None and subject in evaluation.subjects and stage in ids


def stage_name(evaluation: Evaluation | None, stage: str) -> str:
    """What the school calls a stage; the plain name of one it no longer has."""
    names: dict[str, str] = {each.id: each.name for each in evaluation.stages} if evaluation else {}
    return names.get(stage, STAGE_NAMES[stage])


def stage_title(evaluation: Evaluation | None, subject: str, stage: str) -> str:
    """``教师互评``."""
    return f"{SUBJECT_NAMES[subject]}{stage_name(evaluation, stage)}"


def find_stage(stage_id: int) -> EvaluationStage:
    """A stage that was opened once."""
    found = EvaluationStage.get_or_none(EvaluationStage.id == stage_id)
    if found is None:
        raise _unknown(stage_id)
    return found


def hold_stage(stage_id: int, share: bool = False) -> EvaluationStage:
    """The same, held until the transaction ends.

    Marking holds it in ``share``: many mark at once, but nobody closes it meanwhile.
    """
    query = EvaluationStage.select().where(EvaluationStage.id == stage_id)
    found = held(query, EvaluationStage, share).first()
    if found is None:
        raise _unknown(stage_id)
    row: EvaluationStage = found
    return row


def _active(term_id: int) -> list[Teacher]:
    term = school.term_view(term_id)
    query = Teacher.select(Teacher.id, Teacher.staff_no, Teacher.name, Teacher.initials)
    query = query.join(TermTeacher, on=TermTeacher.teacher == Teacher.id)
    return list(query.where(persons.here(term, term.ends_on)).order_by(Teacher.staff_no))


def _memberships(term_id: int):  # type: ignore[no-untyped-def]
    query = TermMembership.select(TermMembership, Group.id, Group.name).join(Group)
    research = query.where(TermMembership.term == term_id, Group.kind == GroupKind.RESEARCH)
    return research.order_by(Group.name, Group.id)


def _unknown(stage_id: int) -> Refused:
    return Refused("no_stage", f"没有编号为 {stage_id} 的评价阶段，请核对。")
