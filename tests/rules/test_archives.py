"""档案: what makes one complete, and what is missing in words (Z34, P4)."""

from hypothesis import given
from hypothesis import strategies as st

from tests.regulation.figures import a_person
from yanxiu_tui.rules.applies import Who
from yanxiu_tui.rules.archives import (
    SCHOOL_SOURCES,
    SOURCE_NAMES,
    TEACHER_SOURCES,
    ArchiveClass,
    asked_of,
    completeness,
    lacking,
    missing,
    percent,
)
from yanxiu_tui.rules.clauses import UNSAID

COUNTS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)))


def test_an_archive_with_half_of_what_one_of_two_classes_needs_is_three_quarters_complete():
    assert completeness([(2, 4), (9, 1), (0, 0)]) == 0.75
    assert lacking([("计划", 2, 4), ("过程", 9, 1), ("获奖", 0, 0), ("总结", 0, 1)]) == [
        "计划（还差 2 件）", "总结",
    ]  # fmt: skip


@given(COUNTS)
def test_an_archive_is_complete_just_when_nothing_is_missing(classes):
    whole = completeness(classes)
    assert 0 <= whole <= 1
    assert (whole == 1) == (not lacking(("类", *each) for each in classes))
    assert (whole == 1) == (not sum(missing(*each) for each in classes))


def test_it_is_told_whole_only_once_nothing_is_missing():
    assert [percent(share) for share in (0.999, 0.9999999999, 1.0)] == ["99%", "99%", "100%"]


def test_half_a_percent_is_rounded_up():
    shares = (2 / 3, 1 / 3, 0.29, 1 / 8, 0.004, 0.0)
    assert [percent(share) for share in shares] == ["67%", "33%", "29%", "13%", "0%", "0%"]


@given(COUNTS, st.data())
def test_filing_one_more_never_makes_an_archive_less_complete(classes, data):
    more = [(count + data.draw(st.integers(0, 3)), least) for count, least in classes]
    assert completeness(more) >= completeness(classes)


def test_a_class_for_some_asks_nothing_of_others_nor_of_those_it_cannot_be_told_of():
    young = ArchiveClass(id="a", name="训练", clause=UNSAID, least=2, who=[Who(age_below=40)])
    assert asked_of([young], a_person(1, age=30)) == {"a": 2}
    assert asked_of([young], a_person(1, age=50)) == {"a": 0}
    assert asked_of([young], a_person(1, age=None)) == {"a": 0}


def test_every_source_has_a_name():
    assert {*SCHOOL_SOURCES, *TEACHER_SOURCES} == SOURCE_NAMES.keys()
