"""Who taught confirms and may answer; the office voids, and lets stand again (Z22, Z24)."""

from datetime import timedelta

import pytest

from db.models import Manuscript, Observation, Trace
from db.models.work import Work
from tests.builders import NOW, OPERATOR, an_actor
from tests.services.cast import a_cast
from tests.services.lessons import begun, completed, written
from tests.services.races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import manuscripts, observation_decisions, observations
from yanxiu_tui.services.observation_views import ObservationState, of_me, to_confirm

LATER = NOW + timedelta(days=1)


@pytest.fixture
def cast(memory):
    return a_cast()


@pytest.fixture
def lin(cast):
    """林远, who taught."""
    return an_actor(cast.lin)


def _counted(kind: str) -> int:
    return Work.select().where(Work.kind == kind).count()


def test_who_taught_confirms_and_answers_in_one_act(cast, lin):
    made = completed(cast.teacher)
    done = observation_decisions.confirm(lin, made.id, " 谢谢，下次改。\n", LATER)
    assert (done.state, done.answer) == (ObservationState.CONFIRMED, "谢谢，下次改。")
    assert (done.confirmed_at, _counted("lesson_review")) == (LATER, 1)
    assert Trace.get(Trace.act == "confirm_observation").actor_id == cast.lin.id


def test_an_answer_may_come_later_and_once(cast, lin):
    made = completed(cast.teacher)
    with pytest.raises(Refused, match="请先确认"):
        observation_decisions.answer(lin, made.id, "谢谢", NOW)
    observation_decisions.confirm(lin, made.id, "", NOW)
    with pytest.raises(Refused, match="请填写回应"):
        observation_decisions.answer(lin, made.id, " ", LATER)
    assert observation_decisions.answer(lin, made.id, "谢谢", LATER).answer == "谢谢"
    with pytest.raises(Refused, match="已经写过回应"):
        observation_decisions.answer(lin, made.id, "再谢", LATER)


def test_an_answer_as_long_as_an_essay_is_refused(cast, lin):
    made = completed(cast.teacher)
    with pytest.raises(Refused, match="1000 字以内"):
        observation_decisions.confirm(lin, made.id, "长" * 1001, NOW)
    assert Observation.get().confirmed_at is None


def test_nobody_but_who_taught_confirms(cast):
    made = completed(cast.teacher)
    for actor in (cast.teacher, cast.dean, OPERATOR):
        with pytest.raises(Refused, match="由执教老师本人确认"):
            observation_decisions.confirm(actor, made.id, "", NOW)


def test_only_what_is_completed_is_confirmed_and_only_once(cast, lin):
    made = written(cast.teacher)
    with pytest.raises(Refused, match="没有完成或已作废"):
        observation_decisions.confirm(lin, made.id, "", NOW)
    observations.complete(cast.teacher, made.id, "", {}, NOW)
    observation_decisions.confirm(lin, made.id, "", NOW)
    with pytest.raises(Refused, match="已经确认过"):
        observation_decisions.confirm(lin, made.id, "", NOW)


def test_what_is_confirmed_is_not_reopened(cast, lin):
    made = completed(cast.teacher)
    observation_decisions.confirm(lin, made.id, "", NOW)
    with pytest.raises(Refused, match="已经确认，不能再改"):
        observations.reopen(cast.teacher, made.id, NOW)


def test_confirming_while_the_observer_reopens_leaves_one_of_the_two(cast, lin):
    made = completed(cast.teacher)
    done = at_once(
        [
            lambda: observation_decisions.confirm(lin, made.id, "", NOW),
            lambda: observations.reopen(cast.teacher, made.id, NOW),
        ]
    )
    assert sum(isinstance(each, Refused) for each in done) == 1
    row = Observation.get()
    assert (row.confirmed_at is None) == (row.completed_at is None)


