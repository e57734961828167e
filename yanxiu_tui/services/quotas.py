"""我的差距: how far each is with what the 制度 asks of them, and who is behind (Z20, Z21, D3)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Literal

from db.models import Group, Teacher
from yanxiu_tui.clock import day_bounds, local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.applies import Person
from yanxiu_tui.rules.items import Every, Figure
from yanxiu_tui.rules.quotas import SCHOOL_YEAR, Progress, Quota, Span, least_for, progress
from yanxiu_tui.rules.roles import LEADER_OF, GroupKind
from yanxiu_tui.services import measures, persons
from yanxiu_tui.services.hours import Seen, cycle_years, seen, visible
from yanxiu_tui.services.measures.asking import Ask, Record, school_year
from yanxiu_tui.services.measures.sources import SCHOOL
from yanxiu_tui.services.permission import Act, Actor, allowed, require
from yanxiu_tui.services.persons import Staff
from yanxiu_tui.services.ranking import may_see
from yanxiu_tui.services.school import TermView

Subject = Literal["teacher", "group", "school"]
_EVERY: tuple[Every, ...] = ("", "week", "fortnight", "school_month")
_LEADER_ROLE = {kind: role for role, kind in LEADER_OF.items()}
_CYCLE = "cycle_hours"
_ZERO = Decimal(0)
_TERMS_A_YEAR = 2
_FIRST_DAYS = timedelta(weeks=2)


@dataclass(frozen=True)
class Gap:
    """One quota of one teacher, group or the school; ``whose`` names the group or the school.

    ``behind`` is what is missing from what the calendar asks by now, ``steps`` in how many periods
    of the term it is counted (1: the whole of it).
    """

    whose_id: int
    whose: str
    progress: Progress
    steps: int

    @property
    def quota(self) -> Quota:
        return self.progress.quota

    @property
    def behind(self) -> Decimal:
        return max(_ZERO, min(self.progress.due, self.progress.need) - self.progress.done)


@dataclass(frozen=True)
class TeacherGap:
    """One quota of one teacher."""

    staff: Staff
    gap: Gap


def my_gap(actor: Actor, term_id: int, now: datetime) -> list[Gap]:
    """One's own quotas, those of the groups one leads, and the school's for those who see it."""
    here = seen(term_id, now)
    found: list[Gap] = []
    if actor.teacher_id is not None:
        me = persons.one(here.term, actor.teacher_id)
        found += _gaps(here, "teacher", [(me.person, "")])
    led = Group.select().where(Group.id.in_(list(actor.leads))).order_by(Group.kind, Group.name)
    found += _gaps(here, "group", [(_as_person(group), group.name) for group in led])
    if allowed(actor, Act.VIEW_RANKING):
        found += _gaps(here, "school", [(Person(SCHOOL, ""), "全校")])
    return found


def gaps(actor: Actor, term_id: int, now: datetime) -> list[TeacherGap]:
    """Whoever is behind the calendar with a quota, teacher by teacher; leaders see their members.

    A handful of queries, whatever the number of teachers.
    """
    return [
        each for each in standings(visible(actor, term_id, now), term_id, now) if each.gap.behind
    ]


def standings(people: Sequence[Staff], term_id: int, now: datetime) -> list[TeacherGap]:
    """How far each of these is with every quota of theirs, teacher by teacher."""
    found = _gaps(seen(term_id, now), "teacher", [(each.person, "") for each in people])
    by_id = {each.id: each for each in people}
    return [TeacherGap(by_id[gap.whose_id], gap) for gap in found]


def records_of(
    actor: Actor, term_id: int, quota_id: str, whose_id: int, now: datetime
) -> list[Record]:
    """The very records that count towards one quota of a teacher, a group or the school."""
    here = seen(term_id, now)
    quota = next((each for each in asked_of(here) if each.id == quota_id), None)
    if quota is None:
        raise Refused("no_quota", "现行制度里没有这项定额，请返回后重新进入。")
    if quota.subject == "teacher":
        may_see(actor, persons.one(here.term, whose_id))
    elif quota.subject == "school" or whose_id not in actor.leads:
        require(actor, Act.VIEW_RANKING)
    ask = Ask(quota.measure, tuple(quota.of), yearly=quota.every == SCHOOL_YEAR)
    return measures.records(ask, here.window, here.regulation, whose_id)


def asked_of(here: Seen) -> list[Quota]:
    """The regulation's quotas, with the 学时 that its hours ask for a term and a 周期."""
    regulation, rule = here.regulation, here.regulation.hours
    found = list(regulation.quotas)
    said = {quota.measure for quota in found if not quota.of}
    first, last = cycle_years(rule, here.window)
    whole = (
        ("term_hours", "学时", "training_hours", rule.per_term),
        ("cycle_hours", f"{first}-{last} 学时", _CYCLE, rule.cycle),
    )
    return found + [
        Quota(id=id, name=name, measure=measure, least=least, unit="学时", clause=rule.clause)
        for id, name, measure, least in whole
        if least and measure not in said
    ]


