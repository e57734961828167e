"""How many meetings and inspections of the steering group a term still owes (D1, D4)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.regulation.loader import load, preset_source
from yanxiu_tui.rules.steering import TO_MEND, is_overdue, owed

FIRST, LAST = date(2026, 9, 1), date(2027, 1, 20)
RULE = load(preset_source("dadong")).steering


def test_a_new_term_owes_three_meetings_and_two_inspections_in_order_of_time():
    found = owed(RULE, FIRST, LAST, (), 0)
    assert [(each.name, str(each.last)) for each in found] == [
        ("期初会议", "2026-09-11"),
        ("第 1 次督查", "2026-11-10"),
        ("期中会议", "2026-11-13"),
        ("期末会议", "2027-01-20"),
        ("第 2 次督查", "2027-01-20"),
    ]


def test_what_was_held_is_owed_no_more():
    found = owed(RULE, FIRST, LAST, {"beginning", "end"}, 5)
    assert [each.phase for each in found] == ["middle"]


def test_a_finding_is_overdue_once_its_last_day_is_over_and_only_while_it_is_not_mended():
    day = timedelta(days=1)
    assert not is_overdue(TO_MEND, FIRST, FIRST)
    assert is_overdue(TO_MEND, FIRST, FIRST + day)
    assert not is_overdue("已整改", FIRST, FIRST + day)
    assert not is_overdue(TO_MEND, None, FIRST + day)


@given(
    st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    st.integers(1, 400),
    st.sets(st.sampled_from(["beginning", "middle", "end"])),
    st.integers(0, 4),
)
def test_all_that_is_owed_is_due_within_the_term(first, days, held, inspected):
    last = first + timedelta(days=days)
    found = owed(RULE, first, last, held, inspected)
    assert all(first <= each.last <= last for each in found)
    assert [each.last for each in found] == sorted(each.last for each in found)
    assert len(found) == 3 - len(held) + max(0, 2 - inspected)
