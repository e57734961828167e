"""申报 decided: granted, refused, taken back; one at a time or a pile in one pass."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from peewee import fn

from db.connection import held, transaction
from db.models import Claim, Teacher
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.phrases import plain
from yanxiu_tui.regulation.schema import Regulation
from yanxiu_tui.regulation.terms import ClaimKind
from yanxiu_tui.rules.claims import CLAIM_STATE_NAMES, ClaimState
from yanxiu_tui.services import trace
from yanxiu_tui.services.claim_drafts import known_kind, refuse_bad_hours
from yanxiu_tui.services.claim_kinds import Versions
from yanxiu_tui.services.claim_views import (
    CLAIMED,
    ClaimView,
    holders,
    may_decide,
    require_to_decide,
    unknown,
    view,
)
from yanxiu_tui.services.measures.asking import exact
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.texts import clean


@dataclass(frozen=True)
class Pile:
    """What a pass through the pile did: how many are granted, and a sentence for each left."""

    granted: int
    left: tuple[str, ...]


def grant(
    actor: Actor, claim_id: int, hours: Decimal, complete: bool, opinion: str, now: datetime
) -> ClaimView:
    """Grant a claim with these 学时; ``complete`` is whether the paper was found whole."""
    opinion = clean(opinion, "审核意见", 200, required=False)
    with transaction():
        found = _hold_to_decide(actor, claim_id)
        kind = known_kind(_regulation_of(found), found.kind)
        refuse_bad_hours(hours, kind)
        refuse_too_many(found, hours, kind)
        write_decision(actor, [claim_id], ClaimState.GRANTED, opinion, now, hours, complete)
        trace.write(actor, "grant_claim", "claim", claim_id, now, hours=hours, complete=complete)
    return view(actor, claim_id)


def grant_many(actor: Actor, claim_ids: Collection[int], now: datetime) -> Pile:
    """Grant a pile in one pass, each with the 学时 asked; what cannot be granted so is left.

    Left are one's own, those decided meanwhile, and those that exceed what a term allows.
    """
    with transaction():
        rows = _hold_all(claim_ids)
        deciders = holders()
        if not any(may_decide(actor, row.teacher_id, deciders) for row in rows):
            require(actor, Act.DECIDE_CLAIM)
        granted, left = _sort_out(actor, rows, deciders)
        if granted:
            write_decision(actor, granted, ClaimState.GRANTED, "", now)
            trace.write_each(actor, "grant_claim", "claim", granted, now, pile=len(granted))
    return Pile(len(granted), tuple(left))


def refuse(actor: Actor, claim_id: int, opinion: str, now: datetime) -> ClaimView:
    """Say no to a claim, and why."""
    opinion = clean(opinion, "不通过的理由", 200)
    with transaction():
        _hold_to_decide(actor, claim_id)
        write_decision(actor, [claim_id], ClaimState.REFUSED, opinion, now, Decimal(0))
        trace.write(actor, "refuse_claim", "claim", claim_id, now)
    return view(actor, claim_id)


def revoke(actor: Actor, claim_id: int, reason: str, now: datetime) -> ClaimView:
    """Take back a claim that was granted wrongly, and why; it counts nowhere from now on.

    The reason stands as the opinion, before the one it was granted with.
    """
    reason = clean(reason, "撤销的原因", 200)
    with transaction():
        found = hold(claim_id)
        require_to_decide(actor, found.teacher_id)
        if found.state != ClaimState.GRANTED:
            raise wrong_state(found, "没有可以撤销的通过")
        if found.origin:
            raise Refused(
                "of_a_record", "这一条由程序按别处的记录登记，请到那里更正，这里会跟着改。"
            )
        opinion = f"{reason}（原审核意见：{found.opinion}）" if found.opinion else reason
        write_decision(actor, [claim_id], ClaimState.REFUSED, opinion, now, Decimal(0))
        trace.write(actor, "revoke_claim", "claim", claim_id, now, hours=found.hours_granted)
    return view(actor, claim_id)


def _hold_all(claim_ids: Collection[int]) -> list[Claim]:
    """These claims, held together with all their teachers' claims of those terms.

    Held in one order, so that two who decide at once wait for each other and never for ever; and
    what a term allows of a kind is not granted twice over.
    """
    wanted = list(claim_ids)
    found = Claim.select(Claim.teacher, Claim.term).where(Claim.id.in_(wanted))
    pairs = {(row.teacher_id, row.term_id) for row in found}
    together = Claim.select(Claim.id).where(
        Claim.teacher.in_([teacher for teacher, _ in pairs]),
        Claim.term.in_([term for _, term in pairs]),
    )
    list(held(together.order_by(Claim.id), Claim))
    rows = Claim.select(Claim, Teacher).join(Teacher, on=Claim.teacher)
    return list(rows.where(Claim.id.in_(wanted), CLAIMED).order_by(Claim.id))


def hold(claim_id: int) -> Claim:
    """One claim, held likewise."""
    found = _hold_all([claim_id])
    if not found:
        raise unknown(claim_id)
    return found[0]


def _hold_to_decide(actor: Actor, claim_id: int) -> Claim:
    found = hold(claim_id)
    require_to_decide(actor, found.teacher_id)
    if found.state != ClaimState.ASKED:
        raise wrong_state(found, "不能再审核")
    return found


def write_decision(
    actor: Actor,
    claim_ids: Sequence[int],
    state: ClaimState,
    opinion: str,
    now: datetime,
    hours: Decimal | None = None,
    complete: bool = True,
) -> None:
    """Write the decision on all of them; without ``hours``, each gets what it asked for."""
    decided = Claim.update(
        state=state,
        hours_granted=Claim.hours_asked if hours is None else hours,
        complete=complete,
        opinion=opinion,
        decided_at=now,
        decided_by=actor.teacher_id,
    )
    decided.where(Claim.id.in_(list(claim_ids))).execute()


def _sort_out(
    actor: Actor, rows: Sequence[Claim], deciders: Collection[int]
) -> tuple[list[int], list[str]]:
    """The ids of those that may be granted as asked, and a sentence for each of the others."""
    given = _granted_hours([row.teacher_id for row in rows])
    versions = Versions({row.term_id for row in rows})
    granted: list[int] = []
    left: list[str] = []
    for row in rows:
        kind = versions.at(row.term_id, row.asked_at).claim_kind(row.kind)
        place = (row.teacher_id, row.term_id, row.kind)
        room = _room(kind, given.get(place, Decimal(0)))
        if not may_decide(actor, row.teacher_id, deciders):
            left.append(f"{_name(row)}要由他人审核。")
        elif row.state != ClaimState.ASKED:
            left.append(f"{_name(row)}{state_name(row)}。")
        elif kind is None:
            left.append(f"{_name(row)}在制度里没有这一类，请单独审核。")
        elif room is not None and row.hours_asked > room:
            left.append(f"{_name(row)}超过每学期可认定的学时，请单独审核。")
        else:
            granted.append(row.id)
            given[place] = given.get(place, Decimal(0)) + row.hours_asked
    return granted, left


def refuse_too_many(row: Claim, hours: Decimal, kind: ClaimKind) -> None:
    """Refuse more hours than a term allows of this kind, with those granted before."""
    place = (row.teacher_id, row.term_id, row.kind)
    given = _granted_hours([row.teacher_id]).get(place, Decimal(0))
    room = _room(kind, given)
    if kind.most_hours is not None and room is not None and hours > room:
        raise Refused(
            "too_many_hours",
            f"「{kind.name}」每学期最多认定 {plain(kind.most_hours)} 学时（{kind.clause.id}），"
            f"{row.teacher.name}老师已认定 {plain(given)}，这次最多 {plain(room)}。",
        )


def _granted_hours(teacher_ids: Sequence[int]) -> dict[tuple[int, int, str], Decimal]:
    """The hours granted so far, by teacher, term and kind; one query."""
    place = (Claim.teacher, Claim.term, Claim.kind)
    query: Any = Claim.select(*place, fn.SUM(Claim.hours_granted)).where(
        Claim.teacher.in_(set(teacher_ids)), Claim.state == ClaimState.GRANTED
    )
    return {row[:3]: exact(row[3]) for row in query.group_by(*place).tuples()}


def _room(kind: ClaimKind | None, given: Decimal) -> Decimal | None:
    if kind is None or kind.most_hours is None:
        return None
    return max(Decimal(0), kind.most_hours - given)


def _regulation_of(row: Claim) -> Regulation:
    """The regulation it was asked under; a kind dropped since is still decided by it."""
    return Versions({row.term_id}).at(row.term_id, row.asked_at)


def wrong_state(row: Claim, so: str) -> Refused:
    """The refusal of an act that comes too late."""
    return Refused("wrong_state", f"这份申报{state_name(row)}，{so}。")


def state_name(row: Claim) -> str:
    """Where it stands, in words."""
    return CLAIM_STATE_NAMES[ClaimState(row.state)]


def _name(row: Claim) -> str:
    return f"{row.teacher.name}老师的「{row.title}」"
