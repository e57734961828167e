"""检查成长档案: once a term the office looks at each, and what was missing is written down (P5)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from peewee import chunked, fn

from db.connection import transaction
from db.models import ArchiveCheck, ArchiveItem, Claim, Teacher, TermTeacher
from yanxiu_tui.clock import end_of, local
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.rules.archives import asked_of, missing
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.periods import due_day
from yanxiu_tui.rules.todo import Todo
from yanxiu_tui.services import claim_lines, persons, school, trace
from yanxiu_tui.services.archive_overview import Checked, GrowthLine, checked, lines, visible
from yanxiu_tui.services.archive_views import by_hand
from yanxiu_tui.services.claim_lines import Line
from yanxiu_tui.services.hours import Seen, seen
from yanxiu_tui.services.permission import Act, Actor, allowed, require
from yanxiu_tui.services.school import TermView
from yanxiu_tui.services.texts import clean

# The kind of claim that a check is a line of, where the 制度 has it (P5).
CLAIM = "archive"
_ROOM = "archives"
_BATCH = 100
_NEAR = timedelta(days=14)


@dataclass(frozen=True)
class Pass:
    """What came of checking everybody: how many were checked, how many of them were complete."""

    checked: int
    complete: int


def check(
    actor: Actor,
    term_id: int,
    teacher_id: int,
    opinion: str,
    now: datetime,
    complete: bool | None = None,
) -> Checked:
    """Check one archive of an open term; a later check stands in the place of an earlier one.

    ``complete`` None goes by what the archive holds. Whoever finds otherwise says why: the paper
    on the table may be worth more, or less, than its line here. Nobody checks their own.
    """
    require(actor, Act.CHECK_ARCHIVES)
    opinion = clean(opinion, "意见", 200, required=False)
    if teacher_id == actor.teacher_id:
        raise Refused("own_archive", "自己的档案请由别人检查。")
    here = _seen_open(term_id, now)
    (line,) = lines(here, [persons.one(here.term, teacher_id)])
    found = line.complete if complete is None else complete
    if found != line.complete and not opinion:
        raise Refused("no_opinion", "结论与程序算的不一样，请在意见里写明为什么。")
    with transaction():
        school.hold_term(here.term.id)
        _write(actor, here, [line], {teacher_id: found}, opinion, now)
        trace.write(
            actor, "check_archive", "teacher", teacher_id, now, complete=found, opinion=opinion
        )
    return checked(ArchiveCheck.get(term=here.term.id, teacher=teacher_id))


def check_all(actor: Actor, term_id: int, now: datetime, leave_out: Collection[int] = ()) -> Pass:
    """Check by the figures every archive of an open term that is not checked, but one's own.

    ``leave_out`` are those that the office wants to look at one by one.
    """
    require(actor, Act.CHECK_ARCHIVES)
    here = _seen_open(term_id, now)
    with transaction():
        school.hold_term(here.term.id)
        left = {*leave_out, actor.teacher_id}
        found = lines(here, visible(actor, here, now))
        open_ = [each for each in found if each.checked is None and each.staff.id not in left]
        complete = {each.staff.id: each.complete for each in open_}
        _write(actor, here, open_, complete, "", now)
        trace.write(
            actor, "check_archives", "term", here.term.id, now,
            checked=len(open_), complete=sum(complete.values()),
        )  # fmt: skip
    return Pass(len(open_), sum(complete.values()))


def is_open(term_id: int, now: datetime) -> bool:
    """Whether its archives may be checked: the running term, in its first weeks the last, too."""
    return any(term.id == term_id for term, _ in school.at_hand(now))


def due_on(term: TermView, regulation: Regulation) -> date | None:
    """The day the check is due: that of its claim kind, else the term's last; None without one."""
    kind = regulation.claim_kind(CLAIM)
    deadline = regulation.deadline(kind.deadline) if kind else None
    if deadline is not None:
        return due_day(term.starts_on, term.ends_on, deadline.week, deadline.weekday)
    return term.ends_on if regulation.archives.checking else None


def unchecked(term: TermView, besides: int | None = None) -> int:
    """How many on the term's roster have no check yet, but this teacher; 0 where none is due."""
    if due_on(term, school.regulation_of(term.regulation_id)) is None:
        return 0
    done = ArchiveCheck.select(ArchiveCheck.teacher).where(ArchiveCheck.term == term.id)
    people = Teacher.select().join(TermTeacher, on=TermTeacher.teacher == Teacher.id)
    left = people.where(persons.here(term, term.ends_on), Teacher.id.not_in(done))
    return int(left.where(Teacher.id != (besides or 0)).count())


