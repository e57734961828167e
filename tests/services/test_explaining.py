"""Why somebody stands where they stand: the points add up, down to the very records."""

from datetime import date
from decimal import Decimal

import pytest

from db.models import Teacher
from tests.builders import an_actor
from tests.services.ranked import HEAVIER, SCHEME, SCORES, TODAY, a_ranked_school
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.loader import load
from yanxiu_tui.rules.scoring import State
from yanxiu_tui.services.explaining import explain, explain_all, records


@pytest.fixture
def school(memory):
    """Six who are ranked, as tests/services/ranked works them out."""
    return a_ranked_school()


def _of(school, name, **more):
    return explain(school.dean, school.term_id, school.id_of(name), TODAY, **more)


def _records(school, name, item):
    return records(school.dean, school.term_id, school.id_of(name), item, TODAY)


def test_every_explanation_adds_up_to_the_score_exactly(school):
    view, explanations = explain_all(school.dean, school.term_id, TODAY)
    for line, one in zip(view.lines, explanations, strict=True):
        points = sum((item.points for item in one.items), one.base)
        assert points + one.bonus_cut + one.rescaled == one.score == line.score
    assert {one.staff.name: str(one.score) for one in explanations} == SCORES


def test_items_and_what_stands_around_them_are_those_worked_out_by_hand(school):
    one = _of(school, "苏慧")
    assert [item.points for item in one.items] == [20, 15, 10, 0, 27, 0, 6]
    assert (one.base, one.bonus_cut, one.rescaled) == (0, Decimal("-1.00"), Decimal("24.00"))
    assert (one.place, one.of, one.grade, one.pending) == (1, 6, "优", False)


def test_an_item_says_what_it_gives_how_these_points_came_and_by_which_clause(school):
    heard = _of(school, "吴越").items[1]
    assert heard.measure_name == "听课"
    assert heard.best == 15
    assert heard.says.startswith("满分 15 分，听课每学期应有 5 节")
    assert heard.working.endswith("= 9 分")
    assert heard.clause.id == "Z21"


def test_what_does_not_count_says_why(school):
    states = [item.state for item in _of(school, "何静").items]
    left_out, counted = State.LEFT_OUT, State.COUNTED
    assert states == [left_out, counted, counted, counted, left_out, State.NOT_FOR, counted]
    assert _of(school, "郑好").pending


def test_the_records_behind_an_item_are_the_very_ones_and_no_later(school):
    assert [(each.day, each.amount) for each in _records(school, "苏慧", "observations")] == [
        (date(2026, 9, 10), 3),
        (date(2026, 10, 10), 2),
    ]
    assert [each.day for each in _records(school, "郑好", "observations")] == [date(2026, 9, 15)]


def test_official_leave_is_not_among_the_records_of_attendance(school):
    assert [each.title for each in _records(school, "林远", "attendance")] == [
        "第1次培训", "第3次培训", "第4次培训",
    ]  # fmt: skip


def test_the_records_of_an_evaluation_never_say_who_gave_what(school):
    (one,) = _records(school, "苏慧", "evaluation")
    assert (one.title, one.detail, one.amount) == ("导评", "1 人评分的平均", 90)


def test_points_in_another_unit_have_their_best_in_points(memory):
    units = SCHEME.replace("[scoring]\n", "[scoring]\nunits = { '学时' = 2 }\n").replace(
        'measure = "reflections"', 'measure = "reflections"\nunit = "学时"'
    )
    school = a_ranked_school(scheme=units)
    item = _of(school, "苏慧").items[2]
    assert (item.points, item.best) == (20, 20)


def test_another_regulation_explains_its_own_points(school):
    assert _of(school, "周敏", regulation=load(HEAVIER)).score == Decimal("87.00")


def test_a_teacher_reads_their_own_explanation_and_nobody_elses(school):
    me = school.actor("苏慧")
    own = explain(me, school.term_id, school.id_of("苏慧"), TODAY)
    assert own.place == 1
    assert records(me, school.term_id, school.id_of("苏慧"), "late", TODAY) == []
    with pytest.raises(Refused):
        explain(me, school.term_id, school.id_of("林远"), TODAY)
    with pytest.raises(Refused):
        records(me, school.term_id, school.id_of("林远"), "late", TODAY)


def test_a_leader_reads_those_of_the_group_only(school):
    leader = school.cast.leader
    assert explain(leader, school.term_id, school.id_of("苏慧"), TODAY).place == 1
    with pytest.raises(Refused):
        explain(leader, school.term_id, school.id_of("吴越"), TODAY)


def test_a_leader_reads_the_points_of_an_evaluation_but_not_its_marks(school):
    su, leader = school.id_of("苏慧"), school.cast.leader
    assert records(leader, school.term_id, su, "attendance", TODAY)
    with pytest.raises(Refused, match="权限"):
        records(leader, school.term_id, su, "evaluation", TODAY)
    assert records(an_actor(Teacher.get_by_id(su)), school.term_id, su, "evaluation", TODAY)


def test_a_leader_reads_all_the_explanations_of_the_group_with_the_places_of_the_school(school):
    view, explanations = explain_all(school.cast.leader, school.term_id, TODAY)
    assert [(one.staff.name, one.place, one.of) for one in explanations] == [
        ("苏慧", 1, 6), ("林远", 3, 6), ("周敏", 4, 6),
    ]  # fmt: skip
    assert len(view.lines) == 3


def test_whoever_is_not_judged_is_told_so(school):
    head = an_actor(Teacher.get(name="钱立"))
    with pytest.raises(Refused, match="不在考核名单里"):
        explain(head, school.term_id, head.teacher_id, TODAY)


def test_an_item_that_does_not_exist_is_refused(school):
    with pytest.raises(Refused, match="没有「dance」这一项"):
        _records(school, "苏慧", "dance")
