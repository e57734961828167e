"""Who owes what, and how each paper stands, read for one, some or all; one query a table."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from peewee import JOIN

from db.models import Claim, Group, Teacher, TermMembership, TermTeacher
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.clauses import Clause
from yanxiu_tui.rules.lesson_prep import Section
from yanxiu_tui.rules.submissions import (
    OWING,
    Debt,
    Standing,
    by_urgency,
    owed,
    received,
    standing,
)
from yanxiu_tui.services import persons, school
from yanxiu_tui.services.school import TermView
from yanxiu_tui.services.submission_debts import papers, people

# Which of several rows of one paper tells how it stands.
_FIRST = (ClaimState.ASKED, ClaimState.GRANTED, ClaimState.DRAFT, ClaimState.REFUSED)
Key = tuple[str, int | None, int | None]


@dataclass(frozen=True)
class Handed:
    """A paper that was handed in; ``received_at`` None while it waits. Names may be ""."""

    claim_id: int
    at: datetime
    by: str
    by_id: int | None
    teacher_id: int
    copies: int
    where_kept: str
    written: bool
    file_id: int | None
    file_name: str
    missing: str
    received_at: datetime | None
    received_by: str


@dataclass(frozen=True)
class SubmissionView:
    """One paper that is due. ``whose`` is the teacher's or the group's name, or 学校.

    ``leaders`` hand it in for a group; ``manuscript_id`` is where it is written or was written,
    and without ``sections`` it is not written here. ``sent_back`` is why the office sent it back,
    until it is handed in again.
    """

    term_id: int
    kind: str
    kind_name: str
    clause: Clause | None
    by: str
    teacher_id: int | None
    group_id: int | None
    whose: str
    staff_no: str
    leaders: str
    due_at: datetime
    standing: Standing
    copies_due: int
    parts: tuple[str, ...]
    sections: tuple[Section, ...]
    manuscript_id: int | None
    sent_back: str
    handed: Handed | None

    @property
    def owing(self) -> bool:
        """Whether something is still to be handed in."""
        return self.standing in OWING


@dataclass(frozen=True)
class Reach:
    """Whose papers are read: of these teachers and groups (None: of all), and the school's."""

    teachers: Any = None
    groups: Collection[int] | None = None
    school: bool = True


@dataclass(frozen=True)
class _Names:
    """The people and groups of the papers, as they are called."""

    teachers: Mapping[int, Teacher]
    groups: Mapping[int, Group]
    leaders: Mapping[int, list[str]]

    def whose(self, debt: Debt) -> str:
        if debt.group_id is not None:
            return self.groups[debt.group_id].name if debt.group_id in self.groups else ""
        if debt.teacher_id is not None:
            return self.teachers[debt.teacher_id].name if debt.teacher_id in self.teachers else ""
        return "学校"

    def were_here(self, debt: Debt) -> bool:
        """Nobody owes what was due before they came."""
        teacher = self.teachers.get(debt.teacher_id or 0)
        return teacher is None or teacher.created_at < debt.due_at

    def staff_no(self, debt: Debt) -> str:
        teacher = self.teachers.get(debt.teacher_id or 0)
        return teacher.staff_no if teacher else ""


def read(whose: Reach, term: TermView, now: datetime) -> list[SubmissionView]:
    """What these owe this term, and how it stands; the most urgent first.

    Of a term that is over, those owe it who were there at its end, and the groups of then.
    """
    regulation = school.regulation_of(term.regulation_id)
    due = [each for each in papers(regulation, term) if each.by != "school" or whose.school]
    teachers = _teachers(whose, term) if any(each.by == "teacher" for each in due) else {}
    of_groups = any(each.by == "leader" for each in due)
    groups, leaders = _groups(whose, term) if of_groups else ({}, {})
    kinds = [(row.id, row.kind) for row in groups.values()]
    debts = owed(due, people(regulation, term, teachers, now), kinds)
    rows = _rows(whose, term, {each.kind for each in due if each.by == "school"})
    names = _Names(teachers, groups, leaders)
    debts = [debt for debt in debts if debt[:3] in rows or names.were_here(debt)]
    lines = [_line(debt, term, regulation, rows.pop(debt[:3], []), names, now) for debt in debts]
    # Handed in, and no longer owed by the regulation, or by somebody who has left.
    kept = [each for each in rows.values() if _handed(_telling(each))]
    lines += [_line(_debt(each), term, regulation, each, names, now) for each in kept]
    return by_urgency(lines)


def _teachers(whose: Reach, term: TermView) -> dict[int, Teacher]:
    query = Teacher.select(Teacher.id, Teacher.staff_no, Teacher.name, Teacher.created_at)
    query = query.join(TermTeacher, on=TermTeacher.teacher == Teacher.id)
    query = query.where(persons.here(term, term.ends_on)).order_by(Teacher.staff_no)
    if whose.teachers is not None:
        query = query.where(Teacher.id.in_(whose.teachers))
    return {row.id: row for row in query}


