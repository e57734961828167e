"""新学期: what of the old term is still open, and what the new one would begin with."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from db.models import Group, Membership, PrepUnit, Supervision, Teacher, Term
from yanxiu_tui.clock import end_of, local
from yanxiu_tui.rules.roles import GROUP_KIND_NAMES, GroupKind
from yanxiu_tui.rules.rollover import TermDays, begins_year, following
from yanxiu_tui.rules.todo import Todo
from yanxiu_tui.services import promotion, rollover, school
from yanxiu_tui.services.permission import Act, Actor, allowed, require
from yanxiu_tui.services.rollover_open import AHEAD, OpenMatter, left_behind, still_open
from yanxiu_tui.services.rollover_series import WeeklySeries, weekly_series
from yanxiu_tui.services.school import TermView

__all__ = ["GroupLine", "OpenMatter", "Preparation", "new_days", "prepare", "to_do"]

ROOM = "rollover"


@dataclass(frozen=True)
class GroupLine:
    """A group as it goes on into the new term: its leaders, members and 包组领导."""

    kind_name: str
    name: str
    members: int
    leaders: str
    supervisors: str


@dataclass(frozen=True)
class Preparation:
    """The old term and the next. ``upcoming`` is there once the next has been begun.

    ``units`` is how many unit titles the term named ``units_from`` could give.
    """

    old: TermView
    upcoming: TermView | None
    open: tuple[OpenMatter, ...]
    proposed: TermDays
    new_year: bool
    series: tuple[WeeklySeries, ...]
    groups: tuple[GroupLine, ...]
    units: int
    units_from: str
    may_adopt: bool


def prepare(actor: Actor, now: datetime) -> Preparation:
    """All that is told before the next term is begun; some twenty small queries."""
    require(actor, Act.ROLL_OVER)
    terms = list(Term.select().order_by(Term.starts_on))
    old = school.view(school.term_at(now, terms))
    upcoming = school.view(terms[-1]) if terms[-1].id != old.id else None
    days = TermDays(old.name, old.starts_on, old.ends_on)
    proposed = following(days)
    source = rollover.units_to_carry(terms, proposed.starts_on)
    return Preparation(
        old=old,
        upcoming=upcoming,
        open=(*left_behind(terms, old), *still_open(old, now)),
        proposed=proposed,
        new_year=not begins_year(days),
        series=tuple(weekly_series(old.id)),
        groups=tuple(_groups()),
        units=_units(source),
        units_from=source.name if source else "",
        may_adopt=allowed(actor, Act.ADOPT_REGULATION),
    )


def to_do(actor: Actor, now: datetime) -> list[Todo]:
    """Towards the end of a term, that the next is to be prepared; in a new 学年, the grades."""
    if not allowed(actor, Act.ROLL_OVER):
        return []
    terms = list(Term.select().order_by(Term.starts_on))
    term = school.term_at(now, terms)
    found = []
    if terms[-1].id == term.id and term.ends_on - local(now).date() <= AHEAD:
        due = end_of(term.ends_on)
        found.append(Todo(ROOM, f"{term.name}到 {term.ends_on:%m-%d} 结束，请准备新学期", due))
    if promotion.is_due(terms, now):
        found.append(Todo(ROOM, "新学年了，各年级的老师还没有升级"))
    return found


def _groups() -> Iterator[GroupLine]:
    """Three queries; people who have left are not counted."""
    leaders: dict[int, list[str]] = defaultdict(list)
    members: Counter[int] = Counter()
    here = Membership.select(Membership, Teacher.id, Teacher.name).join(Teacher)
    for row in here.where(Teacher.left_at.is_null()).order_by(Teacher.staff_no):
        members[row.group_id] += 1
        if row.leads:
            leaders[row.group_id].append(row.teacher.name)
    supervisors: dict[int, list[str]] = defaultdict(list)
    looked = Supervision.select(Supervision, Teacher.id, Teacher.name).join(Teacher)
    for each in looked.where(Teacher.left_at.is_null()).order_by(Teacher.staff_no):
        supervisors[each.group_id].append(each.teacher.name)
    kinds = list(GroupKind)
    for group in sorted(
        Group.select(), key=lambda each: (kinds.index(GroupKind(each.kind)), each.name)
    ):
        if members[group.id]:
            yield GroupLine(
                GROUP_KIND_NAMES[GroupKind(group.kind)], group.name, members[group.id],
                "、".join(leaders[group.id]), "、".join(supervisors[group.id]),
            )  # fmt: skip


def _units(source: Term | None) -> int:
    if source is None:
        return 0
    query = PrepUnit.select().where(PrepUnit.term == source.id, PrepUnit.dropped_at.is_null())
    return int(query.count())


def new_days(series: Sequence[WeeklySeries], starts_on: date, ends_on: date) -> dict[str, int]:
    """How many meetings each series would have in a term of these days, by key."""
    if ends_on <= starts_on:
        return {each.key: 0 for each in series}
    return {each.key: len(rollover.days_of(each, starts_on, ends_on).days) for each in series}
