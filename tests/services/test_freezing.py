"""冻结: what is kept of a ranking, who may freeze one, and that it stays."""

import json
from datetime import date, timedelta

import pytest

from db.models import EvaluationStage, Ranking, RankingLine, Teacher, Trace, Veto
from tests.builders import NOW, OPERATOR, an_actor
from tests.services.frozen_school import PENDING, TODAY, a_school_to_freeze, lines_of
from tests.services.races import at_once
from tests.services.refusals import refused
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import freezing, frozen_views


@pytest.fixture
def school(memory):
    return a_school_to_freeze()


def test_everybody_is_kept_in_order_of_place(school):
    view = frozen_views.frozen(school.dean, school.frozen().id)
    assert [(each.name, each.place, each.score, each.grade) for each in view.lines] == [
        ("苏慧", 1, 100, "优"), ("林远", 1, 100, "优"), ("周敏", 3, 92, "优"),
        ("何静", 4, 86, "良"), ("吴越", 5, 80, "良"), ("郑好", 6, 40, "不合格"),
    ]  # fmt: skip


def test_groups_are_kept_the_same_way(school):
    kept = lines_of(school, school.frozen("research"))
    assert kept == [("语文组", 1, "98.67", ""), ("数学组", 2, "61.25", "")]


def test_a_version_knows_its_day_its_reason_and_its_regulation(school):
    frozen = school.frozen()
    assert (frozen.version, frozen.until, frozen.reason, frozen.frozen_by) == (
        1, TODAY, "首次", "何静",
    )  # fmt: skip
    assert frozen.regulation_title == "示范中学校本研修考核办法"
    assert len(frozen.digest) == 64


def test_freezing_leaves_a_trace(school):
    frozen = school.frozen()
    trace = Trace.get(Trace.act == "freeze_ranking")
    assert (trace.subject_id, json.loads(trace.detail)["digest"]) == (frozen.id, frozen.digest)


def test_what_is_kept_of_a_line_names_no_person(school):
    school.frozen()
    figures = " ".join(row.figures for row in RankingLine.select())
    assert not [each.name for each in Teacher.select() if each.name in figures]


def test_numbers_are_kept_as_plain_text(school):
    school.frozen()
    kept = json.loads(RankingLine.get(RankingLine.teacher == school.id_of("1003")).figures)
    observations = kept["items"][2]
    assert kept["score"] == "92"
    assert (observations["figure"], observations["points"]) == (["8"], "32")
    assert observations["clause"]["id"] == "Z21"
    assert observations["working"]


def test_nobody_is_frozen_while_something_is_pending(memory):
    school = a_school_to_freeze(PENDING)
    reason, sentence = refused(school.frozen)
    assert reason == "pending"
    assert "还有 6 个得分待定" in sentence
    assert "苏慧（四级评价）" in sentence
    assert not Ranking.select().exists()


def test_groups_are_not_frozen_while_a_member_is_pending(memory):
    school = a_school_to_freeze(PENDING)
    assert refused(lambda: school.frozen("research"))[0] == "pending"


def test_nobody_is_frozen_while_a_stage_is_being_marked(memory):
    school = a_school_to_freeze(PENDING)
    stage = EvaluationStage.create(
        term=school.term_id, subject="teacher", stage="self", opened_at=NOW
    )
    assert refused(school.frozen)[0] == "stage_open"
    stage.closed_at = NOW
    stage.save()
    assert refused(school.frozen)[0] == "pending"


def test_a_second_version_needs_a_reason(school):
    school.frozen()
    assert refused(school.frozen)[0] == "empty"
    assert school.frozen(reason="补录后重排").version == 2


def test_each_kind_counts_its_own_versions(school):
    school.frozen()
    assert school.frozen("research").version == 1


def test_a_day_to_come_cannot_be_frozen(school):
    tomorrow = TODAY + timedelta(days=1)
    act = freezing.freeze
    assert refused(lambda: act(school.dean, school.term_id, "teacher", tomorrow, "", NOW))[0] == (
        "future"
    )


def test_a_day_before_the_term_cannot_be_frozen(school):
    before = date(2026, 8, 1)
    act = freezing.freeze
    assert refused(lambda: act(school.dean, school.term_id, "teacher", before, "", NOW))[0] == (
        "outside_term"
    )


def test_after_the_term_what_was_decided_since_is_frozen_with_it(school):
    later = NOW + timedelta(days=200)
    day = TODAY + timedelta(days=190)
    frozen = freezing.freeze(school.dean, school.term_id, "teacher", day, "", later)
    assert frozen.until == day


def test_an_unknown_kind_or_term_is_refused(school):
    act = freezing.freeze
    assert refused(lambda: act(school.dean, school.term_id, "校", TODAY, "", NOW))[0] == (
        "no_subject"
    )
    assert refused(lambda: act(school.dean, 999, "teacher", TODAY, "", NOW))[0] == "no_term"


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.RESEARCH_GROUP_LEADER, Role.TEACHER])
def test_only_the_office_freezes(school, role):
    actor = an_actor(school.cast.su, role)
    act = freezing.freeze
    assert refused(lambda: act(actor, school.term_id, "teacher", TODAY, "", NOW))[0] == (
        "not_allowed"
    )


def test_the_operator_may_freeze(school):
    frozen = freezing.freeze(OPERATOR, school.term_id, "teacher", TODAY, "", NOW)
    assert frozen.frozen_by == "操作员"


def test_two_at_once_take_two_numbers(school):
    act = freezing.freeze
    done = at_once(
        [lambda: act(school.dean, school.term_id, "teacher", TODAY, "同时冻结", NOW)] * 3
    )
    assert sorted(each.version for each in done) == [1, 2, 3]


def test_somebody_vetoed_is_kept_without_a_place(school):
    Veto.create(
        term=school.cast.term, teacher=school.id_of("1001"), reason="师德失范", at=NOW, by=None
    )
    frozen = school.frozen()
    view = frozen_views.frozen(school.dean, frozen.id)
    last = view.lines[-1]
    assert (last.name, last.place, last.grade, last.vetoed) == ("苏慧", None, "一票否决", True)
    assert not [row for row in RankingLine.select() if "师德" in row.figures]
