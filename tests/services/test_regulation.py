"""Adopting a 制度: a version with a date and a reason; what came before keeps its own."""

from datetime import timedelta

import pytest

from db.models import (
    Adoption,
    Attendee,
    EvaluationStage,
    Mark,
    Ranking,
    RegulationVersion,
    Term,
    Trace,
)
from tests.builders import NOW, OPERATOR, PIN, a_teacher, an_activity, an_actor
from tests.services.cast import a_cast, an_open_activity
from yanxiu_tui.errors import Refused
from yanxiu_tui.regulation.loader import load, preset_source
from yanxiu_tui.rules.attendance import Status
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import activities, corrections, meeting, regulation, school
from yanxiu_tui.services.sign_in import record_sign_in

ZHANGHONG, PINGFANG = preset_source("zhanghong"), preset_source("pingfang")
DADONG = preset_source("dadong")
OUT_OF_FIFTY = DADONG.replace("[evaluation]\n", "[evaluation]\nfull = 50\n", 1)
HOUR = timedelta(hours=1)
TEN_MINUTES = timedelta(minutes=10)


@pytest.fixture
def cast(memory):
    return a_cast()


def adopt(actor, source=PINGFANG, reason="教代会通过", now=NOW):
    return regulation.adopt(actor, Term.get().id, source, reason, now)


def test_adopting_holds_the_term_to_a_new_version_and_keeps_the_old(cast):
    before = cast.term.regulation_id
    view = adopt(cast.head)
    assert (view.name, view.by, view.reason, view.in_force) == (
        "pingfang",
        "钱立",
        "教代会通过",
        True,
    )
    assert school.current_term(NOW).regulation_id == view.id != before
    assert regulation.source_of(view.id) == PINGFANG
    assert regulation.source_of(before) == ZHANGHONG


def test_versions_are_told_oldest_first_and_one_is_in_force(cast):
    first = adopt(cast.head)
    second = adopt(cast.vice, ZHANGHONG, "还是原来的好", NOW + HOUR)
    _, *told = regulation.versions(cast.term.id)
    assert [(each.id, each.in_force) for each in told] == [(first.id, False), (second.id, True)]
    assert [each.by for each in told] == ["钱立", "孙正"]
    assert told[0].title == "坪坊小学校本研修管理制度"
    assert told[1].adopted_at == NOW + HOUR


def test_the_operator_may_adopt_and_is_named_so(cast):
    adopt(OPERATOR)
    assert regulation.versions(cast.term.id)[-1].by == "操作员"


def test_a_teacher_a_leader_and_the_dean_may_not_adopt(cast):
    for actor in (cast.teacher, cast.leader, cast.dean):
        with pytest.raises(Refused, match="没有办理这件事的权限"):
            adopt(actor)
    assert RegulationVersion.select().count() == 1


def test_the_one_in_force_is_not_adopted_again(cast):
    with pytest.raises(Refused, match="完全相同"):
        adopt(cast.head, ZHANGHONG)


def test_a_wrong_text_no_reason_and_no_term_are_refused_and_leave_nothing(cast):
    with pytest.raises(Refused, match=r"scoring\.items\[2\]\.each 应为正数"):
        adopt(cast.head, PINGFANG.replace("each = 1\n", "each = 0\n", 1))
    with pytest.raises(Refused, match="请填写采用的原因"):
        adopt(cast.head, reason="  ")
    with pytest.raises(Refused, match="没有编号为 99 的学期"):
        regulation.adopt(cast.head, 99, PINGFANG, "试行", NOW)
    assert (Adoption.select().count(), RegulationVersion.select().count()) == (1, 1)
    assert Term.get().regulation_id == cast.term.regulation_id


def test_an_adoption_leaves_a_trace(cast):
    view = adopt(cast.head)
    line = Trace.get(Trace.act == "adopt_regulation")
    assert (line.actor_id, line.subject, line.subject_id) == (
        cast.head.teacher_id,
        "term",
        cast.term.id,
    )
    assert f'"version": {view.id}' in line.detail
    assert "教代会通过" in line.detail


def _status(activity, teacher):
    row = Attendee.get(Attendee.activity == activity.id, Attendee.teacher == teacher.id)
    return Status(row.status)


def test_a_meeting_opened_before_is_still_judged_by_its_own_version(cast):
    """By 张洪's two roll calls ten minutes late is present; by 坪坊's clock it is late."""
    old = an_open_activity(cast)
    record_sign_in(old.id, cast.teacher, NOW + TEN_MINUTES, "desk")
    adopt(cast.head, now=NOW + HOUR)
    new = an_open_activity(cast, starts_at=NOW + HOUR, ends_at=NOW + 3 * HOUR)
    record_sign_in(new.id, cast.teacher, NOW + HOUR + TEN_MINUTES, "desk")
    assert (_status(old, cast.su), _status(new, cast.su)) == (Status.PRESENT, Status.LATE)
    assert activities.regulation_for(activities.find(old.id)).name == "zhanghong"
    assert activities.regulation_for(activities.find(new.id)).name == "pingfang"


