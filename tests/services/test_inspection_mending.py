"""整改: who says that a finding is mended, what is told of it, how long it waits (D4)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from db.models import InspectionMending, Term, Trace
from tests.builders import NOW, a_group, a_teacher, an_actor
from tests.services.cast import a_cast
from tests.services.test_races import at_once
from tests.services.test_steering import INSPECTION_DRAFT
from yanxiu_tui.clock import end_of
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import inspection_mending, inspections, minutes, steering, teachers
from yanxiu_tui.services.inspections import FindingDraft

DAY = timedelta(days=1)
SPRING = NOW + 150 * DAY
DONE = "两次评语补齐了"


@pytest.fixture
def cast(memory):
    return a_cast("dadong")


@pytest.fixture
def kept(cast):
    """苏慧, 语文组 and the school are to mend; 林远 did well."""
    made = steering.keep(cast.dean, INSPECTION_DRAFT, NOW)
    for draft in (
        FindingDraft("缺两次听课评语", False, staff_no="1001"),
        FindingDraft("缺分工", False, group_id=cast.group.id),
        FindingDraft("学习笔记要按周检查", False),
        FindingDraft("反思有深度", True, staff_no="1002"),
    ):
        inspections.add(cast.dean, made, draft, NOW)
    return made


@pytest.fixture
def found(cast, kept):
    """The finished inspection's findings, in that order."""
    steering.finish(cast.dean, kept, NOW)
    return [each.id for each in inspections.of_record(cast.dean, kept)]


def _told(cast, kept):
    """Of the 通报: whose it is and where it stands."""
    told = inspections.bulletin(cast.dean, kept, NOW + 3 * DAY)
    return {each.whose: each.standing for each in told.to_mend}


def _waits(actor, cast):
    return [each.words for each in inspection_mending.to_do(actor, cast.term.id)]


def test_the_leader_says_what_was_done_and_it_stands_with_the_finding(cast, kept, found):
    view = inspection_mending.mend(cast.leader, found[0], DONE, NOW + DAY)
    assert (view.standing, view.mended.words, view.mended.by) == ("已整改", DONE, cast.leader.name)
    assert [each.standing for each in inspections.seen(cast.head, cast.term.id)] == [
        "已整改", "未整改", "未整改", "好",
    ]  # fmt: skip
    printed = dict(minutes.minutes(cast.dean, kept).sections)["逐条情况"]
    assert f"苏慧老师：缺两次听课评语（已整改：{DONE}）" in printed
    assert "语文组：缺分工（未整改）" in printed
    assert not Trace.select().where(Trace.detail.contains(DONE)).exists()


def test_whoever_answers_for_it_says_so_and_nobody_else_nor_of_themselves(cast, found):
    other = a_group("数学组")
    stranger = an_actor(a_teacher("2001", "赵易", group=other), Role.RESEARCH_GROUP_LEADER,
                        leads=(other,))  # fmt: skip
    teacher, group, school, _ = found
    with pytest.raises(Refused, match="请组长或教导处来标"):
        inspection_mending.mend(cast.teacher, teacher, DONE, NOW)
    for finding, actor in ((teacher, stranger), (group, stranger), (school, cast.leader)):
        with pytest.raises(Refused, match="没有办理这件事的权限"):
            inspection_mending.mend(actor, finding, DONE, NOW)
    assert not InspectionMending.select().exists()
    inspection_mending.mend(cast.leader, group, DONE, NOW)
    inspection_mending.mend(cast.dean, school, DONE, NOW)
    seen = inspections.seen(cast.leader, cast.term.id)
    assert [each.mendable for each in seen] == [True, True, False, False]


def test_only_what_a_finished_inspection_found_lacking_is_mended_and_once(cast, kept):
    first, *_, good = inspections.of_record(cast.dean, kept)
    assert first.standing == "要整改"
    with pytest.raises(Refused, match="还没有办结"):
        inspection_mending.mend(cast.dean, first.id, DONE, NOW)
    steering.finish(cast.dean, kept, NOW)
    with pytest.raises(Refused, match="做得好，不用整改"):
        inspection_mending.mend(cast.dean, good.id, DONE, NOW)
    with pytest.raises(Refused, match="请填写整改的情况"):
        inspection_mending.mend(cast.dean, first.id, " ", NOW)
    inspection_mending.mend(cast.dean, first.id, DONE, NOW)
    with pytest.raises(Refused, match="已经标为已整改"):
        inspection_mending.mend(cast.leader, first.id, DONE, NOW)


def test_taken_back_it_is_to_be_mended_again_and_all_of_it_stays_on_record(cast, found):
    with pytest.raises(Refused, match="还没有标为已整改"):
        inspection_mending.take_back(cast.dean, found[0], "没有补", NOW)
    inspection_mending.mend(cast.leader, found[0], DONE, NOW)
    assert inspection_mending.take_back(cast.dean, found[0], "只补了一次", NOW).mended is None
    again = inspection_mending.mend(cast.leader, found[0], "都补了", NOW)
    assert again.mended.words == "都补了"
    assert [(row.words, row.withdrawn_reason) for row in InspectionMending.select()] == [
        (DONE, "只补了一次"), ("都补了", ""),
    ]  # fmt: skip


