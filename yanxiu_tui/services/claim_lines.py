"""Lines of the 学时登记表 that the program makes itself, each from another record and only from it.

Hours, scores and archives read granted claims: what is recorded elsewhere need not be claimed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from peewee import chunked

from db.models import Claim
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.services.permission import Actor

_BATCH = 50


@dataclass(frozen=True)
class Line:
    """What a record comes to; ``origin`` names the record, as ``out_study 12``."""

    origin: str
    term_id: int
    teacher_id: int
    kind: str
    title: str
    first: date
    last: date
    amount: Decimal = Decimal(1)
    level: str = ""
    hours: Decimal = Decimal(0)
    organiser: str = ""
    complete: bool = True


def keep(actor: Actor, line: Line, now: datetime) -> Claim:
    """Write the line, or the same line as it is now; called within the owner's transaction."""
    keep_all(actor, [line], now)
    found: Claim = Claim.get(Claim.origin == line.origin)
    return found


def keep_all(actor: Actor, lines: Sequence[Line], now: datetime) -> None:
    """The same for many at once; no two of them have one origin."""
    origins = [line.origin for line in lines]
    there = Claim.select(Claim.id, Claim.origin).where(Claim.origin.in_(origins))
    known = {row.origin: row.id for row in there}
    asked = {"asked_at": now, "asked_by": actor.teacher_id}
    new = [
        {**_values(actor, line, now), **asked, "origin": line.origin}
        for line in lines
        if line.origin not in known
    ]
    for batch in chunked(new, _BATCH):
        Claim.insert_many(batch).execute()
    for line in lines:
        if line.origin in known:
            changed = Claim.update(**_values(actor, line, now))
            changed.where(Claim.id == known[line.origin]).execute()


def drop(origin: str, now: datetime) -> None:
    """Let the line of this record count no more; called within the owner's transaction."""
    drop_all([origin], now)


def drop_all(origins: Sequence[str], now: datetime) -> None:
    """The same for many at once."""
    gone = Claim.update(state=ClaimState.WITHDRAWN, decided_at=now)
    gone.where(Claim.origin.in_(origins)).execute()


def _values(actor: Actor, line: Line, now: datetime) -> dict[str, Any]:
    return {
        "term": line.term_id, "teacher": line.teacher_id, "kind": line.kind, "title": line.title,
        "organiser": line.organiser, "first": line.first, "last": line.last,
        "amount": line.amount, "level": line.level,
        "hours_asked": line.hours, "hours_granted": line.hours, "complete": line.complete,
        "state": ClaimState.GRANTED, "decided_at": now, "decided_by": actor.teacher_id,
    }  # fmt: skip
