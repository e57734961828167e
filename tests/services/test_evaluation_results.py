"""What a closed stage came to (D9): averages without names, and nothing before it closes."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.builders import NOW, OPERATOR, an_actor
from tests.services.cast import a_cast
from tests.services.evaluating import closed, evaluated, gives, opened, unevaluated
from yanxiu_tui.errors import Refused
from yanxiu_tui.services.evaluation import reopen_stage
from yanxiu_tui.services.evaluation_marks import NewMark, give_marks
from yanxiu_tui.services.evaluation_results import Comment, comments, my_results, results

LATER = NOW + timedelta(days=1)


@pytest.fixture
def cast(memory):
    cast = a_cast()
    evaluated(cast.term)
    return cast


def _peer(cast):
    """教师互评, open: 林远 was given 90 and 85.5, 苏慧 77.77."""
    stage = opened(cast.term, "teacher", "peer")
    gives(cast.teacher, stage, **{f"_{cast.lin.id}": "90"})
    gives(cast.leader, stage, **{f"_{cast.lin.id}": "85.5", f"_{cast.su.id}": "77.77"})
    return stage


def _line(found, teacher):
    return next(each for each in found.lines if each.subject.id == teacher.id)


def test_before_a_stage_closes_its_marks_are_refused_to_every_role(cast):
    _peer(cast)
    for actor in (cast.dean, cast.head, cast.vice, OPERATOR):
        with pytest.raises(Refused, match="还没有结束的阶段"):
            results(actor, cast.term.id, "teacher")
    for actor in (cast.teacher, cast.leader):
        with pytest.raises(Refused, match="权限"):
            results(actor, cast.term.id, "teacher")
    for actor in (cast.teacher, cast.leader, cast.dean, cast.head, cast.vice):
        assert my_results(actor, cast.term.id).lines == ()


def test_a_stage_still_open_is_not_seen_beside_one_that_is_closed(cast):
    _peer(cast)
    stage = opened(cast.term, "teacher", "self")
    gives(an_actor(cast.lin), stage, **{f"_{cast.lin.id}": "100"})
    closed(stage)
    found = results(cast.dean, cast.term.id, "teacher")
    assert found.closed == {"self"}
    line = _line(found, cast.lin)
    assert (line.means, line.combined) == ({"self": Decimal(100)}, Decimal(100))


def test_the_office_and_the_heads_see_averages_and_counts_after_closing(cast):
    closed(_peer(cast))
    for actor in (cast.dean, cast.head, cast.vice, OPERATOR):
        line = _line(results(actor, cast.term.id, "teacher"), cast.lin)
        assert line.means == {"peer": Decimal("87.75")}
        assert line.counts == {"peer": 2}
    assert _line(results(cast.dean, cast.term.id, "teacher"), cast.su).means == {
        "peer": Decimal("77.77")
    }


def test_somebody_nobody_marked_has_no_score_and_not_zero(cast):
    closed(_peer(cast))
    line = _line(results(cast.dean, cast.term.id, "teacher"), cast.zhou)
    assert (line.means, line.counts, line.combined) == ({}, {}, None)


def test_a_teacher_sees_their_own_averages_and_nobody_else_s(cast):
    closed(_peer(cast))
    found = my_results(cast.teacher, cast.term.id)
    assert [(each.subject.name, each.means) for each in found.lines] == [
        ("苏慧", {"peer": Decimal("77.77")})
    ]
    assert found.closed == {("teacher", "peer")}


def test_a_leader_sees_their_group_s_averages_beside_their_own(cast):
    stage = opened(cast.term, "group", "principal")
    gives(cast.head, stage, **{f"_{cast.group.id}": "92.5"})
    closed(stage)
    (line,) = my_results(cast.leader, cast.term.id).lines
    assert (line.kind, line.subject.name, line.combined) == ("group", "语文组", Decimal("92.5"))
    assert my_results(cast.teacher, cast.term.id).lines == ()


def test_a_leader_of_the_school_sees_their_own_as_such(cast):
    stage = opened(cast.term, "leader", "self")
    gives(cast.dean, stage, **{f"_{cast.dean.teacher_id}": "85"})
    closed(stage)
    (line,) = my_results(cast.dean, cast.term.id).lines
    assert (line.kind, line.means) == ("leader", {"self": Decimal(85)})


def _self_and_peer(cast):
    closed(_peer(cast))
    stage = opened(cast.term, "teacher", "self")
    gives(an_actor(cast.lin), stage, **{f"_{cast.lin.id}": "100"})
    closed(stage)


def test_stages_without_a_mark_are_left_out_of_the_weights(cast):
    _self_and_peer(cast)
    line = _line(results(cast.dean, cast.term.id, "teacher"), cast.lin)
    assert line.combined == Decimal("90.81")  # (0.1 × 100 + 0.3 × 87.75) ÷ 0.4


def test_or_keep_the_whole_waiting(cast):
    evaluated(cast.term, "pending")
    _self_and_peer(cast)
    assert _line(results(cast.dean, cast.term.id, "teacher"), cast.lin).combined is None


def test_a_reopened_stage_is_hidden_again(cast):
    stage = _peer(cast)
    closed(stage)
    reopen_stage(cast.dean, stage, "漏评", LATER)
    with pytest.raises(Refused, match="还没有结束的阶段"):
        results(cast.dean, cast.term.id, "teacher")
    assert my_results(cast.teacher, cast.term.id).lines == ()


def test_many_hundredths_add_up_exactly(cast):
    stage = opened(cast.term, "teacher", "panel")
    for actor, score in ((cast.dean, "0.1"), (cast.head, "0.2"), (cast.vice, "0.3")):
        gives(actor, stage, **{f"_{cast.su.id}": score})
    closed(stage)
    assert _line(results(cast.dean, cast.term.id, "teacher"), cast.su).means == {
        "panel": Decimal("0.20")
    }


def _commented(cast):
    stage = opened(cast.term, "teacher", "peer")
    give_marks(cast.leader, stage, [NewMark(cast.su.id, "80", "望多听课")], NOW)
    give_marks(an_actor(cast.lin), stage, [NewMark(cast.su.id, "80", "乐于助人")], LATER)
    return stage


def test_comments_are_read_after_closing_without_names_or_order_of_time(cast):
    closed(_commented(cast))
    written = [Comment("互评", "乐于助人"), Comment("互评", "望多听课")]
    for actor in (cast.teacher, cast.dean, cast.head):
        assert comments(actor, cast.term.id, "teacher", cast.su.id) == written


def test_before_closing_nobody_reads_them(cast):
    _commented(cast)
    for actor in (cast.teacher, cast.dean, cast.head):
        assert comments(actor, cast.term.id, "teacher", cast.su.id) == []


def test_a_colleague_never_reads_them(cast):
    closed(_commented(cast))
    with pytest.raises(Refused, match="权限"):
        comments(cast.leader, cast.term.id, "teacher", cast.su.id)


def test_without_evaluation_in_the_regulation_there_is_nothing_to_see(cast):
    unevaluated(cast.term)
    for act in (
        lambda: results(cast.dean, cast.term.id, "teacher"),
        lambda: comments(cast.teacher, cast.term.id, "teacher", cast.su.id),
    ):
        with pytest.raises(Refused, match="没有规定四级评价"):
            act()
    assert my_results(cast.teacher, cast.term.id).lines == ()
