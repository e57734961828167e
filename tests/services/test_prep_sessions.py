"""备课 sessions: activities of their own kind with notes, taken up, signed (Z8, Z11, §8)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from db.models import Activity, ExemptDays, Manuscript, PrepSession, Trace
from tests.builders import NOW, a_group, a_term_after, an_activity, an_actor
from tests.services.cast import a_cast
from tests.services.prep import (
    LATER,
    a_draft,
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
from yanxiu_tui.services import manuscripts, planning, prep_sessions, prep_units

WEEK = timedelta(weeks=1)


@pytest.fixture
def cast(memory):
    found = a_cast()
    a_prep_group(found)
    return found


@pytest.fixture
def unit(cast):
    return a_unit(cast, keynote_no="1001")


@pytest.fixture
def group_id(cast) -> int:
    return a_group("七年级语文备课组", GroupKind.PREP).id


def an_ordinary(cast, group_id, **more) -> Activity:
    """An activity of the group's, planned as any other."""
    return an_activity(cast.term, kind="集体备课", group=group_id, **more)


def test_a_session_is_an_activity_of_the_groups_with_notes_of_its_own(cast, unit, group_id):
    made = a_session(cast, unit)
    row = Activity.get_by_id(made.activity_id)
    assert (row.kind, row.title, row.presenter, row.group_id) == (
        "集体备课", "第一单元集体备课", "苏慧", group_id,
    )  # fmt: skip
    notes = Manuscript.get_by_id(made.notes_id)
    assert (notes.kind, notes.title, notes.day, notes.group_id) == (
        "session", "第一单元集体备课", date(2026, 10, 14), group_id,
    )  # fmt: skip
    assert (made.keynote_name, made.unit_title, made.state) == ("苏慧", "第一单元", "planned")


def test_the_notes_are_dated_by_the_schools_day(cast, unit):
    night = NOW.replace(hour=22)
    made = a_session(cast, unit, starts_at=night, ends_at=night + timedelta(hours=1))
    assert Manuscript.get_by_id(made.notes_id).day == date(2026, 10, 15)


def test_the_units_speaker_speaks_unless_another_is_named(cast, unit):
    assert a_session(cast, unit, keynote_no="").keynote_name == "苏慧"
    other = a_session(cast, unit, keynote_no="1002", starts_at=NOW + WEEK, ends_at=LATER + WEEK)
    assert other.keynote_name == "林远"
    assert prep_units.unit(the_leader(cast), unit.id).keynote_name == "苏慧"


def test_a_unit_nobody_was_to_speak_on_is_given_the_sessions_speaker(cast):
    made = a_unit(cast)
    with pytest.raises(Refused, match="请选定中心发言人"):
        a_session(cast, made, keynote_no="")
    a_session(cast, made, keynote_no="1002")
    assert prep_units.unit(the_leader(cast), made.id).keynote_name == "林远"


def test_what_planning_refuses_leaves_nothing_behind(cast, unit):
    for wrong, said in (
        ({"place": ""}, "请填写地点"),
        ({"ends_at": NOW - WEEK}, "结束时间"),
        ({"starts_at": NOW.replace(year=2030), "ends_at": LATER.replace(year=2030)}, "本学期"),
        ({"keynote_no": "9999"}, "没有找到"),
    ):
        with pytest.raises(Refused, match=said):
            a_session(cast, unit, **wrong)
    assert not PrepSession.select().exists()
    assert not Activity.select().exists()
    assert Manuscript.select().count() == 1


def test_a_group_does_not_meet_twice_at_a_time(cast, unit):
    a_session(cast, unit)
    with pytest.raises(Refused, match="已安排「第一单元集体备课」"):
        a_session(cast, a_unit(cast, "第二单元"), starts_at=LATER - timedelta(minutes=1))
    after = a_session(cast, unit, starts_at=LATER, ends_at=LATER + timedelta(hours=1))
    planning.cancel(cast.dean, after.activity_id, "停电", NOW)
    a_session(cast, unit, starts_at=LATER, ends_at=LATER + timedelta(hours=1))


def test_only_whoever_plans_for_the_group_plans_its_sessions(cast, unit):
    for actor in (a_member(cast), an_actor(cast.lin, Role.PREP_GROUP_LEADER)):
        with pytest.raises(Refused, match="没有办理这件事的权限"):
            prep_sessions.plan(actor, unit.id, a_draft(), NOW)
    assert prep_sessions.plan(cast.dean, unit.id, a_draft(), NOW).group_name == unit.group_name


# The next session


def test_the_first_session_is_proposed_at_the_place_of_the_regulation(cast, unit):
    found = prep_sessions.defaults(the_leader(cast), unit.id, NOW)
    assert (found.starts_at, found.place, found.keynote_no, found.host_no) == (
        None, "备课组长办公室", "1001", "1003",
    )  # fmt: skip


def test_no_session_is_proposed_of_a_unit_of_another_term(cast, unit):
    a_term_after(cast.term)
    with pytest.raises(Refused, match="别的学期的不能再办"):
        prep_sessions.defaults(the_leader(cast), unit.id, NOW + 22 * WEEK)


def test_the_next_one_is_proposed_as_the_last_was_a_week_on(cast, unit):
    a_session(cast, unit, place="三楼小会议室", host_no="1002", recorder_no="1001")
    found = prep_sessions.defaults(the_leader(cast), unit.id, NOW)
    assert (found.starts_at, found.ends_at) == (NOW + WEEK, LATER + WEEK)
    assert (found.place, found.host_no, found.recorder_no) == ("三楼小会议室", "1002", "1001")