def _groups(whose: Reach, term: TermView) -> tuple[dict[int, Group], Mapping[int, list[str]]]:
    """The groups somebody works in, in order, and who leads each; one query."""
    columns = TermMembership.leads, Teacher.name, Group.id, Group.name, Group.kind
    query = persons.belonging(term, *columns)
    query = query.order_by(Group.kind.desc(), Group.id, Teacher.staff_no)
    if whose.groups is not None:
        query = query.where(TermMembership.group.in_(list(whose.groups)))
    groups: dict[int, Group] = {}
    leaders: dict[int, list[str]] = defaultdict(list)
    for leads, teacher, number, name, kind in query.tuples():
        if number not in groups:
            groups[number] = Group(id=number, name=name, kind=kind)
        if leads:
            leaders[number].append(teacher)
    return groups, leaders


def _rows(whose: Reach, term: TermView, of_school: Collection[str]) -> dict[Key, list[Claim]]:
    """What was handed in, by the kind and whose it is."""
    asker, decider = Teacher.alias(), Teacher.alias()
    names = [(each.id, each.name) for each in (Teacher, Group, asker, decider)]
    query = (
        Claim.select(Claim, *chain.from_iterable(names))
        .join(Teacher, on=Claim.teacher)
        .switch(Claim)
        .join(Group, JOIN.LEFT_OUTER)
        .switch(Claim)
        .join(asker, JOIN.LEFT_OUTER, on=Claim.asked_by, attr="asked_by")
        .switch(Claim)
        .join(decider, JOIN.LEFT_OUTER, on=Claim.decided_by, attr="decided_by")
        .where(Claim.term == term.id, Claim.due_at.is_null(False))
        .order_by(Claim.id)
    )
    if whose.teachers is not None:
        own = Claim.teacher.in_(whose.teachers) & Claim.group.is_null()
        query = query.where(
            own | Claim.group.in_(list(whose.groups or ())) | Claim.kind.in_(sorted(of_school))
        )
    found: dict[Key, list[Claim]] = defaultdict(list)
    for row in query:
        alone = row.group_id is None and row.kind not in of_school
        found[row.kind, row.teacher_id if alone else None, row.group_id].append(row)
    return found


def _debt(rows: Sequence[Claim]) -> Debt:
    row = rows[-1]
    return Debt(row.kind, None if row.group_id else row.teacher_id, row.group_id, row.due_at)


def _line(
    debt: Debt,
    term: TermView,
    regulation: Regulation,
    rows: Sequence[Claim],
    names: _Names,
    now: datetime,
) -> SubmissionView:
    kind = regulation.claim_kind(debt.kind)
    deadline = regulation.deadline(kind.deadline) if kind else None
    row = _telling(rows)
    handed = _handed(row)
    due = row.due_at if handed and row else debt.due_at
    return SubmissionView(
        term_id=term.id,
        kind=debt.kind,
        kind_name=kind.name if kind else rows[-1].title,
        clause=kind.clause if kind else None,
        by=kind.by if kind else "teacher",
        teacher_id=debt.teacher_id,
        group_id=debt.group_id,
        whose=names.whose(debt) or (rows[-1].group or rows[-1].teacher).name,
        staff_no=names.staff_no(debt),
        leaders="、".join(names.leaders.get(debt.group_id or 0, ())),
        due_at=due,
        standing=_standing(row, due, now),
        copies_due=deadline.copies if deadline else 1,
        parts=tuple(kind.parts) if kind else (),
        sections=tuple(kind.sections) if kind else (),
        manuscript_id=_manuscript(rows),
        sent_back=_sent_back(rows) if handed is None else "",
        handed=handed,
    )


def _telling(rows: Sequence[Claim]) -> Claim | None:
    """The row that tells how the paper stands: the last of the first state there is."""
    for state in _FIRST:
        found = [row for row in rows if row.state == state]
        if found:
            return found[-1]
    return None


def _standing(row: Claim | None, due: datetime, now: datetime) -> Standing:
    if row is not None and row.state == ClaimState.ASKED:
        return Standing.WAITING
    if row is not None and row.state == ClaimState.GRANTED:
        return received(row.handed_at, due, row.complete)
    return standing(due, now)


def _handed(row: Claim | None) -> Handed | None:
    if row is None or row.state not in (ClaimState.ASKED, ClaimState.GRANTED):
        return None
    return Handed(
        claim_id=row.id,
        at=row.handed_at,
        by=row.asked_by.name if row.asked_by else "",
        by_id=row.asked_by_id,
        teacher_id=row.teacher_id,
        copies=row.copies,
        where_kept=row.where_kept,
        written=row.manuscript_id is not None,
        file_id=row.file_id,
        file_name=row.file_name,
        missing=row.missing,
        received_at=row.decided_at,
        received_by=row.decided_by.name if row.decided_by else "",
    )


def _manuscript(rows: Sequence[Claim]) -> int | None:
    written = [row.manuscript_id for row in rows if row.manuscript_id is not None]
    return written[-1] if written else None


def _sent_back(rows: Sequence[Claim]) -> str:
    refused = [row.opinion for row in rows if row.state == ClaimState.REFUSED]
    return str(refused[-1]) if refused else ""
