"""基本功 and 教材教法: who must, how attempts come out, how a group did (P10, P11)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from yanxiu_tui.rules.applies import Person, Who
from yanxiu_tui.rules.clauses import UNSAID
from yanxiu_tui.rules.skills import (
    PASSES,
    Outcome,
    Skill,
    Standing,
    age_day,
    counted,
    must_take,
    outcome,
    tallies,
)


def a_skill(**values):
    return Skill(id="basic", name="基本功", clause=UNSAID, **values)


SCORES = some.one_of(some.none(), some.integers(0, 100).map(Decimal))


@pytest.mark.parametrize(
    ("scores", "found"),
    [
        ([], Outcome.UNMARKED),
        ([60], Outcome.PASSED),
        ([59], Outcome.TO_RETAKE),
        ([None], Outcome.TO_RETAKE),
        ([59, 60], Outcome.PASSED_AT_RETAKE),
        ([None, 75], Outcome.PASSED_AT_RETAKE),
        ([59, 40], Outcome.FAILED),
        ([59, None], Outcome.FAILED),
        ([None, None], Outcome.ABSENT),
    ],
)
def test_who_fails_twice_has_failed_and_who_passes_at_the_retake_has_passed(scores, found):
    marks = [None if each is None else Decimal(each) for each in scores]
    assert outcome(a_skill(), marks) is found


def test_without_a_retake_the_first_attempt_is_final():
    assert outcome(a_skill(retakes=0), [Decimal(10)]) is Outcome.FAILED
    assert outcome(a_skill(retakes=0), [None]) is Outcome.ABSENT


@given(some.lists(SCORES, max_size=4), some.integers(0, 3))
def test_nobody_passes_without_a_passing_score_and_nobody_retakes_for_ever(scores, retakes):
    skill = a_skill(retakes=retakes)
    found = outcome(skill, scores)
    best = counted(scores)
    assert (found in PASSES) == (best is not None and best >= skill.passing)
    if len(scores) > retakes:
        assert found not in (Outcome.UNMARKED, Outcome.TO_RETAKE)


@given(some.lists(SCORES, max_size=4))
def test_whoever_is_excused_is_that_whatever_else(scores):
    assert outcome(a_skill(), scores, excused=True) is Outcome.EXCUSED


@pytest.mark.parametrize(
    ("age_on", "held_on", "day"),
    [
        ("", date(2026, 11, 20), date(2026, 11, 20)),
        ("09-01", date(2026, 11, 20), date(2026, 9, 1)),
        ("09-01", date(2027, 4, 20), date(2026, 9, 1)),
        ("01-01", date(2026, 11, 20), date(2027, 1, 1)),
    ],
)
def test_ages_count_on_the_day_of_the_school_year_that_the_regulation_names(age_on, held_on, day):
    assert age_day(a_skill(age_on=age_on), held_on) == day


@pytest.mark.parametrize(("age", "found"), [(39, True), (40, False), (None, None)])
def test_below_forty_must_and_of_an_unknown_age_nobody_can_tell(age, found):
    skill = a_skill(who=[Who(age_below=40)])
    assert must_take(skill, Person(1, "1001", age=age)) is found


def test_a_tally_counts_who_came_and_leaves_the_excused_out():
    found = tallies(
        [
            Standing("语文组", Outcome.PASSED, Decimal(80)),
            Standing("语文组", Outcome.FAILED, Decimal(45)),
            Standing("数学组", Outcome.ABSENT),
            Standing("数学组", Outcome.EXCUSED),
            Standing("", Outcome.PASSED_AT_RETAKE, Decimal(62)),
        ]
    )
    assert [(each.group, each.due, each.taken, each.passed) for each in found] == [
        ("", 4, 3, 2), ("未编组", 1, 1, 1), ("数学组", 1, 0, 0), ("语文组", 2, 2, 1),
    ]  # fmt: skip
    assert (found[0].average, found[2].average) == (Decimal("62.33"), None)


@given(some.lists(some.builds(Standing, some.sampled_from("甲乙"), some.sampled_from(Outcome))))
def test_the_groups_add_up_to_everybody(standings):
    everybody, *groups = tallies(standings)
    for field in ("due", "taken", "passed", "failed", "absent"):
        assert getattr(everybody, field) == sum(getattr(each, field) for each in groups)
