"""年级升级: in a new 学年 the teachers of each grade, with their groups, go up one."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import Case, chunked

from db.connection import transaction
from db.models import Group, Membership, Teacher, Term, Trace
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.periods import school_year_of
from yanxiu_tui.rules.roles import GroupKind
from yanxiu_tui.rules.rollover import grade_after, grade_in, grades_of, is_highest, rewritten
from yanxiu_tui.services import past_staff, school, trace
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.school import TermView, hold_term

_ACT = "promote_grades"
_GRADED = (GroupKind.PREP, GroupKind.GRADE)
_BATCH = 100


@dataclass(frozen=True)
class Move:
    """One teacher's grade and graded groups, as they are and as they would be.

    ``highest`` says that the pupils leave: where the teacher goes is for people to decide.
    """

    teacher_id: int
    staff_no: str
    name: str
    subject: str
    before: str
    after: str
    groups_before: tuple[str, ...]
    groups_after: tuple[str, ...]
    highest: bool

    def group_after(self, name: str) -> str:
        """The group that those of this group go to with them."""
        return dict(zip(self.groups_before, self.groups_after, strict=True)).get(name, name)


@dataclass(frozen=True)
class Promotion:
    """What going up would do. ``hindrance`` says why it cannot be done now; "" when it can."""

    term: TermView
    moves: tuple[Move, ...]
    restart: bool
    hindrance: str


def preview(actor: Actor, restart: bool, now: datetime) -> Promotion:
    """Who would go where; nobody once they have gone.

    ``restart`` lets those of the highest grade begin at the lowest again.
    """
    require(actor, Act.ROLL_OVER)
    terms = list(Term.select().order_by(Term.starts_on))
    term = school.view(school.term_at(now, terms))
    moves = () if _done(terms, now) else tuple(_moves(restart))
    return Promotion(term, moves, restart, _hindrance(terms, now))


def promote(actor: Actor, restart: bool, now: datetime) -> int:
    """Let everybody go up, once in a 学年; how many moved.

    Groups keep their names and their past: it is the people who change groups, and the terms before
    keep the groups they had. Refused until the new 学年 has begun.
    """
    require(actor, Act.ROLL_OVER)
    with transaction():
        terms = list(Term.select().order_by(Term.starts_on))
        term = hold_term(school.term_at(now, terms).id)
        hindrance = _hindrance(terms, now)
        if hindrance:
            raise Refused("not_now", hindrance)
        moves = [each for each in _moves(restart) if _is_changed(each)]
        past_staff.keep(now)
        _rewrite_grades(moves)
        _change_groups(moves)
        trace.write(
            actor, _ACT, "term", term.id, now, restart=restart,
            moved=[[each.staff_no, each.before, each.after] for each in moves],
        )  # fmt: skip
    return len(moves)


def is_due(terms: Sequence[Term], now: datetime) -> bool:
    """Whether a new 学年 has begun, there are grades, and nobody has gone up yet."""
    return _new_year(terms, now) and not _done(terms, now) and bool(_moves(True))


def _hindrance(terms: Sequence[Term], now: datetime) -> str:
    if not _new_year(terms, now):
        return "新学年的第一个学期开始以后才能升级；现在改，会影响还没结束的学期。"
    if _done(terms, now):
        return "这个学年已经升过级，不能再升；个别变动请在教师名册里导入。"
    return ""


def _new_year(terms: Sequence[Term], now: datetime) -> bool:
    """Whether the term that runs is the first of a 学年, and begun."""
    previous, term = _previous(terms, now), school.term_at(now, terms)
    return (
        previous is not None
        and term.starts_on <= local(now).date()
        and school_year_of(previous.starts_on) != school_year_of(term.starts_on)
    )


def _previous(terms: Sequence[Term], now: datetime) -> Term | None:
    at = [term.id for term in terms].index(school.term_at(now, terms).id)
    return terms[at - 1] if at else None


def _done(terms: Sequence[Term], now: datetime) -> bool:
    term = school.term_at(now, terms)
    told = Trace.select().where(
        Trace.act == _ACT, Trace.subject == "term", Trace.subject_id == term.id
    )
    return bool(told.exists())


def _moves(restart: bool) -> list[Move]:
    """Everybody of a grade, by staff number; two queries."""
    places: dict[int, set[str]] = defaultdict(set)
    for row in _graded():
        places[row.teacher_id].add(row.group.name)
    people = list(Teacher.select().where(Teacher.left_at.is_null()).order_by(Teacher.staff_no))
    taught = _taught(people)
    moves = (_move(one, places.get(one.id, ()), taught, restart) for one in people)
    return [each for each in moves if each is not None]


def _graded() -> list[Any]:
    """Who is in which group of one grade."""
    query = Membership.select(Membership, Group.id, Group.kind, Group.name).join(Group)
    rows = query.where(Group.kind.in_(list(_GRADED)))
    return [row for row in rows if grade_in(row.group.name)]


def _taught(people: Sequence[Teacher]) -> Mapping[str, set[str]]:
    """The grades that each subject is taught in, by what the roster says; "" has all of them."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in people:
        for grade in grades_of(one.grade):
            found[one.subject].add(grade)
            found[""].add(grade)
    return found


def _move(
    one: Teacher, places: Collection[str], taught: Mapping[str, set[str]], restart: bool
) -> Move | None:
    grades = {*grades_of(one.grade), *map(grade_in, places)}
    if not grades:
        return None
    known = taught.get(one.subject) or taught.get("") or grades
    gone = {grade: grade_after(grade, known, restart) for grade in grades}
    before = tuple(sorted(places))
    return Move(
        teacher_id=one.id,
        staff_no=one.staff_no,
        name=one.name,
        subject=one.subject,
        before=one.grade,
        after=rewritten(one.grade, known, restart),
        groups_before=before,
        groups_after=tuple(_renamed(name, gone) for name in before),
        highest=any(is_highest(grade, taught.get("", grades)) for grade in grades),
    )


def _renamed(name: str, gone: Mapping[str, str]) -> str:
    grade = grade_in(name)
    return gone[grade] + name.removeprefix(grade)


def _is_changed(move: Move) -> bool:
    return (move.before, move.groups_before) != (move.after, move.groups_after)


def _rewrite_grades(moves: Sequence[Move]) -> None:
    changed = [(each.teacher_id, each.after) for each in moves if each.after != each.before]
    if changed:
        ids = [each for each, _ in changed]
        Teacher.update(grade=Case(Teacher.id, changed)).where(Teacher.id.in_(ids)).execute()


def _change_groups(moves: Sequence[Move]) -> None:
    """Out of the graded groups and into those of the grade above, leaders as leaders."""
    by_teacher = {each.teacher_id: each for each in moves}
    rows = [row for row in _graded() if row.teacher_id in by_teacher]
    groups = {(row.kind, row.name): row.id for row in Group.select()}
    wanted: dict[tuple[int, int], bool] = {}
    for row in rows:
        place = (row.group.kind, by_teacher[row.teacher_id].group_after(row.group.name))
        if place not in groups:
            groups[place] = Group.create(kind=place[0], name=place[1]).id
        key = (groups[place], row.teacher_id)
        wanted[key] = wanted.get(key, False) or row.leads
    Membership.delete().where(Membership.id.in_([row.id for row in rows])).execute()
    made = [{"group": at, "teacher": who, "leads": leads} for (at, who), leads in wanted.items()]
    for batch in chunked(made, _BATCH):
        Membership.insert_many(batch).execute()