def _gaps(here: Seen, subject: Subject, people: Sequence[tuple[Person, str]]) -> list[Gap]:
    """All quotas of all these, one query a source and one a periodic quota."""
    quotas = [quota for quota in asked_of(here) if quota.subject == subject]
    came = _came_later(here.term) if subject == "teacher" else {}
    ends_on = here.term.ends_on
    # Who came after the term owes nothing in it.
    people = [each for each in people if came.get(each[0].id, ends_on) <= ends_on]
    if not quotas or not people:
        return []
    asks = {
        (person.id, quota.id): _ask(quota, least)
        for person, _ in people
        for quota in quotas
        if (least := least_for(quota, person)) is not None
    }
    ids = [person.id for person, _ in people]
    figures = measures.read(list(set(asks.values())), here.window, here.regulation, ids)
    periods: dict[Span, int] = {every: len(here.window.periods(every)) for every in _EVERY}
    periods[SCHOOL_YEAR] = 1
    earlier = _earlier_terms(here, quotas)
    usual = _passed(here, here.term.starts_on)
    found = []
    for person, name in people:
        done = {
            quota.id: _counted(figures[ask][person.id])
            for quota in quotas
            if (ask := asks.get((person.id, quota.id)))
        }
        passed = _passed(here, came[person.id]) if person.id in came else usual
        for each in progress(quotas, person, done, periods, passed):
            by_now = replace(each, due=_due(each, passed["week"], len(here.window.weeks), earlier))
            found.append(Gap(person.id, name, by_now, periods[each.quota.every]))
    return found


def _ask(quota: Quota, least: Decimal) -> Ask:
    """A busy week makes up for no other, and the running week counts already."""
    if quota.every == "" or quota.every == SCHOOL_YEAR:
        return Ask(quota.measure, tuple(quota.of), yearly=quota.every == SCHOOL_YEAR)
    return Ask(quota.measure, tuple(quota.of), (), quota.every, least, running=True)


def _counted(figure: Figure) -> Decimal:
    """What counts towards a quota; of papers those on time and late, not the incomplete ones.

    No quota asks for a measure that somebody may not have.
    """
    numbers = figure or (_ZERO,)
    return numbers[0] if len(numbers) == 1 else sum(numbers[:-1], _ZERO)


def _came_later(term: TermView) -> dict[int, date]:
    """Who came in the midst of the term, and when; a roster may well be read in its first days."""
    begun = day_bounds(term.starts_on + _FIRST_DAYS)[1]
    rows = Teacher.select(Teacher.id, Teacher.created_at).where(Teacher.created_at >= begun)
    return {row.id: local(row.created_at).date() for row in rows}


def _passed(here: Seen, since: date) -> dict[Span, int]:
    """How many periods of each kind are over, of those that began on that day or later."""
    found: dict[Span, int] = {SCHOOL_YEAR: 0}
    for every in _EVERY:
        found[every] = sum(each.first >= since for each in here.window.passed(every))
    return found


def _earlier_terms(here: Seen, quotas: Sequence[Quota]) -> int:
    """How many terms of the 学年 came before this one, where a quota asks for a 学年."""
    if all(quota.every != SCHOOL_YEAR for quota in quotas):
        return 0
    return len(school_year(here.window).term_ids) - 1


def _due(each: Progress, passed: int, weeks: int, earlier: int) -> Decimal:
    """What should be done by now; of a whole term's quota the share of the weeks ``passed``.

    Of a 学年's half of it a term, ``earlier`` of which are over. Of a 周期 nothing: the memory may
    have begun in the midst of it.
    """
    if each.quota.measure == _CYCLE:
        return _ZERO
    weeks = max(1, weeks)
    if each.quota.every == SCHOOL_YEAR:
        passed, weeks = passed + weeks * earlier, weeks * _TERMS_A_YEAR
    elif each.quota.every:
        return each.due
    return max(each.due, (each.need * passed / weeks).to_integral_value(ROUND_FLOOR))


def _as_person(group: Group) -> Person:
    """A group as the rules see one: known by its name, and by who leads its kind."""
    role = _LEADER_ROLE[GroupKind(group.kind)]
    return Person(
        id=group.id, order=group.name, roles=frozenset({role}), groups=frozenset({group.name})
    )
