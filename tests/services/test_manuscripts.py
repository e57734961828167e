"""文稿: kept as it is typed, never over a text one has not seen, found again by what it says."""

from datetime import timedelta

import pytest

from db import search
from db.models import Manuscript, Passage, SetAside, Trace
from tests.builders import NOW, a_group, a_teacher, an_actor
from tests.services.cast import a_cast
from tests.services.prep import a_prep_group, a_session, a_unit, is_over, the_leader
from tests.services.races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.roles import GroupKind, Role
from yanxiu_tui.rules.search import phrases
from yanxiu_tui.services import manuscripts, planning, prep_sessions
from yanxiu_tui.services.manuscripts import Clash, Written

DAY = NOW.date()


@pytest.fixture
def cast(memory):
    return a_cast()


def a_plan(cast) -> int:
    """The 共性教案 of 语文组, with nothing written."""
    return manuscripts.begin(
        manuscripts.SHARED_PLAN, cast.term.id, "第一单元", DAY, NOW, group_id=cast.group.id
    ).id


def found(typed: str) -> list[int]:
    return [row.rowid for row in search.matching(phrases(typed))]


def write(actor, plan, text, based_on, now=NOW):
    return manuscripts.write(actor, plan, "aims", text, based_on, now)


def test_what_is_typed_is_kept_and_counted_as_a_revision(cast):
    plan, su = a_plan(cast), an_actor(cast.su, belongs=(cast.group,))
    first = write(su, plan, "读懂", 0)
    second = write(su, plan, "读懂背影", first.passage.revision)
    assert (first.passage.revision, second.passage.revision) == (1, 2)
    kept = manuscripts.manuscript(su, plan).passages["aims"]
    assert (kept.text, kept.revision, kept.edited_by) == ("读懂背影", 2, "苏慧")


def test_what_another_wrote_meanwhile_is_not_overwritten(cast):
    plan = a_plan(cast)
    su, lin = an_actor(cast.su, belongs=(cast.group,)), an_actor(cast.lin, belongs=(cast.group,))
    write(lin, plan, "林远写的", 0)
    clash = write(su, plan, "苏慧写的", 0)
    assert isinstance(clash, Clash)
    assert (clash.theirs.text, clash.theirs.edited_by) == ("林远写的", "林远")
    assert Passage.get().text == "林远写的"


def test_two_who_write_the_same_section_at_once_do_not_both_succeed(cast):
    plan = a_plan(cast)
    su, lin = an_actor(cast.su, belongs=(cast.group,)), an_actor(cast.lin, belongs=(cast.group,))
    done = at_once(
        [lambda each=each: write(each, plan, each.name, 0) for each in (su, lin, su, lin)]
    )
    assert {type(each) for each in done} == {Written, Clash}
    assert Passage.get().text == next(e.passage.text for e in done if isinstance(e, Written))


def test_saving_the_same_text_again_changes_nothing_and_clashes_with_nobody(cast):
    plan, su = a_plan(cast), an_actor(cast.su, belongs=(cast.group,))
    write(su, plan, "读懂", 0)
    assert write(su, plan, "读懂", 0).passage.revision == 1


def test_a_clash_is_settled_and_what_gave_way_stays_on_record(cast):
    plan = a_plan(cast)
    su, lin = an_actor(cast.su, belongs=(cast.group,)), an_actor(cast.lin, belongs=(cast.group,))
    write(lin, plan, "林远写的", 0)
    manuscripts.write_over(su, plan, "aims", "苏慧写的", NOW)
    (gone,) = manuscripts.set_aside(su, plan)
    assert (gone.text, gone.author, gone.section) == ("林远写的", "林远", "aims")
    manuscripts.write_over(lin, plan, "aims", "苏慧写的", NOW, aside="林远又写的")
    assert [each.text for each in manuscripts.set_aside(su, plan)] == ["林远又写的", "林远写的"]


def test_two_texts_put_together_leave_nothing_aside(cast):
    plan, su = a_plan(cast), an_actor(cast.su, belongs=(cast.group,))
    write(su, plan, "甲", 0)
    manuscripts.write_over(su, plan, "aims", "甲\n乙", NOW, aside="乙")
    assert not SetAside.select().exists()


def test_typing_on_leaves_one_trace_a_sitting(cast):
    plan, su = a_plan(cast), an_actor(cast.su, belongs=(cast.group,))
    for second in range(5):
        write(su, plan, "字" * (second + 1), second, NOW + timedelta(seconds=second))
    write(su, plan, "后来", 5, NOW + timedelta(hours=1))
    assert Trace.select().where(Trace.act == "write").count() == 2


def test_a_stranger_to_the_group_neither_reads_nor_writes(cast):
    plan = a_plan(cast)
    stranger = an_actor(cast.su, belongs=(a_group("数学组"),))
    with pytest.raises(Refused, match="没有查看的权限"):
        manuscripts.manuscript(stranger, plan)
    with pytest.raises(Refused, match="不能修改"):
        write(stranger, plan, "插一句", 0)
    assert not Passage.select().exists()


