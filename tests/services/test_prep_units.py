"""备课组的学期计划: units in order, their weeks, how far each is, and what Z10, Z12, Z13 say."""

import json
from datetime import date, timedelta

import pytest

from db.models import Manuscript, Membership, PrepUnit, Teacher, Term, Trace
from tests.builders import NOW, a_group, a_term_after, an_actor
from tests.services.cast import a_cast
from tests.services.prep import (
    a_member,
    a_prep_group,
    a_session,
    a_unit,
    is_over,
    the_leader,
)
from tests.services.races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.roles import GroupKind, Role
from yanxiu_tui.services import manuscripts, past_staff, planning, prep_sessions, prep_units
from yanxiu_tui.services.prep_units import UnitDraft


@pytest.fixture
def cast(memory):
    found = a_cast()
    a_prep_group(found)
    return found


@pytest.fixture
def group_id(cast) -> int:
    return a_group("七年级语文备课组", GroupKind.PREP).id


def titles(cast, group_id) -> list[str]:
    return [each.title for each in prep_units.units(the_leader(cast), group_id, cast.term.id)]


def test_a_unit_has_weeks_a_speaker_and_an_empty_plan_of_its_own(cast, group_id):
    made = a_unit(cast, first_week=2, last_week=3, keynote_no="1001")
    assert (made.number, made.first_week, made.last_week, made.keynote_name) == (1, 2, 3, "苏慧")
    assert (made.filled, made.sections, made.versions, made.sessions) == (0, 9, 0, 0)
    plan = Manuscript.get_by_id(made.plan_id)
    assert (plan.kind, plan.title, plan.group_id) == ("shared_plan", "第一单元", group_id)
    assert plan.day == date(2026, 9, 7)


def test_a_unit_without_weeks_is_dated_from_the_terms_start(cast):
    assert Manuscript.get_by_id(a_unit(cast).plan_id).day == cast.term.starts_on
    first = a_unit(cast, "第二单元", first_week=1)
    assert Manuscript.get_by_id(first.plan_id).day == cast.term.starts_on
    assert (first.first_week, first.last_week) == (1, 1)


@pytest.mark.parametrize("first,last,said", [(0, 1, "1 到"), (1, 99, "1 到"), (5, 3, "早于")])
def test_weeks_that_cannot_be_are_refused(cast, first, last, said):
    with pytest.raises(Refused, match=said):
        a_unit(cast, first_week=first, last_week=last)
    assert not PrepUnit.select().exists()
    assert not Manuscript.select().exists()


def test_the_same_unit_is_not_planned_twice(cast):
    a_unit(cast)
    with pytest.raises(Refused, match="已经在本学期的计划里"):
        a_unit(cast)
    second = a_unit(cast, "第二单元")
    with pytest.raises(Refused, match="已经在本学期的计划里"):
        prep_units.change(the_leader(cast), second.id, UnitDraft("第一单元"), NOW)


def test_a_changed_unit_takes_its_plan_with_it_and_leaves_what_it_was_on_record(cast):
    made = a_unit(cast, first_week=2)
    changed = UnitDraft("第一单元 四季", 4, 5, "1002")
    view = prep_units.change(the_leader(cast), made.id, changed, NOW)
    assert (view.title, view.first_week, view.keynote_name) == ("第一单元 四季", 4, "林远")
    plan = Manuscript.get_by_id(made.plan_id)
    assert (plan.title, plan.day) == ("第一单元 四季", date(2026, 9, 21))
    told = json.loads(Trace.get(Trace.act == "change_unit").detail)
    assert told["before"] == ["第一单元", 2, 2, None]


def test_sessions_ahead_follow_the_unit_to_another_speaker_those_over_do_not(cast):
    made = a_unit(cast, keynote_no="1001")
    over = a_session(cast, made)
    is_over(cast, over)
    ahead = a_session(
        cast, made, starts_at=NOW.replace(day=21), ends_at=NOW.replace(day=21, hour=8)
    )
    prep_units.change(the_leader(cast), made.id, UnitDraft(made.title, keynote_no="1002"), NOW)
    leader = the_leader(cast)
    assert prep_sessions.session(leader, over.id).keynote_name == "苏慧"
    assert prep_sessions.session(leader, ahead.id).keynote_name == "林远"
    assert planning.draft_of(ahead.activity_id).presenter == "林远"


def test_units_are_put_in_another_order(cast, group_id):
    made = [a_unit(cast, title) for title in ("一", "二", "三")]
    prep_units.move(the_leader(cast), made[2].id, -1, NOW)
    assert titles(cast, group_id) == ["一", "三", "二"]
    prep_units.move(the_leader(cast), made[0].id, 9, NOW)
    assert titles(cast, group_id) == ["三", "二", "一"]
    prep_units.move(the_leader(cast), made[0].id, 1, NOW)
    assert titles(cast, group_id) == ["三", "二", "一"]


