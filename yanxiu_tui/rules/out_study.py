"""外出学习: when the report is due, what is reimbursed, what must be written (P8)."""

from decimal import Decimal

import msgspec

from yanxiu_tui.rules.clauses import UNSAID, Clause
from yanxiu_tui.rules.lesson_prep import Section

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
