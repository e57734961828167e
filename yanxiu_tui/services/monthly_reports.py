"""A month's report, as its figures were frozen: never changed, only followed (Z17, Z24)."""

from collections.abc import Collection
from datetime import datetime

from peewee import JOIN

from db.models import MonthlyReport, Teacher
from yanxiu_tui.clock import day_bounds
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.periods import Period
from yanxiu_tui.services import school, trace
from yanxiu_tui.services.freezing import FIRST
from yanxiu_tui.services.permission import Act, Actor, require
from yanxiu_tui.services.school import TermView, hold_term
from yanxiu_tui.services.texts import clean

# By whether it was late.
FROZEN_NAMES = {False: "冻结", True: "补冻结"}


def open_months(
    term_id: int, subject: str, numbers: Collection[int], now: datetime
) -> frozenset[int]:
    """Which of these months may be frozen: all of the running term, as often as there is a reason.

    Of the term before it those that nobody has frozen: the last month is reported in the holidays
    or the first days of the next term. Nothing that was frozen changes.
    """
    if school.current_term(now).id == term_id:
        return frozenset(numbers)
    before = school.term_before(now)
    if before is None or before.id != term_id:
        return frozenset()
    return frozenset(numbers) - {row.number for row in versions(term_id, subject)}


def hold_open(term_id: int, subject: str, number: int, now: datetime) -> TermView:
    """The term, held until the transaction ends; Refused where this month is not to be frozen."""
    term = hold_term(term_id)
    if number in open_months(term_id, subject, {number}, now):
        return term
    if term == school.term_before(now):
        raise Refused("frozen_then", f"{term.name}已经结束，这个月冻结过，不能再冻结一版。")
    return school.running_term(term_id, now)


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


def frozen(
    term: TermView, subject: str, number: int | None = None
) -> list[tuple[MonthlyReport, bool]]:
    """The same, each with whether it was late: frozen when the next term had begun."""
    following = [each.starts_on for each in school.terms() if each.starts_on > term.starts_on]
    begins = day_bounds(following[0])[0] if following else None
    rows = versions(term.id, subject, number)
    return [(row, begins is not None and row.frozen_at >= begins) for row in rows]
