"""Claims in the screens' school, and who makes and decides them."""

from datetime import UTC, date, datetime

from db.models import Teacher
from tests.builders import MACHINE, NOW
from yanxiu_tui.services import claims, credentials
from yanxiu_tui.services.claims import ClaimDraft

DEAN, LEADER, TEACHER = "1002", "1003", "1007"
DAY = date(2026, 10, 12)
IN_SPRING = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)


def actor_of(staff_no: str):
    return credentials.actor_for(Teacher.get(staff_no=staff_no), MACHINE)


def claimed(staff_no: str, kind: str, title: str, now: datetime = NOW, **more) -> int:
    """A claim that waits; its id."""
    draft = ClaimDraft(**{"kind": kind, "title": title, "first": DAY, "last": DAY, **more})
    return claims.claim(actor_of(staff_no), draft, now).id