def test_a_planned_meeting_is_judged_by_what_is_in_force_when_it_opens(cast):
    planned = an_activity(cast.term)
    adopt(cast.head)
    meeting.open_activity(OPERATOR, planned.id, NOW)
    assert activities.regulation_for(activities.find(planned.id)).name == "pingfang"


def test_an_old_meeting_corrected_afterwards_is_judged_by_its_own_version(cast):
    """What a withdrawn correction falls back to is derived anew, by 张洪's rule and not 坪坊's."""
    old = an_open_activity(cast)
    record_sign_in(old.id, cast.teacher, NOW + TEN_MINUTES, "desk")
    meeting.end_activity(OPERATOR, old.id, NOW + 2 * HOUR)
    adopt(cast.head, now=NOW + 3 * HOUR)
    later = NOW + 4 * HOUR
    corrections.correct(cast.dean, old.id, cast.su.id, Status.ABSENT, "有人说没来", later)
    corrections.withdraw(cast.dean, old.id, cast.su.id, "查明确实来了", later)
    assert _status(old, cast.su) is Status.PRESENT


def test_a_ranking_frozen_before_keeps_its_version(cast):
    before = cast.term.regulation_id
    frozen = Ranking.create(
        term=cast.term,
        regulation=before,
        subject="teacher",
        version=1,
        until=NOW.date(),
        digest="0" * 64,
        frozen_at=NOW,
    )
    adopt(cast.head)
    assert Ranking.get_by_id(frozen.id).regulation_id == before


def test_what_was_in_force_at_a_moment_can_be_told_afterwards(cast):
    Adoption.create(term=cast.term, regulation=cast.term.regulation_id, at=NOW - HOUR)
    adopt(cast.head, now=NOW + HOUR)
    held = [
        regulation.in_force_at(cast.term.id, NOW + hours * HOUR).name for hours in (-9, 0, 1, 9)
    ]
    assert held == ["zhanghong", "zhanghong", "pingfang", "pingfang"]


def test_without_an_adoption_on_record_the_term_s_own_was_in_force(cast):
    assert regulation.in_force_at(cast.term.id, NOW).name == "zhanghong"


def test_an_unknown_version_is_refused(memory):
    with pytest.raises(Refused, match="没有编号为 7 的制度版本"):
        regulation.source_of(7)


def test_founding_a_school_writes_down_its_first_regulation(memory):
    term = school.found_school(
        OPERATOR,
        "示范小学",
        "第一学期",
        NOW.date(),
        NOW.date() + timedelta(days=120),
        "dadong",
        ("1001", "苏慧"),
        PIN,
        NOW,
    )
    told = regulation.versions(term.id)
    assert [(each.name, each.reason, each.in_force) for each in told] == [
        ("dadong", "建校时采用", True)
    ]


def test_the_vice_principal_answers_for_the_regulation(memory):
    cast = a_cast()
    deputy = a_teacher("1009", "赵清", Role.VICE_PRINCIPAL)
    assert adopt(an_actor(deputy, Role.VICE_PRINCIPAL)).by == "赵清"
    assert load(regulation.source_of(Term.get_by_id(cast.term.id).regulation_id)).name == "pingfang"


def _mark(cast, term):
    """何静 has given 苏慧 90 of 100."""
    stage = EvaluationStage.create(term=term, subject="teacher", stage="panel", opened_at=NOW)
    marker = cast.dean.teacher_id
    Mark.create(stage=stage, marker=marker, teacher=cast.su, score=90, at=NOW + HOUR)


def test_marks_given_out_of_one_full_are_not_read_out_of_another(memory):
    cast = a_cast("dadong")
    _mark(cast, cast.term)
    with pytest.raises(Refused, match=r"已按满分 100 分打了分，.+ 也要写 100"):
        adopt(cast.head, OUT_OF_FIFTY, now=NOW + 2 * HOUR)
    assert Term.get().regulation_id == cast.term.regulation_id


def test_nor_after_a_while_without_an_evaluation(memory):
    cast = a_cast("dadong")
    Adoption.create(term=cast.term, regulation=cast.term.regulation_id, at=NOW - HOUR)
    _mark(cast, cast.term)
    adopt(cast.head, PINGFANG, now=NOW + 2 * HOUR)
    with pytest.raises(Refused, match="满分 100 分"):
        adopt(cast.head, OUT_OF_FIFTY, now=NOW + 3 * HOUR)


def test_with_marks_all_else_of_the_evaluation_may_change(memory):
    cast = a_cast("dadong")
    _mark(cast, cast.term)
    assert adopt(cast.head, DADONG.replace("weight = 10", "weight = 20", 1)).in_force


def test_the_marks_of_another_term_hold_nobody_to_their_full(memory):
    cast = a_cast("dadong")
    begins = cast.term.ends_on + timedelta(days=30)
    other = Term.create(
        name="下一学期",
        starts_on=begins,
        ends_on=begins + timedelta(days=120),
        regulation=cast.term.regulation_id,
    )
    _mark(cast, other)
    assert adopt(cast.head, OUT_OF_FIFTY).in_force
