"""A month's report, as its figures were frozen: never changed, only followed (Z17, Z24)."""

from datetime import datetime

from peewee import JOIN

from db.models import MonthlyReport, Teacher
from yanxiu_tui.rules.periods import Period
from yanxiu_tui.services import trace
from yanxiu_tui.services.freezing import FIRST
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.school import hold_term
from yanxiu_tui.services.texts import clean


def keep(
    actor: Actor,
    term_id: int,
    subject: str,
    month: Period,
    figures: str,
    reason: str,
    now: datetime,
) -> MonthlyReport:
    """Freeze the figures as the next version; a second one needs a reason.

    Called within the owner's transaction, which ``hold_term`` has made the only one.
    """
    require(actor, Act.FREEZE_MONTH)
    hold_term(term_id)
    version = len(versions(term_id, subject, month.number)) + 1
    reason = clean(reason, "再次冻结的原因", 200, required=version > 1) or FIRST
    kept = MonthlyReport.create(
        term=term_id, subject=subject, number=month.number, version=version, first=month.first,
        last=month.last, figures=figures, reason=reason, frozen_at=now, frozen_by=actor.teacher_id,
    )  # fmt: skip
    trace.write(
        actor, "freeze_month", "monthly_report", kept.id, now,
        of=subject, number=month.number, version=version, reason=reason,
    )  # fmt: skip
    return kept


def versions(term_id: int, subject: str, number: int | None = None) -> list[MonthlyReport]:
    """What was frozen of a term, or of one month of it, the latest month and version first."""
    query = MonthlyReport.select(MonthlyReport, Teacher).join(Teacher, JOIN.LEFT_OUTER)
    query = query.where(MonthlyReport.term == term_id, MonthlyReport.subject == subject)
    if number is not None:
        query = query.where(MonthlyReport.number == number)
    return list(query.order_by(MonthlyReport.number.desc(), MonthlyReport.version.desc()))
