"""业务考核 closed: each result is a line that scores and archives read (P10, P11)."""

from decimal import Decimal

import pytest

from db.models import Claim
from tests.builders import NOW
from tests.services.examining import (
    DAY,
    a_cast_to_examine,
    a_test,
    all_marked,
    figures,
    finished,
    mark,
)
from yanxiu_tui.services import skills
from yanxiu_tui.services.archive_sources import OF_TEACHER
from yanxiu_tui.services.explaining import explain
from yanxiu_tui.services.hours import seen


@pytest.fixture
def cast(memory):
    return a_cast_to_examine()


def test_closed_each_result_is_a_line_that_scores_read(cast):
    finished(cast)
    levels = ("合格", "补考合格", "不合格")
    found = figures(cast, "textbook_test", levels)
    assert found == {cast.su.id: (0, 1, 0), cast.lin.id: (1, 0, 0)}
    finished(cast, "basic_skills")
    assert figures(cast, "basic_skills") == {cast.su.id: (Decimal("66.5"),), cast.lin.id: (80,)}


def test_of_two_tests_it_is_the_mean_that_scores_and_who_never_came_has_a_nought(cast):
    page = a_test(cast, "basic_skills")
    all_marked(cast, page, su="87")
    skills.close(cast.vice, page.view.id, NOW)
    again = skills.set_test(cast.vice, "basic_skills", "普通话", DAY, NOW)
    all_marked(cast, again, su="88", lin=None)
    skills.set_retake(cast.vice, again.view.id, DAY, NOW)
    mark(cast, again, cast.lin, None, attempt=2)
    skills.close(cast.vice, again.view.id, NOW)
    found = figures(cast, "basic_skills", measure="claims_mean")
    assert found == {cast.su.id: (Decimal("87.5"), 2), cast.lin.id: (40, 2)}
    assert Claim.get(Claim.amount == 0).level == "缺考"
    item = next(
        each
        for each in explain(cast.vice, cast.term.id, cast.su.id, DAY).items
        if each.id == "basic_skills"
    )
    assert item.working == "2 次基本功训练考核平均 87.5 分 ÷ 100 分 × 10 分 = 8.75 分"


def test_a_test_that_somebody_never_came_to_is_not_filed_in_their_archive(cast):
    page = a_test(cast)
    all_marked(cast, page, lin=None)
    skills.set_retake(cast.vice, page.view.id, DAY, NOW)
    mark(cast, page, cast.su, "66", attempt=2)
    mark(cast, page, cast.lin, None, attempt=2)
    skills.close(cast.vice, page.view.id, NOW)
    (source,), here = OF_TEACHER["skills"], seen(cast.term.id, NOW)
    filed = [[item.words for item in source.items(here, who.id)] for who in (cast.su, cast.lin)]
    assert filed == [["45 分", "补考，66 分"], []]


def test_nobody_excused_or_absent_is_given_a_line(cast):
    finished(cast)
    assert {row.teacher_id for row in Claim.select()} == {cast.su.id, cast.lin.id}
