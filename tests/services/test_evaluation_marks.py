"""评分 (D9): given, changed, seen by nobody else, and no more once the stage closes."""

import json
from datetime import timedelta
from decimal import Decimal
from threading import Event, Thread

import pytest

from db.connection import database
from db.models import Mark, Trace
from tests.builders import NOW, OPERATOR, an_actor
from tests.services.cast import a_cast
from tests.services.evaluating import closed, evaluated, opened, unevaluated
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import evaluation_marks
from yanxiu_tui.services.evaluation import close_stage, reopen_stage
from yanxiu_tui.services.evaluation_marks import NewMark, give_marks, to_mark

LATER = NOW + timedelta(days=1)


@pytest.fixture
def cast(memory):
    cast = a_cast()
    evaluated(cast.term)
    return cast


@pytest.fixture
def peer(cast):
    """教师互评, open."""
    return opened(cast.term, "teacher", "peer")


def _lines(actor, stage):
    return [(line.subject.name, line.score, line.comment) for line in to_mark(actor, stage).lines]


def test_a_teacher_marks_the_colleagues_of_their_group(cast, peer):
    marking = to_mark(cast.teacher, peer)
    assert (marking.title, marking.full, marking.open) == ("教师互评", 100, True)
    assert _lines(cast.teacher, peer) == [("林远", None, ""), ("周敏", None, "")]
    assert marking.lines[0].subject.about == "语文组"


def test_many_marks_are_given_at_once(cast, peer):
    marks = [NewMark(cast.lin.id, "９５．５", "肯钻研"), NewMark(cast.zhou.id, "88")]
    assert give_marks(cast.teacher, peer, marks, NOW) == 2
    assert _lines(cast.teacher, peer) == [
        ("林远", Decimal("95.5"), "肯钻研"), ("周敏", Decimal("88"), ""),
    ]  # fmt: skip


def test_a_mark_may_be_changed_until_the_stage_closes(cast, peer):
    give_marks(cast.teacher, peer, [NewMark(cast.lin.id, "60", "待提高")], NOW)
    give_marks(cast.teacher, peer, [NewMark(cast.lin.id, "90")], LATER)
    assert _lines(cast.teacher, peer)[0] == ("林远", Decimal("90"), "")
    assert [mark.at for mark in Mark.select()] == [LATER]


def test_of_two_marks_for_the_same_person_in_one_act_the_last_one_stands(cast, peer):
    marks = [NewMark(cast.lin.id, "60"), NewMark(cast.lin.id, "70")]
    assert give_marks(cast.teacher, peer, marks, NOW) == 1
    assert Mark.get().score == Decimal("70")


def test_a_group_s_mark_is_changed_too(cast):
    stage = opened(cast.term, "group", "self")
    give_marks(cast.leader, stage, [NewMark(cast.group.id, "60")], NOW)
    give_marks(cast.leader, stage, [NewMark(cast.group.id, "90")], LATER)
    marking = to_mark(cast.leader, stage)
    assert [(line.subject.name, line.subject.about) for line in marking.lines] == [
        ("语文组", "周敏")
    ]
    assert marking.lines[0].score == Decimal("90")


def test_leaders_are_named_with_their_office(cast):
    stage = opened(cast.term, "leader", "principal")
    lines = to_mark(cast.head, stage).lines
    assert [(line.subject.name, line.subject.about) for line in lines] == [
        ("何静", "教导主任"), ("孙正", "副校长"),
    ]  # fmt: skip


def test_nobody_sees_what_others_gave(cast, peer):
    give_marks(cast.teacher, peer, [NewMark(cast.lin.id, "60", "待提高")], NOW)
    for actor in (cast.leader, an_actor(cast.lin), cast.dean, cast.head, cast.vice):
        assert all(score is None for _, score, _ in _lines(actor, peer))


