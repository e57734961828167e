"""外出学习: when the report is due, what is reimbursed, what must be written (P8)."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

import msgspec

from yanxiu_tui.rules.clauses import UNSAID, Clause
from yanxiu_tui.rules.lesson_prep import Section

LONGEST_DAYS = 100
# The ID of the award whose holders are sent first (Z38).
PRIORITY_AWARD = "out_study"
_CENT = Decimal("0.01")


class OutStudyState(StrEnum):
    """What was decided of a trip."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    CANCELLED = "cancelled"


OUT_STUDY_STATE_NAMES: Mapping[OutStudyState, str] = {
    OutStudyState.ASKED: "待批准",
    OutStudyState.APPROVED: "已批准",
    OutStudyState.REFUSED: "未批准",
    OutStudyState.CANCELLED: "已取消",
}

REPORT_SECTIONS = (
    Section(id="learned", name="学习内容"),
    Section(id="gained", name="学习心得"),
    Section(id="to_do", name="回校后的打算"),
)


class OutStudyRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report is due ``report_days`` after the day of return (0: 当天), in ``sections``.

    Up to ``cap`` 元 are reimbursed a trip unless the approval says otherwise (None: no cap);
    ``hours_a_day`` 学时 are proposed for each day, for ``claim``, an ID of the claim kinds.
    """

    clause: Clause
    report_days: int = 0
    sections: tuple[Section, ...] = REPORT_SECTIONS
    cap: Decimal | None = None
    hours_a_day: Decimal = Decimal(0)
    claim: str = "out_study"
    spending: Clause = UNSAID
    reporting: Clause = UNSAID


def report_due(last: date, report_days: int) -> date:
    """The day at whose end the report of a trip is due, 0 days after the return being 当天."""
    return last + timedelta(days=report_days)


def report_title(title: str) -> str:
    """What the report on a trip of that title is called."""
    return f"{title}（外出学习汇报）"


def days(first: date, last: date) -> int:
    """How many days a trip takes, both ends counted."""
    return (last - first).days + 1


def reimbursed(cost: Decimal, cap: Decimal | None, violation: str) -> Decimal:
    """What the school pays, in 元: 超支不补, and after a violation nothing (违章则罚)."""
    if violation:
        return Decimal(0)
    return cost if cap is None else min(cost, cap)


def proposed_hours(rule: OutStudyRule, first: date, last: date) -> Decimal:
    """The 学时 that so many days are worth by the rule."""
    return (rule.hours_a_day * days(first, last)).quantize(_CENT)


def standing(
    state: OutStudyState,
    first: date,
    due_on: date,
    today: date,
    reported: bool,
    settled: bool,
) -> str:
    """Where a trip stands, in a word."""
    if state is not OutStudyState.APPROVED:
        return OUT_STUDY_STATE_NAMES[state]
    if settled:
        return "已核销"
    if reported:
        return "待核销"
    if today > due_on:
        return "汇报逾期"
    return "待汇报" if today >= first else "已批准"
