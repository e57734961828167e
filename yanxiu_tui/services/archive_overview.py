"""Everybody's growth archive at a glance: how complete, what is missing; a query a source (P5)."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import fn

from db.models import ArchiveCheck, ArchiveItem, Claim, Group
from yanxiu_tui.clock import local
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.archives import ArchiveClass, asked_of, completeness, lacking, missing
from yanxiu_tui.services import persons
from yanxiu_tui.services.archive_sources import OF_TEACHER
from yanxiu_tui.services.archive_views import by_hand, granted, kinds_of
from yanxiu_tui.services.hours import Seen, seen
from yanxiu_tui.services.permission import Act, Actor, Scope, groups_within, reach, require
from yanxiu_tui.services.persons import Staff


@dataclass(frozen=True)
class Checked:
    """The term's check of one archive as it stands; ``missing`` is what was wanting then."""

    complete: bool
    missing: str
    opinion: str
    at: datetime


@dataclass(frozen=True)
class GrowthLine:
    """One teacher's archive in a line: from 0 to 1, and what is missing, in words.

    ``missing`` is how many items each class lacks, by its ID.
    """

    staff: Staff
    completeness: float
    lacking: Sequence[str]
    missing: Mapping[str, int]
    checked: Checked | None

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.lacking


def growth_overview(
    actor: Actor, term_id: int, now: datetime, group_id: int | None = None
) -> list[GrowthLine]:
    """The archives of all those that this person looks after, or of one group, by staff number."""
    here = seen(term_id, now)
    people = visible(actor, here, now)
    if group_id is not None:
        people = [each for each in people if group_id in each.group_ids]
    return lines(here, people)


def groups_seen(actor: Actor) -> list[tuple[int, str]]:
    """The groups whose members' archives this person may look at."""
    everything = reach(actor, Act.VIEW_ARCHIVES) is Scope.SCHOOL
    within = groups_within(actor, Act.VIEW_ARCHIVES)
    rows = Group.select().order_by(Group.kind.desc(), Group.name)
    return [(row.id, row.name) for row in rows if everything or row.id in within]


def visible(actor: Actor, here: Seen, now: datetime) -> list[Staff]:
    """Everybody for the office, the members of their groups for leaders."""
    if reach(actor, Act.VIEW_ARCHIVES) is Scope.NONE:
        require(actor, Act.VIEW_ARCHIVES)
    people = persons.staff(here.term, local(now).date())
    if reach(actor, Act.VIEW_ARCHIVES) is Scope.SCHOOL:
        return people
    within = groups_within(actor, Act.VIEW_ARCHIVES)
    return [each for each in people if not each.group_ids.isdisjoint(within)]


def lines(here: Seen, people: Sequence[Staff]) -> list[GrowthLine]:
    """The line of each of these."""
    classes = here.regulation.archives.teacher
    found = counts(here, classes)
    checks = _checks(here.term.id)
    return [_line(each, classes, found, checks.get(each.id)) for each in people]


def counts(here: Seen, classes: Sequence[ArchiveClass]) -> Counter[tuple[int, str]]:
    """How many items everybody has in each class; one query a source, one of claims, one more."""
    found: Counter[tuple[int, str]] = Counter()
    for source, wanted in _classes_by_source(classes).items():
        for part in OF_TEACHER.get(source, ()):
            for teacher_id, count in part.counts(here).items():
                for class_id in wanted:
                    found[teacher_id, class_id] += count
    for teacher_id, kind, count in _claims(here, classes):
        for each in classes:
            if kind in kinds_of(each, "teacher", here.regulation):
                found[teacher_id, each.id] += count
    own: Any = by_hand(
        here.term.id, ArchiveItem.teacher, ArchiveItem.archive_class, fn.COUNT(ArchiveItem.id)
    )
    grouped = own.group_by(ArchiveItem.teacher, ArchiveItem.archive_class)
    for teacher_id, class_id, count in grouped.tuples():
        found[teacher_id, class_id] += count
    return found


def _classes_by_source(classes: Sequence[ArchiveClass]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in classes:
        for source in dict.fromkeys(each.sources):
            found.setdefault(source, []).append(each.id)
    return found


def _claims(here: Seen, classes: Sequence[ArchiveClass]) -> Any:
    kinds = _all_kinds(classes, here.regulation)
    if not kinds:
        return []
    rows = granted(here.term.id, sorted(kinds), Claim.teacher, Claim.kind, fn.COUNT(Claim.id))
    return rows.group_by(Claim.teacher, Claim.kind).tuples()


def _all_kinds(classes: Sequence[ArchiveClass], regulation: Regulation) -> Collection[str]:
    return {kind for each in classes for kind in kinds_of(each, "teacher", regulation)}


def _checks(term_id: int) -> dict[int, Checked]:
    rows = ArchiveCheck.select().where(ArchiveCheck.term == term_id)
    return {row.teacher_id: checked(row) for row in rows}


def checked(row: ArchiveCheck) -> Checked:
    """A check as people see it."""
    return Checked(row.complete, row.missing, row.opinion, row.checked_at)


def _line(
    staff: Staff,
    classes: Sequence[ArchiveClass],
    found: Counter[tuple[int, str]],
    check: Checked | None,
) -> GrowthLine:
    asked = asked_of(classes, staff.person)
    of = [(each.name, found[staff.id, each.id], asked[each.id]) for each in classes]
    return GrowthLine(
        staff,
        completeness((count, least) for _, count, least in of),
        lacking(of),
        {each.id: missing(found[staff.id, each.id], asked[each.id]) for each in classes},
        check,
    )