def test_several_are_confirmed_at_once_and_only_those_that_wait_for_one(cast, lin):
    ids = [completed(cast.teacher, period=period).id for period in (1, 2)]
    ids.append(written(cast.teacher, period=4).id)
    ids.append(completed(cast.teacher, period=5, taught_by_no="1003").id)
    assert to_confirm(lin) == 2
    assert observation_decisions.confirm_many(lin, ids, NOW) == 2
    assert observation_decisions.confirm_many(lin, ids, NOW) == 0
    assert (to_confirm(lin), to_confirm(OPERATOR)) == (0, 0)
    assert Trace.select().where(Trace.act == "confirm_observation").count() == 2
    assert [each.state for each in of_me(lin, cast.term.id)] == [ObservationState.CONFIRMED] * 2


def test_the_office_voids_with_a_reason_and_it_counts_no_more(cast):
    made = completed(cast.teacher)
    for actor in (cast.dean, cast.vice):
        done = observation_decisions.void(actor, made.id, "那天停课", NOW)
        assert (done.state, done.void_reason, done.voided_by) == (
            ObservationState.VOIDED, "那天停课", actor.name,
        )  # fmt: skip
        assert _counted("observation") == _counted("observation_taken") == 0
        back = observation_decisions.unvoid(actor, made.id, NOW)
        assert (back.state, back.void_reason) == (ObservationState.COMPLETED, "")
        assert _counted("observation") == 1
    assert Manuscript.get().closed_at is not None


def test_others_do_not_void_nor_let_stand_again(cast, lin):
    made = completed(cast.teacher)
    for actor in (cast.teacher, lin, cast.leader, cast.head, OPERATOR):
        with pytest.raises(Refused, match="没有办理这件事的权限"):
            observation_decisions.void(actor, made.id, "不想要", NOW)
        with pytest.raises(Refused, match="没有办理这件事的权限"):
            observation_decisions.unvoid(actor, made.id, NOW)


def test_one_takes_back_a_record_begun_by_mistake_oneself(cast):
    made = begun(cast.teacher)
    observation_decisions.void(cast.teacher, made.id, "选错了人", NOW)
    with pytest.raises(Refused, match="已经作废"):
        observations.complete(cast.teacher, made.id, "", {}, NOW)
    with pytest.raises(Refused, match="已经定稿"):
        manuscripts.write(cast.teacher, made.manuscript_id, "advice", "再说", 0, NOW)
    assert begun(cast.teacher).state is ObservationState.WRITING
    with pytest.raises(Refused, match="没有办理这件事的权限"):
        observation_decisions.void(an_actor(cast.lin), made.id, "与我无关", NOW)


def test_an_unfinished_record_that_stands_again_is_written_on(cast):
    made = written(cast.teacher)
    observation_decisions.void(cast.dean, made.id, "弄错了", NOW)
    assert observation_decisions.unvoid(cast.dean, made.id, NOW).state is ObservationState.WRITING
    assert Manuscript.get().closed_at is None


def test_the_office_does_not_let_a_record_of_its_own_stand_again(cast):
    made = completed(cast.dean)
    observation_decisions.void(cast.dean, made.id, "弄错了", NOW)
    with pytest.raises(Refused, match="由别人恢复"):
        observation_decisions.unvoid(cast.dean, made.id, NOW)
    observation_decisions.unvoid(cast.vice, made.id, NOW)


def test_voiding_needs_a_reason_and_happens_once(cast):
    made = completed(cast.teacher)
    with pytest.raises(Refused, match="请填写作废的原因"):
        observation_decisions.void(cast.dean, made.id, " ", NOW)
    with pytest.raises(Refused, match="没有作废"):
        observation_decisions.unvoid(cast.dean, made.id, NOW)
    observation_decisions.void(cast.dean, made.id, "弄错了", NOW)
    with pytest.raises(Refused, match="已经作废"):
        observation_decisions.void(cast.dean, made.id, "弄错了", NOW)
