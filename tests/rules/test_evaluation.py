"""四级评价 (D9): who marks whom, what is a score, what the stages come to."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanxiu_tui.rules.evaluation import (
    SUBJECT_NAMES,
    Member,
    Staff,
    combined,
    duties,
    marked_by,
    mean,
    typed_score,
)
from yanxiu_tui.rules.roles import Role

STAGES = ("self", "peer", "principal", "panel")
WEIGHTS = {
    "self": Decimal("0.1"),
    "peer": Decimal("0.3"),
    "principal": Decimal("0.3"),
    "panel": Decimal("0.3"),
}
CHINESE, MATHS, ART = 71, 72, 73
HEAD, VICE, DEAN, SUPER, ZHOU, SU, LIN, WANG, ALONE = range(1, 10)


def _in(*groups: int) -> frozenset[int]:
    return frozenset(groups)


STAFF = Staff(
    [
        Member(HEAD, frozenset({Role.PRINCIPAL, Role.STEERING_HEAD})),
        Member(VICE, frozenset({Role.VICE_PRINCIPAL}), _in(MATHS)),
        Member(DEAN, frozenset({Role.DEAN}), _in(MATHS), _in(MATHS)),
        Member(SUPER, frozenset({Role.SUPERVISING_LEADER}), _in(CHINESE)),
        Member(ZHOU, groups=_in(CHINESE), leads=_in(CHINESE)),
        Member(SU, groups=_in(CHINESE)),
        Member(LIN, groups=_in(CHINESE, ART)),
        Member(WANG, groups=_in(ART), leads=_in(ART)),
        Member(ALONE),
    ]
)


@pytest.mark.parametrize(
    ("stage", "marker", "marked"),
    [
        ("self", SU, {SU}),
        ("self", HEAD, {HEAD}),
        ("peer", SU, {SUPER, ZHOU, LIN}),
        ("peer", LIN, {SUPER, ZHOU, SU, WANG}),
        ("peer", ALONE, set()),
        ("principal", HEAD, {VICE, DEAN, SUPER, ZHOU, SU, LIN, WANG, ALONE}),
        ("principal", VICE, set()),
        ("panel", HEAD, {VICE, DEAN, SUPER, ZHOU, SU, LIN, WANG, ALONE}),
        ("panel", SUPER, {HEAD, VICE, DEAN, ZHOU, SU, LIN, WANG, ALONE}),
        ("panel", ZHOU, set()),
    ],
)
def test_teachers_are_marked_by_themselves_their_group_the_principal_and_the_panel(
    stage, marker, marked
):
    assert marked_by(STAFF, "teacher", stage, marker) == marked


@pytest.mark.parametrize(
    ("stage", "marker", "marked"),
    [
        ("self", ZHOU, {CHINESE}),
        ("self", SU, set()),
        ("peer", ZHOU, {MATHS, ART}),
        ("peer", SU, set()),
        ("principal", HEAD, {CHINESE, MATHS, ART}),
        ("panel", VICE, {CHINESE, MATHS, ART}),
        ("panel", DEAN, {CHINESE, ART}),
        ("panel", WANG, set()),
    ],
)
def test_groups_are_marked_by_their_own_leader_the_others_the_principal_and_the_panel(
    stage, marker, marked
):
    assert marked_by(STAFF, "group", stage, marker) == marked


@pytest.mark.parametrize(
    ("stage", "marker", "marked"),
    [
        ("self", VICE, {VICE}),
        ("self", SU, set()),
        ("peer", VICE, {HEAD, DEAN}),
        ("peer", SUPER, set()),
        ("principal", HEAD, {VICE, DEAN}),
        ("panel", SUPER, {HEAD, VICE, DEAN}),
        ("panel", DEAN, {HEAD, VICE}),
    ],
)
def test_leaders_are_marked_by_themselves_each_other_the_principal_and_the_panel(
    stage, marker, marked
):
    assert marked_by(STAFF, "leader", stage, marker) == marked


def test_somebody_who_is_not_at_work_marks_nobody():
    assert marked_by(STAFF, "teacher", "self", 99) == frozenset()


def test_duties_name_only_those_who_have_somebody_to_mark():
    assert duties(STAFF, "group", "self") == {ZHOU: {CHINESE}, DEAN: {MATHS}, WANG: {ART}}


_SCHOOL_ROLES = [Role.PRINCIPAL, Role.VICE_PRINCIPAL, Role.DEAN, Role.STEERING_HEAD]


@st.composite
def _staff(draw) -> Staff:
    size = draw(st.integers(1, 8))
    some_groups = st.frozensets(st.integers(71, 73))
    return Staff(
        Member(
            number,
            draw(st.frozensets(st.sampled_from(_SCHOOL_ROLES), max_size=2)),
            groups := draw(some_groups),
            draw(some_groups) & groups,
        )
        for number in range(1, size + 1)
    )


@given(_staff(), st.sampled_from(list(SUBJECT_NAMES)), st.sampled_from(STAGES))
def test_nobody_marks_their_own_but_in_the_self_stage(staff, subject, stage):
    for marker, marked in duties(staff, subject, stage).items():
        own = staff.members[marker].leads if subject == "group" else {marker}
        assert marked <= staff.subjects[subject]
        assert marked == own if stage == "self" else not marked & own


@given(_staff())
def test_colleagues_mark_in_both_directions(staff):
    asked = duties(staff, "teacher", "peer")
    assert all(marker in asked[each] for marker, marked in asked.items() for each in marked)


@pytest.mark.parametrize(
    ("typed", "score"),
    [
        ("0", "0"),
        ("100", "100"),
        ("95.5", "95.5"),
        ("９５．２５", "95.25"),
        (" 88。5 ", "88.5"),
        ("007", "7"),
    ],
)
def test_a_score_is_understood_in_any_width(typed, score):
    assert typed_score(typed, 100) == Decimal(score)


@pytest.mark.parametrize(
    "typed", ["", "-1", "100.01", "101", "95.555", "九十", "1e2", "9 5", "95."]
)
def test_what_is_no_score_from_nought_to_full_is_none(typed):
    assert typed_score(typed, 100) is None


def test_the_average_is_rounded_half_up_and_nobody_is_not_zero():
    assert mean(Decimal("180.01"), 2) == Decimal("90.01")
    assert mean(Decimal("0"), 0) is None
    assert str(mean(Decimal("0"), 3)) == "0.00"


def test_the_stages_are_weighted():
    scores = (Decimal(100), Decimal(80), Decimal(90), Decimal(70))
    means = dict(zip(STAGES, scores, strict=True))
    assert combined(means, WEIGHTS, "pending") == Decimal("82.00")


def test_a_missing_stage_is_left_out_and_never_zero():
    means = {"self": Decimal(100), "peer": Decimal(80), "panel": None}
    assert combined(means, WEIGHTS, "left_out") == Decimal("85.00")


def test_a_missing_stage_keeps_all_waiting_where_the_school_says_so():
    means = {"self": Decimal(100), "peer": Decimal(80), "principal": Decimal(90)}
    assert combined(means, WEIGHTS, "pending") is None


def test_without_any_mark_there_is_no_score():
    assert combined({}, WEIGHTS, "left_out") is None
    assert combined({"self": Decimal(80)}, {"self": Decimal(0)}, "left_out") is None


_SCORES = st.decimals(0, 100, places=2)


@given(st.dictionaries(st.sampled_from(STAGES), _SCORES, min_size=1))
def test_what_is_combined_lies_between_the_least_and_the_most(means):
    score = combined(means, WEIGHTS, "left_out")
    assert min(means.values()) <= score <= max(means.values())
