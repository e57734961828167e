"""包组领导: assigned to a group by those in charge (Z17)."""

import pytest

from db.models import Supervision, Teacher, Trace
from tests.builders import MACHINE, NOW
from tests.services.cast import a_cast
from tests.services.races import at_once
from yanxiu_tui.errors import Refused
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import credentials, supervision


@pytest.fixture
def cast(memory):
    return a_cast()


def test_the_office_assigns_somebody_who_then_supervises_the_group(cast):
    supervision.assign(cast.dean, cast.group.id, "1006", NOW)
    (group,) = supervision.supervised(cast.dean)
    assert (group.name, group.kind_name, dict(group.supervisors)) == (
        "语文组", "教研组", {"1006": "孙正"},
    )  # fmt: skip
    vice = credentials.actor_for(Teacher.get(staff_no="1006"), MACHINE)
    assert Role.SUPERVISING_LEADER in vice.roles
    assert vice.supervises == {cast.group.id}
    assert Trace.get().act == "assign_supervision"


def test_the_same_one_is_not_assigned_twice_even_at_once(cast):
    done = at_once([lambda: supervision.assign(cast.dean, cast.group.id, "1006", NOW)] * 3)
    assert sum(isinstance(each, Refused) for each in done) == 2
    assert Supervision.select().count() == 1


def test_one_who_is_removed_supervises_no_longer(cast):
    supervision.assign(cast.head, cast.group.id, "1006", NOW)
    supervision.remove(cast.head, cast.group.id, "1006", NOW)
    assert not supervision.supervised(cast.head)[0].supervisors
    with pytest.raises(Refused, match="不是语文组的包组领导"):
        supervision.remove(cast.head, cast.group.id, "1006", NOW)


def test_a_leader_or_a_teacher_assigns_nobody(cast):
    for actor in (cast.leader, cast.teacher):
        with pytest.raises(Refused, match="没有办理"):
            supervision.assign(actor, cast.group.id, "1001", NOW)
        with pytest.raises(Refused, match="没有办理"):
            supervision.supervised(actor)
    assert not Supervision.select().exists()


def test_an_unknown_number_or_group_is_refused(cast):
    with pytest.raises(Refused, match="没有找到"):
        supervision.assign(cast.dean, cast.group.id, "9999", NOW)
    with pytest.raises(Refused):
        supervision.assign(cast.dean, 99, "1006", NOW)
