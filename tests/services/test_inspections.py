"""督查: what was found, who may know of it, and the 通报 that tells all (D4)."""

import pytest

from db.models import InspectionFinding, Membership
from tests.builders import NOW, a_group, a_teacher, an_actor
from tests.services.cast import a_cast
from tests.services.test_steering import INSPECTION_DRAFT, MEETING_DRAFT
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import inspections, steering, steering_views
from yanxiu_tui.services.inspections import FindingDraft


@pytest.fixture
def cast(memory):
    return a_cast("dadong")


@pytest.fixture
def inspection(cast):
    """One with four findings: a group and 林远 did well, 苏慧 and the school are to mend."""
    kept = steering.keep(cast.dean, INSPECTION_DRAFT, NOW)
    for draft in (
        FindingDraft("集体备课记录完整", True, group_id=cast.group.id),
        FindingDraft("反思有深度", True, staff_no="1002"),
        FindingDraft("缺两次听课评语", False, staff_no="1001"),
        FindingDraft("学习笔记要按周检查", False),
    ):
        inspections.add(cast.dean, kept, draft, NOW)
    return kept


def _words(actor, cast):
    return {each.words for each in inspections.seen(actor, cast.term.id)}


def test_findings_are_written_down_and_struck_out_while_it_goes_on(cast, inspection):
    first, *_ = inspections.of_record(cast.head, inspection)
    assert (first.whose, first.good, first.of_teacher) == ("语文组", True, False)
    inspections.strike(cast.dean, first.id, NOW)
    assert len(inspections.of_record(cast.head, inspection)) == 3
    assert InspectionFinding.select().count() == 4
    with pytest.raises(Refused, match="没有这一条"):
        inspections.strike(cast.dean, first.id, NOW)
    assert steering_views.record(cast.dean, inspection).findings == 3


def test_one_of_two_with_the_same_name_is_told_from_the_other(cast, inspection):
    a_teacher("1077", "苏慧")
    told = [each.whose for each in inspections.of_record(cast.head, inspection)]
    assert told == ["语文组", "林远老师", "苏慧老师（1001）", "全校"]


def test_findings_alone_are_record_enough_to_finish_and_then_stay(cast, inspection):
    steering.finish(cast.dean, inspection, NOW)
    with pytest.raises(Refused, match="已经办结"):
        inspections.add(cast.dean, inspection, FindingDraft("补一条"), NOW)


def test_a_meeting_has_no_findings(cast):
    kept = steering.keep(cast.dean, MEETING_DRAFT, NOW)
    with pytest.raises(Refused, match="会议没有检查情况"):
        inspections.add(cast.dean, kept, FindingDraft("好"), NOW)


def test_who_is_to_mend_something_knows_it_with_their_leader_and_nobody_else(cast, inspection):
    other = a_group("数学组")
    stranger = an_actor(a_teacher("2001", "赵易", group=other), belongs=(other,))
    colleague = an_actor(cast.lin, belongs=(cast.group,))
    assert not _words(cast.teacher, cast)
    steering.finish(cast.dean, inspection, NOW)
    mend, school = "缺两次听课评语", "学习笔记要按周检查"
    assert _words(cast.teacher, cast) == {mend, school}
    assert _words(colleague, cast) == {"集体备课记录完整", "反思有深度", school}
    assert len(_words(cast.leader, cast)) == len(_words(cast.head, cast)) == 4
    assert _words(stranger, cast) == {school}
    assert [each.words for each in steering_views.to_do(cast.teacher, NOW)] == [
        f"督查要您整改：{mend}"
    ]


@pytest.mark.parametrize("names", [False, True])
def test_a_bulletin_names_who_is_to_mend_only_where_the_office_says_so(cast, inspection, names):
    stranger = an_actor(a_teacher("2001", "赵易"))
    with pytest.raises(Refused, match="先办结"):
        inspections.publish(cast.dean, inspection, names, NOW)
    steering.finish(cast.dean, inspection, NOW)
    inspections.publish(cast.dean, inspection, names, NOW)
    told = inspections.bulletin(cast.dean, inspection, NOW)
    assert [each.whose for each in told.good] == ["语文组", "林远老师"]
    assert ("苏慧老师" in [each.whose for each in told.to_mend]) is names
    assert told.unnamed == (0 if names else 1)
    assert len(_words(stranger, cast)) == (4 if names else 3)


def test_what_was_withdrawn_is_seen_by_nobody(cast, inspection):
    steering.finish(cast.dean, inspection, NOW)
    steering.withdraw(cast.dean, inspection, "查的不是这学期", NOW)
    assert not _words(cast.teacher, cast) | _words(cast.head, cast)
    assert Membership.select().count() == 3
