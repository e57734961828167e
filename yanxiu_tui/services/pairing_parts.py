"""A pair with its signatures and addenda, as one reader sees it and may act upon it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from db.models import Pairing, PairingAddendum, PairingSignature
from yanxiu_tui.rules.pairing_agreements import Signer, state_name, still_to_sign
from yanxiu_tui.rules.pairings import PairingState, PairQuota
from yanxiu_tui.services.pairing_rows import (
    added_digest_of,
    digest_of,
    is_running,
    last_in_force,
    quotas_in_force,
    quotas_of,
)
from yanxiu_tui.services.permission import Act, Actor, allowed


@dataclass(frozen=True)
class SignatureView:
    """Who signed for which side, and when; ``intact``: the words are still those signed."""

    side: Signer
    name: str
    at: datetime
    intact: bool


@dataclass(frozen=True)
class AddendumView:
    """A change of a signed agreement; None where it leaves the last day or the quotas as before.

    ``may_sign`` is the side the reader may sign for now, or "".
    """

    id: int
    number: int
    words: str
    last: date | None
    quotas: tuple[PairQuota, ...] | None
    drafted_at: datetime
    signed_at: datetime | None
    signatures: tuple[SignatureView, ...]
    digest: str
    may_sign: str


@dataclass(frozen=True)
class PairingView:
    """One pair. ``last`` and ``quotas`` are those in force, ``agreed_last`` and ``agreed_quotas``
    those the agreement itself had before any addendum.

    ``may_sign`` is the side the reader may sign the agreement for now, or ""; all that begins with
    ``may_`` is about the reader. ``digest`` is that of the words, ``overdue``: run out, not ended.
    """

    id: int
    mentor_id: int
    mentor_name: str
    mentor_no: str
    apprentice_id: int
    apprentice_name: str
    apprentice_no: str
    subject: str
    first: date
    last: date
    agreed_last: date
    aims: str
    mentor_duties: str
    apprentice_duties: str
    quotas: tuple[PairQuota, ...]
    agreed_quotas: tuple[PairQuota, ...]
    state: PairingState
    state_name: str
    signatures: tuple[SignatureView, ...]
    drafted_at: datetime
    drafted_by: str
    signed_at: datetime | None
    ended_on: date | None
    ended_by: str
    end_reason: str
    promoted_to: str
    addenda: tuple[AddendumView, ...]
    digest: str
    overdue: bool
    may_sign: str
    may_log: bool
    may_draft: bool
    may_end: bool
    may_resume: bool

    @property
    def signed(self) -> frozenset[str]:
        """The sides that signed the agreement."""
        return frozenset(str(each.side) for each in self.signatures)

    @property
    def open_addendum(self) -> AddendumView | None:
        """The addendum that is not yet in force; there is at most one."""
        return next((each for each in self.addenda if each.signed_at is None), None)

    @property
    def waits_for_me(self) -> bool:
        """Whether the reader has something to sign here."""
        return bool(self.may_sign or any(each.may_sign for each in self.addenda))


def side_of(actor: Actor, row: Pairing, signed: Collection[str], school_signs: bool) -> str:
    """The side this person may sign for now, or ""; nobody signs for two."""
    waited_for = still_to_sign(signed, school_signs)
    sides = {row.mentor_id: Signer.MENTOR, row.apprentice_id: Signer.APPRENTICE}
    if actor.teacher_id is None:
        return ""
    mine = sides.get(actor.teacher_id)
    if mine is not None:
        return str(mine) if mine in waited_for and allowed(actor, Act.SIGN_PAIRING) else ""
    for_school = Signer.SCHOOL in waited_for and allowed(actor, Act.SIGN_FOR_SCHOOL)
    return str(Signer.SCHOOL) if for_school else ""


def view_of(
    actor: Actor,
    row: Pairing,
    added: Sequence[PairingAddendum],
    signed: Sequence[PairingSignature],
    today: date,
) -> PairingView:
    """The row as this reader sees it, with its addenda and everything signed under either."""
    state, words, last = PairingState(row.state), digest_of(row), last_in_force(row, added)
    in_it = actor.teacher_id in (row.mentor_id, row.apprentice_id)
    signatures = _of(signed, None, words)
    drafted, running = state is PairingState.DRAFTED, is_running(row)
    ends = not in_it and allowed(actor, Act.END_PAIRING)
    return PairingView(
        id=row.id,
        mentor_id=row.mentor_id,
        mentor_name=row.mentor.name,
        mentor_no=row.mentor.staff_no,
        apprentice_id=row.apprentice_id,
        apprentice_name=row.apprentice.name,
        apprentice_no=row.apprentice.staff_no,
        subject=row.subject,
        first=row.first,
        last=last,
        agreed_last=row.last,
        aims=row.aims,
        mentor_duties=row.mentor_duties,
        apprentice_duties=row.apprentice_duties,
        quotas=quotas_in_force(row, added),
        agreed_quotas=quotas_of(row.quotas),
        state=state,
        state_name=state_name(state, row.first, today),
        signatures=signatures,
        drafted_at=row.drafted_at,
        drafted_by=row.drafted_by.name if row.drafted_by else "",
        signed_at=row.signed_at,
        ended_on=row.ended_on,
        ended_by=row.ended_by.name if row.ended_by else "",
        end_reason=row.end_reason,
        promoted_to=row.promoted_to,
        addenda=tuple(_addendum(actor, row, each, signed, words) for each in added),
        digest=words,
        overdue=running and last < today,
        may_sign=side_of(actor, row, _sides(signatures), True) if drafted else "",
        may_log=in_it and running and row.first <= today and allowed(actor, Act.LOG_PAIRING),
        may_draft=allowed(actor, Act.DRAFT_PAIRING),
        may_end=running and ends,
        may_resume=state in (PairingState.GRADUATED, PairingState.DISSOLVED) and ends,
    )


def _addendum(
    actor: Actor,
    pair: Pairing,
    row: PairingAddendum,
    signed: Iterable[PairingSignature],
    agreement: str,
) -> AddendumView:
    words = added_digest_of(row, agreement)
    signatures = _of(signed, row.id, words)
    waits = row.signed_at is None and is_running(pair)
    return AddendumView(
        id=row.id,
        number=row.number,
        words=row.words,
        last=row.last,
        quotas=None if row.quotas is None else quotas_of(row.quotas),
        drafted_at=row.drafted_at,
        signed_at=row.signed_at,
        signatures=signatures,
        digest=words,
        may_sign=side_of(actor, pair, _sides(signatures), False) if waits else "",
    )


def _of(
    signed: Iterable[PairingSignature], addendum_id: int | None, words: str
) -> tuple[SignatureView, ...]:
    """The signatures under the agreement (None) or one addendum."""
    return tuple(
        SignatureView(Signer(each.side), each.teacher.name, each.signed_at, each.digest == words)
        for each in signed
        if each.addendum_id == addendum_id
    )


def _sides(signatures: Iterable[SignatureView]) -> set[str]:
    return {str(each.side) for each in signatures}
