"""What adopting another 制度 would do, told before it is adopted."""

import re

import pytest

from db.models import EvaluationStage, RegulationVersion
from tests.builders import NOW
from tests.services.ranked import (
    HEAVIER,
    SCHEME,
    TODAY,
    a_ranked_school,
    adopt,
    principal_of,
)
from yanxiu_tui.errors import Refused
from yanxiu_tui.services.adoption import effect

UNSCORED = SCHEME[: SCHEME.index("[scoring]")]
# The same without 四级评价, nor the item that scores it.
UNJUDGED = re.sub(
    r'\[\[scoring\.items\]\]\n[^\[]*id = "evaluation".*?(?=\[\[)',
    "",
    re.sub(r"\[evaluation\].*?(?=\[\[)", "", SCHEME, flags=re.S),
    flags=re.S,
)


@pytest.fixture
def school(memory):
    """Six who are ranked, as tests/services/ranked works them out."""
    return a_ranked_school()


def told(school, source):
    return effect(principal_of(school), school.term_id, source, TODAY)


def test_who_moves_is_told_and_nothing_stored(school):
    before = RegulationVersion.select().count()
    found = told(school, HEAVIER)
    assert (found.tally.up, found.tally.down, found.tally.same) == (1, 1, 4)
    assert (found.scored, found.ends_evaluation, found.running) == (True, False, ())
    assert RegulationVersion.select().count() == before


def test_an_evaluation_that_ends_is_told_with_the_stages_under_way(school):
    EvaluationStage.update(closed_at=None).execute()
    EvaluationStage.create(term=school.cast.term, subject="group", stage="principal",
                           opened_at=NOW, closed_at=NOW)  # fmt: skip
    found = told(school, UNJUDGED)
    assert found.ends_evaluation
    assert found.running == ("教师导评",)


def test_without_a_scheme_nobody_moves(school):
    found = told(school, UNSCORED)
    assert found.tally is None
    assert found.scored


def test_a_school_that_scored_nothing_may_be_told_too(school):
    adopt(school.cast, UNSCORED)
    found = told(school, SCHEME)
    assert not found.scored
    assert found.tally is not None


def test_the_one_in_force_and_a_wrong_one_are_refused(school):
    for source, reason in ((SCHEME, "same_regulation"), ("这不是制度", "bad_regulation")):
        with pytest.raises(Refused) as refusal:
            told(school, source)
        assert refusal.value.reason == reason


def test_only_those_who_may_adopt_are_told(school):
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        effect(school.dean, school.term_id, HEAVIER, TODAY)
