"""The term's ranking: hand-worked places, what counts by when, and who sees whom (Z28, Z37–Z39)."""

import random
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.models import Attendee, Claim, Mark, Teacher, Veto
from tests.builders import NOW, a_group, a_school
from tests.services.ranked import (
    AT_MONTH_END,
    CLAIMS,
    MONTH_END,
    SCHEME,
    SCORES,
    TODAY,
    a_ranked_school,
    claim,
)
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.scoring import UNSCORED, VETOED, State
from yanxiu_tui.services.persons import one
from yanxiu_tui.services.ranking import months, ranking
from yanxiu_tui.services.school import term_view


@pytest.fixture
def school(memory):
    """Six who are ranked, as tests/services/ranked works them out."""
    return a_ranked_school()


def _scores(view):
    return {line.staff.name: str(line.score) for line in view.lines}


def _line(view, name):
    return next(line for line in view.lines if line.staff.name == name)


def _state(view, name, item):
    at = [each.id for each in view.scheme.items].index(item)
    return _line(view, name).ranked.result.items[at].state


def test_places_scores_and_grades_are_those_worked_out_by_hand(school):
    view = ranking(school.dean, school.term_id, TODAY)
    assert list(_scores(view).items()) == list(SCORES.items())
    assert [line.ranked.place for line in view.lines] == [1, 2, 3, 4, 5, 6]
    assert [line.ranked.grade for line in view.lines] == ["优", "良", "良", "良", "中", "差"]


def test_official_leave_is_in_neither_numerator_nor_denominator(school):
    result = _line(ranking(school.dean, school.term_id, TODAY), "林远").ranked.result
    assert result.items[0].figure == (Decimal(1),)
    assert result.items[0].points == Decimal("20.00")


def test_whoever_was_on_official_leave_throughout_has_attendance_left_out(school):
    view = ranking(school.dean, school.term_id, TODAY)
    assert _state(view, "何静", "attendance") is State.LEFT_OUT


def test_whoever_was_hardly_expected_has_no_place_where_the_school_says_so(memory):
    scheme = SCHEME.replace("[scoring]", "[scoring]\nleast_expected = 1", 1)
    school = a_ranked_school(scheme=scheme)
    view = ranking(school.dean, school.term_id, TODAY)
    assert [line.ranked.place for line in view.lines] == [1, 2, 3, 4, 5, None]
    assert (view.lines[-1].staff.name, view.lines[-1].ranked.grade) == ("何静", UNSCORED)


def test_a_missing_evaluation_is_left_out_and_never_zero(school):
    view = ranking(school.dean, school.term_id, TODAY)
    assert _state(view, "何静", "evaluation") is State.LEFT_OUT
    assert _line(view, "何静").score == Decimal("40.00")


def test_a_missing_evaluation_is_pending_where_the_school_says_so(memory):
    pending = SCHEME.replace(
        'measure = "evaluation"', 'measure = "evaluation"\nmissing = "pending"'
    ).replace("[evaluation]\n", '[evaluation]\nmissing_stage = "pending"\n')
    school = a_ranked_school(scheme=pending)
    view = ranking(school.dean, school.term_id, TODAY)
    assert _state(view, "何静", "evaluation") is State.PENDING
    assert _line(view, "何静").ranked.result.pending
    assert view.pending == 2


def test_what_cannot_be_told_of_somebody_is_pending(school):
    view = ranking(school.dean, school.term_id, TODAY)
    assert _state(view, "郑好", "showing") is State.PENDING
    assert _state(view, "苏慧", "showing") is State.NOT_FOR


def test_what_happened_later_is_not_counted(school):
    view = ranking(school.dean, school.term_id, MONTH_END)
    assert list(_scores(view).items()) == list(AT_MONTH_END.items())


def test_what_is_asked_for_and_not_granted_counts_for_nothing(school):
    before = ranking(school.dean, school.term_id, TODAY)
    claim(school.cast, {"1007": school.teachers["吴越"]},
          [("1007", "reflection", date(2026, 10, 1), 5, "", "refused")])  # fmt: skip
    assert _scores(ranking(school.dean, school.term_id, TODAY)) == _scores(before)


