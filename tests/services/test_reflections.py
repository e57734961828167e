"""教后反思 and 教育叙事: however short, written by nobody else, stamped when late (Z16, X1, P6)."""

from datetime import timedelta

import pytest

from db.models import Reflection, Trace, Work
from tests.builders import NOW, OPERATOR, a_group, an_actor
from tests.services.cast import a_cast
from tests.services.races import at_once
from tests.services.writings import a_unit, lin, su
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import manuscripts, reflections


@pytest.fixture
def cast(memory):
    return a_cast()


def written(cast, text="孩子们自己读出了背影。", section="success"):
    """A reflection of 苏慧 on a unit, with something in it."""
    begun = reflections.begin(su(cast), a_unit(cast).id, NOW)
    manuscripts.write(su(cast), begun.manuscript_id, section, text, 0, NOW)
    return begun


def test_the_five_prompts_are_offered_and_nothing_is_written_for_anyone(cast):
    begun = reflections.begin(su(cast), a_unit(cast).id, NOW)
    names = [section.name for section in reflections.sections(begun.id)]
    assert names == ["成功之举", "败笔之处", "教学机智", "学生的创新见解", "再教设计"]
    assert not manuscripts.manuscript(su(cast), begun.manuscript_id).passages
    assert (begun.title, begun.group_name, begun.handed_on) == ("第一单元", "语文组", None)


def test_one_character_is_enough_to_hand_in_and_then_it_counts(cast):
    begun = written(cast, "好")
    assert not Work.select().exists()
    handed_in = reflections.hand_in(su(cast), begun.id, NOW)
    assert str(handed_in.handed_on) == "2026-10-14"
    (counts,) = Work.select()
    assert (counts.kind, counts.teacher_id, counts.title) == ("reflection", cast.su.id, "第一单元")
    assert not manuscripts.manuscript(su(cast), begun.manuscript_id).may_write


def test_nothing_but_blanks_is_not_handed_in(cast):
    begun = written(cast, " \n　")
    with pytest.raises(Refused, match="一个字也没写"):
        reflections.hand_in(su(cast), begun.id, NOW)
    assert Reflection.get().handed_on is None


def test_what_is_taken_back_is_written_again_and_counts_from_the_new_day(cast):
    begun = written(cast)
    reflections.hand_in(su(cast), begun.id, NOW)
    with pytest.raises(Refused, match="10月14日 交过"):
        reflections.hand_in(su(cast), begun.id, NOW)
    reflections.take_back(su(cast), begun.id, NOW)
    assert not Work.select().exists()
    manuscripts.write(su(cast), begun.manuscript_id, "failure", "拖堂了。", 0, NOW)
    later = NOW + timedelta(days=2)
    assert str(reflections.hand_in(su(cast), begun.id, later).handed_on) == "2026-10-16"
    acts = [row.act for row in Trace.select().order_by(Trace.id)]
    assert acts.count("hand_in") == 2
    assert '"2026-10-14"' in Trace.get(Trace.act == "take_back").detail


def test_what_was_not_handed_in_cannot_be_taken_back(cast):
    begun = written(cast)
    with pytest.raises(Refused, match="还没有交"):
        reflections.take_back(su(cast), begun.id, NOW)


def test_handed_in_from_two_terminals_at_once_it_is_handed_in_once(cast):
    begun = written(cast)
    done = at_once([lambda: reflections.hand_in(su(cast), begun.id, NOW)] * 3)
    assert sum(isinstance(each, Refused) for each in done) == 2
    assert Trace.select().where(Trace.act == "hand_in").count() == 1


def test_begun_on_two_terminals_at_once_it_is_one_reflection(cast):
    unit = a_unit(cast)
    at_once([lambda: reflections.begin(su(cast), unit.id, NOW)] * 4)
    assert Reflection.select().count() == 1


def test_long_after_the_unit_was_taught_it_is_a_late_entry(cast):
    # The unit's week ends on 10-18; a fortnight later is still in time.
    begun = written(cast)
    in_time = reflections.hand_in(su(cast), begun.id, NOW + timedelta(days=18))
    assert (str(in_time.handed_on), in_time.late_entry) == ("2026-11-01", False)
    reflections.take_back(su(cast), begun.id, NOW)
    assert reflections.hand_in(su(cast), begun.id, NOW + timedelta(days=19)).late_entry


def test_a_unit_without_weeks_is_never_reflected_on_too_late(cast):
    begun = reflections.begin(su(cast), a_unit(cast, weeks=(None, None)).id, NOW)
    manuscripts.write(su(cast), begun.manuscript_id, "again", "换个导入。", 0, NOW)
    assert not reflections.hand_in(su(cast), begun.id, NOW + timedelta(days=90)).late_entry


def test_a_narrative_needs_a_title_and_no_unit(cast):
    with pytest.raises(Refused, match="请填写题目"):
        reflections.begin_narrative(su(cast), " ", NOW)
    begun = reflections.begin_narrative(su(cast), "那个不说话的孩子", NOW)
    assert [section.name for section in reflections.sections(begun.id)] == ["叙事"]
    manuscripts.write(su(cast), begun.manuscript_id, "narrative", "他开口了。", 0, NOW)
    reflections.hand_in(su(cast), begun.id, NOW)
    assert Work.get().kind == "narrative"


def test_several_may_be_written_on_a_unit_but_no_second_empty_one(cast):
    unit = a_unit(cast)
    first = reflections.begin(su(cast), unit.id, NOW)
    assert reflections.begin(su(cast), unit.id, NOW).id == first.id
    manuscripts.write(su(cast), first.manuscript_id, "wit", "有。", 0, NOW)
    second = reflections.begin(su(cast), unit.id, NOW)
    assert second.title == "第一单元（第 2 篇）"
    assert {each.id for each in reflections.mine(su(cast), cast.term.id)} == {first.id, second.id}


def test_nobody_else_hands_in_or_takes_back(cast):
    begun = written(cast)
    for actor in (lin(cast), cast.leader, cast.dean, cast.head, OPERATOR):
        with pytest.raises(Refused, match="不是您能看、能改的"):
            reflections.hand_in(actor, begun.id, NOW)
    reflections.hand_in(su(cast), begun.id, NOW)
    with pytest.raises(Refused):
        reflections.take_back(cast.dean, begun.id, NOW)


def test_a_unit_of_a_group_one_may_not_see_is_refused_and_so_is_the_operator(cast):
    unit = a_unit(cast)
    stranger = an_actor(cast.lin, belongs=(a_group("数学组"),))
    with pytest.raises(Refused, match="没有查看的权限"):
        reflections.begin(stranger, unit.id, NOW)
    with pytest.raises(Refused, match="没有办理"):
        reflections.begin(OPERATOR, unit.id, NOW)
    with pytest.raises(Refused, match="没有这个单元"):
        reflections.begin(su(cast), 99, NOW)
    assert not Reflection.select().exists()


def test_leaders_see_what_was_handed_in_and_colleagues_do_not(cast):
    begun = written(cast)
    group, term = cast.group.id, cast.term.id
    assert reflections.of_group(cast.leader, group, term) == []
    reflections.hand_in(su(cast), begun.id, NOW)
    for reader in (cast.leader, cast.dean):
        assert [each.id for each in reflections.of_group(reader, group, term)] == [begun.id]
    assert reflections.of_group(lin(cast), group, term) == []
