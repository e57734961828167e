"""通报: what a 学月's plan checks came to, group by group, frozen to be read out (Z17)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from db.connection import transaction
from db.models import Group, MonthlyReport, Teacher, TermMembership
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.periods import Period
from yanxiu_tui.rules.plan_checks import CHECKED_KINDS, Finding, Team, to_check
from yanxiu_tui.rules.roles import GroupKind
from yanxiu_tui.services import monthly_reports, persons, plan_checks, school, school_weeks
from yanxiu_tui.services.permission import Act, Actor, Scope, reach, require
from yanxiu_tui.services.plan_checks import CheckView
from yanxiu_tui.services.school import TermView
from yanxiu_tui.services.school_weeks import MONTH, WEEK

SUBJECT = "plan_checks"


@dataclass(frozen=True)
class Tally:
    """How often plans were found 合格, 需改进 and 缺."""

    good: int = 0
    improve: int = 0
    missing: int = 0


@dataclass(frozen=True)
class GroupLine:
    """One group: weeks and teachers checked of how many, what was found, who lacked plans.

    ``monthly`` is what the 包组领导 found, ``monthly_by`` who that was; "" while not checked.
    """

    group_name: str
    leaders: str
    weeks_due: int
    weeks_checked: int
    teachers: int
    teachers_checked: int
    weekly: Tally
    monthly: Tally
    monthly_by: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Bulletin:
    """A 学月's 通报; ``version`` 0 while it is only drawn up and not frozen.

    ``late`` is one that was frozen when the next term had begun.
    """

    term_id: int
    term_name: str
    number: int
    first: date
    last: date
    lines: tuple[GroupLine, ...]
    version: int = 0
    reason: str = ""
    frozen_at: datetime | None = None
    frozen_by: str = ""
    late: bool = False


@dataclass(frozen=True)
class _Place:
    group: Group
    members: Mapping[int, str]
    leaders: str


def months(term_id: int, now: datetime) -> list[Period]:
    """The 学月 of the term that have begun."""
    today = local(now).date()
    return [each for each in school_weeks.months(school.term_view(term_id)) if each.first <= today]


def open_months(term_id: int, now: datetime) -> frozenset[int]:
    """The 学月 of the term that may be frozen now, or once more."""
    begun = {each.number for each in months(term_id, now)}
    return monthly_reports.open_months(term_id, SUBJECT, begun, now)


def draft(actor: Actor, term_id: int, number: int, now: datetime) -> Bulletin:
    """The 通报 as the checks on record make it now, up to today in the running 学月."""
    require(actor, Act.VIEW_WRITINGS)
    return _drawn_up(school.term_view(term_id), number, now)


def freeze(actor: Actor, term_id: int, number: int, reason: str, now: datetime) -> Bulletin:
    """Freeze it as it stands; it is read out so, whatever is signed later.

    Of the term before this one only what was never frozen, from its roster and checks.
    """
    require(actor, Act.FREEZE_MONTH)
    with transaction():
        term = monthly_reports.hold_open(term_id, SUBJECT, number, now)
        drawn = _drawn_up(term, number, now)
        if not any(line.teachers_checked for line in drawn.lines):
            raise Refused("nothing", f"第 {number} 学月还没有检查签字，没有可以通报的。")
        month = Period(number, drawn.first, drawn.last)
        figures = msgspec.json.encode(drawn.lines).decode()
        kept = monthly_reports.keep(actor, term.id, SUBJECT, month, figures, reason, now)
    return _all_frozen(term, kept.number)[0]


def bulletins(actor: Actor, term_id: int) -> list[Bulletin]:
    """What was frozen of a term, the latest 学月 and version first, from the frozen figures."""
    if reach(actor, Act.VIEW_WRITINGS) is Scope.NONE:
        require(actor, Act.VIEW_WRITINGS)
    return _all_frozen(school.term_view(term_id))


def _all_frozen(term: TermView, number: int | None = None) -> list[Bulletin]:
    found = monthly_reports.frozen(term, SUBJECT, number)
    return [_frozen(row, term, late) for row, late in found]


def _frozen(row: MonthlyReport, term: TermView, late: bool) -> Bulletin:
    return Bulletin(
        term_id=term.id,
        term_name=term.name,
        number=row.number,
        first=row.first,
        last=row.last,
        lines=msgspec.json.decode(row.figures, type=tuple[GroupLine, ...]),
        version=row.version,
        reason=row.reason,
        frozen_at=row.frozen_at,
        frozen_by=row.frozen_by.name if row.frozen_by else "",
        late=late,
    )


def _drawn_up(term: TermView, number: int, now: datetime) -> Bulletin:
    """Four queries, however many groups there are."""
    today = local(now).date()
    month = school_weeks.begun(school_weeks.months(term), number, today)
    weeks = [
        week.number
        for week in school_weeks.within(school_weeks.weeks(term), month)
        if week.first <= today
    ]
    places = _places(term)
    weekly = plan_checks.standing(term.id, WEEK, weeks, list(places))
    monthly = plan_checks.standing(term.id, MONTH, [number], list(places))
    checked = {group_id for group_id, _, _ in (*weekly, *monthly)}
    teams = [
        Team(id, GroupKind(place.group.kind), frozenset(place.members))
        for id, place in places.items()
    ]
    lines = tuple(
        _line(places[team.id], len(weeks), _of(weekly, team.id), _of(monthly, team.id))
        for team in to_check(teams, checked)
    )
    return Bulletin(term.id, term.name, number, month.first, min(month.last, today), lines)


def _places(term: TermView) -> dict[int, _Place]:
    query = persons.belonging(term, TermMembership, Group, Teacher)
    found: dict[int, list[Any]] = {}
    for row in query.where(Group.kind.in_(list(CHECKED_KINDS))).order_by(Teacher.staff_no):
        found.setdefault(row.group_id, []).append(row)
    order = sorted(found.values(), key=lambda rows: (rows[0].group.kind, rows[0].group.name))
    return {
        rows[0].group_id: _Place(
            rows[0].group,
            {row.teacher_id: row.teacher.name for row in rows},
            "、".join(row.teacher.name for row in rows if row.leads),
        )
        for rows in order
    }


_Checks = Mapping[tuple[int, int], CheckView]


def _of(checks: Mapping[tuple[int, int, int], CheckView], group_id: int) -> _Checks:
    """One group's, by number and teacher."""
    return {(number, who): check for (group, number, who), check in checks.items()
            if group == group_id}  # fmt: skip