def test_a_veto_takes_the_place_and_is_said_aloud(school):
    Veto.create(term=school.term_id, teacher=school.teachers["苏慧"], reason="师德", at=NOW)
    view = ranking(school.dean, school.term_id, TODAY)
    assert view.lines[-1].staff.name == "苏慧"
    assert view.lines[-1].ranked[1:] == (None, VETOED)
    assert view.lines[0].ranked.place == 1


def test_the_heads_see_the_whole_school_and_a_leader_their_own(school):
    assert len(ranking(school.cast.head, school.term_id, TODAY).lines) == 6
    mine = ranking(school.cast.leader, school.term_id, TODAY)
    assert [line.staff.name for line in mine.lines] == ["苏慧", "林远", "周敏"]
    assert [line.ranked.place for line in mine.lines] == [1, 3, 4]


def test_a_teacher_sees_no_ranking(school):
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        ranking(school.actor("苏慧"), school.term_id, TODAY)


def test_a_school_without_a_scheme_is_told_to_adopt_one(memory):
    school = a_ranked_school(scheme=SCHEME.partition("[scoring]")[0])
    with pytest.raises(Refused, match="还没有评分细则"):
        ranking(school.dean, school.term_id, TODAY)


def test_a_group_a_subject_and_early_career_keep_the_places_of_the_school(school):
    view = ranking(school.dean, school.term_id, TODAY)
    places = [
        (line.staff.name, line.ranked.place)
        for line in view.only(group_id=a_group("数学组").id).lines
    ]
    assert places == [("郑好", 2), ("吴越", 5)]
    assert [line.staff.name for line in view.only(subject="语文").lines] == ["苏慧", "林远"]
    assert [line.staff.name for line in view.only(early_career=True).lines] == ["林远"]


def test_lines_can_be_put_in_order_of_any_item(school):
    view = ranking(school.dean, school.term_id, TODAY)
    order = [line.staff.name for line in view.by("observations")]
    assert order == ["苏慧", "周敏", "郑好", "吴越", "林远", "何静"]


def test_a_place_is_followed_month_by_month(school):
    who = one(term_view(school.term_id), school.id_of("苏慧"))
    found = months(school.dean, school.term_id, who, TODAY)
    assert [(each.month, each.place, str(each.score), each.of) for each in found] == [
        (1, 4, "64.44", 6),
        (2, 1, "101.00", 6),
    ]
    assert [each.last for each in found] == [MONTH_END, TODAY]


def test_a_teacher_follows_their_own_place_and_nobody_elses(school):
    term = term_view(school.term_id)
    mine = one(term, school.id_of("苏慧"))
    assert len(months(school.actor("苏慧"), school.term_id, mine, TODAY)) == 2
    with pytest.raises(Refused):
        months(school.actor("吴越"), school.term_id, mine, TODAY)


def test_records_entered_in_the_other_order_rank_the_same(memory):
    school = a_ranked_school(backwards=True)
    view = ranking(school.dean, school.term_id, TODAY)
    assert list(_scores(view).items()) == list(SCORES.items())


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 1000))
def test_the_order_of_records_never_changes_a_score(school, seed):
    Claim.delete().execute()
    claims = list(CLAIMS)
    random.Random(seed).shuffle(claims)
    claim(school.cast, {row.staff_no: row for row in Teacher.select()}, claims)
    view = ranking(school.dean, school.term_id, TODAY)
    assert list(_scores(view).items()) == list(SCORES.items())


def test_a_term_without_any_record_ranks_nobody_by_what_is_missing(school):
    for table in (Attendee, Claim, Mark):
        table.delete().execute()
    view = ranking(school.dean, school.term_id, TODAY)
    assert {str(line.score) for line in view.lines} == {"0.00"}


def test_a_term_is_read_by_its_id(memory):
    term = a_school()
    assert term_view(term.id).name == term.name
