"""Whose frozen line is explained to whom: the same as of the live one (Z37)."""

import pytest

from db.models import Teacher
from tests.builders import a_group, an_actor
from tests.services.frozen_school import a_school_to_freeze
from tests.services.test_freezing import refused
from yanxiu_tui.rules.roles import Role
from yanxiu_tui.services import frozen_views


@pytest.fixture
def school(memory):
    return a_school_to_freeze()


def test_a_leader_reads_how_a_member_s_line_came_about_and_no_other_s(school):
    published = school.published()
    leader = school.cast.leader
    told = frozen_views.explanation(leader, published.id, school.id_of("1001"))
    assert told.line.name == "苏慧"
    other = school.id_of("1007")
    assert refused(lambda: frozen_views.explanation(leader, published.id, other))[0] == (
        "not_allowed"
    )


def test_leading_another_group_is_not_enough(school):
    published = school.published()
    maths = a_group("数学组")
    wu = an_actor(Teacher.get(staff_no="1007"), Role.RESEARCH_GROUP_LEADER, leads=(maths,))
    mine = school.id_of("1001")
    assert refused(lambda: frozen_views.explanation(wu, published.id, mine))[0] == "not_allowed"


def test_what_is_not_published_is_not_explained_to_a_leader(school):
    frozen = school.frozen()
    act = frozen_views.explanation
    mine = school.id_of("1001")
    assert refused(lambda: act(school.cast.leader, frozen.id, mine))[0] == "no_ranking"
