"""What is due, by whom and when (Z7, Z9, Z18, T3, D2)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules import submissions
from yanxiu_tui.rules.applies import Person, Who
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.rules.submissions import (
    OWING,
    SOON,
    Debt,
    DuePaper,
    Standing,
    by_urgency,
    due_at,
    is_late,
    lacking,
    last_minute,
    owed,
    received,
    standing,
    title_of,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
DUE = datetime(2026, 9, 7, 16, 0, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Line:
    due_at: datetime
    standing: Standing


@pytest.mark.parametrize(
    ("at", "last"),
    [
        (time(23, 59), datetime(2026, 9, 7, 15, 59, 59, tzinfo=UTC)),  # Z7: until midnight
        (time(12), datetime(2026, 9, 7, 4, 0, 59, tzinfo=UTC)),  # Z18: 周一上午
    ],
)
def test_the_minute_of_a_deadline_is_whole_by_the_clock_of_the_school(at, last):
    due = due_at(date(2026, 9, 7), at, SHANGHAI)
    assert not is_late(last, due)
    assert is_late(last + SECOND, due)
    assert last_minute(due).astimezone(SHANGHAI).time() == at


@given(MOMENTS, MOMENTS, st.booleans())
def test_what_is_received_is_late_from_its_due_instant_on_and_incomplete_before_all(
    handed, due, complete
):
    found = received(handed, due, complete)
    if not complete:
        assert found is Standing.INCOMPLETE
    else:
        assert (found is Standing.LATE) == (handed >= due)


@given(MOMENTS, MOMENTS)
def test_what_is_owed_goes_from_not_yet_by_soon_to_overdue_and_never_back(first, second):
    order = [Standing.NOT_YET, Standing.SOON, Standing.OVERDUE]
    earlier, later = sorted((first, second))
    assert order.index(standing(DUE, earlier)) <= order.index(standing(DUE, later))
    assert standing(DUE, DUE - SOON) is Standing.SOON
    assert standing(DUE, DUE) is Standing.OVERDUE


def test_each_teacher_each_group_of_the_kind_and_the_school_owe_one():
    people = [Person(1, "1001", frozenset({Role.DEAN})), Person(2, "1002")]
    groups = [(7, "research"), (8, "prep"), (9, "grade")]
    papers = [
        DuePaper("own", "teacher", DUE, who=[Who(not_roles=[Role.DEAN])]),
        DuePaper("plan", "leader", DUE, group_kinds=["research", "prep"]),
        DuePaper("summary", "leader", DUE),
        DuePaper("school", "school", DUE),
    ]
    assert owed(papers, people, groups) == [
        Debt("own", 2, None, DUE),
        *(Debt("plan", None, group, DUE) for group in (7, 8)),
        *(Debt("summary", None, group, DUE) for group in (7, 8, 9)),
        Debt("school", None, None, DUE),
    ]


def test_whose_age_nobody_knows_is_asked_all_the_same():
    young = DuePaper("own", "teacher", DUE, who=[Who(age_below=40)])
    people = [Person(1, "1", age=30), Person(2, "2", age=50), Person(3, "3")]
    assert [debt.teacher_id for debt in owed([young], people, [])] == [1, 3]


@given(st.lists(st.builds(Line, MOMENTS, st.sampled_from(Standing))))
def test_by_urgency_loses_nothing_and_puts_first_what_is_owed_longest(lines):
    found = by_urgency(lines)
    assert sorted(found, key=repr) == sorted(lines, key=repr)
    pressing = [line for line in found if line.standing in OWING - {Standing.NOT_YET}]
    assert found[: len(pressing)] == pressing
    assert [line.due_at for line in pressing] == sorted(line.due_at for line in pressing)


def test_what_waits_stands_before_what_is_not_yet_due_and_what_was_received_last():
    order = [Standing.OVERDUE, Standing.WAITING, Standing.NOT_YET, Standing.ON_TIME]
    lines = [Line(DUE, standing) for standing in reversed(order)]
    assert [line.standing for line in by_urgency(lines)] == order


def test_of_a_bundle_and_its_copies_it_says_what_is_missing():
    bundle = ["研修手册", "听课记录"]
    assert lacking(bundle, bundle, 2, 2) == []
    assert lacking(bundle, ["听课记录"], 1, 3) == ["研修手册", "少 2 份"]  # Z18, T3
    assert lacking([], [], 5, 1) == []


def test_every_standing_has_its_name():
    assert set(submissions.STANDING_NAMES) == set(Standing)


@pytest.mark.parametrize(
    ("whose", "kind", "title"),
    [
        ("七年级英语备课组", "组工作计划", "七年级英语备课组工作计划"),
        ("学校", "学校研修计划", "学校研修计划"),
        ("语文组", "阳光教研课题", "语文组阳光教研课题"),
        ("", "个人自修计划", "个人自修计划"),
    ],
)
def test_a_paper_s_title_says_once_what_its_owner_s_name_ends_with(whose, kind, title):
    assert title_of(whose, kind) == title
