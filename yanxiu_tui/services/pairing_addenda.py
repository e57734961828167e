"""补充协议: what of a signed agreement is to be otherwise; both sides sign it, then it holds."""

from dataclasses import dataclass
from datetime import date, datetime

from db.connection import transaction
from db.models import Pairing, PairingAddendum, Teacher
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.pairing_agreements import Span
from yanxiu_tui.rules.pairings import PairQuota
from yanxiu_tui.services import pairing_drafts, trace
from yanxiu_tui.services.pairing_rows import addenda, hold, hold_people, is_running
from yanxiu_tui.services.pairing_views import PairingView, pairing
from yanxiu_tui.services.permission import Act, Actor, require


@dataclass(frozen=True)
class AddendumDraft:
    """Why and what, in words; None leaves the last day or the quotas as they are."""

    words: str
    last: date | None = None
    quotas: tuple[PairQuota, ...] | None = None


def draft(actor: Actor, pairing_id: int, change: AddendumDraft, now: datetime) -> PairingView:
    """Draft an addendum to a signed agreement; one at a time waits for its signatures."""
    require(actor, Act.DRAFT_PAIRING)
    words = pairing_drafts.paragraph(change.words, "补充内容")
    quotas = None if change.quotas is None else pairing_drafts.quotas_to_keep(change.quotas)
    with transaction():
        row = hold(pairing_id)
        if not is_running(row):
            raise Refused("not_signed", "只有签好、还没结束的协议可以补充。")
        if any(each.signed_at is None for each in addenda([row.id])[row.id]):
            raise Refused("open_addendum", "上一份补充协议还在等签字，请先签好或撤回。")
        refuse_bad_last(row, change.last, now)
        made = PairingAddendum.create(
            pairing=row,
            number=PairingAddendum.select().where(PairingAddendum.pairing == row).count() + 1,
            words=words,
            last=change.last,
            quotas=quotas,
            drafted_at=now,
            drafted_by=actor.teacher_id,
        )
        trace.write(actor, "draft_addendum", "pairing", row.id, now, number=made.number)
    return pairing(actor, pairing_id, now)


def withdraw(actor: Actor, pairing_id: int, addendum_id: int, now: datetime) -> PairingView:
    """Take an addendum back before both sides have signed it; it stays on record."""
    require(actor, Act.DRAFT_PAIRING)
    with transaction():
        row = hold(pairing_id)
        added = hold_open(row, addendum_id)
        PairingAddendum.update(withdrawn_at=now).where(PairingAddendum.id == added.id).execute()
        trace.write(actor, "withdraw_addendum", "pairing", row.id, now, number=added.number)
    return pairing(actor, pairing_id, now)


def hold_open(row: Pairing, addendum_id: int) -> PairingAddendum:
    """The addendum of this held pair that waits for signatures; Refused when it does not."""
    added = PairingAddendum.get_or_none(
        PairingAddendum.id == addendum_id,
        PairingAddendum.pairing == row,
        PairingAddendum.withdrawn_at.is_null(),
        PairingAddendum.signed_at.is_null(),
    )
    if added is None or not is_running(row):
        raise Refused("no_addendum", "没有这份等着签字的补充协议，可能已经生效或撤回。")
    return added


def refuse_bad_last(row: Pairing, last: date | None, now: datetime) -> None:
    """Refuse a new last day that the pair could not have been drafted with."""
    if last is None:
        return
    pairing_drafts.refuse_bad_days(row.first, last)
    hold_people(row.mentor_id, row.apprentice_id)
    mentor, apprentice = Teacher.get_by_id(row.mentor_id), Teacher.get_by_id(row.apprentice_id)
    for each in (mentor, apprentice):
        pairing_drafts.refuse_outside_service(each, row.first, last)
    within, asked = Span(row.first, last), pairing_drafts.rule(now)
    pairing_drafts.refuse_overlap(mentor, apprentice, within, asked, row.id)
