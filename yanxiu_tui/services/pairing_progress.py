"""How far both sides of a pair are, from the records themselves, and who has been silent (§8)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from peewee import fn

from db.models import Observation, OpenLesson, Pairing, PairingEntry, Teacher, Term
from yanxiu_tui.clock import local
from yanxiu_tui.rules.pairings import HEARD, OPENED, PairingState, PairQuota, Side
from yanxiu_tui.services import school
from yanxiu_tui.services.observation_views import counts
from yanxiu_tui.services.pairing_rows import addenda, last_in_force, quotas_in_force
from yanxiu_tui.services.pairing_views import own
from yanxiu_tui.services.permission import Actor


@dataclass(frozen=True, slots=True)
class PairProgress:
    """One quota of a pair this term: ``done`` of ``need``."""

    quota: PairQuota
    done: int
    need: int

    @property
    def short(self) -> int:
        """What is still missing."""
        return max(0, self.need - self.done)


@dataclass(frozen=True, slots=True)
class MyPair:
    """A pair one is in: with whom, as which side, how far, silent for how many days (0: not)."""

    pairing_id: int
    side: Side
    other: str
    progress: tuple[PairProgress, ...]
    silent: int


class Deed(NamedTuple):
    """Something that may count: of what kind, on which day, and whose (None: of both)."""

    counts: str
    day: date
    whose: int | None


class _Span(NamedTuple):
    first: date
    last: date


class _InForce(NamedTuple):
    last: date
    quotas: tuple[PairQuota, ...]


def progress(pairing_ids: Collection[int], now: datetime) -> dict[int, list[PairProgress]]:
    """Every quota of these pairs in their term; of one that is over, in its last.

    Lessons heard and opened are counted from their own records; six queries, however many pairs.
    """
    rows = _rows(pairing_ids)
    terms, forced = _terms(), _in_force(rows)
    deeds = _deeds(rows, forced)
    today = local(now).date()
    return {
        row.id: _progress(row, forced[row.id], _term_span(row, forced[row.id], terms, today), deeds)
        for row in rows
    }


def silent(pairing_ids: Collection[int], now: datetime) -> dict[int, int]:
    """The days without any record of those pairs that 制度 calls silent; the others are not in it.

    Days count from the last record, the term's or the pair's first day, and stop with the term.
    """
    term = school.current_term(now)
    days = school.regulation_of(term.regulation_id).pairing.silent_days
    rows = [row for row in _rows(pairing_ids) if row.state == PairingState.SIGNED]
    forced = _in_force(rows)
    deeds = _deeds(rows, forced, signed=False)
    found = {}
    for row in rows:
        until = min(local(now).date(), term.ends_on, forced[row.id].last)
        seen = (deed.day for deed in deeds[row.id] if deed.day <= until)
        since = max(row.first, term.starts_on, *seen)
        if (until - since).days >= days:
            found[row.id] = (until - since).days
    return found


def mine(actor: Actor, now: datetime) -> list[MyPair]:
    """The pairs somebody is in that have begun and go on, with their own quotas' progress."""
    if actor.teacher_id is None:
        return []
    mentor = Teacher.alias()
    query: Any = (
        Pairing.select(Pairing, Teacher, mentor)
        .join(Teacher, on=Pairing.apprentice)
        .switch(Pairing)
        .join(mentor, on=Pairing.mentor)
        .where(own(actor), Pairing.state == PairingState.SIGNED)
    )
    rows = [row for row in query.order_by(Pairing.first, Pairing.id) if _begun(row, now)]
    if not rows:
        return []
    ids = [row.id for row in rows]
    made, quiet = progress(ids, now), silent(ids, now)
    return [_my_pair(actor, row, made[row.id], quiet.get(row.id, 0)) for row in rows]


def _begun(row: Pairing, now: datetime) -> bool:
    return bool(row.first <= local(now).date())


def _my_pair(actor: Actor, row: Pairing, made: Sequence[PairProgress], quiet: int) -> MyPair:
    side: Side = "mentor" if row.mentor_id == actor.teacher_id else "apprentice"
    other = row.apprentice if side == "mentor" else row.mentor
    own = tuple(each for each in made if each.quota.side == side)
    return MyPair(row.id, side, other.name, own, quiet)


def _rows(pairing_ids: Collection[int]) -> list[Pairing]:
    return list(Pairing.select().where(Pairing.id.in_(list(pairing_ids))).order_by(Pairing.id))