def test_a_dropped_unit_stays_on_record_and_its_plan_can_only_be_read(cast, group_id):
    first, second = a_unit(cast), a_unit(cast, "第二单元")
    prep_units.drop(the_leader(cast), first.id, NOW)
    (left,) = prep_units.units(the_leader(cast), group_id, cast.term.id)
    assert (left.id, left.number) == (second.id, 1)
    gone = prep_units.unit(the_leader(cast), first.id)
    assert (gone.dropped_at, gone.may_plan, gone.may_write) == (NOW, False, False)
    assert not manuscripts.manuscript(a_member(cast), first.plan_id).may_write
    with pytest.raises(Refused, match="已从计划里删去"):
        prep_units.move(the_leader(cast), first.id, 1, NOW)
    a_unit(cast)


def test_a_unit_that_was_prepared_is_only_dropped_with_a_reason(cast, group_id):
    made = a_unit(cast)
    a_session(cast, made)
    with pytest.raises(Refused, match="已有 1 次备课"):
        prep_units.drop(the_leader(cast), made.id, NOW)
    prep_units.drop(the_leader(cast), made.id, NOW, "教材改版")
    assert titles(cast, group_id) == []
    assert "教材改版" in Trace.get(Trace.act == "drop_unit").detail


def test_only_whoever_plans_for_the_group_changes_its_plan(cast, group_id):
    made = a_unit(cast)
    member, other = a_member(cast), an_actor(cast.lin, Role.PREP_GROUP_LEADER)
    for actor in (member, other):
        for act in (
            lambda actor=actor: prep_units.add(actor, group_id, cast.term.id, UnitDraft("二"), NOW),
            lambda actor=actor: prep_units.change(actor, made.id, UnitDraft("二"), NOW),
            lambda actor=actor: prep_units.move(actor, made.id, 1, NOW),
            lambda actor=actor: prep_units.drop(actor, made.id, NOW),
        ):
            with pytest.raises(Refused, match="没有办理这件事的权限"):
                act()
    assert [each.may_plan for each in prep_units.units(member, group_id, cast.term.id)] == [False]
    assert prep_units.add(cast.dean, group_id, cast.term.id, UnitDraft("二"), NOW).may_plan


def test_a_stranger_to_the_group_does_not_see_its_plan(cast, group_id):
    made = a_unit(cast)
    stranger = an_actor(Teacher.get(Teacher.name == "何静"))
    assert prep_units.my_groups(stranger) == []
    for act in (
        lambda: prep_units.units(stranger, group_id, cast.term.id),
        lambda: prep_units.plan_of_term(stranger, group_id, cast.term.id),
        lambda: prep_units.unit(stranger, made.id),
    ):
        with pytest.raises(Refused, match="权限"):
            act()


def test_ones_own_groups_come_first_and_grade_groups_prepare_nothing(cast):
    a_group("一年级数学备课组", GroupKind.PREP)
    a_group("七年级年级组", GroupKind.GRADE)
    names = [each.name for each in prep_units.my_groups(a_member(cast))]
    assert names == ["七年级语文备课组"]
    names = [each.name for each in prep_units.my_groups(cast.dean)]
    assert names == ["一年级数学备课组", "七年级语文备课组", "语文组"]


def test_a_research_group_leader_sees_the_plans_of_the_members_prep_groups(cast, group_id):
    a_unit(cast)
    groups = prep_units.my_groups(cast.leader)
    assert [each.name for each in groups] == ["语文组", "七年级语文备课组"]
    assert len(prep_units.units(cast.leader, group_id, cast.term.id)) == 1


def test_coverage_counts_the_units_with_a_session_that_was_held(cast, group_id):
    leader = the_leader(cast)
    assert prep_units.plan_of_term(leader, group_id, cast.term.id).coverage == 0
    first, second, _ = (a_unit(cast, title) for title in ("一", "二", "三"))
    is_over(cast, a_session(cast, first))
    later = NOW.replace(day=21)
    a_session(cast, second, starts_at=later, ends_at=later.replace(hour=8))
    plan = prep_units.plan_of_term(leader, group_id, cast.term.id)
    assert (plan.covered, plan.coverage) == (1, 33)
    assert [(each.held, each.sessions) for each in plan.units] == [(1, 1), (0, 1), (0, 0)]


def test_a_session_called_off_counts_for_nothing(cast, group_id):
    made = a_unit(cast)
    planning.cancel(cast.dean, a_session(cast, made).activity_id, "停电", NOW)
    (view,) = prep_units.units(the_leader(cast), group_id, cast.term.id)
    assert (view.sessions, view.held) == (0, 0)


def test_a_section_counts_as_filled_once_something_but_blanks_stands_in_it(cast, group_id):
    made, su = a_unit(cast), a_member(cast)
    manuscripts.write(su, made.plan_id, "aims", "读懂", 0, NOW)
    manuscripts.write(su, made.plan_id, "students", " \n　", 0, NOW)
    manuscripts.write(su, made.plan_id, "unknown", "旁的", 0, NOW)
    assert prep_units.unit(su, made.id).filled == 1


