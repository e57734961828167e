"""一票否决 (Z39): the principal's, with a reason, never computed."""

from datetime import timedelta

import pytest

from db.models import Award, Trace, Veto
from tests.builders import NOW, OPERATOR, a_teacher, an_actor
from tests.services.cast import a_cast
from tests.services.races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import veto

LATER = NOW + timedelta(days=1)
WHY = "师德考核不合格"


@pytest.fixture
def cast(memory):
    return a_cast()


def _given(cast, staff_no="1001"):
    return veto.give(cast.head, cast.term.id, staff_no, WHY, NOW)


def test_the_principal_vetoes_a_teacher_and_says_why(cast):
    given = _given(cast)
    assert (given.teacher_id, given.name, given.reason) == (cast.su.id, "苏慧", WHY)
    assert (given.by, given.at, given.awards) == ("钱立", NOW, ())
    assert veto.standing(cast.term.id) == {cast.su.id: given.id}
    assert Trace.get().act == "give_veto"


def test_nobody_else_may_not_even_the_office(cast):
    for actor in (cast.dean, cast.vice, cast.leader, cast.teacher, OPERATOR):
        with pytest.raises(Refused, match="权限"):
            veto.give(actor, cast.term.id, "1002", WHY, NOW)
    assert not Veto.select().exists()


def test_a_veto_without_a_reason_is_refused(cast):
    with pytest.raises(Refused, match="请填写一票否决的理由"):
        veto.give(cast.head, cast.term.id, "1001", " \n", NOW)
    with pytest.raises(Refused, match="200 个字"):
        veto.give(cast.head, cast.term.id, "1001", "差" * 201, NOW)


def test_whoever_gives_it_is_told_which_awards_should_be_withdrawn(cast):
    for name, withdrawn in (("先进个人", None), ("满勤奖", NOW)):
        Award.create(
            term=cast.term, award="any", name=name, teacher=cast.su, decided_at=NOW,
            withdrawn_at=withdrawn,
        )  # fmt: skip
    assert _given(cast).awards == ("先进个人",)
    assert Award.select().where(Award.withdrawn_at.is_null()).count() == 1


def test_two_principals_at_once_give_one_veto(cast):
    done = at_once([lambda: _given(cast)] * 3)
    assert sum(isinstance(each, Refused) for each in done) == 2
    assert Veto.select().count() == 1


def test_who_is_under_a_veto_is_told_without_the_reason(cast):
    _given(cast)
    assert WHY not in repr(veto.standing(cast.term.id))


def test_nobody_vetoes_themselves(cast):
    with pytest.raises(Refused, match="自己"):
        _given(cast, "1005")


def test_a_second_veto_that_would_stand_beside_the_first_is_refused(cast):
    _given(cast)
    with pytest.raises(Refused, match="已经被一票否决"):
        _given(cast)
    assert Veto.select().count() == 1


def test_a_lifted_veto_does_not_stand_but_is_kept_with_both_reasons(cast):
    veto.lift(cast.head, _given(cast).id, "复核后撤销", LATER)
    assert veto.standing(cast.term.id) == {}
    kept = Veto.get()
    assert (kept.reason, kept.lifted_reason, kept.lifted_at) == (WHY, "复核后撤销", LATER)
    assert kept.lifted_by_id == cast.head.teacher_id


def test_after_it_was_lifted_a_teacher_may_be_vetoed_again(cast):
    veto.lift(cast.head, _given(cast).id, "复核后撤销", LATER)
    again = _given(cast)
    assert veto.standing(cast.term.id) == {cast.su.id: again.id}


def test_lifting_needs_the_principal_a_reason_and_a_veto_that_stands(cast):
    given = _given(cast)
    with pytest.raises(Refused, match="权限"):
        veto.lift(cast.vice, given.id, "复核后撤销", LATER)
    with pytest.raises(Refused, match="请填写"):
        veto.lift(cast.head, given.id, "", LATER)
    with pytest.raises(Refused, match="没有编号为"):
        veto.lift(cast.head, given.id + 1, "复核后撤销", LATER)
    veto.lift(cast.head, given.id, "复核后撤销", LATER)
    with pytest.raises(Refused, match="已经撤销"):
        veto.lift(cast.head, given.id, "复核后撤销", LATER)


def test_nobody_lifts_the_veto_on_themselves(cast):
    other = an_actor(a_teacher("1008", "赵岚", Role.PRINCIPAL), Role.PRINCIPAL)
    given = veto.give(other, cast.term.id, "1005", WHY, NOW)
    with pytest.raises(Refused, match="自己"):
        veto.lift(cast.head, given.id, "没有这回事", LATER)


def test_the_reason_is_for_the_teacher_the_office_and_the_heads(cast):
    _given(cast)
    told = [cast.teacher, cast.dean, cast.vice, cast.head]
    assert {veto.reason_for(actor, cast.term.id, cast.su.id) for actor in told} == {WHY}
    for actor in (cast.leader, an_actor(cast.lin)):
        assert veto.reason_for(actor, cast.term.id, cast.su.id) == ""


def test_without_a_veto_there_is_no_reason(cast):
    assert veto.reason_for(cast.head, cast.term.id, cast.su.id) == ""


def test_a_term_s_vetoes_are_its_own(cast):
    _given(cast)
    assert veto.standing(cast.term.id + 1) == {}
