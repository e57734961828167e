"""师徒结对 as people see it: the school's pairs, one's own, and one with all that was signed."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from peewee import JOIN, Case

from db.models import Pairing, PairingAddendum, PairingSignature, Teacher
from yanxiu_tui.clock import local
from yanxiu_tui.rules.pairings import PairingState
from yanxiu_tui.services.groups import members_within_reach
from yanxiu_tui.services.pairing_parts import AddendumView, PairingView, SignatureView, view_of
from yanxiu_tui.services.pairing_rows import addenda, unknown
from yanxiu_tui.services.permission import Act, Actor, Scope, allowed, reach, require

__all__ = [
    "MOST", "AddendumView", "PairingView", "SignatureView", "mine", "own", "pairing", "pairings",
    "to_sign",
]  # fmt: skip

MOST = 500


def pairing(actor: Actor, pairing_id: int, now: datetime) -> PairingView:
    """One pair; Refused when there is none of that number that this person may see."""
    query = _read().where(Pairing.id == pairing_id, own(actor) | _within_reach(actor))
    found = _views(actor, query, now)
    if not found:
        raise unknown(pairing_id)
    return found[0]


def pairings(
    actor: Actor,
    now: datetime,
    states: Sequence[PairingState] = (),
    limit: int = MOST,
    offset: int = 0,
) -> list[PairingView]:
    """Everybody's pairs, drafts first, then those under way; leaders see those of their members.

    ``states`` leaves out all others.
    """
    if reach(actor, Act.VIEW_PAIRINGS) is Scope.NONE:
        require(actor, Act.VIEW_PAIRINGS)
    query = _read().where(_within_reach(actor))
    if states:
        query = query.where(Pairing.state.in_([str(state) for state in states]))
    return _views(actor, query.order_by(*_ORDER).limit(limit).offset(offset), now)


def mine(actor: Actor, now: datetime) -> list[PairingView]:
    """The pairs one is in oneself, as mentor or as apprentice, those under way first."""
    return _views(actor, _read().where(own(actor)).order_by(*_ORDER), now)


def to_sign(actor: Actor, now: datetime) -> int:
    """How many agreements and addenda wait for this person's signature."""
    drafted = Pairing.state == PairingState.DRAFTED
    added = PairingAddendum.select(PairingAddendum.pairing).where(
        PairingAddendum.signed_at.is_null(), PairingAddendum.withdrawn_at.is_null()
    )
    mine = own(actor)
    if allowed(actor, Act.SIGN_FOR_SCHOOL):
        mine |= drafted
    found = _views(actor, _read().where(mine, drafted | Pairing.id.in_(added)), now)
    return sum(view.waits_for_me for view in found)


_ORDER = (
    Case(
        Pairing.state,
        ((PairingState.DRAFTED, 0), (PairingState.SIGNED, 1), (PairingState.WITHDRAWN, 3)),
        2,
    ),
    Pairing.first.desc(),
    Pairing.id.desc(),
)


def own(actor: Actor) -> Any:
    """Which pairs this person is in, as a condition."""
    return (Pairing.mentor == actor.teacher_id) | (Pairing.apprentice == actor.teacher_id)


def _within_reach(actor: Actor) -> Any:
    """Which pairs this person may see beside their own, as a condition."""
    scope = reach(actor, Act.VIEW_PAIRINGS)
    if scope is not Scope.OWN_GROUP:
        return Pairing.id.is_null(scope is not Scope.SCHOOL)
    members = members_within_reach(actor, Act.VIEW_PAIRINGS)
    return Pairing.mentor.in_(members) | Pairing.apprentice.in_(members)


def _read() -> Any:
    mentor, apprentice, drafter, ender = (Teacher.alias() for _ in range(4))
    return (
        Pairing.select(Pairing, mentor, apprentice, drafter, ender)
        .join(mentor, on=Pairing.mentor, attr="mentor")
        .switch(Pairing)
        .join(apprentice, on=Pairing.apprentice, attr="apprentice")
        .switch(Pairing)
        .join(drafter, JOIN.LEFT_OUTER, on=Pairing.drafted_by, attr="drafted_by")
        .switch(Pairing)
        .join(ender, JOIN.LEFT_OUTER, on=Pairing.ended_by, attr="ended_by")
    )


def _views(actor: Actor, query: Any, now: datetime) -> list[PairingView]:
    """Three queries, however many there are."""
    rows = list(query)
    ids = [row.id for row in rows]
    added, signed = addenda(ids), _signatures(ids)
    today = local(now).date()
    return [view_of(actor, row, added[row.id], signed[row.id], today) for row in rows]


def _signatures(pairing_ids: Sequence[int]) -> dict[int, list[PairingSignature]]:
    query = PairingSignature.select(PairingSignature, Teacher).join(Teacher)
    found: dict[int, list[PairingSignature]] = defaultdict(list)
    for row in query.where(PairingSignature.pairing.in_(pairing_ids)).order_by(PairingSignature.id):
        found[row.pairing_id].append(row)
    return found