def test_a_research_group_leader_reads_what_members_prepare_in_their_prep_group(cast):
    prep = a_group("七年级语文备课组", GroupKind.PREP)
    a_teacher("1020", "马丽", group=prep)
    plan = manuscripts.begin(
        manuscripts.SHARED_PLAN, cast.term.id, "第二单元", DAY, NOW, group_id=prep.id
    ).id
    with pytest.raises(Refused):
        manuscripts.manuscript(cast.leader, plan)
    prep.memberships.model.create(group=prep, teacher=cast.su)
    view = manuscripts.manuscript(cast.leader, plan)
    assert not view.may_write


def test_a_reflection_once_handed_in_is_its_leaders_to_read_and_nobody_elses_to_write(cast):
    own = manuscripts.begin(
        manuscripts.REFLECTION, cast.term.id, "反思", DAY, NOW, author_id=cast.su.id
    ).id
    su, lin = an_actor(cast.su, belongs=(cast.group,)), an_actor(cast.lin, belongs=(cast.group,))
    assert manuscripts.manuscript(su, own).may_write
    with pytest.raises(Refused):
        manuscripts.manuscript(cast.leader, own)
    manuscripts.close(own, NOW)
    for reader in (cast.leader, cast.dean, cast.head):
        assert not manuscripts.manuscript(reader, own).may_write
    with pytest.raises(Refused):
        manuscripts.manuscript(lin, own)
    with pytest.raises(Refused, match="不能修改"):
        manuscripts.write(cast.dean, own, "success", "代写", 0, NOW)


def test_what_is_told_of_somebody_is_theirs_to_read_once_it_is_finished(cast):
    heard = manuscripts.begin(
        manuscripts.OBSERVATION, cast.term.id, "背影", DAY, NOW, author_id=cast.su.id,
        about_id=cast.lin.id,
    ).id  # fmt: skip
    lin = an_actor(cast.lin)
    with pytest.raises(Refused):
        manuscripts.manuscript(lin, heard)
    manuscripts.close(heard, NOW)
    assert manuscripts.manuscript(lin, heard).title == "背影"


def test_what_is_closed_is_written_no_more_until_it_is_opened_again(cast):
    plan, su = a_plan(cast), an_actor(cast.su, belongs=(cast.group,))
    manuscripts.close(plan, NOW)
    with pytest.raises(Refused, match="已经定稿"):
        write(su, plan, "再写", 0)
    manuscripts.close(plan, None)
    assert isinstance(write(su, plan, "再写", 0), Written)


def test_a_text_far_too_long_is_refused_and_control_characters_are_dropped(cast):
    plan, su = a_plan(cast), an_actor(cast.su, belongs=(cast.group,))
    with pytest.raises(Refused, match="一节最多"):
        write(su, plan, "字" * 20_001, 0)
    write(su, plan, "一\r\n二\x00\x1b\ud800三", 0)
    assert Passage.get().text == "一\n二三"


def test_a_manuscript_is_found_by_its_title_and_by_what_stands_in_it_now(cast):
    plan, su = a_plan(cast), an_actor(cast.su, belongs=(cast.group,))
    assert found("第一单元") == [plan]
    write(su, plan, "朱自清《背影》", 0)
    assert found("背影") == [plan]
    write(su, plan, "《春》", 1)
    assert found("背影") == []
    manuscripts.retitle(plan, "第二单元", DAY)
    assert (found("第一单元"), found("第二 春")) == ([], [plan])
    assert Manuscript.get().title == "第二单元"


def test_a_leader_of_nothing_sees_no_more_than_a_teacher(cast):
    plan = a_plan(cast)
    with pytest.raises(Refused):
        manuscripts.manuscript(an_actor(cast.lin, Role.RESEARCH_GROUP_LEADER), plan)


def test_whoever_hosts_or_records_a_session_writes_it_and_its_plan_until_it_is_signed(cast):
    a_prep_group(cast)
    guest = an_actor(a_teacher("1030", "赵刚"))
    unit, other = a_unit(cast), a_unit(cast, "第二单元")
    session = a_session(cast, unit, recorder_no="1030")
    for manuscript_id in (session.plan_id, session.notes_id):
        assert isinstance(write(guest, manuscript_id, "记录人写的", 0), Written)
    with pytest.raises(Refused, match="没有查看的权限"):
        manuscripts.manuscript(guest, other.plan_id)
    with pytest.raises(Refused, match="不能修改"):
        write(guest, other.plan_id, "插一句", 0)
    is_over(cast, session)
    prep_sessions.sign(the_leader(cast), session.id, NOW + timedelta(hours=2))
    assert not manuscripts.manuscript(guest, session.plan_id).may_write
    with pytest.raises(Refused, match="不能修改"):
        write(guest, session.plan_id, "又写", 1)


def test_a_session_called_off_lets_its_host_write_no_more(cast):
    a_prep_group(cast)
    guest = an_actor(a_teacher("1030", "赵刚"))
    session = a_session(cast, a_unit(cast), host_no="1030")
    planning.cancel(cast.dean, session.activity_id, "停电", NOW)
    with pytest.raises(Refused, match="不能修改"):
        write(guest, session.plan_id, "再写", 0)