def _line(place: _Place, weeks_due: int, weekly: _Checks, monthly: _Checks) -> GroupLine:
    return GroupLine(
        group_name=place.group.name,
        leaders=place.leaders,
        weeks_due=weeks_due,
        weeks_checked=len({number for number, _ in weekly}),
        teachers=len(place.members),
        teachers_checked=len({who for _, who in (*weekly, *monthly)} & place.members.keys()),
        weekly=_tally(weekly.values()),
        monthly=_tally(monthly.values()),
        monthly_by="、".join(dict.fromkeys(check.by for check in monthly.values())),
        missing=tuple(_missing(place, weekly, monthly)),
    )


def _tally(checks: Iterable[CheckView]) -> Tally:
    found = Counter(check.finding for check in checks)
    return Tally(found[Finding.GOOD], found[Finding.IMPROVE], found[Finding.MISSING])


def _missing(place: _Place, weekly: _Checks, monthly: _Checks) -> Iterable[str]:
    """``林远（第 5、7 周）``, in the order of the roster."""
    for who, name in place.members.items():
        weeks = _numbers(weekly, who)
        said = [f"第 {'、'.join(map(str, weeks))} 周"] if weeks else []
        said += ["学月检查"] if _numbers(monthly, who) else []
        if said:
            yield f"{name}（{'，'.join(said)}）"


def _numbers(checks: _Checks, who: int) -> Sequence[int]:
    return sorted(
        number
        for (number, teacher), check in checks.items()
        if teacher == who and check.finding is Finding.MISSING
    )