def test_the_trace_tells_that_marks_were_given_but_not_to_whom_nor_which(cast, peer):
    give_marks(cast.teacher, peer, [NewMark(cast.lin.id, "61.5", "待提高")], NOW)
    last = Trace.select().order_by(Trace.id.desc()).get()
    assert (last.act, last.subject_id, json.loads(last.detail)) == (
        "give_marks",
        peer,
        {"marks": 1},
    )


@pytest.mark.parametrize("typed", ["", "-1", "100.5", "90.123", "优"])
def test_what_is_no_score_is_refused_and_nothing_of_the_act_is_kept(cast, peer, typed):
    marks = [NewMark(cast.zhou.id, "90"), NewMark(cast.lin.id, typed)]
    with pytest.raises(Refused, match="分数应为 0 至 100，最多两位小数"):
        give_marks(cast.teacher, peer, marks, NOW)
    assert not Mark.select().exists()


def test_nobody_marks_those_they_do_not_mark(cast, peer):
    for subject_id in (cast.su.id, cast.head.teacher_id, 999):
        with pytest.raises(Refused, match="不在您要评的名单里"):
            give_marks(cast.teacher, peer, [NewMark(subject_id, "90")], NOW)
    with pytest.raises(Refused, match="不在您要评的名单里"):
        give_marks(cast.dean, peer, [NewMark(cast.su.id, "90")], NOW)


def test_a_comment_too_long_is_refused(cast, peer):
    with pytest.raises(Refused, match="评语太长"):
        give_marks(cast.teacher, peer, [NewMark(cast.lin.id, "90", "好" * 201)], NOW)


def test_a_closed_stage_takes_no_marks_until_it_is_reopened(cast, peer):
    closed(peer)
    with pytest.raises(Refused, match="已经结束"):
        give_marks(cast.teacher, peer, [NewMark(cast.lin.id, "90")], NOW)
    assert not to_mark(cast.teacher, peer).open
    reopen_stage(cast.dean, peer, "漏评", LATER)
    assert give_marks(cast.teacher, peer, [NewMark(cast.lin.id, "90")], LATER) == 1


def test_the_operator_marks_nobody(cast, peer):
    for act in (lambda: to_mark(OPERATOR, peer), lambda: give_marks(OPERATOR, peer, [], NOW)):
        with pytest.raises(Refused, match="权限"):
            act()


def test_without_evaluation_in_the_regulation_nothing_is_marked(cast, peer):
    unevaluated(cast.term)
    with pytest.raises(Refused, match="没有规定四级评价"):
        to_mark(cast.teacher, peer)
    with pytest.raises(Refused, match="没有规定四级评价"):
        give_marks(cast.teacher, peer, [NewMark(cast.lin.id, "90")], NOW)


def test_a_stage_that_is_no_longer_asked_for_takes_no_marks(cast, peer):
    evaluated(cast.term, without="peer")
    marking = to_mark(cast.teacher, peer)
    assert (marking.title, marking.open) == ("教师互评", False)
    with pytest.raises(Refused, match="现行制度已不再要求教师互评"):
        give_marks(cast.teacher, peer, [NewMark(cast.lin.id, "90")], NOW)
    assert not Mark.select().exists()


def test_a_stage_does_not_close_while_marks_are_being_given(cast, peer, monkeypatch):
    """Whoever closes it has seen every mark: the number they leave on record is all there are."""
    checked, over = Event(), Event()
    keep = evaluation_marks._keep

    def keep_later(*marks):
        checked.set()
        # The stage must not be closed in this time, which is all it has to slip in between.
        over.wait(timeout=0.5)
        keep(*marks)

    def close():
        with database.connection_context():
            checked.wait(timeout=120)
            close_stage(OPERATOR, peer, LATER)
            over.set()

    monkeypatch.setattr(evaluation_marks, "_keep", keep_later)
    closer = Thread(target=close)
    closer.start()
    give_marks(cast.teacher, peer, [NewMark(cast.lin.id, "90")], NOW)
    closer.join(timeout=120)
    last = Trace.get(Trace.act == "close_stage")
    assert json.loads(last.detail)["marks"] == Mark.select().count() == 1
