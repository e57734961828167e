"""Lines of the 学时登记表 that the program makes itself, each from another record and only from it.

Hours, scores and archives read granted claims: what is recorded elsewhere need not be claimed.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from db.models import Claim
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.services.permission import Actor


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
    values = {
        "term": line.term_id, "teacher": line.teacher_id, "kind": line.kind, "title": line.title,
        "organiser": line.organiser, "first": line.first, "last": line.last,
        "amount": line.amount, "level": line.level,
        "hours_asked": line.hours, "hours_granted": line.hours, "complete": line.complete,
        "state": ClaimState.GRANTED, "decided_at": now, "decided_by": actor.teacher_id,
    }  # fmt: skip
    found = Claim.get_or_none(Claim.origin == line.origin)
    if found is None:
        return Claim.create(**values, origin=line.origin, asked_at=now, asked_by=actor.teacher_id)
    Claim.update(**values).where(Claim.id == found.id).execute()
    return found


def drop(origin: str, now: datetime) -> None:
    """Let the line of this record count no more; called within the owner's transaction."""
    Claim.update(state=ClaimState.WITHDRAWN, decided_at=now).where(Claim.origin == origin).execute()
