"""The weeks and 学月 of a term, by its regulation and its own days without 研修 (Z17)."""

from collections.abc import Sequence
from datetime import date

from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.periods import Period, periods
from yanxiu_tui.rules.periods import weeks as school_weeks
from yanxiu_tui.services import school
from yanxiu_tui.services.school import TermView

WEEK, MONTH = "week", "school_month"


def weeks(term: TermView) -> list[Period]:
    """The weeks that 研修 is held in, numbered as the school calendar numbers them."""
    calendar = school.regulation_of(term.regulation_id).calendar
    exempt = school.exempt_days(term.id)
    return school_weeks(term.starts_on, term.ends_on, calendar.exempt_weeks, exempt)


def months(term: TermView) -> list[Period]:
    """The 学月 of the term."""
    calendar = school.regulation_of(term.regulation_id).calendar
    return periods("school_month", weeks(term), calendar.school_month_weeks)


def spans(term: TermView, span: str) -> list[Period]:
    """The weeks or the 学月, by what ``span`` says."""
    return months(term) if span == MONTH else weeks(term)


def begun(found: Sequence[Period], number: int, today: date) -> Period:
    """The one of that number; Refused when there is none or it lies ahead."""
    at = next((each for each in found if each.number == number and each.first <= today), None)
    if at is None:
        raise Refused("no_period", f"本学期到今天还没有第 {number} 周或学月，请核对。")
    return at


def within(found: Sequence[Period], stretch: Period) -> list[Period]:
    """The weeks that lie in a stretch of the term."""
    return [each for each in found if stretch.first <= each.first <= stretch.last]
