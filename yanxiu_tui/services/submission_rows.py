"""The rows of papers that are due: held, read again, and set aside by what mends them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from db.connection import held
from db.models import Claim
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.claims import ClaimState
from yanxiu_tui.rules.submissions import Standing, received, standing
from yanxiu_tui.services.claim_kinds import Versions


@dataclass(frozen=True)
class Outcome:
    """What became of a paper; ``late`` whether it came after ``due_at``.

    ``blank`` counts the sections in which nothing is written, of what was just handed in.
    """

    claim_id: int
    title: str
    state: ClaimState
    due_at: datetime
    late: bool
    standing: Standing
    missing: str
    blank: int = 0


def outcome(claim_id: int, now: datetime) -> Outcome:
    """How the paper stands by now."""
    row = Claim.get_by_id(claim_id)
    state = ClaimState(row.state)
    stands = standing(row.due_at, now)
    if state is ClaimState.ASKED:
        stands = Standing.WAITING
    elif state is ClaimState.GRANTED:
        stands = received(row.handed_at, row.due_at, row.complete)
    late = received(row.handed_at or now, row.due_at, complete=True) is Standing.LATE
    return Outcome(claim_id, row.title, state, row.due_at, late, stands, row.missing)


def hold_all(claim_ids: Collection[int]) -> list[Claim]:
    """These papers, held until the transaction ends, in one order."""
    query = Claim.select().where(Claim.id.in_(list(claim_ids)), Claim.due_at.is_null(False))
    return list(held(query.order_by(Claim.id), Claim))


def hold(claim_id: int) -> Claim:
    """One of them; Refused when there is none of that number."""
    found = hold_all([claim_id])
    if not found:
        raise Refused("no_paper", f"没有编号为 {claim_id} 的上交材料，请核对。")
    return found[0]


def demands(row: Claim, versions: Versions) -> tuple[list[str], int]:
    """The parts a bundle must hold and the copies due, as when it was handed in."""
    regulation = versions.at(row.term_id, row.asked_at)
    kind = regulation.claim_kind(row.kind)
    deadline = regulation.deadline(kind.deadline) if kind else None
    return (kind.parts if kind else []), (deadline.copies if deadline else 1)


def set_aside(mending: Collection[Claim]) -> None:
    """Let those that these mend count no more; they stay on record."""
    papers = {_paper(row) for row in mending}
    earlier = Claim.select().where(
        Claim.term.in_({row.term_id for row in mending}),
        Claim.kind.in_({row.kind for row in mending}),
        Claim.state == ClaimState.GRANTED,
        Claim.due_at.is_null(False),
        Claim.id.not_in({row.id for row in mending}),
    )
    mended = [row.id for row in earlier if _paper(row) in papers]
    aside = Claim.update(state=ClaimState.WITHDRAWN, opinion="已由后来补交的代替")
    aside.where(Claim.id.in_(mended)).execute()


def _paper(row: Claim) -> tuple[int | None, ...]:
    """What it is, and whose."""
    whose = (row.group_id, None) if row.group_id else (None, row.teacher_id)
    return (row.term_id, row.kind, *whose)
