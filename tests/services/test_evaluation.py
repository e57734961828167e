"""四级评价 (D9): its stages opened, closed, reopened; who has not finished; what waits."""

from datetime import timedelta

import pytest

from db.models import EvaluationStage, Group, Membership, Teacher, Trace
from tests.builders import NOW, OPERATOR, a_group, a_teacher
from tests.services.cast import a_cast
from tests.services.evaluating import closed, evaluated, gives, opened, unevaluated, weighed
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.roles import GroupKind
from yanxiu_tui.services.evaluation import (
    StageState,
    close_stage,
    due,
    open_stage,
    reopen_stage,
    stages,
    unfinished,
)

LATER = NOW + timedelta(days=1)


@pytest.fixture
def cast(memory):
    cast = a_cast()
    evaluated(cast.term)
    return cast


def _stage(actor, cast, subject, stage):
    found = stages(actor, cast.term.id)
    return next(each for each in found if (each.subject, each.stage) == (subject, stage))


def test_the_regulation_says_which_stages_there_are(cast):
    found = stages(cast.dean, cast.term.id)
    assert [each.title for each in found[:5]] == [
        "教师自评", "教师互评", "教师导评", "教师审评", "教研组自评",
    ]  # fmt: skip
    assert {each.state for each in found} == {StageState.PLANNED}
    assert (len(found), found[0].id, found[0].percent) == (12, None, "10%")


def test_a_regulation_without_evaluation_is_told_kindly(cast):
    unevaluated(cast.term)
    for act in (
        lambda: stages(cast.dean, cast.term.id),
        lambda: open_stage(cast.dean, cast.term.id, "teacher", "self", NOW),
    ):
        with pytest.raises(Refused, match="本校制度没有规定四级评价"):
            act()


def test_the_office_opens_and_closes_a_stage_and_it_is_traced(cast):
    view = open_stage(cast.dean, cast.term.id, "teacher", "peer", NOW)
    assert (view.state, view.opened_at) == (StageState.OPEN, NOW)
    view = close_stage(cast.dean, view.id, LATER)
    assert (view.state, view.closed_at) == (StageState.CLOSED, LATER)
    row = EvaluationStage.get()
    assert (row.opened_by_id, row.closed_by_id) == (cast.dean.teacher_id,) * 2
    assert [each.act for each in Trace.select().order_by(Trace.id)] == ["open_stage", "close_stage"]


def test_the_vice_principal_and_the_operator_may_too(cast):
    stage = open_stage(cast.vice, cast.term.id, "teacher", "peer", NOW).id
    assert close_stage(OPERATOR, stage, LATER).state is StageState.CLOSED


def test_neither_teachers_nor_leaders_nor_the_principal_run_it(cast):
    stage = opened(cast.term, "teacher", "peer")
    for actor in (cast.teacher, cast.leader, cast.head):
        for act in (
            lambda actor: open_stage(actor, cast.term.id, "teacher", "self", NOW),
            lambda actor: close_stage(actor, stage, NOW),
            lambda actor: reopen_stage(actor, stage, "漏评", NOW),
        ):
            with pytest.raises(Refused, match="权限"):
                act(actor)


def test_a_stage_the_regulation_does_not_ask_for_cannot_be_opened(cast):
    for subject, stage in (("teacher", "parents"), ("pupil", "peer")):
        with pytest.raises(Refused, match="没有规定这个评价阶段"):
            open_stage(cast.dean, cast.term.id, subject, stage, NOW)


def test_a_stage_is_opened_once_and_closed_once(cast):
    stage = opened(cast.term, "teacher", "peer")
    with pytest.raises(Refused, match="教师互评已经在进行中"):
        open_stage(cast.dean, cast.term.id, "teacher", "peer", NOW)
    closed(stage)
    with pytest.raises(Refused, match="教师互评已经结束"):
        close_stage(cast.dean, stage, NOW)
    with pytest.raises(Refused, match="重新开放请写明原因"):
        open_stage(cast.dean, cast.term.id, "teacher", "peer", NOW)


def test_a_closed_stage_is_reopened_with_a_reason_that_is_kept(cast):
    stage = opened(cast.term, "teacher", "peer")
    with pytest.raises(Refused, match="已经在进行中"):
        reopen_stage(cast.dean, stage, "漏评两位", NOW)
    closed(stage)
    with pytest.raises(Refused, match="请填写重新开放的原因"):
        reopen_stage(cast.dean, stage, " ", NOW)
    view = reopen_stage(cast.dean, stage, "漏评两位", LATER)
    assert (view.state, view.closed_at) == (StageState.OPEN, None)
    last = Trace.select().order_by(Trace.id.desc()).get()
    assert last.act == "reopen_stage"
    assert "漏评两位" in last.detail


def test_a_stage_that_is_not_there_is_told(cast):
    for act in (
        lambda: close_stage(cast.dean, 9, NOW),
        lambda: reopen_stage(cast.dean, 9, "漏评", NOW),
        lambda: unfinished(cast.dean, 9),
    ):
        with pytest.raises(Refused, match="没有编号为 9 的评价阶段"):
            act()


