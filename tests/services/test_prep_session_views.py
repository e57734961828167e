"""Sessions of 备课 as they are seen: who was there, who may write and sign, which are listed."""

from datetime import timedelta

import pytest

from db.models import Activity
from tests.builders import NOW, OPERATOR, a_teacher, an_actor
from tests.services.cast import a_cast, signs_in
from tests.services.prep import LATER, a_member, a_prep_group, a_session, a_unit, is_over
from yanxiu_tui.errors import Refused
from yanxiu_tui.services import leave, manuscripts, meeting, plan_versions, planning, prep_sessions
from yanxiu_tui.services.leave import LeaveDraft
from yanxiu_tui.services.prep_sessions import Presence

WEEK = timedelta(weeks=1)


@pytest.fixture
def cast(memory):
    found = a_cast()
    a_prep_group(found)
    return found


@pytest.fixture
def unit(cast):
    return a_unit(cast, keynote_no="1001")


def test_who_was_there_and_who_was_not_comes_from_the_sign_in(cast, unit):
    made = a_session(cast, unit)
    assert prep_sessions.presence(a_member(cast), made.id) == Presence((), ())
    asked = leave.ask(
        cast.dean,
        LeaveDraft(
            "1002",
            "sick",
            "复查胃病",
            NOW,
            LATER,
            evidence=("hospital_certificate", "written_application"),
        ),
        NOW,
    )
    leave.approve(cast.head, asked.id, NOW)
    meeting.open_activity(cast.dean, made.activity_id, NOW)
    signs_in(Activity.get_by_id(made.activity_id), cast.su)
    found = prep_sessions.presence(a_member(cast), made.id)
    assert found == Presence(("苏慧",), (("林远", "病假"),))
    meeting.end_activity(cast.dean, made.activity_id, LATER)
    found = prep_sessions.presence(a_member(cast), made.id)
    assert found == Presence(("苏慧",), (("林远", "病假"), ("周敏", "缺席")))


def test_members_write_the_record_but_do_not_sign_it(cast, unit):
    made = a_session(cast, unit)
    is_over(cast, made)
    member = a_member(cast)
    seen = prep_sessions.session(member, made.id)
    assert seen.may_write and not seen.may_sign
    for act in (
        lambda: prep_sessions.sign(member, made.id, LATER),
        lambda: prep_sessions.unsign(member, made.id, "改", LATER),
    ):
        with pytest.raises(Refused, match="没有办理这件事的权限"):
            act()


def test_a_stranger_to_the_group_does_not_see_a_session(cast, unit):
    made = a_session(cast, unit)
    stranger = an_actor(cast.su, belongs=(cast.group,))
    for act in (
        lambda: prep_sessions.session(stranger, made.id),
        lambda: prep_sessions.sessions(stranger, unit.id),
        lambda: prep_sessions.presence(stranger, made.id),
    ):
        with pytest.raises(Refused, match="没有查看的权限"):
            act()


def test_a_units_sessions_are_listed_in_order_of_time_without_those_called_off(cast, unit):
    second = a_session(cast, unit, starts_at=NOW + WEEK, ends_at=LATER + WEEK)
    first = a_session(cast, unit)
    gone = a_session(cast, unit, starts_at=NOW + 2 * WEEK, ends_at=LATER + 2 * WEEK)
    planning.cancel(cast.dean, gone.activity_id, "停电", NOW)
    found = prep_sessions.sessions(a_member(cast), unit.id)
    assert [each.id for each in found] == [first.id, second.id]


def test_whoever_hosts_or_records_finds_the_session_of_another_group_and_keeps_its_plan(cast, unit):
    guest = an_actor(a_teacher("1030", "赵刚"))
    far = a_session(
        cast, unit, recorder_no="1030", starts_at=NOW + 3 * WEEK, ends_at=LATER + 3 * WEEK
    )
    near = a_session(cast, unit, host_no="1030", recorder_no="")
    a_session(cast, unit, starts_at=NOW + WEEK, ends_at=LATER + WEEK)
    found = prep_sessions.run_by_me(guest, cast.term.id, NOW)
    assert [each.id for each in found] == [near.id, far.id]
    assert all(each.may_write and not each.may_sign for each in found)
    manuscripts.write(guest, near.plan_id, "aims", "读懂背影", 0, NOW)
    assert plan_versions.keep(guest, unit.id, "备课时", NOW, near.id).number == 1
    assert prep_sessions.run_by_me(OPERATOR, cast.term.id, NOW) == []
