"""听课统计: each calendar month, as it stands and as it was frozen at its end (Z24)."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec
from peewee import Case, fn

from db.connection import transaction
from db.models import MonthlyReport, Observation, Teacher
from db.models.work import Work
from yanxiu_tui.clock import day_bounds, local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.measures import WORK
from yanxiu_tui.rules.observations import Mode
from yanxiu_tui.rules.periods import Period, calendar_months
from yanxiu_tui.services import monthly_reports, observation_conflicts, quotas, school
from yanxiu_tui.services.groups import members_within_reach
from yanxiu_tui.services.hours import visible
from yanxiu_tui.services.measures.asking import exact
from yanxiu_tui.services.observation_views import counts
from yanxiu_tui.services.permission import Act, Actor, Scope, reach, require
from yanxiu_tui.services.persons import Staff
from yanxiu_tui.services.school import TermView

SUBJECT = "observations"
MEASURE = "observations_given"
_NONE = Decimal(0)


class Owed(NamedTuple):
    """One quota of lessons heard: ``done`` of ``need`` in the term."""

    name: str
    done: Decimal
    need: Decimal

    @property
    def short(self) -> Decimal:
        """What is still missing."""
        return max(_NONE, self.need - self.done)


@dataclass(frozen=True)
class MonthLine:
    """One teacher's month: lessons heard in it, and in the term up to its end.

    ``concentrated`` and ``drop_in`` are records made here (Z23), ``claimed`` those the office
    granted from paper. ``late`` were stamped 补录; ``conflicts`` contradict another record.
    """

    teacher_id: int
    staff_no: str
    name: str
    group_name: str
    month: Decimal
    concentrated: int
    drop_in: int
    claimed: Decimal
    late: int
    conflicts: int
    term: Decimal
    quotas: tuple[Owed, ...]


@dataclass(frozen=True)
class MonthStatistics:
    """A month's 听课统计; ``version`` 0 is how it stands now and not frozen.

    ``late`` is one that was frozen when the next term had begun.
    """

    term_id: int
    term_name: str
    number: int
    first: date
    last: date
    lines: tuple[MonthLine, ...]
    version: int = 0
    reason: str = ""
    frozen_at: datetime | None = None
    frozen_by: str = ""
    late: bool = False

    @property
    def name(self) -> str:
        """``2026年10月``."""
        return f"{self.first.year}年{self.first.month}月"


class _Counted(NamedTuple):
    month: Decimal
    term: Decimal


class _Kept(NamedTuple):
    concentrated: int
    drop_in: int
    late: int


def months(term_id: int, now: datetime) -> list[Period]:
    """The calendar months of the term that have begun, in order."""
    return _begun(school.term_view(term_id), local(now).date())


def open_months(term_id: int, now: datetime) -> frozenset[int]:
    """The months of the term that may be frozen, or once more, when they are over."""
    begun = {each.number for each in months(term_id, now)}
    return monthly_reports.open_months(term_id, SUBJECT, begun, now)


def live(actor: Actor, term_id: int, number: int, now: datetime) -> MonthStatistics:
    """A month as the records make it now, up to today in the running one.

    Leaders see the members of their groups. A handful of queries, however many teachers.
    """
    require_to_see(actor)
    return _drawn_up(actor, school.term_view(term_id), number, now)


def freeze(actor: Actor, term_id: int, number: int, reason: str, now: datetime) -> MonthStatistics:
    """Freeze a month that is over; whatever is recorded later, these figures stay (Z24).

    A second version needs a reason. Of the term before this one only what was never frozen, from
    its roster.
    """
    require(actor, Act.FREEZE_MONTH)
    with transaction():
        term = monthly_reports.hold_open(term_id, SUBJECT, number, now)
        drawn = _drawn_up(actor, term, number, now)
        if drawn.last >= local(now).date():
            raise Refused(
                "not_over", f"{drawn.name}还没有过完，月末（{drawn.last:%m-%d}）以后才能冻结。"
            )
        month = Period(number, drawn.first, drawn.last)
        figures = msgspec.json.encode(drawn.lines).decode()
        kept = monthly_reports.keep(actor, term.id, SUBJECT, month, figures, reason, now)
    return _all_frozen(term, kept.number)[0]


def frozen(actor: Actor, term_id: int) -> list[MonthStatistics]:
    """What was frozen of a term, the latest month and version first, from the frozen figures."""
    require_to_see(actor)
    found = _all_frozen(school.term_view(term_id))
    if reach(actor, Act.VIEW_OBSERVATIONS) is Scope.SCHOOL:
        return found
    reached = members_within_reach(actor, Act.VIEW_OBSERVATIONS)
    members = {row.id for row in Teacher.select(Teacher.id).where(Teacher.id.in_(reached))}
    return [
        replace(each, lines=tuple(line for line in each.lines if line.teacher_id in members))
        for each in found
    ]


def require_to_see(actor: Actor) -> None:
    """Raise Refused unless this person may see others' lessons heard."""
    if reach(actor, Act.VIEW_OBSERVATIONS) is Scope.NONE:
        require(actor, Act.VIEW_OBSERVATIONS)


