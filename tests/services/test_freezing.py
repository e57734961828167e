"""冻结: what is kept, that it stays, and that computing it again gives the same seal."""

import json
from datetime import date, timedelta

import pytest

from db.connection import connect, database
from db.migrate import upgrade
from db.models import (
    Attendee,
    Claim,
    EvaluationStage,
    Ranking,
    RankingLine,
    Teacher,
    Trace,
    Veto,
)
from tests.builders import NOW, OPERATOR, an_actor
from tests.conftest import copied_sqlite, create_database, named
from tests.services.frozen_school import PENDING, SOURCE, TODAY, a_school_to_freeze, adopt
from tests.services.test_races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import freezing, frozen_views, verifying


@pytest.fixture
def school(memory):
    return a_school_to_freeze()


def lines_of(school, frozen, actor=None):
    """(name, place, score, grade) of each line."""
    view = frozen_views.frozen(actor or school.dean, frozen.id)
    return [(each.name, each.place, str(each.score), each.grade) for each in view.lines]


def stored(ranking_id):
    """Everything that is stored of a ranking."""
    rows = RankingLine.select().where(RankingLine.ranking == ranking_id).order_by(RankingLine.id)
    return list(Ranking.select().where(Ranking.id == ranking_id).dicts()), list(rows.dicts())


def refused(act):
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.reason, str(refusal.value)


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


@pytest.mark.parametrize("subject", ["teacher", "research"])
def test_computing_it_again_gives_the_same_seal(school, subject):
    frozen = school.frozen(subject)
    again = verifying.recompute(school.dean, frozen.id)
    assert (again.same, again.differences) == (True, ())
    assert verifying.verify(school.dean, frozen.id).intact


def test_both_databases_give_the_same_seal(request, tmp_path, postgres_server, sqlite_template):
    create_database(postgres_server, "twin", "empty")
    found = []
    for url in (copied_sqlite(request, tmp_path), named(postgres_server, "twin")):
        opened = connect(url)
        upgrade(opened)
        school = a_school_to_freeze()
        frozen = [school.frozen(), school.frozen("research")]
        assert all(verifying.verify(school.dean, each.id).intact for each in frozen)
        found.append([each.digest for each in frozen])
        opened.close()
    assert found[0] == found[1]


@pytest.mark.parametrize(
    "change",
    ["score = 99", "place = 2", "grade = '良'", "vetoed = true", 'figures = \'{"group":""}\''],
)
def test_a_line_altered_behind_the_program_is_found(school, change):
    frozen = school.frozen()
    who = school.id_of("1003")
    database.execute_sql(f"UPDATE ranking_line SET {change} WHERE teacher_id = {who}")
    verified = verifying.verify(school.dean, frozen.id)
    assert not verified.intact
    assert verified.found != frozen.digest


def test_a_line_that_was_taken_out_is_found(school):
    frozen = school.frozen()
    RankingLine.delete().where(RankingLine.teacher == school.id_of("1008")).execute()
    assert not verifying.verify(school.dean, frozen.id).intact


def test_figures_that_cannot_be_read_any_more_are_named(school):
    frozen = school.frozen()
    RankingLine.update(figures="{").execute()
    assert refused(lambda: frozen_views.frozen(school.dean, frozen.id))[0] == "spoiled"
    assert not verifying.verify(school.dean, frozen.id).intact


def test_a_later_correction_changes_nothing_frozen_and_is_told(school):
    frozen = school.frozen()
    before = stored(frozen.id)
    school.absent("1003")
    again = verifying.recompute(school.dean, frozen.id)
    assert stored(frozen.id) == before
    assert not again.same
    (moved,) = [each for each in again.differences if each.key == "1003"]
    assert (moved.name, moved.place, moved.new_place) == ("周敏", 3, 5)
    assert (moved.score, moved.new_score) == (92, 72)
    assert moved.items == ("出勤", "缺席")


def test_a_new_regulation_changes_nothing_frozen(school):
    frozen = school.frozen()
    before = stored(frozen.id)
    adopt(school.cast, SOURCE.replace("each = 10", "each = 1"))
    second = school.frozen(reason="制度修订")
    assert second.digest != frozen.digest
    assert stored(frozen.id) == before
    assert verifying.recompute(school.dean, frozen.id).same
    assert verifying.verify(school.dean, frozen.id).intact


def test_what_happens_after_its_day_is_not_in_it(school):
    frozen = school.frozen()
    Claim.create(
        term=school.cast.term, teacher=school.id_of("1008"), kind="observation", title="听课",
        first=TODAY + timedelta(days=1), last=TODAY + timedelta(days=1), amount=5,
        state="granted", asked_at=NOW,
    )  # fmt: skip
    assert verifying.recompute(school.dean, frozen.id).same


def test_somebody_vetoed_is_kept_without_a_place(school):
    Veto.create(
        term=school.cast.term, teacher=school.id_of("1001"), reason="师德失范", at=NOW, by=None
    )
    frozen = school.frozen()
    view = frozen_views.frozen(school.dean, frozen.id)
    last = view.lines[-1]
    assert (last.name, last.place, last.grade, last.vetoed) == ("苏慧", None, "一票否决", True)
    assert not [row for row in RankingLine.select() if "师德" in row.figures]


def test_most_people_see_only_what_is_published(school):
    frozen = school.frozen()
    published = school.published("research")
    teacher = school.actor("1001")
    assert [each.id for each in frozen_views.versions(teacher, school.term_id)] == [published.id]
    assert refused(lambda: frozen_views.frozen(teacher, frozen.id))[0] == "no_ranking"
    assert lines_of(school, published, teacher)
    shown = frozen_views.versions(school.head, school.term_id)
    assert [each.id for each in shown] == [frozen.id, published.id]


def test_the_latest_version_stands_first(school):
    school.frozen()
    school.frozen(reason="补录")
    found = frozen_views.versions(school.dean, school.term_id)
    assert [each.title for each in found] == ["教师排名第 2 版", "教师排名第 1 版"]


def test_one_s_own_line_is_explained_from_what_was_kept(school):
    published = school.published()
    Attendee.update(status="absent").execute()
    me = school.actor("1003")
    told = frozen_views.explanation(me, published.id, me.teacher_id)
    assert (told.line.place, told.of, told.sealed.score) == (3, 6, "92")
    assert [item.points for item in told.sealed.items] == ["40", "20", "32"]


def test_nobody_reads_the_figures_of_another(school):
    published = school.published()
    me, other = school.actor("1003"), school.id_of("1004")
    assert refused(lambda: frozen_views.explanation(me, published.id, other))[0] == "not_allowed"
    assert frozen_views.explanation(school.head, published.id, other).line.name == "何静"


def test_whoever_is_not_ranked_has_nothing_to_explain(school):
    published = school.published()
    head = school.head
    act = frozen_views.explanation
    assert refused(lambda: act(head, published.id, head.teacher_id))[0] == "not_ranked"


def test_somebody_who_moved_keeps_the_group_of_that_day(school):
    frozen = school.frozen()
    database.execute_sql("DELETE FROM membership")
    view = frozen_views.frozen(school.dean, frozen.id)
    assert view.lines[0].group_name == "语文组"


def test_a_teacher_cannot_verify(school):
    frozen = school.published()
    teacher = school.actor("1001")
    assert refused(lambda: verifying.verify(teacher, frozen.id))[0] == "not_allowed"
    assert refused(lambda: verifying.recompute(teacher, frozen.id))[0] == "not_allowed"
