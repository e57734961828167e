"""What is claimed where claims are tested, and how the office grants it."""

from datetime import date
from decimal import Decimal

from tests.builders import NOW
from yanxiu_tui.services import claims
from yanxiu_tui.services.claims import ClaimDraft

DAY = date(2026, 10, 12)
TODAY = date(2026, 10, 14)
STUDY = ClaimDraft("self_study", "读《课程标准》", DAY, DAY, hours=Decimal(4))
HEARD = ClaimDraft("observation", "听张老师《背影》", DAY, DAY, amount=Decimal(2))


def grant(cast, claim_id, hours=4, complete=True, opinion=""):
    """As the office finds it."""
    return claims.grant(cast.dean, claim_id, Decimal(hours), complete, opinion, NOW)
