"""上交 received by the office: complete or not, one or a pile, and sent back (Z18, T3)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from db.connection import transaction
from db.models import Claim
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.submissions import lacking
from yanxiu_tui.services import trace
from yanxiu_tui.services.claim_kinds import Versions
from yanxiu_tui.services.claim_views import holders, may_decide, require_to_decide
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.submission_rows import (
    Outcome,
    demands,
    hold,
    hold_all,
    outcome,
    set_aside,
)
from yanxiu_tui.services.texts import clean


@dataclass(frozen=True)
class Receipt:
    """What the office found: the parts of a bundle that are there, the copies, and what is not.

    ``parts`` None are all of them, ``copies`` None as many as were handed in.
    """

    parts: Collection[str] | None = None
    copies: int | None = None
    missing: str = ""


@dataclass(frozen=True)
class Pile:
    """How many were received in one pass, and a sentence for each that was left."""

    received: int
    left: tuple[str, ...] = ()


def receive(actor: Actor, claim_id: int, receipt: Receipt, now: datetime) -> Outcome:
    """Receive a paper. Of an incomplete one that was received, what was missing has come by now.

    What replaces an incomplete one lets that count no more.
    """
    more = clean(receipt.missing, "缺的材料", 200, required=False)
    with transaction():
        found = hold(claim_id)
        require_to_decide(actor, found.teacher_id)
        mends = found.state == ClaimState.GRANTED and not found.complete
        if found.state != ClaimState.ASKED and not mends:
            raise Refused("wrong_state", f"「{found.title}」不在等待接收，不能再收。")
        parts, copies_due = demands(found, Versions({found.term_id}))
        copies = found.copies if receipt.copies is None else receipt.copies
        if not 0 <= copies <= 50:
            raise Refused("bad_copies", "份数应为 0 至 50，请核对。")
        there = parts if receipt.parts is None else receipt.parts
        missing = lacking(parts, there, copies, copies_due) + ([more] if more else [])
        came = now if mends and not missing else found.handed_at
        Claim.update(
            state=ClaimState.GRANTED, complete=not missing, missing="、".join(missing),
            copies=copies, handed_at=came, decided_at=now, decided_by=actor.teacher_id,
        ).where(Claim.id == claim_id).execute()  # fmt: skip
        set_aside([found])
        trace.write(actor, "receive", "claim", claim_id, now, complete=not missing)
    return outcome(claim_id, now)


def receive_many(actor: Actor, claim_ids: Collection[int], now: datetime) -> Pile:
    """Receive a pile in one pass, each found whole.

    Left are one's own, those decided meanwhile, bundles that are to be ticked part by part, and
    those of which there are too few copies.
    """
    with transaction():
        rows = hold_all(claim_ids)
        deciders = holders()
        if not any(may_decide(actor, row.teacher_id, deciders) for row in rows):
            require(actor, Act.DECIDE_CLAIM)
        taken, left = _sort_out(actor, rows, deciders)
        ids = [row.id for row in taken]
        if ids:
            Claim.update(
                state=ClaimState.GRANTED, complete=True, missing="", decided_at=now,
                decided_by=actor.teacher_id,
            ).where(Claim.id.in_(ids)).execute()  # fmt: skip
            set_aside(taken)
            trace.write_each(actor, "receive", "claim", ids, now, pile=len(ids))
    return Pile(len(taken), tuple(left))


def send_back(actor: Actor, claim_id: int, reason: str, now: datetime) -> Outcome:
    """Send a paper back to be handed in again, and why; also one that was received wrongly."""
    reason = clean(reason, "退回的原因", 200)
    with transaction():
        found = hold(claim_id)
        require_to_decide(actor, found.teacher_id)
        if found.state not in (ClaimState.ASKED, ClaimState.GRANTED):
            raise Refused("wrong_state", f"「{found.title}」没有可以退回的。")
        Claim.update(
            state=ClaimState.REFUSED, opinion=reason, decided_at=now, decided_by=actor.teacher_id
        ).where(Claim.id == claim_id).execute()
        trace.write(actor, "send_back", "claim", claim_id, now)
    return outcome(claim_id, now)


def _sort_out(
    actor: Actor, rows: Sequence[Claim], deciders: Collection[int]
) -> tuple[list[Claim], list[str]]:
    """Those that may be received as they are, and a sentence for each of the others."""
    versions = Versions({row.term_id for row in rows})
    taken: list[Claim] = []
    left: list[str] = []
    for row in rows:
        parts, copies_due = demands(row, versions)
        if not may_decide(actor, row.teacher_id, deciders):
            left.append(f"「{row.title}」是自己交的，要由他人接收。")
        elif row.state != ClaimState.ASKED:
            left.append(f"「{row.title}」不在等待接收。")
        elif parts:
            left.append(f"「{row.title}」要逐项点收，请单独收。")
        elif row.copies < copies_due:
            left.append(f"「{row.title}」少 {copies_due - row.copies} 份，请单独收。")
        else:
            taken.append(row)
    return taken, left