def test_the_office_sees_how_many_of_how_many_are_handed_in(cast):
    stage = opened(cast.term, "teacher", "peer")
    gives(cast.teacher, stage, **{f"_{cast.lin.id}": "90"})
    view = _stage(cast.dean, cast, "teacher", "peer")
    assert (view.handed_in, view.expected) == (1, 6)


def test_a_teacher_sees_what_they_have_to_mark_but_not_how_far_others_are(cast):
    stage = opened(cast.term, "teacher", "peer")
    gives(cast.teacher, stage, **{f"_{cast.lin.id}": "90"})
    view = _stage(cast.teacher, cast, "teacher", "peer")
    assert (view.mine, view.left, view.handed_in, view.expected) == (2, 1, None, None)


def test_who_has_not_finished_is_told_but_not_what_anybody_gave(cast):
    stage = opened(cast.term, "teacher", "peer")
    gives(cast.teacher, stage, **{f"_{cast.lin.id}": "90", f"_{cast.zhou.id}": "80"})
    gives(cast.leader, stage, **{f"_{cast.lin.id}": "90"})
    found = unfinished(cast.dean, stage)
    assert [(each.name, each.group_name, each.given, each.expected) for each in found] == [
        ("林远", "语文组", 0, 2), ("周敏", "语文组", 1, 2),
    ]  # fmt: skip


def test_a_teacher_is_not_told_who_has_not_finished(cast):
    stage = opened(cast.term, "teacher", "peer")
    for actor in (cast.teacher, cast.leader):
        with pytest.raises(Refused, match="权限"):
            unfinished(actor, stage)


def test_a_mark_for_somebody_who_left_the_group_no_longer_counts_as_handed_in(cast):
    stage = opened(cast.term, "teacher", "peer")
    gives(cast.teacher, stage, **{f"_{cast.lin.id}": "90"})
    Membership.delete().where(Membership.teacher == cast.lin).execute()
    view = _stage(cast.dean, cast, "teacher", "peer")
    assert (view.handed_in, view.expected) == (0, 2)


def test_only_research_groups_and_people_at_work_take_part(cast):
    grade = a_group("七年级组", GroupKind.GRADE)
    Membership.create(group=grade, teacher=cast.su, leads=True)
    Teacher.update(left_at=NOW).where(Teacher.id == cast.lin.id).execute()
    assert _stage(cast.dean, cast, "group", "self").expected == 1
    assert _stage(cast.dean, cast, "teacher", "peer").expected == 2
    assert Group.select().count() == 2


def test_what_waits_for_somebody_is_counted_over_the_open_stages(cast):
    assert due(cast.teacher, NOW) == 0
    opened(cast.term, "teacher", "self")
    closed(opened(cast.term, "teacher", "principal"))
    stage = opened(cast.term, "teacher", "peer")
    assert due(cast.teacher, NOW) == 3
    gives(cast.teacher, stage, **{f"_{cast.lin.id}": "90"})
    assert due(cast.teacher, NOW) == 2
    assert due(cast.head, NOW) == 1
    assert due(OPERATOR, NOW) == 0


def test_nothing_waits_once_the_regulation_no_longer_asks(cast):
    opened(cast.term, "teacher", "self")
    unevaluated(cast.term)
    assert due(cast.teacher, NOW) == 0


def test_the_weights_are_told_as_shares_whatever_they_add_up_to(cast):
    weighed(cast.term)
    assert [each.percent for each in stages(cast.dean, cast.term.id)[:4]] == [
        "10%", "30%", "30%", "30%",
    ]  # fmt: skip


@pytest.mark.parametrize("without", ["peer", "teacher", "everything"])
def test_a_stage_that_is_no_longer_asked_for_can_still_be_closed_and_reopened(cast, without):
    stage = opened(cast.term, "teacher", "peer")
    if without == "everything":
        unevaluated(cast.term)
    else:
        evaluated(cast.term, without=without)
    left = stages(cast.dean, cast.term.id)[-1]
    assert (left.id, left.title, left.percent, left.mine) == (stage, "教师互评", "", 0)
    assert due(cast.teacher, NOW) == 0
    assert close_stage(cast.dean, stage, LATER).state is StageState.CLOSED
    again = reopen_stage(cast.dean, stage, "误关", LATER)
    assert (again.title, again.state) == ("教师互评", StageState.OPEN)


def test_a_leader_without_a_group_to_mark_sees_the_stage_all_the_same(cast):
    opened(cast.term, "group", "peer")
    assert _stage(cast.leader, cast, "group", "peer").mine == 0
    Membership.create(group=a_group("数学组"), teacher=cast.su, leads=True)
    assert _stage(cast.leader, cast, "group", "peer").mine == 1


def test_more_people_take_no_more_queries(cast, memory):
    def queries():
        statements = []
        memory.query_hooks.append(lambda event: statements.append(event.sql))
        stages(cast.dean, cast.term.id)
        memory.query_hooks.clear()
        return len(statements)

    opened(cast.term, "teacher", "peer")
    few = queries()
    for number in range(2001, 2012):
        a_teacher(str(number), "教师", group=cast.group, pin="")
    assert queries() == few == 7
