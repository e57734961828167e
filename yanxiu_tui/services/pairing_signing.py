"""签字: each side with its own PIN, under the very words it read; the school last."""

from datetime import datetime

from db.connection import transaction
from db.models import Pairing, PairingAddendum, PairingSignature, Teacher
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.pairing_agreements import Signer, still_to_sign
from yanxiu_tui.rules.pairings import PairingState
from yanxiu_tui.services import pairing_drafts, trace
from yanxiu_tui.services.credentials import check_pin
from yanxiu_tui.services.pairing_addenda import hold_open, refuse_bad_last
from yanxiu_tui.services.pairing_parts import side_of
from yanxiu_tui.services.pairing_rows import added_digest_of, digest_of, hold
from yanxiu_tui.services.pairing_views import PairingView, pairing
from yanxiu_tui.services.permission import Act, Actor, allowed


def sign(
    actor: Actor,
    pairing_id: int,
    pin: str,
    now: datetime,
    addendum_id: int | None = None,
    seen: str = "",
) -> PairingView:
    """Sign an agreement, or an addendum to it, with one's own PIN.

    Both sides sign in any order; under an agreement the school signs last and so puts it in force,
    an addendum is in force once both sides have signed. ``seen`` is the digest of the words that
    were read: when they have changed since, nothing is signed.
    """
    pairing(actor, pairing_id, now)
    if actor.teacher_id is None:
        raise Refused("not_allowed", "签字要本人在工作台上用口令签。")
    # Before the transaction: a wrong guess is counted even though nothing else is kept.
    check_pin(Teacher.get_by_id(actor.teacher_id), pin, now)
    with transaction():
        row = hold(pairing_id)
        if addendum_id is None:
            side = _sign_agreement(actor, row, now, seen)
        else:
            side = _sign_addendum(actor, row, addendum_id, now, seen)
        trace.write(actor, "sign_pairing", "pairing", row.id, now, side=side, addendum=addendum_id)
    return pairing(actor, pairing_id, now)


def _sign_agreement(actor: Actor, row: Pairing, now: datetime, seen: str) -> str:
    if row.state != PairingState.DRAFTED:
        raise Refused("not_drafted", "这份协议不是在等签字，请返回刷新后再看。")
    words, signed = digest_of(row), _signed(row, None)
    _refuse_changed(words, seen)
    side = _side(actor, row, signed, school_signs=True)
    for each in (row.mentor, row.apprentice):
        pairing_drafts.refuse_outside_service(each, row.first, row.last)
    _keep(row, None, side, actor, words, now)
    if not still_to_sign({*signed, side}, school_signs=True):
        Pairing.update(state=PairingState.SIGNED, signed_at=now).where(
            Pairing.id == row.id
        ).execute()
    return side


def _sign_addendum(actor: Actor, row: Pairing, addendum_id: int, now: datetime, seen: str) -> str:
    added = hold_open(row, addendum_id)
    words, signed = added_digest_of(added, digest_of(row)), _signed(row, added)
    _refuse_changed(words, seen)
    side = _side(actor, row, signed, school_signs=False)
    _keep(row, added, side, actor, words, now)
    if not still_to_sign({*signed, side}, school_signs=False):
        refuse_bad_last(row, added.last, now)
        PairingAddendum.update(signed_at=now).where(PairingAddendum.id == added.id).execute()
    return side


def _side(actor: Actor, row: Pairing, signed: set[str], school_signs: bool) -> str:
    """The side this person signs for; Refused, saying why, when there is none."""
    side = side_of(actor, row, signed, school_signs)
    if side:
        return side
    own = {row.mentor_id: Signer.MENTOR, row.apprentice_id: Signer.APPRENTICE}
    if own.get(actor.teacher_id or 0) in signed:
        raise Refused("signed_already", "您已经签过了，不用再签。")
    if school_signs and actor.teacher_id not in own and allowed(actor, Act.SIGN_FOR_SCHOOL):
        if Signer.SCHOOL in signed:
            raise Refused("signed_already", "学校已经签过了，不用再签。")
        raise Refused("too_early", "师傅和徒弟都签了，学校才签，请等双方签好。")
    raise Refused("not_allowed", f"这份协议不用{actor.name}老师签，请师傅、徒弟或学校领导来签。")


def _signed(row: Pairing, added: PairingAddendum | None) -> set[str]:
    under = (
        PairingSignature.addendum.is_null() if added is None else PairingSignature.addendum == added
    )
    found = PairingSignature.select(PairingSignature.side)
    return {each.side for each in found.where(PairingSignature.pairing == row, under)}


def _refuse_changed(words: str, seen: str) -> None:
    if seen and seen != words:
        raise Refused("changed_meanwhile", "协议刚刚改过，请返回看清新的内容再签。")


def _keep(
    row: Pairing,
    added: PairingAddendum | None,
    side: str,
    actor: Actor,
    words: str,
    now: datetime,
) -> None:
    PairingSignature.create(
        pairing=row, addendum=added, side=side, teacher=actor.teacher_id, digest=words,
        signed_at=now,
    )  # fmt: skip
