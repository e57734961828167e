"""师徒结对 rows: one held, its very words, and what of it is in force, addenda included."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

import msgspec

from db.connection import held
from db.models import Pairing, PairingAddendum, Teacher
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.pairing_agreements import Added, Agreed, digest
from yanxiu_tui.rules.pairings import PairingState, PairQuota


def hold(pairing_id: int) -> Pairing:
    """The row, held until the transaction ends; Refused when there is none."""
    row = held(Pairing.select().where(Pairing.id == pairing_id), Pairing).first()
    if row is None:
        raise unknown(pairing_id)
    return row


def hold_people(*teacher_ids: int) -> None:
    """Hold these people, always in one order, so that no two pairs are made past one another."""
    query = Teacher.select().where(Teacher.id.in_(teacher_ids)).order_by(Teacher.id)
    list(held(query, Teacher))


def unknown(pairing_id: int) -> Refused:
    """The refusal of a number that no pair has, or none that one may see."""
    sentence = f"没有编号为 {pairing_id} 的师徒结对，或您没有查看的权限。"
    return Refused("no_pairing", sentence)


def addenda(pairing_ids: Collection[int]) -> dict[int, list[PairingAddendum]]:
    """The addenda of these pairs that were not withdrawn, in their order; one query."""
    query = PairingAddendum.select().where(
        PairingAddendum.pairing.in_(list(pairing_ids)), PairingAddendum.withdrawn_at.is_null()
    )
    found: dict[int, list[PairingAddendum]] = defaultdict(list)
    for row in query.order_by(PairingAddendum.number):
        found[row.pairing_id].append(row)
    return found


def last_in_force(row: Pairing, added: Sequence[PairingAddendum]) -> date:
    """The last day as the newest signed addendum that speaks of it has it."""
    told = [each.last for each in added if each.signed_at and each.last]
    return told[-1] if told else row.last


def quotas_in_force(row: Pairing, added: Sequence[PairingAddendum]) -> tuple[PairQuota, ...]:
    """The same of what both owe."""
    told = [each.quotas for each in added if each.signed_at and each.quotas is not None]
    return quotas_of(told[-1] if told else row.quotas)


def quotas_of(kept: str) -> tuple[PairQuota, ...]:
    """Quotas as they are kept."""
    return msgspec.json.decode(kept, type=tuple[PairQuota, ...])


def is_running(row: Pairing) -> bool:
    """Whether it is signed and has not ended."""
    return bool(row.state == PairingState.SIGNED)


def digest_of(row: Pairing) -> str:
    """What is signed under an agreement: staff numbers, for a name may be corrected."""
    return digest(
        Agreed(
            mentor=row.mentor.staff_no,
            apprentice=row.apprentice.staff_no,
            subject=row.subject,
            first=row.first,
            last=row.last,
            aims=row.aims,
            mentor_duties=row.mentor_duties,
            apprentice_duties=row.apprentice_duties,
            quotas=row.quotas,
        )
    )


def added_digest_of(row: PairingAddendum, agreement: str) -> str:
    """What is signed under an addendum to the agreement of that digest."""
    return digest(Added(agreement, row.number, row.words, row.last, row.quotas))
