"""外出学习 as arithmetic: due days, 超支不补, 违章则罚, hours, where a trip stands."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.clauses import UNSAID
from yanxiu_tui.rules.loans import LoanState, days_overdue, may_keep_until
from yanxiu_tui.rules.out_study import (
    OutStudyRule,
    OutStudyState,
    days,
    proposed_hours,
    reimbursed,
    report_due,
    standing,
)

DAY = date(2026, 10, 14)
MONEY = st.decimals(0, 100_000, places=2)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(MONEY, st.none() | MONEY)
def test_never_more_than_the_cost_nor_than_the_cap_is_paid(cost, cap):
    paid = reimbursed(cost, cap, "")
    assert paid == (cost if cap is None else min(cost, cap))


@given(MONEY, st.none() | MONEY)
def test_after_a_violation_nothing_is_paid(cost, cap):
    assert reimbursed(cost, cap, "公款旅游") == 0


def test_the_report_is_due_on_the_day_of_return_where_the_rule_says_so():
    assert report_due(DAY, 0) == DAY
    assert report_due(DAY, 3) == date(2026, 10, 17)


@given(DAYS, st.integers(0, 90))
def test_each_day_of_a_trip_is_worth_the_same_hours(first, more):
    rule = OutStudyRule(clause=UNSAID, hours_a_day=Decimal("1.5"))
    last = first + timedelta(days=more)
    assert proposed_hours(rule, first, last) == Decimal("1.5") * days(first, last)


def test_a_trip_stands_where_its_day_its_report_and_its_settling_put_it():
    def stands(today, reported=False, settled=False, state=OutStudyState.APPROVED):
        due_on = DAY + timedelta(days=1)
        return standing(state, DAY, due_on, DAY + timedelta(days=today), reported, settled)

    assert [stands(day) for day in (-1, 0, 1, 2)] == ["已批准", "待汇报", "待汇报", "汇报逾期"]
    assert (stands(2, reported=True), stands(2, True, True)) == ("待核销", "已核销")
    assert stands(2, state=OutStudyState.CANCELLED) == "已取消"


@given(DAYS, st.integers(1, 100), st.integers(-50, 50))
def test_a_loan_is_overdue_only_while_it_is_out_and_after_its_day(lent, most, more):
    due_on = may_keep_until(lent, most)
    today = due_on + timedelta(days=more)
    assert days_overdue(LoanState.OUT, due_on, today) == max(0, more)
    assert days_overdue(LoanState.BACK, due_on, today) == 0