def _begun(term: TermView, today: date) -> list[Period]:
    months_ = calendar_months(term.starts_on, term.ends_on)
    return [each for each in months_ if each.first <= today]


def _drawn_up(actor: Actor, term: TermView, number: int, now: datetime) -> MonthStatistics:
    today = local(now).date()
    month = next((each for each in _begun(term, today) if each.number == number), None)
    if month is None:
        raise Refused("no_month", f"{term.name}到今天还没有第 {number} 个月，请核对。")
    # As it stood at the month's end: what is asked by then, who was on the roster.
    at = min(now, day_bounds(month.last)[1] - timedelta(seconds=1))
    people = visible(actor, term.id, at)
    counted, kept = _counted(term.id, month), _kept(term.id, month)
    contradicted, owed = _contradicted(term.id, month), _owed(people, term.id, at)
    lines = tuple(
        _line(
            each,
            counted.get(each.id, _Counted(_NONE, _NONE)),
            kept.get(each.id, _Kept(0, 0, 0)),
            contradicted[each.id],
            owed[each.id],
        )
        for each in people
    )
    return MonthStatistics(term.id, term.name, number, month.first, month.last, lines)


def _line(
    staff: Staff, counted: _Counted, kept: _Kept, conflicts: int, owed: Sequence[Owed]
) -> MonthLine:
    return MonthLine(
        teacher_id=staff.id,
        staff_no=staff.staff_no,
        name=staff.name,
        group_name=staff.research_group,
        month=counted.month,
        concentrated=kept.concentrated,
        drop_in=kept.drop_in,
        claimed=counted.month - kept.concentrated - kept.drop_in,
        late=kept.late,
        conflicts=conflicts,
        term=counted.term,
        quotas=tuple(owed),
    )


def _counted(term_id: int, month: Period) -> dict[int, _Counted]:
    """Everything that counts, from paper and from here: of the month, and of the term so far."""
    within = Case(None, [(Work.day >= month.first, Work.amount)], 0)
    rows: Any = (
        Work.select(Work.teacher, fn.SUM(within), fn.SUM(Work.amount))
        .where(
            Work.term == term_id, Work.kind.in_(WORK[MEASURE]), Work.complete,
            Work.day <= month.last,
        )
        .group_by(Work.teacher)
        .tuples()
    )  # fmt: skip
    return {who: _Counted(exact(of_month), exact(of_term)) for who, of_month, of_term in rows}


def _kept(term_id: int, month: Period) -> dict[int, _Kept]:
    """The records made here in the month, by how they came about."""

    def number(condition: Any) -> Any:
        return fn.SUM(Case(None, [(condition, 1)], 0))

    rows: Any = (
        Observation.select(
            Observation.observer,
            number(Observation.mode == Mode.CONCENTRATED),
            number(Observation.mode == Mode.DROP_IN),
            number(Observation.late_entry),
        )
        .where(Observation.term == term_id, counts(), _in(month))
        .group_by(Observation.observer)
        .tuples()
    )
    return {who: _Kept(*map(int, numbers)) for who, *numbers in rows}


def _contradicted(term_id: int, month: Period) -> Counter[int]:
    """How many of each observer's records contradict another."""
    found = observation_conflicts.in_term(term_id, _in(month))
    records = {(each.id, each.observer_id) for pair in found for each in (pair.one, pair.other)}
    return Counter(observer for _, observer in records)


def _owed(people: Sequence[Staff], term_id: int, at: datetime) -> Mapping[int, list[Owed]]:
    found: dict[int, list[Owed]] = defaultdict(list)
    for each in quotas.standings(people, term_id, at):
        progress = each.gap.progress
        if progress.quota.measure == MEASURE:
            owed = Owed(progress.quota.name, progress.done, progress.need)
            found[each.staff.id].append(owed)
    return found


def _in(month: Period) -> Any:
    return Observation.day.between(month.first, month.last)


def _all_frozen(term: TermView, number: int | None = None) -> list[MonthStatistics]:
    found = monthly_reports.frozen(term, SUBJECT, number)
    return [_frozen(row, term, late) for row, late in found]


def _frozen(row: MonthlyReport, term: TermView, late: bool) -> MonthStatistics:
    return MonthStatistics(
        term_id=term.id,
        term_name=term.name,
        number=row.number,
        first=row.first,
        last=row.last,
        lines=msgspec.json.decode(row.figures, type=tuple[MonthLine, ...]),
        version=row.version,
        reason=row.reason,
        frozen_at=row.frozen_at,
        frozen_by=row.frozen_by.name if row.frozen_by else "",
        late=late,
    )
