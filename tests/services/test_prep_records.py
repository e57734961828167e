"""集体备课记录: the paper form filled in from what was written once (DOMAIN §8)."""

import json
from datetime import timedelta

import pytest

from db.models import PlanCheck, PlanVersion, Remark
from tests.builders import NOW, an_actor
from tests.services.cast import a_cast
from tests.services.prep import (
    LATER,
    a_member,
    a_prep_group,
    a_session,
    a_unit,
    is_over,
    the_leader,
)
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import manuscripts, prep_records, prep_sessions


@pytest.fixture
def cast(memory):
    found = a_cast()
    a_prep_group(found)
    return found


@pytest.fixture
def held(cast):
    made = a_session(cast, a_unit(cast), host_no="1003", recorder_no="1002")
    is_over(cast, made)
    return made


def test_the_form_is_filled_from_the_activity_the_sign_in_and_the_texts(cast, held):
    su = a_member(cast)
    manuscripts.write(su, held.plan_id, "aims", "读懂背影", 0, NOW)
    manuscripts.write(su, held.notes_id, "division", "苏慧出练习", 0, NOW)
    manuscripts.write(su, held.notes_id, "outcome", "共性教案一份", 0, NOW)
    said = {"session": held.id, "at": NOW}
    Remark.create(teacher=cast.lin, words="作业分两层", adopted="adopted", **said)
    Remark.create(teacher=cast.zhou, words="加一课时", adopted="declined", **said)
    Remark.create(teacher=cast.su, words="先看单元", **said)
    Remark.create(teacher=cast.su, words="说错了", struck_at=NOW, **said)
    prep_sessions.sign(the_leader(cast), held.id, LATER)
    record = prep_records.record(su, held.id)
    assert (record.school, record.group, record.unit) == ("示范中学", held.group_name, "第一单元")
    assert (record.keynote, record.host, record.recorder) == ("苏慧", "周敏", "林远")
    assert record.present == ()
    assert record.absent == (("苏慧", "缺席"), ("林远", "缺席"), ("周敏", "缺席"))
    assert len(record.sections) == 9
    assert ("教学目标", "读懂背影") in record.sections
    assert record.remarks == (
        ("林远", "作业分两层", "采纳"), ("周敏", "加一课时", "未采纳"), ("苏慧", "先看单元", ""),
    )  # fmt: skip
    assert (record.division, record.outcome) == ("苏慧出练习", "共性教案一份")
    assert (record.signed_by, record.signed_at, record.checked) == ("周敏", LATER, "")


def test_the_sections_are_those_kept_at_the_session(cast, held):
    su = a_member(cast)
    for number, text in ((1, "初稿"), (2, "会上定的")):
        PlanVersion.create(
            unit=held.unit_id, number=number, session=held.id, kept_at=NOW,
            sections=json.dumps({"aims": text}),
        )  # fmt: skip
    manuscripts.write(su, held.plan_id, "aims", "后来改的", 0, LATER)
    assert ("教学目标", "会上定的") in prep_records.record(su, held.id).sections


def test_the_first_check_of_a_school_month_after_it_is_named(cast, held):
    for span, days, by in (("week", 1, cast.lin), ("school_month", 9, cast.su)):
        PlanCheck.create(
            term=cast.term, group=held.group_id, teacher=cast.su, span=span, number=1,
            result="good", checked_at=NOW + timedelta(days=days), checked_by=by,
        )  # fmt: skip
    assert prep_records.record(a_member(cast), held.id).checked == "苏慧 2026-10-23"


def test_a_stranger_to_the_group_is_not_given_the_record(cast, held):
    with pytest.raises(Refused, match="没有查看的权限"):
        prep_records.record(an_actor(cast.su, belongs=(cast.group,)), held.id)
