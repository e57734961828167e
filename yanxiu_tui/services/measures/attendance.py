"""Attendance figures: counts and rate from the derived standings of meetings that are over."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from peewee import fn

from db.models import Activity, Attendee, MakeupTask, TermMembership
from yanxiu_tui.clock import local
from yanxiu_tui.rules.attendance import (
    CAME,
    DEPARTURE_NAMES,
    STATUS_NAMES,
    Departure,
    Status,
)
from yanxiu_tui.rules.items import Figure
from yanxiu_tui.services.measures.asking import Ask, Record, Window
from yanxiu_tui.services.measures.sources import Part, Recipe, Source, total

# 公假 stands in neither numerator nor denominator (Z28).
_COUNTED = frozenset(Status) - {Status.EXPECTED, Status.OFFICIAL_LEAVE}
_STATUSES = {
    "expected": _COUNTED,
    "attended": CAME,
    "on_time": {Status.PRESENT},
    "late": {Status.LATE},
    "absent": {Status.ABSENT},
    "personal_leave": {Status.PERSONAL_LEAVE},
    "sick_leave": {Status.SICK_LEAVE},
    "official_leave": {Status.OFFICIAL_LEAVE},
}
_FINE = Decimal("0.00000001")
_DEPARTURES = {"left_early": Departure.LEFT_EARLY, "left_midway": Departure.LEFT_MIDWAY}


def _rows(window: Window, *columns: Any) -> Any:
    return (
        Attendee.select(*columns)
        .join(Activity)
        .where(
            Activity.term.in_(window.term_ids),
            Activity.ended_at.is_null(False),
            Activity.starts_at < window.until,
        )
    )


def _rows_of_members(window: Window, *columns: Any) -> Any:
    """Each term's meetings by that term's groups."""
    place = TermMembership
    belongs = (Attendee.teacher == place.teacher) & (Activity.term == place.term)
    joined = _rows(window, *columns).switch(Attendee).join(place, on=belongs)
    return joined.where(place.term.in_(window.term_ids))


def _makeups(window: Window, *columns: Any) -> Any:
    """Of those still away: a sheet corrected since owes nothing and gives its hours itself."""
    away = Attendee.select(Attendee.id).where(
        Attendee.activity == MakeupTask.activity,
        Attendee.teacher == MakeupTask.teacher,
        Attendee.status.not_in(sorted(CAME)),
    )
    return (
        MakeupTask.select(*columns)
        .join(Activity)
        .where(
            Activity.term.in_(window.term_ids),
            Activity.starts_at < window.until,
            fn.EXISTS(away),
        )
    )


ATTENDANCE = Source(_rows, Attendee.teacher, Activity.starts_at)
OF_MEMBERS = Source(_rows_of_members, TermMembership.group, Activity.starts_at)
MAKEUPS = Source(_makeups, MakeupTask.teacher, Activity.starts_at)


def count(ask: Ask) -> Recipe:
    """How many meetings ended so for somebody."""
    return Recipe([Part(ATTENDANCE, total(_condition(ask.measure, ask.of)))])


def rate(ask: Ask) -> Recipe:
    """实到 over 应到; nothing where nobody was expected."""
    return _rate(ATTENDANCE, ask)


def members_rate(ask: Ask) -> Recipe:
    """The same of all the members of a group together."""
    return _rate(OF_MEMBERS, ask)


def makeups_owed(_: Ask, window: Window) -> Recipe:
    """What 公假 left and nobody has confirmed as made up (Z28)."""
    return Recipe([Part(MAKEUPS, total(~made_up(window)))])


def made_up(window: Window) -> Any:
    """Whether a task was confirmed by the end of the window."""
    return MakeupTask.done_at.is_null(False) & (MakeupTask.done_at < window.until)


def _rate(source: Source, ask: Ask) -> Recipe:
    parts = [Part(source, total(_condition(name, ask.of))) for name in ("attended", "expected")]
    return Recipe(parts, _divided, None)


def _divided(attended: Decimal, expected: Decimal) -> Figure:
    return ((attended / expected).quantize(_FINE, ROUND_HALF_UP),) if expected else None


def _condition(name: str, kinds: tuple[str, ...]) -> Any:
    if name in _DEPARTURES:
        held: Any = Attendee.departure == _DEPARTURES[name]
    else:
        held = Attendee.status.in_(sorted(_STATUSES[name]))
    return held & Activity.kind.in_(kinds) if kinds else held


def records(ask: Ask, window: Window, teacher_id: int) -> list[Record]:
    """The meetings behind an attendance figure; of a rate, all that were expected."""
    name = "expected" if ask.measure == "attendance_rate" else ask.measure
    rows = _rows(window, Attendee.status, Attendee.departure, Activity.title, Activity.starts_at)
    found = rows.where(Attendee.teacher == teacher_id, _condition(name, ask.of))
    return [
        Record(_day(at), title, told(status, departure), Decimal(1))
        for status, departure, title, at in found.order_by(Activity.starts_at).tuples()
    ]


def makeup_records(window: Window, teacher_id: int) -> list[Record]:
    """The meetings somebody has still to make up."""
    rows = _makeups(window, Activity.title, Activity.starts_at)
    found = rows.where(MakeupTask.teacher == teacher_id, ~made_up(window))
    return [
        Record(_day(at), title, "待后补", Decimal(1))
        for title, at in found.order_by(Activity.starts_at).tuples()
    ]


def told(status: str, departure: str) -> str:
    """How somebody attended, in words."""
    told = STATUS_NAMES[Status(status)]
    return f"{told}、{DEPARTURE_NAMES[Departure(departure)]}" if departure else told


def _day(at: datetime) -> Any:
    return local(at).date()
