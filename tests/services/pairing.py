"""师徒结对 in the cast's school: 周敏 is 林远's mentor; 何静, the dean, drafts and 孙正 signs."""

from dataclasses import replace
from datetime import date

from tests.builders import NOW, PIN, an_actor
from tests.services.cast import Cast
from yanxiu_tui.rules.pairings import QUOTAS
from yanxiu_tui.services import pairings
from yanxiu_tui.services.pairings import PairingDraft, PairingView

BEGUN = PairingDraft(
    mentor_no="1003", apprentice_no="1002", subject="语文", first=date(2026, 9, 1),
    last=date(2027, 8, 31), aims="一年内站稳讲台。", mentor_duties="指导备课、上课和评课。",
    apprentice_duties="主动请教，多听师傅的课。", quotas=QUOTAS,
)  # fmt: skip


def drafted(cast: Cast, **values: object) -> PairingView:
    """An agreement nobody has signed."""
    return pairings.draft(cast.dean, replace(BEGUN, **values), NOW)


def signed(cast: Cast, **values: object) -> PairingView:
    """The same, signed by all three."""
    made = drafted(cast, **values)
    for actor in (an_actor(cast.zhou), an_actor(cast.lin), cast.vice):
        made = pairings.sign(actor, made.id, PIN, NOW)
    return made
