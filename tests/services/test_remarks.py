"""研讨: kept as it is said, put right by whoever sees it first, adopted once and used twice."""

from datetime import timedelta

import pytest

from db import search
from db.models import Passage, Remark, Trace
from tests.builders import NOW, a_teacher, an_actor
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
from tests.services.races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.search import phrases
from yanxiu_tui.services import manuscripts, prep_sessions, remarks


@pytest.fixture
def cast(memory):
    cast = a_cast()
    a_prep_group(cast)
    return cast


@pytest.fixture
def session(cast):
    return a_session(cast, a_unit(cast))


def said(cast, session, words="建议先做实验", staff_no="1002", now=NOW):
    return remarks.add(a_member(cast), session.id, staff_no, words, now)


def test_what_somebody_said_is_kept_with_their_name_and_who_wrote_it_down(cast, session):
    said(cast, session, " 建议先\n做实验 ")
    (kept,) = remarks.remarks(a_member(cast), session.id)
    assert (kept.teacher_name, kept.words) == ("林远", "建议先 做实验")
    assert (kept.recorded_by, kept.adopted, kept.revision, kept.late) == ("苏慧", "", 1, False)


def test_a_remark_written_down_on_a_later_day_is_marked_so(cast, session):
    said(cast, session, now=NOW + timedelta(days=1))
    assert remarks.remarks(a_member(cast), session.id)[0].late


def test_what_was_said_is_found_in_the_session_until_it_is_struck_out(cast, session):
    def found():
        return [row.rowid for row in search.matching(phrases("做实验"))]

    kept = said(cast, session)
    assert found() == [session.notes_id]
    kept = remarks.change(a_member(cast), kept.id, "1001", "先读课文", kept.revision, NOW)
    assert (kept.teacher_name, kept.words, found()) == ("苏慧", "先读课文", [])
    remarks.strike(a_member(cast), kept.id, kept.revision, NOW)
    assert remarks.remarks(a_member(cast), session.id) == []
    assert Remark.get().struck_at == NOW


def test_what_another_has_put_right_is_not_overwritten(cast, session):
    kept = said(cast, session)
    remarks.change(the_leader(cast), kept.id, "1002", "先做两个实验", kept.revision, NOW)
    for act in (
        lambda: remarks.change(a_member(cast), kept.id, "1002", "不做实验", kept.revision, NOW),
        lambda: remarks.decide(a_member(cast), kept.id, "declined", kept.revision, NOW),
        lambda: remarks.strike(a_member(cast), kept.id, kept.revision, NOW),
    ):
        with pytest.raises(Refused, match="现在是：先做两个实验"):
            act()
    assert Remark.get().words == "先做两个实验"


def test_of_two_who_put_it_right_at_once_one_is_told(cast, session):
    kept = said(cast, session)

    def put_right(words):
        try:
            return remarks.change(a_member(cast), kept.id, "1002", words, kept.revision, NOW).words
        except Refused as refusal:
            return refusal.reason

    done = at_once([lambda each=each: put_right(each) for each in ("一", "二", "三", "四")])
    assert done.count("changed") == 3
    assert Remark.get().words in done


def test_words_adopted_into_a_section_stand_there_verbatim_with_the_name(cast, session):
    manuscripts.write(a_member(cast), session.plan_id, "teaching", "讲授\n", 0, NOW)
    kept = said(cast, session)
    kept = remarks.decide(a_member(cast), kept.id, "adopted", kept.revision, NOW, "teaching")
    assert (kept.adopted, kept.section) == ("adopted", "teaching")
    row = Passage.get(section="teaching")
    assert (row.text, row.revision) == ("讲授\n建议先做实验（林远）", 2)


def test_adopting_into_a_section_that_others_write_at_the_same_time_loses_nothing(cast, session):
    kept = [said(cast, session, words) for words in ("甲", "乙", "丙")]
    at_once(
        [
            lambda each=each: remarks.decide(
                a_member(cast), each.id, "adopted", each.revision, NOW, "aims"
            )
            for each in kept
        ]
    )
    lines = Passage.get(section="aims").text.split("\n")
    assert sorted(lines) == ["丙（林远）", "乙（林远）", "甲（林远）"]


def test_a_verdict_may_be_taken_back_and_each_leaves_a_trace(cast, session):
    kept = said(cast, session)
    for verdict in ("adopted", "declined", ""):
        kept = remarks.decide(the_leader(cast), kept.id, verdict, kept.revision, NOW)
        assert kept.adopted == verdict
    assert Trace.select().where(Trace.act == "decide_remark").count() == 3


def test_once_the_leader_has_signed_nothing_said_is_changed(cast, session):
    kept = said(cast, session)
    is_over(cast, session)
    prep_sessions.sign(the_leader(cast), session.id, LATER)
    for act in (
        lambda: said(cast, session, "又说"),
        lambda: remarks.change(a_member(cast), kept.id, "1002", "改", kept.revision, NOW),
        lambda: remarks.decide(a_member(cast), kept.id, "adopted", kept.revision, NOW),
        lambda: remarks.strike(a_member(cast), kept.id, kept.revision, NOW),
    ):
        with pytest.raises(Refused, match="已经签字"):
            act()
    assert Remark.select().count() == 1


def test_a_stranger_neither_reads_nor_writes_what_was_said(cast, session):
    stranger = an_actor(a_teacher("1030", "赵刚"))
    with pytest.raises(Refused, match="没有查看的权限"):
        remarks.remarks(stranger, session.id)
    with pytest.raises(Refused, match="没有办理"):
        remarks.add(stranger, session.id, "1002", "插话", NOW)
    assert not Remark.select().exists()


def test_whoever_hosts_or_records_writes_down_what_is_said_though_not_of_the_group(cast):
    guest = an_actor(a_teacher("1030", "赵刚"))
    session = a_session(cast, a_unit(cast), recorder_no="1030")
    assert remarks.add(guest, session.id, "1002", "先做实验", NOW).recorded_by == "赵刚"


@pytest.mark.parametrize(("words", "reason"), [(" \n", "请填写意见"), ("字" * 1001, "太长")])
def test_nothing_said_and_far_too_much_are_refused(cast, session, words, reason):
    with pytest.raises(Refused, match=reason):
        said(cast, session, words)