def test_days_without_research_and_days_gone_by_are_skipped(cast, unit):
    a_session(cast, unit)
    ExemptDays.create(
        term=cast.term, first=date(2026, 10, 19), last=date(2026, 10, 23), reason="期中考试"
    )
    found = prep_sessions.defaults(the_leader(cast), unit.id, NOW)
    assert found.starts_at == NOW + 2 * WEEK
    found = prep_sessions.defaults(the_leader(cast), unit.id, NOW + 3 * WEEK)
    assert found.starts_at == NOW + 4 * WEEK


# An activity planned in the ordinary way


def test_an_activity_planned_in_the_ordinary_way_is_taken_up(cast, unit, group_id):
    leader = the_leader(cast)
    row = an_ordinary(cast, group_id, presenter="林远")
    an_activity(cast.term, kind="专题研讨", group=group_id)
    an_activity(cast.term, kind="集体备课", group=cast.group)
    (offered,) = prep_sessions.to_take_up(leader, group_id, cast.term.id)
    assert (offered.activity_id, offered.presenter) == (row.id, "林远")
    made = prep_sessions.take_up(leader, row.id, unit.id, NOW)
    assert (made.activity_id, made.keynote_name) == (row.id, "林远")
    assert prep_sessions.to_take_up(leader, group_id, cast.term.id) == []
    with pytest.raises(Refused, match="已经有了备课的单元"):
        prep_sessions.take_up(leader, row.id, unit.id, NOW)


def test_a_guest_may_speak_and_is_nobodys_turn(cast, unit, group_id):
    row = an_ordinary(cast, group_id, presenter="省教研员")
    made = prep_sessions.take_up(the_leader(cast), row.id, unit.id, NOW)
    assert (made.keynote_id, made.keynote_name) == (None, "省教研员")


def test_only_the_groups_own_standing_activities_are_taken_up(cast, unit, group_id):
    leader = the_leader(cast)
    gone = an_ordinary(cast, group_id, state="cancelled")
    for row in (an_activity(cast.term), an_activity(cast.term, group=cast.group), gone):
        with pytest.raises(Refused, match="只能认领本组"):
            prep_sessions.take_up(leader, row.id, unit.id, NOW)


# An activity changed in the ordinary way


def test_notes_and_speaker_follow_an_activity_changed_in_the_ordinary_way(cast, unit):
    made = a_session(cast, unit)
    draft = replace(
        planning.draft_of(made.activity_id), title="第一单元再备课", presenter="林远",
        starts_at=NOW + WEEK, ends_at=LATER + WEEK,
    )  # fmt: skip
    planning.change(cast.dean, made.activity_id, draft, NOW)
    notes = Manuscript.get_by_id(made.notes_id)
    assert (notes.title, notes.day) == ("第一单元再备课", date(2026, 10, 21))
    assert PrepSession.get().keynote_id == cast.lin.id


# The signature


def test_the_leader_signs_once_it_is_over_and_the_record_is_closed(cast, unit):
    leader, made = the_leader(cast), a_session(cast, unit)
    with pytest.raises(Refused, match="还没有散会"):
        prep_sessions.sign(leader, made.id, NOW)
    assert not prep_sessions.session(leader, made.id).may_sign
    is_over(cast, made)
    assert prep_sessions.session(leader, made.id).may_sign
    signed = prep_sessions.sign(leader, made.id, LATER)
    assert (signed.signed_by, signed.signed_at) == ("周敏", LATER)
    assert not signed.may_write and not signed.may_sign
    with pytest.raises(Refused, match="已经定稿"):
        manuscripts.write(a_member(cast), made.notes_id, "outcome", "又写", 0, LATER)
    with pytest.raises(Refused, match="已经签过字"):
        prep_sessions.sign(leader, made.id, LATER)


def test_a_signature_is_taken_back_with_a_reason_that_stays_on_record(cast, unit):
    leader, made = the_leader(cast), a_session(cast, unit)
    with pytest.raises(Refused, match="还没有签字"):
        prep_sessions.unsign(leader, made.id, "漏写分工", NOW)
    is_over(cast, made)
    prep_sessions.sign(leader, made.id, LATER)
    with pytest.raises(Refused, match="请填写"):
        prep_sessions.unsign(leader, made.id, " ", LATER)
    view = prep_sessions.unsign(leader, made.id, "漏写分工", LATER)
    assert (view.signed_at, view.signed_by, view.may_write) == (None, "", True)
    manuscripts.write(a_member(cast), made.notes_id, "outcome", "补上", 0, LATER)
    assert "漏写分工" in Trace.get(Trace.act == "unsign_session").detail


# Several terminals


def test_a_session_planned_on_several_terminals_at_once_is_one_session(cast, unit):
    done = at_once([lambda: a_session(cast, unit)] * 4)
    assert sum(isinstance(each, Refused) for each in done) == 3
    assert PrepSession.select().count() == Activity.select().count() == 1


def test_an_activity_taken_up_for_two_units_at_once_prepares_one(cast, unit, group_id):
    leader, row = the_leader(cast), an_ordinary(cast, group_id)
    units = [unit, a_unit(cast, "第二单元"), a_unit(cast, "第三单元")]
    done = at_once(
        [lambda each=each: prep_sessions.take_up(leader, row.id, each.id, NOW) for each in units]
    )
    assert sum(isinstance(each, Refused) for each in done) == 2
    assert PrepSession.select().count() == 1


def test_two_who_sign_at_once_sign_once(cast, unit):
    made = a_session(cast, unit)
    is_over(cast, made)
    done = at_once([lambda: prep_sessions.sign(the_leader(cast), made.id, LATER)] * 4)
    assert sum(isinstance(each, Refused) for each in done) == 3
    assert Trace.select().where(Trace.act == "sign_session").count() == 1
