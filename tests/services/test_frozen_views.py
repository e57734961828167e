"""Which frozen rankings are seen, and whose line is explained to whom: as of the live one (Z37)."""

import pytest

from db.connection import database
from db.models import Attendee, Teacher
from tests.builders import a_group, an_actor
from tests.services.frozen_school import a_school_to_freeze, lines_of
from tests.services.refusals import refused
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


def test_most_people_see_only_what_is_published(school):
    frozen = school.frozen()
    published = school.published("research")
    teacher = school.actor("1001")
    assert [each.id for each in frozen_views.versions(teacher, school.term_id)] == [published.id]
    assert refused(lambda: frozen_views.frozen(teacher, frozen.id))[0] == "no_ranking"
    assert lines_of(school, published, teacher)
    shown = frozen_views.versions(school.head, school.term_id)
    assert [each.id for each in shown] == [frozen.id, published.id]


def test_the_latest_version_stands_first(school):
    school.frozen()
    school.frozen(reason="补录")
    found = frozen_views.versions(school.dean, school.term_id)
    assert [each.title for each in found] == ["教师排名第 2 版", "教师排名第 1 版"]


def test_one_s_own_line_is_explained_from_what_was_kept(school):
    published = school.published()
    Attendee.update(status="absent").execute()
    me = school.actor("1003")
    told = frozen_views.explanation(me, published.id, me.teacher_id)
    assert (told.line.place, told.of, told.sealed.score) == (3, 6, "92")
    assert [item.points for item in told.sealed.items] == ["40", "20", "32"]


def test_nobody_reads_the_figures_of_another(school):
    published = school.published()
    me, other = school.actor("1003"), school.id_of("1004")
    assert refused(lambda: frozen_views.explanation(me, published.id, other))[0] == "not_allowed"
    assert frozen_views.explanation(school.head, published.id, other).line.name == "何静"


def test_whoever_is_not_ranked_has_nothing_to_explain(school):
    published = school.published()
    head = school.head
    act = frozen_views.explanation
    assert refused(lambda: act(head, published.id, head.teacher_id))[0] == "not_ranked"


def test_somebody_who_moved_keeps_the_group_of_that_day(school):
    frozen = school.frozen()
    database.execute_sql("DELETE FROM membership")
    view = frozen_views.frozen(school.dean, frozen.id)
    assert view.lines[0].group_name == "语文组"
