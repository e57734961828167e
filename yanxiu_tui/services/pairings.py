"""师徒结对: drafted, changed, withdrawn; signed by three; ended by 出师 or 解除 (形式2, P9)."""

from datetime import datetime
from typing import Any

from db.connection import transaction
from db.models import Pairing, PairingSignature
from yanxiu_tui.clock import local
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.pairing_agreements import Span
from yanxiu_tui.rules.pairings import PairingState
from yanxiu_tui.services import pairing_drafts, trace
from yanxiu_tui.services.pairing_drafts import PairingDraft, draft_of, template, warnings
from yanxiu_tui.services.pairing_rows import addenda, hold, hold_people, is_running, last_in_force
from yanxiu_tui.services.pairing_signing import sign
from yanxiu_tui.services.pairing_views import PairingView, pairing
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.texts import clean

__all__ = [
    "PairingDraft", "PairingView", "change", "dissolve", "draft", "draft_of", "graduate", "resume",
    "sign", "template", "warnings", "withdraw_draft",
]  # fmt: skip


def draft(actor: Actor, agreement: PairingDraft, now: datetime) -> PairingView:
    """Draft an agreement; Refused where the regulation or either's other pairs forbid it."""
    require(actor, Act.DRAFT_PAIRING)
    values = pairing_drafts.checked(agreement, now)
    with transaction():
        _refuse_overlap(values, now)
        made = Pairing.create(drafted_at=now, drafted_by=actor.teacher_id, **values)
        trace.write(
            actor, "draft_pairing", "pairing", made.id, now,
            mentor=agreement.mentor_no, apprentice=agreement.apprentice_no,
        )  # fmt: skip
    return pairing(actor, made.id, now)


def change(actor: Actor, pairing_id: int, agreement: PairingDraft, now: datetime) -> PairingView:
    """Change a draft as long as nobody has signed it."""
    require(actor, Act.DRAFT_PAIRING)
    values = pairing_drafts.checked(agreement, now)
    with transaction():
        row = _hold_draft(pairing_id)
        if PairingSignature.select().where(PairingSignature.pairing == row).exists():
            raise Refused("signed_already", "已经有人签字，不能再改；要改请撤回，再照样重拟。")
        _refuse_overlap(values, now, row.id)
        before = pairing_drafts.draft_of(actor, row.id)
        Pairing.update(**values).where(Pairing.id == row.id).execute()
        trace.write(
            actor, "change_pairing", "pairing", row.id, now,
            before=[before.mentor_no, before.apprentice_no, before.first, before.last],
        )  # fmt: skip
    return pairing(actor, pairing_id, now)


def withdraw_draft(actor: Actor, pairing_id: int, reason: str, now: datetime) -> PairingView:
    """Take a draft back before the school has signed it, saying why; it stays on record."""
    require(actor, Act.DRAFT_PAIRING)
    reason = clean(reason, "撤回的原因", 200)
    with transaction():
        row = _hold_draft(pairing_id)
        _end(actor, row, PairingState.WITHDRAWN, now, reason)
        trace.write(actor, "withdraw_pairing", "pairing", row.id, now, reason=reason)
    return pairing(actor, pairing_id, now)


def graduate(
    actor: Actor, pairing_id: int, now: datetime, promoted_to: str = "", words: str = ""
) -> PairingView:
    """出师: the apprentice is done; ``promoted_to`` is the backbone level reached, if any (P9)."""
    promoted_to = clean(promoted_to, "骨干级别", 32, required=False)
    words = clean(words, "意见", 200, required=False)
    with transaction():
        row = _hold_running(actor, pairing_id)
        if row.first > local(now).date():
            raise Refused("not_begun", f"培养从 {row.first} 才开始，还不能出师；可以解除。")
        _end(actor, row, PairingState.GRADUATED, now, words, promoted_to)
        trace.write(actor, "graduate_pairing", "pairing", row.id, now, promoted_to=promoted_to)
    return pairing(actor, pairing_id, now)


def dissolve(actor: Actor, pairing_id: int, reason: str, now: datetime) -> PairingView:
    """解除, saying why; what both did stays on record and counts."""
    reason = clean(reason, "解除的原因", 200)
    with transaction():
        row = _hold_running(actor, pairing_id)
        _end(actor, row, PairingState.DISSOLVED, now, reason)
        trace.write(actor, "dissolve_pairing", "pairing", row.id, now, reason=reason)
    return pairing(actor, pairing_id, now)


def resume(actor: Actor, pairing_id: int, reason: str, now: datetime) -> PairingView:
    """Take back an ending made by mistake, saying why; what it said stays in the trace."""
    reason = clean(reason, "撤销的原因", 200)
    with transaction():
        row = _hold_to_end(actor, pairing_id)
        if row.state not in (PairingState.GRADUATED, PairingState.DISSOLVED):
            raise Refused("not_ended", "这一对没有办过出师或解除，不用撤销。")
        last = last_in_force(row, addenda([row.id])[row.id])
        people = {"mentor": row.mentor, "apprentice": row.apprentice}
        _refuse_overlap({**people, "first": row.first, "last": last}, now, row.id)
        Pairing.update(
            state=PairingState.SIGNED, ended_on=None, ended_by=None, end_reason="", promoted_to=""
        ).where(Pairing.id == row.id).execute()
        trace.write(
            actor, "resume_pairing", "pairing", row.id, now, reason=reason,
            before=[row.state, row.ended_on, row.end_reason, row.promoted_to],
        )  # fmt: skip
    return pairing(actor, pairing_id, now)


def _refuse_overlap(values: dict[str, Any], now: datetime, besides: int = 0) -> None:
    """Both people held, so that of two pairs made at once only one is kept."""
    mentor, apprentice = values["mentor"], values["apprentice"]
    hold_people(mentor.id, apprentice.id)
    within, asked = Span(values["first"], values["last"]), pairing_drafts.rule(now)
    pairing_drafts.refuse_overlap(mentor, apprentice, within, asked, besides)


def _hold_draft(pairing_id: int) -> Pairing:
    row = hold(pairing_id)
    if row.state != PairingState.DRAFTED:
        raise Refused("not_drafted", "这份协议已经签好或了结，不能这样改；要变动请拟补充协议。")
    return row


def _hold_to_end(actor: Actor, pairing_id: int) -> Pairing:
    require(actor, Act.END_PAIRING)
    row = hold(pairing_id)
    if actor.teacher_id in (row.mentor_id, row.apprentice_id):
        raise Refused("own_pairing", "自己的结对要由他人办理出师或解除。")
    return row


def _hold_running(actor: Actor, pairing_id: int) -> Pairing:
    row = _hold_to_end(actor, pairing_id)
    if not is_running(row):
        raise Refused("not_running", "这一对还没签好或已经了结，不能办理出师或解除。")
    return row


def _end(
    actor: Actor,
    row: Pairing,
    state: PairingState,
    now: datetime,
    reason: str,
    promoted_to: str = "",
) -> None:
    Pairing.update(
        state=state,
        ended_on=local(now).date(),
        ended_by=actor.teacher_id,
        end_reason=reason,
        promoted_to=promoted_to,
    ).where(Pairing.id == row.id).execute()
