"""学时: what each has earned in term and 周期, by 研修项目, and what is asked (P1, X8)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from yanxiu_tui.clock import local
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.terms import Hours
from yanxiu_tui.rules.clauses import Clause
from yanxiu_tui.rules.items import Figure
from yanxiu_tui.services import measures, persons, school
from yanxiu_tui.services.measures.asking import Ask, Record, Window, window
from yanxiu_tui.services.measures.hours import projects_of
from yanxiu_tui.services.permission import Act, Actor, Scope, reach, require
from yanxiu_tui.services.persons import Staff
from yanxiu_tui.services.ranking import may_see
from yanxiu_tui.services.school import TermView

_BY_PROJECT = Ask("hours_by_project")
_CYCLE = Ask("cycle_hours")
_ALL = Ask("training_hours")


@dataclass(frozen=True)
class ProjectHours:
    """One 研修项目: the 学时 credited, those planned a term, and the most that count (or None)."""

    name: str
    credited: Decimal
    planned: Decimal
    most: Decimal | None


@dataclass(frozen=True)
class HoursView:
    """One teacher's 学时. ``per_term`` and ``cycle`` are what is asked; 0 asks for none.

    ``cycle_first`` and ``cycle_last`` are the years of the 周期 the term falls in.
    """

    staff: Staff
    projects: tuple[ProjectHours, ...]
    total: Decimal
    per_term: Decimal
    cycle_total: Decimal
    cycle: Decimal
    cycle_first: int
    cycle_last: int
    records: tuple[Record, ...]
    clause: Clause


@dataclass(frozen=True)
class HoursLine:
    """One teacher's 学时, a number for each project of the register."""

    staff: Staff
    by_project: tuple[Decimal, ...]
    total: Decimal
    cycle_total: Decimal


@dataclass(frozen=True)
class HoursRegister:
    """Everybody's 学时 of a term, by staff number; ``projects`` are the names of the columns."""

    term: TermView
    projects: tuple[str, ...]
    per_term: Decimal
    cycle: Decimal
    lines: tuple[HoursLine, ...]


@dataclass(frozen=True)
class Seen:
    """A term with its regulation, as it stands today."""

    term: TermView
    regulation: Regulation
    window: Window


def seen(term_id: int, now: datetime) -> Seen:
    """The term as it stands at the end of the day of ``now``."""
    term = school.term_view(term_id)
    regulation = school.regulation_of(term.regulation_id)
    return Seen(term, regulation, window(term, regulation, local(now).date()))


def hours_of(actor: Actor, teacher_id: int, term_id: int, now: datetime) -> HoursView:
    """One teacher's 学时 with the records behind; one's own, or of those whose ranking one sees."""
    here = seen(term_id, now)
    staff = persons.one(here.term, teacher_id)
    may_see(actor, staff)
    rule = here.regulation.hours
    asks = [_BY_PROJECT, _CYCLE]
    found = measures.read(asks, here.window, here.regulation, [teacher_id])
    projects = projects_of(here.regulation)
    credited = _numbers(found[_BY_PROJECT][teacher_id])
    rows = tuple(
        ProjectHours(project.name, hours, project.planned, project.most)
        for project, hours in zip(projects, credited, strict=True)
    )
    first, last = cycle_years(rule, here.window)
    return HoursView(
        staff=staff,
        projects=rows,
        total=sum(credited, Decimal(0)),
        per_term=rule.per_term,
        cycle_total=_numbers(found[_CYCLE][teacher_id])[0],
        cycle=rule.cycle,
        cycle_first=first,
        cycle_last=last,
        records=tuple(measures.records(_ALL, here.window, here.regulation, teacher_id)),
        clause=rule.clause,
    )


def hours_register(actor: Actor, term_id: int, now: datetime) -> HoursRegister:
    """Everybody's 学时 by project, in a few queries; leaders see the members of their groups."""
    people = visible(actor, term_id, now)
    here = seen(term_id, now)
    ids = [each.id for each in people]
    found = measures.read([_BY_PROJECT, _CYCLE], here.window, here.regulation, ids)
    lines = []
    for each in people:
        credited = _numbers(found[_BY_PROJECT][each.id])
        total = sum(credited, Decimal(0))
        lines.append(HoursLine(each, credited, total, _numbers(found[_CYCLE][each.id])[0]))
    rule = here.regulation.hours
    names = tuple(project.name for project in projects_of(here.regulation))
    return HoursRegister(here.term, names, rule.per_term, rule.cycle, tuple(lines))


def visible(actor: Actor, term_id: int, now: datetime) -> list[Staff]:
    """Everybody whose figures this person may see: all, or the members of the groups they lead."""
    scope = reach(actor, Act.VIEW_RANKING)
    if scope is Scope.NONE:
        require(actor, Act.VIEW_RANKING)
    here = persons.staff(school.term_view(term_id), local(now).date())
    if scope is Scope.SCHOOL:
        return here
    return [each for each in here if not each.group_ids.isdisjoint(actor.leads)]


def cycle_years(rule: Hours, seen: Window) -> tuple[int, int]:
    """The first and the last year of the 继续教育周期 that a day falls in (X8)."""
    done = (seen.last.year - rule.cycle_starts) // rule.cycle_years
    first = rule.cycle_starts + done * rule.cycle_years
    return first, first + rule.cycle_years - 1


def _numbers(figure: Figure) -> tuple[Decimal, ...]:
    return figure or (Decimal(0),)