def _in_force(rows: Sequence[Pairing]) -> dict[int, _InForce]:
    added = addenda([row.id for row in rows])
    return {
        row.id: _InForce(last_in_force(row, added[row.id]), quotas_in_force(row, added[row.id]))
        for row in rows
    }


def _terms() -> list[_Span]:
    terms = Term.select(Term.starts_on, Term.ends_on).order_by(Term.starts_on)
    return [_Span(term.starts_on, term.ends_on) for term in terms]


def _term_span(row: Pairing, forced: _InForce, terms: Sequence[_Span], today: date) -> _Span:
    """The days of the pair's running term, or of its last, that belong to the pair."""
    end = row.ended_on or forced.last
    begun = [term for term in terms if term.first <= min(today, end)]
    term = begun[-1] if begun else terms[0]
    return _Span(max(row.first, term.first), min(end, term.last))


def _progress(
    row: Pairing, forced: _InForce, span: _Span, deeds: Mapping[int, Sequence[Deed]]
) -> list[PairProgress]:
    within = [deed for deed in deeds[row.id] if span.first <= deed.day <= span.last]
    sides = {"mentor": row.mentor_id, "apprentice": row.apprentice_id}

    def done(quota: PairQuota) -> int:
        of_both_or_own = (None, sides[quota.side])
        return sum(deed.counts == quota.counts and deed.whose in of_both_or_own for deed in within)

    return [PairProgress(quota, done(quota), quota.least) for quota in forced.quotas]


def _deeds(
    rows: Sequence[Pairing], forced: Mapping[int, _InForce], signed: bool = True
) -> Mapping[int, list[Deed]]:
    """What may count for each pair, of whatever day; three queries."""
    ids = [row.id for row in rows]
    opening = {
        row.id: openers(row.mentor_id, row.apprentice_id, forced[row.id].quotas) for row in rows
    }
    found: dict[int, list[Deed]] = defaultdict(list)
    for pairing_id, who, day in heard(ids, Pairing.id, Observation.observer, Observation.day):
        found[pairing_id].append(Deed(HEARD, day, who))
    for pairing_id, who, day in opened(ids, Pairing.id, OpenLesson.teacher, OpenLesson.day):
        if who in opening[pairing_id]:
            found[pairing_id].append(Deed(OPENED, day, who))
    logged: Any = PairingEntry.select(PairingEntry.pairing, PairingEntry.kind, PairingEntry.day)
    logged = logged.where(PairingEntry.pairing.in_(ids), PairingEntry.struck_at.is_null())
    if signed:
        logged = logged.where(PairingEntry.signed_at.is_null(False))
    for pairing_id, kind, day in logged.tuples():
        found[pairing_id].append(Deed(kind, day, None))
    return found


def openers(mentor_id: int, apprentice_id: int, quotas: Sequence[PairQuota]) -> set[int]:
    """Whose open lessons belong to the pair: the apprentice's, the mentor's where they are owed."""
    owed = any(quota.counts == OPENED and quota.side == "mentor" for quota in quotas)
    return {apprentice_id, mentor_id} if owed else {apprentice_id}


def heard(pairing_ids: Sequence[int], *columns: Any) -> Any:
    """Of these pairs, the complete records of lessons one side heard of the other; one query."""
    of_each_other = (
        (Observation.observer == Pairing.mentor) & (Observation.taught_by == Pairing.apprentice)
    ) | ((Observation.observer == Pairing.apprentice) & (Observation.taught_by == Pairing.mentor))
    return (
        Pairing.select(*columns)
        .join(Observation, on=of_each_other)
        .where(Pairing.id.in_(list(pairing_ids)), Observation.day >= Pairing.first, counts())
        .tuples()
    )


def opened(pairing_ids: Sequence[int], *columns: Any) -> Any:
    """Of these pairs, the open lessons of either side that somebody has a record of; one query."""
    by_either = (OpenLesson.teacher == Pairing.mentor) | (OpenLesson.teacher == Pairing.apprentice)
    recorded = Observation.select().where(Observation.lesson == OpenLesson.id, counts())
    return (
        Pairing.select(*columns)
        .join(OpenLesson, on=by_either)
        .where(
            Pairing.id.in_(list(pairing_ids)),
            OpenLesson.day >= Pairing.first,
            OpenLesson.cancelled_at.is_null(),
            fn.EXISTS(recorded),
        )
        .tuples()
    )