def to_do(actor: Actor, now: datetime) -> list[Todo]:
    """The check, for the office when it is near; what one must add to one's own archive oneself."""
    term = school.current_term(now)
    return [*_checks_due(actor, now), *_own_gaps(actor, term)]


def _checks_due(actor: Actor, now: datetime) -> Iterator[Todo]:
    if not allowed(actor, Act.CHECK_ARCHIVES):
        return
    for term, of_term in school.at_hand(now):
        at = _due_at(term, school.regulation_of(term.regulation_id))
        if at is not None and now >= at - _NEAR and (count := unchecked(term, actor.teacher_id)):
            words = f"{of_term}成长档案还有 {count} 份没有检查"
            yield Todo(_ROOM, words, at, term_id=term.id if of_term else None)


def _due_at(term: TermView, regulation: Regulation) -> datetime | None:
    day = due_on(term, regulation)
    return end_of(day) if day else None


def _own_gaps(actor: Actor, term: TermView) -> list[Todo]:
    """Classes that no record files itself in; what has a deadline of its own is asked for there."""
    regulation = school.regulation_of(term.regulation_id)
    due = {kind.id for kind in regulation.claims if kind.deadline}
    classes = [
        each
        for each in regulation.archives.teacher
        if not each.sources and each.least and due.isdisjoint(each.claims)
    ]
    if actor.teacher_id is None or not classes or not allowed(actor, Act.OWN_ARCHIVE):
        return []
    counts = _own_counts(actor.teacher_id, term.id)
    wanting = [
        each
        for each in classes
        if missing(sum(counts.get(key, 0) for key in (each.id, *each.claims)), each.least)
    ]
    if any(each.who for each in wanting):
        asked = asked_of(wanting, persons.one(term, actor.teacher_id).person)
        wanting = [each for each in wanting if asked[each.id]]
    names = "、".join(each.name for each in wanting)
    at = _due_at(term, regulation)
    return [Todo(_ROOM, f"成长档案还缺：{names}", at)] if wanting else []


def _own_counts(teacher_id: int, term_id: int) -> dict[str, int]:
    """What one has added, by class, and claimed, by kind."""
    added: Any = by_hand(term_id, ArchiveItem.archive_class, fn.COUNT(ArchiveItem.id))
    added = added.where(ArchiveItem.teacher == teacher_id).group_by(ArchiveItem.archive_class)
    claimed: Any = (
        Claim.select(Claim.kind, fn.COUNT(Claim.id))
        .where(
            Claim.term == term_id,
            Claim.teacher == teacher_id,
            Claim.state.in_([str(ClaimState.ASKED), str(ClaimState.GRANTED)]),
        )
        .group_by(Claim.kind)
    )
    return dict([*claimed.tuples(), *added.tuples()])


def _seen_open(term_id: int, now: datetime) -> Seen:
    """The term as it stands; Refused where it is no longer open."""
    if not is_open(term_id, now):
        school.running_term(term_id, now)
    return seen(term_id, now)


def _write(
    actor: Actor,
    here: Seen,
    found: Sequence[GrowthLine],
    complete: dict[int, bool],
    opinion: str,
    now: datetime,
) -> None:
    """Write the checks down, over earlier ones, each with its claim line."""
    rows = [
        {
            "term": here.term.id,
            "teacher": each.staff.id,
            "complete": complete[each.staff.id],
            "missing": "、".join(each.lacking),
            "opinion": opinion,
            "checked_at": now,
            "checked_by": actor.teacher_id,
        }
        for each in found
    ]
    for batch in chunked(rows, _BATCH):
        ArchiveCheck.insert_many(batch).on_conflict(
            conflict_target=[ArchiveCheck.term, ArchiveCheck.teacher],
            preserve=[
                ArchiveCheck.complete, ArchiveCheck.missing, ArchiveCheck.opinion,
                ArchiveCheck.checked_at, ArchiveCheck.checked_by,
            ],
        ).execute()  # fmt: skip
    _keep_claims(actor, here, list(complete), now)


def _keep_claims(actor: Actor, here: Seen, whose: Sequence[int], now: datetime) -> None:
    """Keep the claim line of each of these checks, where the 制度 has that kind."""
    kind = here.regulation.claim_kind(CLAIM)
    if kind is None or not whose:
        return
    kept = ArchiveCheck.select().where(
        ArchiveCheck.term == here.term.id, ArchiveCheck.teacher.in_(whose)
    )
    # What is checked late belongs to its term all the same.
    day = min(local(now).date(), here.term.ends_on)
    claims = [
        Line(
            origin=f"archive_check {row.id}",
            term_id=here.term.id,
            teacher_id=row.teacher_id,
            kind=CLAIM,
            title=kind.name,
            first=day,
            last=day,
            complete=row.complete,
        )
        for row in kept
    ]
    claim_lines.keep_all(actor, claims, now)
