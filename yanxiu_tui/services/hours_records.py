"""The lines of the 学时登记表: every meeting and every claim that gave 学时 (DOMAIN §8)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from peewee import JOIN

from db.models import Activity, Attendee, Claim, Group, MakeupTask, Teacher
from yanxiu_tui.clock import local
from yanxiu_tui.rules.attendance import CAME
from yanxiu_tui.services import persons
from yanxiu_tui.services.claim_kinds import Versions, kind_name
from yanxiu_tui.services.hours import Seen, seen, visible
from yanxiu_tui.services.measures import hours as measured
from yanxiu_tui.services.measures.asking import exact
from yanxiu_tui.services.measures.attendance import ATTENDANCE, MAKEUPS, made_up, told
from yanxiu_tui.services.measures.claims import CLAIMS
from yanxiu_tui.services.permission import Actor
from yanxiu_tui.services.persons import Staff
from yanxiu_tui.services.ranking import may_see


@dataclass(frozen=True)
class HoursEntry:
    """One line: what was attended or claimed, its 学时 and those credited.

    ``checked`` is how a meeting was attended, or who granted a claim.
    """

    title: str
    kind: str
    organiser: str
    first: date
    last: date
    asked: Decimal
    granted: Decimal
    checked: str


@dataclass(frozen=True)
class HoursForm:
    """One teacher's 学时登记表 of a term, in order of time."""

    staff: Staff
    entries: tuple[HoursEntry, ...]

    @property
    def asked(self) -> Decimal:
        """The 学时 asked for, line by line."""
        return sum((entry.asked for entry in self.entries), Decimal(0))

    @property
    def total(self) -> Decimal:
        """The 学时 credited line by line, before a project's limit."""
        return sum((entry.granted for entry in self.entries), Decimal(0))


def hours_forms(
    actor: Actor, term_id: int, now: datetime, teacher_id: int | None = None
) -> list[HoursForm]:
    """The forms of everybody one may see, or of one teacher: four queries for the lines."""
    here = seen(term_id, now)
    if teacher_id is None:
        people = visible(actor, term_id, now)
    else:
        people = [persons.one(here.term, teacher_id)]
        may_see(actor, people[0])
    entries: dict[int, list[HoursEntry]] = defaultdict(list)
    for whose, entry in (*_meetings(here, people), *_makeups(here, people), *_claims(here, people)):
        entries[whose].append(entry)
    return [
        HoursForm(each, tuple(sorted(entries[each.id], key=lambda entry: entry.last)))
        for each in people
    ]


_Found = Iterator[tuple[int, HoursEntry]]
_OF_MEETING = (Activity.title, Activity.kind, Group.name, Activity.starts_at, Activity.hours)


def _meetings(here: Seen, people: Sequence[Staff]) -> _Found:
    rows = ATTENDANCE.rows(
        here.window, Attendee.teacher, *_OF_MEETING, Attendee.status, Attendee.departure,
        measured.earned(here.regulation.hours).alias("earned"),
    ).join(Group, JOIN.LEFT_OUTER, on=Activity.group)  # fmt: skip
    rows = rows.where(Attendee.status.in_(sorted(CAME)), Activity.hours > 0)
    for row in _only(rows, Attendee.teacher, people):
        whose, title, kind, group, at, hours, status, departure, earned = row
        day, checked = local(at).date(), told(status, departure)
        entry = HoursEntry(title, kind, group or "本校", day, day, hours, exact(earned), checked)
        yield whose, entry


def _makeups(here: Seen, people: Sequence[Staff]) -> _Found:
    rows = MAKEUPS.rows(here.window, MakeupTask.teacher, *_OF_MEETING)
    rows = rows.join(Group, JOIN.LEFT_OUTER, on=Activity.group)
    rows = rows.where(made_up(here.window), Activity.hours > 0)
    rate = here.regulation.hours.made_up
    for whose, title, kind, group, at, hours in _only(rows, MakeupTask.teacher, people):
        day, earned = local(at).date(), exact(hours * rate)
        yield whose, HoursEntry(title, kind, group or "本校", day, day, hours, earned, "已后补")


def _claims(here: Seen, people: Sequence[Staff]) -> _Found:
    rows = CLAIMS.rows(
        here.window, Claim.teacher, Claim.title, Claim.kind, Claim.organiser, Claim.first,
        Claim.last, Claim.hours_asked, Claim.hours_granted, Claim.term, Claim.asked_at,
        Teacher.name,
    ).join(Teacher, JOIN.LEFT_OUTER, on=Claim.decided_by)  # fmt: skip
    rows = rows.where(Claim.hours_granted > 0)
    versions = Versions(here.window.term_ids)
    for row in _only(rows, Claim.teacher, people):
        whose, title, kind, organiser, first, last, asked, granted, term_id, at, checked = row
        kind = kind_name(versions.at(term_id, at), kind)
        yield whose, HoursEntry(title, kind, organiser, first, last, asked, granted, checked or "")


def _only(rows: Any, whose: Any, people: Sequence[Staff]) -> Any:
    """The rows of these people; of one alone the database picks them out."""
    if len(people) == 1:
        return rows.where(whose == people[0].id).tuples()
    ids = {each.id for each in people}
    return (row for row in rows.tuples() if row[0] in ids)
