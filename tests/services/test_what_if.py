"""What if: another weight or another regulation, and who moves; nothing is stored."""

from decimal import Decimal

import pytest

from db.models import RegulationVersion, Term, Trace
from tests.services.ranked import (
    HEAVIER,
    HEAVIER_SCORES,
    SCHEME,
    TODAY,
    a_ranked_school,
    adopt,
)
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.loader import load
from yanxiu_tui.services.what_if import other_regulation, other_weight, tally, what_if


@pytest.fixture
def school(memory):
    """Six who are ranked, as tests/services/ranked works them out."""
    return a_ranked_school()


def _moves(school, regulation):
    return what_if(school.dean, school.term_id, regulation, TODAY)


def test_those_who_move_most_come_first(school):
    moves = _moves(school, load(HEAVIER))
    assert [(move.staff.name, move.place, move.new_place, move.up) for move in moves[:2]] == [
        ("周敏", 4, 3, 1),
        ("林远", 3, 4, -1),
    ]
    assert {move.staff.name: str(move.new_score) for move in moves} == HEAVIER_SCORES


def test_another_weight_moves_as_the_same_regulation_written_out(school):
    weighed = other_weight(school.term_id, "observations", Decimal(45))
    # The whole grows with it, so that nobody's other items become worth less.
    written = HEAVIER.replace("full = 100", "full = 130")
    assert _moves(school, weighed) == _moves(school, load(written))


def test_the_same_weight_moves_nobody(school):
    moves = _moves(school, other_weight(school.term_id, "observations", Decimal(15)))
    assert {move.up for move in moves} == {0}
    assert all(move.score == move.new_score for move in moves)


def test_the_tally_says_how_many_move_and_who_comes_into_the_best_grade(school):
    found = tally(_moves(school, load(HEAVIER)), load(SCHEME).scoring, load(HEAVIER).scoring)
    assert (found.up, found.down, found.same, found.best) == (1, 1, 4, "优")
    assert [each.name for each in found.into] == ["郑好"]
    assert found.out_of == ()


def test_the_tally_says_who_falls_out_of_it(school):
    stricter = SCHEME.replace("at_least = 90", "at_least = 102")
    found = tally(_moves(school, load(stricter)), load(SCHEME).scoring, load(stricter).scoring)
    assert [each.name for each in found.out_of] == ["苏慧"]


def test_whoever_only_one_of_them_ranks_has_nothing_to_compare(school):
    wider = load(SCHEME.replace('who = [{ not_roles = ["principal", "vice_principal"] }]', ""))
    heads = [move for move in _moves(school, wider) if move.place is None]
    assert {move.staff.name for move in heads} == {"钱立", "孙正"}
    assert {move.up for move in heads} == {0}
    narrower = load(SCHEME.replace('"vice_principal"]', '"vice_principal", "dean"]'))
    (dean,) = [move for move in _moves(school, narrower) if move.new_score is None]
    assert (dean.staff.name, dean.place, dean.new_place) == ("何静", 6, None)


def test_nothing_is_stored(school):
    before = (RegulationVersion.select().count(), Trace.select().count())
    _moves(school, other_weight(school.term_id, "observations", Decimal(45)))
    assert (RegulationVersion.select().count(), Trace.select().count()) == before
    assert Term.get().regulation_id == school.cast.term.regulation_id


@pytest.mark.parametrize("points", ["0", "-1", "1001"])
def test_a_weight_beyond_reason_is_refused(school, points):
    with pytest.raises(Refused, match="分值应大于 0"):
        other_weight(school.term_id, "observations", Decimal(points))


def test_an_item_that_does_not_exist_is_refused(school):
    with pytest.raises(Refused, match="没有「dance」这一项"):
        other_weight(school.term_id, "dance", Decimal(5))


def test_a_regulation_with_mistakes_is_refused_naming_them(school):
    with pytest.raises(Refused, match=r"scoring.items\[1\]"):
        other_regulation(SCHEME.replace("each = 3", 'each = "三"'))


def test_only_those_who_see_the_whole_school_may_try(school):
    for actor in (school.cast.leader, school.actor("苏慧")):
        with pytest.raises(Refused):
            what_if(actor, school.term_id, load(SCHEME), TODAY)


def test_a_school_whose_regulation_scores_nothing_may_try_one_that_does(school):
    adopt(school.cast, SCHEME[: SCHEME.index("[scoring]")])
    moves = _moves(school, load(SCHEME))
    assert {move.place for move in moves} == {None}
    assert {move.new_place for move in moves} == {1, 2, 3, 4, 5, 6}