def test_two_who_mark_the_same_at_once_mark_it_once(cast, found):
    marking = [
        lambda actor=actor: inspection_mending.mend(actor, found[0], DONE, NOW)
        for actor in (cast.leader, cast.dean, cast.head) * 2
    ]
    refused = [each for each in at_once(marking) if isinstance(each, Refused)]
    assert [each.reason for each in refused] == ["mended"] * 5
    assert InspectionMending.select().count() == 1


def test_what_a_bulletin_told_stays_as_it_was_told(cast, kept, found):
    teacher, group, *_ = found
    inspection_mending.mend(cast.leader, group, "补了分工", NOW)
    inspections.publish(cast.dean, kept, True, NOW + DAY)
    frozen = {"苏慧老师": "未整改", "语文组": "已整改", "全校": "未整改"}
    assert _told(cast, kept) == frozen
    inspection_mending.mend(cast.leader, teacher, DONE, NOW + 2 * DAY)
    inspection_mending.take_back(cast.dean, group, "没有补全", NOW + 2 * DAY)
    assert _told(cast, kept) == frozen
    inspections.publish(cast.dean, kept, True, NOW + 3 * DAY)
    assert _told(cast, kept) == {"苏慧老师": "已整改", "语文组": "未整改", "全校": "未整改"}


def test_it_waits_until_it_is_mended_due_a_fortnight_after_the_inspection(cast, found):
    own = "督查要您整改：缺两次听课评语"
    group = "督查要语文组整改：缺分工"
    assert _waits(cast.teacher, cast) == [own]
    assert _waits(cast.leader, cast) == ["督查要苏慧老师整改：缺两次听课评语", group]
    (office,) = inspection_mending.to_do(cast.dean, cast.term.id)
    assert (office.words, office.count) == ("督查查到的 3 条还没有整改", 3)
    (mine,) = inspection_mending.to_do(cast.teacher, cast.term.id)
    assert mine.due_at == office.due_at == end_of(date(2026, 10, 28))
    inspection_mending.mend(cast.leader, found[0], DONE, NOW + 30 * DAY)
    assert _waits(cast.teacher, cast) == []
    assert _waits(cast.leader, cast) == [group]
    assert _waits(an_actor(cast.lin), cast) == []


def test_an_earlier_terms_still_waits_and_is_still_marked(cast, found):
    following = Term.create(
        name="第二学期", starts_on=date(2027, 2, 22), ends_on=date(2027, 7, 9),
        regulation=cast.term.regulation_id,
    )  # fmt: skip
    (mine,) = inspection_mending.to_do(cast.teacher, following.id)
    assert (mine.words, mine.term_id) == (
        "以前学期的督查要您整改：缺两次听课评语", cast.term.id
    )  # fmt: skip
    (office,) = inspection_mending.to_do(cast.dean, following.id)
    assert (office.words, office.term_id) == ("以前学期的督查查到的 3 条还没有整改", cast.term.id)
    kept = steering.keep(cast.dean, replace(INSPECTION_DRAFT, day=following.starts_on), SPRING)
    inspections.add(cast.dean, kept, FindingDraft("缺记录", False), SPRING)
    steering.finish(cast.dean, kept, SPRING)
    waits = inspection_mending.to_do(cast.dean, following.id)
    assert {each.term_id: each.count for each in waits} == {cast.term.id: 3, None: 1}
    for finding in [each.id for each in inspections.seen(cast.dean, following.id)] + found[:3]:
        inspection_mending.mend(cast.dean, finding, DONE, SPRING)
    assert inspection_mending.to_do(cast.dean, following.id) == []


def test_what_was_withdrawn_or_found_of_somebody_who_has_left_waits_for_nobody(cast, kept, found):
    teachers.mark_left(cast.dean, "1001", "调出", NOW)
    (office,) = inspection_mending.to_do(cast.dean, cast.term.id)
    assert office.count == 2
    steering.withdraw(cast.dean, kept, "查的不是这学期", NOW)
    assert inspection_mending.to_do(cast.dean, cast.term.id) == []
    with pytest.raises(Refused, match="可能已经撤回"):
        inspection_mending.mend(cast.dean, found[0], DONE, NOW)


def test_many_findings_take_few_queries(cast, kept, queries):
    for number in range(20):
        inspections.add(cast.dean, kept, FindingDraft(f"缺 {number}", False, staff_no="1001"), NOW)
    steering.finish(cast.dean, kept, NOW)
    with queries() as made:
        assert len(inspection_mending.to_do(cast.leader, cast.term.id)) == 22
    assert len(made) <= 5
