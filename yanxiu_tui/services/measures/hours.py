"""学时: what meetings earned by how they were attended, and what was granted on claims (P1, X8)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from peewee import Case

from db.models import Activity, Attendee, Claim, MakeupTask
from yanxiu_tui.clock import local
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.terms import Hours, Project
from yanxiu_tui.rules.attendance import CAME, Departure, Status
from yanxiu_tui.rules.items import Figure
from yanxiu_tui.services.measures.asking import Ask, Record, Window, exact
from yanxiu_tui.services.measures.attendance import ATTENDANCE, MAKEUPS, made_up, told
from yanxiu_tui.services.measures.claims import CLAIMS
from yanxiu_tui.services.measures.sources import Part, Recipe, total

# What no 研修项目 claims for itself.
REST = Project(id="", name="其他")


def training_hours(ask: Ask, window: Window, regulation: Regulation) -> Recipe:
    """The hours of all projects, or of those asked for; each up to its own ``most`` a term."""
    projects = [each for each in projects_of(regulation) if not ask.of or each.id in ask.of]
    pairs = [(project, term_id) for term_id in window.term_ids for project in projects]
    parts = [part for pair in pairs for part in _parts(*pair, window, regulation)]

    def together(*sums: Decimal) -> Figure:
        hours = (_one(project, sums, at) for at, (project, _) in enumerate(pairs))
        return (sum(hours, Decimal(0)),)

    return Recipe(parts, together)


def projects_of(regulation: Regulation) -> list[Project]:
    """The regulation's projects, and what is left over."""
    return [*regulation.hours.projects, REST]


def by_project(_: Ask, window: Window, regulation: Regulation) -> Recipe:
    """The hours of one term, a number for each project."""
    projects = projects_of(regulation)
    (term_id,) = window.term_ids
    parts = [part for each in projects for part in _parts(each, term_id, window, regulation)]
    return Recipe(
        parts,
        lambda *sums: tuple(_one(each, sums, at) for at, each in enumerate(projects)),
        (Decimal(0),) * len(projects),
    )


def _one(project: Project, sums: Sequence[Decimal], at: int) -> Decimal:
    hours = sum(sums[3 * at : 3 * at + 3], Decimal(0))
    return hours if project.most is None else min(hours, project.most)


def _parts(project: Project, term_id: int, window: Window, regulation: Regulation) -> list[Part]:
    """What a project gave in a term: by meetings, by what was made up, by claims."""
    rule = regulation.hours
    meetings, claimed = _held_by(project, rule)
    if len(window.term_ids) > 1:
        meetings &= Activity.term == term_id
        claimed &= Claim.term == term_id
    return [
        Part(ATTENDANCE, total(meetings & Attendee.status.in_(sorted(CAME)), earned(rule))),
        Part(MAKEUPS, total(meetings & made_up(window), Activity.hours * rule.made_up)),
        Part(CLAIMS, total(claimed, Claim.hours_granted)),
    ]


def _held_by(project: Project, rule: Hours) -> tuple[Any, Any]:
    """Whether a meeting, and whether a claim, belongs to this project."""
    if project is not REST:
        return (
            Activity.kind.in_(project.activity_kinds),
            Claim.kind.in_(project.claims),
        )
    return (
        Activity.kind.not_in([kind for each in rule.projects for kind in each.activity_kinds]),
        Claim.kind.not_in([kind for each in rule.projects for kind in each.claims]),
    )


def earned(rule: Hours) -> Any:
    """A meeting's hours by how it was attended; late and left early both take their share."""
    late = {Status.PRESENT: Decimal(1), Status.LATE: rule.late}
    left = {
        "": Decimal(1),
        Departure.LEFT_EARLY: rule.left_early,
        Departure.LEFT_MIDWAY: rule.left_midway,
    }
    less = [
        (
            (Attendee.status == status) & (Attendee.departure == departure),
            Activity.hours * (share * part),
        )
        for status, share in late.items()
        for departure, part in left.items()
        if share * part != 1
    ]
    return Case(None, less, Activity.hours) if less else Activity.hours


def records(ask: Ask, window: Window, regulation: Regulation, teacher_id: int) -> list[Record]:
    """The meetings and the claims that gave hours, in order of time."""
    projects = [each for each in projects_of(regulation) if not ask.of or each.id in ask.of]
    found = [
        record
        for project in projects
        for record in (
            *_meetings(project, window, regulation, teacher_id),
            *_makeups(project, window, regulation, teacher_id),
            *_claims(project, window, regulation, teacher_id),
        )
    ]
    return sorted(found, key=lambda each: each.day)


def _meetings(
    project: Project, window: Window, regulation: Regulation, teacher_id: int
) -> list[Record]:
    held, _ = _held_by(project, regulation.hours)
    rows = ATTENDANCE.rows(
        window, Activity.starts_at, Activity.title, Attendee.status, Attendee.departure,
        earned(regulation.hours).alias("earned"),
    ).where(Attendee.teacher == teacher_id, held, Attendee.status.in_(sorted(CAME)))  # fmt: skip
    return [
        Record(local(at).date(), title, f"{project.name} {told(status, departure)}",
               exact(earned))
        for at, title, status, departure, earned in rows.tuples()
    ]  # fmt: skip


def _makeups(
    project: Project, window: Window, regulation: Regulation, teacher_id: int
) -> list[Record]:
    held, _ = _held_by(project, regulation.hours)
    rows = MAKEUPS.rows(window, Activity.starts_at, Activity.title, Activity.hours).where(
        MakeupTask.teacher == teacher_id, held, made_up(window)
    )
    rate = regulation.hours.made_up
    return [
        Record(local(at).date(), title, f"{project.name} 已后补", exact(hours * rate))
        for at, title, hours in rows.tuples()
    ]


def _claims(
    project: Project, window: Window, regulation: Regulation, teacher_id: int
) -> list[Record]:
    _, held = _held_by(project, regulation.hours)
    rows = CLAIMS.rows(window, Claim.last, Claim.title, Claim.hours_granted).where(
        Claim.teacher == teacher_id, held, Claim.hours_granted > 0
    )
    return [
        Record(day, title, f"{project.name} 申报", exact(hours))
        for day, title, hours in rows.tuples()
    ]