def test_whoever_has_not_spoken_is_named_those_without_a_unit_first(cast, group_id):
    leader = the_leader(cast)
    is_over(cast, a_session(cast, a_unit(cast, keynote_no="1001")))
    a_unit(cast, "第二单元", keynote_no="1002")
    plan = prep_units.plan_of_term(leader, group_id, cast.term.id)
    assert [(each.name, each.unit) for each in plan.silent] == [("周敏", ""), ("林远", "第二单元")]


def test_a_group_that_is_not_as_z10_asks_is_told_and_plans_all_the_same(cast, group_id):
    leader = the_leader(cast)
    assert prep_units.plan_of_term(leader, group_id, cast.term.id).warning == ""
    for teacher, grade in ((cast.su, "七年级"), (cast.zhou, "七年级"), (cast.lin, "八年级")):
        Teacher.update(grade=grade).where(Teacher.id == teacher.id).execute()
    warning = prep_units.plan_of_term(leader, group_id, cast.term.id).warning
    assert warning == "年级不同：林远（八年级）（Z10「原则上以同年级、同科目的任课教师组成」）。"
    assert a_unit(cast).number == 1


def test_the_plan_of_a_term_that_is_over_is_read_with_those_who_were_in_the_group(cast, group_id):
    spring = a_term_after(cast.term)
    before = prep_units.plan_of_term(cast.dean, group_id, cast.term.id)
    past_staff.keep(NOW + timedelta(weeks=22))
    Membership.delete().where(Membership.teacher == cast.lin).execute()
    Teacher.update(grade="八年级").execute()
    assert prep_units.plan_of_term(cast.dean, group_id, cast.term.id) == before
    assert len(prep_units.plan_of_term(cast.dean, group_id, spring.id).silent) == 2


def test_the_plan_is_read_in_as_many_queries_however_long_it_is(cast, group_id, queries):
    leader = the_leader(cast)

    def count() -> int:
        with queries() as made:
            prep_units.plan_of_term(leader, group_id, cast.term.id)
        return len(made)

    a_unit(cast)
    few = count()
    for number in range(12):
        made = a_unit(cast, f"第{number}课", keynote_no="1002")
        at = NOW.replace(month=11, day=1 + number)
        a_session(cast, made, starts_at=at, ends_at=at.replace(hour=8))
        manuscripts.write(leader, made.plan_id, "aims", "读懂", 0, NOW)
    assert count() == few == 8


def test_another_terms_units_are_another_plan(cast, group_id):
    before = Term.create(
        name="上学期", starts_on=date(2026, 2, 20), ends_on=date(2026, 7, 5),
        regulation=cast.term.regulation_id,
    )  # fmt: skip
    prep_units.add(the_leader(cast), group_id, before.id, UnitDraft("第一单元"), NOW)
    assert titles(cast, group_id) == []
    assert a_unit(cast).number == 1


def test_two_who_add_units_at_once_number_them_one_after_the_other(cast, group_id):
    leader, term_id = the_leader(cast), cast.term.id
    names = ["一", "二", "三", "四"]
    at_once(
        [
            lambda name=name: prep_units.add(leader, group_id, term_id, UnitDraft(name), NOW)
            for name in names
        ]
    )
    found = prep_units.units(leader, group_id, term_id)
    assert [each.number for each in found] == [1, 2, 3, 4]
    assert {each.title for each in found} == set(names)


def test_the_same_unit_added_on_two_terminals_is_one_unit(cast, group_id):
    leader, term_id = the_leader(cast), cast.term.id
    done = at_once(
        [lambda: prep_units.add(leader, group_id, term_id, UnitDraft("第一单元"), NOW)] * 4
    )
    assert sum(isinstance(each, Refused) for each in done) == 3
    assert PrepUnit.select().count() == 1


def test_of_several_who_reorder_at_once_each_moves_what_the_one_before_left(cast, group_id):
    leader = the_leader(cast)
    made = [a_unit(cast, title) for title in ("一", "二", "三", "四", "五")]
    moves = [(0, 4), (4, -4), (2, 1), (1, 2), (3, -3), (0, 1)]
    at_once(
        [
            lambda at=at, step=step: prep_units.move(leader, made[at].id, step, NOW)
            for at, step in moves
        ]
    )
    order = [each.id for each in made]
    for told in Trace.select().where(Trace.act == "move_unit").order_by(Trace.id):
        detail = json.loads(told.detail)
        assert order.pop(detail["before"] - 1) == told.subject_id
        order.insert(detail["after"] - 1, told.subject_id)
    found = prep_units.units(leader, group_id, cast.term.id)
    assert [each.id for each in found] == order
    assert [each.number for each in found] == [1, 2, 3, 4, 5]


def test_a_unit_dropped_while_it_is_being_planned_for_is_one_or_the_other(cast):
    leader, made = the_leader(cast), a_unit(cast)
    dropped, planned = at_once(
        [lambda: prep_units.drop(leader, made.id, NOW), lambda: a_session(cast, made)]
    )
    assert isinstance(dropped, Refused) != isinstance(planned, Refused)
